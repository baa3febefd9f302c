import { Gzip, strToU8, Zip, ZipDeflate } from "fflate";

// Compressed by a library of fixed version in place of the platform's: other releases and processors would give other bytes.

const level = 6;

/** A file of an archive. */
export interface ArchiveFile {
  readonly name: string;
  readonly text: string;
}

/**
 * Writes files into a ZIP archive, one after the other. The same files give the same bytes, wherever and whenever.
 * @param day The time of every entry: noon of this day (UTC) on every clock. @param sink Takes the bytes, in order.
 * @throws {Error} If two files have one name.
 */
export function writeZip(files: Iterable<ArchiveFile>, day: Date, sink: (bytes: Uint8Array) => void): void {
  // Archives tell the time of a clock on the wall, without its zone.
  const mtime = new Date(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate(), 12);
  const names = new Set<string>();
  const zip = new Zip((error, bytes) => {
    if (error !== null) throw error;
    sink(bytes);
  });
  for (const { name, text } of files) {
    if (names.has(name.toLowerCase())) throw new Error("Two files of an archive have one name.");
    names.add(name.toLowerCase());
    const entry = new ZipDeflate(name, { level });
    entry.mtime = mtime;
    zip.add(entry);
    entry.push(strToU8(text), true);
  }
  zip.end();
}

/** Writes texts, one after the other, as one gzip stream that tells no time. @param sink Takes the bytes, in order. */
export function writeGzip(texts: Iterable<string>, sink: (bytes: Uint8Array) => void): void {
  const gzip = new Gzip({ level, mtime: 0 }, (bytes) => sink(bytes));
  for (const text of texts) gzip.push(strToU8(text));
  gzip.push(new Uint8Array(0), true);
}
