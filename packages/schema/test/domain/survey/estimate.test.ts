import { describe, expect, it } from "vitest";
import type { Comparison, SurveyEstimate } from "../../../src/domain/index.ts";

// These hold when the types are checked (tsc): each line after an expected error is refused, or the expectation itself is an error.
const interval = { lower: 56, upper: 68, level: 0.95, method: "korn_graubard" } as const;
const common = { measure: "TRU.FAV", flags: [] } as const;

describe("SurveyEstimate", () => {
  it("has no value before somebody asks whether there is one", () => {
    const read = (estimate: SurveyEstimate): readonly unknown[] => [
      // @ts-expect-error an estimate that may be hidden has no value to read
      estimate.value,
      // @ts-expect-error nor an interval
      estimate.interval,
      // @ts-expect-error nor a number of answers
      estimate.n,
      estimate.status === "AVAILABLE" ? estimate.value : null,
    ];
    expect(read({ ...common, status: "SUPPRESSED", design: "opt_in" })).toEqual([undefined, undefined, undefined, null]);
  });
  it("cannot be hidden and have a value", () => {
    // @ts-expect-error a hidden estimate has nothing but its reason
    const leak: SurveyEstimate = { ...common, status: "SUPPRESSED", design: "opt_in", value: 62 };
    expect(leak.status).toBe("SUPPRESSED");
  });
  it("cannot be made without its interval, its base or its design", () => {
    const whole: SurveyEstimate = { ...common, status: "AVAILABLE", design: "opt_in", value: 62, n: 380, nEffective: 272, interval };
    // @ts-expect-error no interval
    const noInterval: SurveyEstimate = { ...common, status: "AVAILABLE", design: "opt_in", value: 62, n: 380, nEffective: 272 };
    // @ts-expect-error no number of answers
    const noBase: SurveyEstimate = { ...common, status: "AVAILABLE", design: "opt_in", value: 62, nEffective: 272, interval };
    // @ts-expect-error no effective number
    const noEffective: SurveyEstimate = { ...common, status: "AVAILABLE", design: "opt_in", value: 62, n: 380, interval };
    // @ts-expect-error no design
    const noDesign: SurveyEstimate = { ...common, status: "AVAILABLE", value: 62, n: 380, nEffective: 272, interval };
    // @ts-expect-error a design that there is not
    const otherDesign: SurveyEstimate = { ...common, status: "AVAILABLE", design: "random", value: 62, n: 380, nEffective: 272, interval };
    // @ts-expect-error an interval without its level
    const noLevel: SurveyEstimate = { ...whole, interval: { lower: 56, upper: 68, method: "wilson" } };
    expect([noInterval, noBase, noEffective, noDesign, otherDesign, noLevel].every((estimate) => estimate.status === whole.status)).toBe(
      true,
    );
  });
});

describe("Comparison", () => {
  const figures = { difference: 8, interval, standardError: 3, pValue: 0.01, adjustedPValue: 0.02 } as const;
  const nothing = { difference: null, interval: null, standardError: null, pValue: null, adjustedPValue: null } as const;
  it("has no figure where it is not comparable, and all of them where it is", () => {
    const right: Comparison = { ...nothing, verdict: "NOT_COMPARABLE", reason: "HIDDEN" };
    // @ts-expect-error a comparison that is none has no figures
    const leak: Comparison = { ...figures, verdict: "NOT_COMPARABLE", reason: "HIDDEN" };
    // @ts-expect-error a verdict has its figures
    const bare: Comparison = { ...nothing, verdict: "UP", reason: null, adjustment: "HOLM", comparisons: 1, overlapping: false };
    // @ts-expect-error its difference may be none
    const double = ({ difference }: Comparison): number => difference * 2;
    expect([right, leak].map(({ reason }) => reason)).toEqual(["HIDDEN", "HIDDEN"]);
    expect([bare.verdict, double(right)]).toEqual(["UP", 0]);
  });
});
