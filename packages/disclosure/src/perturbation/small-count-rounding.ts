import { DisclosureError } from "../errors.ts";
import { chooseUps, incidenceOf } from "./choose-ups.ts";

export interface RoundingProblem {
  /** Whole numbers ≥ 0, one per atom. */
  readonly counts: readonly number[];
  /** The atoms of each cell that is published. */
  readonly columns: readonly (readonly number[])[];
  /** b: no published cell is left between 0 and b. A whole number ≥ 2. */
  readonly base: number;
}

/**
 * Rounds as few atoms as needed to 0 or the base, so that no published cell is between the two, and all published cells still add up. Which
 * go up is chosen so that published sums change least. Only atoms below the base are ever rounded: a cell that is small holds no other.
 * @returns The rounded count of each atom.
 * @throws {DisclosureError} `COUNT_NOT_WHOLE`, `POLICY_INVALID` or `CUBE_INVALID`
 * @see Langsrud & Heldal (2018), An algorithm for small count rounding of tabular data, Privacy in Statistical Databases.
 */
export function smallCountRounding({ counts, columns, base }: RoundingProblem): number[] {
  if (!Number.isSafeInteger(base) || base < 2)
    throw new DisclosureError("POLICY_INVALID", "The base of rounding is not a whole number ≥ 2. State it.");
  if (!counts.every((count) => Number.isSafeInteger(count) && count >= 0))
    throw new DisclosureError("COUNT_NOT_WHOLE", "A count is not a whole number ≥ 0. Count the records again.");
  if (!columns.every((atoms) => atoms.every((atom) => atom in counts)))
    throw new DisclosureError("CUBE_INVALID", "A cell names an atom that does not exist. Atoms are numbered from 0.");
  const chosen = new Set<number>();
  let rounded = [...counts];
  for (;;) {
    const small = columns.filter((atoms) => isSmall(sumOf(rounded, atoms), base));
    if (small.length === 0) return rounded;
    for (const atoms of small) for (const atom of atoms) if ((counts[atom] as number) > 0) chosen.add(atom);
    rounded = round(
      counts,
      columns,
      base,
      [...chosen].sort((a, b) => a - b),
    );
  }
}

const isSmall = (count: number, base: number) => count > 0 && count < base;
const sumOf = (counts: readonly number[], atoms: readonly number[]) => atoms.reduce((sum, atom) => sum + (counts[atom] as number), 0);

function round(counts: readonly number[], columns: readonly (readonly number[])[], base: number, chosen: readonly number[]): number[] {
  const cellsOf = new Map<number, number[]>(chosen.map((atom) => [atom, []]));
  columns.forEach((atoms, cell) => {
    for (const atom of atoms) cellsOf.get(atom)?.push(cell);
  });
  const up = chooseUps(
    chosen.map((atom) => counts[atom] as number),
    incidenceOf([...cellsOf.values()]),
    columns.length,
    base,
  );
  const rounded = [...counts];
  chosen.forEach((atom, i) => {
    rounded[atom] = up[i] === 1 ? base : 0;
  });
  return rounded;
}
