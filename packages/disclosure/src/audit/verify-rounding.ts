import type { Cube } from "../cube.ts";
import { DisclosureError } from "../errors.ts";
import { type ControlledRoundingPolicy, readPolicy, type SmallCountRoundingPolicy } from "../policy.ts";
import type { ProtectedGrouping } from "../table.ts";
import { type AtomValues, addUp, cellCountOf } from "./sums.ts";

/** Rounded figures that are about to be published, and the rounded atoms that they are said to be sums of. */
export interface RoundingClaim {
  readonly cube: Cube;
  readonly policy: SmallCountRoundingPolicy | ControlledRoundingPolicy;
  readonly groupings: readonly ProtectedGrouping[];
  /** The atoms whose value differs from their count, with that value. Never to be published: it tells which counts are the true ones. */
  readonly changed: AtomValues;
  /** With controlled rounding: no figure differs from the true one by as much as this. */
  readonly lessThan?: number;
}

/**
 * Checks rounded figures without the code that made them. Of both methods: every figure is the sum of the rounded atoms, so that all tables add
 * up in every hierarchy. Of small count rounding: no figure is between zero and the base, no cell that a rule found unsafe is shown as it is, and
 * only atoms below the base have changed, to zero or the base. Of controlled rounding: every figure is a multiple of the base and near the true
 * one, and zeros stay zeros.
 * @throws {DisclosureError} `AUDIT_FAILED` if any of it is not so. Nothing may be published then.
 */
export function verifyRounding({ cube, policy, groupings, changed, lessThan }: RoundingClaim): void {
  const { method, base } = readPolicy(policy);
  const truth = new Map(Array.from(cube.atoms.index, (atom, i) => [atom, cube.atoms.count[i] as number]));
  const changes = new Map<number, number>();
  for (let i = 0; i < changed.index.length; i++) {
    const atom = changed.index[i] as number;
    const value = changed.value[i] as number;
    const count = truth.get(atom) ?? 0;
    if (changes.has(atom)) throw failed("An atom was rounded twice.");
    if (!Number.isSafeInteger(value) || value < 0) throw failed("A rounded atom is not a whole number ≥ 0.");
    if (method === "smallCountRounding" && !(count > 0 && count < base && (value === 0 || value === base)))
      throw failed("An atom changed that is not below the base, or to something else than zero or the base.");
    changes.set(atom, value - count);
  }
  const difference = { index: [...changes.keys()], value: [...changes.values()] };
  const counted = { index: cube.atoms.index, value: cube.atoms.count };
  if (groupings.length !== cube.groupings.length) throw failed("Not every grouping is there.");
  groupings.forEach(({ levels, cells }, g) => {
    const grouping = cube.groupings[g] as readonly string[];
    if (JSON.stringify(levels) !== JSON.stringify(grouping) || cells.length !== cellCountOf(cube, grouping))
      throw failed("A grouping does not have the shape of its levels.");
    const counts = new Float64Array(cells.length);
    addUp(cube, grouping, counted, counts);
    const rounded = Float64Array.from(counts);
    addUp(cube, grouping, difference, rounded);
    cells.forEach((cell, i) => {
      const count = counts[i] as number;
      if (cell.status !== "published" || Object.keys(cell).length !== 2) throw failed("A cell has no figure, or more than one.");
      if (cell.count !== rounded[i]) throw failed("A figure is not the sum of the rounded atoms.");
      if (method === "smallCountRounding") {
        if (cell.count > 0 && cell.count < base) throw failed("A figure is between zero and the base.");
        if (count >= base && cube.unsafe?.[g]?.[i]) throw failed("A cell that a rule found unsafe is shown as it is.");
      } else checkNear(cell.count, count);
    });
  });

  function checkNear(figure: number, count: number): void {
    if (figure % base !== 0) throw failed("A figure is not a multiple of the base.");
    if (count === 0 && figure !== 0) throw failed("A zero was changed.");
    if (!(Math.abs(figure - count) < (lessThan ?? base))) throw failed("A figure is too far from the true one.");
  }
}

const failed = (message: string) => new DisclosureError("AUDIT_FAILED", `${message} Publish nothing, and report it.`);
