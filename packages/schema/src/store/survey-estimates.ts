import type { Area, Code, Period, SurveyItem } from "@openbeat/database/client";
import { type ObservationStatus, type SurveyMeasure, surveyMeasures } from "../domain/index.ts";
import { QueryError } from "../errors.ts";
import { catalogueOf } from "./catalogue.ts";
import { type Cell, observationColumns, type Run, toCell } from "./cells.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { didYouMean, quoted } from "./did-you-mean.ts";
import { byOf, type Selection, wholeGrouping } from "./selection.ts";
import {
  codesAt,
  everyone,
  findMember,
  grainOf,
  groupingsOfSurvey,
  type ItemLevel,
  type PublishedEstimates,
  publishedKey,
  questionOf,
  rollingYear,
  type Survey,
  type WaveRecord,
  wavesOf,
} from "./surveys.ts";

/** What is asked of a survey. What is left out: every item and construct, the latest wave, the widest area, everyone. */
export interface EstimateQuestion {
  readonly items?: readonly string[] | null | undefined;
  readonly constructs?: readonly string[] | null | undefined;
  /** Items whose answers are asked for, one by one. */
  readonly answersOf?: readonly string[] | null | undefined;
  readonly measures?: readonly SurveyMeasure[] | null | undefined;
  readonly areas?: readonly string[] | null | undefined;
  readonly areaLevel?: string | null | undefined;
  readonly periods?: readonly string[] | null | undefined;
  /** Every wave, and not the latest alone. */
  readonly allWaves?: boolean | null | undefined;
  /** The twelve months up to the end of each period, in its place. */
  readonly rolling?: boolean | null | undefined;
  readonly groups?: readonly string[] | null | undefined;
  readonly grouping?: string | null | undefined;
  readonly status?: readonly ObservationStatus[] | null | undefined;
}

/** A question that was understood. */
export interface EstimateSelection {
  readonly survey: Survey;
  readonly published: readonly PublishedEstimates[];
  readonly areas: readonly Area[];
  readonly periods: readonly Period[];
  readonly items: readonly Code[];
  readonly groups: readonly Code[];
  readonly status: readonly ObservationStatus[] | null;
}

/** One estimate as it was published. */
export interface FoundEstimate {
  readonly survey: Survey;
  readonly place: number;
  /** Of the whole grouping that it stands in. */
  readonly selection: Selection;
  readonly cell: Cell;
}

/** Which estimate: everything that tells one from all others of its survey. */
export interface EstimateAddress {
  readonly measure: string;
  readonly area: Area;
  readonly period: Period;
  readonly item: Code;
  readonly group: Code;
}

const measuresAt: Readonly<Record<ItemLevel, readonly SurveyMeasure[]>> = {
  answer: [surveyMeasures.share],
  item: [surveyMeasures.favourable, surveyMeasures.unfavourable, surveyMeasures.index, surveyMeasures.nonAnswer],
  construct: [surveyMeasures.index],
};
/** What is meant where no measure is named. */
export const usualMeasure: Readonly<Record<ItemLevel, SurveyMeasure>> = {
  answer: surveyMeasures.share,
  item: surveyMeasures.favourable,
  construct: surveyMeasures.index,
};
const kindInWords: Readonly<Record<ItemLevel, string>> = { answer: "answers", item: "items", construct: "constructs" };

const unique = <Value>(values: readonly Value[]): readonly Value[] => [...new Set(values)];

const answersTo = (survey: Survey, { code }: { readonly code: string }): readonly Code[] => {
  const item = survey.itemCodes.get(code);
  return item === undefined ? [] : codesAt(survey.itemCodes, "answer").filter(({ parentId }) => parentId === item.id);
};

interface Wanted {
  readonly level: ItemLevel;
  readonly codes: readonly Code[];
  readonly measures: readonly SurveyMeasure[];
}

