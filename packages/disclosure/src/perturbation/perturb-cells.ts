import type { Highs } from "highs";
import { averagingAttack } from "../audit/averaging.ts";
import { type Bounds, intervalAttack } from "../audit/bounds.ts";
import { verifyPerturbation } from "../audit/verify-perturbation.ts";
import { type CellSpace, cellSpace, cellsOfAtom } from "../cells.ts";
import type { Attack, CellKeyCertificate } from "../certificate.ts";
import type { Clock } from "../clock.ts";
import type { Cube } from "../cube.ts";
import { engine } from "../engine.ts";
import { DisclosureError } from "../errors.ts";
import type { CellKeyPolicy } from "../policy.ts";
import { policyHash } from "../policy-schema.ts";
import type { ProtectedGrouping } from "../table.ts";
import { perturb } from "./cell-key.ts";
import { publishCounts, refuseMarked, refuseMixing } from "./changed-cells.ts";
import { type PerturbationTable, perturbationTable } from "./perturbation-table.ts";

/** Of more small cells than these, a spread of so many is attacked by averaging. */
const mostAveraged = 20_000;
const attacker =
  "knows every published figure, the table of perturbations, that counts are whole and not negative and that cells add up, and has a solver; and, where noise is averaged, which cells are not empty and how counts are spread";

export interface CellsPerturbed {
  readonly groupings: readonly ProtectedGrouping[];
  readonly certificate: CellKeyCertificate;
}

/**
 * Changes every figure of a cube by its cell's key, and attacks what comes out before it may be published.
 * @param cube With `atoms.key`.
 * @throws {DisclosureError} `UNPROTECTABLE` if an attacker gets a small count exactly by intervals, or more of them by averaging than the policy
 * allows, if something was told of the cube before, a cell is marked as unsafe that could not have been shown as none, or time is up;
 * `CUBE_INVALID` if keys are missing or wrong; `POLICY_INVALID`, `COUNT_NOT_WHOLE` for bad input; `AUDIT_FAILED` or `SOLVER_FAILED`.
 * @see docs/methods/cell-key.md
 */
export function perturbCells(highs: Highs, cube: Cube, policy: CellKeyPolicy, clock: Clock): CellsPerturbed {
  const space = cellSpace(cube);
  const table = perturbationTable(policy);
  refuseMixing(cube, space);
  refuseMarked(cube, space, policy.most + 1);
  const keys = cellKeys(cube, space);
  const figures = Float64Array.from(keys, (key, cell) => perturb(space.counts[cell] as number, key, table));
  const groupings = publishCounts(space, figures);
  clock.check(0, 1, "verify");
  verifyPerturbation({ cube, policy, groupings });
  const attacks = attackAll(highs, space, figures, policy, possibleCounts(table, policy.most), clock);
  return {
    groupings,
    certificate: {
      engine,
      method: policy.method,
      most: policy.most,
      variance: policy.variance,
      blocked: policy.blocked,
      policyHash: policyHash(policy),
      groupings: space.groupings.length,
      cells: space.publicCount,
      suppressed: 0,
      attacker,
      attacks,
    },
  };
}

/** The key of each cell: the sum of those of its records, modulo 2³². */
function cellKeys({ atoms: { index, count, key } }: Cube, space: CellSpace): Uint32Array {
  if (!key || key.length !== index.length)
    throw new DisclosureError(
      "CUBE_INVALID",
      "The atoms of the cube have no keys, or not one each. Count the records again with their keys.",
    );
  const keys = new Uint32Array(space.publicCount); // additions wrap around at 2³²
  const distinct = new Set<number>();
  let filled = 0;
  for (let i = 0; i < index.length; i++) {
    const own = key[i] as number;
    if (!Number.isSafeInteger(own) || own < 0 || own >= 2 ** 32)
      throw new DisclosureError(
        "CUBE_INVALID",
        "The key of an atom is not a whole number from 0 to 2³² − 1. Count the records again with their keys.",
      );
    if (count[i] === 0) {
      if (own !== 0)
        throw new DisclosureError("CUBE_INVALID", "An atom without records has a key. Count the records again with their keys.");
      continue;
    }
    filled++;
    if (distinct.size < 2) distinct.add(own);
    for (const cell of cellsOfAtom(space, index[i] as number)) keys[cell] = (keys[cell] as number) + own;
  }
  if (filled > 2 && distinct.size < 2)
    throw new DisclosureError(
      "CUBE_INVALID",
      "All atoms have the same key, so none was made from records. Count the records again with their keys.",
    );
  return keys;
}

