import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import * as z from "zod";
import { PipelineError } from "../errors.ts";

// What a release was made of, as far as the next one must know it. True counts stand here: it stays in the hub folder, like the records.

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
  tables: z.array(
    z.object({
      dimensions: z.array(z.string()),
      groupings: z.array(z.array(z.string())),
      /** Of each protected measure, the hidden cells of each grouping. */
      measures: z.array(z.object({ code: z.string(), hidden: z.array(z.array(z.number().int())) })),
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

const folderOf = (hub: string, sha256: string) => join(hub, ".openbeat", "history", sha256);

/** Keeps what a release is made of, before it is published: under its hash, so that a publication that fails leaves nothing wrong behind. */
export function writePast(hub: string, sha256: string, datasets: readonly PastDataset[]): void {
  const folder = folderOf(hub, sha256);
  const unfinished = `${folder}.${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  for (const dataset of datasets)
    writeFileSync(join(unfinished, `${dataset.dataset}.json.gz`), gzipSync(JSON.stringify(dataset)), { mode: 0o600 });
  rmSync(folder, { recursive: true, force: true });
  renameSync(unfinished, folder);
}

/**
 * Reads what an earlier release was made of.
 * @throws {PipelineError} `HISTORY_MISSING` where it is not there: without it, nobody could say what the two releases give away together.
 */
export function readPast(
  hub: string,
  release: { readonly version: string; readonly sha256: string; readonly datasets: readonly string[] },
): PastRelease {
  const datasets = new Map<string, PastDataset>();
  for (const name of release.datasets) {
    const file = join(folderOf(hub, release.sha256), `${name}.json.gz`);
    if (!existsSync(file)) {
      throw new PipelineError(
        "HISTORY_MISSING",
        `The hub folder does not hold what release ${release.version} was made of (.openbeat/history). Restore that folder from a copy: without it, what two releases tell together cannot be checked.`,
      );
    }
    try {
      datasets.set(name, pastDataset.parse(JSON.parse(gunzipSync(readFileSync(file)).toString())));
    } catch (error) {
      throw new PipelineError(
        "HISTORY_MISSING",
        `What the hub folder holds of release ${release.version} is damaged (.openbeat/history). Restore that folder from a copy.`,
        {
          cause: error,
        },
      );
    }
  }
  return { version: release.version, datasets };
}
