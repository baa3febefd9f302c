/**
 * Adjusts p-values so that of all tests together at most a share α of such families has one false "differs": Holm's step-down procedure.
 * @param pValues Of the tests of one family, 0 to 1 each, in any order.
 * @returns Adjusted p-values in the order of `pValues`, never smaller than they.
 * @throws {RangeError} If one is no probability.
 * @see Holm (1979), Scandinavian Journal of Statistics 6(2), 65–70.
 */
export function holm(pValues: readonly number[]): number[] {
  const count = pValues.length;
  let largest = 0;
  const adjusted = new Array<number>(count);
  ascending(pValues).forEach(([p, place], rank) => {
    largest = Math.max(largest, Math.min(1, (count - rank) * p));
    adjusted[place] = largest;
  });
  return adjusted;
}

/**
 * Adjusts p-values so that of all the tests called "differs" at most a share α is false on average: Benjamini and Hochberg's step-up procedure.
 * @param pValues Of the tests of one family, 0 to 1 each, in any order.
 * @returns Adjusted p-values in the order of `pValues`, never smaller than they.
 * @throws {RangeError} If one is no probability.
 * @see Benjamini & Hochberg (1995), Journal of the Royal Statistical Society B 57(1), 289–300.
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const count = pValues.length;
  let smallest = 1;
  const adjusted = new Array<number>(count);
  ascending(pValues)
    .reverse()
    .forEach(([p, place], fromLast) => {
      smallest = Math.min(smallest, Math.max(p, (count / (count - fromLast)) * p));
      adjusted[place] = smallest;
    });
  return adjusted;
}

function ascending(pValues: readonly number[]): (readonly [p: number, place: number])[] {
  if (!pValues.every((p) => p >= 0 && p <= 1)) throw new RangeError("A p-value is a number from 0 to 1.");
  return pValues.map((p, place) => [p, place] as const).sort(([one], [other]) => one - other);
}
