import { fc, test } from "@fast-check/vitest";
import { measureByCode } from "@openbeat/schema/domain";
import { describe, expect, it } from "vitest";
import { tries } from "../../../test/support/effort.ts";
import {
  brokenPromises,
  cellsIfSafe,
  hubOf,
  listOf,
  preparedCells,
  problemsOf,
  suppress,
  type TestDataset,
  tableOf,
} from "./support/hub-cells.ts";
import type { SmallHub } from "./support/small-hub.ts";

type Groups = Readonly<Record<string, number>>;

const groupList = {
  title: { en: "Group" },
  levels: ["group", "said", "all"],
  codes: [
    { code: "all", level: "all", label: { en: "All" } },
    { code: "known", level: "said", parent: "all", label: { en: "Said" } },
    { code: "not_known", level: "said", parent: "all", label: { en: "Not said" } },
    { code: "young", level: "group", parent: "known", label: { en: "Young" } },
    { code: "old", level: "group", parent: "known", label: { en: "Old" } },
    { code: "unknown", level: "group", parent: "not_known", label: { en: "Unknown" } },
  ],
};

/** Attendees of January by district and group, one row for each. */
const attendees = (counts: Readonly<Record<string, Groups>>, table: object = {}): TestDataset => ({
  dataset: "attendee-groups",
  select: 'id, day::DATE AS date, district AS area, who AS "group", came AS attendees',
  rows: [
    "id,day,district,who,came",
    ...Object.entries(counts).flatMap(([district, groups]) =>
      Object.entries(groups).map(([group, came]) => `${district}${group},2026-01-05,${district},${group},${came}`),
    ),
  ],
  codes: { group: groupList },
  tables: [{ ...tableOf("groups", ["ENG.09.N", "ENG.09", "ENG.09.U"], { group: ["group", "said", "all"] }), ...table }],
});

/** With residents of these groups: 1,000 young and 3,000 old in the north, 3,000 each in the south. */
const withGroups =
  (rows = "1,young,1000\n1,old,3000\n2,young,3000\n2,old,3000") =>
  (parts: SmallHub) => {
    parts.hub.population = [
      { file: "groups.csv", select: "area, residents, '2025' AS year, \"group\" AS group_code", source: "A count for a test" },
    ];
    parts.files["groups.csv"] = `area,group,residents\n${rows}\n1,all,4000\n2,all,6000\n`;
  };

const cellsOf = async (counts: Readonly<Record<string, Groups>>, rows?: string) => {
  const cells = await preparedCells(hubOf([attendees(counts)], withGroups(rows)));
  return (measure: string, area: string, code: string) =>
    cells.find((cell) => cell.measure === measure && cell.area === area && cell.codes[0] === code);
};

