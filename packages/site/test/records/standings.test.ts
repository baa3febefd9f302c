import { describe, expect, it } from "vitest";
import type { Activity, Commitment, Problem } from "../../src/data/records.ts";
import { activityState, sixMonthsBefore } from "../../src/records/activities.ts";
import { standingOf } from "../../src/records/commitments.ts";
import { assessmentState, isReached, stageNow } from "../../src/records/problems.ts";
import { publicationDay } from "../../src/records/publication-day.ts";
import { recordsEn as words } from "../../src/words/records-en.ts";
import { stageText } from "../../src/words/records-text.ts";

const release = { publishedAt: "2026-03-03T12:00:00.000Z", hub: { timezone: "America/Chicago" } };
const commitment = (status: Commitment["status"], due: string) => ({ status, due }) as Commitment;
const problem = (more: Partial<Problem>) => ({ closedOn: null, assessments: [], stages: [], ...more }) as Problem;
const compared = (design: Problem["assessments"][number]["design"], afterTo: string) =>
  ({ design, afterTo }) as Problem["assessments"][number];

describe("publicationDay(release)", () => {
  it("is the day where the hub is, which may be the one before", () => {
    expect(publicationDay(release)).toBe("2026-03-03");
    expect(publicationDay({ ...release, publishedAt: "2026-03-03T04:00:00.000Z" })).toBe("2026-03-02");
  });
});

describe("standingOf(commitment, release)", () => {
  it("is past its due date from the day after, and only while it is open", () => {
    expect(standingOf(commitment("OPEN", "2026-03-03"), release)).toBe("OPEN");
    expect(standingOf(commitment("OPEN", "2026-03-02"), release)).toBe("OVERDUE");
    for (const status of ["KEPT", "KEPT_LATE", "NOT_KEPT", "CHANGED"] as const)
      expect(standingOf(commitment(status, "2020-01-01"), release)).toBe(status);
  });
});

describe("activityState(activity, release)", () => {
  const activity = (status: Activity["status"], start: string) => ({ status, start }) as Activity;
  it("does not call one planned whose time is over: nobody said what became of it", () => {
    expect(activityState(activity("PLANNED", "2026-03-03T12:00:00.000Z"), release)).toBe("PLANNED");
    expect(activityState(activity("PLANNED", "2026-03-03T11:59:00.000Z"), release)).toBe("NO_REPORT");
    expect(activityState(activity("HELD", "2026-03-01T11:59:00.000Z"), release)).toBe("HELD");
    expect(activityState(activity("CANCELLED", "2026-05-01T11:59:00.000Z"), release)).toBe("CANCELLED");
  });
});

describe("sixMonthsBefore(instant)", () => {
  it("is the same day of the month, or the month's last", () => {
    expect(sixMonthsBefore("2026-03-03T12:00:00.000Z")).toBe("2025-09-03T12:00:00.000Z");
    expect(sixMonthsBefore("2026-08-31T00:00:00.000Z")).toBe("2026-02-28T00:00:00.000Z");
  });
});

describe("assessmentState(problem, release)", () => {
  it("says of one that is not compared whether it still may be", () => {
    expect(assessmentState(problem({}), release)).toBe("NOT_YET");
    expect(assessmentState(problem({ closedOn: "2026-01-01" }), release)).toBe("CLOSED_WITHOUT");
  });
  it("takes a comparison for one only once its time after is over", () => {
    expect(assessmentState(problem({ assessments: [compared("COMPARISON", "2026-03-02")] }), release)).toBe("COMPARED");
    expect(assessmentState(problem({ assessments: [compared("COMPARISON", "2026-03-03")] }), release)).toBe("RUNNING");
    expect(assessmentState(problem({ closedOn: "2026-01-01", assessments: [compared("NONE", "2020-01-01")] }), release)).toBe(
      "NOT_MEASURED",
    );
  });
});

describe("stageNow(problem) and isReached(problem, stage)", () => {
  const told = (...stages: readonly (readonly [Problem["stages"][number]["stage"], string | null])[]) =>
    problem({ stages: stages.map(([stage, to]) => ({ stage, to }) as Problem["stages"][number]) });
  const at = (...stages: readonly Problem["stages"][number]["stage"][]) => told(...stages.map((stage) => [stage, null] as const));
  it("take the furthest stage that goes on, or the furthest that ended, whatever the order", () => {
    expect(stageNow(at())).toBeUndefined();
    expect(stageNow(at("RESPONSE", "SCANNING"))?.stage).toBe("RESPONSE");
    expect(stageNow(told(["ASSESSMENT", "2026-04-30"], ["ANALYSIS", null]))).toEqual({ stage: "ANALYSIS", to: null });
    expect(stageNow(told(["ASSESSMENT", "2026-04-30"], ["ANALYSIS", "2024-12-20"]))).toEqual({ stage: "ASSESSMENT", to: "2026-04-30" });
  });
  it("say of a stage that ended that it did", () => {
    expect(stageText(words, { stage: "ANALYSIS", to: null })).toBe("Now at: analysis");
    expect(stageText(words, { stage: "ANALYSIS", to: "2024-12-20" })).toBe("Last step: analysis, ended");
  });
  it("take the stages before the furthest as reached", () => {
    expect(isReached(told(["ASSESSMENT", "2026-04-30"], ["ANALYSIS", null]), "RESPONSE")).toBe(true);
    expect(isReached(at("RESPONSE"), "ANALYSIS")).toBe(true);
    expect(isReached(at("RESPONSE"), "ASSESSMENT")).toBe(false);
    expect(isReached(at(), "SCANNING")).toBe(false);
  });
});
