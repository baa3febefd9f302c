import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";

/** The files under a path of a folder, by their paths from the folder, in the order of their names. */
export const filesUnder = (folder: string, path: string): readonly string[] =>
  globSync("**/*", { cwd: join(folder, path), withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, "/").length).replaceAll(sep, "/"))
    .sort();

/** SHA-256 of the bytes of a file. */
export const sha256 = (file: string): string => createHash("sha256").update(readFileSync(file)).digest("hex");
