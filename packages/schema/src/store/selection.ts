import type { Dataset, Dimension, Grouping, Measure, Period } from "@openbeat/database/client";
import { type ObservationStatus, parsePeriod } from "../domain/index.ts";
import { QueryError } from "../errors.ts";
import { type Catalogue, type CatalogueTable, catalogueOf, levelsAbove } from "./catalogue.ts";
import { didYouMean, quoted } from "./did-you-mean.ts";

/** Which members of a dimension: exactly one of its ways is given. */
export interface DimensionPredicate {
  readonly in?: readonly string[] | null | undefined;
  readonly notIn?: readonly string[] | null | undefined;
  /** Periods, both ends included; either may be of any grain. */
  readonly range?: { readonly from?: string | null | undefined; readonly to?: string | null | undefined } | null | undefined;
  /** Everything below a member, and the member itself. */
  readonly under?: string | null | undefined;
}
export interface DimensionFilter {
  readonly dimension: string;
  readonly is: DimensionPredicate;
}

/** In which order cells are given: as they stand in their table, or by their values. */
export const cellOrders = ["PUBLISHED", "HIGHEST_FIRST", "LOWEST_FIRST"] as const;
export type CellOrder = (typeof cellOrders)[number];

/** What is asked of a dataset. */
export interface CellQuestion {
  readonly measures: readonly string[];
  /** `dimension.level`, such as `area.district`. A dimension that is left out is taken at its total. */
  readonly by: readonly string[];
  readonly where?: readonly DimensionFilter[] | null | undefined;
  readonly status?: readonly ObservationStatus[] | null | undefined;
  /** Code of the table to read, where several publish the same combination; the first of them otherwise. */
  readonly table?: string | null | undefined;
  /** Left out: as published. */
  readonly orderBy?: CellOrder | null | undefined;
}

/** One axis of the answer. */
export interface Axis {
  readonly dimension: Dimension;
  readonly level: string;
}

/** A question that was understood: one published grouping of one table, and which of its cells. */
export interface Selection {
  readonly catalogue: Catalogue;
  readonly table: CatalogueTable;
  readonly grouping: Grouping;
  readonly measures: readonly Measure[];
  /** In the order of `by`. */
  readonly by: readonly Axis[];
  /** Every dimension of the table with its level, in the table's own order. */
  readonly axes: readonly Axis[];
  /** Which members, where not all of them: ids of areas and periods, codes of categories by the place of their dimension. */
  readonly areaIds?: readonly number[];
  readonly periodIds?: readonly number[];
  readonly codes: ReadonlyMap<number, readonly string[]>;
  readonly status?: readonly ObservationStatus[];
  /** The filters as they were asked. */
  readonly where: readonly DimensionFilter[];
  readonly orderBy: CellOrder;
}

/** Tells which periods a table holds at a grain; asked only where a question leaves the period out. */
export type CountPeriods = (table: CatalogueTable, grain: string) => Promise<number>;

const list = (words: readonly string[]) => words.map(quoted).join(", ");
const unique = <Item>(items: Iterable<Item>): readonly Item[] => [...new Set(items)];
const mostListed = 200;

interface Member {
  readonly code: string;
  readonly level: string;
}

/** The members of a dimension but for time: code and level of each. */
function membersOf(catalogue: Catalogue, dimension: Dimension): readonly Member[] {
  if (dimension.kind === "GEOGRAPHY") {
    return catalogue.areas.map(({ code, levelId }) => ({ code, level: catalogue.levelById.get(levelId)?.code ?? "" }));
  }
  return catalogue.codesByList.get(dimension.codeListId ?? -1) ?? [];
}

/** The levels of a dimension that stand for the whole: those with one member. */
async function totalLevels(table: CatalogueTable, dimension: Dimension, countPeriods: CountPeriods): Promise<readonly string[]> {
  if (dimension.kind === "TIME") {
    const counts = await Promise.all(dimension.levels.map((grain) => countPeriods(table, grain)));
    return dimension.levels.filter((_, at) => counts[at] === 1);
  }
  const members = membersOf(catalogueOf(table), dimension);
  return dimension.levels.filter((level) => members.filter((member) => member.level === level).length === 1);
}

interface Wish {
  readonly dimension: string;
  readonly level: string;
}

