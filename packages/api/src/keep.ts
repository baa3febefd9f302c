import { type Answer, AnswerCache, refusalAnswer } from "./answer-cache.ts";
import { watchEdition } from "./edition.ts";
import type { Gate } from "./gate.ts";

/** Gives the kept answer of a key, or makes it. */
export type Keep = (key: string, make: () => Promise<Answer>) => Promise<Answer>;

const overloaded = () => refusalAnswer(503, "OVERLOADED", "Too many questions are being asked at the moment.", { "retry-after": "2" });

/**
 * A memory for answers. Releases never change, so an answer that rests on named releases is kept for ever, and one that rests on
 * the latest until there is another. Several who ask the same at once share one answer.
 * @param gate What is not kept passes through it.
 * @param askEdition Which releases there are, as a text that changes when one is added.
 */
export function createKeep(askEdition: () => Promise<string>, cacheBytes: number, gate: Gate): Keep {
  const edition = watchEdition(askEdition);
  const cache = new AnswerCache(cacheBytes);
  const underWay = new Map<string, Promise<Answer>>();
  return async (key, make) => {
    const pinned = cache.get(key);
    if (pinned !== undefined) return pinned;
    const now = await edition().catch(() => undefined);
    const begin = async () => (await gate(make)) ?? overloaded();
    if (now === undefined) return begin();
    const current = `${now} ${key}`;
    const kept = cache.get(current);
    if (kept !== undefined) return kept;
    const asked = underWay.get(current);
    if (asked !== undefined) return asked;
    const making = begin().finally(() => underWay.delete(current));
    underWay.set(current, making);
    const fresh = await making;
    if (fresh.lifetime !== "not at all") cache.set(fresh.lifetime === "for ever" ? key : current, fresh);
    return fresh;
  };
}
