import type { Lifetime } from "./answer-cache.ts";

/** What an answer rests on, noted while it is made. */
export class Footing {
  /** Of which releases it is made, where it needed to know. */
  edition: string | undefined;
  #mayChange = false;

  readonly onMayChange = (): void => {
    this.#mayChange = true;
  };
  readonly onEdition = (edition: string): void => {
    this.edition = edition;
  };

  /** An answer holds for ever only where it names its releases. One that rests on no release is of the software, which is renewed. */
  get lifetime(): Lifetime {
    return this.#mayChange || this.edition === undefined ? "until a release" : "for ever";
  }
}
