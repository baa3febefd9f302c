import type { PublicRecords, ReleaseManifest, ReleaseStructure } from "@openbeat/schema/domain";
import type { Notice } from "../notices/notice.ts";

/** One published figure, as everybody may read it. */
export interface PublicCell {
  readonly measure: string;
  readonly area: string;
  readonly period: string;
  /** The code of each category, in the order of the table's dimensions. */
  readonly codes: readonly string[];
  readonly status: string;
  readonly value: number | null;
  readonly flags: readonly string[];
  readonly numerator: number | null;
  readonly denominator: number | null;
  /** Answers that an estimate rests on, and how many of a simple random sample they are worth. */
  readonly n: number | null;
  readonly nEffective: number | null;
  /** Between which values the truth lies, where a method changed the figure. */
  readonly interval: { readonly lower: number; readonly upper: number } | null;
}

/** All of a release but its figures: nothing in it is not public. */
export interface ReleaseHead {
  readonly structure: ReleaseStructure;
  /** The release's own manifest, whose hash is signed. */
  readonly manifest: ReleaseManifest;
  /** The same to the letter: keys that this version does not know are part of its hash. */
  readonly rawManifest: unknown;
  /** As it was read: its hash is part of the manifest's. */
  readonly certificate: unknown;
  /** What it says of earlier releases; undefined where the place does not hold that. */
  readonly notices?: readonly Notice[];
  /** The curated public records of each kind that its manifest names. */
  readonly records: PublicRecords;
}

/** A release whose figures are read when they are needed, some at a time. */
export interface OpenRelease {
  readonly head: ReleaseHead;
  /** The figures of a table in the order in which they were published. */
  cellsOf(table: ReleaseStructure["tables"][number]): AsyncIterable<readonly PublicCell[]>;
}

/** A release as whoever attacks it sees it. */
export interface PublicRelease extends ReleaseHead {
  /** The figures of each table, by its code, in the order in which they were published. */
  readonly cells: ReadonlyMap<string, readonly PublicCell[]>;
}

/** Reads the whole of a release. */
export async function wholeRelease({ head, cellsOf }: OpenRelease): Promise<PublicRelease> {
  const cells = new Map<string, readonly PublicCell[]>();
  for (const table of head.structure.tables) cells.set(table.code, (await Array.fromAsync(cellsOf(table))).flat());
  return { ...head, cells };
}

/** Where releases are read from: a public store, or the files of a site. */
export interface PublicSource {
  /** Versions, oldest first. */
  readonly versions: readonly string[];
  /** Checks the files of a release against their hashes, where it consists of files. @returns What is wrong, in sentences, and what was checked. */
  checkFiles(version: string): Promise<{ readonly checked: string | null; readonly wrong: readonly string[] }>;
  open(version: string): Promise<OpenRelease>;
  close(): Promise<void>;
}
