import { derivedFrom, type MeasureDefinition, measureByCode, periodGrains } from "@openbeat/schema/domain";
import { columnsOf } from "@openbeat/schema/formats";
import type { Problem } from "../errors.ts";
import { type Geography, reservedColumns } from "../geography/areas.ts";
import { checkParts } from "./check-parts.ts";
import { checkPolicies } from "./check-policies.ts";
import { checkReporting } from "./check-reporting.ts";
import { type CodeList, readCodeList } from "./code-list.ts";
import type { DatasetSpec, StandardSpec, TableSpec } from "./dataset-schema.ts";
import type { PolicySpec } from "./policy-schema.ts";
import type { DatasetFile, HubFolder } from "./read-hub.ts";
import { type Reporting, readReporting } from "./reporting.ts";

/** A dimension of a published table, in the order of its observations: area, period, then the categories. */
export interface TableDimension {
  readonly code: string;
  /** Finest first. */
  readonly levels: readonly string[];
}

/** A table as it will be published. */
export interface TablePlan {
  readonly spec: TableSpec;
  readonly dimensions: readonly TableDimension[];
  /** One level per dimension: the cross product of the dimensions' levels. */
  readonly groupings: readonly (readonly string[])[];
  readonly measures: readonly MeasureDefinition[];
}

/** A column of area codes in the mapped records. */
export interface AreaColumn {
  readonly column: string;
  readonly level: string;
}

/** A dataset, checked against the hub: what its records must have and which tables are cut from them. */
export interface DatasetPlan {
  readonly file: DatasetFile;
  readonly areaColumns: readonly AreaColumn[];
  readonly categories: ReadonlyMap<string, CodeList>;
  /** Mapped columns that are summed: whole numbers, or amounts to two decimals. */
  readonly sums: readonly { readonly column: string; readonly fractional: boolean }[];
  /** Whether records have a column `person`: the unit of protection is a person, or contributors are told apart by it. */
  readonly hasPersons: boolean;
  /** Whether records have keys: some policy changes figures by them. */
  readonly hasKeys: boolean;
  readonly tables: readonly TablePlan[];
  /** Times that the agency promises, by name. */
  readonly standards: ReadonlyMap<string, StandardSpec>;
  /** Which areas reported in which periods; null where all did. */
  readonly reporting: Reporting | null;
}

/** What is promised where a dataset states nothing: the field's own standard for concerns. */
const usualStandards: Readonly<Record<string, Readonly<Record<string, StandardSpec>>>> = {
  concerns: {
    response: {
      hours: 72,
      title: { en: "A meaningful response within 72 hours", es: "Una respuesta real en 72 horas" },
    },
  },
};

