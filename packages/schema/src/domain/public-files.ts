import * as z from "zod";
import type { TableFormat } from "./data-formats.ts";
import { editionDoors, type FileDoor, fileAt, releaseDoors } from "./file-doors.ts";

// What stands beside the figures of a frozen release, so that whoever has its files has all that an attack takes.

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** What rolls up into what in a release, what its records cover, and which file holds which table. */
export const releaseStructure = z.object({
  format: z.literal(1),
  hub: z.string(),
  version: z.string(),
  /** ISO 8601 instant, to the millisecond. */
  publishedAt: z.string(),
  /** Of the release's own manifest: its identity. */
  sha256,
  levels: z.array(z.object({ code: z.string(), parent: z.string().nullable() })),
  areas: z.array(z.object({ code: z.string(), level: z.string(), parent: z.string().nullable() })),
  codeLists: z.array(
    z.object({
      code: z.string(),
      codes: z.array(z.object({ code: z.string(), level: z.string(), parent: z.string().nullable() })),
    }),
  ),
  datasets: z.array(
    z.object({
      code: z.string(),
      /** The days that its records cover, both included. */
      coverage: z.object({ from: day, to: day }),
      /** Null where it is not told. */
      recordsUsed: z.number().int().nonnegative().nullable(),
    }),
  ),
  measures: z.array(z.object({ code: z.string(), kind: z.string() })),
  tables: z.array(
    z.object({
      code: z.string(),
      dataset: z.string(),
      /** From the root of the site. */
      file: z.string(),
      policy: z.object({ method: z.string(), threshold: z.number().int().nullable(), width: z.number().int().nullable() }),
      /** Area and period first, then categories; the columns of the file are named by their codes. */
      dimensions: z.array(
        z.object({
          code: z.string(),
          kind: z.enum(["GEOGRAPHY", "TIME", "CATEGORY"]),
          levels: z.array(z.string()),
          codeList: z.string().nullable(),
        }),
      ),
      measures: z.array(z.string()),
      /** The combinations of levels that are published, in the order of the dimensions. */
      groupings: z.array(z.array(z.string())),
    }),
  ),
});
export type ReleaseStructure = z.infer<typeof releaseStructure>;

/** What a frozen release consists of on a site: the hash of every page and file under its address. */
export const frozenManifest = z.object({
  release: z.string(),
  /** Identity of the release's figures, as the hub published them. */
  sha256,
  /** Hash of each file, by its path from the root of the site. */
  files: z.record(z.string(), sha256),
});
export type FrozenManifest = z.infer<typeof frozenManifest>;

/** The releases that a site holds under addresses that never change, newest first. */
export const releaseList = z.array(z.object({ version: z.string(), publishedAt: z.string(), sha256 }));

/** Where the files of a frozen release stand, from the root of the site. */
export function frozenFiles(version: string) {
  const at = (door: FileDoor, values: Readonly<Record<string, string>> = {}) => fileAt(door, { version, ...values });
  return {
    manifest: at(releaseDoors.manifest),
    /** The certificate, its signature included. */
    certificate: at(releaseDoors.certificate),
    /** The release's own manifest, whose hash is signed. */
    release: at(releaseDoors.release),
    structure: at(releaseDoors.structure),
    /** How open it is, by criteria of others. */
    transparency: at(releaseDoors.transparency),
    /** Stands there where the release was withdrawn: of its files only the manifest is left. */
    withdrawn: at(releaseDoors.withdrawn),
    /** The Data Package of its tables. */
    package: at(releaseDoors.package),
    /** The curated public records of a kind, one JSON object a line. */
    records: (kind: string) => at(releaseDoors.publishedRecords, { kind }),
    /** A published table, in the hub's own language. */
    table: (table: string, format: TableFormat) =>
      format === "CSV" ? `r/${version}/${fileAt(editionDoors.table, { table })}` : at(tableDoors[format], { table }),
    /** A dataset, with everything that belongs to it. */
    dataset: (dataset: string) => at(releaseDoors.zip, { dataset }),
  };
}

const tableDoors = { PARQUET: releaseDoors.parquet, JSON_STAT: releaseDoors.jsonStat, NDJSON: releaseDoors.ndjson } as const;
