import type { Row } from "../data/row.ts";

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

/** One line or set of bars: a row for every position, in their order. */
export interface Series {
  readonly label: string;
  readonly rows: readonly Row[];
}

/**
 * A chart: the one object from which its picture, its table, its CSV file, its words and its interactive form are made.
 */
export interface ChartSpec {
  /** Permanent within a page; names the CSV file and the anchor. */
  readonly id: string;
  /** A line over time; columns over a few periods; bars side by side. */
  readonly kind: "line" | "columns" | "bars";
  /** What the figure shows, as a sentence of at most twelve words. */
  readonly headline: string;
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
}
