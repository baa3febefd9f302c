import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type FrozenManifest, frozenFiles, frozenManifest } from "@openbeat/schema/domain";
import { filesUnder, sha256 } from "./files-under.ts";

/** Releases of an earlier site that stand as they were first built, by version. */
export type Kept = ReadonlyMap<string, FrozenManifest>;

interface Release {
  readonly version: string;
  readonly sha256: string;
}

const few = (names: readonly string[]) => `${names.slice(0, 5).join(", ")}${names.length > 5 ? ` and ${names.length - 5} more` : ""}`;

function readManifest(folder: string, version: string): FrozenManifest {
  const path = frozenFiles(version).manifest;
  const file = join(folder, path);
  if (!existsSync(file)) throw new Error(`${folder} has r/${version}/ without its manifest.json. ${whatToDo(version)}`);
  const read = frozenManifest.safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (!read.success || read.data.release !== version) throw new Error(`${path} of ${folder} is no manifest of it. ${whatToDo(version)}`);
  return read.data;
}

const whatToDo = (version: string) =>
  `A frozen release never changes: bring back r/${version}/ from a copy, or, where there is none, remove it to have it built anew.`;

/** Refuses a folder that is not, to the byte, what its manifest says. */
function checkFiles(folder: string, version: string, { files }: FrozenManifest): void {
  const { manifest } = frozenFiles(version);
  const there = new Set(filesUnder(folder, `r/${version}`).filter((file) => file !== manifest));
  const missing = Object.keys(files).filter((file) => !there.has(file));
  const unlisted = [...there].filter((file) => files[file] === undefined);
  const changed = Object.keys(files).filter((file) => there.has(file) && sha256(join(folder, file)) !== files[file]);
  const wrong = [
    ...(missing.length === 0 ? [] : [`missing: ${few(missing)}`]),
    ...(unlisted.length === 0 ? [] : [`not in its manifest: ${few(unlisted)}`]),
    ...(changed.length === 0 ? [] : [`changed: ${few(changed)}`]),
  ];
  if (wrong.length > 0) throw new Error(`r/${version}/ of ${folder} is not as it was built (${wrong.join("; ")}). ${whatToDo(version)}`);
  if (!Object.keys(files).some((file) => file.startsWith(`r/${version}/assets/`)))
    throw new Error(`r/${version}/ of ${folder} has no styles of its own, and would lose them. Remove it to have it built anew.`);
}

/**
 * The frozen releases of an earlier site. Whoever built a release first has built it for ever: it is copied, never rendered again.
 * @param folder The earlier site; without one, nothing is kept. @param releases Those of the store.
 * @param withdrawn Versions that were withdrawn: of them only the manifest counts.
 * @throws {Error} Where a folder is not as its manifest says, is of no release of the store, or of another one with the same version.
 */
export function keptReleases(folder: string | undefined, releases: readonly Release[], withdrawn: ReadonlySet<string>): Kept {
  const kept = new Map<string, FrozenManifest>();
  if (folder === undefined || !existsSync(join(folder, "r"))) return kept;
  for (const version of readdirSync(join(folder, "r"))) {
    const release = releases.find((one) => one.version === version);
    if (release === undefined)
      throw new Error(`${folder} has r/${version}/, and the store has no such release. Is it the site of another hub?`);
    const manifest = readManifest(folder, version);
    if (manifest.sha256 !== release.sha256)
      throw new Error(`r/${version}/ of ${folder} and release ${version} of the store are not the same. Is it the site of another hub?`);
    if (!withdrawn.has(version)) checkFiles(folder, version, manifest);
    kept.set(version, manifest);
  }
  return kept;
}
