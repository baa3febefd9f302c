import { DisclosureError } from "./errors.ts";

/** What the outside gives to a run: somebody to tell, and the time. */
export interface ClockEffects {
  readonly progress?: (done: number, total: number, stage: string) => void;
  /** Milliseconds; read for the time limit alone. */
  readonly now?: () => number;
}

/** The time limit of a run. */
export interface Clock {
  readonly secondsLeft: () => number;
  /** Throws when time is up. */
  readonly check: (done: number, total: number, stage: string) => void;
}

/** Starts the time limit of a run. */
export function createClock(seconds: number, effects: ClockEffects): Clock {
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
