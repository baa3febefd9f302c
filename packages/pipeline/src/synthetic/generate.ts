import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { parse } from "yaml";
import { PipelineError } from "../errors.ts";
import { prepareAttendeeGroups } from "./attendee-groups.ts";
import { lastDay, months } from "./calendar.ts";
import { prepareCalls } from "./calls.ts";
import { alderport } from "./city.ts";
import { prepareComplaints } from "./complaints.ts";
import { prepareConcerns } from "./concerns.ts";
import { prepareDeployment } from "./deployment.ts";
import { prepareEngagement } from "./engagement.ts";
import { prepareForce } from "./force.ts";
import { type Generated, generatedFile, generatorVersion } from "./generated.ts";
import { prepareIncidents } from "./incidents.ts";
import { preparePersons } from "./persons.ts";
import { prepareStops } from "./stops.ts";
import { prepareStreets } from "./streets.ts";
import { prepareSurvey } from "./survey.ts";
import { waves } from "./survey-waves.ts";

export interface GenerateOptions {
  /** The sample's hub folder, with its YAML. */
  readonly folder: string;
  /** A whole number ≥ 0: the same seed and scale give the same bytes. */
  readonly seed: number;
  /** > 0; 1 is a city of 180,000 residents in three years, 100 as many records as a hundred of them. */
  readonly scale: number;
  /** Told after each file. */
  readonly progress?: (done: number, total: number) => void;
  /** The folders of records that are written; all where left out. With it, what was generated is not noted down, as it is not whole. */
  readonly only?: readonly string[];
  /** How many threads DuckDB uses; the bytes do not depend on it. */
  readonly threads?: number;
}

/** A file of records: the view it is read from, the month, year or wave in it, and a condition on the view's rows. */
interface RecordFile {
  readonly path: string;
  readonly view: "incidents" | "engagement" | "concerns" | "survey" | (typeof yearly)[number];
  readonly file: string;
  readonly where?: string;
}

/** The kinds of records that are written a year at a time. */
const yearly = ["calls", "force", "complaints", "stops", "deployment", "attendee_groups"] as const;
/** Of those that were not written down from the beginning. */
const firstYear: Readonly<Partial<Record<(typeof yearly)[number], string>>> = { force: "2024", complaints: "2024" };

const years = [...new Set(months.map(({ year }) => String(year)))];
const recordFiles: readonly RecordFile[] = [
  ...months.map(({ code }): RecordFile => ({ path: `incidents/${code}.csv.gz`, view: "incidents", file: code })),
  ...years.flatMap((year): RecordFile[] => [
    { path: `engagement/held-${year}.csv.gz`, view: "engagement", file: year, where: "NOT cancelled" },
    { path: `engagement/cancelled-${year}.csv.gz`, view: "engagement", file: year, where: "cancelled" },
  ]),
  ...months.map(({ code }): RecordFile => ({ path: `concerns/${code}.csv.gz`, view: "concerns", file: code })),
  ...yearly.flatMap((view) =>
    years
      .filter((year) => year >= (firstYear[view] ?? ""))
      .map((year): RecordFile => ({ path: `${view.replace("_", "-")}/${year}.csv.gz`, view, file: year })),
  ),
  ...waves.map(({ code }): RecordFile => ({ path: `surveys/resident-survey/${code}.csv.gz`, view: "survey", file: code })),
];

/**
 * Writes the records of the fictional city of Alderport into its hub folder, a month or a year at a time, and last of all what was written.
 * Only the sample's own folder is written into.
 * @throws {PipelineError} `COMMAND_INVALID`
 */
