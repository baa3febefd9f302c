import type { Highs } from "highs";
import { intervalAttack } from "../audit/bounds.ts";
import { verifyRounding } from "../audit/verify-rounding.ts";
import { type CellSpace, cellSpace, cellsOfAtom } from "../cells.ts";
import type { Attack, ControlledRoundingCertificate } from "../certificate.ts";
import type { Clock } from "../clock.ts";
import type { Cube } from "../cube.ts";
import { engine } from "../engine.ts";
import { DisclosureError } from "../errors.ts";
import type { ControlledRoundingPolicy } from "../policy.ts";
import { policyHash } from "../policy-schema.ts";
import type { ProtectedGrouping } from "../table.ts";
import { publishCounts, refuseMarked, refuseMixing } from "./changed-cells.ts";
import { roundTogether } from "./controlled-rounding.ts";

const attacker =
  "knows every published figure, by how much at most each differs from the true one, that counts are whole and not negative, that zeros stay zeros and that cells add up, and has a solver";

export interface RoundedToBase {
  readonly groupings: readonly ProtectedGrouping[];
  readonly certificate: ControlledRoundingCertificate;
}

/**
 * Rounds every cell of a cube to a multiple of the base next to it, so that all of them add up.
 * @throws {DisclosureError} `UNPROTECTABLE` if no such rounding is found, if something was told of the cube before, a cell is marked as unsafe that
 * is not small, or time is up; `CUBE_INVALID` or `COUNT_NOT_WHOLE` for bad input; `AUDIT_FAILED` or `SOLVER_FAILED`.
 * @see docs/methods/controlled-rounding.md
 */
export function roundToBase(highs: Highs, cube: Cube, policy: ControlledRoundingPolicy, clock: Clock): RoundedToBase {
  const { base } = policy;
  const space = cellSpace(cube);
  refuseMixing(cube, space);
  refuseMarked(cube, space, base);
  const atoms = [...space.atoms.keys()].filter((atom) => (space.atoms[atom] as number) > 0);
  const cellsOf = atoms.map((atom) => cellsOfAtom(space, atom));
  clock.check(0, 1, "round");
  const { rounded, lessThan } = roundTogether(
    highs,
    atoms.map((atom) => space.atoms[atom] as number),
    cellsOf,
    base,
    clock.secondsLeft,
  );
  const figures = new Float64Array(space.publicCount);
  cellsOf.forEach((cells, i) => {
    for (const cell of cells) figures[cell] = (figures[cell] as number) + (rounded[i] as number);
  });
  const groupings = publishCounts(space, figures);
  clock.check(0, 1, "verify");
  verifyRounding({ cube, policy, groupings, changed: { index: atoms, value: rounded }, lessThan });
  return {
    groupings,
    certificate: {
      engine,
      method: policy.method,
      base,
      lessThan,
      policyHash: policyHash(policy),
      groupings: space.groupings.length,
      cells: space.publicCount,
      suppressed: 0,
      attacker,
      attacks: attackAll(highs, space, figures, base, lessThan, clock),
    },
  };
}

function attackAll(highs: Highs, space: CellSpace, figures: Float64Array, base: number, lessThan: number, clock: Clock): Attack[] {
  const small = [...space.counts.keys()].filter((cell) => (space.counts[cell] as number) > 0 && (space.counts[cell] as number) < base);
  const bounds = {
    low: figures.map((figure) => (figure === 0 ? 0 : Math.max(1, figure - lessThan + 1))),
    high: figures.map((figure) => figure + lessThan - 1),
  };
  return (["interval", "differencing"] as const).map((by): Attack => {
    const cells = small.filter((cell) => cell < space.publicCount === (by === "interval"));
    const widths = intervalAttack(highs, space, bounds, cells, clock).filter(Number.isFinite);
    const narrowest = widths.length === 0 ? null : widths.reduce((a, b) => Math.min(a, b));
    if (narrowest === 0)
      throw new DisclosureError(
        "UNPROTECTABLE",
        "The rounded figures together tell a small count exactly. Use a larger base, or publish coarser groupings.",
      );
    return { by, attacked: widths.length, narrowest, recovered: null };
  });
}
