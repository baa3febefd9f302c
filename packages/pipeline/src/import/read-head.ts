import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { isCompressed, type SourceFile } from "../read/files.ts";

/** The first line of a text file, and the sign that stands most often in it among those that part fields. */
export async function readHead(file: SourceFile): Promise<{ readonly line: string; readonly delimiter: string }> {
  const bytes = createReadStream(file.absolute, { end: isCompressed(file) ? undefined : 65_535 });
  const stream = isCompressed(file) ? bytes.pipe(createGunzip()) : bytes;
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of stream) {
      chunks.push(chunk as Buffer);
      if ((chunk as Buffer).includes(10)) break;
    }
  } catch {
    // A damaged file is told, by its name, when all of it is read.
  }
  const line =
    Buffer.concat(chunks)
      .toString("utf8")
      .split(/\r?\n|\r/)[0] ?? "";
  const count = (sign: string) => line.split(sign).length - 1;
  const [delimiter = ","] = [",", ";", "\t", "|"].sort((a, b) => count(b) - count(a));
  return { line, delimiter };
}
