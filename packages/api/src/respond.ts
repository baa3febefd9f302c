import type { IncomingMessage, ServerResponse } from "node:http";
import type { Answer, Encoding, Lifetime } from "./answer-cache.ts";
import { common } from "./headers.ts";
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

type Head = readonly string[];
const heads = new WeakMap<Answer, Map<string, Head>>();

/** The headers of an answer, as names and values in turn, which is what Node writes fastest; written once for each way to send it. */
function headOf(answer: Answer, encoding: Encoding, isGet: boolean): Head {
  const known = heads.get(answer) ?? new Map<string, Head>();
  const way = isGet ? encoding : `posted ${encoding}`;
  const found = known.get(way);
  if (found !== undefined) return found;
  const head = Object.entries({
    ...common,
    ...answer.headers,
    "cache-control": isGet ? cacheControl[answer.lifetime] : "no-store",
    vary: "Accept, Accept-Encoding",
    ...(answer.lifetime === "not at all" ? {} : { etag: answer.etag(encoding) }),
  }).flat();
  heads.set(answer, known.set(way, head));
  return head;
}

/** Sends an answer: in the encoding that was asked for, or as "not modified" to whoever has it. */
export function respond(request: IncomingMessage, response: ServerResponse, answer: Answer): void | Promise<void> {
  const visit = currentVisit();
  if (visit !== undefined) visit.answer = answer;
  const encoding = encodingFor(request, answer);
  const isGet = request.method === "GET";
  const head = headOf(answer, encoding, isGet);
  if (isGet && answer.lifetime !== "not at all" && isHeld(answer.etag(encoding), request.headers["if-none-match"])) {
    response.writeHead(304, [...head]);
    response.end();
    return;
  }
  const send = (bytes: Buffer): void => {
    const more = ["content-type", answer.type, "content-length", String(bytes.length)];
    if (encoding !== "identity") more.push("content-encoding", encoding);
    response.writeHead(answer.status, [...head, ...more]);
    response.end(bytes);
  };
  const bytes = answer.bytes(encoding);
  return bytes instanceof Promise ? bytes.then(send) : send(bytes);
}
