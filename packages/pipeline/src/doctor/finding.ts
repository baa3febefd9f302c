/** One thing that was looked at, how it is, and how to mend it. */
export interface Finding {
  readonly what: string;
  /** `wrong` stops a publication, or endangers what is private; `to know` may be as it is. */
  readonly state: "fine" | "to know" | "wrong";
  readonly says: string;
  /** What to do; null where nothing is. */
  readonly mend: string | null;
}

export const fine = (what: string, says: string): Finding => ({ what, state: "fine", says, mend: null });
export const toKnow = (what: string, says: string, mend: string): Finding => ({ what, state: "to know", says, mend });
export const wrong = (what: string, says: string, mend: string): Finding => ({ what, state: "wrong", says, mend });
