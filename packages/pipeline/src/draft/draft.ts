import {
  closeSync,
  existsSync,
  globSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { StringDecoder } from "node:string_decoder";
import { deserialize, serialize } from "node:v8";
import * as z from "zod";
import { makePrivateFolder } from "../history/past.ts";
import { inputFiles, inputsSha256 } from "../log/input-files.ts";
import type { Prepared } from "../prepare.ts";
import type { ReadyDataset, ReadyTable, ReleaseContent } from "../release/content.ts";
import type { Observation } from "../release/observations.ts";

// A draft is kept where the hub's records are, and nowhere else: no store has any of it before it is published.

const note = z.strictObject({
  /** Of what would be published: the hash of its manifest. */
  sha256: z.string(),
  /** Of the hub's files that it was made from. */
  inputs: z.string(),
  /** Of the kept draft itself, byte by byte. */
  kept: z.string(),
  /** The latest release that it was checked against. */
  latest: z.string().nullable(),
});
/** What identifies a draft. */
export type DraftNote = z.infer<typeof note>;

/** A draft that was kept. */
export interface Draft extends DraftNote {
  /** Reads it: to be published as it was made. */
  read(): Prepared;
}

/** Whether a draft was made from the hub's files as they are, against the latest release that there is. */
export const isCurrent = (draft: Pick<DraftNote, "inputs" | "latest">, inputs: string, latest: string | null): boolean =>
  draft.inputs === inputs && draft.latest === latest;

export const draftFolder = (hub: string) => join(hub, ".openbeat", "draft");
const contentFile = "content";
const tableFile = (place: number) => `table-${place}.jsonl`;

const tablesOf = ({ datasets }: ReleaseContent) => datasets.flatMap(({ tables }) => tables);

/** A release as plain values: what makes its figures is left out, they stand beside. */
function plain(prepared: Prepared) {
  const { content } = prepared;
  const table = ({ code, title, dimensions, measures, policy, rows, suppressed, groupings, sha256 }: ReadyTable) => ({
    ...{ code, title, policy, rows, suppressed, groupings, sha256, measures },
    dimensions: dimensions.map(({ code: own, levels }) => ({ code: own, levels: [...levels] })),
  });
  const dataset = (own: ReadyDataset) => ({
    ...own,
    codeLists: own.codeLists.map(({ code, title, codes }) => ({ code, title, codes })),
    tables: own.tables.map(table),
  });
  const { levels, atLevel } = content.geography;
  return {
    ...prepared,
    content: {
      ...content,
      geography: { levels, areas: levels.map(({ code }) => [code, [...atLevel(code)]] as const) },
      datasets: content.datasets.map(dataset),
    },
  };
}

const linesAtOnce = 5000;

function writeObservations(file: string, observations: Iterable<Observation>): void {
  const descriptor = openSync(file, "wx", 0o600);
  let waiting: string[] = [];
  const flush = () => {
    writeSync(descriptor, waiting.join(""));
    waiting = [];
  };
  for (const observation of observations) {
    waiting.push(`${JSON.stringify(observation)}\n`);
    if (waiting.length === linesAtOnce) flush();
  }
  flush();
  closeSync(descriptor);
}

function* readObservations(file: string): Generator<Observation> {
  const descriptor = openSync(file, "r");
  const buffer = Buffer.alloc(1 << 20);
  const decoder = new StringDecoder("utf8");
  let rest = "";
  try {
    for (let read = readSync(descriptor, buffer); read > 0; read = readSync(descriptor, buffer)) {
      const lines = (rest + decoder.write(buffer.subarray(0, read))).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) yield JSON.parse(line) as Observation;
    }
  } finally {
    closeSync(descriptor);
  }
}

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === "EPERM";
  }
};

/** Takes away what runs that were killed left of drafts that they did not finish, or showed. */
export function dropUnfinished(hub: string): void {
  const folder = join(hub, ".openbeat");
  for (const name of globSync("{draft,preview}.*", { cwd: folder })) {
    const pid = Number(name.slice(name.indexOf(".") + 1));
    if (pid === process.pid || !isRunning(pid)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** Keeps a draft, in the place of any other: approvals of that one go with it. */
export async function keepDraft(
  hub: string,
  prepared: Prepared,
  { inputs, latest }: { readonly inputs: string; readonly latest: string | undefined },
): Promise<Draft> {
  makePrivateFolder(hub);
  const folder = draftFolder(hub);
  dropUnfinished(hub);
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(join(unfinished, "kept"), { recursive: true, mode: 0o700 });
  writeFileSync(join(unfinished, "kept", contentFile), serialize(plain(prepared)), { mode: 0o600 });
  for (const [place, table] of tablesOf(prepared.content).entries())
    writeObservations(join(unfinished, "kept", tableFile(place)), table.observations());
  const kept = inputsSha256(await inputFiles(join(unfinished, "kept")));
  const written: DraftNote = { sha256: prepared.content.sha256, inputs, kept, latest: latest ?? null };
  writeFileSync(join(unfinished, "draft.json"), JSON.stringify(written), { mode: 0o600 });
  rmSync(folder, { recursive: true, force: true });
  renameSync(unfinished, folder);
  return { ...written, read: () => readDraft(hub) };
}

function readDraft(hub: string): Prepared {
  const folder = join(draftFolder(hub), "kept");
  const { content, ...others } = deserialize(readFileSync(join(folder, contentFile))) as ReturnType<typeof plain>;
  const areas = new Map(content.geography.areas);
  let place = 0;
  const datasets = content.datasets.map((dataset) => ({
    ...dataset,
    tables: dataset.tables.map((table) => {
      const file = join(folder, tableFile(place++));
      return { ...table, observations: () => readObservations(file) };
    }),
  }));
  return {
    ...others,
    content: { ...content, datasets, geography: { levels: content.geography.levels, atLevel: (level) => areas.get(level) ?? [] } },
  };
}

/**
 * The draft that a hub keeps; undefined where there is none, or it is not whole to the byte: then another must be made.
 */
export async function keptDraft(hub: string): Promise<Draft | undefined> {
  const folder = draftFolder(hub);
  if (!existsSync(join(folder, "draft.json"))) return undefined;
  const read = note.safeParse(JSON.parse(readFileSync(join(folder, "draft.json"), "utf8")));
  if (!read.success || inputsSha256(await inputFiles(join(folder, "kept"))) !== read.data.kept) return undefined;
  return { ...read.data, read: () => readDraft(hub) };
}

/** Forgets the draft, with its approvals. */
export function dropDraft(hub: string): void {
  dropUnfinished(hub);
  rmSync(draftFolder(hub), { recursive: true, force: true });
}
