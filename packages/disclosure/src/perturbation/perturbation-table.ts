import { DisclosureError } from "../errors.ts";

/** What may become of a count. */
export interface PerturbationTerms {
  /** D: no count is changed by more. A whole number ≥ 1. */
  readonly most: number;
  /** V: the variance of the change; less where so much cannot be reached. */
  readonly variance: number;
  /** js: counts from 1 up to this one never appear. 0 or more. */
  readonly blocked: number;
  /** Whether, of the results below a count, nearer ones are at least as likely as those further off. */
  readonly monotone: boolean;
}

/** One result of a count, and how likely it is. */
export interface Change {
  readonly change: number;
  readonly probability: number;
}

/** The changes of the counts 0, 1, 2 and so on. Larger counts go through the last `period` rows again and again. */
export interface PerturbationTable {
  readonly rows: readonly (readonly Change[])[];
  readonly period: number;
}

/**
 * Makes the table of perturbations of largest entropy: of all distributions without bias and of at most this variance, the one that tells
 * least. Zero stays zero. In closed form p(v) = c·exp(a·v + b·v²) over the results that are allowed; `monotone` pools neighbours that would
 * be out of order, which then share the mean of their exponents.
 * @throws {DisclosureError} `POLICY_INVALID` if a term is missing or out of range, or so little variance allows no change without bias.
 * @see docs/methods/cell-key.md; Giessing (2016), Computational issues in the design of transition probabilities.
 */
export function perturbationTable(terms: PerturbationTerms): PerturbationTable {
  const { most, variance, blocked } = terms;
  if (
    !Number.isSafeInteger(most) ||
    most < 1 ||
    !Number.isSafeInteger(blocked) ||
    blocked < 0 ||
    !(variance > 0) ||
    !Number.isFinite(variance)
  )
    throw new DisclosureError(
      "POLICY_INVALID",
      "A perturbation needs a largest change ≥ 1, a variance > 0 and blocked counts ≥ 0. State all three.",
    );
  const rows = Array.from({ length: most + blocked + (blocked > 0 ? 2 : 1) }, (_, count) =>
    count === 0 ? [{ change: 0, probability: 1 }] : rowOf(count, terms),
  );
  return { rows, period: 1 };
}

function rowOf(count: number, { most, variance, blocked, monotone }: PerturbationTerms): Change[] {
  const changes: number[] = [];
  for (let result = Math.max(0, count - most); result <= count + most; result++)
    if (result === 0 || result > blocked) changes.push(result - count);
  const unbiased = (square: number) => {
    const slope = root((a) => moment(changes, spread(changes, a, square, monotone), 1), -60, 60);
    return spread(changes, slope, square, monotone);
  };
  const excess = (square: number) => moment(changes, unbiased(square), 2) - variance;
  let probabilities = unbiased(0);
  if (moment(changes, probabilities, 2) > variance) probabilities = unbiased(root(excess, -60, 0));
  if (Math.abs(moment(changes, probabilities, 1)) > 1e-9 || moment(changes, probabilities, 2) > variance + 1e-9)
    throw new DisclosureError(
      "POLICY_INVALID",
      `A count of ${count} cannot be changed without bias within the variance. Allow more variance, or block fewer counts.`,
    );
  return changes.map((change, i) => ({ change, probability: probabilities[i] as number }));
}

function spread(changes: readonly number[], slope: number, square: number, monotone: boolean): number[] {
  const exponents = changes.map((change) => slope * change + square * change * change);
  const pooled = monotone ? pool(exponents, changes.filter((change) => change <= 0).length) : exponents;
  const largest = Math.max(...pooled);
  const raw = pooled.map((exponent) => Math.exp(exponent - largest));
  const sum = raw.reduce((total, value) => total + value, 0);
  return raw.map((value) => value / sum);
}

/** Makes the first values ascend: neighbours out of order take their mean. */
function pool(values: readonly number[], first: number): number[] {
  const blocks: { sum: number; size: number }[] = [];
  for (const value of values.slice(0, first)) {
    let block = { sum: value, size: 1 };
    for (let last = blocks[blocks.length - 1]; last && last.sum / last.size > block.sum / block.size; last = blocks[blocks.length - 1]) {
      block = { sum: last.sum + block.sum, size: last.size + block.size };
      blocks.pop();
    }
    blocks.push(block);
  }
  return [...blocks.flatMap(({ sum, size }) => Array.from({ length: size }, () => sum / size)), ...values.slice(first)];
}

const moment = (changes: readonly number[], probabilities: readonly number[], power: number) =>
  changes.reduce((sum, change, i) => sum + change ** power * (probabilities[i] as number), 0);

/** Where an ascending function crosses zero, by bisection; the nearer end where it does not. */
function root(ascending: (x: number) => number, low: number, high: number): number {
  for (let i = 0; i < 64; i++) {
    const middle = (low + high) / 2;
    if (ascending(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
