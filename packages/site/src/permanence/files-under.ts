import { hash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

function* filesIn(folder: string, path: string): Generator<string> {
  for (const entry of readdirSync(join(folder, path), { withFileTypes: true })) {
    const inside = path === "" ? entry.name : `${path}/${entry.name}`;
    if (entry.isDirectory()) yield* filesIn(folder, inside);
    else if (entry.isFile()) yield inside;
  }
}

/** The files under a path of a folder, by their paths from the folder, in the order of their names; none where there is no such path. */
export const filesUnder = (folder: string, path: string): readonly string[] =>
  existsSync(join(folder, path)) ? [...filesIn(folder, path)].sort() : [];

/** SHA-256 of bytes, or of a text in UTF-8. */
export const hashOf = (content: string | Uint8Array): string => hash("sha256", content);

/** SHA-256 of the bytes of a file. */
export const sha256 = (file: string): string => hashOf(readFileSync(file));
