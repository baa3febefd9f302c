import { type CalendarGrain, parsePeriod, periodGrains, periodsBetween } from "@openbeat/schema/domain";
import type { Hierarchy } from "./hierarchy.ts";

/** One axis of the attack, common to several releases: its leaves, and those of every published code. */
export interface Axis {
  readonly leafCount: number;
  /** The leaves of a code as a release has it; all of that release's leaves where no code is given. */
  readonly leavesOf: (release: number, code: string | undefined) => readonly number[];
  /** The codes that a leaf is in, as a release has it. */
  readonly codesOf: (release: number, leaf: number) => readonly string[];
  /** Whether a release has the leaf at all. */
  readonly exists: (release: number, leaf: number) => boolean;
}

/** The codes that a release publishes along a dimension, and what they roll up into. */
export interface AxisOfRelease {
  readonly codes: ReadonlySet<string>;
  readonly hierarchy: Hierarchy;
}

function axis(releases: number, leafCount: number, exists: Axis["exists"], codesOf: (release: number, leaf: number) => readonly string[]) {
  const known = Array.from({ length: releases }, () => new Map<string, number[]>());
  const all: number[][] = Array.from({ length: releases }, () => []);
  for (const [release, own] of known.entries()) {
    for (let leaf = 0; leaf < leafCount; leaf++) {
      if (!exists(release, leaf)) continue;
      all[release]?.push(leaf);
      for (const code of codesOf(release, leaf)) {
        const leaves = own.get(code);
        if (leaves === undefined) own.set(code, [leaf]);
        else leaves.push(leaf);
      }
    }
  }
  return {
    leafCount,
    exists,
    codesOf,
    leavesOf: (release: number, code: string | undefined) => (code === undefined ? all[release] : known[release]?.get(code)) ?? [],
  };
}

/**
 * The axes of codes that roll up: one for each line of levels that does not nest in another (beats, council districts), with the finest
 * published codes of that line as its leaves. Which areas of two lines overlap is left open: all may.
 */
export function codeAxes(releases: readonly AxisOfRelease[]): readonly Axis[] {
  const published = releases.flatMap(({ codes, hierarchy }) =>
    [...codes].map((code) => ({
      code,
      level: hierarchy.levelOf(code),
      line: hierarchy.line(code),
      levels: hierarchy.line(code).map(hierarchy.levelOf),
    })),
  );
  const above = new Set(published.flatMap(({ levels }) => levels.slice(1)));
  const finest = [...new Set(published.map(({ level }) => level))].filter((level) => !above.has(level));
  return finest.map((level) => {
    const own = published.filter((one) => one.level === level);
    const levels = new Set(own.flatMap((one) => one.levels));
    const covered = new Set(own.flatMap(({ line }) => line));
    // A code that nothing finer lies in is a leaf itself.
    const leaves = [
      ...new Set([...own, ...published.filter((one) => levels.has(one.level) && !covered.has(one.code))].map(({ code }) => code)),
    ];
    return axis(
      releases.length,
      leaves.length,
      (release, leaf) => releases[release]?.hierarchy.has(leaves[leaf] ?? "") === true,
      (release, leaf) => releases[release]?.hierarchy.line(leaves[leaf] ?? "") ?? [],
    );
  });
}

/** One axis of several: its leaves are combinations of theirs. */
export function crossedAxis(releases: number, axes: readonly Axis[]): Axis {
  const [only] = axes;
  if (axes.length === 1 && only !== undefined) return only;
  const leaves = axes.reduce<readonly (readonly number[])[]>(
    (combinations, { leafCount }) => combinations.flatMap((parts) => Array.from({ length: leafCount }, (_, leaf) => [...parts, leaf])),
    [[]],
  );
  return axis(
    releases,
    leaves.length,
    (release, leaf) => axes.every(({ exists }, place) => exists(release, leaves[leaf]?.[place] ?? -1)),
    (release, leaf) => [...new Set(axes.flatMap(({ codesOf }, place) => codesOf(release, leaves[leaf]?.[place] ?? -1)))],
  );
}

/** An axis some leaves of which stand for several of another. */
export interface MergedAxis extends Axis {
  /** The leaves of the other axis, by leaf of this one. */
  readonly members: readonly (readonly number[])[];
}

/** An axis as far as some codes of a release tell its leaves apart: a code that would cut a leaf has none. */
export function mergedAxis(all: Axis, codes: readonly string[]): MergedAxis {
  const inside = codes.map((code) => new Set(all.leavesOf(0, code)));
  const alike = Map.groupBy(Array(all.leafCount).keys(), (leaf) =>
    [all.exists(0, leaf), ...inside.map((leaves) => leaves.has(leaf))].map(Number).join(""),
  );
  const members = [...alike.values()];
  return {
    members,
    leafCount: members.length,
    exists: (release, leaf) => members[leaf]?.some((own) => all.exists(release, own)) === true,
    codesOf: () => [],
    leavesOf(release, code) {
      const leaves = new Set(all.leavesOf(release, code));
      const whole = [...members.keys()].filter((leaf) => members[leaf]?.every((own) => leaves.has(own)) === true);
      return whole.reduce((sum, leaf) => sum + (members[leaf]?.length ?? 0), 0) === leaves.size ? whole : [];
    },
  };
}

/** The days of a period that a dataset's records cover; undefined where it covers none. */
export interface Covered {
  readonly from: string;
  readonly to: string;
}
export function coveredDays(code: string, coverage: Covered): Covered | undefined {
  const period = parsePeriod(code);
  if (period === undefined) return undefined;
  const [, from = ""] = [period.start, coverage.from].sort();
  const [to = ""] = [period.end, coverage.to].sort();
  return from <= to ? { from, to } : undefined;
}

/** The axis of calendar periods, at the finest grain that any release publishes. A period without a covered day holds nothing. */
export function periodAxis(
  releases: readonly { readonly codes: ReadonlySet<string>; readonly coverage: Covered }[],
): Axis & { readonly codes: readonly string[] } {
  const published = releases.flatMap(({ codes }) => [...codes]);
  const grain: CalendarGrain = periodGrains.find((wanted) => published.some((code) => parsePeriod(code)?.grain === wanted)) ?? "year";
  const partsOf = (code: string) => {
    const period = parsePeriod(code);
    return period === undefined ? [] : periodsBetween(period.start, period.end, grain).map((part) => part.code);
  };
  const codes = [...new Set(published.flatMap(partsOf))].sort();
  const inPeriod = new Map<string, string[]>();
  for (const code of new Set(published)) for (const part of partsOf(code)) inPeriod.set(part, [...(inPeriod.get(part) ?? []), code]);
  const made = axis(
    releases.length,
    codes.length,
    (release, leaf) => coveredDays(codes[leaf] ?? "", releases[release]?.coverage ?? { from: "", to: "" }) !== undefined,
    (_, leaf) => inPeriod.get(codes[leaf] ?? "") ?? [],
  );
  return { ...made, codes };
}
