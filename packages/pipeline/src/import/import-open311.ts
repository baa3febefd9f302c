import { existsSync } from "node:fs";
import { join } from "node:path";
import { PipelineError } from "../errors.ts";
import type { Geography } from "../geography/areas.ts";
import { locatorOf } from "../geography/locate.ts";
import { path as hubPath } from "../hub/hub-schema.ts";
import type { Progress } from "../prepare.ts";
import { concernColumns, concernRows } from "./concern-rows.ts";
import { countCodes } from "./counted-as.ts";
import { csvText, readCsvRows } from "./csv-rows.ts";
import { type Counts, readRules, readText, writeWhole } from "./files.ts";
import { readHubGeography } from "./hub-geography.ts";
import { requestsOfCsv, requestsOfJson } from "./read-requests.ts";
import { requestRulesSchema } from "./rules.ts";

export interface Open311Import {
  /** The requests: .json or .csv. */
  readonly file: string;
  readonly hub: string;
  /** The level of the areas; the finest that has boundaries where left out. */
  readonly level: string | undefined;
  /** A YAML file of rules. */
  readonly rules: string | undefined;
  /** The file of the hub that the concerns are written into. */
  readonly into: string;
  readonly progress: Progress;
}

export interface Open311Report {
  readonly requests: number;
  readonly concerns: number;
  readonly level: string;
  readonly leftOut: Counts;
  readonly notes: Counts;
  readonly added: number;
  readonly replaced: number;
}

/** The level to look areas up at: one whose areas all have boundaries. */
function levelOf({ levels, atLevel, chain }: Geography, asked: string | undefined): string {
  const hasBoundaries = (level: string) => atLevel(level).length > 0 && atLevel(level).every(({ boundary }) => boundary !== undefined);
  const [finest] = levels
    .map(({ code }) => code)
    .filter((code) => hasBoundaries(code) && (asked === undefined || code === asked))
    .sort((a, b) => chain(b).length - chain(a).length);
  if (finest === undefined) throw new PipelineError("COMMAND_INVALID", "The hub has no such level whose areas all have boundaries.");
  return finest;
}

/**
 * Takes service requests into a file of concerns in the hub folder: all of them that can be taken, or on any error nothing. Concerns that the file
 * has already are replaced where the requests have them too.
 * @throws {PipelineError} `IMPORT_INVALID`, `IMPORT_EMPTY`, `HUB_HAS_PROBLEMS` or `COMMAND_INVALID`.
 */
export async function importOpen311({ file, hub, level: asked, rules: path, into, progress }: Open311Import): Promise<Open311Report> {
  if (!hubPath.safeParse(into).success || into.split("/").includes("..") || !into.endsWith(".csv"))
    throw new PipelineError("COMMAND_INVALID", "--into takes the path of a .csv file in the hub folder, such as concerns/open311.csv.");
  progress("reading the hub");
  const { spec, geography } = await readHubGeography(hub);
  const level = levelOf(geography, asked);
  const rules = readRules(path, requestRulesSchema, { rules: [] });
  progress("reading the requests");
  const isCsv = /\.csv(\.gz)?$/.test(file);
  if (!isCsv && !/\.json(\.gz)?$/.test(file)) throw new PipelineError("COMMAND_INVALID", "Service requests are a .json or a .csv file.");
  const requests = isCsv ? requestsOfCsv(await readCsvRows(file)) : requestsOfJson(readText(file));
  const areas = geography.atLevel(level);
  const find = locatorOf(areas);
  progress("finding the areas");
  const made = concernRows(requests, { zone: spec.timezone, rules, areaAt: (x, y) => areas[find(x, y)]?.code });
  const leftOut = countCodes<string>(made.leftOut);
  if (made.rows.length === 0) {
    const reasons = leftOut.map(({ code, records }) => `${records} ${code}`).join(", ");
    throw new PipelineError("IMPORT_EMPTY", `No request can be taken, and nothing was written. Left out: ${reasons || "nothing"}.`);
  }
  const target = join(hub, into);
  const before = existsSync(target) ? await readCsvRows(target) : { columns: concernColumns, rows: [] };
  if (!before.columns.includes("id"))
    throw new PipelineError("IMPORT_INVALID", "The file of concerns has no column id. Name another with --into.");
  const fresh = new Set(made.rows.map(({ id }) => id));
  const kept = before.rows.filter(({ id }) => !fresh.has(id ?? ""));
  const columns = [...before.columns, ...concernColumns.filter((name) => !before.columns.includes(name))];
  progress("writing the concerns");
  writeWhole(target, csvText({ columns, rows: [...kept, ...made.rows] }));
  const replaced = before.rows.length - kept.length;
  return {
    requests: requests.length,
    concerns: made.rows.length,
    level,
    leftOut,
    notes: countCodes<string>(made.notes),
    added: made.rows.length - replaced,
    replaced,
  };
}
