import type { Highs } from "highs";
import { attack } from "./audit/attack.ts";
import { openSolver } from "./audit/solver.ts";
import { verify } from "./audit/verify.ts";
import { type CellSpace, cellSpace } from "./cells.ts";
import type { Certificate } from "./certificate.ts";
import { type Cube, said } from "./cube.ts";
import { DisclosureError } from "./errors.ts";
import { readPolicy, type SuppressionPolicy } from "./policy.ts";
import { policyHash } from "./policy-schema.ts";
import { minimumFrequency } from "./primary/minimum-frequency.ts";
import { type Proof, writeProof } from "./proof.ts";
import { proposeCoarser } from "./proposal.ts";
import { coverByMoves } from "./secondary/cover.ts";
import { coverInsiders } from "./secondary/insiders.ts";
import { createPattern, type Pattern, remeasure, unproved } from "./secondary/pattern.ts";
import { prune } from "./secondary/prune.ts";
import { repair } from "./secondary/repair.ts";
import { cellWeights } from "./secondary/weights.ts";
import type { Cell, ProtectedCells, ProtectedGrouping } from "./table.ts";

export interface ProtectEffects {
  readonly progress?: (done: number, total: number, stage: string) => void;
  /** Milliseconds; read for the time limit alone. */
  readonly now?: () => number;
}

export interface Protected {
  /** In the order of the cube's groupings. */
  readonly groupings: readonly ProtectedGrouping[];
  readonly certificate: Certificate;
  /** What `verify` needs to check the certificate. Never to be published: it tells of true counts. */
  readonly proof: Proof;
}

const pruningWork = 4e6;
const engine = "openbeat-disclosure 0.1.0";
const attacker =
  "knows every published figure, that counts are whole and not negative and that hidden cells are not zero, and has a solver";

/**
 * Hides what must not be published, and proves it: whoever knows everything published still cannot place any hidden count within an interval
 * narrower than `policy.width`.
 * @throws {DisclosureError} `UNPROTECTABLE`, with a coarser proposal where there is one, when the proof fails or takes too long;
 * `POLICY_INVALID`, `CUBE_INVALID`, `COUNT_NOT_WHOLE` for bad input; `SOLVER_FAILED` or `AUDIT_FAILED` when the engine cannot be trusted.
 */
export async function protect(cube: Cube, policy: SuppressionPolicy, effects: ProtectEffects = {}): Promise<Protected> {
  const checked = readPolicy(policy);
  const highs = await openSolver();
  const clock = createClock(checked.timeLimitSeconds, effects);
  try {
    return suppress(highs, cube, checked, clock);
  } catch (error) {
    if (!(error instanceof DisclosureError) || error.code !== "UNPROTECTABLE") throw error;
    const saidOf = new Map(cube.groupings.map((grouping, place) => [grouping, cube.said?.[place]]));
    const whole = createClock(checked.timeLimitSeconds, effects);
    const proposal = proposeCoarser(cube, whole.secondsLeft, (groupings, seconds) =>
      passes(() =>
        suppress(
          highs,
          { ...cube, groupings, said: groupings.map((grouping) => saidOf.get(grouping)) },
          checked,
          createClock(seconds, effects),
        ),
      ),
    );
    const advice = proposal
      ? "Publish the coarser groupings of the proposal instead."
      : "No coarser set of its groupings was found to be safe in time either.";
    throw new DisclosureError("UNPROTECTABLE", `${error.message} ${advice}`, { cause: error, proposal });
  }
}

interface Clock {
  readonly secondsLeft: () => number;
  /** Throws when time is up. */
  readonly check: (done: number, total: number, stage: string) => void;
}

function createClock(seconds: number, effects: ProtectEffects): Clock {
  const now = effects.now ?? (() => performance.now());
  const end = now() + seconds * 1000;
  return {
    secondsLeft: () => (end - now()) / 1000,
    check(done, total, stage) {
      if (!(now() < end)) throw new DisclosureError("UNPROTECTABLE", "The groupings could not be proved safe within the time limit.");
      effects.progress?.(done, total, stage);
    },
  };
}