function whatIsWanted(survey: Survey, { items, constructs, answersOf, measures }: EstimateQuestion): readonly Wanted[] {
  const codesOf = (entries: readonly { readonly code: string }[]) => entries.flatMap(({ code }) => survey.itemCodes.get(code) ?? []);
  const named = { item: items, construct: constructs, answer: answersOf };
  const isNamed = Object.values(named).some((codes) => codes != null);
  return (["answer", "item", "construct"] as const).flatMap((level): readonly Wanted[] => {
    const codes = named[level];
    const own = measures == null ? [usualMeasure[level]] : measuresAt[level].filter((measure) => measures.includes(measure));
    if (isNamed ? codes == null : own.length === 0 || (level === "answer" && measures == null)) return [];
    if (own.length === 0) {
      throw new QueryError("BAD_USER_INPUT", `None of the measures asked for is published of ${kindInWords[level]}.`, {
        hint: "SHARE is of answers (`answersOf`), FAVOURABLE, UNFAVOURABLE and NON_ANSWER are of `items`, INDEX is of `items` and `constructs`.",
      });
    }
    const kind = level === "construct" ? "construct" : "item";
    const all = level === "construct" ? survey.constructs : survey.items;
    if (codes == null && all.length === 0) return [];
    const entries = codes == null ? all : unique(codes).map((code) => findMember<{ readonly code: string }>(all, code, kind));
    return [{ level, codes: level === "answer" ? entries.flatMap((entry) => answersTo(survey, entry)) : codesOf(entries), measures: own }];
  });
}

function areasWanted({ catalogue }: Survey, { areas, areaLevel }: EstimateQuestion): readonly Area[] {
  const level = areaLevel == null ? undefined : catalogue.levels.find(({ code }) => code === areaLevel);
  if (areaLevel != null && level === undefined) {
    const codes = catalogue.levels.map(({ code }) => code);
    throw new QueryError("UNKNOWN_LEVEL", `There is no level of areas ${quoted(areaLevel)}.`, didYouMean(areaLevel, codes));
  }
  if (areas != null) {
    const found = unique(areas).map((code) => {
      const area = catalogue.areaByCode.get(code);
      if (area !== undefined) return area;
      const codes = [...catalogue.areaByCode.keys()];
      throw new QueryError("UNKNOWN_MEMBER", `Release ${catalogue.release.version} has no area ${quoted(code)}.`, didYouMean(code, codes));
    });
    return level === undefined ? found : found.filter(({ levelId }) => levelId === level.id);
  }
  const top = level ?? catalogue.levels.find(({ parentId }) => parentId === null);
  return catalogue.areasByLevel.get(top?.id ?? -1) ?? [];
}

/** The period of a code, where the survey has figures for it: a wave's, or the twelve months that end with one. @throws {QueryError} `UNKNOWN_MEMBER` */
export function findPeriod(survey: Survey, code: string): Period {
  const periods = survey.waves.flatMap(({ period }) => [period, rollingYear(survey, period)]).filter((period) => period !== undefined);
  const found = periods.find((period) => period.code === code);
  if (found !== undefined) return found;
  const codes = periods.map((period) => period.code);
  throw new QueryError("UNKNOWN_MEMBER", `This survey has no wave, and no twelve months, ${quoted(code)}.`, didYouMean(code, codes));
}

function periodsWanted(survey: Survey, { periods, allWaves, rolling }: EstimateQuestion): readonly Period[] {
  if (periods != null && allWaves) {
    throw new QueryError("BAD_USER_INPUT", "`allWaves` and `periods` do not go together.", { hint: "Leave one of them out." });
  }
  const own = survey.waves.map(({ period }) => period);
  const named = periods != null ? unique(periods).map((code) => findPeriod(survey, code)) : allWaves ? own : own.slice(0, 1);
  if (rolling !== true) return named;
  const years = named.flatMap((period) => (period.grain === "ROLLING_YEAR" ? period : (rollingYear(survey, period) ?? [])));
  if (years.length > 0 || named.length === 0) return unique(years);
  throw new QueryError("GROUPING_NOT_PUBLISHED", "This survey is not shown over twelve months.", {
    hint: "Leave `rolling` out.",
    available: [],
  });
}

function groupsWanted(survey: Survey, { groups, grouping }: EstimateQuestion): readonly Code[] {
  const shown = groupingsOfSurvey(survey);
  if (grouping != null && grouping !== everyone && !shown.includes(grouping)) {
    throw new QueryError("UNKNOWN_LEVEL", `This survey is not shown by ${quoted(grouping)}.`, didYouMean(grouping, [everyone, ...shown]));
  }
  if (groups != null) {
    const found = unique(groups).map((code) => findMember([...survey.groupCodes.values()], code, "group"));
    return grouping == null ? found : found.filter(({ level }) => level === grouping);
  }
  return codesAt(survey.groupCodes, grouping ?? everyone);
}

