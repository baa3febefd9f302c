import type { CriterionCode } from "./criteria.ts";
import type { CriterionResult } from "./score.ts";

/** What was found of a criterion, as it is printed in a language. Where nothing was found of a kind, it is empty. */
export interface ToldFinding {
  readonly result: CriterionResult;
  readonly count: string;
  readonly of: string;
  readonly day: string;
  readonly planned: string;
  readonly days: string;
  readonly name: string;
}

/** The words of the score in one language. */
export interface TransparencyWords {
  /** What the results are called. */
  readonly results: Readonly<Record<CriterionResult, string>>;
  /** The score in a sentence. */
  readonly total: (score: Readonly<Record<"met" | "told" | "inPart" | "notMet" | "cannotBeTold", string>>) => string;
  /** Whose criterion it is. */
  readonly source: (name: string, test: string | null) => string;
  readonly criteria: Readonly<
    Record<
      CriterionCode,
      {
        readonly title: string;
        /** What is asked for. */
        readonly asks: string;
        /** What was looked at, and what was found. */
        readonly how: (told: ToldFinding) => string;
        /** What would meet it. */
        readonly toEarn: string;
      }
    >
  >;
}
