import { PipelineError } from "../errors.ts";
import type { Geography } from "../geography/areas.ts";
import type { DatasetPlan } from "../hub/plan.ts";
import { type Atoms, keySum } from "../tabulate/tabulate.ts";
import { type Cut, cellsOfTables, slicesOfTables } from "./changed-slices.ts";
import type { PastDataset } from "./past.ts";

/** The counts that may be published now, and the periods whose late changes wait. */
export interface HeldBack {
  readonly atoms: Atoms;
  /** Periods of the finest grain that stay as they were published. */
  readonly held: readonly string[];
}

/** One atom: where it stands, by mapped column, and its values. */
interface Atom {
  readonly codes: ReadonlyMap<string, string>;
  readonly values: Readonly<Record<string, number>>;
}

const atomsOf = ({
  keys,
  codes,
  values,
}: {
  keys: readonly string[];
  codes: readonly (readonly (string | null)[])[];
  values: Iterable<[string, ArrayLike<number>]>;
}): readonly Atom[] => {
  const columns = [...values];
  return (codes[0] ?? []).map((_, at) => ({
    codes: new Map(keys.map((key, place) => [key, codes[place]?.[at] ?? ""])),
    values: Object.fromEntries(columns.map(([name, column]) => [name, column[at] ?? 0])),
  }));
};

/** Sums of the values of atoms that agree on some columns. */
function sumsBy(atoms: readonly Atom[], keys: readonly string[], summands: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const sums = new Map<string, number[]>();
  for (const atom of atoms) {
    const key = JSON.stringify(keys.map((column) => atom.codes.get(column)));
    const own = sums.get(key) ?? summands.map(() => 0);
    sums.set(
      key,
      own.map((sum, place) => sum + (atom.values[summands[place] ?? ""] ?? 0)),
    );
  }
  return sums;
}

/** Atoms of one less atoms of the other, on the columns that both have; none where they are equal. */
function differences(now: readonly Atom[], before: readonly Atom[], keys: readonly string[], summands: readonly string[]): readonly Atom[] {
  const [left, right] = [sumsBy(now, keys, summands), sumsBy(before, keys, summands)];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((key): Atom[] => {
    const change = summands.map((_, place) => (left.get(key)?.[place] ?? 0) - (right.get(key)?.[place] ?? 0));
    if (change.every((value) => value === 0)) return [];
    const codes = JSON.parse(key) as string[];
    return [
      {
        codes: new Map(keys.map((column, place) => [column, codes[place] ?? ""])),
        values: Object.fromEntries(summands.map((name, place) => [name, change[place] ?? 0])),
      },
    ];
  });
}

/** The periods in which some published cell changes by too few to be shown, and every changed period under such a cell. */
function periodsWithSmallChanges(
  cuts: readonly Cut[],
  changes: readonly Atom[],
  minimumChange: ReadonlyMap<string, number>,
): ReadonlySet<string> {
  const periods = new Set<string>();
  for (const cut of cuts) {
    const cells = new Map<string, { sums: Map<string, number>; periods: Set<string> }>();
    for (const change of changes) {
      for (const key of cut(change.codes)) {
        const cell = cells.get(key) ?? { sums: new Map(), periods: new Set() };
        for (const [summand, value] of Object.entries(change.values)) cell.sums.set(summand, (cell.sums.get(summand) ?? 0) + value);
        cell.periods.add(change.codes.get("period") ?? "");
        cells.set(key, cell);
      }
    }
    for (const { sums, periods: own } of cells.values()) {
      const isRekeyed = (sums.get(keySum) ?? 0) % 2 ** 32 !== 0;
      const small = [...minimumChange].some(([summand, least]) => {
        const change = Math.abs(sums.get(summand) ?? 0);
        return (change > 0 || isRekeyed) && change < least;
      });
      if (small) for (const period of own) periods.add(period);
    }
  }
  return periods;
}

/** Whether figures of a release rest on the keys of its records: with other keys, the same count would be changed again. */
export const restsOnKeys = ({ tables }: PastDataset): boolean =>
  tables.some(({ measures }) => measures.some(({ method }) => method === "cellKey"));

