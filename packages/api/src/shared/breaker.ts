import { within } from "../within.ts";

/** After how many failures on end nobody tries any more, and how long, in milliseconds. */
const mostFailures = 3;
const rest = 1000;

/** Runs work that may hang or fail, and gives `undefined` where it does. @param time How long it may take, in milliseconds. */
export type Breaker = <Result>(time: number, work: () => Promise<Result>) => Promise<Result | undefined>;

/**
 * Keeps a helper that is gone or slow from being waited for. After a few failures on end it is left alone for a second, and then tried
 * by one caller before all others.
 * @param onBreak Told the last failure when it is given up, once until it works again.
 */
export function createBreaker(onBreak: (error: unknown) => void): Breaker {
  let failures = 0;
  let restsUntil = Number.NEGATIVE_INFINITY;
  let isTrying = false;
  return async (time, work) => {
    const isOpen = failures >= mostFailures;
    if (isOpen && (isTrying || performance.now() < restsUntil)) return undefined;
    if (isOpen) isTrying = true;
    try {
      const result = await within(time, work(), () => {
        throw new Error(`There was no answer within ${time} ms.`);
      });
      failures = 0;
      return result;
    } catch (error) {
      failures++;
      restsUntil = performance.now() + rest;
      if (failures === mostFailures) onBreak(error);
      return undefined;
    } finally {
      if (isOpen) isTrying = false;
    }
  };
}
