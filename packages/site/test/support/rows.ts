import type { ObservationFlag } from "@openbeat/schema/domain";
import type { HiddenStatus, Row } from "../../src/data/row.ts";

/** A row with a value. */
export const shown = (period: string, value: number, flags: readonly ObservationFlag[] = []): Row => ({
  key: period,
  measure: "OUT.01",
  area: "D1",
  period,
  codes: ["all"],
  observation: {
    status: "AVAILABLE",
    value,
    flags,
    lower: null,
    upper: null,
    numerator: null,
    denominator: null,
    n: null,
    nEffective: null,
  },
});

/** A row of a measure with more than its value: what it was worked out from, and its range. */
export const figure = (
  measure: string,
  place: { readonly period: string; readonly area?: string },
  own: Partial<Extract<Row["observation"], { status: "AVAILABLE" }>> & { readonly value: number },
): Row => {
  const row = shown(place.period, own.value);
  return { ...row, measure, area: place.area ?? "D1", observation: { ...row.observation, ...own } as Row["observation"] };
};

/** A row without one. */
export const hidden = (period: string, status: HiddenStatus = "SUPPRESSED"): Row => ({
  key: period,
  measure: "OUT.01",
  area: "D1",
  period,
  codes: ["all"],
  observation: { status, flags: [] },
});
