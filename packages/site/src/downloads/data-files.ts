import { createHash } from "node:crypto";
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type DataFormat, type FrozenManifest, frozenFiles, isDraft, type TableFormat } from "@openbeat/schema/domain";
import { type FurtherLabels, tableNdjson, tableParquet, writeGzip, writeZip } from "@openbeat/schema/formats";
import type { Hub, PublishedTable } from "../data/hub.ts";
import { siteData } from "../edition.ts";
import { wordsOf } from "../words/words.ts";
import { csvTableOf, tableCsv } from "./csv.ts";
import { archiveFiles } from "./dataset-archive.ts";
import { tableJsonStat } from "./json-stat.ts";
import { saidOfAll } from "./package.ts";

/** A file of published figures, whole: of one table, or of all of a dataset. Of a frozen release, in the hub's own language. */
export interface DataFile {
  readonly format: DataFormat;
  readonly dataset: string;
  /** Nothing where the file holds all of the dataset. */
  readonly table: string | undefined;
  /** From the root of the site. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** The files of every release, by its version, and the folder in which they wait for the site to stand. */
interface Staged {
  readonly folder: string;
  readonly files: ReadonlyMap<string, readonly DataFile[]>;
}

/** Takes bytes as they are made, so that no file is ever whole in memory twice. @returns Their number and hash. */
function writeFile(file: string, make: (sink: (bytes: Uint8Array) => void) => void): Pick<DataFile, "bytes" | "sha256"> {
  mkdirSync(dirname(file), { recursive: true });
  const hash = createHash("sha256");
  let bytes = 0;
  const descriptor = openSync(file, "wx");
  try {
    make((chunk) => {
      for (let at = 0; at < chunk.length; ) at += writeSync(descriptor, chunk, at);
      hash.update(chunk);
      bytes += chunk.length;
    });
  } finally {
    closeSync(descriptor);
  }
  return { bytes, sha256: hash.digest("hex") };
}

/** The words of a table's members in the other languages of the hub. */
const furtherLabels = (hub: Hub, others: readonly Hub[], table: PublishedTable): readonly FurtherLabels[] =>
  others.flatMap((other) => {
    const own = other.tables.find(({ code }) => code === table.code);
    if (own === undefined || !hub.hub.languages.includes(other.language)) return [];
    return csvTableOf(other, own, rowsOf(own)).dimensions.map(({ code, labels }) => ({
      dimension: code,
      language: other.language,
      labels,
    }));
  });

const rowsOf = ({ cubes }: PublishedTable) => cubes.flatMap(({ rows }) => rows);

/** How a table is written in each form that is not made with the pages. */
const writers: Readonly<
  Record<
    Exclude<TableFormat, "CSV">,
    (hub: Hub, others: readonly Hub[], table: PublishedTable) => (sink: (bytes: Uint8Array) => void) => void
  >
> = {
  PARQUET: (hub, others, table) => (sink) =>
    sink(
      tableParquet(csvTableOf(hub, table, rowsOf(table)), furtherLabels(hub, others, table), {
        title: table.title,
        publisher: hub.hub.publisher,
        release: hub.version,
        licence: hub.hub.licence.url,
        note: saidOfAll(hub, wordsOf(hub.language)).join(" "),
      }),
    ),
  JSON_STAT: (hub, _, table) => (sink) => sink(Buffer.from(tableJsonStat(hub, table, wordsOf(hub.language)))),
  NDJSON: (hub, _, table) => (sink) =>
    writeGzip(
      table.cubes.values().map(({ rows }) => tableNdjson(csvTableOf(hub, table, rows))),
      sink,
    ),
};

/** Writes the files of a release. @throws {Error} If two of them would stand at one address. */
function* filesOfRelease(folder: string, [hub, ...others]: readonly Hub[]): Generator<DataFile> {
  if (hub === undefined) return;
  const paths = frozenFiles(hub.version);
  const taken = new Set<string>();
  const place = (path: string) => {
    if (taken.has(path.toLowerCase()))
      throw new Error("Two files of figures would have the same address. Give one table or dataset another code.");
    taken.add(path.toLowerCase());
    return join(folder, path);
  };
  for (const dataset of hub.datasets) {
    const csv = new Map<PublishedTable, DataFile>();
    for (const table of hub.tables.filter((one) => one.dataset === dataset.code)) {
      const text = tableCsv(hub, table);
      const about = { dataset: dataset.code, table: table.code };
      csv.set(table, {
        ...about,
        format: "CSV",
        path: paths.table(table.code, "CSV"),
        bytes: Buffer.byteLength(text),
        sha256: createHash("sha256").update(text).digest("hex"),
      });
      for (const format of ["PARQUET", "JSON_STAT", "NDJSON"] as const) {
        const path = paths.table(table.code, format);
        yield { ...about, format, path, ...writeFile(place(path), writers[format](hub, others, table)) };
      }
    }
    yield* csv.values();
    const path = paths.dataset(dataset.code);
    const archive = writeFile(place(path), (sink) => writeZip(archiveFiles(hub, dataset, csv), new Date(hub.publishedAt), sink));
    yield { format: "ZIP", dataset: dataset.code, table: undefined, path, ...archive };
  }
}

// The pages tell the sizes, and the writer of the files puts them in their place: both are loaded apart, and share one writing.
const shared = globalThis as { openbeatDataFiles?: Promise<Staged> };

function filesNow(folder: string, own: readonly Hub[], kept: FrozenManifest | undefined): readonly DataFile[] {
  if (kept === undefined) return [...filesOfRelease(folder, own)];
  return own[0] === undefined ? [] : [...keptFiles(own[0], kept)];
}

async function stage(): Promise<Staged> {
  const { hubs, kept, releases } = await siteData();
  const [latest] = releases;
  const out = resolve(process.env.OPENBEAT_SITE_OUT ?? "dist");
  mkdirSync(dirname(out), { recursive: true });
  // Beside the site, so that the files are only renamed when it stands.
  const folder = mkdtempSync(`${out}-data-`);
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    files: new Map(
      [...hubs]
        .filter(([version]) => !isDraft(latest?.version ?? "") || version === latest?.version)
        .map(([version, own]) => [version, filesNow(folder, own, kept.get(version))]),
    ),
  };
}
/** The files of a release that an earlier site has kept, as they stand there. */
function* keptFiles(hub: Hub, { files }: FrozenManifest): Generator<DataFile> {
  const paths = frozenFiles(hub.version);
  const found = (about: Pick<DataFile, "format" | "dataset" | "table" | "path">): readonly DataFile[] => {
    const sha256 = files[about.path];
    return sha256 === undefined ? [] : [{ ...about, sha256, bytes: statSync(join(process.env.OPENBEAT_SITE_KEEP ?? "", about.path)).size }];
  };
  for (const { code: dataset } of hub.datasets) {
    for (const { code: table } of hub.tables.filter((one) => one.dataset === dataset))
      for (const format of ["PARQUET", "JSON_STAT", "NDJSON", "CSV"] as const)
        yield* found({ format, dataset, table, path: paths.table(table, format) });
    yield* found({ format: "ZIP", dataset, table: undefined, path: paths.dataset(dataset) });
  }
}

const staged = (): Promise<Staged> => {
  shared.openbeatDataFiles ??= stage();
  return shared.openbeatDataFiles;
};

/** The files of figures of a release, with their sizes and hashes. They are written when they are first asked for. */
export async function dataFiles(version: string): Promise<readonly DataFile[]> {
  return (await staged()).files.get(version) ?? [];
}

/** Puts the files of all releases that are built into a site. Those in CSV are written with its pages, and kept releases bring their own. */
export async function placeDataFiles(root: string): Promise<void> {
  const { folder, files } = await staged();
  for (const { path } of [...files.values()].flat()) {
    if (!existsSync(join(folder, path))) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    renameSync(join(folder, path), join(root, path));
  }
}
