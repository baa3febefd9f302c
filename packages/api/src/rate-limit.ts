import { AsyncLocalStorage } from "node:async_hooks";
import type { IncomingMessage } from "node:http";
import type { RateLimitPolicy } from "@openbeat/schema/graphql";
import type { Redis } from "ioredis";
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes, RLWrapperTimeouts } from "rate-limiter-flexible";
import { type Answer, refusalAnswer } from "./answer-cache.ts";
import { clientAddress, createClientNames } from "./client-names.ts";

export interface RateLimitOptions extends RateLimitPolicy {
  /** How many proxies of ours stand before the server: the client is who asked the outermost of them. */
  readonly proxies?: number;
  /** Where several processes count together. */
  readonly redis?: Redis | undefined;
}

/** What was decided of one question. */
export interface Admission {
  /** What is said instead of an answer, where the client has used up its points. */
  readonly refusal?: Answer;
  readonly headers: Readonly<Record<string, string>>;
  /** Takes what the question costs besides, once that is known. @returns The headers that tell it. */
  pay(complexity: number): Readonly<Record<string, string>>;
}

/** Decides whether a client may ask something that is not kept. @returns `undefined` for the machine itself, which is not limited. */
export type RateLimit = (request: IncomingMessage) => Promise<Admission | undefined>;

/** What every question costs that is not kept: it has to be read and checked even where it is refused. */
const least = 10;
/** How long Redis may take before a process counts by itself, in milliseconds. */
const redisPatience = 200;

/** Counts in Redis while it answers, and by itself otherwise. */
function createLimiter({ points, seconds }: RateLimitPolicy, redis: Redis | undefined): RateLimiterAbstract | RLWrapperTimeouts {
  const alone = new RateLimiterMemory({ points, duration: seconds });
  if (redis === undefined) return alone;
  const options = {
    storeClient: redis,
    keyPrefix: `openbeat:rate:${points}/${seconds}`,
    points,
    duration: seconds,
    rejectIfRedisNotReady: true,
  };
  return new RLWrapperTimeouts({ limiter: new RateLimiterRedis(options), timeoutMs: redisPatience, insuranceLimiter: alone });
}

/**
 * Gives each client points for a time: a question that is not kept costs its complexity, and one that is kept nothing.
 * A question is let in while points are left; what it costs beyond them is owed until the time is over.
 */
export function createRateLimit({ points, seconds, proxies = 0, redis }: RateLimitOptions): RateLimit {
  const limiter = createLimiter({ points, seconds }, redis);
  const nameOf = createClientNames(redis);
  // The limiter sets a timer for each client, which would keep the request that it was set in until the time is over.
  const apart = AsyncLocalStorage.snapshot();
  const policy = `"questions";q=${points};w=${seconds};qu="complexity"`;
  const tell = (left: number, waits: number) => ({
    "ratelimit-policy": policy,
    ratelimit: `"questions";r=${Math.max(0, left)};t=${waits}`,
  });
  return async (request) => {
    const address = clientAddress(request, proxies);
    if (address === undefined) return undefined;
    const name = await nameOf(address);
    const outcome = await apart(() => limiter.consume(name, least)).then(
      (state) => ({ state, isOver: false }),
      (state: unknown) => {
        if (state instanceof RateLimiterRes) return { state, isOver: true };
        throw state;
      },
    );
    const waits = Math.max(1, Math.ceil(outcome.state.msBeforeNext / 1000));
    const left = points - outcome.state.consumedPoints;
    if (outcome.isOver) {
      const message = `You have used up what one client may ask in ${seconds} seconds. Ask again in ${waits} seconds.`;
      return {
        refusal: refusalAnswer(429, "RATE_LIMITED", message, { "retry-after": String(waits) }),
        headers: tell(0, waits),
        pay: () => ({}),
      };
    }
    return {
      headers: tell(left, waits),
      pay(complexity) {
        const more = Math.max(0, complexity - least);
        // Counted by the process alone where Redis has gone meanwhile, so it never fails.
        if (more > 0) void apart(() => limiter.penalty(name, more));
        return tell(left - more, waits);
      },
    };
  };
}
