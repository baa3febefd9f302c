import { createReadStream, globSync, realpathSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type { Problem } from "../errors.ts";

/** A file of the hub folder that exists, lies inside it and can be read to its end. */
export interface SourceFile {
  readonly absolute: string;
  /** From the hub folder, with forward slashes: how messages name it. */
  readonly path: string;
}

/** Finds the files of a pattern in the hub folder, in the order of their names. Links that lead out of the folder are a problem. */
export function findFiles(
  folder: string,
  pattern: string,
): { readonly files: readonly SourceFile[]; readonly problems: readonly Problem[] } {
  const home = realpathSync(folder);
  const found = globSync(pattern, { cwd: home }).sort();
  if (found.length === 0) {
    const message = "No file of that name. Check the path, which starts in the hub folder.";
    return { files: [], problems: [{ code: "FILE_MISSING", file: pattern, message }] };
  }
  const files: SourceFile[] = [];
  const problems: Problem[] = [];
  for (const name of found) {
    const path = name.split(sep).join("/");
    const absolute = realpathSync(join(home, name));
    if (relative(home, absolute).startsWith("..")) {
      problems.push({ code: "FILE_OUTSIDE_HUB", file: path, message: "The file lies outside the hub folder. Copy it into the folder." });
    } else if (!statSync(absolute).isFile()) {
      problems.push({ code: "FILE_UNREADABLE", file: path, message: "This is not a file. Make the pattern match files only." });
    } else if (/[*?[]/.test(absolute)) {
      // DuckDB would take the name for a pattern, and read other files for it or with it.
      const message = "The path of the file has one of the characters * ? [, which stand for other names. Rename the file or its folder.";
      problems.push({ code: "FILE_UNREADABLE", file: path, message });
    } else {
      files.push({ absolute, path });
    }
  }
  return { files, problems };
}

/** Bytes that are looked at together: many small pieces cost more than they hold. */
const pieceSize = 1 << 20;

/**
 * Reads a file to its end and checks, where it is compressed, that it is whole: DuckDB takes a torn gzip file for a short one.
 * @param see Is shown every piece of the file, uncompressed.
 * @returns The problem, if there is one.
 */
export async function checkWhole(file: SourceFile, see: (chunk: Uint8Array) => void = () => {}): Promise<Problem | undefined> {
  const end = new Writable({
    write: (chunk: Uint8Array, _encoding, done) => {
      see(chunk);
      done();
    },
  });
  try {
    const source = createReadStream(file.absolute, { highWaterMark: pieceSize });
    if (isCompressed(file)) await pipeline(source, createGunzip({ chunkSize: pieceSize }), end);
    else await pipeline(source, end);
    return undefined;
  } catch (error) {
    const compressed = /^Z_|^ERR_/.test((error as NodeJS.ErrnoException).code ?? "");
    const message = compressed
      ? "The compressed file is damaged or cut off. Copy it again from where it came from."
      : "The file cannot be read. Check its permissions.";
    return { code: "FILE_UNREADABLE", file: file.path, message };
  }
}

export const isCompressed = ({ path }: SourceFile): boolean => path.endsWith(".gz");
