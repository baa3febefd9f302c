import { fc, test } from "@fast-check/vitest";
import { type Prepared, prepare } from "@openbeat/pipeline";
import { describe, expect, it } from "vitest";
import { tries } from "../../../test/support/effort.ts";
import { type SmallHub, smallRecords, writeSmallHub } from "./support/small-hub.ts";

const rounding = { method: "smallCountRounding", base: 5 };
const rounded = (parts: SmallHub, to: string, counts: (d: number, m: number, c: number) => number, policy: object = rounding) => {
  (parts.dataset.tables as { policy: object }[]).forEach((table) => {
    table.policy = policy;
  });
  parts.dataset.coverage = { from: "2026-01-01", to };
  parts.dataset.tolerate = { OUTSIDE_COVERAGE: 1000, PERIOD_WITHOUT_RECORDS: 3 };
  parts.files["incidents/2026.csv"] = smallRecords(counts);
};
const prepareRounded = (to: string, counts: (d: number, m: number, c: number) => number, before?: Prepared, policy?: object) =>
  prepare(
    writeSmallHub((parts) => rounded(parts, to, counts, policy)),
    () => {},
    before === undefined ? [] : [{ version: "1.0.0", datasets: new Map(before.history.map((dataset) => [dataset.dataset, dataset])) }],
  );
const figures = ({ content }: Prepared) =>
  new Map(
    content.datasets
      .slice(0, 1)
      .flatMap(({ tables }) =>
        tables.flatMap(({ observations }) =>
          [...observations()]
            .filter(({ measure }) => measure === 0)
            .map(
              ({ area, period, codes, value, status, flags }) => [`${area} ${period} ${codes.join()}`, { value, status, flags }] as const,
            ),
        ),
      ),
  );