const mostListed = 200;

/** Refuses a combination that no table publishes. */
function notPublished({ tables }: Survey, level: ItemLevel): QueryError {
  const available = tables.flatMap((table) =>
    table.groupings.filter(({ levels }) => levels[2] === level).map((grouping) => byOf(table, grouping)),
  );
  const seen = new Set<string>();
  const different = available.filter((by) => !seen.has(by.join()) && seen.add(by.join()));
  return new QueryError(
    "GROUPING_NOT_PUBLISHED",
    "This combination of areas, periods and groups was not published. Only published combinations can be read: anything finer could identify people.",
    { hint: "Ask for a combination of levels that stands in `available`.", available: different.slice(0, mostListed) },
  );
}

const areaLevelOf = (area: Area): string => catalogueOf(area).levelById.get(area.levelId)?.code ?? "";

/** Where an estimate would stand, if that was published. */
export const placeOf = ({ published }: Survey, { measure, area, period, item, group }: EstimateAddress): PublishedEstimates | undefined =>
  published.get(publishedKey(measure, areaLevelOf(area), grainOf(period), item.level, group.level));

/**
 * Understands a question to a survey.
 * @throws {QueryError} With the code that says what is unknown or was not published, and what there is instead.
 */
export function selectEstimates(survey: Survey, question: EstimateQuestion): EstimateSelection {
  const wanted = whatIsWanted(survey, question);
  const areas = areasWanted(survey, question);
  const periods = periodsWanted(survey, question);
  const groups = groupsWanted(survey, question);
  const published: PublishedEstimates[] = [];
  for (const { level, measures } of wanted) {
    for (const areaLevel of unique(areas.map(areaLevelOf))) {
      for (const grain of unique(periods.map(grainOf))) {
        for (const group of unique(groups.map((one) => one.level))) {
          for (const measure of measures) {
            const found = survey.published.get(publishedKey(measure, areaLevel, grain, level, group));
            if (found === undefined) throw notPublished(survey, level);
            published.push(found);
          }
        }
      }
    }
  }
  return { survey, published, areas, periods, items: wanted.flatMap(({ codes }) => codes), groups, status: question.status ?? null };
}

const condition = `FROM unnest($1::int[], $2::int[], $3::int[]) AS own (place, own_grouping, own_measure)
  JOIN observation o ON o.grouping_id = own.own_grouping AND o.measure_id = own.own_measure
  WHERE o.area_id = ANY($4::int[]) AND o.period_id = ANY($5::int[]) AND o.codes[1] = ANY($6::text[]) AND o.codes[2] = ANY($7::text[])
    AND ($8::text[] IS NULL OR o.status = ANY($8::text[]::observation_status[]))`;

const parametersOf = ({ published, areas, periods, items, groups, status }: EstimateSelection): unknown[] => [
  published.map(({ place }) => place),
  published.map(({ grouping }) => grouping.id),
  published.map(({ measure }) => measure.id),
  areas.map(({ id }) => id),
  periods.map(({ id }) => id),
  items.map(({ code }) => code),
  groups.map(({ code }) => code),
  status,
];

function toEstimate(survey: Survey, row: Readonly<Record<string, unknown>>): FoundEstimate {
  const place = Number(row.place);
  const table = survey.tables[place];
  if (table === undefined) throw new Error("An estimate has no table.");
  return {
    survey,
    place,
    selection: wholeGrouping(survey.catalogue, table, Number(row.own_grouping)),
    cell: toCell(survey.catalogue, row as never),
  };
}

