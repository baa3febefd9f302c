import { createHash } from "node:crypto";
import {
  type FrozenManifest,
  frozenFiles,
  frozenManifest,
  type PublicRecord,
  type ReleaseStructure,
  recordOfLine,
  releaseList,
  releaseManifest,
  releaseStructure,
} from "@openbeat/schema/domain";
import type * as z from "zod";
import { PipelineError } from "../errors.ts";
import { readCsv } from "./csv.ts";
import type { PublishedTable } from "./measure-group.ts";
import { type PublicFiles, publicFiles } from "./public-files.ts";
import type { OpenRelease, PublicCell, PublicSource } from "./public-release.ts";

type Progress = (what: string) => void;
const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

async function needed(files: PublicFiles, path: string): Promise<Buffer> {
  const bytes = await files.read(path);
  if (bytes !== undefined) return bytes;
  throw new PipelineError(
    "PUBLIC_FILE_MISSING",
    `${files.place} has no file ${path}, and the audit needs it. Copy the whole of the site's folder r/, or audit the site by its address.`,
  );
}

const invalid = (files: PublicFiles, path: string, what: string) =>
  new PipelineError(
    "PUBLIC_FILE_INVALID",
    `The file ${path} of ${files.place} ${what}. Copy it anew; if it is the same again, tell the publisher.`,
  );

function json(files: PublicFiles, path: string, bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    throw invalid(files, path, "is not JSON");
  }
}

function parsed<Shape>(files: PublicFiles, path: string, schema: z.ZodType<Shape>, value: unknown): Shape {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw invalid(files, path, `is not of the expected form: ${read.error.issues[0]?.path.join(".") || "its whole"} is missing or wrong`);
}

/** The releases that a place holds, oldest first; what was withdrawn is not held any more. */
async function versionsOf(files: PublicFiles): Promise<readonly string[]> {
  const listed = await files.list("r");
  if (listed === undefined) {
    const path = "releases.json";
    return parsed(files, path, releaseList, json(files, path, await needed(files, path)))
      .map(({ version }) => version)
      .reverse();
  }
  const versions = listed
    .flatMap((file) => /^r\/([^/]+)\/manifest\.json$/.exec(file)?.[1] ?? [])
    .filter((version) => !listed.includes(frozenFiles(version).withdrawn));
  if (versions.length === 0) await needed(files, "r/VERSION/manifest.json");
  const dated = await Promise.all(
    versions.map(async (version) => {
      const path = frozenFiles(version).structure;
      return parsed(files, path, releaseStructure, json(files, path, await needed(files, path)));
    }),
  );
  return dated.toSorted((a, b) => (a.publishedAt < b.publishedAt ? -1 : 1)).map(({ version }) => version);
}

/**
 * Opens the files of a site as a source of releases: nothing else is read.
 * @param place The folder of a built site, a copy of one, or the address of a site.
 */
export async function releasesFromFiles(place: string, progress: Progress): Promise<PublicSource> {
  const files = await publicFiles(place);
  const manifests = new Map<string, FrozenManifest>();
  const manifestOf = async (version: string) => {
    const path = frozenFiles(version).manifest;
    const manifest = manifests.get(version) ?? parsed(files, path, frozenManifest, json(files, path, await needed(files, path)));
    manifests.set(version, manifest);
    return manifest;
  };
  return {
    versions: await versionsOf(files),
    checkFiles: async (version) => checkFiles(files, version, await manifestOf(version), progress),
    open: (version) => openRelease(files, version),
    close: async () => {},
  };
}

/** Files at once: enough for a site far away. */
const atOnce = 8;
const few = (names: readonly string[]) => `${names.slice(0, 5).join(", ")}${names.length > 5 ? ` and ${names.length - 5} more` : ""}`;

/** Every file of a frozen release against its hash. */
async function checkFiles(files: PublicFiles, version: string, manifest: FrozenManifest, progress: Progress) {
  const names = Object.keys(manifest.files);
  const [changed, missing]: [string[], string[]] = [[], []];
  let done = 0;
  const next = names.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const name of next) {
        const bytes = await files.read(name);
        if (bytes === undefined) missing.push(name);
        else if (sha256(bytes) !== manifest.files[name]) changed.push(name);
        done += 1;
        progress(`hashing the files of release ${version}, ${done} of ${names.length}`);
      }
    }),
  );
  const there = (await files.list(`r/${version}`)) ?? [];
  const unlisted = there.filter((name) => manifest.files[name] === undefined && name !== frozenFiles(version).manifest);
  const { certificate, release, structure } = frozenFiles(version);
  const unhashed = [certificate, release, structure].filter((name) => manifest.files[name] === undefined);
  return {
    checked: `all ${names.length} files are as its manifest says.`,
    wrong: [
      ...(manifest.release === version ? [] : ["its manifest is of another release."]),
      ...(changed.length === 0 ? [] : [`not as its manifest says: ${few(changed.sort())}.`]),
      ...(missing.length === 0 ? [] : [`missing: ${few(missing.sort())}. Copy the whole of the folder.`]),
      ...(unlisted.length === 0 ? [] : [`its manifest does not list ${few(unlisted)}.`]),
      ...(unhashed.length === 0 ? [] : [`its manifest has no hash of ${few(unhashed)}.`]),
    ],
  };
}

