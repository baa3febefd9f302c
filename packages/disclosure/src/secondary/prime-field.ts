/** The largest prime below 2^26: products of two residues are exact in a double. */
export const prime = 67_108_859;

export function residue(value: number): number {
  const rest = value % prime;
  return rest < 0 ? rest + prime : rest;
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
