import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { filesUnder, sha256 } from "../permanence/files-under.ts";
import { parts, serverFiles } from "./parts.ts";

const home = fileURLToPath(new URL("../../", import.meta.url));
const workspace = join(home, "../..");
/** What was compiled, by its key. */
export const codeStore = join(home, "node_modules/.cache/openbeat/code");
const listing = "files.json";
const keptFor = 24 * 60 * 60 * 1000;

const ownPages = "packages/site";
/** Everything of ours that the pages are compiled from, by paths from the workspace: folders, and files beside them. */
const compiledFrom = ["packages/site/src", "packages/site/public", "packages/schema/src"];
const settings = [
  ...["package.json", "tsconfig.json", "astro.config.ts"].map((name) => `packages/site/${name}`),
  ...["packages/schema/package.json", "tsconfig.base.json"],
];
/** What pnpm has installed: written with every change of it. */
const installed = "node_modules/.pnpm/lock.yaml";

/** What Astro makes for editors: written with each compilation, and read by none. */
const isMade = (file: string) => file.includes("/.astro/");
const settingsIn = (folder: string) => readdirSync(folder).filter((name) => name.startsWith(".env"));
/** Those of them that there are, by their paths from the workspace. @param pages The folder of the pages. */
function filesOf(base: string, pages: string): readonly string[] {
  const folders = [...compiledFrom, ...(pages === ownPages ? [] : [pages])];
  const inFolders = folders
    .flatMap((folder) => filesUnder(join(base, folder), "").map((file) => `${folder}/${file}`))
    .filter((file) => !isMade(file));
  const beside = [...settings, ...settingsIn(join(base, pages)).map((name) => `${pages}/${name}`)];
  return [...inFolders, ...beside.filter((file) => existsSync(join(base, file)))];
}

/**
 * SHA-256 of all that decides what is compiled: sources, what is installed, Node, the kind of machine, and where all of it stands.
 * @param base The folder of the workspace. @param pages That of the pages, from there.
 */
export function codeKey(base: string, pages: string = ownPages): string {
  const hash = createHash("sha256").update(JSON.stringify([process.version, process.platform, process.arch, base, pages]));
  for (const file of [...filesOf(base, pages), installed]) hash.update(`\n${JSON.stringify(file)} ${sha256(join(base, file))}`);
  return hash.digest("hex");
}

/** Has Astro compile the pages, in an environment that says nothing else. */
async function compile(pages: string, into: string, signal: AbortSignal | undefined): Promise<void> {
  const { PATH = "", HOME = "", TMPDIR } = process.env;
  const root = relative(home, join(workspace, pages)) || ".";
  const child = spawn(process.execPath, [join(home, "node_modules/astro/bin/astro.mjs"), "build", "--root", root], {
    cwd: home,
    stdio: ["ignore", "pipe", "pipe"],
    ...(signal === undefined ? {} : { signal }),
    env: {
      PATH,
      HOME,
      ...(TMPDIR === undefined ? {} : { TMPDIR }),
      NODE_ENV: "production",
      ASTRO_TELEMETRY_DISABLED: "1",
      OPENBEAT_SITE_CODE: join(into, parts.client),
    },
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => said.push(String(chunk)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("close", resolve);
    child.once("error", (error) => (signal?.aborted === true ? undefined : reject(error)));
  });
  signal?.throwIfAborted();
  if (code !== 0) throw new Error(`The site could not be compiled (code ${String(code)}).\n${said.join("")}`);
  const known = new Set(filesOf(workspace, pages).map((file) => join(workspace, file)));
  const sources = JSON.parse(readFileSync(join(into, parts.server, serverFiles.sources), "utf8")) as readonly string[];
  const unknown = sources.filter((file) => !known.has(file));
  if (unknown.length > 0)
    throw new Error(`The pages are compiled from ${unknown.join(", ")}, whose changes nobody would notice: name it in compiled-site.ts.`);
}

/** SHA-256 of every file of what was compiled, as text. */
const contentsOf = (folder: string) =>
  JSON.stringify(Object.values(parts).flatMap((part) => filesUnder(folder, part).map((file) => [file, sha256(join(folder, file))])));

/** Keeps in mind what was compiled into a folder. */
export const seal = (folder: string) => writeFileSync(join(folder, listing), contentsOf(folder));

/** Whether what stands in a folder is, to the byte, what was compiled into it. */
export const isWhole = (folder: string) =>
  existsSync(join(folder, listing)) && readFileSync(join(folder, listing), "utf8") === contentsOf(folder);

function dropOld(own: string): void {
  for (const name of readdirSync(codeStore)) {
    const folder = join(codeStore, name);
    if (name !== own && Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0) > keptFor)
      rmSync(folder, { recursive: true, force: true });
  }
}

export interface CompileOptions {
  /** Whether it is compiled even where it was before. */
  readonly anew?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** The folder of the pages, from the workspace: other pages of the same parts. */
  readonly pages?: string;
}

/**
 * The site's code, compiled: once, as long as nothing that it is compiled from changes.
 * @param work A folder for what is compiled anew, within the package.
 * @returns The folder of its parts.
 * @throws {Error} Where it does not compile, or is compiled from a source that is not watched.
 */
export async function compiledSite(work: string, { anew = false, signal, pages = ownPages }: CompileOptions = {}): Promise<string> {
  const isKept = !anew && existsSync(join(workspace, installed));
  const key = isKept ? codeKey(workspace, pages) : "";
  const kept = join(codeStore, key);
  if (isKept && isWhole(kept)) {
    utimesSync(kept, new Date(), new Date());
    return kept;
  }
  const fresh = mkdtempSync(join(work, "code-"));
  await compile(pages, fresh, signal);
  // Code that changed meanwhile is used for this build, and for no other one.
  if (!isKept || codeKey(workspace, pages) !== key) return fresh;
  seal(fresh);
  mkdirSync(codeStore, { recursive: true });
  dropOld(key);
  try {
    if (existsSync(kept) && !isWhole(kept)) rmSync(kept, { recursive: true, force: true });
    renameSync(fresh, kept);
    return kept;
  } catch (error) {
    // Another build has compiled the same meanwhile.
    if (!["ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    return fresh;
  }
}
