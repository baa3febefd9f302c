/** The largest prime below 2^26: products of two residues are exact in a double. */
export const prime = 67_108_859;

const share = 1 / prime;

/** The residue of a whole number of at most 2^53 in size. Faster than the remainder of doubles, and as exact. */
export function residue(value: number): number {
  const rest = value - Math.floor(value * share) * prime;
  if (rest < 0) return rest + prime;
  return rest >= prime ? rest - prime : rest;
}

/** The residue that multiplies with `value` (not 0) to 1. */
export function inverse(value: number): number {
  let [a, nextA, b, nextB] = [0, 1, prime, value];
  while (nextB !== 0) {
    const quotient = Math.floor(b / nextB);
    [a, nextA] = [nextA, a - quotient * nextA];
    [b, nextB] = [nextB, b - quotient * nextB];
  }
  return residue(a);
}
