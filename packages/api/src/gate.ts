/** How many questions may be worked on at once, how many may wait, and how long, in milliseconds. */
export interface GateLimits {
  readonly running: number;
  readonly waiting: number;
  readonly patience: number;
}

/** Lets work through, a few at a time. @returns `undefined` where too many wait already, or it waited too long: it was not begun. */
export type Gate = <Result>(work: () => Promise<Result>) => Promise<Result | undefined>;

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
  const enter = (): boolean | Promise<boolean> => {
    if (busy < running) {
      busy++;
      return true;
    }
    if (queue.length >= waiting) return false;
    return new Promise((resolve) => {
      const go = () => {
        clearTimeout(tired);
        busy++;
        resolve(true);
      };
      const tired = setTimeout(() => {
        const at = queue.indexOf(go);
        if (at >= 0) queue.splice(at, 1);
        resolve(false);
      }, patience);
      queue.push(go);
    });
  };
  return async (work) => {
    const entered = enter();
    if (!(entered === true || (await entered))) return undefined;
    try {
      return await work();
    } finally {
      release();
    }
  };
}
