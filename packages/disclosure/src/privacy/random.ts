import { DisclosureError } from "../errors.ts";

/** Gives that many unpredictable bytes: `randomBytes` of node:crypto, or a recorded stream in a test. Nothing else may be the source of noise. */
export type RandomBytes = (size: number) => Uint8Array;

/** Draws whole numbers below a bound, each equally likely. */
export type Uniform = (bound: number) => number;

const pageSize = 65_536;
const range = 2 ** 48;

/**
 * Whole numbers from random bytes, by rejection: no rounding, no bias.
 * @throws {DisclosureError} `POLICY_INVALID` if a bound is not a whole number from 1 to 2⁴⁸.
 */
export function uniformFrom(bytes: RandomBytes): Uniform {
  let page: Uint8Array = new Uint8Array(0);
  let at = 0;
  const next = (size: number): number => {
    if (at + size > page.length) {
      page = bytes(pageSize);
      at = 0;
      if (page.length !== pageSize)
        throw new DisclosureError("POLICY_INVALID", "The source of random bytes gave fewer than were asked for. Use another.");
    }
    let value = 0;
    for (let i = 0; i < size; i++) value = value * 256 + (page[at++] as number);
    return value;
  };
  return (bound) => {
    if (!Number.isSafeInteger(bound) || bound < 1 || bound > range)
      throw new DisclosureError("POLICY_INVALID", "The scale of the noise is too fine to be drawn exactly. Use smaller whole numbers.");
    const size = bound <= 256 ? 1 : bound <= 65_536 ? 2 : bound <= 2 ** 32 ? 4 : 6;
    const whole = 256 ** size;
    const fair = whole - (whole % bound);
    for (;;) {
      const value = next(size);
      if (value < fair) return value % bound;
    }
  };
}
