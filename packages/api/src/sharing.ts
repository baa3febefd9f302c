interface Work<Result> {
  readonly result: Promise<Result>;
  readonly stop: AbortController;
  askers: number;
}

/** Says that nobody waits for the result any more. */
const unwanted = () => new DOMException("Nobody waits for it any more.", "AbortError");
const late = () => new DOMException("It took too long.", "TimeoutError");

/** Work that is under way, by its key. */
export interface Sharing<Result> {
  /**
   * Joins the work of a key that is under way, or begins it. It is stopped when the last who waits for it has gone, or when it takes
   * too long.
   * @param asker Says when this one waits no longer.
   * @throws {DOMException} `AbortError` where this one has gone, `TimeoutError` where it took too long.
   */
  share(key: string, begin: (signal: AbortSignal) => Promise<Result>, asker?: AbortSignal): Promise<Result>;
}

/** Lets those who ask the same at the same time share the work. @param longest How long work may take, in milliseconds. */
export function createSharing<Result>(longest: number): Sharing<Result> {
  const underWay = new Map<string, Work<Result>>();
  const forget = (key: string, work: Work<Result>) => {
    if (underWay.get(key) === work) underWay.delete(key);
  };
  function start(key: string, begin: (signal: AbortSignal) => Promise<Result>): Work<Result> {
    const stop = new AbortController();
    const deadline = setTimeout(() => stop.abort(late()), longest);
    const work: Work<Result> = {
      stop,
      askers: 0,
      result: begin(stop.signal).finally(() => {
        clearTimeout(deadline);
        forget(key, work);
      }),
    };
    underWay.set(key, work);
    stop.signal.addEventListener("abort", () => forget(key, work));
    return work;
  }
  return {
    share(key, begin, asker) {
      if (asker?.aborted) return Promise.reject(unwanted());
      const work = underWay.get(key) ?? start(key, begin);
      work.askers++;
      return new Promise((resolve, reject) => {
        const leave = () => {
          work.askers--;
          if (work.askers === 0) work.stop.abort(unwanted());
          reject(unwanted());
        };
        const give = () => reject(work.stop.signal.reason);
        asker?.addEventListener("abort", leave, { once: true });
        work.stop.signal.addEventListener("abort", give, { once: true });
        work.result.then(resolve, reject).finally(() => {
          asker?.removeEventListener("abort", leave);
          work.stop.signal.removeEventListener("abort", give);
        });
      });
    },
  };
}
