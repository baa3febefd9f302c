import type {
  LocalisedText,
  SampleDesign,
  SurveyScale,
  WaveMethod,
  WaveReliability,
  WaveWeighting,
  WordingChange,
} from "@openbeat/schema/domain";

/** A question as one version of the questionnaire has it. */
export interface ReadyWording {
  readonly item: string;
  readonly wording: LocalisedText;
  readonly scale: SurveyScale;
  readonly reversed: boolean;
  /** Wordings of an item with the same number may be compared. */
  readonly series: number;
  readonly change: WordingChange | null;
}

/** One time that a survey was held, as the public may know it. */
export interface ReadyWave {
  readonly code: string;
  readonly title: LocalisedText;
  /** Code of the version of the questionnaire that it asked. */
  readonly instrument: string;
  readonly period: string;
  /** First and last day on which answers were taken: ISO 8601 dates. */
  readonly field: { readonly from: string; readonly to: string };
  readonly sampleDesign: SampleDesign;
  /** Waves with the same number were collected alike. */
  readonly series: number;
  readonly method: WaveMethod;
  readonly weighting: WaveWeighting;
  readonly reliability: WaveReliability;
}

/** What was asked and how, ready to be released beside the figures. */
export interface ReadySurvey {
  readonly constructs: readonly {
    readonly code: string;
    readonly kind: string;
    readonly title: LocalisedText;
    readonly description: LocalisedText;
  }[];
  readonly items: readonly {
    readonly code: string;
    readonly construct: string | null;
    readonly title: LocalisedText;
    readonly base: { readonly text: LocalisedText };
  }[];
  /** In the order of the waves, each with its questions in the order they were asked. */
  readonly instruments: readonly {
    readonly code: string;
    readonly title: LocalisedText;
    readonly permission: LocalisedText;
    readonly wordings: readonly ReadyWording[];
  }[];
  /** Oldest first. */
  readonly waves: readonly ReadyWave[];
}
