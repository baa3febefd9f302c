import type { ObservationFlag, ObservationStatus } from "../observation.ts";
import type { SampleDesign } from "./design.ts";

/** Between which values the truth lies, and how sure that is. */
export interface ConfidenceInterval {
  readonly lower: number;
  readonly upper: number;
  /** 0.95 is 95 %. */
  readonly level: number;
  readonly method: string;
}

/** What an estimate is of: the code of its measure. */
export const surveyMeasures = {
  /** Percent of those who answered, per answer. */
  share: "TRU.SHARE",
  /** Percent who gave a favourable answer (the top two of a scale, yes). */
  favourable: "TRU.FAV",
  /** Percent who gave any other. */
  unfavourable: "TRU.FAV.C",
  /** Mean answer from 0 to 100: not a percentage. */
  index: "TRU.INDEX",
  /** Percent of those asked who did not know or would not say. */
  nonAnswer: "TRU.DK",
} as const;
export type SurveyMeasure = (typeof surveyMeasures)[keyof typeof surveyMeasures];

/**
 * An estimate from a survey. There is no way to have its value without its interval, its base and its design; and where there is no value, there is
 * nothing but the reason.
 */
export type SurveyEstimate =
  | {
      readonly status: "AVAILABLE";
      readonly measure: SurveyMeasure;
      /** Percent, or the index from 0 to 100: rounded as published. */
      readonly value: number;
      readonly interval: ConfidenceInterval;
      /** Answers behind it, and how many of a simple random sample they are worth: rounded. */
      readonly n: number;
      readonly nEffective: number;
      readonly design: SampleDesign;
      readonly flags: readonly ObservationFlag[];
    }
  | {
      readonly status: Exclude<ObservationStatus, "AVAILABLE">;
      readonly measure: SurveyMeasure;
      readonly design: SampleDesign;
      readonly flags: readonly ObservationFlag[];
    };
