import type { ObservationFlag } from "@openbeat/schema/domain";

/** A value in a chart: what is drawn, and what is said of it. A hidden one has only its mark. */
export type ChartPoint =
  | { readonly value: number; readonly text: string; readonly soft: boolean; readonly lower: number | null; readonly upper: number | null }
  | { readonly mark: string };

/** What a chart is drawn from, at build time and in the browser. In the browser it is read from the table under the chart. */
export interface ChartData {
  readonly kind: "line" | "columns" | "bars";
  readonly locale: string;
  readonly decimals: number;
  readonly labels: readonly string[];
  readonly ticks: readonly (readonly string[])[];
  readonly series: readonly { readonly label: string; readonly points: readonly ChartPoint[] }[];
}

/** Flags of a value that may still move: it is drawn hollow. */
const softFlags: readonly ObservationFlag[] = ["PROVISIONAL", "PARTIAL_COVERAGE", "ESTIMATED", "IMPUTED", "LOW_RELIABILITY"];
export const isSoft = (flags: readonly ObservationFlag[]): boolean => flags.some((flag) => softFlags.includes(flag));
