import { releaseSignature } from "@openbeat/schema/domain";
import * as z from "zod";

// An archive is gzip of lines of JSON: a header, for each table a line that names it and its columns and a line for each row, and a trailer with the
// hash of all lines before it and a signature of that. Every value is the text that PostgreSQL gives and takes.

/** Every table of the public store, so that each comes after those that it points at; the rows of releases seal all others, and are last. */
export const archivedTables = [
  "boundary",
  "period",
  "geography_level",
  "area",
  "population",
  "agency",
  "code_list",
  "code",
  "dataset",
  "measure",
  "published_table",
  "dimension",
  "grouping",
  "table_measure",
  "observation",
  "correction",
  "privacy_charge",
  "survey_instrument",
  "survey_construct",
  "survey_item",
  "survey_wording",
  "survey_wave",
  "public_record",
  "log_head",
  "release",
] as const;
export type ArchivedTable = (typeof archivedTables)[number];

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const held = z.array(z.strictObject({ version: z.string(), sha256 }));

export const header = z.strictObject({ openbeatArchive: z.literal(1), hub: z.string(), releases: held });
export type ArchiveHeader = z.infer<typeof header>;
export const tableLine = z.strictObject({ table: z.enum(archivedTables), columns: z.array(z.string()) });
export const rowLine = z.array(z.string().nullable());
export const trailer = z.strictObject({ sha256, signature: releaseSignature });

/** What is signed of an archive, to the letter: whose it is, which releases it holds, and the hash of its lines. */
export const archiveStatement = ({ hub, releases }: ArchiveHeader, hash: string): string =>
  JSON.stringify({ archive: hash, hub, releases: releases.map((release) => [release.version, release.sha256]) });
