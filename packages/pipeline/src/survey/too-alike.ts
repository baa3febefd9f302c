import type { Geography } from "../geography/areas.ts";
import { cellKey, type SurveyCell } from "./cells.ts";
import type { PlannedPeriod, SurveyPlan } from "./plan.ts";
import { everyone } from "./sums.ts";

/** Whom a column counts, of those who were asked it or of those who answered. */
export interface Base {
  /** People of a wave, area and group. */
  readonly count: (wave: number, area: string, grouping: string, group: string) => number;
  /** People of a wave and area who are in two groups of different groupings. */
  readonly inBoth: (wave: number, area: string, group: string, other: string) => number;
}

export interface AlikeCells {
  readonly cells: readonly SurveyCell[];
  readonly periods: ReadonlyMap<string, PlannedPeriod>;
  /** Names of the cells that an earlier release told of: these stay. */
  readonly told: ReadonlySet<string>;
}

/** A cell that would be shown, as far as its base goes. */
interface Shown {
  readonly place: number;
  readonly cell: SurveyCell;
  readonly n: number;
  /** What is kept first: told before, of everybody, of the larger area, of one wave, then in the order of the cells. */
  readonly rank: readonly number[];
}

const before = (a: readonly number[], b: readonly number[]) => {
  const at = a.findIndex((value, place) => value !== b[place]);
  return (a[at] ?? 0) - (b[at] ?? 0);
};

/**
 * Which cells must not be shown since others that are shown hold the same people but for a few: two cells that differ by one person, each rounded by
 * itself, tell that person's answer wherever one of them is rounded up and the other down.
 *
 * Looks at every two cells whose numbers are that close, whatever waves, areas and groups they are of; and at what is left of a cell beside all its
 * parts that are shown: groups of everybody, areas of an area, waves of twelve months.
 * @param isCell Whether a cell has a figure at all.
 * @returns Places of cells.
 */
export function tooAlike(
  plan: SurveyPlan,
  geography: Geography,
  { cells, periods, told }: AlikeCells,
  base: Base,
  isCell: (place: number) => boolean,
): ReadonlySet<number> {
  const { smallestBase, smallestAnswer } = plan.file.spec.policy;
  const wavesOf = ({ period }: SurveyCell) => periods.get(period)?.waves ?? [];
  const depthOf = new Map(geography.levels.map(({ code }) => [code, geography.chain(code).length]));
  const shown = cells.flatMap((cell, place): Shown[] => {
    if (!isCell(place)) return [];
    const n = wavesOf(cell).reduce((sum, wave) => sum + base.count(wave, cell.area, cell.grouping, cell.group), 0);
    if (n < smallestBase) return [];
    const rank = [
      told.has(cellKey(cell)) ? 0 : 1,
      cell.group === everyone ? 0 : 1,
      depthOf.get(geography.areas.get(cell.area)?.level ?? "") ?? 0,
      wavesOf(cell).length,
      place,
    ];
    return [{ place, cell, n, rank }];
  });
  const hidden = new Set<number>();
  const isFew = (people: number) => people > 0 && people < smallestAnswer;

  /** How many people are in one of two cells and not in the other. */
  const apart = (one: Shown, other: Shown): number => {
    const area = finerArea(geography, one.cell.area, other.cell.area);
    const all = one.n + other.n;
    if (area === undefined) return all;
    const shared = wavesOf(one.cell).filter((wave) => wavesOf(other.cell).includes(wave));
    const inBoth = (wave: number): number => {
      const [a, b] = [one.cell, other.cell];
      if (a.group === b.group || b.group === everyone) return base.count(wave, area, a.grouping, a.group);
      if (a.group === everyone) return base.count(wave, area, b.grouping, b.group);
      return a.grouping === b.grouping ? 0 : base.inBoth(wave, area, a.group, b.group);
    };
    return all - 2 * shared.reduce((sum, wave) => sum + inBoth(wave), 0);
  };
  const byNumber = [...shown].sort((a, b) => a.n - b.n || a.place - b.place);
  const pairs: (readonly [kept: Shown, other: Shown])[] = [];
  for (const [at, one] of byNumber.entries()) {
    for (let next = at + 1; next < byNumber.length; next++) {
      const other = byNumber[next];
      if (other === undefined || other.n - one.n >= smallestAnswer) break;
      if (isFew(apart(one, other))) pairs.push(before(one.rank, other.rank) < 0 ? [one, other] : [other, one]);
    }
  }
  for (const [kept, other] of pairs.sort((a, b) => before(a[0].rank, b[0].rank) || before(a[1].rank, b[1].rank)))
    if (!hidden.has(kept.place)) hidden.add(other.place);

  const wholes = partsOf(geography, shown, wavesOf);
  for (let found = true; found; ) {
    found = false;
    for (const { whole, parts } of wholes) {
      if (hidden.has(whole.place)) continue;
      const left = parts.filter(({ place }) => !hidden.has(place));
      if (left.length === 0 || !isFew(whole.n - left.reduce((sum, { n }) => sum + n, 0))) continue;
      const last = [whole, ...left].sort((a, b) => (a.rank[0] ?? 0) - (b.rank[0] ?? 0) || b.n - a.n || a.place - b.place).at(-1);
      if (last === undefined) continue;
      hidden.add(last.place);
      found = true;
    }
  }
  return hidden;
}

/** The one of two areas that lies in the other; `undefined` where neither does. */
function finerArea(geography: Geography, one: string, other: string): string | undefined {
  const levelOf = (area: string) => geography.areas.get(area)?.level ?? "";
  if (geography.ancestor(one, levelOf(other)) === other) return one;
  return geography.ancestor(other, levelOf(one)) === one ? other : undefined;
}

/** Each cell with the cells that it is made of: the groups of a grouping, the areas of a level below, the waves of twelve months. */
function partsOf(geography: Geography, shown: readonly Shown[], wavesOf: (cell: SurveyCell) => readonly number[]) {
  const byKey = new Map(shown.map((one) => [cellKey(one.cell), one]));
  const parts = new Map<string, { readonly whole: Shown; readonly parts: Shown[] }>();
  const add = (whole: Shown | undefined, kind: string, part: Shown) => {
    if (whole === undefined || whole === part) return;
    const key = `${whole.place} ${kind}`;
    const own = parts.get(key);
    if (own === undefined) parts.set(key, { whole, parts: [part] });
    else own.parts.push(part);
  };
  const years = shown.filter(({ cell }) => wavesOf(cell).length > 1);
  for (const part of shown) {
    const { cell } = part;
    if (cell.group !== everyone) add(byKey.get(cellKey({ ...cell, grouping: everyone, group: everyone })), cell.grouping, part);
    const level = geography.areas.get(cell.area)?.level ?? "";
    for (const above of geography.chain(level).slice(1)) {
      const area = geography.ancestor(cell.area, above);
      if (area !== undefined) add(byKey.get(cellKey({ ...cell, area })), `area ${level}`, part);
    }
    const [wave, ...more] = wavesOf(cell);
    if (wave === undefined || more.length > 0) continue;
    for (const year of years)
      if (year.cell.area === cell.area && year.cell.group === cell.group && wavesOf(year.cell).includes(wave)) add(year, "waves", part);
  }
  return [...parts.values()];
}
