import type { Area, Cube, Hub, PublishedTable } from "../data/hub.ts";
import { membersOf } from "../data/key.ts";
import type { Row } from "../data/row.ts";

type Shown = Extract<Row["observation"], { readonly status: "AVAILABLE" }>;

/** A published figure, with what it can be worked out from again. */
export interface WorkedExample {
  readonly table: PublishedTable;
  readonly cube: Cube;
  readonly row: Row;
  readonly area: Area;
  readonly figure: Shown;
  /** For a figure that was divided: what the quotient is multiplied by; 1, 100, 1,000 and so on. */
  readonly times: number | null;
  /** Published figures of the areas that make up the area, which add up to the figure; none where they do not. */
  readonly parts: readonly { readonly area: Area; readonly value: number }[];
}

const shownOf = ({ observation }: Row): Shown | undefined => (observation.status === "AVAILABLE" ? observation : undefined);

/** What a quotient is multiplied by, where that is a power of ten and gives the value again. */
function timesOf({ value, numerator, denominator }: Shown): number | null {
  if (numerator === null || denominator === null || numerator === 0 || denominator === 0) return null;
  const exact = (value * denominator) / numerator;
  const power = 10 ** Math.round(Math.log10(exact));
  return Math.abs(exact / power - 1) < 1e-6 ? power : null;
}

const sameMembers = (one: Row, other: Row) =>
  one.measure === other.measure && one.period === other.period && one.codes.every((code, at) => code === other.codes[at]);

/** The areas that make up an area, with their figures, where all of them are shown and add up to its own. */
function partsOf(hub: Hub, { row, table, figure }: Pick<WorkedExample, "row" | "table" | "figure">): WorkedExample["parts"] {
  const areas = new Map([...hub.areas.values()].filter(({ parent }) => parent === row.area).map((area) => [area.code, area]));
  for (const own of Map.groupBy(areas.values(), ({ level }) => level).values()) {
    for (const { rows, areaLevel } of hub.tables.filter(({ dataset }) => dataset === table.dataset).flatMap(({ cubes }) => cubes)) {
      if (areaLevel !== own[0]?.level) continue;
      const parts = rows
        .filter((one) => areas.has(one.area) && one.codes.length === row.codes.length && sameMembers(one, row))
        .flatMap((one) => {
          const [area, value] = [areas.get(one.area), shownOf(one)?.value];
          return area === undefined || value === undefined ? [] : [{ area, value }];
        });
      const sum = parts.reduce((all, { value }) => all + value, 0);
      if (parts.length > 1 && parts.length === own.length && parts.length <= 8 && sum === figure.value) return parts;
    }
  }
  return [];
}

/** How far an area is from the top: that of the whole is 0. */
const depthOf = (hub: Hub, code: string): number => {
  const parent = hub.areas.get(code)?.parent ?? null;
  return parent === null ? 0 : 1 + depthOf(hub, parent);
};

// The live and the frozen pages of a release tell the same.
const known = new WeakMap<Hub, Map<string, WorkedExample | undefined>>();

/**
 * The figure by which a measure is explained: of the widest area that has one, and one that is not nothing where there is; one that can be worked out again before one that cannot, one without
 * marks before one with, a whole before a part of it, the latest first. Nothing where no figure of the measure is shown.
 */
export function workedExample(hub: Hub, measure: string): WorkedExample | undefined {
  const ofHub = known.get(hub) ?? new Map<string, WorkedExample | undefined>();
  known.set(hub, ofHub);
  if (!ofHub.has(measure)) ofHub.set(measure, findExample(hub, measure));
  return ofHub.get(measure);
}

function findExample(hub: Hub, measure: string): WorkedExample | undefined {
  const candidates = hub.tables
    .filter((table) => table.measures.includes(measure))
    .flatMap((table) => table.cubes.map((cube) => ({ table, cube, depth: depthOf(hub, cube.rows[0]?.area ?? "") })));
  const found = [...Map.groupBy(candidates, ({ depth }) => depth)].toSorted(([one], [other]) => one - other);
  const isAdded = ["COUNT", "SUM"].includes(hub.measures.find(({ code }) => code === measure)?.kind ?? "");
  for (const isZeroToo of [false, true])
    for (const [, own] of found) {
      const best = bestOf(hub, measure, own, isZeroToo);
      if (best !== undefined) return isAdded ? { ...best, parts: partsOf(hub, best) } : best;
    }
  return undefined;
}

/** The figure of some cubes that explains the most. @param isZeroToo Whether one that is nothing does. */
function bestOf(hub: Hub, measure: string, cubes: readonly Pick<WorkedExample, "table" | "cube">[], isZeroToo: boolean) {
  let best: WorkedExample | undefined;
  for (const { table, cube } of cubes) {
    for (const row of cube.rows) {
      const figure = shownOf(row);
      const area = hub.areas.get(row.area);
      if (row.measure !== measure || figure === undefined || area === undefined || (figure.value === 0 && !isZeroToo)) continue;
      const example = { table, cube, row, area, figure, times: timesOf(figure), parts: [] };
      if (best === undefined || compare(hub, example, best) < 0) best = example;
    }
  }
  return best;
}

/** How many of the categories of a row are less than all of theirs. */
const partsOfWhole = (hub: Hub, { table, row }: Pick<WorkedExample, "table" | "row">): number =>
  row.codes.filter((code, at) => {
    const list = table.dimensions.filter(({ kind }) => kind === "CATEGORY")[at]?.codeList?.code;
    return hub.codeLists.find((one) => one.code === list)?.codes.find((one) => one.code === code)?.parent != null;
  }).length;

/** Negative where the first example explains more. */
function compare(hub: Hub, one: WorkedExample, other: WorkedExample): number {
  const byNumbers = [
    Number(one.times === null) - Number(other.times === null),
    one.figure.flags.length - other.figure.flags.length,
    partsOfWhole(hub, one) - partsOfWhole(hub, other),
  ].find((difference) => difference !== 0);
  return byNumbers ?? (one.row.period > other.row.period ? -1 : 1);
}

/** The question to the API that one cell answers. */
export function questionOf(version: string, { table, cube, row }: WorkedExample): string {
  const where = membersOf(row.key).map(
    ({ dimension, code }) => `{ dimension: ${JSON.stringify(dimension)}, is: { in: [${JSON.stringify(code)}] } }`,
  );
  return `{
  release(version: ${JSON.stringify(version)}) {
    dataset(code: ${JSON.stringify(table.dataset)}) {
      cells(
        table: ${JSON.stringify(table.code)}
        measures: [${JSON.stringify(row.measure)}]
        by: [${cube.by.map((entry) => JSON.stringify(entry)).join(", ")}]
        where: [
          ${where.join("\n          ")}
        ]
      ) {
        nodes { key estimate { value text numerator denominator interval { lower upper level method } } }
      }
    }
  }
}`;
}