describe("a hub that rounds small counts", () => {
  const counts = (d: number, m: number, c: number) => (c === 1 ? ([3, 1, 2][m] ?? 0) : 20 + d);

  it("shows no count between zero and the base, tables that add up, and says that figures are rounded", async () => {
    const release = await prepareRounded("2026-03-31", counts);
    const cells = figures(release);
    for (const { value, status, flags } of cells.values()) {
      expect(status).toBe("AVAILABLE");
      expect(flags).toEqual(["ROUNDED"]);
      expect(value === 0 || (value ?? 0) >= 5).toBe(true);
    }
    const of = (key: `${string} ${string} ${string}`) => cells.get(key)?.value ?? Number.NaN;
    for (const code of ["THEFT", "ARSON", "ALL"]) {
      for (const period of ["2026-01", "2026-02", "2026-03", "2026-Q1"])
        expect(of(`1 ${period} ${code}`) + of(`2 ${period} ${code}`)).toBe(of(`S ${period} ${code}`));
      for (const area of ["1", "2", "S"])
        expect(["2026-01", "2026-02", "2026-03"].reduce((sum, month) => sum + of(`${area} ${month} ${code}`), 0)).toBe(
          of(`${area} 2026-Q1 ${code}`),
        );
    }
    const [certificate] = release.content.datasets[0]?.certificates ?? [];
    expect(certificate).toMatchObject({ measure: "OUT.01", certificate: { method: "smallCountRounding", base: 5, suppressed: 0 } });
    expect(release.content.datasets[0]?.source.recordsUsed).toBeNull();
  });

  it("does not show a month that is not over", async () => {
    const cells = figures(await prepareRounded("2026-03-20", counts));
    expect(cells.get("S 2026-03 ALL")).toMatchObject({ value: null, status: "NOT_YET_PUBLISHED" });
    expect(cells.get("S 2026-Q1 ALL")).toMatchObject({ status: "AVAILABLE", flags: ["ROUNDED", "PARTIAL_COVERAGE"] });
  });

  const many = fc
    .array(fc.oneof(fc.nat({ max: 6 }), fc.nat({ max: 30 })), { minLength: 12, maxLength: 12 })
    .filter((list) => list.some((count) => count > 0));
  test.prop([many, many], { numRuns: tries(4), seed: 3 })(
    "leaves what it published as it was, and adds no small count that the difference of two releases would show",
    async (first, second) => {
      const of = (list: readonly number[]) => (d: number, m: number, c: number) => list[((d - 1) * 3 + m) * 2 + c] ?? 0;
      const before = await prepareRounded("2026-02-28", of(first)).catch((error: unknown) => error as { code: string });
      if ("code" in before) {
        // no record in these two months
        expect(before.code).toBe("HUB_HAS_PROBLEMS");
        return;
      }
      const after = await prepareRounded("2026-03-31", of(second), before).catch((error: unknown) => error as { code: string });
      if ("code" in after) {
        expect(after.code).toBe("HUB_HAS_PROBLEMS");
        return;
      }
      const [old, now] = [figures(before), figures(after)];
      for (const [key, { value }] of old) {
        const next = now.get(key)?.value ?? Number.NaN;
        if (key.includes("Q1")) {
          const added = next - (value ?? 0);
          expect(added === 0 || added >= 5).toBe(true);
        } else expect(next).toBe(value);
      }
      for (const { value } of now.values()) expect(value === 0 || (value ?? 0) >= 5).toBe(true);
    },
  );

  it("refuses tables by other levels, areas that are not what they were, and a coverage that leaves published periods out", async () => {
    const before = await prepareRounded("2026-02-28", counts);
    const past = [{ version: "1.0.0", datasets: new Map(before.history.map((dataset) => [dataset.dataset, dataset])) }];
    const refused = (change: (parts: SmallHub) => void) =>
      expect(
        prepare(
          writeSmallHub((parts) => {
            rounded(parts, "2026-03-31", counts);
            change(parts);
          }),
          () => {},
          past,
        ),
      ).rejects;
    await refused((parts) => {
      for (const table of parts.dataset.tables as { dimensions: Record<string, string[]> }[])
        table.dimensions.period = ["month", "quarter", "year"];
    }).toMatchObject({ code: "HISTORY_UNUSABLE", message: expect.stringContaining("by other levels") });
    await refused((parts) => {
      parts.dataset.coverage = { from: "2026-02-01", to: "2026-03-31" };
    }).toMatchObject({ code: "HISTORY_UNUSABLE" });
    await refused((parts) => {
      for (const table of parts.dataset.tables as { policy: object }[]) table.policy = { method: "suppress", threshold: 5, width: 5 };
    }).toMatchObject({ code: "METHOD_CHANGED" });
  });

  it("rounds the whole of a measure that joins the others later", async () => {
    const engagement = (to: string, measures: readonly string[]) => (parts: SmallHub) => {
      const rows = ["01", "02", "03"].flatMap((month) =>
        [1, 2].flatMap((district) => [1, 2, 3].map((n) => `${month}${district}${n},2026-${month}-0${n},${district},20`)),
      );
      parts.files["incidents/2026.csv"] = `activity,day,district,attendance\n${rows.join("\n")}\n`;
      parts.dataset = {
        ...parts.dataset,
        dataset: "engagement",
        theme: "trust",
        select: "activity AS id, day::DATE AS date, district AS area, attendance AS attendance",
        coverage: { from: "2026-01-01", to },
        tolerate: { OUTSIDE_COVERAGE: 1000 },
        codes: {},
        tables: [
          {
            name: "engagement",
            title: { en: "Engagement" },
            dimensions: { area: ["district", "city"], period: ["month"] },
            measures,
            policy: rounding,
          },
        ],
      };
    };
    const first = await prepare(writeSmallHub(engagement("2026-02-28", ["ENG.01"])), () => {});
    const past = [{ version: "1.0.0", datasets: new Map(first.history.map((dataset) => [dataset.dataset, dataset])) }];
    const second = await prepare(writeSmallHub(engagement("2026-03-31", ["ENG.01", "ENG.02"])), () => {}, past);
    const attendance = second.content.datasets[0]?.tables.flatMap((table) =>
      [...table.observations()].filter(({ measure }) => measure === 1),
    );
    expect(attendance?.map(({ area, value }) => [area, value])).toEqual(
      ["1", "2", "S"].flatMap((area) => Array.from({ length: 3 }, () => [area, area === "S" ? 120 : 60])),
    );
  });

  it("says between which values the truth lies where a quarter was rounded month by month", async () => {
    const multiples = { method: "controlledRounding", base: 5 };
    const small = (d: number, m: number, c: number) => 3 + ((d + m + c) % 2);
    const first = await prepareRounded("2026-01-31", small, undefined, multiples);
    const second = await prepareRounded("2026-02-28", small, first, multiples);
    const intervalOf = (release: Prepared, period: string) =>
      release.content.datasets[0]?.tables
        .flatMap((table) => [...table.observations()])
        .filter((cell) => cell.period === period && cell.measure === 0 && (cell.value ?? 0) > 20)
        .map(({ value, interval }) => (interval?.upper ?? 0) - (value ?? 0));
    expect(new Set(intervalOf(second, "2026-Q1"))).toEqual(new Set([8]));
    expect(second.content.datasets[0]?.certificates[0]?.certificate).toMatchObject({ lessThan: 5 });
  });

  it("is what a policy of suppression may fall back to, and then says so", async () => {
    const alone = (_: number, month: number, category: number) => (month === 0 && category === 0 ? 3 : 0);
    const policy = { method: "suppress", threshold: 5, width: 5, onUnprotectable: rounding };
    const release = await prepareRounded("2026-03-31", alone, undefined, policy);
    expect(release.datasets[0]?.protection.join(" ")).toContain("protected by smallCountRounding instead");
    expect(release.content.datasets[0]?.tables[0]?.policy).toMatchObject({ method: "smallCountRounding", threshold: 5, width: null });
    expect([...figures(release).values()].every(({ value }) => value === 0 || (value ?? 0) >= 5)).toBe(true);
  });

  it("keeps to the method it fell back to, also where suppression would do by now", async () => {
    const alone = (_: number, month: number, category: number) => (month === 0 && category === 0 ? 3 : month === 2 ? 40 : 0);
    const policy = { method: "suppress", threshold: 5, width: 5, onUnprotectable: rounding };
    const before = await prepareRounded("2026-02-28", alone, undefined, policy);
    const after = await prepareRounded("2026-03-31", alone, before, policy);
    expect(after.datasets[0]?.protection.join(" ")).toContain("are protected by smallCountRounding, as they were");
    const now = figures(after);
    for (const [key, { value }] of figures(before)) if (!key.includes("Q1")) expect(now.get(key)?.value).toBe(value);
  });
});