/**
 * Late and withdrawn records change periods that were published before. A change too small to be shown by itself is told by the difference
 * of two releases, so a period waits, as it was published, until every figure that changes does so by at least the minimum, and every slice between areas that overlap. Where figures rest on
 * the keys of records, a count of other records changes too, though it may be the same.
 * @param past What earlier releases held of this dataset, oldest first.
 * @param minimumChange By summand of a protected measure, the least change that may be shown: the measure's threshold.
 * @throws {PipelineError} `HISTORY_UNUSABLE` where a period must wait and the earlier counts do not have the codes or columns of today.
 */
export function holdBack(
  plan: DatasetPlan,
  geography: Geography,
  atoms: Atoms,
  past: readonly PastDataset[],
  minimumChange: ReadonlyMap<string, number>,
): HeldBack {
  const latest = past.at(-1);
  if (latest === undefined) return { atoms, held: [] };
  const now = atomsOf({ ...atoms, values: atoms.values.entries() as Iterable<[string, ArrayLike<number>]> });
  const before = past.map((release) => ({ release, atoms: atomsOf({ ...release, values: Object.entries(release.values) }) }));
  const summands = [...minimumChange.keys()];
  const published = (release: PastDataset) => new Set((release.nodes.period?.["*"] ?? []).flatMap(({ leaves }) => leaves));
  const placesOf = [...now, ...before.flatMap((release) => release.atoms)].map(({ codes }) => codes);
  const cuts = [...cellsOfTables(plan, geography), ...slicesOfTables(plan, geography, placesOf)];
  const held = new Set<string>();
  const latestAtoms = before.at(-1)?.atoms ?? [];
  const effective = (): readonly Atom[] => [
    ...now.filter(({ codes }) => !held.has(codes.get("period") ?? "")),
    ...latestAtoms.filter(({ codes }) => held.has(codes.get("period") ?? "")),
  ];
  for (;;) {
    const waiting = held.size;
    for (const { release, atoms: old } of before) {
      const keys = atoms.keys.filter((key) => release.keys.includes(key));
      const periods = published(release);
      const then = effective().filter(({ codes }) => periods.has(codes.get("period") ?? ""));
      const changes = differences(then, old, keys, restsOnKeys(release) ? [...summands, keySum] : summands);
      for (const period of periodsWithSmallChanges(cuts, changes, minimumChange)) held.add(period);
    }
    if (held.size === waiting) break;
  }
  if (held.size === 0) return { atoms, held: [] };
  if (!atoms.keys.every((key) => latest.keys.includes(key))) {
    throw new PipelineError(
      "HISTORY_UNUSABLE",
      `The records of ${plan.file.spec.dataset} changed in ${held.size} published periods by too few to show, and those periods were published without all of today's categories. Publish the new category with records from the next period on, or under a dataset of its own.`,
    );
  }
  const kept = sumsBy(effective(), atoms.keys, [...atoms.values.keys()]);
  const rows = [...kept].map(([key, values]) => ({ codes: JSON.parse(key) as string[], values }));
  rows.sort((a, b) => (JSON.stringify(a.codes) < JSON.stringify(b.codes) ? -1 : 1));
  checkKnown(
    plan,
    geography,
    atoms.keys,
    rows.map(({ codes }) => codes),
  );
  return {
    held: [...held].sort(),
    atoms: {
      keys: atoms.keys,
      codes: atoms.keys.map((_, place) => rows.map(({ codes }) => codes[place] ?? null)),
      values: new Map([...atoms.values.keys()].map((name, place) => [name, Float64Array.from(rows, ({ values }) => values[place] ?? 0)])),
    },
  };
}

function checkKnown(plan: DatasetPlan, geography: Geography, keys: readonly string[], rows: readonly (readonly string[])[]): void {
  for (const [place, key] of keys.entries()) {
    const isKnown = (code: string) => key === "period" || (plan.categories.get(key)?.codes.has(code) ?? geography.areas.has(code));
    if (rows.some((codes) => !isKnown(codes[place] ?? ""))) {
      throw new PipelineError(
        "HISTORY_UNUSABLE",
        `Published periods of ${plan.file.spec.dataset} hold codes of ${key} that the hub no longer has. Keep the old codes beside the new ones, or publish the new ones under a dataset of its own.`,
      );
    }
  }
}
