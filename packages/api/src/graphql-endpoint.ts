import type { IncomingMessage, ServerResponse } from "node:http";
import { limits, type RateLimitPolicy } from "@openbeat/schema/graphql";
import type { Database } from "@openbeat/schema/store";
import { processRegularResult } from "graphql-yoga";
import { Answer, answerKey, type Lifetime, refusalAnswer } from "./answer-cache.ts";
import type { Documents } from "./documents.ts";
import { explainErrors } from "./explain-errors.ts";
import { Footing } from "./footing.ts";
import type { Keep } from "./keep.ts";
import { brokenParameter, plainGet, plainMediaType, plainPost } from "./plain-question.ts";
import { respond } from "./respond.ts";
import { currentVisit } from "./visit.ts";
import { createGraphql, type RequestContext, type TellFault } from "./yoga.ts";

/** Reads a body up to a length. @returns `undefined` where it is longer. */
async function readBody(request: IncomingMessage, most: number): Promise<Buffer | undefined> {
  // Somewhat longer ones are read to their end: who is still writing would not hear why it is refused.
  const farTooMuch = 10 * most;
  if (Number(request.headers["content-length"] ?? 0) > farTooMuch) return undefined;
  const chunks: Buffer[] = [];
  let length = 0;
  // The connection must outlive a body that is too long: the refusal still has to go out on it.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > farTooMuch) return undefined;
    if (length <= most) chunks.push(chunk);
  }
  return length > most ? undefined : Buffer.concat(chunks);
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

export interface EndpointOptions {
  readonly database: Database;
  readonly tellFault: TellFault;
  readonly documents: Documents;
  readonly keep: Keep;
  /** What is told of how much a client may ask. */
  readonly rateLimit?: RateLimitPolicy | undefined;
  /** What addresses in answers begin with. */
  readonly publicUrl?: string | undefined;
  /** Whether every answer says that it is of a draft. */
  readonly draft: boolean;
}

/** The text of a question, for whoever wants to know it again by its hash. */
function textOf({ method, search, body }: Question): string | undefined {
  if (method === "GET") return new URLSearchParams(search).get("query") ?? undefined;
  try {
    const { query } = JSON.parse(String(body)) as { readonly query?: unknown };
    return typeof query === "string" ? query : undefined;
  } catch {
    return undefined;
  }
}

const longestKnown = 4000;
const mostKnown = 1000;

/** Questions and answers of GraphQL over HTTP, with a memory. */
export function createEndpoint({ database, tellFault, documents, keep, rateLimit, publicUrl, draft }: EndpointOptions) {
  const graphql = createGraphql(database, tellFault, draft);
  /** Answers tell both, and processes that differ in them may share answers. */
  const settings = JSON.stringify([publicUrl, rateLimit]);

  /** Asks Yoga: by the shorter way, where the request is as most are and the answer has no errors. */
  async function answerOf(
    { method, search, accept, type, body }: Question,
    context: RequestContext,
    signal: AbortSignal,
  ): Promise<string | Response | Answer> {
    const mediaType = plainMediaType(accept);
    const params = mediaType === undefined ? undefined : body === undefined ? plainGet(search) : plainPost(type, body);
    if (mediaType === undefined || params === undefined) {
      const broken = method === "GET" ? brokenParameter(search) : undefined;
      if (broken !== undefined) return refusalAnswer(400, "BAD_REQUEST", `\`${broken}\` is not JSON.`);
      return graphql.fetch(
        `http://api/graphql${search}`,
        {
          method,
          headers: { ...(accept === "" ? {} : { accept }), ...(type === "" ? {} : { "content-type": type }) },
          ...(body === undefined ? {} : { body: new Uint8Array(body) }),
          signal,
        },
        context,
      );
    }
    // Of the request Yoga's plugins read no more than these.
    const result = await graphql.getResultForParams({ params, request: { method, signal } as Request }, context);
    if (result === undefined) throw new Error("A question has no result.");
    // Errors, and the status that they stand for, are Yoga's to write.
    return "data" in result && result.errors === undefined
      ? JSON.stringify(result)
      : processRegularResult(result, graphql.fetchAPI, mediaType);
  }

  async function ask(question: Question, signal: AbortSignal): Promise<Answer> {
    const { pinned, accept } = question;
    const footing = new Footing();
    const headers: Record<string, string> = {};
    const context = {
      pinned,
      publicUrl,
      rateLimit,
      onMayChange: footing.onMayChange,
      onEdition: footing.onEdition,
      onCost: (complexity: number, isRefused: boolean) => {
        headers["x-query-cost"] = String(complexity);
        if (!isRefused) currentVisit()?.pay(complexity);
      },
    };
    const response = await answerOf(question, context, signal);
    if (response instanceof Answer) return response;
    if (typeof response === "string") {
      const { lifetime, edition } = footing;
      const type = `${plainMediaType(accept)}; charset=utf-8`;
      return new Answer({ status: 200, type, lifetime, bytes: Buffer.from(response), headers, edition });
    }
    const text = await response.text();
    // An answer with errors may be a better one the next time.
    const isWhole = response.status === 200 && !text.slice(0, 10).includes('"errors"') && !text.includes('"errors":[{"message"');
    const bytes = Buffer.from(isWhole || !text.startsWith("{") ? text : explainErrors(text));
    const lifetime: Lifetime = isWhole ? footing.lifetime : "not at all";
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
      edition: footing.edition,
    });
  }

  /** Keys of short addresses that were asked for before: to find one costs less than to hash it again. */
  const known = new Map<string, string>();
  function keyOf({ method, pinned = "", accept, type, search, body }: Question): string {
    const key = () => answerKey(settings, method, pinned, accept, type, search, body ?? "");
    if (method !== "GET" || search.length > longestKnown) return key();
    const address = `${pinned}\n${accept}\n${search}`;
    const found = known.get(address);
    if (found !== undefined) return found;
    if (known.size >= mostKnown) known.clear();
    const made = key();
    known.set(address, made);
    return made;
  }

  function answer(question: Question): Promise<Answer> {
    const visit = currentVisit();
    if (visit !== undefined) visit.document = () => textOf(question);
    return keep(keyOf(question), (signal) => ask(question, signal));
  }

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
