import type { ServerResponse } from "node:http";

export interface OutboxLimits {
  /** Bytes of answers that may wait in memory for clients to take them. */
  readonly bytes: number;
  /** How long a client may take for an answer, in milliseconds. */
  readonly patience: number;
}

/** Answers that were given and not yet taken. */
export interface Outbox {
  /** Looks after an answer until it was taken, or its client took too long. */
  watch(response: ServerResponse): void;
  /** Bytes that wait. */
  bytes(): number;
}

/**
 * Bounds what slow readers hold in memory: who takes too long is hung up on, and so is who waits longest where too much waits.
 */
export function createOutbox({ bytes: most, patience }: OutboxLimits): Outbox {
  const waiting = new Map<ServerResponse, number>();
  let total = 0;
  function hold(response: ServerResponse): void {
    const size = response.writableLength;
    const tooLong = setTimeout(() => response.destroy(), patience);
    waiting.set(response, size);
    total += size;
    response.once("close", () => {
      clearTimeout(tooLong);
      if (waiting.delete(response)) total -= size;
    });
    for (const [slowest, held] of waiting) {
      if (total <= most) break;
      waiting.delete(slowest);
      total -= held;
      slowest.destroy();
    }
  }
  // Nearly every answer is taken before the next turn: those are not held, nor listened to.
  let given: ServerResponse[] = [];
  function look(): void {
    const all = given;
    given = [];
    for (const response of all) if (!response.writableFinished && !response.destroyed) hold(response);
  }
  return {
    bytes: () => total,
    watch(response) {
      if (given.push(response) === 1) setImmediate(look);
    },
  };
}
