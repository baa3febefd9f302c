import { type CalendarGrain, parsePeriod, periodGrains, periodOf, periodsBetween } from "@openbeat/schema/domain";
import type { Problem } from "../errors.ts";
import { type Geography, readMapped } from "../geography/areas.ts";
import type { DatasetSpec } from "./dataset-schema.ts";

const states = ["reported", "partial", "not_reported", "not_collected"] as const;
/** Whether an area reported its records of a period. */
export type ReportingState = (typeof states)[number];

/** Which areas reported in which periods: what is missing is no zero. */
export interface Reporting {
  /** The level of the areas that report. */
  readonly level: string;
  readonly grain: CalendarGrain;
  /** By area and period, as `unitKey` makes it; every area of the level in every period that the records cover. */
  readonly states: ReadonlyMap<string, ReportingState>;
}

/** The key of an area in a period. */
export const unitKey = (area: string, period: string): string => `${area} ${period}`;

/** Whether nothing was written down then: no record can be of it. */
export const isMissing = (state: ReportingState | undefined): boolean => state === "not_reported" || state === "not_collected";

/** Whether a text is a state of reporting. */
export const isState = (text: string | null | undefined): text is ReportingState =>
  (states as readonly (string | null | undefined)[]).includes(text);

/**
 * Reads which areas reported in which periods, as the standard's kind of record `coverage` says it. An area and period without a row was not reported.
 * @param finest The finest kind of period that the dataset publishes.
 */
export async function readReporting(
  folder: string,
  { dataset, reporting, coverage, tables }: DatasetSpec,
  geography: Geography,
  finest: CalendarGrain,
): Promise<{ readonly reporting: Reporting | null; readonly problems: readonly Problem[] }> {
  if (reporting === undefined) return { reporting: null, problems: [] };
  const problems: Problem[] = [];
  const wrong = (message: string, row?: number) =>
    problems.push({ code: "HUB_INVALID", file: reporting.file, dataset, ...(row === undefined ? {} : { row }), message });
  for (const { name, policy } of tables)
    if (policy.method === "differentialPrivacy" || (policy.method === "suppress" && policy.zeros === "sensitive"))
      wrong(
        `The table ${name} hides its zeros, and what was not reported has none of it for sure: whoever reads both would know more than the protection allows. Leave reporting out, or show zeros.`,
      );
  const read = await readMapped(folder, reporting.file, reporting.select, "UTC", reporting.file);
  problems.push(...read.problems);
  const found = read.rows.flatMap(({ row, values: { kind, area, period, reporting: state } }) => {
    if (kind !== dataset) return [];
    const level = geography.areas.get(area ?? "")?.level;
    const grain = parsePeriod(period ?? "")?.grain;
    if (level === undefined) wrong("The area is not one of the hub's. Check the code.", row);
    else if (grain === undefined || grain === "rolling_year") wrong("The period is none. Write 2026-03, 2026-Q1 or 2026.", row);
    else if (!isState(state)) wrong("The row says neither reported, partial, not_reported nor not_collected.", row);
    else return [{ row, area: area ?? "", period: period ?? "", level, grain, state }];
    return [];
  });
  const [first] = found;
  if (first === undefined) {
    if (problems.length === 0) wrong(`No row is of the kind ${dataset}. Add them, or leave reporting out.`);
    return { reporting: null, problems };
  }
  const { level, grain } = first;
  for (const { row } of found.filter((own) => own.level !== level || own.grain !== grain))
    wrong("The row is of another level of areas, or kind of period, than the first. Use one of each.", row);
  if (periodGrains.indexOf(grain) > periodGrains.indexOf(finest))
    wrong(`It is stated by ${grain}, and the dataset is published by ${finest}. State it as finely.`);
  const given = new Map<string, ReportingState>();
  for (const { row, area, period, state } of found) {
    if (given.has(unitKey(area, period))) wrong("An earlier row is of the same area and period. Remove one.", row);
    given.set(unitKey(area, period), state);
  }
  const units = geography
    .atLevel(level)
    .flatMap(({ code }) => periodsBetween(coverage.from, coverage.to, grain).map((period) => unitKey(code, period.code)));
  return { reporting: { level, grain, states: new Map(units.map((key) => [key, given.get(key) ?? "not_reported"])) }, problems };
}

/** What is known of how a cell was reported. */
export interface CellReporting {
  /** Nothing of it was. */
  readonly missing: "NOT_REPORTED" | "NOT_COLLECTED" | null;
  /** Some of it was not, or only in part. */
  readonly isPartial: boolean;
}

const inFull: CellReporting = { missing: null, isPartial: false };

/** How cells at a level of areas were reported: by the code of their area and of their period. */
export function cellReporting(
  reporting: Reporting | null,
  geography: Geography,
  level: string,
): (area: string, period: string) => CellReporting {
  if (reporting === null) return () => inFull;
  const all = geography.atLevel(reporting.level).map(({ code }) => code);
  const isAbove = geography.chain(reporting.level).includes(level);
  const isBelow = geography.chain(level).includes(reporting.level);
  const areasOf = (area: string) =>
    isAbove
      ? all.filter((code) => geography.ancestor(code, level) === area)
      : // Of areas of another line it is not known which ones they overlap.
        isBelow
        ? [geography.ancestor(area, reporting.level) ?? ""]
        : all;
  const known = new Map<string, CellReporting>();
  return (area, period) => {
    const key = unitKey(area, period);
    const found = known.get(key) ?? combined(areasOf(area), period, reporting);
    known.set(key, found);
    return found;
  };
}

function combined(areas: readonly string[], period: string, { grain, states }: Reporting): CellReporting {
  const { start, end } = parsePeriod(period) ?? { start: "", end: "" };
  const within = periodsBetween(start, end, grain).map(({ code }) => code);
  const own = areas.flatMap((area) => within.flatMap((code) => states.get(unitKey(area, code)) ?? []));
  if (own.length > 0 && own.every(isMissing))
    return { missing: own.every((state) => state === "not_collected") ? "NOT_COLLECTED" : "NOT_REPORTED", isPartial: false };
  return { missing: null, isPartial: own.some((state) => state !== "reported") };
}

/**
 * The reporting that goes with the counts that are published: periods that wait, as they were published, keep what was said of them then.
 * @param held Periods of the finest grain that the dataset publishes.
 * @param before What the latest release said; null where it said nothing, so that all of it was taken as reported.
 */
export function asPublished(
  reporting: Reporting | null,
  held: readonly string[],
  finest: CalendarGrain,
  before: Readonly<Record<string, string>> | null,
): Reporting | null {
  if (reporting === null || held.length === 0) return reporting;
  const kept = [...reporting.states].map(([key, state]): [string, ReportingState] => {
    const period = key.slice(key.lastIndexOf(" ") + 1);
    if (!held.includes(periodOf(parsePeriod(period)?.start ?? "", finest))) return [key, state];
    const then = before?.[key];
    return [key, isState(then) ? then : "reported"];
  });
  return { ...reporting, states: new Map(kept) };
}
