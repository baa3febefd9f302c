// What a count may be, checked in one place. A value is never repeated in a message: it may be one that must not be told.

/** @throws {RangeError} If a count is missing, negative, infinite or not whole. */
export function checkCount(count: number, what = "A count"): void {
  if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`${what} is not a whole number ≥ 0.`);
}

/** @throws {RangeError} If a value is missing, infinite, or not above 0. */
export function checkPositive(value: number, what: string): void {
  if (!(value > 0 && value < Infinity)) throw new RangeError(`${what} is not a number above 0.`);
}

/** @throws {RangeError} If a value is missing, infinite or negative. */
export function checkNotNegative(value: number, what: string): void {
  if (!(value >= 0 && value < Infinity)) throw new RangeError(`${what} is not a number ≥ 0.`);
}
