import type { Highs } from "highs";
import { atomsOfLeaves, type CellSpace, cellsOfAtom, type LevelSpace, leavesOfCell, levelOf } from "../cells.ts";
import type { Clock } from "../clock.ts";
import { DisclosureError } from "../errors.ts";
import { forEachSum } from "./relations.ts";
import { addRow, noRows, outOfTime, programme } from "./solver.ts";

/** Whole numbers between which each cell lies, as the published figures alone tell. */
export interface Bounds {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

const mostPasses = 20;
const mostVariables = 480;
const mostProgrammes = 160;

/**
 * What a reader makes of bounds around every cell who knows that cells add up: a whole is at least the sum of its parts' least values and at most
 * that of their greatest, and a part is what the others leave of the whole. Again and again, until nothing changes.
 * @returns Bounds as narrow or narrower.
 * @throws {DisclosureError} `AUDIT_FAILED` if the bounds contradict each other.
 */
export function tightened(space: CellSpace, { low: givenLow, high: givenHigh }: Bounds, clock: Clock): Bounds {
  const [low, high] = [Float64Array.from(givenLow), Float64Array.from(givenHigh)];
  let changed = true;
  const raise = (cell: number, value: number) => {
    if (value <= (low[cell] as number)) return;
    low[cell] = value;
    changed = true;
  };
  const lower = (cell: number, value: number) => {
    if (value >= (high[cell] as number)) return;
    high[cell] = value;
    changed = true;
  };
  for (let pass = 0; changed && pass < mostPasses; pass++) {
    changed = false;
    clock.check(pass, mostPasses, "bounds");
    forEachSum(space, (whole, parts) => {
      let least = 0;
      let greatest = 0;
      for (const part of parts) {
        least += low[part] as number;
        greatest += high[part] as number;
      }
      raise(whole, least);
      lower(whole, greatest);
      const [wholeLow, wholeHigh] = [low[whole] as number, high[whole] as number];
      for (const part of parts) {
        const [ownLow, ownHigh] = [low[part] as number, high[part] as number];
        raise(part, wholeLow - (greatest - ownHigh));
        lower(part, wholeHigh - (least - ownLow));
      }
    });
  }
  for (let cell = 0; cell < low.length; cell++)
    if ((low[cell] as number) > (high[cell] as number))
      throw new DisclosureError("AUDIT_FAILED", "What is to be published contradicts itself. Publish nothing, and report it.");
  return { low, high };
}

/**
 * The interval attack: what a reader with a solver makes of bounds around every cell. All cells are attacked by what follows from sums; the
 * narrowest of those, and a spread of the others, by linear programmes over the atoms around them besides. The number of programmes is bounded by a count, so that the
 * same input has the same answer.
 * @param bounds What each figure tells of its cell.
 * @param cells The cells attacked, or slices between levels.
 * @returns The width that is left of each, in whole numbers: 0 where it is known exactly, infinite for a slice that no programme was solved for.
 * @throws {DisclosureError} `AUDIT_FAILED`, `SOLVER_FAILED`, or `UNPROTECTABLE` when time is up.
 */
export function intervalAttack(highs: Highs, space: CellSpace, bounds: Bounds, cells: readonly number[], clock: Clock): number[] {
  const known = tightened(space, bounds, clock);
  const widths = cells.map((cell) =>
    cell < space.publicCount ? (known.high[cell] as number) - (known.low[cell] as number) : Number.POSITIVE_INFINITY,
  );
  const sample = sampleOf(widths, mostProgrammes / 2);
  sample.forEach((place, i) => {
    clock.check(i, sample.length, "attack");
    const width = attackOne(highs, space, known, cells[place] as number, clock);
    if (width !== null) widths[place] = Math.min(widths[place] as number, width);
  });
  return widths;
}

/** Half of a sample are the narrowest, the others are spread evenly over the rest. */
function sampleOf(widths: readonly number[], size: number): number[] {
  const order = [...widths.keys()].sort((a, b) => (widths[a] as number) - (widths[b] as number) || a - b);
  if (order.length <= size) return order;
  const narrow = order.slice(0, size / 2);
  const rest = order.slice(size / 2);
  const step = rest.length / (size / 2);
  return [...narrow, ...Array.from({ length: size / 2 }, (_, i) => rest[Math.floor(i * step)] as number)];
}

/** Null where a cell has too many atoms. */
function attackOne(highs: Highs, space: CellSpace, { low, high }: Bounds, cell: number, clock: Clock): number | null {
  const around = surroundings(space, cell);
  if (!around) return null;
  const rows = noRows();
  const own = new Set(atomsOfLeaves(space, leavesOfCell(space, cell)));
  const variables = new Map<number, number>();
  for (const atom of atomsOfLeaves(space, around)) {
    if (cellsOfAtom(space, atom).some((at) => high[at] === 0)) continue;
    variables.set(atom, variables.size);
  }
  for (const [at, atoms] of cellsWithin(space, around)) {
    const columns = atoms.flatMap((atom) => variables.get(atom) ?? []);
    if (columns.length > 0) addRow(rows, columns, low[at] as number, high[at] as number);
  }
  const costs = new Float64Array(variables.size);
  for (const [atom, column] of variables) if (own.has(atom)) costs[column] = 1;
  const model = programme(highs, variables.size, rows, costs, "off");
  try {
    const [least, greatest] = (["minimize", "maximize"] as const).map((sense) => {
      const outcome = model.solve(sense, clock.secondsLeft());
      if (outcome.status === "undecided") throw outOfTime();
      if (outcome.status === "unbounded") return Number.POSITIVE_INFINITY;
      if (outcome.status !== "optimal")
        throw new DisclosureError("AUDIT_FAILED", "What is to be published contradicts itself. Publish nothing, and report it.");
      return outcome.values.reduce((sum, value, column) => sum + value * (costs[column] as number), 0);
    }) as [number, number];
    return Math.max(0, Math.floor(greatest + 1e-6) - Math.ceil(least - 1e-6));
  } finally {
    model.dispose();
  }
}

/** A box of leaves around a cell: from its own, dimension by dimension, to its smallest parents', as far as there is room; null where there is none. */
function surroundings(space: CellSpace, cell: number): (readonly number[])[] | null {
  const box = leavesOfCell(space, cell);
  const size = () => box.reduce((product, leaves) => product * leaves.length, 1);
  if (size() > mostVariables) return null;
  for (let grown = true; grown; ) {
    grown = false;
    let best: { d: number; leaves: readonly number[] } | undefined;
    for (let d = 0; d < box.length; d++) {
      const own = box[d] as readonly number[];
      const leaves = smallestAround(space.levels[d] as readonly LevelSpace[], own);
      if (!leaves || (size() / own.length) * leaves.length > mostVariables) continue;
      const factor = leaves.length / own.length;
      if (best && factor >= best.leaves.length / (box[best.d] as readonly number[]).length) continue;
      best = { d, leaves };
    }
    if (!best) continue;
    box[best.d] = best.leaves;
    grown = true;
  }
  return box;
}

/** The leaves of the smallest node that holds these and more. */
function smallestAround(levels: readonly LevelSpace[], own: readonly number[]): readonly number[] | null {
  let found: readonly number[] | null = null;
  for (const { leavesOf } of levels)
    for (const leaves of leavesOf)
      if (leaves.length > own.length && (!found || leaves.length < found.length) && own.every((leaf) => leaves.includes(leaf)))
        found = leaves;
  return found;
}

/** The published cells that lie within a box, each with its atoms. */
function* cellsWithin(space: CellSpace, box: readonly (readonly number[])[]): Generator<[number, number[]]> {
  const inside = box.map((leaves) => new Set(leaves));
  for (const grouping of space.groupings) {
    const nodes = box.map((_, d) =>
      levelOf(space, grouping, d).leavesOf.flatMap((leaves, node) =>
        leaves.length > 0 && leaves.every((leaf) => inside[d]?.has(leaf)) ? [{ node, leaves }] : [],
      ),
    );
    const places = nodes.reduce<{ cell: number; leaves: (readonly number[])[] }[]>(
      (found, choices, d) =>
        found.flatMap(({ cell, leaves }) =>
          choices.map((choice) => ({ cell: cell + choice.node * (grouping.strides[d] as number), leaves: [...leaves, choice.leaves] })),
        ),
      [{ cell: grouping.offset, leaves: [] }],
    );
    for (const { cell, leaves } of places) yield [cell, atomsOfLeaves(space, leaves)];
  }
}
