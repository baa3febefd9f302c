import { cancellable } from "@openbeat/database";
import { type Answer, AnswerCache, refusalAnswer } from "./answer-cache.ts";
import { watchEdition } from "./edition.ts";
import type { Gate } from "./gate.ts";
import { createSharing } from "./sharing.ts";
import { currentVisit, type Source } from "./visit.ts";

/** Gives the kept answer of a key, or makes it. What is made stops when nobody waits for it any more. */
export interface Keep {
  (key: string, make: (signal: AbortSignal) => Promise<Answer>): Promise<Answer>;
  /** Bytes of answers in memory. */
  bytes(): number;
}

export interface KeepOptions {
  /** Which releases there are, as a text that changes when one is added. */
  readonly askEdition: () => Promise<string>;
  readonly cacheBytes: number;
  /** What is not kept passes through it. */
  readonly gate: Gate;
  /** How long the making of an answer may take, waiting included, in milliseconds. */
  readonly longest: number;
}

const overloaded = () => refusalAnswer(503, "OVERLOADED", "Too many questions are being asked at the moment.", { "retry-after": "2" });
const late = () => refusalAnswer(503, "TIMEOUT", "The question took too long and was stopped.", { "retry-after": "5" });

/** What is told where there is no answer: nobody hears it where the client has gone. */
function stopped(error: unknown): Answer {
  if (error instanceof DOMException) return error.name === "TimeoutError" ? late() : overloaded();
  throw error;
}

/**
 * A memory for answers. Releases never change, so an answer that rests on named releases is kept for ever, and one that rests on
 * the latest until there is another. Several who ask the same at once share one answer. Who has used up what a client may ask is
 * still given what is kept.
 */
export function createKeep({ askEdition, cacheBytes, gate, longest }: KeepOptions): Keep {
  const edition = watchEdition(askEdition);
  const cache = new AnswerCache(cacheBytes);
  const sharing = createSharing<Answer>(longest);
  let unknown = 0;
  const keep = async (key: string, make: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> => {
    const visit = currentVisit();
    const from = (source: Source) => {
      if (visit !== undefined) visit.source = source;
    };
    const pinned = cache.get(key);
    if (pinned !== undefined) {
      from("kept");
      return pinned;
    }
    const now = await edition().catch(() => undefined);
    // Where nobody knows the edition nothing is kept, nor shared.
    const current = now === undefined ? `unknown ${unknown++}` : `${now} ${key}`;
    const kept = cache.get(current);
    if (kept !== undefined) {
      from("kept");
      return kept;
    }
    if (!sharing.has(current)) {
      const refusal = await visit?.admit();
      if (refusal !== undefined) return refusal;
    }
    from("shared");
    const begin = async (signal: AbortSignal): Promise<Answer> => {
      from("made");
      const fresh = await cancellable(signal, () => gate(() => make(signal), signal));
      if (fresh === undefined) return overloaded();
      if (now !== undefined && fresh.lifetime !== "not at all") cache.set(fresh.lifetime === "for ever" ? key : current, fresh);
      return fresh;
    };
    return sharing.share(current, begin, visit?.signal).catch(stopped);
  };
  return Object.assign(keep, { bytes: () => cache.bytes });
}