function readBy(by: readonly string[], tables: readonly CatalogueTable[]): readonly Wish[] {
  const dimensions = tables.flatMap((table) => table.dimensions);
  const codes = unique(dimensions.map(({ code }) => code));
  const wishes = by.map((entry): Wish => {
    const dot = entry.indexOf(".");
    const dimension = dot < 0 ? entry : entry.slice(0, dot);
    const level = dot < 0 ? undefined : entry.slice(dot + 1);
    if (!codes.includes(dimension)) {
      throw new QueryError("UNKNOWN_DIMENSION", `This dataset has no dimension ${quoted(dimension)}.`, didYouMean(dimension, codes));
    }
    const levels = unique(dimensions.filter(({ code }) => code === dimension).flatMap((one) => one.levels));
    if (level === undefined) {
      throw new QueryError("UNKNOWN_LEVEL", `${quoted(entry)} says no level of the dimension.`, {
        hint: `Write one of: ${list(levels.map((one) => `${dimension}.${one}`))}.`,
        suggestions: levels.map((one) => `${dimension}.${one}`),
      });
    }
    if (!levels.includes(level)) {
      throw new QueryError(
        "UNKNOWN_LEVEL",
        `The dimension ${quoted(dimension)} is not published at a level ${quoted(level)}.`,
        didYouMean(level, levels),
      );
    }
    return { dimension, level };
  });
  const twice = wishes.find(({ dimension }, at) => wishes.findIndex((other) => other.dimension === dimension) < at);
  if (twice !== undefined) {
    throw new QueryError("BAD_USER_INPUT", `The dimension ${quoted(twice.dimension)} stands twice in \`by\`.`, {
      hint: "A cell stands at one level of each dimension: ask one question per level.",
    });
  }
  return wishes;
}

function tablesNamed(tables: readonly CatalogueTable[], code: string | null | undefined): readonly CatalogueTable[] {
  if (code == null) return tables;
  const found = tables.filter(({ row }) => row.code === code);
  if (found.length > 0) return found;
  const codes = tables.map(({ row }) => row.code);
  throw new QueryError("UNKNOWN_TABLE", `This dataset has no table ${quoted(code)}.`, didYouMean(code, codes));
}

function readMeasures(codes: readonly string[], tables: readonly CatalogueTable[]): readonly string[] {
  const known = unique(tables.flatMap(({ measures }) => measures.map(({ code }) => code)));
  if (codes.length === 0) {
    throw new QueryError("BAD_USER_INPUT", "The question names no measure.", { hint: `This dataset has: ${list(known)}.` });
  }
  for (const code of codes) {
    if (!known.includes(code)) {
      throw new QueryError("UNKNOWN_MEASURE", `This dataset has no measure ${quoted(code)}.`, didYouMean(code, known));
    }
  }
  return unique(codes);
}

/** The levels that a table would be read at, in its own order, or `undefined` where it cannot answer. */
async function levelsFor(
  table: CatalogueTable,
  wishes: readonly Wish[],
  countPeriods: CountPeriods,
): Promise<readonly string[] | undefined> {
  if (!wishes.every(({ dimension, level }) => table.dimensions.some((one) => one.code === dimension && one.levels.includes(level)))) {
    return undefined;
  }
  const levels: string[] = [];
  for (const dimension of table.dimensions) {
    const level = wishes.find((wish) => wish.dimension === dimension.code)?.level ?? (await totalLevels(table, dimension, countPeriods))[0];
    if (level === undefined) return undefined;
    levels.push(level);
  }
  return levels;
}

const sameLevels = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((level, at) => level === b[at]);

/** How `by` asks for a grouping: one entry per dimension. */
export const byOf = (table: CatalogueTable, grouping: Grouping): readonly string[] =>
  table.dimensions.map(({ code }, at) => `${code}.${grouping.levels[at] ?? ""}`);

async function findGrouping(
  tables: readonly CatalogueTable[],
  measures: readonly string[],
  wishes: readonly Wish[],
  countPeriods: CountPeriods,
): Promise<{ readonly table: CatalogueTable; readonly grouping: Grouping }> {
  const able = tables.filter((table) => measures.every((code) => table.measures.some((measure) => measure.code === code)));
  for (const table of able) {
    const levels = await levelsFor(table, wishes, countPeriods);
    const grouping = levels && table.groupings.find((one) => sameLevels(one.levels, levels));
    if (grouping !== undefined) return { table, grouping };
  }
  const available = able.flatMap((table) => table.groupings.map((grouping) => byOf(table, grouping)));
  throw new QueryError(
    "GROUPING_NOT_PUBLISHED",
    able.length === 0
      ? "No published table holds these measures together."
      : "This combination of dimensions was not published. Only published combinations can be read: anything finer could identify people.",
    {
      hint:
        able.length === 0
          ? "Ask for one measure at a time; `dataset { groupings { by measures } }` lists what there is."
          : "Use one of `available` as `by`. A dimension that is left out is taken at its total, where it has one.",
      available: available.slice(0, mostListed),
    },
  );
}

