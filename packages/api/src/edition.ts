import { type ReleaseListener, releasesIn } from "@openbeat/schema/store";
import { within } from "./within.ts";

/** How long the edition is believed before it is asked for again, in milliseconds: where nobody tells of a new release, and where somebody does. */
export const believed = 250;
const believedWhileListening = 800;
/** How long an answer waits for the edition, in milliseconds, where an earlier one is known. */
const patience = 200;

/** Which releases there are at this moment. */
export interface Edition {
  /** @throws Where the database never answered. While it does not, the last that was seen stands: what was published stays true. */
  now(): Promise<string>;
  /** Says which edition an answer was made of: it may be a later one. */
  saw(edition: string): void;
  close(): Promise<void>;
}

export interface EditionOptions {
  /** Asks the database. */
  readonly ask: () => Promise<string>;
  /** Hears of new releases, where the database tells of them. */
  readonly listen?: (heard: () => void) => ReleaseListener | undefined;
  /** Called when there is another than before. */
  readonly onChange?: (edition: string, before: string) => void;
}

/** Watches which releases there are: hears of new ones, and asks now and then all the same, once however many want to know. */
export function watchEdition({ ask, listen, onChange }: EditionOptions): Edition {
  let last: string | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<string> | undefined;
  let startedAt = 0;
  const take = (edition: string) => {
    const before = last;
    last = edition;
    if (before !== undefined && before !== edition) onChange?.(edition, before);
  };
  const askNow = (): Promise<string> => {
    if (asking !== undefined) return asking;
    startedAt = performance.now();
    asking = ask()
      .then((edition) => {
        if (last === undefined || releasesIn(edition) >= releasesIn(last)) take(edition);
        return last ?? edition;
      })
      .catch((error: unknown) => {
        if (last === undefined) throw error;
        return last;
      })
      .finally(() => {
        askedAt = Math.max(askedAt, startedAt);
        asking = undefined;
      });
    return asking;
  };
  const heard = () => {
    askedAt = Number.NEGATIVE_INFINITY;
    // What is being asked may have been answered before the release came.
    const answered = asking ?? Promise.resolve();
    answered.then(askNow, askNow).catch(() => {});
  };
  const listener = listen?.(heard);
  return {
    async now() {
      const fresh = performance.now() - askedAt < (listener?.isListening ? believedWhileListening : believed);
      if (last !== undefined && fresh) return last;
      const answer = askNow();
      if (last === undefined) return answer;
      const before = last;
      return within(patience - (performance.now() - startedAt), answer, () => before);
    },
    saw(edition) {
      if (last !== undefined && releasesIn(edition) > releasesIn(last)) take(edition);
    },
    async close() {
      await listener?.close();
    },
  };
}
