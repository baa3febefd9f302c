import { DisclosureError } from "../errors.ts";
import { discreteGaussianTail } from "./probabilities.ts";
import type { Fraction } from "./samplers.ts";

/**
 * What Gaussian noise costs, in zero-concentrated differential privacy: ρ = Δ² / (2 variance). Costs of several releases add up.
 * @param sensitivity Δ: how far one person can move the figures together (Euclidean).
 */
export function gaussianRho(sensitivity: number, { numerator, denominator }: Fraction): number {
  return nonNegative((positive(sensitivity) ** 2 * denominator) / (2 * numerator));
}

/** What pure ε-differential privacy costs: ρ = ε² / 2. */
export const pureRho = (epsilon: number) => positive(epsilon) ** 2 / 2;

/**
 * The δ for which ρ-zCDP implies (ε, δ)-differential privacy: an upper bound, minimised over the order α.
 * @see Canonne, Kamath & Steinke (2020), proposition 2.10.
 */
export function deltaOf(rho: number, epsilon: number): number {
  if (nonNegative(rho) === 0) return 0;
  nonNegative(epsilon);
  let low = 1.01;
  let high = (epsilon + 1) / (2 * rho) + 2;
  for (let i = 0; i < 1_000; i++) {
    const alpha = (low + high) / 2;
    if ((2 * alpha - 1) * rho - epsilon + Math.log1p(-1 / alpha) < 0) low = alpha;
    else high = alpha;
  }
  const alpha = (low + high) / 2;
  return Math.min(1, Math.exp((alpha - 1) * (alpha * rho - epsilon) + alpha * Math.log1p(-1 / alpha)) / (alpha - 1));
}

/** The smallest ε for which ρ-zCDP implies (ε, δ)-differential privacy, rounded up. */
export function epsilonOf(rho: number, delta: number): number {
  if (probability(delta) >= 1 || nonNegative(rho) === 0) return 0;
  return between(0, rho + 2 * Math.sqrt(rho * Math.log(1 / delta)), (epsilon) => deltaOf(rho, epsilon) <= delta).high;
}

/** The largest ρ for which ρ-zCDP still implies (ε, δ)-differential privacy, rounded down. */
export function rhoOf(epsilon: number, delta: number): number {
  if (probability(delta) >= 1) throw invalid();
  return between(0, nonNegative(epsilon) + 1, (rho) => deltaOf(rho, epsilon) > delta).low;
}

/** The exact δ of one figure with discrete Gaussian noise, for which no bound is needed. */
export function gaussianDelta(variance: Fraction, epsilon: number, sensitivity: number): number {
  const centre = (nonNegative(epsilon) * variance.numerator) / variance.denominator / positive(sensitivity);
  return (
    discreteGaussianTail(variance, centre - sensitivity / 2) - Math.exp(epsilon) * discreteGaussianTail(variance, centre + sensitivity / 2)
  );
}

/** Where a condition turns from false to true. */
function between(low: number, high: number, isTrue: (value: number) => boolean): { readonly low: number; readonly high: number } {
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    if (isTrue(middle)) high = middle;
    else low = middle;
  }
  return { low, high };
}

function nonNegative(value: number): number {
  if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) throw invalid();
  return value;
}

function positive(value: number): number {
  if (!(value > 0 && value < Number.POSITIVE_INFINITY)) throw invalid();
  return value;
}

function probability(value: number): number {
  if (!(value > 0)) throw invalid();
  return value;
}

const invalid = () =>
  new DisclosureError(
    "POLICY_INVALID",
    "A term of the privacy loss is missing or out of range. State ρ ≥ 0, ε ≥ 0, 0 < δ < 1 and a sensitivity > 0.",
  );