function suppress(highs: Highs, cube: Cube, policy: SuppressionPolicy, clock: Clock): Protected {
  const space = cellSpace(cube);
  const small = minimumFrequency(space.counts, policy.threshold).flatMap((unsafe, cell) => (unsafe ? [cell] : []));
  const weights = cellWeights(space, policy.width);
  const earlier = earlierReleases(cube, space);
  const isSmall = new Set(small);
  for (const cell of earlier.shown) {
    if (isSmall.has(cell))
      throw new DisclosureError(
        "UNPROTECTABLE",
        "An earlier release shows a count that this policy hides. Raise no threshold over published figures.",
      );
    weights[cell] = Number.POSITIVE_INFINITY;
  }
  const pattern = createPattern(space, small, policy.width, weights, earlier.hidden);
  coverByMoves(pattern, (done, total) => clock.check(done, total, "moves"));
  prune(pattern, pruningWork, (done, total) => clock.check(done, total, "prune"));
  let programmes = proveAll(highs, pattern, clock);
  while (policy.knownCells === 1) {
    if (coverInsiders(pattern, (done, total) => clock.check(done, total, "insiders")) !== null)
      throw new DisclosureError(
        "UNPROTECTABLE",
        "The groupings hold small counts that someone who is alone in another hidden cell could narrow down. A policy with knownCells: 0 does without that guard.",
      );
    if (unproved(pattern).length === 0) break;
    programmes += proveAll(highs, pattern, clock);
  }
  const certificate = certify(pattern, policy, programmes);
  const result = { groupings: publish(space, pattern), certificate, proof: writeProof(pattern, policy.knownCells ?? 0) };
  clock.check(0, 1, "verify");
  verify({ cube, policy, groupings: result.groupings, proof: result.proof });
  return result;
}

/** The cells that earlier releases have shown or hidden, with the same count as now. */
function earlierReleases({ said: words = [], groupings }: Cube, space: CellSpace): { readonly shown: number[]; readonly hidden: number[] } {
  const shown: number[] = [];
  const hidden: number[] = [];
  if (words.length > groupings.length) throw new DisclosureError("CUBE_INVALID", "More groupings were said of than there are.");
  words.forEach((word, grouping) => {
    if (word === undefined) return;
    const { offset, cellCount } = space.groupings[grouping] as CellSpace["groupings"][number];
    if (word.length !== cellCount)
      throw new DisclosureError("CUBE_INVALID", "What was said earlier does not fit the cells of its grouping.");
    word.forEach((what, i) => {
      if (what === said.shown) shown.push(offset + i);
      else if (what === said.hidden) hidden.push(offset + i);
      else if (what !== said.nothing)
        throw new DisclosureError("CUBE_INVALID", "What was said earlier of a cell is none of nothing, shown, hidden.");
    });
  });
  if (hidden.some((cell) => space.counts[cell] === 0))
    throw new DisclosureError(
      "CUBE_INVALID",
      "A cell that was hidden earlier holds nothing now: a hidden cell is known to hold at least one.",
    );
  return { shown, hidden };
}

/**
 * Hides further cells until every hidden one has its tables.
 * @returns How many linear programmes that took.
 */
function proveAll(highs: Highs, pattern: Pattern, clock: Clock): number {
  for (let programmes = 0; ; ) {
    coverByMoves(pattern, (done, total) => clock.check(done, total, "moves"));
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

const hiddenCount = ({ hidden }: Pattern) => hidden.reduce((sum, flag) => sum + flag, 0);

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
function certify(pattern: Pattern, policy: SuppressionPolicy, programmes: number): Certificate {
  const { space, hidden } = pattern;
  remeasure(pattern);
  const targets = [...hidden.keys()].filter((cell) => hidden[cell] === 1);
  const widths = targets.map((cell) => (pattern.high[cell] as number) - (pattern.low[cell] as number));
  if (!widths.every((width) => width >= policy.width))
    throw new DisclosureError("AUDIT_FAILED", "A hidden cell was left without a proof. Report it, and publish nothing.");
  const suppressed = targets.filter((cell) => cell < space.publicCount).length;
  return {
    engine,
    method: policy.method,
    threshold: policy.threshold,
    width: policy.width,
    zeros: policy.zeros,
    knownCells: policy.knownCells ?? 0,
    groupings: space.groupings.length,
    policyHash: policyHash(policy),
    cells: space.publicCount,
    slices: space.counts.length - space.publicCount,
    suppressed,
    attacker,
    attacked: suppressed,
    provedByTables: suppressed,
    tables: pattern.tables.size,
    programmes,
    worstWidth: targets.length === 0 ? null : widths.reduce((least, width) => Math.min(least, width), Number.POSITIVE_INFINITY),
  };
}

function passes(run: () => unknown): boolean {
  try {
    run();
    return true;
  } catch (error) {
    if (error instanceof DisclosureError) return false;
    throw error;
  }
}