export interface EstimatePage {
  readonly estimates: readonly FoundEstimate[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

// A place in the list of a survey's estimates is one number: the table, and the place in it.
const tableSize = 2 ** 31;
const listOf = ({ dataset }: Survey) => `estimates ${dataset.code}`;
/** The cursor of an estimate in its survey. */
export const estimateCursor = ({ survey, place, cell }: FoundEstimate): string =>
  writeCursor({ release: survey.catalogue.release.version, list: listOf(survey), at: place * tableSize + cell.seq });

/** Reads a page of estimates: table by table, in canonical order. @throws {QueryError} `CURSOR_INVALID`, `CURSOR_RELEASE_MISMATCH` */
export async function readEstimates(
  run: Run,
  selection: EstimateSelection,
  page: { readonly first: number; readonly after?: string | null | undefined },
): Promise<EstimatePage> {
  const { survey } = selection;
  const after = page.after == null ? -1 : readCursor(page.after, survey.catalogue.release.version, listOf(survey));
  const rows = await run(
    `SELECT own.place, own.own_grouping, ${observationColumns} ${condition} AND own.place::bigint * ${tableSize} + o.seq > $9::bigint
      ORDER BY own.place, o.seq LIMIT $10`,
    [...parametersOf(selection), after, page.first + 1],
  );
  return {
    estimates: rows.slice(0, page.first).map((row) => toEstimate(survey, row)),
    hasNextPage: rows.length > page.first,
    hasPreviousPage: after >= 0,
  };
}

/** How many estimates a question finds. */
export async function countEstimates(run: Run, selection: EstimateSelection): Promise<number> {
  const [row] = await run(`SELECT count(*)::int AS estimates ${condition}`, parametersOf(selection));
  return Number(row?.estimates ?? 0);
}

/** Reads estimates one by one, all with one question: one result per address, `undefined` where there is no such cell. */
export async function readEstimatesAt(
  run: Run,
  survey: Survey,
  addresses: readonly EstimateAddress[],
): Promise<readonly (FoundEstimate | undefined)[]> {
  const found: (FoundEstimate | undefined)[] = addresses.map(() => undefined);
  const published = addresses.flatMap((address, at) => {
    const place = placeOf(survey, address);
    return place === undefined ? [] : [{ at, address, place }];
  });
  if (published.length === 0) return found;
  const rows = await run(
    `SELECT own.at, own.place, own.own_grouping, ${observationColumns}
       FROM unnest($1::int[], $2::int[], $3::int[], $4::int[], $5::int[], $6::int[], $7::text[], $8::text[])
         AS own (at, place, own_grouping, own_measure, own_area, own_period, item, of_group)
       JOIN observation o ON o.grouping_id = own.own_grouping AND o.measure_id = own.own_measure AND o.area_id = own.own_area
         AND o.period_id = own.own_period AND o.codes[1] = own.item AND o.codes[2] = own.of_group`,
    [
      published.map(({ at }) => at),
      published.map(({ place }) => place.place),
      published.map(({ place }) => place.grouping.id),
      published.map(({ place }) => place.measure.id),
      published.map(({ address }) => address.area.id),
      published.map(({ address }) => address.period.id),
      published.map(({ address }) => address.item.code),
      published.map(({ address }) => address.group.code),
    ],
  );
  for (const row of rows) found[Number(row.at)] = toEstimate(survey, row);
  return found;
}

/** Which estimate a cell is. */
export function addressOf({ survey, cell }: FoundEstimate): EstimateAddress {
  const item = survey.itemCodes.get(cell.codes[0] ?? "");
  const group = survey.groupCodes.get(cell.codes[1] ?? "");
  if (item === undefined || group === undefined) throw new Error("An estimate's codes are not in their lists.");
  return { measure: cell.measure.code, area: cell.area, period: cell.period, item, group };
}

/** The item that an estimate is of, or whose answer it is of; `undefined` for a construct. */
export function itemOf(survey: Survey, code: Code): SurveyItem | undefined {
  if (code.level === "construct") return undefined;
  const own = code.level === "answer" ? survey.catalogue.codeById.get(code.parentId ?? -1)?.code : code.code;
  return survey.items.find((item) => item.code === own);
}

/** The items that an estimate is told of: one, or those of a construct. */
export function itemsBehind(survey: Survey, code: Code): readonly SurveyItem[] {
  const item = itemOf(survey, code);
  if (item !== undefined) return [item];
  const construct = survey.constructs.find((one) => one.code === code.code);
  return survey.items.filter(({ constructId }) => constructId === construct?.id);
}

/** The waves that an estimate rests on, newest first: those of its period that asked for it; where none did, all of them. */
export function wavesBehind({ survey, cell }: Pick<FoundEstimate, "survey" | "cell">): readonly WaveRecord[] {
  const waves = wavesOf(survey, cell.period);
  const code = survey.itemCodes.get(cell.codes[0] ?? "");
  const items = code === undefined ? [] : itemsBehind(survey, code);
  const asked = waves.filter((wave) => items.some((item) => questionOf(survey, item, wave) !== undefined));
  return asked.length === 0 ? waves : asked;
}
