import { cancellable } from "@openbeat/database";
import { type Answer, AnswerCache, refusalAnswer } from "./answer-cache.ts";
import { type Edition, type EditionOptions, watchEdition } from "./edition.ts";
import type { Gate } from "./gate.ts";
import type { SharedAnswers } from "./shared/shared-answers.ts";
import { createSharing } from "./sharing.ts";
import { currentVisit, type Source, type Visit } from "./visit.ts";

/** Gives the kept answer of a key, or makes it. What is made stops when nobody waits for it any more. */
export type Keep = (key: string, make: (signal: AbortSignal) => Promise<Answer>) => Promise<Answer>;

export interface KeepOptions extends Pick<EditionOptions, "ask" | "listen"> {
  /** How many bytes of answers are kept in memory. */
  readonly cacheBytes: number;
  /** What is not kept passes through it. */
  readonly gate: Gate;
  /** Where processes share their answers. */
  readonly shared?: SharedAnswers | undefined;
  /** How long the making of an answer may take, waiting included, in milliseconds. */
  readonly longest: number;
}

/** An answer, or a refusal that is for one client alone. */
interface Outcome {
  readonly answer: Answer;
  readonly refuses?: Visit | undefined;
}

const overloaded = () => refusalAnswer(503, "OVERLOADED", "Too many questions are being asked at the moment.", { "retry-after": "2" });
const late = () => refusalAnswer(503, "TIMEOUT", "The question took too long and was stopped.", { "retry-after": "5" });

/** What is told where there is no answer: nobody hears it where the client has gone. */
function stopped(error: unknown): Outcome {
  if (error instanceof DOMException) return { answer: error.name === "TimeoutError" ? late() : overloaded() };
  throw error;
}

/**
 * A memory for answers. Releases never change, so an answer that rests on named releases is kept for ever, and one that rests on
 * the latest until there is another. Several who ask the same at once share one answer. Who has used up what a client may ask is
 * still given what is kept.
 */
export function createKeep({ ask, listen, cacheBytes, gate, shared, longest }: KeepOptions): {
  readonly keep: Keep;
  readonly edition: Edition;
  /** Bytes of answers in memory. */
  readonly bytes: () => number;
} {
  const cache = new AnswerCache(cacheBytes);
  const sharing = createSharing<Outcome>(longest);
  let unknown = 0;
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
  const from = (visit: Visit | undefined, source: Source | undefined) => {
    if (visit !== undefined) visit.source = source;
  };

  async function make(by: (signal: AbortSignal) => Promise<Answer>, signal: AbortSignal, visit: Visit | undefined): Promise<Outcome> {
    const refusal = await visit?.admit();
    if (refusal !== undefined) {
      from(visit, undefined);
      return { answer: refusal, refuses: visit };
    }
    from(visit, "made");
    return { answer: (await cancellable(signal, () => gate(() => by(signal), signal))) ?? overloaded() };
  }

  async function find(
    asked: string,
    key: string,
    by: Parameters<Keep>[1],
    signal: AbortSignal,
    visit: Visit | undefined,
  ): Promise<Outcome> {
    const found = await shared?.get(asked, key);
    if (found !== undefined) {
      from(visit, "kept");
      remember(asked, key, found);
      return { answer: found };
    }
    const outcome = await make(by, signal, visit);
    const fresh = outcome.answer;
    if (fresh.lifetime === "not at all") return outcome;
    // A release may have come since it was asked for. The answer belongs to the releases that it was made of.
    const now = fresh.edition ?? asked;
    edition.saw(now);
    remember(now, key, fresh);
    // By then it is known in which encoding it is wanted first.
    if (shared !== undefined) setImmediate(() => void shared.set(now, key, fresh));
    return outcome;
  }

  const keep: Keep = async (key, by) => {
    const visit = currentVisit();
    const pinned = cache.get(key);
    if (pinned !== undefined) {
      from(visit, "kept");
      return pinned;
    }
    const now = await edition.now().catch(() => undefined);
    // Where nobody knows the edition nothing is kept, nor shared.
    if (now === undefined) {
      return (await sharing.share(`unknown ${unknown++}`, (signal) => make(by, signal, visit), visit?.signal).catch(stopped)).answer;
    }
    const current = keyIn(now, key);
    const kept = cache.get(current);
    if (kept !== undefined) {
      from(visit, "kept");
      return kept;
    }
    from(visit, "shared");
    for (;;) {
      const { answer, refuses } = await sharing.share(current, (signal) => find(now, key, by, signal, visit), visit?.signal).catch(stopped);
      // What is refused to one client is not refused to those who asked the same at the same time.
      if (refuses === undefined || refuses === visit) return answer;
    }
  };
  return { keep, edition, bytes: () => cache.bytes };
}