/** Names of standards that a select asks for. */
const standardsNamed = (select: string) => [...select.matchAll(/\bwithin_standard\s*\(\s*'([^']*)'/gi)].map(([, name = ""]) => name);

/** Every combination of one item of each list. */
export const product = (lists: readonly (readonly string[])[]): readonly (readonly string[])[] =>
  lists.reduce<readonly (readonly string[])[]>((rows, list) => rows.flatMap((row) => list.map((item) => [...row, item])), [[]]);

/** Whether `levels` is an ascent along `order`, finest first. */
export const ascends = (levels: readonly string[], order: readonly string[]): boolean => {
  const places = levels.map((level) => order.indexOf(level));
  return places.every((place, at) => place >= 0 && (at === 0 || place > (places[at - 1] ?? 0)));
};

function planTable(
  spec: TableSpec,
  dataset: string,
  geography: Geography,
  lists: ReadonlyMap<string, CodeList>,
  wrong: (message: string) => void,
): TablePlan {
  const { area, period, ...categories } = spec.dimensions;
  const dimensions: TableDimension[] = [
    { code: "area", levels: area },
    { code: "period", levels: period },
    ...Object.entries(categories).map(([code, levels]) => ({ code, levels })),
  ];
  const name = `The table ${spec.name}`;
  const [finest = ""] = area;
  if (!geography.levels.some(({ code }) => code === finest)) wrong(`${name} is by ${finest}, which is no level of the hub's geography.`);
  else if (!ascends(area, geography.chain(finest))) wrong(`${name} lists area levels that do not nest in one another, finest first.`);
  if (!ascends(period, periodGrains)) wrong(`${name} lists period levels that are not month, quarter, year in that order.`);
  for (const [category, levels] of Object.entries(categories)) {
    const list = lists.get(category);
    if (list === undefined) wrong(`${name} has the category ${category}, for which the dataset has no code list.`);
    else if (!ascends(levels, list.levels)) wrong(`${name} lists levels of ${category} that its code list does not have, finest first.`);
  }
  const measures = spec.measures.flatMap((code): MeasureDefinition[] => {
    const measure = measureByCode(code);
    if (measure === undefined || measure.dataset !== dataset) {
      wrong(`${name} has the measure ${code}, which the catalogue does not have for ${dataset}.`);
      return [];
    }
    const counted = derivedFrom(measure);
    if (counted !== undefined && !spec.measures.includes(counted)) wrong(`${name} has ${code} and lacks ${counted}, which it divides.`);
    checkParts(name, measure, spec, lists, wrong);
    return [measure];
  });
  return { spec, dimensions, groupings: product(dimensions.map(({ levels }) => levels)), measures };
}

/** Combinations of levels by which each measure is cut. A level that holds everything in one node cuts nothing. */
function cutsOf(
  tables: readonly TablePlan[],
  isWhole: (dimension: string, level: string) => boolean,
): ReadonlyMap<string, ReadonlySet<string>> {
  const cuts = new Map<string, Set<string>>();
  for (const { dimensions, groupings, measures } of tables) {
    for (const levels of groupings) {
      const cut = dimensions.flatMap(({ code }, at) => (isWhole(code, levels[at] ?? "") ? [] : [`${code}.${levels[at] ?? ""}`])).join(", ");
      for (const measure of measures)
        if (derivedFrom(measure) === undefined) cuts.set(measure.code, (cuts.get(measure.code) ?? new Set()).add(cut));
    }
  }
  return cuts;
}

/** Whether a level of a dimension holds everything in one node. */
export const wholeLevels =
  (geography: Geography, lists: ReadonlyMap<string, CodeList>) =>
  (dimension: string, level: string): boolean =>
    dimension === "area" ? geography.atLevel(level).length === 1 : lists.get(dimension)?.atLevel(level).length === 1;

/**
 * Where there are none of the one there are none of the other: a zero of a measure tells of a hidden figure of another measure of the same
 * records, unless that one shows its own zero there. So what is protected is cut wherever the others are; but for sums whose policy says that readers know which
 * combinations are empty.
 */
export function checkZeros(
  tables: readonly TablePlan[],
  isWhole: (dimension: string, level: string) => boolean,
  wrong: (message: string) => void,
): void {
  const cuts = cutsOf(tables, isWhole);
  const isProtected = (code: string) =>
    tables.some(({ spec, measures }) => spec.policy.method !== "none" && measures.some((own) => own.code === code));
  for (const [code, own] of cuts) {
    if (!isProtected(code) || readersKnowEmpty(tables, code)) continue;
    for (const [other, theirs] of cuts) {
      const lacking = [...theirs].find((cut) => !own.has(cut));
      if (lacking !== undefined) {
        wrong(
          `${other} is shown by ${lacking} and ${code} is not. Its zeros there would tell of hidden figures of ${code}, which counts the same records: cut both the same way, or leave one out.`,
        );
      }
    }
  }
}

/**
 * Whether a sum is protected against readers who know where it is empty: of every table that has it. Then zeros of others, however finely they are cut, tell
 * nothing that was not reckoned with: a part of a combination that is empty says nothing of the rest, and where all parts are, the combination is.
 */
const readersKnowEmpty = (tables: readonly TablePlan[], code: string): boolean =>
  tables.every(({ spec: { policy }, measures }) => {
    const measure = measures.find((own) => own.code === code);
    return measure === undefined || (measure.sum !== undefined && policy.method === "suppress" && policy.emptyCombinations === "public");
  });

const usesKeys = (policy: PolicySpec) =>
  policy.method === "cellKey" ||
  (policy.method === "suppress" && typeof policy.onUnprotectable === "object" && policy.onUnprotectable.method === "cellKey");

/**
 * Checks a dataset against the hub's geography, its code lists and the catalogue of measures.
 * @param today The day it is where the agency is: records cannot cover what has not come.
 */
export async function planDataset(
  hub: HubFolder,
  file: DatasetFile,
  geography: Geography,
  today: string,
): Promise<{ readonly plan: DatasetPlan; readonly problems: readonly Problem[] }> {
  const { spec, path } = file;
  const problems: Problem[] = [];
  const wrongAt = (place: readonly PropertyKey[]) => (message: string) => {
    problems.push({ code: "HUB_INVALID", file: path, row: file.lineOf(place), dataset: spec.dataset, message });
  };
  const wrong = wrongAt(["tables"]);
  const lists = new Map<string, CodeList>();
  for (const [name, list] of Object.entries(spec.codes)) {
    const read = await readCodeList(hub.folder, name, list, hub.spec.languages, path);
    problems.push(...read.problems);
    lists.set(name, read.list);
  }
  const tables = spec.tables.map((table, at) => planTable(table, spec.dataset, geography, lists, wrongAt(["tables", at])));
  checkPolicies(tables, spec.protection, new Set(lists.keys()), wrong);
  checkZeros(tables, wholeLevels(geography, lists), wrong);
  const asked = standardsNamed(spec.select);
  const usual = Object.entries(usualStandards[spec.dataset] ?? {}).filter(([name]) => asked.includes(name));
  const standards = new Map([...usual, ...Object.entries(spec.standards)]);
  for (const name of asked)
    if (!standards.has(name))
      wrongAt(["select"])(`The select asks for the standard ${name}, which the dataset does not state. Add it under standards.`);
  if (spec.coverage.from > spec.coverage.to) wrongAt(["coverage"])("The coverage ends before it begins.");
  if (spec.coverage.to > today)
    wrongAt(["coverage"])(
      "The coverage ends later than today. Nothing is known of the days to come, and they would be shown as zeros: let it end earlier.",
    );
  const finest = [...new Set(tables.map(({ spec: { dimensions } }) => dimensions.area[0] ?? ""))].sort(
    (a, b) => geography.chain(b).length - geography.chain(a).length,
  );
  const mainLevel = spec.areaLevel ?? spec.locate?.level ?? finest[0] ?? "";
  const main = geography.chain(mainLevel);
  const others = finest.filter((level) => !main.includes(level));
  const used = new Set(tables.flatMap(({ dimensions }) => dimensions.slice(2).map(({ code }) => code)));
  const summed = tables.flatMap(({ measures }) =>
    measures.flatMap(({ sum, fractional = false }) => (sum === undefined ? [] : [[sum, { column: sum, fractional }] as const])),
  );
  const sums = [...new Map(summed).values()];
  const taken = [...reservedColumns, ...geography.levels.map(({ code }) => code), ...sums.map(({ column }) => column)];
  const ofFiles = columnsOf([]).map(({ name }) => name);
  for (const name of lists.keys()) {
    if (ofFiles.includes(name))
      wrongAt(["codes", name])(`A category cannot be named ${name}: published files have a column of that name. Rename it.`);
    if (taken.includes(name))
      wrongAt(["codes", name])(
        `A category cannot be named ${name}: records have a column of that name, or the geography a level. Rename it.`,
      );
  }
  const finestPeriod = periodGrains.find((grain) => tables.some(({ spec: { dimensions } }) => dimensions.period.includes(grain))) ?? "year";
  const { reporting, problems: unread } = await readReporting(hub.folder, spec, geography, finestPeriod);
  problems.push(...unread);
  if (reporting !== null && ![mainLevel, ...others].some((level) => geography.chain(level).includes(reporting.level)))
    wrongAt(["reporting"])(
      `It is stated by ${reporting.level} what was reported, and no area of the records lies in one. State it by a level that they roll up to.`,
    );
  if (reporting !== null) checkReporting(tables, reporting, geography, wrong);
  const plan: DatasetPlan = {
    file,
    areaColumns: [{ column: "area", level: mainLevel }, ...others.map((level) => ({ column: level, level }))],
    categories: new Map([...lists].filter(([name]) => used.has(name))),
    sums,
    hasPersons: spec.protection.unit.of === "person",
    hasKeys: tables.some(({ spec: { policy } }) => usesKeys(policy)),
    tables,
    standards,
    reporting,
  };
  if (spec.locate !== undefined) checkLocate(spec.locate, plan, geography, wrongAt(["locate"]));
  return { plan, problems };
}

/** Coordinates are columns of their own, and every level that they are looked up at has boundaries. */
function checkLocate(
  { latitude, longitude, level }: NonNullable<DatasetSpec["locate"]>,
  { file: { spec }, areaColumns, categories, sums }: DatasetPlan,
  geography: Geography,
  wrong: (message: string) => void,
): void {
  if (spec.areaLevel !== undefined && spec.areaLevel !== level)
    wrong("The dataset's areaLevel is another than the level of locate. Leave areaLevel out.");
  const taken = [...reservedColumns, ...areaColumns.map(({ column }) => column), ...categories.keys(), ...sums.map(({ column }) => column)];
  if (latitude === longitude || taken.includes(latitude) || taken.includes(longitude))
    wrong(
      "The columns that locate names for latitude and longitude are one, or are columns of something else. Give each a name of its own.",
    );
  for (const { level: own } of areaColumns) {
    if (!geography.levels.some(({ code }) => code === own))
      wrong(`The dataset is located by ${own}, which is no level of the hub's geography.`);
    else if (geography.atLevel(own).some(({ boundary }) => boundary === undefined))
      wrong(`The dataset is located by ${own}, and an area of that level has no boundary. Give the level a GeoJSON file.`);
  }
}