async function openRelease(files: PublicFiles, version: string): Promise<OpenRelease> {
  const paths = frozenFiles(version);
  const read = async (path: string) => json(files, path, await needed(files, path));
  const certificate = await read(paths.certificate);
  const rawManifest = await read(paths.release);
  const structure = parsed(files, paths.structure, releaseStructure, await read(paths.structure));
  if (structure.version !== version) throw invalid(files, paths.structure, "is of another release");
  const manifest = parsed(files, paths.release, releaseManifest, rawManifest);
  const records = new Map<string, readonly PublicRecord[]>();
  for (const { kind } of manifest.records ?? []) records.set(kind, await readRecords(files, paths.records(kind), kind));
  return {
    head: { structure, manifest, rawManifest, certificate, records },
    async *cellsOf(table) {
      yield await readTable(files, structure, table);
    },
  };
}

async function readRecords(files: PublicFiles, path: string, kind: string): Promise<readonly PublicRecord[]> {
  const lines = (await needed(files, path)).toString("utf8").split("\n");
  return lines
    .filter((line) => line !== "")
    .map((line) => ({ kind, ...parsed(files, path, recordOfLine, json(files, path, Buffer.from(line))) }));
}

/** A figure as the file has it: empty for none. Anything that is no number refuses. */
function figure(text: string): number | null | undefined {
  if (text === "") return null;
  const value = Number(text);
  return text.trim() === text && Number.isFinite(value) ? value : undefined;
}

async function readTable(files: PublicFiles, { version }: ReleaseStructure, table: PublishedTable): Promise<readonly PublicCell[]> {
  const { file, dimensions } = table;
  if (!file.startsWith(`r/${version}/`)) throw invalid(files, frozenFiles(version).structure, "names a file outside its release");
  const rows = readCsv((await needed(files, file)).toString("utf8"));
  if (rows === undefined) throw invalid(files, file, "is not CSV with as many fields in every row");
  const [header = [], ...lines] = rows;
  const place = (name: string) => {
    const at = header.indexOf(name);
    if (at === -1) throw invalid(files, file, `has no column ${name}`);
    return at;
  };
  const ofKind = (kind: PublishedTable["dimensions"][number]["kind"]) =>
    dimensions.filter((dimension) => dimension.kind === kind).map(({ code }) => place(code));
  const [[area = -1], [period = -1], categories] = [ofKind("GEOGRAPHY"), ofKind("TIME"), ofKind("CATEGORY")];
  const [measure, status, flags, release] = [place("measure"), place("status"), place("flags"), place("release")];
  const figures = ["value", "numerator", "denominator", "lower", "upper"].map(place);
  // Files from before there were surveys do not have the second.
  const bases = ["n", "n_effective"].map((name) => header.indexOf(name));
  return lines.map((line, at): PublicCell => {
    const [value, numerator, denominator, lower, upper] = figures.map((column) => figure(line[column] ?? ""));
    const [n, nEffective] = bases.map((column) => figure(line[column] ?? ""));
    const isRead =
      n !== undefined &&
      nEffective !== undefined &&
      value !== undefined &&
      numerator !== undefined &&
      denominator !== undefined &&
      lower !== undefined &&
      upper !== undefined;
    if (!isRead || (lower === null) !== (upper === null) || line[release] !== version)
      throw invalid(files, file, `has a figure that is none, or of another release, in row ${at + 2}`);
    const own = line[status] ?? "";
    if (own !== "AVAILABLE" && value !== null) throw invalid(files, file, `shows a figure beside a status that has none, in row ${at + 2}`);
    return {
      measure: line[measure] ?? "",
      area: line[area] ?? "",
      period: line[period] ?? "",
      codes: categories.map((column) => line[column] ?? ""),
      status: own,
      value,
      flags: (line[flags] ?? "").split(";").filter((flag) => flag !== ""),
      numerator,
      denominator,
      n,
      nEffective,
      interval: lower === null || upper === null ? null : { lower, upper },
    };
  });
}
