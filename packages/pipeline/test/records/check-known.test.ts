import { describe, expect, it } from "vitest";
import { hubOf, listOf, problemsOf, suppress, tableOf } from "../support/hub-cells.ts";
import { writeSmallHub } from "../support/small-hub.ts";

describe("what public records tell everybody", () => {
  const attended = (status: string, start: string, policy: object) =>
    hubOf(
      [
        {
          dataset: "engagement",
          select: "id, day::DATE AS date, district AS area, kind AS activity, people::INTEGER AS attendance",
          rows: ["id,day,district,kind,people", ...[1, 2].map((district) => `${district},2026-01-10,${district},meeting,${20 * district}`)],
          codes: { activity: listOf("kind", ["meeting", "visit"]) },
          tables: [tableOf("attendance", ["ENG.02"], { activity: ["kind", "all"] }, policy)],
        },
      ],
      (parts) => {
        parts.files["records/engagement.csv"] =
          `id,title,type,status,area,start,end,languages,access\nE-1,North meeting,beat_meeting,${status},1,${start}T18:00:00-06:00,,en,\n`;
      },
    );

  it("of activities, one by one, is where nobody came: attendance must be protected against who knows it", async () => {
    const listed = expect.stringMatching(/lists activities of the same days/);
    expect(await problemsOf(attended("held", "2026-01-10", suppress))).toContainEqual(listed);
    expect(await problemsOf(attended("planned", "2026-01-10", suppress))).toContainEqual(listed);
    expect(await problemsOf(attended("held", "2026-01-10", { ...suppress, emptyCombinations: "public" }))).toEqual([]);
    expect(await problemsOf(attended("cancelled", "2026-01-10", suppress))).toEqual([]);
    expect(await problemsOf(attended("planned", "2027-01-10", suppress))).toEqual([]);
  });

  it("of what was not reported must be told by the figures, too: not as zeros, and not beside zeros that are hidden", async () => {
    const told = (state: string, period: string, more: object = {}) =>
      writeSmallHub((parts) => {
        parts.files["records/coverage.csv"] = `kind,area,period,reporting\nincidents,2,${period},${state}\n`;
        parts.files["coverage.csv"] = [
          "kind,area,period,reporting",
          ...["1", "2"].flatMap((area) =>
            ["2026-01", "2026-02", "2026-03"].flatMap((month) =>
              area === "2" && month === "2026-02" ? [] : [`incidents,${area},${month},reported`],
            ),
          ),
        ].join("\n");
        const rows = String(parts.files["incidents/2026.csv"]).split("\n");
        parts.files["incidents/2026.csv"] = rows.filter((row) => !/,2026-02-\d\d,2,/.test(row)).join("\n");
        parts.dataset = { ...parts.dataset, ...more };
      });
    const unsaid = expect.stringMatching(/the dataset does not/);
    expect(await problemsOf(told("not_reported", "2026-02"))).toContainEqual(unsaid);
    expect(await problemsOf(told("not_collected", "2026-01", { reporting: { file: "coverage.csv" } }))).toContainEqual(unsaid);
    expect(await problemsOf(told("not_reported", "2026-02", { reporting: { file: "coverage.csv" } }))).toEqual([]);
    expect(await problemsOf(told("not_collected", "2025-12"))).toEqual([]);
    expect(await problemsOf(told("partial", "2026-02"))).toEqual([]);
  });
});
