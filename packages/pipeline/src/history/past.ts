import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import * as z from "zod";
import { PipelineError } from "../errors.ts";
import { writeWhole } from "../private/write-whole.ts";

// What a release was made of, as far as the next one must know it. True counts stand here: it stays in the hub folder, like the records.

const fraction = z.object({ numerator: z.number().int(), denominator: z.number().int() });
const node = z.object({ code: z.string(), column: z.string(), leaves: z.array(z.string()) });
const pastDataset = z.object({
  format: z.literal(1),
  dataset: z.string(),
  /** Mapped columns that say where an atom stands; the values of each atom by summand. */
  keys: z.array(z.string()),
  codes: z.array(z.array(z.string())),
  values: z.record(z.string(), z.array(z.number())),
  /** The nodes of each level of each dimension, as sets of finest codes of a mapped column. */
  nodes: z.record(z.string(), z.record(z.string(), z.array(node))),
  /** By summand, what the largest contributor adds to the whole dataset, where the policy looks at contributors. */
  largest: z.record(z.string(), z.number()).optional(),
  /** Which areas were said to have reported in which periods, by `unitKey`; all of it where left out. */
  reporting: z.record(z.string(), z.string()).optional(),
  /** Periods of the finest grain whose rounded or noisy figures are published, and so final. */
  final: z.array(z.string()).optional(),
  /** What noise was drawn, for which period of which grouping, and at what cost. */
  drawings: z
    .array(
      z.object({
        measure: z.string(),
        grouping: z.string(),
        period: z.string(),
        firstDay: z.string(),
        lastDay: z.string(),
        unit: z.enum(["record", "person"]),
        rhoBillionths: z.string(),
        budgetBillionths: z.string(),
        variance: fraction,
      }),
    )
    .optional(),
  /** Of a survey: the fingerprints of each wave with the number of its correction, the groups that are folded, and what figures were made of. */
  survey: z
    .object({
      waves: z.record(
        z.string(),
        z.object({
          prints: z.record(z.string(), z.string()),
          correction: z.number().int(),
          completes: z.number().int(),
          /** Of each column of who answered, how many have each code. */
          people: z.record(z.string(), z.record(z.string(), z.number().int())),
        }),
      ),
      folded: z.array(z.string()),
      /** How it was rounded and hidden: the same ever since. */
      policy: z.object({
        width: z.number(),
        smallestBase: z.number(),
        smallestAnswer: z.number(),
        roundPercentTo: z.number(),
        roundBaseTo: z.number(),
      }),
      /** How many gave each answer, by item and cell. */
      counts: z.record(z.string(), z.record(z.string(), z.array(z.number()).readonly())),
    })
    .optional(),
  tables: z.array(
    z.object({
      dimensions: z.array(z.string()),
      groupings: z.array(z.array(z.string())),
      /** Of each measure, the hidden cells of each grouping; with a method that changes figures, the published ones, null where there is none yet. */
      measures: z.array(
        z.object({
          code: z.string(),
          hidden: z.array(z.array(z.number().int())),
          /** How wide the interval of each hidden cell must be, where it is known who contributed: whole numbers ≥ 1, parallel to `hidden`. */
          widths: z.array(z.array(z.number().int().positive())).optional(),
          method: z.string().optional(),
          /** Of cell keys: the terms on which the change of a figure rests. */
          terms: z.record(z.string(), z.union([z.number(), z.boolean()])).optional(),
          figures: z.array(z.array(z.number().nullable())).optional(),
          certificate: z.record(z.string(), z.unknown()).nullable().optional(),
        }),
      ),
    }),
  ),
});
/** A dataset as an earlier release published it. */
export type PastDataset = z.infer<typeof pastDataset>;
export type PastNode = z.infer<typeof node>;

/** An earlier release: its number, and its datasets by code. */
export interface PastRelease {
  readonly version: string;
  readonly datasets: ReadonlyMap<string, PastDataset>;
}

/** A release as a store knows it. */
export interface KnownRelease {
  readonly version: string;
  readonly sha256: string;
  /** ISO 8601 instant. */
  readonly publishedAt: string;
}

