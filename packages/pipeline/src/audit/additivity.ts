import { type Hierarchy, hierarchyFor } from "./hierarchy.ts";
import type { Figure, MeasureGroup } from "./measure-group.ts";
import type { PublicRelease } from "./public-release.ts";

/** A shown figure, and the figures of the next finer level along one dimension that make it up. */
export interface Sum {
  readonly whole: number;
  readonly parts: readonly number[];
}

const keyOf = (codes: ReadonlyMap<string, string>, dimensions: readonly string[]) =>
  JSON.stringify(dimensions.map((name) => codes.get(name) ?? null));

/**
 * Every shown figure with the figures it is the sum of, along each hierarchy: for each level below that is published beside the same other
 * codes. Where some part is not shown, there is nothing to compare.
 * @param across Which dimensions to go along.
 */
export function* sumsOf(
  { structure }: PublicRelease,
  { figures, dimensions }: MeasureGroup,
  across: (kind: "GEOGRAPHY" | "TIME" | "CATEGORY") => boolean,
): Generator<Sum> {
  const names = [...dimensions.keys()];
  for (const [name, { kind, codeList }] of dimensions) {
    if (!across(kind)) continue;
    const hierarchy = hierarchyFor(structure, kind, codeList);
    const parts = partsByWhole(figures, names, name, hierarchy);
    const seen = new Set<string>();
    for (const { codes, value } of figures) {
      const key = keyOf(codes, names);
      if (value === null || !codes.has(name) || seen.has(key)) continue;
      seen.add(key);
      for (const values of parts.get(key)?.values() ?? [])
        if (![...values.values()].includes(null)) yield { whole: value, parts: [...values.values()].map(Number) };
    }
  }
}

/** The parts of each figure along a dimension: by the level they stand at, each code once. */
function partsByWhole(figures: readonly Figure[], names: readonly string[], name: string, { line, levelOf }: Hierarchy) {
  const parts = new Map<string, Map<string, Map<string, number | null>>>();
  for (const { codes, value } of figures) {
    const code = codes.get(name);
    if (code === undefined) continue;
    for (const above of line(code).slice(1)) {
      const key = keyOf(new Map([...codes, [name, above]]), names);
      const levels = parts.get(key) ?? new Map<string, Map<string, number | null>>();
      const level = levels.get(levelOf(code)) ?? new Map<string, number | null>();
      level.set(code, value);
      levels.set(levelOf(code), level);
      parts.set(key, levels);
    }
  }
  return parts;
}

/** How many figures are shown with more than one value: the same cell of two tables. */
export function contradictions({ figures, dimensions }: MeasureGroup): number {
  const values = new Map<string, number>();
  let found = 0;
  for (const { codes, value } of figures) {
    if (value === null) continue;
    const key = keyOf(codes, [...dimensions.keys()]);
    const known = values.get(key);
    if (known === undefined) values.set(key, value);
    else if (known !== value) found += 1;
  }
  return found;
}
