import type { Row } from "../data/row.ts";
import type { ChartKind } from "./data.ts";

/** A place on the axis: a period, or a category. */
export interface Position {
  readonly code: string;
  /** In full, for the table and for a reader who hears it: "September 2026". */
  readonly label: string;
  /** What the axis prints, one entry a line; nothing where it leaves the place unlabelled. */
  readonly tick: readonly string[];
  /** The same on a narrow screen. */
  readonly narrowTick: readonly string[];
}

/** On which side of the middle an answer stands, from the least favourable to the most. */
export type Side = "unfavourable" | "middle" | "favourable";

/** One line, set of bars or answer: a row for every position, in their order. */
export interface Series {
  readonly label: string;
  readonly rows: readonly Row[];
  /** Of an answer in a diverging chart. */
  readonly side?: Side;
}

/** What is particular to figures of a survey. */
export interface SurveyChart {
  /** Whether the values are percentages, printed as such; else they are on an index, which is not. */
  readonly percent: boolean;
  /** What was asked, word for word, and in which language. */
  readonly asked?: { readonly wording: string; readonly language: string };
  /** What a reader must know of this figure, in sentences. */
  readonly notes: readonly string[];
  /** Where the series breaks: before which place on the axis, and a word for it. Nothing is joined over a break. */
  readonly breaks: readonly { readonly before: number; readonly label: string }[];
  /** Places on the axis that were asked in another way than the others: hollow, and joined to nothing. */
  readonly apart: readonly number[];
  /** The ends of the axis of values. */
  readonly span: readonly [number, number];
}

/**
 * A chart: the one object from which its picture, its table, its CSV file, its words and its interactive form are made.
 */
export interface ChartSpec {
  /** Permanent within a page; names the CSV file and the anchor. */
  readonly id: string;
  /**
   * A line over time; columns over a few periods; bars side by side; dots with their ranges; answers stacked to both sides of their middle.
   */
  readonly kind: ChartKind;
  /** What the figure shows, as a sentence of at most twelve words. */
  readonly headline: string;
  /** What the headline rests on, in a sentence with the exact figures: what may be said of them, and what not. */
  readonly reading?: string;
  /** What is counted, where and when: the line under the headline. */
  readonly subtitle: string;
  /** The picture in words, for those who do not see it. */
  readonly alt: string;
  readonly measure: { readonly code: string; readonly title: string; readonly unit: string; readonly decimals: number };
  /** Whether the table has periods at the ends that the records cover only in part, and that the chart leaves out. */
  readonly partialLeftOut?: boolean;
  /** Heads the first column of the table: "Month". */
  readonly axis: string;
  readonly positions: readonly Position[];
  readonly series: readonly Series[];
  /** The place whose value the others are compared with. */
  readonly reference?: number;
  readonly survey?: SurveyChart;
}
