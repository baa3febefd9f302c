import { once } from "node:events";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { type Database, defaultFolder, openDatabase } from "@openbeat/database";
import { currentDraft } from "../draft/current.ts";
import { dropUnfinished } from "../draft/draft.ts";
import { PipelineError } from "../errors.ts";
import { makePrivateFolder } from "../history/past.ts";
import { requireHub } from "../life/status.ts";
import { inputFiles, inputsSha256 } from "../log/input-files.ts";
import { logged } from "../log/log.ts";
import type { Prepared } from "../prepare.ts";
import { draftOf } from "../publish.ts";
import { releasesOf } from "../release/write.ts";
import { openDraftStore, writeDraft } from "./draft-store.ts";

/** The machine's own address: a draft is served at no other. */
const loopback = "127.0.0.1";

export interface PreviewOptions {
  /** The public store whose releases stand beside the draft; left out, the embedded one where it is there. */
  readonly database: string | undefined;
  /** Whether the draft is shown without the releases before it. */
  readonly alone: boolean;
  /** Port of the site, 0 for any that is free; null for the API alone. */
  readonly sitePort: number | null;
  readonly apiPort: number;
  readonly now: () => Date;
  readonly progress: (what: string) => void;
  /** Stops the making of it. */
  readonly signal?: AbortSignal | undefined;
}

/** A draft that is being looked at. */
export interface RunningPreview {
  readonly prepared: Prepared;
  /** Such as 1.2.0-draft. */
  readonly version: string;
  readonly sha256: string;
  /** Whether it is the very draft that is being approved or waits for its time. */
  readonly isKept: boolean;
  /** How many releases stand beside it. */
  readonly earlier: number;
  readonly apiUrl: string;
  readonly siteUrl: string | null;
  /** Ends it, and removes all that was made for it. */
  close(): Promise<void>;
}

async function requireFree(port: number): Promise<void> {
  const server = createServer().listen(port, loopback);
  try {
    await once(server, "listening");
  } catch (error) {
    throw new PipelineError("COMMAND_INVALID", `Port ${port} is taken. Stop what uses it, or name another with --port or --api-port.`, {
      cause: error,
    });
  }
  await new Promise((done) => server.close(done));
}

/** The public store, opened to be read; undefined where nothing was published into the embedded one. */
async function openEarlier(database: string | undefined): Promise<Database | undefined> {
  const url = database ?? process.env.DATABASE_URL;
  const folder = url === undefined ? defaultFolder : url.startsWith("file:") ? url.slice("file:".length) : undefined;
  // To open an embedded store makes it where there is none.
  if (folder === undefined || existsSync(resolve(folder))) return openDatabase(url);
  if (url === undefined) return undefined;
  throw new PipelineError("COMMAND_INVALID", "There is no database in this folder. Check the path, or leave --database out.");
}

/**
 * Makes the draft of a hub, protected as `publish` would protect it, and serves it as site and API to this machine alone. All of it stands in a private
 * folder of the hub, which goes when it ends. The public store is only read, and the hub's log tells of it as an act of its own.
 * @throws {PipelineError} As `prepare` does; `COMMAND_INVALID` where a port is taken or there is no such store.
 */
export async function startPreview(hub: string, options: PreviewOptions): Promise<RunningPreview> {
  const { sitePort, apiPort, now, progress, signal } = options;
  requireHub(hub);
  for (const port of [sitePort, apiPort]) if (port !== null && port !== 0) await requireFree(port);
  dropUnfinished(hub);
  const folder = join(makePrivateFolder(hub), `preview.${process.pid}`);
  mkdirSync(folder, { mode: 0o700 });
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.once("exit", remove);
  const stopped = new Promise<never>((_, reject) =>
    signal?.addEventListener("abort", () => reject(Object.assign(new Error("The preview was stopped."), { code: "STOPPED" }))),
  );
  stopped.catch(() => {});
  const ends: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const end of ends.toReversed()) await end();
    remove();
    process.off("exit", remove);
  };
  try {
    const inputs = await inputFiles(hub, progress);
    const make = async () => {
      const made = await makeDraftStore(hub, inputsSha256(inputs), `file:${join(folder, "database")}`, options);
      return { result: { version: made.version, sha256: made.sha256, earlier: made.earlier }, value: made };
    };
    const made = await logged(hub, { act: "preview", inputs }, now, () => Promise.race([make(), stopped]));
    const urls = await Promise.race([serve(folder, { sitePort, apiPort, progress, signal }, ends), stopped]);
    return { ...made, ...urls, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function makeDraftStore(hub: string, inputs: string, url: string, { database, alone, now, progress }: PreviewOptions) {
  const own = await openDraftStore(url);
  try {
    const earlier = await openEarlier(database);
    try {
      // Where nothing was published, the draft is compared with an empty store.
      const store = earlier ?? own;
      const kept = await currentDraft(hub, inputs, store);
      const prepared = kept?.read() ?? (await draftOf(hub, store, progress, now));
      const shown = alone || earlier === undefined || (await releasesOf(earlier)).length === 0 ? undefined : earlier;
      const written = await writeDraft(own, shown, prepared.content, { now, progress });
      return { prepared, isKept: kept !== undefined, version: written.version, sha256: written.sha256, earlier: written.earlier };
    } finally {
      await earlier?.close();
    }
  } finally {
    await own.close();
  }
}

/** What makes sites. Where only the servers of a hub are installed, it is not there. */
async function siteProgram() {
  try {
    const [{ buildSite }, { startSite }] = await Promise.all([import("@openbeat/site/build"), import("@openbeat/site")]);
    return { buildSite, startSite };
  } catch (error) {
    if ((error as { code?: string }).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new PipelineError("COMMAND_INVALID", "What makes the site is not installed here. Look at the API alone with --no-site.", {
      cause: error,
    });
  }
}

async function serve(
  folder: string,
  { sitePort, apiPort, progress, signal }: Pick<PreviewOptions, "sitePort" | "apiPort" | "progress" | "signal">,
  ends: (() => Promise<void>)[],
): Promise<Pick<RunningPreview, "apiUrl" | "siteUrl">> {
  const database = `file:${join(folder, "database")}`;
  let siteUrl: string | null = null;
  if (sitePort !== null) {
    const { buildSite, startSite } = await siteProgram();
    progress("building the site");
    const out = resolve(folder, "site");
    await buildSite({
      database: `file:${resolve(folder, "database")}`,
      out,
      draft: true,
      signal,
      progress: (what) => progress(`building the site: ${what}`),
    });
    const site = await startSite({ folder: out, host: loopback, port: sitePort, draft: true });
    ends.push(() => site.close());
    siteUrl = site.url;
  }
  const { startApi } = await import("@openbeat/api");
  const store = await openDatabase(database);
  ends.push(() => store.close());
  const api = await startApi({ database: store, host: loopback, port: apiPort, draft: true, patience: 1000 });
  ends.push(() => api.close());
  return { apiUrl: api.url, siteUrl };
}
