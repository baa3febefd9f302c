import { type Answer, AnswerCache } from "./answer-cache.ts";
import { watchEdition } from "./edition.ts";

/** Gives the kept answer of a key, or makes it. */
export type Keep = (key: string, make: () => Promise<Answer>) => Promise<Answer>;

/**
 * A memory for answers. Releases never change, so an answer that rests on named releases is kept for ever, and one that rests on
 * the latest until there is another. Several who ask the same at once share one answer.
 * @param askEdition Which releases there are, as a text that changes when one is added.
 */
export function createKeep(askEdition: () => Promise<string>, cacheBytes: number): Keep {
  const edition = watchEdition(askEdition);
  const cache = new AnswerCache(cacheBytes);
  const underWay = new Map<string, Promise<Answer>>();
  return async (key, make) => {
    const pinned = cache.get(key);
    if (pinned !== undefined) return pinned;
    const now = await edition().catch(() => undefined);
    if (now === undefined) return make();
    const current = `${now} ${key}`;
    const kept = cache.get(current);
    if (kept !== undefined) return kept;
    const asked = underWay.get(current);
    if (asked !== undefined) return asked;
    const making = make().finally(() => underWay.delete(current));
    underWay.set(current, making);
    const fresh = await making;
    if (fresh.lifetime !== "not at all") cache.set(fresh.lifetime === "for ever" ? key : current, fresh);
    return fresh;
  };
}
