import { type NumberedCells, numberCells } from "../cells.ts";
import type { DifferentialPrivacyCertificate } from "../certificate.ts";
import type { Clock } from "../clock.ts";
import type { Cube } from "../cube.ts";
import { engine } from "../engine.ts";
import { DisclosureError } from "../errors.ts";
import { refuseMixing } from "../perturbation/changed-cells.ts";
import type { DifferentialPrivacyPolicy } from "../policy.ts";
import { policyHash } from "../policy-schema.ts";
import type { Cell, ProtectedCells, ProtectedGrouping } from "../table.ts";
import { leastSquares } from "./least-squares.ts";
import { nonNegative } from "./non-negative.ts";
import { type RandomBytes, uniformFrom } from "./random.ts";
import { createRollUps } from "./roll-ups.ts";
import { discreteGaussian, type Fraction } from "./samplers.ts";
import { wholeTable } from "./whole-table.ts";
import { epsilonOf } from "./zcdp.ts";

const page = 65_536;

/** Figures with noise that add up, and what they cost. */
export interface Noised {
  readonly groupings: readonly ProtectedGrouping[];
  readonly certificate: DifferentialPrivacyCertificate;
}

/**
 * Adds noise to every cell of every grouping, zeros among them, and then makes the figures whole, non-negative and add up everywhere: every
 * grouping is the roll-up of one table, which is made from the noisy figures alone. Every call draws anew and costs anew: whoever calls it asks the
 * ledger before, and never twice for the same figures.
 * @param cube Counts of records, of which one unit has at most `policy.contributions` in the cube. That is the caller's to see to.
 * @param random Unpredictable bytes: `randomBytes` of node:crypto.
 * @throws {DisclosureError} `UNPROTECTABLE` when other figures of these records were published, or time is up; `POLICY_INVALID` when the noise
 * cannot be drawn exactly; `CUBE_INVALID` or `COUNT_NOT_WHOLE` for bad input.
 * @see docs/methods/differential-privacy.md
 */
export function addNoise(cube: Cube, policy: DifferentialPrivacyPolicy, random: RandomBytes, clock: Clock): Noised {
  const space = numberCells(cube);
  refuseMixing(cube, space);
  const variances = space.groupings.map((grouping) => noiseVariance(policy, overlapOf(space, grouping)));
  const rollUps = createRollUps(space, space.leafShape);
  const counts: Float64Array[] = [];
  rollUps.fold(rollUps.classTable(space.atoms), new Float64Array(rollUps.size), (grouping, cells) => {
    counts[grouping] = Float64Array.from(cells);
  });
  const certificate = certify(space, policy, variances);
  const noisy = drawNoise(counts, variances, random, (done) => clock.check(done, space.publicCount, "noise"));
  const weights = variances.map(({ numerator, denominator }) => ((variances[0] as Fraction).numerator * denominator) / numerator);
  const nearest = leastSquares(rollUps, noisy, weights, (round) => clock.check(round, 0, "consistency"));
  const cellCounts = space.groupings.map(({ cellCount }) => cellCount);
  const whole = wholeTable(rollUps, nonNegative(rollUps, nearest, cellCounts));
  const figures: ProtectedCells[] = [];
  rollUps.fold(whole, new Float64Array(rollUps.size), (grouping, cells) => {
    figures[grouping] = publish(cells);
  });
  const groupings = space.groupings.map(({ levels, shape }, grouping) => ({ levels, shape, cells: figures[grouping] as ProtectedCells }));
  return { groupings, certificate };
}

/**
 * The variance of the noise of a grouping, exactly and in lowest terms: Δ² / (2ρ), where a unit moves the figures by at most Δ = contributions ×
 * overlap.
 * @param overlap How many cells of the grouping one record is counted in at most: 1 unless areas of one level overlap.
 * @throws {DisclosureError} `POLICY_INVALID` if the numbers are too large to be drawn exactly.
 */
export function noiseVariance({ contributions, rho }: DifferentialPrivacyPolicy, overlap: number): Fraction {
  const sensitivity = BigInt(contributions) * BigInt(overlap);
  return fraction(sensitivity * sensitivity * BigInt(rho.denominator), 2n * BigInt(rho.numerator));
}

/**
 * The counts of each grouping with discrete Gaussian noise: whole numbers throughout.
 * @param check Called now and then with the number of cells done.
 */
export function drawNoise(
  counts: readonly Float64Array[],
  variances: readonly Fraction[],
  random: RandomBytes,
  check: (done: number) => void,
): Float64Array[] {
  const uniform = uniformFrom(random);
  let done = 0;
  return counts.map((cells, grouping) => {
    const variance = variances[grouping] as Fraction;
    return cells.map((count) => {
      if (done++ % page === 0) check(done);
      return count + discreteGaussian(variance, uniform);
    });
  });
}

/** In each dimension the most nodes of the level that a leaf lies in; together, their product. */
function overlapOf({ levels }: NumberedCells, { level }: NumberedCells["groupings"][number]): number {
  return level.reduce((all, place, d) => {
    const nodesOf = levels[d]?.[place]?.nodesOf ?? [];
    return all * nodesOf.reduce((most, nodes) => Math.max(most, nodes.length), 1);
  }, 1);
}

function certify(space: NumberedCells, policy: DifferentialPrivacyPolicy, variances: readonly Fraction[]): DifferentialPrivacyCertificate {
  const rho = fraction(BigInt(space.groupings.length) * BigInt(policy.rho.numerator), BigInt(policy.rho.denominator));
  return {
    engine,
    method: policy.method,
    policyHash: policyHash(policy),
    unit: policy.unit,
    contributions: policy.contributions,
    rho,
    epsilon: roundUp(epsilonOf((rho.numerator / rho.denominator) * (1 + 2 ** -50), policy.delta)),
    delta: policy.delta,
    variances,
    groupings: space.groupings.length,
    cells: space.publicCount,
    suppressed: 0,
    attacker: `knows every published figure, how the noise was drawn and everything of everybody else, and wants to know of one ${policy.unit}`,
    attacks: [],
  };
}

/** To a millionth, upwards: further than floating point is off. */
const roundUp = (epsilon: number) => Math.ceil(epsilon * 1e6 + 1e-3) / 1e6;

function publish(cells: Float64Array): ProtectedCells {
  return Object.freeze(Array.from(cells, (count): Cell => ({ status: "published", count }))) as readonly Cell[] as ProtectedCells;
}

function fraction(numerator: bigint, denominator: bigint): Fraction {
  let [a, b] = [numerator, denominator];
  while (b > 0n) [a, b] = [b, a % b];
  const lowest = { numerator: Number(numerator / a), denominator: Number(denominator / a) };
  if (!Number.isSafeInteger(lowest.numerator) || !Number.isSafeInteger(lowest.denominator))
    throw new DisclosureError(
      "POLICY_INVALID",
      "The ρ of the policy makes numbers too large to be exact. State it by smaller whole numbers.",
    );
  return lowest;
}
