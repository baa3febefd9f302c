import type { Geography } from "../geography/areas.ts";
import type { ReadyDataset } from "../release/content.ts";

/** The levels that figures are worked out for, and below. */
export interface AreaLevels {
  /** The level with most below the top that figures are published for, and those that it nests in: finest first. */
  readonly chain: readonly string[];
  /** The two widest of them. */
  readonly wide: readonly string[];
}

/** The longest chain of levels that figures are published by; the hub's longest where there are none. */
export function areaLevels(geography: Geography, datasets: readonly ReadyDataset[]): AreaLevels {
  const used = new Set(datasets.flatMap(({ tables }) => tables.flatMap(({ dimensions }) => dimensions[0]?.levels ?? [])));
  const longest = (codes: readonly string[]) =>
    codes.map((code) => geography.chain(code)).reduce<readonly string[]>((best, one) => (one.length > best.length ? one : best), []);
  const levels = geography.levels.map(({ code }) => code);
  const published = longest(levels.filter((code) => used.has(code)));
  const chain = published.length > 0 ? published : longest(levels);
  return { chain, wide: chain.slice(-2) };
}

/** Levels of `wide` that hold several areas of a level; the level itself where nothing holds it. */
export function levelsAbove({ chain, wide }: AreaLevels, unit: string): readonly string[] {
  const above = wide.filter((level) => chain.indexOf(level) > chain.indexOf(unit));
  return above.length > 0 ? above : wide.slice(-1);
}

/** The areas of a level that lie in an area, or are it. */
export function areasWithin(geography: Geography, level: string, area: string): readonly string[] {
  const own = geography.areas.get(area)?.level ?? "";
  return geography
    .atLevel(level)
    .filter(({ code }) => geography.ancestor(code, own) === area)
    .map(({ code }) => code);
}

/** Whether one area lies in the other, or is it. */
export function liesIn(geography: Geography, area: string, holder: string): boolean {
  return geography.ancestor(area, geography.areas.get(holder)?.level ?? "") === holder;
}

/** Whether something that concerns some areas concerns an area: it is one of them, lies in one or holds one. What names none concerns the whole. */
export function concerns(geography: Geography, areas: readonly string[], area: string): boolean {
  if (areas.length === 0) return geography.areas.get(area)?.parent === undefined;
  return areas.some((one) => liesIn(geography, one, area) || liesIn(geography, area, one));
}
