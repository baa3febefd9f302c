import { type Answer, AnswerCache, refusalAnswer } from "./answer-cache.ts";
import { type Edition, type EditionOptions, watchEdition } from "./edition.ts";
import type { Gate } from "./gate.ts";
import type { SharedAnswers } from "./shared/shared-answers.ts";

/** Gives the kept answer of a key, or makes it. */
export type Keep = (key: string, make: () => Promise<Answer>) => Promise<Answer>;

const overloaded = () => refusalAnswer(503, "OVERLOADED", "Too many questions are being asked at the moment.", { "retry-after": "2" });

export interface KeepOptions extends Pick<EditionOptions, "ask" | "listen"> {
  /** How many bytes of answers are kept in memory. */
  readonly cacheBytes: number;
  /** What is not kept passes through it. */
  readonly gate: Gate;
  /** Where processes share their answers. */
  readonly shared?: SharedAnswers | undefined;
}

/**
 * A memory for answers. Releases never change, so an answer that rests on named releases is kept for ever, and one that rests on
 * the latest until there is another. Several who ask the same at once share one answer.
 */
export function createKeep({ ask, listen, cacheBytes, gate, shared }: KeepOptions): { readonly keep: Keep; readonly edition: Edition } {
  const cache = new AnswerCache(cacheBytes);
  const underWay = new Map<string, Promise<Answer>>();
  const keyIn = (edition: string, key: string) => `${edition} ${key}`;
  const edition = watchEdition({
    ask,
    ...(listen === undefined ? {} : { listen }),
    onChange(now, before) {
      cache.purge((key, { lifetime }) => lifetime !== "for ever" && !key.startsWith(`${now} `));
      shared?.purge(before);
    },
  });
  const remember = (now: string, key: string, answer: Answer) => cache.set(answer.lifetime === "for ever" ? key : keyIn(now, key), answer);

  async function find(asked: string, key: string, make: () => Promise<Answer>): Promise<Answer> {
    const found = await shared?.get(asked, key);
    if (found !== undefined) {
      remember(asked, key, found);
      return found;
    }
    const fresh = (await gate(make)) ?? overloaded();
    if (fresh.lifetime === "not at all") return fresh;
    // A release may have come since it was asked for. The answer belongs to the releases that it was made of.
    const now = fresh.edition ?? asked;
    edition.saw(now);
    remember(now, key, fresh);
    // By then it is known in which encoding it is wanted first.
    if (shared !== undefined) setImmediate(() => void shared.set(now, key, fresh));
    return fresh;
  }

  const keep: Keep = async (key, make) => {
    const pinned = cache.get(key);
    if (pinned !== undefined) return pinned;
    const now = await edition.now().catch(() => undefined);
    if (now === undefined) return (await gate(make)) ?? overloaded();
    const current = keyIn(now, key);
    const kept = cache.get(current);
    if (kept !== undefined) return kept;
    const asked = underWay.get(current);
    if (asked !== undefined) return asked;
    const making = find(now, key, make).finally(() => underWay.delete(current));
    underWay.set(current, making);
    return making;
  };
  return { keep, edition };
}
