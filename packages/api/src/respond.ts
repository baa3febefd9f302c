import type { IncomingMessage, ServerResponse } from "node:http";
import type { Answer, Encoding, Lifetime } from "./answer-cache.ts";
import { currentVisit } from "./visit.ts";

/** How long others may keep an answer. What is pinned to a release never changes; what asks for the latest may, at any time. */
const cacheControl: Readonly<Record<Lifetime, string>> = {
  "for ever": "public, max-age=31536000, immutable",
  "until a release": "public, max-age=60, stale-while-revalidate=86400",
  "not at all": "no-store",
};

function encodingFor({ headers }: IncomingMessage, answer: Answer): Encoding {
  if (!answer.isPackable) return "identity";
  const accepted = String(headers["accept-encoding"] ?? "");
  if (/\bbr\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/i.test(accepted)) return "br";
  if (/\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/i.test(accepted)) return "gzip";
  return "identity";
}

/** Whether somebody holds these very bytes already. `If-None-Match` compares weakly (RFC 9110, 13.1.2). */
function isHeld(etag: string, header: string | undefined): boolean {
  if (header === undefined) return false;
  return header.trim() === "*" || header.split(",").some((one) => one.trim().replace(/^W\//, "") === etag);
}

/** Sends an answer: in the encoding that was asked for, or as "not modified" to whoever has it. */
export async function respond(request: IncomingMessage, response: ServerResponse, answer: Answer): Promise<void> {
  const visit = currentVisit();
  if (visit !== undefined) visit.answer = answer;
  const encoding = encodingFor(request, answer);
  const etag = answer.etag(encoding);
  const isGet = request.method === "GET";
  const headers: Record<string, string | number> = {
    ...answer.headers,
    "cache-control": isGet ? cacheControl[answer.lifetime] : "no-store",
    vary: "Accept, Accept-Encoding",
  };
  if (answer.lifetime !== "not at all") {
    headers.etag = etag;
    if (isGet && isHeld(etag, request.headers["if-none-match"])) {
      response.writeHead(304, headers);
      response.end();
      return;
    }
  }
  const ready = answer.bytes(encoding);
  const bytes = ready instanceof Promise ? await ready : ready;
  headers["content-type"] = answer.type;
  headers["content-length"] = bytes.length;
  if (encoding !== "identity") headers["content-encoding"] = encoding;
  response.writeHead(answer.status, headers);
  response.end(bytes);
}
