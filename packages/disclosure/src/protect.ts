import { openSolver } from "./audit/solver.ts";
import type { Certificate } from "./certificate.ts";
import { type ClockEffects, createClock } from "./clock.ts";
import type { Cube, Grouping } from "./cube.ts";
import { DisclosureError } from "./errors.ts";
import { perturbCells } from "./perturbation/perturb-cells.ts";
import { roundSmallCounts } from "./perturbation/round-small-counts.ts";
import { roundToBase } from "./perturbation/round-to-base.ts";
import { type Policy, readPolicy, type SuppressionPolicy } from "./policy.ts";
import { addNoise } from "./privacy/add-noise.ts";
import type { RandomBytes } from "./privacy/random.ts";
import type { Proof } from "./proof.ts";
import { proposeCoarser } from "./proposal.ts";
import { type Suppressed, suppress } from "./secondary/suppress.ts";
import type { ProtectedGrouping } from "./table.ts";

/** What the outside gives to a protection. */
export interface ProtectEffects extends ClockEffects {
  /** Where noise comes from: `randomBytes` of node:crypto. Only differential privacy draws, and refuses without it. */
  readonly random?: RandomBytes;
}

export interface Protected {
  /** In the order of the cube's groupings. */
  readonly groupings: readonly ProtectedGrouping[];
  readonly certificate: Certificate;
  /** What `verify` needs to check a suppression. Never to be published: it tells of true counts. Null with the methods that change figures. */
  readonly proof: Proof | null;
}

/**
 * Protects a cube by the method of its policy. By suppression it hides what must not be published, and proves it: whoever knows everything
 * published still cannot place any hidden count within an interval narrower than `policy.width`. By differential privacy it draws noise, anew with
 * every call: ask the ledger before.
 * @throws {DisclosureError} `UNPROTECTABLE`, with a coarser proposal where there is one, when the proof fails or takes too long;
 * `POLICY_INVALID`, `CUBE_INVALID`, `COUNT_NOT_WHOLE` for bad input; `SOLVER_FAILED` or `AUDIT_FAILED` when the engine cannot be trusted.
 */
export function protect(cube: Cube, policy: SuppressionPolicy, effects?: ProtectEffects): Promise<Suppressed>;
export function protect(cube: Cube, policy: Policy, effects?: ProtectEffects): Promise<Protected>;
export async function protect(cube: Cube, policy: Policy, effects: ProtectEffects = {}): Promise<Protected> {
  const checked = readPolicy(policy);
  switch (checked.method) {
    case "suppress":
      return suppressOrPropose(cube, checked, effects);
    case "differentialPrivacy": {
      const { random } = effects;
      if (!random) throw new DisclosureError("POLICY_INVALID", "There is no source of random bytes to draw the noise from. Give one.");
      return { ...addNoise(cube, checked, random, createClock(checked.timeLimitSeconds, effects)), proof: null };
    }
    case "smallCountRounding":
      return { ...roundSmallCounts(cube, checked, createClock(checked.timeLimitSeconds, effects)), proof: null };
    case "controlledRounding":
      return { ...roundToBase(await openSolver(), cube, checked, createClock(checked.timeLimitSeconds, effects)), proof: null };
    case "cellKey":
      return { ...perturbCells(await openSolver(), cube, checked, createClock(checked.timeLimitSeconds, effects)), proof: null };
  }
}

async function suppressOrPropose(cube: Cube, policy: SuppressionPolicy, effects: ProtectEffects): Promise<Suppressed> {
  const highs = await openSolver();
  const clock = createClock(policy.timeLimitSeconds, effects);
  try {
    return suppress(highs, cube, policy, clock);
  } catch (error) {
    if (!(error instanceof DisclosureError) || error.code !== "UNPROTECTABLE") throw error;
    const placeOf = new Map(cube.groupings.map((grouping, place) => [grouping, place]));
    const whole = createClock(policy.timeLimitSeconds, effects);
    const proposal = proposeCoarser(cube, whole.secondsLeft, (groupings, seconds) =>
      passes(() => suppress(highs, onlyThese(cube, placeOf, groupings), policy, createClock(seconds, effects))),
    );
    const advice = proposal
      ? "Publish the coarser groupings of the proposal instead."
      : "No coarser set of its groupings was found to be safe in time either.";
    throw new DisclosureError("UNPROTECTABLE", `${error.message} ${advice}`, { cause: error, proposal });
  }
}

/** A cube with some of its groupings, and what is known of those. */
function onlyThese(cube: Cube, placeOf: ReadonlyMap<Grouping, number>, groupings: readonly Grouping[]): Cube {
  const places = groupings.map((grouping) => placeOf.get(grouping) as number);
  return {
    ...cube,
    groupings,
    said: places.map((place) => cube.said?.[place]),
    unsafe: places.map((place) => cube.unsafe?.[place]),
    widths: places.map((place) => cube.widths?.[place]),
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
