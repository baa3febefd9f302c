import { createHash } from "node:crypto";
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
    } else {
      files.push({ absolute, path });
    }
  }
  return { files, problems };
}

/**
 * Reads a file to its end and checks, where it is compressed, that it is whole: DuckDB takes a torn gzip file for a short one.
 * @returns The hexadecimal SHA-256 of the file's bytes, or the problem.
 */
export async function checkWhole(file: SourceFile): Promise<{ readonly sha256: string } | { readonly problem: Problem }> {
  const hash = createHash("sha256");
  const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });
  try {
    const source = createReadStream(file.absolute);
    source.on("data", (chunk) => hash.update(chunk));
    if (file.path.endsWith(".gz")) await pipeline(source, createGunzip(), nowhere());
    else await pipeline(source, nowhere());
    return { sha256: hash.digest("hex") };
  } catch (error) {
    const compressed = /^Z_|^ERR_/.test((error as NodeJS.ErrnoException).code ?? "");
    const message = compressed
      ? "The compressed file is damaged or cut off. Copy it again from where it came from."
      : "The file cannot be read. Check its permissions.";
    return { problem: { code: "FILE_UNREADABLE", file: file.path, message } };
  }
}
