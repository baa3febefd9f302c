import { DisclosureError } from "../errors.ts";
import type { Uniform } from "./random.ts";

/** An exact positive number: numerator over denominator. */
export interface Fraction {
  readonly numerator: number;
  readonly denominator: number;
}

/**
 * Draws from the discrete Laplace distribution, P(x) ∝ exp(−|x| / scale), exactly: by whole numbers only.
 * @throws {DisclosureError} `POLICY_INVALID` if the scale is not a fraction of whole numbers ≥ 1.
 * @see Canonne, Kamath & Steinke (2020), The discrete Gaussian for differential privacy, algorithm 2.
 */
export function discreteLaplace({ numerator: t, denominator: s }: Fraction, uniform: Uniform): number {
  check(t, s);
  for (;;) {
    const part = uniform(t);
    if (!bernoulliExp(part, t, uniform)) continue;
    let whole = 0;
    while (bernoulliExp(1, 1, uniform)) whole++;
    const size = Math.floor((part + t * whole) / s);
    const negative = uniform(2) === 1;
    if (!(negative && size === 0)) return negative ? -size : size;
  }
}

/**
 * Draws from the discrete Gaussian distribution, P(x) ∝ exp(−x² / (2 variance)), exactly: by whole numbers only.
 * @throws {DisclosureError} `POLICY_INVALID` if the variance is not a fraction of whole numbers ≥ 1, or too fine.
 * @see Canonne, Kamath & Steinke (2020), algorithm 3.
 */
export function discreteGaussian({ numerator, denominator }: Fraction, uniform: Uniform): number {
  check(numerator, denominator);
  const t = Math.floor(Math.sqrt(Math.floor(numerator / denominator))) + 1;
  const below = 2 * numerator * denominator * t * t;
  for (;;) {
    const value = discreteLaplace({ numerator: t, denominator: 1 }, uniform);
    const distance = Math.abs(Math.abs(value) * denominator * t - numerator);
    const above = distance * distance;
    if (above > Number.MAX_SAFE_INTEGER || below > 2 ** 40)
      throw new DisclosureError("POLICY_INVALID", "The variance of the noise is too fine to be drawn exactly. Use smaller whole numbers.");
    if (bernoulliExp(above, below, uniform)) return value;
  }
}

/** True with probability exp(−numerator / denominator): von Neumann's way, with fair draws of whole numbers only. */
function bernoulliExp(numerator: number, denominator: number, uniform: Uniform): boolean {
  let rest = numerator;
  for (; rest > denominator; rest -= denominator) if (!bernoulliExp(1, 1, uniform)) return false;
  let round = 1;
  while (uniform(denominator * round) < rest) round++;
  return round % 2 === 1;
}

function check(numerator: number, denominator: number): void {
  const isWhole = (value: number) => Number.isSafeInteger(value) && value >= 1 && value <= 2 ** 24;
  if (!isWhole(numerator) || !isWhole(denominator))
    throw new DisclosureError("POLICY_INVALID", "The size of the noise is not a fraction of whole numbers from 1 to 2²⁴. State it so.");
}
