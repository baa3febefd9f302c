/**
 * Adjusts the p-values of several tests so that the chance of even one false finding among them stays below the level (Holm).
 * @param pValues From 0 to 1, in any order.
 * @returns The adjusted p-values, in the order given.
 * @throws {RangeError} If one is missing or not from 0 to 1.
 * @see Holm (1979), A simple sequentially rejective multiple test procedure, Scand. J. Statist. 6(2).
 */
export function holm(pValues: readonly number[]): number[] {
  const adjusted = new Array<number>(pValues.length);
  let largest = 0;
  ascending(pValues).forEach((place, rank) => {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * (pValues[place] as number)));
    adjusted[place] = largest;
  });
  return adjusted;
}

/**
 * Adjusts the p-values of several tests so that the expected share of false findings among all findings stays below the level.
 * @param pValues From 0 to 1, in any order.
 * @returns The adjusted p-values, in the order given.
 * @throws {RangeError} If one is missing or not from 0 to 1.
 * @see Benjamini & Hochberg (1995), Controlling the false discovery rate, J. R. Statist. Soc. B 57(1).
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const adjusted = new Array<number>(pValues.length);
  const order = ascending(pValues);
  let smallest = 1;
  for (let rank = order.length; rank >= 1; rank--) {
    const place = order[rank - 1] as number;
    smallest = Math.min(smallest, (pValues.length / rank) * (pValues[place] as number));
    adjusted[place] = smallest;
  }
  return adjusted;
}

function ascending(pValues: readonly number[]): number[] {
  if (!pValues.every((p) => p >= 0 && p <= 1)) throw new RangeError("A p-value is missing or not from 0 to 1.");
  return pValues.map((_, place) => place).sort((a, b) => (pValues[a] as number) - (pValues[b] as number));
}
