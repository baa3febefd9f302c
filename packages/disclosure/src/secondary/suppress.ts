import type { Highs } from "highs";
import { verify } from "../audit/verify.ts";
import { type CellSpace, cellSpace } from "../cells.ts";
import type { Attack, SuppressionCertificate } from "../certificate.ts";
import type { Clock } from "../clock.ts";
import { type Cube, said } from "../cube.ts";
import { engine } from "../engine.ts";
import { DisclosureError } from "../errors.ts";
import { forEachFlag } from "../flags.ts";
import type { SuppressionPolicy } from "../policy.ts";
import { policyHash } from "../policy-schema.ts";
import { refuseGroups } from "../primary/group-disclosure.ts";
import { minimumFrequency } from "../primary/minimum-frequency.ts";
import { zeroCells } from "../primary/zero-cells.ts";
import { type Proof, writeProof } from "../proof.ts";
import type { Cell, ProtectedCells, ProtectedGrouping } from "../table.ts";
import { hideUntilProved } from "./hide.ts";
import { createPattern, type Pattern, remeasure } from "./pattern.ts";
import { cellWeights } from "./weights.ts";

/** What a reader is taken to know, by the rule for zeros; and besides, where it is public which combinations hold nothing. */
const attacker = {
  safe: "knows every published figure, that counts are whole and not negative and that hidden cells are not zero, and has a solver",
  sensitive: "knows every published figure and that counts are whole and not negative, hidden ones possibly zero, and has a solver",
} as const;
const knowsEmpties = "; and knows of every finest combination whether it holds anything";

/** Cells that are published as they are or not at all, and what proves that the hidden ones stay uncertain. */
export interface Suppressed {
  readonly groupings: readonly ProtectedGrouping[];
  readonly certificate: SuppressionCertificate;
  readonly proof: Proof;
}

/**
 * Hides what is unsafe and as much besides as proves it uncertain, and has that verified.
 * @throws {DisclosureError} `UNPROTECTABLE` when the proof fails or takes too long; `SOLVER_FAILED` or `AUDIT_FAILED` when the engine cannot be
 * trusted.
 */
export function suppress(highs: Highs, cube: Cube, policy: SuppressionPolicy, clock: Clock): Suppressed {
  const space = cellSpace(cube);
  if (policy.groups !== undefined) refuseGroups(cube, space, policy.groups);
  const least = policy.zeros === "safe" ? 1 : 0;
  if (least === 0) refuseEmptyNodes(space);
  const marked = markedCells(cube, space);
  const isZero = zeroCells(space.counts, policy.zeros);
  const small = minimumFrequency(space.counts, policy.threshold).flatMap((unsafe, cell) =>
    unsafe || isZero[cell] || marked.has(cell) ? [cell] : [],
  );
  const weights = cellWeights(space, policy.width);
  const earlier = earlierReleases(cube, space, least);
  const isSmall = new Set(small);
  for (const cell of earlier.shown) {
    if (isSmall.has(cell))
      throw new DisclosureError(
        "UNPROTECTABLE",
        "An earlier release shows a count that this policy hides. Raise no threshold over published figures, and hide no published zeros.",
      );
    weights[cell] = Number.POSITIVE_INFINITY;
  }
  const pattern = createPattern(
    space,
    small,
    neededWidths(cube, space, policy.width),
    weights,
    earlier.hidden,
    least,
    policy.emptyCombinations === "public",
  );
  const knownCells = policy.knownCells ?? 0;
  const programmes = hideUntilProved(highs, pattern, knownCells, clock);
  const proof = writeProof(pattern, knownCells);
  const certificate = certify(pattern, policy, { tables: proof.tables.length, programmes }, earlier.hidden.length);
  const result = { groupings: publish(space, pattern), certificate, proof };
  clock.check(0, 1, "verify");
  verify({ cube, policy, groupings: result.groupings, proof });
  return result;
}

/** How wide the interval of each cell must be: as the policy says, or wider where the cube does. */
function neededWidths({ widths = [] }: Cube, space: CellSpace, width: number): Float64Array {
  const needed = new Float64Array(space.counts.length).fill(width);
  forEachFlag(widths, space, (cell, own) => {
    if (!Number.isSafeInteger(own) || own < 0)
      throw new DisclosureError("CUBE_INVALID", "The width that a cell needs is not a whole number ≥ 0. State it in whole units.");
    needed[cell] = Math.max(width, own);
  });
  return needed;
}