const publication = z.object({ version: z.string(), publishedAt: z.string(), datasets: z.array(z.string()) });

const privateFolder = (hub: string) => join(hub, ".openbeat");
const historyFolder = (hub: string) => join(privateFolder(hub), "history");

/** Makes the hub's private folder, which no version control takes along. */
export function makePrivateFolder(hub: string): string {
  const folder = privateFolder(hub);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const ignore = join(folder, ".gitignore");
  if (!existsSync(ignore)) writeWhole(ignore, "*\n");
  return folder;
}

/**
 * Keeps what a release is made of, before it is published: under its hash, so that a publication that fails leaves nothing wrong behind.
 * It counts as published once `confirmPast` says so, or once a store has it. What was published before under the same hash stays as it is: a
 * publication that now fails must not make the hub forget it.
 */
export function writePast(hub: string, sha256: string, datasets: readonly PastDataset[]): void {
  makePrivateFolder(hub);
  const folder = join(historyFolder(hub), sha256);
  if (existsSync(join(folder, "published.json"))) return;
  const unfinished = `${folder}.${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  for (const dataset of datasets) writeWhole(join(unfinished, `${dataset.dataset}.json.gz`), gzipSync(JSON.stringify(dataset)));
  rmSync(folder, { recursive: true, force: true });
  renameSync(unfinished, folder);
}

/** Notes that a release was published: readers have it from then on, whatever becomes of the store. */
export function confirmPast(hub: string, sha256: string, version: string, publishedAt: string): void {
  const folder = join(historyFolder(hub), sha256);
  const datasets = globSync("*.json.gz", { cwd: folder }).map((file) => file.slice(0, -".json.gz".length));
  writeWhole(join(folder, "published.json"), JSON.stringify({ version, publishedAt, datasets }));
}

const missing = (version: string, cause?: unknown) =>
  new PipelineError(
    "HISTORY_MISSING",
    `The hub folder does not hold, whole, what release ${version} was made of (.openbeat/history). Restore that folder from a copy: without it, what two releases tell together cannot be checked.`,
    { cause },
  );

function readRelease(hub: string, sha256: string, version: string, names: readonly string[]): PastRelease {
  try {
    const read = (name: string) =>
      pastDataset.parse(JSON.parse(gunzipSync(readFileSync(join(historyFolder(hub), sha256, `${name}.json.gz`))).toString()));
    return { version, datasets: new Map(names.map((name) => [name, read(name)])) };
  } catch (error) {
    throw missing(version, error);
  }
}

/**
 * Everything that this hub has published, oldest first: what its folder says was published, into whatever store, and what this store has.
 * @param store The releases of the store, oldest first; none where there is no store at hand.
 * @throws {PipelineError} `HISTORY_MISSING` where what a release was made of is not there, or damaged.
 */
export function readPasts(hub: string, store: readonly KnownRelease[] = []): readonly PastRelease[] {
  const known = new Map(store.map((release) => [release.sha256, release]));
  const entries = globSync("*/", { cwd: historyFolder(hub) })
    .map((name) => name.replace(/[\\/]$/, ""))
    .filter((name) => /^[0-9a-f]{64}$/.test(name));
  for (const { sha256, version } of store) if (!entries.includes(sha256)) throw missing(version);
  const published = entries.flatMap((sha256) => {
    const note = join(historyFolder(hub), sha256, "published.json");
    const inStore = known.get(sha256);
    if (!existsSync(note)) {
      // Kept for a publication that failed; or it succeeded and the note was lost, and then the store has it.
      if (inStore === undefined) return [];
      confirmPast(hub, sha256, inStore.version, inStore.publishedAt);
    }
    try {
      return [{ sha256, ...publication.parse(JSON.parse(readFileSync(note, "utf8"))) }];
    } catch (error) {
      throw missing(inStore?.version ?? "(unknown)", error);
    }
  });
  published.sort((a, b) => (a.publishedAt < b.publishedAt ? -1 : a.publishedAt > b.publishedAt ? 1 : a.version < b.version ? -1 : 1));
  return published.map(({ sha256, version, datasets }) => readRelease(hub, sha256, version, datasets));
}
