import type { ObservationFlag } from "@openbeat/schema/domain";
import type { Side, SurveyChart } from "./spec.ts";

export type ChartKind = "line" | "columns" | "bars" | "dots" | "diverging";

/** A value in a chart: what is drawn, and what is said of it. A hidden one has only its mark. */
export type ChartPoint =
  | {
      readonly value: number;
      readonly text: string;
      readonly soft: boolean;
      /** Whether what is counted, or how, changed with it: no line leads to it from the value before. */
      readonly broken?: true;
      readonly lower: number | null;
      readonly upper: number | null;
      /** The range in words, where it is told with the value. */
      readonly range?: string;
    }
  | { readonly mark: string };

/** What a chart is drawn from, at build time and in the browser. In the browser it is read from the table under the chart. */
export interface ChartData {
  readonly kind: ChartKind;
  readonly locale: string;
  readonly decimals: number;
  readonly labels: readonly string[];
  readonly ticks: readonly (readonly string[])[];
  readonly series: readonly { readonly label: string; readonly points: readonly ChartPoint[] }[];
  /** The place whose value the others are compared with. */
  readonly reference?: number;
  readonly survey?: SurveyNote;
}

/** Of the figures of a survey: what is drawn besides the values. */
export interface SurveyNote extends Omit<SurveyChart, "notes" | "asked"> {
  /** The side of each answer. */
  readonly sides: readonly Side[];
}

/** Flags of a value that may still move: it is drawn hollow. */
export const softFlags: readonly ObservationFlag[] = ["PROVISIONAL", "PARTIAL_COVERAGE", "ESTIMATED", "IMPUTED", "LOW_RELIABILITY"];
export const isSoft = (flags: readonly ObservationFlag[]): boolean => flags.some((flag) => softFlags.includes(flag));

/** Whether a value is not of one series with the one before. Surveys tell of their breaks apart. */
export const isBroken = (flags: readonly ObservationFlag[], isSurvey: boolean): boolean => !isSurvey && flags.includes("BREAK_IN_SERIES");

/** The flags that are worth a word in a chart: everything in a survey is an estimate, and its charts say so as a whole. */
export const tellingFlags = (flags: readonly ObservationFlag[], isSurvey: boolean): readonly ObservationFlag[] =>
  isSurvey ? flags.filter((flag) => flag !== "ESTIMATED") : flags;
