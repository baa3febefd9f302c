import type { Cube } from "../cube.ts";
import { DisclosureError } from "../errors.ts";
import { perturb } from "../perturbation/cell-key.ts";
import { perturbationTable } from "../perturbation/perturbation-table.ts";
import type { CellKeyPolicy } from "../policy.ts";
import type { ProtectedGrouping } from "../table.ts";
import { addUp, cellCountOf } from "./sums.ts";

/** Figures changed by cell keys that are about to be published. */
export interface PerturbationClaim {
  readonly cube: Cube;
  readonly policy: CellKeyPolicy;
  readonly groupings: readonly ProtectedGrouping[];
}

/**
 * Adds counts and keys up again with other code, and checks every figure: that it is what its key makes of its count, that it is near it, that
 * zeros stay zeros, and that no blocked count appears.
 * @throws {DisclosureError} `AUDIT_FAILED` if any of it is not so. Nothing may be published then.
 */
export function verifyPerturbation({ cube, policy, groupings }: PerturbationClaim): void {
  const table = perturbationTable(policy);
  const { index, count: value, key } = cube.atoms;
  if (!key || groupings.length !== cube.groupings.length) throw failed("Not every grouping is there, or the keys are missing.");
  groupings.forEach(({ levels, cells }, g) => {
    const grouping = cube.groupings[g] as readonly string[];
    if (JSON.stringify(levels) !== JSON.stringify(grouping) || cells.length !== cellCountOf(cube, grouping))
      throw failed("A grouping does not have the shape of its levels.");
    const counts = new Float64Array(cells.length);
    const keys = new Uint32Array(cells.length);
    addUp(cube, grouping, { index, value }, counts);
    addUp(cube, grouping, { index, value: key }, keys);
    cells.forEach((cell, i) => {
      const count = counts[i] as number;
      if (cell.status !== "published" || Object.keys(cell).length !== 2) throw failed("A cell has no figure, or more than one.");
      if (cell.count !== perturb(count, keys[i] as number, table)) throw failed("A figure is not what its key makes of it.");
      if (count === 0 && cell.count !== 0) throw failed("A zero was changed.");
      if (!(Math.abs(cell.count - count) <= policy.most)) throw failed("A figure is too far from the true one.");
      if (cell.count > 0 && cell.count <= policy.blocked) throw failed("A blocked count appears.");
    });
  });
}

const failed = (message: string) => new DisclosureError("AUDIT_FAILED", `${message} Publish nothing, and report it.`);
