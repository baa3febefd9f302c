import { createHash } from "node:crypto";
import { createReadStream, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { hashOf } from "../release/hash.ts";

/** The files of a hub folder by path, each with its SHA-256. */
export type InputFiles = Readonly<Record<string, string>>;

function filesIn(folder: string, below = ""): readonly string[] {
  return readdirSync(join(folder, below))
    .filter((name) => !name.startsWith("."))
    .flatMap((name) => {
      const path = below === "" ? name : `${below}/${name}`;
      return statSync(join(folder, path)).isDirectory() ? filesIn(folder, path) : [path];
    });
}

/** Hashes every file of a hub folder but hidden ones: what a release is made of, and nothing that a run keeps for itself. */
export async function inputFiles(hub: string, progress: (what: string) => void = () => {}): Promise<InputFiles> {
  const paths = filesIn(hub).toSorted();
  const hashes: [string, string][] = [];
  for (const [done, path] of paths.entries()) {
    progress(`hashing the hub's files, ${done} of ${paths.length}`);
    hashes.push([path, await hashOfFile(join(hub, path))]);
  }
  return Object.fromEntries(hashes);
}

/** SHA-256 of a file, read as a stream. */
export async function hashOfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

/** One hash for all of them: it changes with any byte of any file, and with any name. */
export const inputsSha256 = (files: InputFiles): string => hashOf(files);
