import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { limits } from "@openbeat/schema/graphql";
import type { Database } from "@openbeat/schema/store";
import { Answer, type Lifetime, refusalAnswer } from "./answer-cache.ts";
import type { Documents } from "./documents.ts";
import type { Keep } from "./keep.ts";
import { respond } from "./respond.ts";
import { createGraphql, type TellFault } from "./yoga.ts";

/** Reads a body up to a length. @returns `undefined` where it is longer. */
async function readBody(request: IncomingMessage, most: number): Promise<Buffer | undefined> {
  if (Number(request.headers["content-length"] ?? 0) > most) return undefined;
  const chunks: Buffer[] = [];
  let length = 0;
  // The connection must outlive a body that is too long: the refusal still has to go out on it.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > most) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

interface Question {
  readonly method: "GET" | "POST";
  /** With the question mark, or empty. */
  readonly search: string;
  readonly accept: string;
  readonly type: string;
  readonly body: Buffer | undefined;
  /** The version that is meant where the question names none. */
  readonly pinned: string | undefined;
}

const keyOf = ({ method, search, accept, type, body, pinned }: Question): string => {
  const hash = createHash("sha256").update(`${method}\n${pinned ?? ""}\n${accept}\n${type}\n${search}\n`);
  return (body === undefined ? hash : hash.update(body)).digest("base64");
};

export interface EndpointOptions {
  readonly database: Database;
  readonly tellFault: TellFault;
  readonly documents: Documents;
  readonly keep: Keep;
  /** What addresses in answers begin with. */
  readonly publicUrl: string | undefined;
}

/** Questions and answers of GraphQL over HTTP, with a memory. */
export function createEndpoint({ database, tellFault, documents, keep, publicUrl }: EndpointOptions) {
  const graphql = createGraphql(database, tellFault);
  async function ask({ method, search, accept, type, body, pinned }: Question): Promise<Answer> {
    let mayChange = false;
    const headers: Record<string, string> = {};
    const response = await graphql.fetch(
      `http://api/graphql${search}`,
      {
        method,
        headers: { ...(accept === "" ? {} : { accept }), ...(type === "" ? {} : { "content-type": type }) },
        ...(body === undefined ? {} : { body: new Uint8Array(body) }),
      },
      {
        pinned,
        publicUrl,
        onMayChange: () => {
          mayChange = true;
        },
        onCost: (complexity) => {
          headers["x-query-cost"] = String(complexity);
        },
      },
    );
    const bytes = Buffer.from(await response.arrayBuffer());
    // An answer with errors may be a better one the next time.
    const isWhole = response.status === 200 && !bytes.subarray(0, 10).includes('"errors"') && !bytes.includes('"errors":[{"message"');
    const lifetime: Lifetime = !isWhole ? "not at all" : mayChange ? "until a release" : "for ever";
    for (const name of ["allow", "accept", "retry-after"]) {
      const value = response.headers.get(name);
      if (value !== null) headers[name] = value;
    }
    return new Answer({
      status: response.status,
      type: response.headers.get("content-type") ?? "application/json",
      lifetime,
      bytes,
      headers,
    });
  }

  const answer = (question: Question): Promise<Answer> => keep(keyOf(question), () => ask(question));

  return async (request: IncomingMessage, response: ServerResponse, pinned: string | undefined): Promise<void> => {
    const url = request.url ?? "";
    const from = url.indexOf("?");
    const plain = {
      accept: (request.headers.accept ?? "").slice(0, 500),
      search: from < 0 ? "" : url.slice(from),
      pinned,
    };
    if (request.method === "GET") {
      const search = documents.resolve(plain.search);
      if (search === undefined) {
        return respond(request, response, refusalAnswer(404, "DOCUMENT_NOT_FOUND", "No document of this ID is known."));
      }
      return respond(request, response, await answer({ ...plain, search, method: "GET", type: "", body: undefined }));
    }
    if (request.method !== "POST") {
      response.setHeader("allow", "GET, HEAD, POST, OPTIONS");
      return respond(request, response, refusalAnswer(405, "BAD_REQUEST", "Ask with GET or POST."));
    }
    const type = String(request.headers["content-type"] ?? "");
    const media = type.split(";")[0]?.trim().toLowerCase();
    // Forms and plain text are what another site's page can send without asking: there is no use for them here.
    if (media !== "application/json" && media !== "application/graphql+json") {
      return respond(request, response, refusalAnswer(415, "UNSUPPORTED_MEDIA_TYPE", "Send the question as application/json."));
    }
    const body = await readBody(request, limits.maxBodyBytes);
    if (body === undefined) {
      response.setHeader("connection", "close");
      const message = `The request is longer than ${limits.maxBodyBytes} bytes.`;
      return respond(request, response, refusalAnswer(413, "REQUEST_ENTITY_TOO_LARGE", message));
    }
    return respond(request, response, await answer({ ...plain, method: "POST", type, body }));
  };
}
