import { AsyncLocalStorage } from "node:async_hooks";

const signals = new AsyncLocalStorage<AbortSignal | undefined>();

/** Does work whose statements are stopped when the signal says so, on PostgreSQL. The embedded database finishes what it began. */
export const cancellable = <Result>(signal: AbortSignal, work: () => Result): Result => signals.run(signal, work);

/** Does work that others wait for too: it is finished, whoever asked for it first. */
export const uncancellable = <Result>(work: () => Result): Result => signals.run(undefined, work);

/** What says that the statements of this moment are no longer wanted. */
export const cancellation = (): AbortSignal | undefined => signals.getStore();