/** The cells that some other rule than that of small counts has found unsafe. */
function markedCells({ unsafe = [] }: Cube, space: CellSpace): ReadonlySet<number> {
  const marked = new Set<number>();
  forEachFlag(unsafe, space, (cell, flag) => {
    if (flag === 0) return;
    if (space.counts[cell] === 0)
      throw new DisclosureError("CUBE_INVALID", "A cell is marked as unsafe and holds nothing: zeros are published.");
    marked.add(cell);
  });
  return marked;
}

/** Where zeros are hidden, a node that cannot hold anything would have zeros that everybody knows. */
function refuseEmptyNodes({ levels, groupings }: CellSpace): void {
  for (const { level } of groupings)
    if (level.some((own, d) => levels[d]?.[own]?.leavesOf.some((leaves) => leaves.length === 0)))
      throw new DisclosureError(
        "CUBE_INVALID",
        "A node has no leaves, and zeros are sensitive: everybody knows that it holds nothing. Give it the leaves it could have, or leave it out.",
      );
}

/** The cells that earlier releases have shown or hidden, with the same count as now. */
function earlierReleases(
  { said: words = [] }: Cube,
  space: CellSpace,
  least: 0 | 1,
): { readonly shown: number[]; readonly hidden: number[] } {
  const shown: number[] = [];
  const hidden: number[] = [];
  forEachFlag(words, space, (cell, what) => {
    if (what === said.shown) shown.push(cell);
    else if (what === said.hidden) hidden.push(cell);
    else if (what !== said.nothing)
      throw new DisclosureError("CUBE_INVALID", "What was said earlier of a cell is none of nothing, shown, hidden.");
  });
  if (least === 1 && hidden.some((cell) => space.counts[cell] === 0))
    throw new DisclosureError(
      "CUBE_INVALID",
      "A cell that was hidden earlier holds nothing now: a hidden cell is known to hold at least one.",
    );
  return { shown, hidden };
}

const hiddenCell: Cell = Object.freeze({ status: "suppressed" });

function publish(space: CellSpace, { hidden }: Pattern): ProtectedGrouping[] {
  return space.groupings.map(({ levels, shape, offset, cellCount }) => {
    const cells = Array.from({ length: cellCount }, (_, i): Cell => {
      const count = space.counts[offset + i];
      if (hidden[offset + i] !== 0 || count === undefined) return hiddenCell;
      return { status: "published", count };
    });
    return { levels, shape, cells: Object.freeze(cells) as readonly Cell[] as ProtectedCells };
  });
}

/** The last gate: every hidden cell again, by its tables alone, and every published one. */
function certify(
  pattern: Pattern,
  policy: SuppressionPolicy,
  work: { readonly tables: number; readonly programmes: number },
  earlier: number,
): SuppressionCertificate {
  const { space, hidden } = pattern;
  remeasure(pattern);
  const targets = [...hidden.keys()].filter((cell) => hidden[cell] === 1);
  const widths = targets.map((cell) => (pattern.high[cell] as number) - (pattern.low[cell] as number));
  if (!targets.every((cell, place) => (widths[place] as number) >= (pattern.widths[cell] as number)))
    throw new DisclosureError("AUDIT_FAILED", "A hidden cell was left without a proof. Report it, and publish nothing.");
  const suppressed = targets.filter((cell) => cell < space.publicCount).length;
  const worstWidth = targets.length === 0 ? null : widths.reduce((least, width) => Math.min(least, width), Number.POSITIVE_INFINITY);
  const slices = targets.length - suppressed;
  /** Alternative tables of whole numbers ≥ 0 stand against every weaker attacker, too. */
  const attackOf = (by: Attack["by"], attacked: number): Attack => ({
    by,
    attacked,
    narrowest: attacked === 0 ? null : worstWidth,
    recovered: null,
  });
  return {
    engine,
    method: policy.method,
    threshold: policy.threshold,
    width: policy.width,
    zeros: policy.zeros,
    knownCells: policy.knownCells ?? 0,
    emptyCombinations: policy.emptyCombinations ?? "unknown",
    groupings: space.groupings.length,
    policyHash: policyHash(policy),
    cells: space.publicCount,
    slices: space.counts.length - space.publicCount,
    suppressed,
    attacker: `${attacker[policy.zeros]}${pattern.emptiesKnown ? knowsEmpties : ""}`,
    attacked: suppressed,
    provedByTables: suppressed,
    ...work,
    worstWidth,
    attacks: [
      attackOf("linear", suppressed),
      attackOf("interval", suppressed),
      attackOf("whole number", suppressed),
      attackOf("singleton", policy.knownCells === 1 ? pattern.small.length : 0),
      attackOf("differencing", slices + earlier),
    ],
  };
}
