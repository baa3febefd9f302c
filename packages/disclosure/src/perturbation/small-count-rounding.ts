import { DisclosureError } from "../errors.ts";

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
 * go up is chosen so that published sums change least: greedily, then by exchanging pairs.
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
    const small = columns.filter((atoms) =>
      isSmall(
        atoms.reduce((sum, atom) => sum + (rounded[atom] as number), 0),
        base,
      ),
    );
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

function round(counts: readonly number[], columns: readonly (readonly number[])[], base: number, chosen: readonly number[]): number[] {
  const cellsOf = new Map<number, number[]>(chosen.map((atom) => [atom, []]));
  columns.forEach((atoms, cell) => {
    for (const atom of atoms) cellsOf.get(atom)?.push(cell);
  });
  const rounded = [...counts];
  const floors = new Map(chosen.map((atom) => [atom, Math.floor((counts[atom] as number) / base) * base]));
  const rest = new Float64Array(columns.length); // what each cell has lost so far
  let lost = 0;
  for (const atom of chosen) {
    rounded[atom] = floors.get(atom) as number;
    lost += (counts[atom] as number) - (rounded[atom] as number);
    for (const cell of cellsOf.get(atom) as number[])
      rest[cell] = (rest[cell] as number) + (counts[atom] as number) - (rounded[atom] as number);
  }
  const low = new Set(chosen.filter((atom) => (counts[atom] as number) % base !== 0));
  const high = new Set<number>();
  const shift = (atom: number, sign: 1 | -1) => {
    rounded[atom] = (rounded[atom] as number) + sign * base;
    for (const cell of cellsOf.get(atom) as number[]) rest[cell] = (rest[cell] as number) - sign * base;
    (sign > 0 ? low : high).delete(atom);
    (sign > 0 ? high : low).add(atom);
  };
  /** By how much the squares of what cells have lost go down. */
  const gain = (atom: number, sign: 1 | -1) =>
    (cellsOf.get(atom) as number[]).reduce((sum, cell) => sum + sign * 2 * base * (rest[cell] as number) - base * base, 0);
  const best = (atoms: Iterable<number>, sign: 1 | -1) => {
    let found = -1;
    let most = Number.NEGATIVE_INFINITY;
    for (const atom of atoms) {
      const value = gain(atom, sign);
      if (value > most) {
        found = atom;
        most = value;
      }
    }
    return { atom: found, gain: most };
  };
  for (let ups = Math.round(lost / base); ups > 0 && low.size > 0; ups--) shift(best(low, 1).atom, 1);
  for (let exchanges = 0; exchanges < 4 * chosen.length && low.size > 0 && high.size > 0; exchanges++) {
    const down = best(high, -1);
    shift(down.atom, -1);
    const up = best(low, 1);
    if (up.gain + down.gain <= 1e-9) {
      shift(down.atom, 1);
      break;
    }
    shift(up.atom, 1);
  }
  return rounded;
}
