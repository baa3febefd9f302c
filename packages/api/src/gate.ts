/** How many questions may be worked on at once, how many may wait, and how long, in milliseconds. */
export interface GateLimits {
  readonly running: number;
  readonly waiting: number;
  readonly patience: number;
}

/** Lets work through, a few at a time. */
export interface Gate {
  /**
   * @param signal Says when nobody waits for the work any more: then it is not begun.
   * @returns `undefined` where too many wait already, it waited too long, or nobody wants it: it was not begun.
   */
  <Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result | undefined>;
  /** How much is worked on, and how much waits. */
  load(): { readonly running: number; readonly waiting: number };
}

/**
 * A gate before the database. Under a flood it turns late comers away at once, so that those who were let in are answered in time:
 * without it everybody waits, and nobody is answered.
 */
export function createGate({ running, waiting, patience }: GateLimits): Gate {
  let busy = 0;
  const queue: (() => void)[] = [];
  const release = () => {
    busy--;
    queue.shift()?.();
  };
  const enter = (signal: AbortSignal | undefined): boolean | Promise<boolean> => {
    if (signal?.aborted) return false;
    if (busy < running) {
      busy++;
      return true;
    }
    if (queue.length >= waiting) return false;
    return new Promise((resolve) => {
      const stopWaiting = () => {
        clearTimeout(tired);
        signal?.removeEventListener("abort", leave);
      };
      const go = () => {
        stopWaiting();
        busy++;
        resolve(true);
      };
      const leave = () => {
        stopWaiting();
        const at = queue.indexOf(go);
        if (at >= 0) queue.splice(at, 1);
        resolve(false);
      };
      const tired = setTimeout(leave, patience);
      signal?.addEventListener("abort", leave, { once: true });
      queue.push(go);
    });
  };
  const gate = async <Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result | undefined> => {
    const entered = enter(signal);
    if (!(entered === true || (await entered))) return undefined;
    try {
      return await work();
    } finally {
      release();
    }
  };
  return Object.assign(gate, { load: () => ({ running: busy, waiting: queue.length }) });
}