describe("a representation ratio", () => {
  it("is a group's share of those who said what they are, by its share of residents", async () => {
    const cell = await cellsOf({ 1: { young: 60, old: 40, unknown: 100 }, 2: { young: 50, old: 50, unknown: 20 } });
    // 0.6 / 0.25; the interval is 2.4 · exp(±1.96 · √(1/60 − 1/100)).
    expect(cell("ENG.09", "1", "young")).toMatchObject({
      status: "AVAILABLE",
      value: 2.4,
      numerator: 60,
      denominator: 100,
      interval: { lower: 2.045, upper: 2.817, level: 0.95, method: "log-normal" },
    });
    expect(cell("ENG.09", "2", "old")).toMatchObject({ value: 1 });
    // 110 of 200, by 4,000 of 10,000.
    expect(cell("ENG.09", "S", "young")).toMatchObject({ value: 1.375 });
    expect(cell("ENG.09.U", "1", "all")).toMatchObject({ value: 50, numerator: 100, denominator: 200 });
    for (const code of ["unknown", "known", "not_known", "all"])
      expect(cell("ENG.09", "1", code), code).toMatchObject({ status: "NOT_APPLICABLE", value: null });
  });

  it("is hidden where a count of it is, and not there without residents of every group", async () => {
    const hidden = await cellsOf({ 1: { young: 3, old: 40, unknown: 100 }, 2: { young: 50, old: 50, unknown: 20 } });
    expect(hidden("ENG.09", "1", "young")).toMatchObject({ status: "SUPPRESSED", value: null, numerator: null, denominator: null });
    const unknown = await cellsOf({ 1: { young: 60, old: 40 }, 2: { young: 50, old: 50 } }, "1,young,1000\n2,young,3000\n2,old,3000");
    expect(unknown("ENG.09", "1", "young")).toMatchObject({ status: "NOT_APPLICABLE", value: null });
    expect(unknown("ENG.09", "2", "young")?.status).toBe("AVAILABLE");
    const nobody = await cellsOf(
      { 1: { young: 60, old: 40 }, 2: { young: 50, old: 50 } },
      "1,young,0\n1,old,4000\n2,young,3000\n2,old,3000",
    );
    expect(nobody("ENG.09", "1", "young")).toMatchObject({ status: "NOT_APPLICABLE", value: null });
  });

  it("is refused without its groups, and without the code of those who said what they are", async () => {
    const own = (table: object) => problemsOf(hubOf([attendees({ 1: { young: 60 } }, table)], withGroups()));
    const table = (levels: readonly string[]) => tableOf("groups", ["ENG.09.N", "ENG.09"], { group: levels });
    expect(await own(table(["said", "all"]))).toContainEqual(expect.stringMatching(/does not list the finest level of group/));
    expect(await own(table(["group", "all"]))).toContainEqual(expect.stringMatching(/lacks the code known of group/));
  });

  const groups = fc.record({ young: fc.nat({ max: 20 }), old: fc.nat({ max: 20 }), unknown: fc.nat({ max: 20 }) });
  test.prop([groups, groups], { numRuns: tries(4) })("has a value only from two shown counts, in its interval", async (north, south) => {
    const cells = await cellsIfSafe(hubOf([attendees({ 1: north, 2: south })], withGroups()));
    if (cells === undefined) return;
    expect(brokenPromises(cells, (code) => measureByCode(code)?.kind)).toEqual([]);
    const count = (area: string, code: string | undefined) =>
      cells.find((cell) => cell.measure === "ENG.09.N" && cell.area === area && cell.codes[0] === code);
    for (const { area, codes, numerator, denominator, status } of cells.filter(({ measure }) => measure === "ENG.09")) {
      if (status !== "AVAILABLE") continue;
      expect([numerator, denominator]).toEqual([count(area, codes[0])?.value, count(area, "known")?.value]);
    }
  });
});

