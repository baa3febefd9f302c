import type { IncomingHttpHeaders } from "node:http";

/** A part of a file, both ends included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The part of a file that a request asks for: nothing where it asks for all of it, `none` where there is no such part. A request for several
 * parts gets the whole, as does one for a part of a file that has changed since.
 * @param tag The file's own, in quotes. @param size In bytes. @see RFC 9110, 14.
 */
export function rangeOf(headers: IncomingHttpHeaders, tag: string, size: number): ByteRange | "none" | undefined {
  const found = /^bytes=(?<first>\d{0,15})-(?<last>\d{0,15})$/.exec(headers.range ?? "")?.groups;
  const held = headers["if-range"];
  if (found === undefined || (held !== undefined && held !== tag)) return undefined;
  const { first = "", last = "" } = found;
  if (first === "" && last === "") return undefined;
  // Without a first byte, the last ones are meant.
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== "" && last !== "" && Number(last) < Number(first)) return undefined;
  return start > end ? "none" : { start, end };
}
