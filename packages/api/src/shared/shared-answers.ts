import { createHash } from "node:crypto";
import type { Redis } from "ioredis";
import type { Answer } from "../answer-cache.ts";
import { createBreaker } from "./breaker.ts";
import { packAnswer, unpackAnswer } from "./pack.ts";
import { softwareHash } from "./software.ts";

/** How long an answer is looked for and written at most, in milliseconds. To make it again takes not much longer. */
const readTime = 50;
const writeTime = 500;
const purgeTime = 5000;
/** Longer values are not shared, in bytes. */
const longest = 4 * 2 ** 20;
/** How long an answer is shared, in seconds. */
const day = 86_400;
/** How many writes may be under way; more are left out. */
const mostWrites = 20;

/** Answers that processes share. It never fails and never keeps anybody waiting for long: where it cannot help, it gives nothing. */
export interface SharedAnswers {
  get(edition: string, key: string): Promise<Answer | undefined>;
  set(edition: string, key: string, answer: Answer): Promise<void>;
  /** Drops what was made of an edition that is no longer the latest. */
  purge(edition: string): void;
}

/**
 * Shares answers through Redis. Their names hold the software and the edition, which is a hash over all releases: so two versions,
 * two hubs, or a hub before and after a release never take each other's answers.
 * @param tell Told when Redis is given up for the moment, and when an answer cannot be packed.
 */
export function shareAnswers(redis: Redis, tell: (error: Error) => void): SharedAnswers {
  const software = softwareHash();
  const named = (edition: string) => `openbeat:answer:${software}:${edition}:`;
  const nameOf = (edition: string, key: string) => named(edition) + createHash("sha256").update(key).digest("base64url");
  const guard = createBreaker((cause) => tell(new Error("The shared cache does not answer. The API answers without it.", { cause })));
  let writes = 0;
  return {
    async get(edition, key) {
      const name = nameOf(edition, key);
      const bytes = await guard(readTime, () => redis.getBuffer(name));
      return bytes == null ? undefined : unpackAnswer(name, edition, bytes);
    },
    async set(edition, key, answer) {
      if (answer.lifetime === "not at all" || answer.size > longest || writes >= mostWrites) return;
      writes++;
      try {
        const name = nameOf(edition, key);
        const bytes = await packAnswer(name, answer);
        await guard(writeTime, () => redis.set(name, bytes, "EX", day));
      } catch (error) {
        tell(new Error("An answer could not be shared.", { cause: error }));
      } finally {
        writes--;
      }
    },
    purge(edition) {
      void guard(purgeTime, async () => {
        for await (const names of redis.scanStream({ match: `${named(edition)}*`, count: 500 }) as AsyncIterable<string[]>) {
          if (names.length > 0) await redis.unlink(...names);
        }
      });
    },
  };
}