describe("shares of activities and of decided complaints", () => {
  const shares: readonly (readonly [measure: string, count: string, dataset: string, category: string, code: string])[] = [
    ["ENG.12", "ENG.01", "engagement", "language_access", "interpreted"],
    ["ENG.13", "ENG.01", "engagement", "next_steps", "recorded"],
    ["OUT.02.O", "OUT.02", "calls", "source", "officer"],
  ];
  it.each(shares)("%s is a share of %s of %s, by %s", async (measure, count, dataset, category, code) => {
    const own: TestDataset = {
      dataset,
      select: `id, day::DATE AS date, district AS area, part AS ${category}`,
      rows: [
        "id,day,district,part",
        ...Array.from({ length: 40 }, (_, at) => `${at},2026-01-05,${(at % 2) + 1},${at < 30 ? code : "other"}`),
      ],
      codes: { [category]: listOf("part", [code, "other"]) },
      tables: [tableOf(dataset, [count, measure], { [category]: ["part", "all"] })],
    };
    const cells = await preparedCells(hubOf([own]));
    const share = cells.find((cell) => cell.measure === measure && cell.area === "S" && cell.codes[0] === "all");
    expect(share).toMatchObject({ status: "AVAILABLE", value: 75, numerator: 30, denominator: 40 });
  });

  it("may be cut finer than attendance only where it is protected against readers who know what is empty", async () => {
    const activities = (policy: object): TestDataset => ({
      dataset: "engagement",
      select: "id, day::DATE AS date, district AS area, came AS attendance, part AS next_steps",
      rows: [
        "id,day,district,came,part",
        ...Array.from({ length: 40 }, (_, at) => `${at},2026-01-05,${(at % 2) + 1},${at % 9},${at < 30 ? "recorded" : "other"}`),
      ],
      codes: { next_steps: listOf("part", ["recorded", "other"]) },
      tables: [
        tableOf("steps", ["ENG.01", "ENG.13"], { next_steps: ["part", "all"] }, { method: "none", reason: { en: "Nobody's." } }),
        tableOf("attendance", ["ENG.02"], {}, policy),
      ],
    });
    expect(await problemsOf(hubOf([activities(suppress)]))).toContainEqual(
      expect.stringMatching(/Its zeros there would tell of hidden figures of ENG\.02/),
    );
    const cells = await preparedCells(hubOf([activities({ ...suppress, emptyCombinations: "public" })]));
    expect(cells.find(({ measure, area, codes }) => measure === "ENG.13" && area === "S" && codes[0] === "all")).toMatchObject({
      value: 75,
    });
  });

  it("ENG.08 and the ways of deciding are out of the codes above theirs", async () => {
    const nested = (levels: readonly string[], codes: readonly (readonly [string, string, string?])[]) => ({
      title: { en: "List" },
      levels,
      codes: codes.map(([code, level, parent]) => ({ code, level, label: { en: code }, ...(parent === undefined ? {} : { parent }) })),
    });
    const rows = (parts: Readonly<Record<string, number>>) => [
      "id,day,district,part",
      ...Object.entries(parts).flatMap(([part, count]) => Array.from({ length: count }, (_, at) => `${part}${at},2026-01-05,1,${part}`)),
    ];
    const cells = await preparedCells(
      hubOf([
        {
          dataset: "engagement",
          select: "id, day::DATE AS date, district AS area, part AS say",
          rows: rows({ inform: 6, consult: 8, involve: 6 }),
          codes: {
            say: nested(
              ["level", "way", "all"],
              [
                ["all", "all"],
                ["two_way", "way", "all"],
                ["one_way", "way", "all"],
                ["inform", "level", "one_way"],
                ["consult", "level", "two_way"],
                ["involve", "level", "two_way"],
              ],
            ),
          },
          tables: [tableOf("say", ["ENG.01", "ENG.08"], { say: ["level", "way", "all"] }, { method: "none", reason: { en: "Nobody's." } })],
        },
        {
          dataset: "complaints",
          select: "id, day::DATE AS date, district AS area, part AS disposition",
          rows: rows({ sustained: 10, not_sustained: 20, exonerated: 10, unfounded: 10, open: 30 }),
          codes: {
            disposition: nested(
              ["disposition", "state", "all"],
              [
                ["all", "all"],
                ["decided", "state", "all"],
                ["undecided", "state", "all"],
                ["open", "disposition", "undecided"],
                ...["sustained", "not_sustained", "exonerated", "unfounded"].map((code) => [code, "disposition", "decided"] as const),
              ],
            ),
          },
          tables: [
            tableOf("complaints", ["OUT.05", "OUT.05.S", "OUT.05.N", "OUT.05.E", "OUT.05.U"], {
              disposition: ["disposition", "state", "all"],
            }),
          ],
        },
      ]),
    );
    const share = (measure: string) => cells.find((cell) => cell.measure === measure && cell.area === "1" && cell.codes[0] === "all");
    expect(share("ENG.08")).toMatchObject({ value: 70, denominator: 20 });
    expect(["S", "N", "E", "U"].map((end) => share(`OUT.05.${end}`)?.value)).toEqual([20, 40, 20, 20]);
    expect(share("OUT.05.S")).toMatchObject({ numerator: 10, denominator: 50 });
  });
});
