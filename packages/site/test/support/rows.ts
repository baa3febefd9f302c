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

/** A row without one. */
export const hidden = (period: string, status: HiddenStatus = "SUPPRESSED"): Row => ({
  key: period,
  measure: "OUT.01",
  area: "D1",
  period,
  codes: ["all"],
  observation: { status, flags: [] },
});