/** Refuses members that do not exist, or that stand at another level than the one that was asked for. */
function requireMembers(members: readonly Member[], { dimension, level }: Axis, codes: readonly string[]): void {
  for (const code of codes) {
    const member = members.find((one) => one.code === code);
    if (member?.level === level) continue;
    if (member === undefined) {
      throw new QueryError(
        "UNKNOWN_MEMBER",
        `The dimension ${quoted(dimension.code)} has no member ${quoted(code)}.`,
        didYouMean(
          code,
          members.filter((one) => one.level === level).map((one) => one.code),
        ),
      );
    }
    throw new QueryError(
      "UNKNOWN_MEMBER",
      `${quoted(code)} stands at the level ${quoted(member.level)} of the dimension ${quoted(dimension.code)}, but this question is by ${quoted(level)}.`,
      { hint: `Write "${dimension.code}.${member.level}" in \`by\`, or use \`under\` for what lies in it.`, suggestions: [] },
    );
  }
}

/** The members at the axis's level that lie in one member, or are it. */
function membersUnder(catalogue: Catalogue, { dimension, level }: Axis, code: string): readonly string[] {
  const members = membersOf(catalogue, dimension);
  if (!members.some((member) => member.code === code)) {
    throw new QueryError(
      "UNKNOWN_MEMBER",
      `The dimension ${quoted(dimension.code)} has no member ${quoted(code)}.`,
      didYouMean(
        code,
        members.map((member) => member.code),
      ),
    );
  }
  if (dimension.kind === "GEOGRAPHY") {
    const top = catalogue.areaByCode.get(code);
    const topLevel = catalogue.levelById.get(top?.levelId ?? -1);
    const target = catalogue.levels.find((one) => one.code === level);
    if (target === undefined || topLevel === undefined || ![...levelsAbove(catalogue, target)].includes(topLevel)) {
      throw new QueryError(
        "UNKNOWN_MEMBER",
        `Areas of the level ${quoted(level)} do not lie in ${quoted(code)}, which is of the level ${quoted(topLevel?.code ?? "")}.`,
        { hint: "Ask for a level that nests in it, or name the areas with `in`.", suggestions: [] },
      );
    }
    const found: string[] = [];
    const visit = (id: number) => {
      const area = catalogue.areaById.get(id);
      if (area?.levelId === target.id) found.push(area.code);
      for (const child of catalogue.areaChildren.get(id) ?? []) visit(child.id);
    };
    if (top !== undefined) visit(top.id);
    return found;
  }
  const codes = catalogue.codesByList.get(dimension.codeListId ?? -1) ?? [];
  const found: string[] = [];
  const visit = (id: number) => {
    const member = catalogue.codeById.get(id);
    if (member?.level === level) found.push(member.code);
    for (const child of catalogue.codeChildren.get(id) ?? []) visit(child.id);
  };
  for (const one of codes) if (one.code === code) visit(one.id);
  return found;
}

function requirePeriod(code: string) {
  const period = parsePeriod(code);
  if (period === undefined) {
    throw new QueryError("UNKNOWN_MEMBER", `${quoted(code)} is not a period.`, {
      hint: "Write a year 2026, a quarter 2026-Q3 or a month 2026-09.",
      suggestions: [],
    });
  }
  return period;
}

const day = (date: Date) => date.toISOString().slice(0, 10);

function periodsWhere(periods: readonly Period[], axis: Axis, is: DimensionPredicate): readonly Period[] {
  if (is.range != null) {
    const from = is.range.from == null ? undefined : requirePeriod(is.range.from).start;
    const to = is.range.to == null ? undefined : requirePeriod(is.range.to).end;
    if (from !== undefined && to !== undefined && from > to) {
      throw new QueryError("BAD_USER_INPUT", "The range of periods ends before it begins.", { hint: "Exchange `from` and `to`." });
    }
    return periods.filter(({ start, end }) => (from === undefined || day(start) >= from) && (to === undefined || day(end) <= to));
  }
  if (is.under != null) {
    const { start, end } = requirePeriod(is.under);
    return periods.filter((period) => day(period.start) >= start && day(period.end) <= end);
  }
  const codes = is.in ?? is.notIn ?? [];
  for (const code of codes) {
    const { grain } = requirePeriod(code);
    if (grain !== axis.level) {
      throw new QueryError("UNKNOWN_MEMBER", `${quoted(code)} is a ${grain}, but this question is by ${axis.level}.`, {
        hint: `Write "${axis.dimension.code}.${grain}" in \`by\`, or use \`under\` or \`range\`, which take any grain.`,
        suggestions: [],
      });
    }
  }
  const named = new Set(codes);
  return periods.filter(({ code }) => named.has(code) === (is.in != null));
}

