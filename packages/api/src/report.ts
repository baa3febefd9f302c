import type { IncomingMessage, ServerResponse } from "node:http";
import { queryErrorCodes } from "@openbeat/schema";
import type { Answer } from "./answer-cache.ts";
import { documentId } from "./documents.ts";
import { apiErrorCodes } from "./errors.ts";
import type { Source, Visit } from "./visit.ts";

/** Paths by what stands behind them: what a visitor wrote into one is in none of these words. */
const pathClasses: readonly (readonly [name: string, pattern: RegExp])[] = [
  ["/", /^\/$/],
  ["/graphql", /^\/graphql$/],
  ["/r/VERSION/graphql", /^\/r\/[^/]+\/graphql$/],
  ["/datasets/CODE/query", /^(\/r\/[^/]+)?\/datasets\/[^/]+\/query\.\w+$/],
  ["/surveys/CODE", /^(\/r\/[^/]+)?\/surveys\/[^/]+\/\w+\.\w+$/],
  ["/surveys", /^(\/r\/[^/]+)?\/surveys\.\w+$/],
  ["/errors/CODE", /^\/errors(\/|$)/],
  ["/schema.graphql", /^\/schema\.graphql$/],
  ["/openapi.json", /^\/openapi\.json$/],
  ["/health", /^\/health$/],
  ["/ready", /^\/ready$/],
];
const methods: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "OPTIONS"]);
const codes: ReadonlySet<string> = new Set([...apiErrorCodes, ...queryErrorCodes]);

/** What may be told of a request: nothing that a client wrote, and not who it was. */
export interface Report {
  readonly method: string;
  readonly path: string;
  /** 499 where the client had gone before its answer was sent. */
  readonly status: number;
  readonly milliseconds: number;
  readonly bytes: number;
  /** The complexity that was reckoned for this request. */
  readonly cost: number;
  readonly source: Source | undefined;
  /** The code of the first error of the answer. */
  readonly code: string | undefined;
  /** The start of the hash of the question's text: the same text, the same hash. */
  readonly document: () => string | undefined;
}

/** The code of the first error that an answer tells, of the codes that there are. */
function codeOf(answer: Answer | undefined): string | undefined {
  if (answer === undefined || answer.lifetime !== "not at all") return undefined;
  const code = /"code":"(?<code>[A-Z_]+)"/.exec(answer.text)?.groups?.code;
  return code === undefined || codes.has(code) ? code : "OTHER";
}

/** The bytes of an answer with its head, as Node has written it. */
function lengthOf(response: ServerResponse, method: string): number {
  const head = (response as unknown as { readonly _header: string | null })._header ?? "";
  const body = method === "HEAD" ? undefined : /^content-length: (?<length>\d+)/im.exec(head)?.groups?.length;
  return Buffer.byteLength(head) + Number(body ?? 0);
}

/** Tells of each request, when its answer was sent or its client has gone. */
export function reportWhenDone(request: IncomingMessage, response: ServerResponse, visit: Visit, tell: (report: Report) => void): void {
  const begin = performance.now();
  const { socket } = request;
  const written = socket.bytesWritten;
  const method = methods.has(request.method ?? "") ? String(request.method) : "other";
  const [pathname = "/"] = (request.url ?? "/").split("?", 1);
  const path = pathClasses.find(([, pattern]) => pattern.test(pathname))?.[0] ?? "other";
  response.once("close", () => {
    const text = () => visit.document?.();
    tell({
      method,
      path,
      status: response.writableFinished ? response.statusCode : 499,
      milliseconds: Math.round((performance.now() - begin) * 10) / 10,
      // Where several requests came at once on a connection, its counter holds the answers to the others too.
      bytes: Math.max(0, Math.min(socket.bytesWritten - written, lengthOf(response, method))),
      cost: visit.cost,
      source: visit.source,
      code: codeOf(visit.answer),
      document() {
        const query = text();
        return query === undefined ? undefined : documentId(query).slice("sha256:".length, "sha256:".length + 16);
      },
    });
  });
}
