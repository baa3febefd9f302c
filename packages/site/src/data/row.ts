import type { ObservationFlag, ObservationStatus } from "@openbeat/schema/domain";

/** Why there is no value. */
export type HiddenStatus = Exclude<ObservationStatus, "AVAILABLE">;

/** What the hub says of one cell. Where there is no value there is no field that could hold one. */
export type Observation =
  | {
      readonly status: "AVAILABLE";
      readonly value: number;
      readonly flags: readonly ObservationFlag[];
      readonly lower: number | null;
      readonly upper: number | null;
      readonly numerator: number | null;
      readonly denominator: number | null;
      readonly n: number | null;
      readonly nEffective: number | null;
    }
  | { readonly status: HiddenStatus; readonly flags: readonly ObservationFlag[] };

/** One cell of a published table, as the site holds it. */
export interface Row {
  /** Stable across releases: dataset/measure/dimension.level=code;… */
  readonly key: string;
  readonly measure: string;
  readonly area: string;
  readonly period: string;
  /** The code of each category dimension, in the table's order. */
  readonly codes: readonly string[];
  readonly observation: Observation;
}

/** The value of a row, or null where the hub shows none. */
export const amountOf = ({ observation }: Row): number | null => (observation.status === "AVAILABLE" ? observation.value : null);