export async function generateRecords({ folder, seed, scale, progress = () => {}, only, threads }: GenerateOptions): Promise<Generated> {
  if (!Number.isSafeInteger(seed) || seed < 0) throw new PipelineError("COMMAND_INVALID", "The seed is not a whole number ≥ 0.");
  if (!Number.isFinite(scale) || scale <= 0) throw new PipelineError("COMMAND_INVALID", "The scale is not a number > 0.");
  await refuseOtherFolders(folder);
  await removeRecords(folder);
  const overflow = await mkdtemp(join(tmpdir(), "openbeat-"));
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: "1GB",
    temp_directory: overflow,
    ...(threads === undefined ? {} : { threads: String(threads) }),
  });
  const connection = await instance.connect();
  try {
    await prepare(connection, seed, scale);
    const files: Generated["files"] = [];
    const wanted = recordFiles.filter(({ path }) => only?.includes(dirname(path)) ?? true);
    for (const file of wanted) {
      files.push(await writeRecords(connection, folder, file));
      progress(files.length, wanted.length);
    }
    const generated: Generated = { generatorVersion, seed, scale, files };
    if (only === undefined) await writeFile(join(folder, generatedFile), `${JSON.stringify(generated, null, 2)}\n`);
    return generated;
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(overflow, { recursive: true, force: true });
  }
}

/**
 * A folder that is not the sample's may hold the records of a real agency: nothing is written into it.
 * @throws {PipelineError} `COMMAND_INVALID`
 */
export async function refuseOtherFolders(folder: string): Promise<void> {
  const text = await readFile(join(folder, "hub.yaml"), "utf8").catch(() => "");
  let hub: unknown;
  try {
    hub = parse(text);
  } catch {
    hub = null;
  }
  const { hub: code, fictional } = (hub ?? {}) as { readonly hub?: unknown; readonly fictional?: unknown };
  if (code === "alderport" && fictional === true) return;
  throw new PipelineError(
    "COMMAND_INVALID",
    "This is not the folder of the fictional hub Alderport. Records are generated into no other: name the folder with --hub.",
  );
}

/** Removes what was generated before, by whatever version: first the file that says so, then every record. */
async function removeRecords(folder: string): Promise<void> {
  await rm(join(folder, generatedFile), { force: true });
  for (const directory of new Set(recordFiles.map(({ path }) => join(folder, dirname(path))))) {
    const names = await readdir(directory).catch(() => []);
    for (const name of names) if (name.endsWith(".csv.gz")) await rm(join(directory, name));
  }
}

async function prepare(connection: DuckDBConnection, seed: number, scale: number): Promise<void> {
  const city = alderport();
  await connection.run("SET preserve_insertion_order = true");
  await connection.run(`SET VARIABLE seed = ${seed}; SET VARIABLE last_day = '${lastDay}'; SET VARIABLE file = '';`);
  await prepareStreets(connection, city);
  await prepareIncidents(connection, city, seed, scale);
  await prepareEngagement(connection, seed, scale);
  await prepareConcerns(connection, city, seed, scale);
  await preparePersons(connection);
  await prepareCalls(connection, city, seed, scale);
  await prepareForce(connection, city, seed, scale);
  await prepareComplaints(connection, city, seed, scale);
  await prepareStops(connection, city, seed, scale);
  await prepareDeployment(connection, city, seed, scale);
  await prepareAttendeeGroups(connection);
  await prepareSurvey(connection, city, seed, scale);
  for (const name of ["draw", "incidents", "engagement", "concerns", ...yearly, "survey"])
    await connection.run(await readFile(new URL(`${name.replace("_", "-")}.sql`, import.meta.url), "utf8"));
}

async function writeRecords(
  connection: DuckDBConnection,
  folder: string,
  { path, view, file, where = "true" }: RecordFile,
): Promise<Generated["files"][number]> {
  const target = join(folder, path);
  await mkdir(dirname(target), { recursive: true });
  await connection.run(`SET VARIABLE file = '${file}'`);
  const copied = await connection.run(
    `COPY (FROM ${view} WHERE ${where}) TO '${target.replaceAll("'", "''")}' (FORMAT csv, HEADER, COMPRESSION gzip)`,
  );
  return { path, records: copied.rowsChanged, bytes: (await stat(target)).size };
}