/** Which members at the axis's level a filter leaves: their codes. */
function membersWhere(catalogue: Catalogue, axis: Axis, is: DimensionPredicate): readonly string[] {
  if (is.range != null) {
    throw new QueryError("BAD_USER_INPUT", `The dimension ${quoted(axis.dimension.code)} has no order: \`range\` is for periods.`, {
      hint: "Use `in`, `notIn` or `under`.",
    });
  }
  if (is.under != null) return membersUnder(catalogue, axis, is.under);
  const members = membersOf(catalogue, axis.dimension);
  const codes = is.in ?? is.notIn ?? [];
  requireMembers(members, axis, codes);
  const named = new Set(codes);
  return members.filter(({ code, level }) => level === axis.level && named.has(code) === (is.in != null)).map(({ code }) => code);
}

const both = <Item>(before: readonly Item[] | undefined, more: readonly Item[]): readonly Item[] =>
  before === undefined ? more : before.filter((item) => more.includes(item));

/** A selection of a whole grouping of a table. */
export function wholeGrouping(catalogue: Catalogue, table: CatalogueTable, groupingId: number): Selection {
  const grouping = table.groupings.find(({ id }) => id === groupingId);
  if (grouping === undefined) throw new Error("A cell has no grouping.");
  const axes = table.dimensions.map((dimension, at) => ({ dimension, level: grouping.levels[at] ?? "" }));
  return { catalogue, table, grouping, measures: table.measures, by: axes, axes, codes: new Map(), where: [], orderBy: "PUBLISHED" };
}

/**
 * Understands a question: which published grouping answers it, and which of its cells.
 * @throws {QueryError} With the code that says what is unknown or was not published, and what there is instead.
 */
export async function select(dataset: Dataset, question: CellQuestion, countPeriods: CountPeriods): Promise<Selection> {
  const catalogue = catalogueOf(dataset);
  const tables = tablesNamed(catalogue.tablesByDataset.get(dataset.id) ?? [], question.table);
  const measureCodes = readMeasures(question.measures, tables);
  if ((question.orderBy ?? "PUBLISHED") !== "PUBLISHED" && measureCodes.length > 1) {
    throw new QueryError("BAD_USER_INPUT", "The values of several measures have no order: they are of different units.", {
      hint: "Ask for one measure at a time, or leave `orderBy` out.",
    });
  }
  const wishes = readBy(question.by, tables);
  const { table, grouping } = await findGrouping(tables, measureCodes, wishes, countPeriods);
  const axes = table.dimensions.map((dimension, at): Axis => ({ dimension, level: grouping.levels[at] ?? "" }));
  const axisOf = (code: string): Axis => {
    const axis = axes.find(({ dimension }) => dimension.code === code);
    if (axis !== undefined) return axis;
    const codes = axes.map(({ dimension }) => dimension.code);
    throw new QueryError("UNKNOWN_DIMENSION", `The table that answers this has no dimension ${quoted(code)}.`, didYouMean(code, codes));
  };

  let areaIds: readonly number[] | undefined;
  let periodIds: readonly number[] | undefined;
  const codes = new Map<number, readonly string[]>();
  for (const { dimension: code, is } of question.where ?? []) {
    const axis = axisOf(code);
    const { kind, position } = axis.dimension;
    if (kind === "TIME") {
      const periods = periodsWhere(
        catalogue.periods.filter(({ grain }) => grain.toLowerCase() === axis.level),
        axis,
        is,
      );
      periodIds = both(
        periodIds,
        periods.map(({ id }) => id),
      );
      continue;
    }
    const members = membersWhere(catalogue, axis, is);
    if (kind === "GEOGRAPHY") {
      areaIds = both(
        areaIds,
        members.flatMap((member) => catalogue.areaByCode.get(member)?.id ?? []),
      );
    } else {
      codes.set(position, both(codes.get(position), members));
    }
  }
  return {
    catalogue,
    table,
    grouping,
    measures: table.measures.filter(({ code }) => measureCodes.includes(code)),
    by: wishes.map(({ dimension }) => axisOf(dimension)),
    axes,
    ...(areaIds === undefined ? {} : { areaIds }),
    ...(periodIds === undefined ? {} : { periodIds }),
    codes,
    ...(question.status == null ? {} : { status: question.status }),
    where: question.where ?? [],
    orderBy: question.orderBy ?? "PUBLISHED",
  };
}
