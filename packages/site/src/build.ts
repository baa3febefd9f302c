import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { buildProgress, type Tell } from "./build-progress.ts";
import { compiledSite } from "./compiled/compiled-site.ts";
import { moduleCache, parts, serverFiles } from "./compiled/parts.ts";
import type { HubSource } from "./data/ask.ts";
import { pictureStore } from "./picture-store.ts";
import { mendSwap, swapFolder } from "./swap-folder.ts";

const home = fileURLToPath(new URL("../", import.meta.url));

/**
 * How Node runs the program, so that as large a site as may be fits a small machine: the embedded database, which is asked for a few seconds, is not
 * compiled a second time to be faster, which takes half a gigabyte. What is young has room, so that less of it is taken for old.
 */
export const thrift = ["--liftoff-only", "--min-semi-space-size=16"];
/**
 * The environment of the program, for the C library of most Linux systems: what drawings in pixels took is given back to the machine at once; and for Node:
 * what it has made of the modules is kept beside the compiled code.
 * @param code The folder of the compiled code.
 */
export const thriftyEnvironment = (code: string) => ({
  ...{ MALLOC_ARENA_MAX: "1", MALLOC_MMAP_THRESHOLD_: "65536", MALLOC_TRIM_THRESHOLD_: "131072" },
  NODE_COMPILE_CACHE: join(code, moduleCache),
});

export interface BuildOptions extends HubSource {
  /** Absolute path of the folder for the site. */
  readonly out: string;
  /** Folder of the site that went before, whose frozen releases are carried over: by default the one in `out`. `null` for none. */
  readonly keep?: string | null;
  /** Whether it is of a draft: nothing of it is carried over, from another site or to another build. */
  readonly draft?: boolean;
  /** Stops the build. */
  readonly signal?: AbortSignal | undefined;
  /** Whether all is compiled and every chart drawn anew; otherwise the same is done once, in whichever build. Drafts are drawn anew only. */
  readonly clean?: boolean;
  /** Told what is being done, about once a second. */
  readonly progress?: Tell;
}

const draftWork = "draft-";

/** Takes away what builds of drafts left whose processes were killed. */
function dropDeadDrafts(works: string): void {
  for (const name of readdirSync(works).filter((own) => own.startsWith(draftWork))) {
    try {
      process.kill(Number(name.slice(draftWork.length).split("-")[0]), 0);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ESRCH") rmSync(join(works, name), { recursive: true, force: true });
    }
  }
}

/**
 * Builds the site of a hub from its public store or its API. Each build works in a folder of its own, so that several can run at once,
 * and the site that stood in `out` stays until the new one is whole. Releases that it has under `r/` are carried over byte for byte.
 * @throws Where the build fails, or a frozen release is not as it was built: with what was wrong.
 */
export async function buildSite({
  database,
  api,
  out,
  draft = false,
  keep = draft ? null : out,
  clean = draft,
  signal,
  progress = () => {},
}: BuildOptions): Promise<void> {
  mendSwap(out);
  // Inside the package: elsewhere Astro would keep its own parts in one folder for all builds.
  const works = join(home, ".builds");
  mkdirSync(works, { recursive: true });
  if (draft) dropDeadDrafts(works);
  const work = mkdtempSync(join(works, draft ? `${draftWork}${process.pid}-` : "build-"));
  const { OPENBEAT_DATABASE: _, OPENBEAT_API: __, OPENBEAT_SITE_KEEP: ___, OPENBEAT_SITE_PICTURES: ____, ...environment } = process.env;
  try {
    const code = await compiledSite(work, { anew: clean && !draft, signal });
    const site = join(work, "site");
    cpSync(join(code, parts.client), site, { recursive: true });
    progress("Reading the hub.");
    const child = spawn(process.execPath, [...thrift, join(code, parts.server, serverFiles.program)], {
      cwd: home,
      stdio: ["ignore", "pipe", "pipe"],
      ...(signal === undefined ? {} : { signal }),
      env: {
        ...thriftyEnvironment(code),
        ...environment,
        NODE_ENV: "production",
        OPENBEAT_SITE_OUT: site,
        ...(database === undefined ? {} : { OPENBEAT_DATABASE: database }),
        ...(api === undefined ? {} : { OPENBEAT_API: api }),
        ...(keep !== null && existsSync(keep) ? { OPENBEAT_SITE_KEEP: keep } : {}),
        ...(clean ? {} : { OPENBEAT_SITE_PICTURES: pictureStore() }),
      },
    });
    const said: string[] = [];
    const follow = buildProgress(progress);
    createInterface({ input: child.stdout }).on("line", (line) => {
      said.push(line);
      follow(line);
    });
    createInterface({ input: child.stderr }).on("line", (line) => said.push(line));
    const ended = await new Promise<number | null>((resolve, reject) => {
      child.once("close", resolve);
      // A build that is stopped ends with its process, which may still be writing.
      child.once("error", (error) => (signal?.aborted === true ? undefined : reject(error)));
    });
    signal?.throwIfAborted();
    if (ended !== 0) throw new Error(`The site could not be built (code ${String(ended)}).\n${said.join("\n")}`);
    swapFolder(site, out);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