/** The counts that may be behind a figure, ascending: those that at least one of the 2³² keys makes into it. */
function possibleCounts({ rows }: PerturbationTable, most: number): (figure: number) => readonly number[] {
  const changes = rows.map((row) => {
    let reached = 0;
    return row.flatMap(({ change, probability }) => {
      const first = Math.ceil(reached * 2 ** 32 - 0.5);
      reached += probability;
      return first + 0.5 < reached * 2 ** 32 ? [change] : [];
    });
  });
  const known = new Map<number, readonly number[]>();
  return (figure) => {
    const found = known.get(figure);
    if (found) return found;
    const counts: number[] = [];
    for (let count = Math.max(0, figure - most); count <= figure + most; count++)
      if (changes[Math.min(count, changes.length - 1)]?.includes(figure - count)) counts.push(count);
    known.set(figure, counts);
    return counts;
  };
}

function attackAll(
  highs: Highs,
  space: CellSpace,
  figures: Float64Array,
  { most, variance, mostRecovered }: CellKeyPolicy,
  possible: (figure: number) => readonly number[],
  clock: Clock,
): Attack[] {
  const isSmall = (cell: number) => (space.counts[cell] as number) > 0 && (space.counts[cell] as number) <= most;
  const all = [...space.counts.keys()].filter(isSmall);
  const cells = all.filter((cell) => cell < space.publicCount);
  const slices = all.filter((cell) => cell >= space.publicCount);
  const bounds: Bounds = {
    low: figures.map((figure) => possible(figure)[0] as number),
    high: figures.map((figure) => possible(figure).at(-1) as number),
  };
  const interval = widthsLeft("interval", intervalAttack(highs, space, bounds, cells, clock));
  const differencing = widthsLeft("differencing", intervalAttack(highs, space, bounds, slices, clock));
  for (const { narrowest } of [interval, differencing])
    if (narrowest === 0)
      throw new DisclosureError(
        "UNPROTECTABLE",
        "The changed figures together tell a small count exactly. Allow larger changes in the policy, or publish coarser groupings.",
      );
  clock.check(0, 1, "averaging");
  const step = Math.max(1, cells.length / mostAveraged);
  const sample = Array.from({ length: Math.min(cells.length, mostAveraged) }, (_, i) => cells[Math.floor(i * step)] as number);
  const guesses = averagingAttack({ space, figures, variance, possible }, sample);
  const right = guesses.filter((guess, i) => guess === space.counts[sample[i] as number]).length;
  const recovered = sample.length === 0 ? 0 : right / sample.length;
  if (recovered > mostRecovered)
    throw new DisclosureError(
      "UNPROTECTABLE",
      "Averaging related figures gives more of the small counts exactly than the policy allows. Allow more variance, or publish fewer groupings.",
    );
  return [interval, differencing, { by: "averaging", attacked: sample.length, narrowest: null, recovered }];
}

/** A slice that no programme was solved for is not counted as attacked. */
function widthsLeft(by: Attack["by"], widths: readonly number[]): Attack {
  const found = widths.filter(Number.isFinite);
  return { by, attacked: found.length, narrowest: found.length === 0 ? null : found.reduce((a, b) => Math.min(a, b)), recovered: null };
}
