import type { Highs } from "highs";
import { attack } from "../audit/attack.ts";
import type { Clock } from "../clock.ts";
import { DisclosureError } from "../errors.ts";
import { coverByMoves } from "./cover.ts";
import { createDetourSearch, type DetourSearch, near, wide } from "./detour.ts";
import { coverInsiders } from "./insiders.ts";
import { hideMoved, isProved, type Pattern, unproved } from "./pattern.ts";
import { repair } from "./repair.ts";
import { reroute } from "./reroute.ts";

/**
 * Hides further cells until every hidden one has its tables and, where that is asked for, every small one has them against insiders too.
 * @param knownCells 1 guards against whoever is alone in a hidden cell.
 * @returns How many programmes that took.
 * @throws {DisclosureError} `UNPROTECTABLE` when it cannot be had, or time is up.
 */
export function hideUntilProved(highs: Highs, pattern: Pattern, knownCells: 0 | 1, clock: Clock): number {
  const detours = createDetourSearch(highs, pattern, clock.secondsLeft);
  const stage = (name: string) => (done: number, total: number) => clock.check(done, total, name);
  coverByMoves(pattern, stage("moves"));
  reroute(pattern, stage("reroute"));
  let programmes = proveAll(highs, pattern, detours, clock);
  while (knownCells === 1) {
    if (coverInsiders(pattern, detours, stage("insiders")) !== null)
      throw new DisclosureError(
        "UNPROTECTABLE",
        "The groupings hold small counts that someone who is alone in another hidden cell could narrow down. A policy with knownCells: 0 does without that guard.",
      );
    if (unproved(pattern).length === 0) break;
    programmes += proveAll(highs, pattern, detours, clock);
  }
  return programmes + detours.solved();
}

/** Hides further cells until every hidden one has its tables. */
function proveAll(highs: Highs, pattern: Pattern, detours: DetourSearch, clock: Clock): number {
  for (let programmes = 0; ; ) {
    coverByMoves(pattern, (done, total) => clock.check(done, total, "moves"));
    coverByDetours(pattern, detours, (done, total) => clock.check(done, total, "detours"));
    const targets = unproved(pattern);
    if (targets.length === 0) return programmes;
    clock.check(0, targets.length, "attack");
    const attacked = attack(highs, pattern, targets, clock.secondsLeft);
    programmes += attacked.programmes;
    if (attacked.narrow.length === 0) return programmes;
    clock.check(0, attacked.narrow.length, "repair");
    const before = hiddenCount(pattern);
    const stuck = repair(highs, pattern, attacked.narrow, clock.secondsLeft);
    if (stuck !== null || hiddenCount(pattern) === before)
      throw new DisclosureError(
        "UNPROTECTABLE",
        "The groupings hold small counts that stay within a narrow interval unless the total of all records is hidden too.",
      );
  }
}

/** Gives cells tables that move only what is hidden anyway, where there are such tables nearby. */
function coverByDetours(pattern: Pattern, detours: DetourSearch, pause: (done: number, total: number) => void): void {
  const cells = unproved(pattern);
  for (const [done, cell] of cells.entries()) {
    if (isProved(pattern, cell)) continue;
    pause(done, cells.length);
    const tables =
      detours.find(cell, { still: [], hiding: false, mostAtoms: near }) ??
      detours.find(cell, { still: [], hiding: false, mostAtoms: wide }) ??
      detours.find(cell, { still: [], hiding: true, mostAtoms: near });
    if (tables) hideMoved(pattern, tables);
  }
}

const hiddenCount = ({ hidden }: Pattern) => hidden.reduce((sum, flag) => sum + flag, 0);
