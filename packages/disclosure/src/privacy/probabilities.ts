import type { Fraction } from "./samplers.ts";

/** The probability of x under the discrete Laplace distribution of a scale: for tests, and to tell the public how large the noise is. */
export function discreteLaplaceProbability({ numerator, denominator }: Fraction, x: number): number {
  const decay = denominator / numerator;
  return (-Math.expm1(-decay) / (1 + Math.exp(-decay))) * Math.exp(-Math.abs(x) * decay);
}

/** The probability of x under the discrete Gaussian distribution of a variance. */
export function discreteGaussianProbability(variance: Fraction, x: number): number {
  return density(variance, x) / total(variance);
}

/** The probability of more than x. */
export function discreteGaussianTail(variance: Fraction, x: number): number {
  let sum = 0;
  for (let value = reach(variance) + Math.max(0, Math.ceil(x)); value > x; value--) sum += density(variance, value);
  return sum / total(variance);
}

const density = ({ numerator, denominator }: Fraction, x: number) => Math.exp((-x * x * denominator) / (2 * numerator));
/** Beyond this distance nothing is left that a double could add. */
const reach = ({ numerator, denominator }: Fraction) => Math.ceil(Math.sqrt((numerator / denominator) * 1_500)) + 2;

function total(variance: Fraction): number {
  let sum = 0;
  for (let x = reach(variance); x > 0; x--) sum += 2 * density(variance, x);
  return sum + 1;
}
