/**
 * Waits for a promise, and for a time only.
 * @param time In milliseconds; nothing is waited for where it is 0 or less.
 * @param late What is given, or thrown, when the time is over first.
 */
export function within<Result>(time: number, promise: Promise<Result>, late: () => Result): Promise<Result> {
  const { promise: result, resolve, reject } = Promise.withResolvers<Result>();
  const isLate = () => new Promise<Result>((settle) => settle(late())).then(resolve, reject);
  if (time <= 0) {
    promise.catch(() => {}); // Nobody is left who wants to know.
    isLate();
    return result;
  }
  const timer = setTimeout(isLate, time);
  promise.then(resolve, reject).finally(() => clearTimeout(timer));
  return result;
}
