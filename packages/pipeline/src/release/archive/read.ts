import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { StringDecoder } from "node:string_decoder";
import { createGunzip } from "node:zlib";
import { releaseCertificate } from "@openbeat/schema/domain";
import type * as z from "zod";
import { PipelineError } from "../../errors.ts";
import { isSigned } from "../sign.ts";
import { type ArchivedTable, type ArchiveHeader, archiveStatement, header, rowLine, tableLine, trailer } from "./format.ts";

/** A refusal of an archive. */
export const invalidArchive = (what: string, cause?: unknown) =>
  new PipelineError(
    "ARCHIVE_INVALID",
    `The archive ${what}. Nothing was restored. Take another copy of it, and ask who could write to this one.`,
    { cause },
  );

/** Rows at once, and characters of theirs: enough to be fast, few enough to be small. */
const [rowsAtOnce, lettersAtOnce] = [20_000, 1 << 24];

/** What is done with the parts of an archive, in their order. */
export interface ArchiveVisit {
  table?(table: ArchivedTable, columns: readonly string[]): Promise<void>;
  rows(table: ArchivedTable, columns: readonly string[], rows: readonly (readonly (string | null)[])[]): Promise<void>;
}

const parse = <Shape>(schema: z.ZodType<Shape>, line: string): Shape | undefined => {
  try {
    return schema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
};

/** The lines of an archive, some at a time. */
async function* linesIn(chunks: AsyncIterable<Buffer>): AsyncGenerator<readonly string[]> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  for await (const chunk of chunks) {
    const lines = (rest + decoder.write(chunk)).split("\n");
    rest = lines.pop() ?? "";
    yield lines;
  }
  if (rest !== "") throw invalidArchive("is cut: its last line has no end");
}

/**
 * Reads an archive from the first line to the last, and hands on its rows as they come: they are not known to be genuine before it returns.
 * @returns What it holds, its hash, and the key that signed it and its latest release.
 * @throws {PipelineError} `ARCHIVE_INVALID` where it is no archive, is not as it was signed, or was signed by another key than its latest release.
 */
export async function readArchive(
  file: string,
  visit: ArchiveVisit,
): Promise<{ readonly head: ArchiveHeader; readonly sha256: string; readonly publicKey: string }> {
  const hash = createHash("sha256");
  let head: ArchiveHeader | undefined;
  let end: z.infer<typeof trailer> | undefined;
  let current: z.infer<typeof tableLine> | undefined;
  let certificate: unknown;
  let waiting: (readonly (string | null)[])[] = [];
  let letters = 0;
  const flush = async () => {
    if (current !== undefined && waiting.length > 0) await visit.rows(current.table, current.columns, waiting);
    waiting = [];
    letters = 0;
  };
  const take = async (line: string) => {
    if (end !== undefined) throw invalidArchive("goes on after its end");
    if (head === undefined) {
      head = parse(header, line);
      if (head === undefined) throw invalidArchive("is none of this version of Openbeat, or not of Openbeat at all");
    } else if (line.startsWith("[")) {
      const row = parse(rowLine, line);
      if (current === undefined || row?.length !== current.columns.length) throw invalidArchive("has a row that is none");
      if (current.table === "release") certificate = row[current.columns.indexOf("certificate")];
      waiting.push(row);
      letters += line.length;
      if (waiting.length === rowsAtOnce || letters > lettersAtOnce) await flush();
    } else {
      await flush();
      current = parse(tableLine, line);
      end = current === undefined ? parse(trailer, line) : undefined;
      if (current === undefined && end === undefined) throw invalidArchive("has a line that is none");
      if (current !== undefined) await visit.table?.(current.table, current.columns);
    }
    if (end === undefined) hash.update(`${line}\n`);
  };
  try {
    await pipeline(createReadStream(file), createGunzip(), async (chunks: AsyncIterable<Buffer>) => {
      for await (const lines of linesIn(chunks)) for (const line of lines) await take(line);
    });
  } catch (error) {
    const { code = "" } = error as { code?: string };
    if (code === "ENOENT") throw new PipelineError("COMMAND_INVALID", "There is no such archive. Check its path.", { cause: error });
    // What zlib says: cut, or changed.
    if (code.startsWith("Z_") || code === "ERR_STREAM_PREMATURE_CLOSE") throw invalidArchive("is cut or damaged", error);
    throw error;
  }
  if (head === undefined || end === undefined) throw invalidArchive("is cut: it has no end");
  const sha256 = hash.digest("hex");
  if (end.sha256 !== sha256) throw invalidArchive("was changed: its lines have another hash");
  if (!isSigned(end.signature, archiveStatement(head, sha256))) throw invalidArchive("does not have the signature of its hub");
  const signer = releaseCertificate.shape.signature.safeParse(
    (JSON.parse(String(certificate ?? "null")) as { signature?: unknown } | null)?.signature,
  ).data?.publicKey;
  if (signer !== end.signature.publicKey) throw invalidArchive("was signed by another key than its latest release");
  return { head, sha256, publicKey: end.signature.publicKey };
}
