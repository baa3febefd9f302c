import type { IncomingMessage, OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from "node:http";

/** With every answer of a draft: no program keeps it, lists it or shows it to pages of others. */
const draftHeaders = {
  "cache-control": "no-store",
  "cross-origin-resource-policy": "same-origin",
  "x-openbeat-draft": "not published",
  "x-robots-tag": "noindex, nofollow, noarchive",
} as const;

/** Headers that say otherwise, or let others keep or read what is answered. */
const isTaken = (name: string) =>
  /^(access-control-.*|age|etag|expires|last-modified)$/i.test(name) || Object.hasOwn(draftHeaders, name.toLowerCase());

/** Names by which a machine calls itself. */
const isOwnName = (host: string | undefined) => /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host ?? "");

/** Whether a server that listens there is reached from its own machine alone. */
export const isLoopback = (host: string): boolean => ["localhost", "127.0.0.1", "::1"].includes(host);

type Headers = OutgoingHttpHeaders | readonly OutgoingHttpHeader[];
const entriesOf = (headers: Headers): readonly (readonly [string, OutgoingHttpHeader | undefined])[] =>
  Array.isArray(headers)
    ? Array.from({ length: headers.length / 2 }, (_, at) => [String(headers[2 * at]), headers[2 * at + 1]])
    : Object.entries(headers);

/**
 * Makes whatever is answered say that it is of a draft, and keeps it from everybody but the machine itself.
 * @returns Whether to answer. A request under the name of another host is refused: a page of somebody else's may have sent it, to read the answer.
 */
export function answerAsDraft({ headers: { host } }: IncomingMessage, response: ServerResponse): boolean {
  const writeHead = response.writeHead.bind(response);
  response.writeHead = ((status: number, ...rest: readonly unknown[]) => {
    const given = rest.find((part) => typeof part === "object" && part !== null) as Headers | undefined;
    for (const [name, value] of entriesOf(given ?? [])) if (value !== undefined) response.setHeader(name, value as string);
    for (const name of response.getHeaderNames()) if (isTaken(name)) response.removeHeader(name);
    for (const [name, value] of Object.entries(draftHeaders)) response.setHeader(name, value);
    return writeHead(status);
  }) as typeof response.writeHead;
  if (isOwnName(host)) return true;
  response
    .writeHead(421, { "content-type": "text/plain; charset=utf-8" })
    .end("A draft is shown to its own machine alone: ask for localhost.\n");
  return false;
}
