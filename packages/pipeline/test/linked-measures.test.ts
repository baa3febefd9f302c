import { PipelineError, prepare } from "@openbeat/pipeline";
import { describe, expect, it } from "vitest";
import { makeEngagement } from "./support/engagement.ts";
import { type SmallHub, writeSmallHub } from "./support/small-hub.ts";

// District 1 held meetings only: three people came to them. The city's total for meetings less district 2's is those three.
const rows = ["1,2026-01-05,1,MEET,3,1.5", "2,2026-01-06,2,MEET,20,2", "3,2026-01-07,2,EVENT,40,2", "4,2026-01-08,2,EVENT,35,3"];

const none = { method: "none", reason: { en: "Activities are not people." } };
const suppress = { method: "suppress", threshold: 5, width: 5 };
const table = (name: string, area: string[], activity: string[], measure: string, policy: object) => ({
  name,
  title: { en: name },
  dimensions: { area, period: ["year"], activity },
  measures: [measure],
  policy,
});

const engagement = (tables: readonly object[]) => (parts: SmallHub) => makeEngagement(parts, { rows, tables, to: "2026-01-31" });

describe("measures of the same records", () => {
  it("are refused where the zeros of one would tell the hidden figures of another", async () => {
    const tables = [
      table("activities", ["district"], ["kind"], "ENG.01", none),
      table("attendance", ["district"], ["all"], "ENG.02", suppress),
      table("attendance-by-kind", ["city"], ["kind"], "ENG.02", suppress),
    ];
    const error: unknown = await prepare(writeSmallHub(engagement(tables)), () => {}).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PipelineError);
    expect((error as PipelineError).problems).toContainEqual(
      expect.objectContaining({
        code: "HUB_INVALID",
        message: expect.stringMatching(/ENG\.01 is shown by area\.district, period\.year, activity\.kind and ENG\.02 is not/),
      }),
    );
  });

  it("are taken where the protected one shows its own zeros there, and then protects them", async () => {
    const tables = [
      table("activities", ["district"], ["kind", "all"], "ENG.01", none),
      table("attendance", ["district", "city"], ["kind", "all"], "ENG.02", suppress),
    ];
    // Four attendances in a city of four activities: what is hidden cannot be told apart from what is shown, or it is refused.
    const result = await prepare(writeSmallHub(engagement(tables)), () => {}).catch((thrown: unknown) => thrown);
    if (result instanceof PipelineError) {
      expect(result.code).toBe("UNPROTECTABLE");
      return;
    }
    const { content } = result as Awaited<ReturnType<typeof prepare>>;
    const attendance = content.datasets.flatMap((dataset) => dataset.tables).filter(({ code }) => code === "attendance");
    const cells = attendance.flatMap(({ observations }) => [...observations()]);
    expect(cells.length).toBe(9);
    expect(cells.filter(({ value }) => value === 3)).toEqual([]);
  });
});
