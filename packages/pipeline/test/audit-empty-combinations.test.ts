import type { ReleaseStructure } from "@openbeat/schema/domain";
import { describe, expect, it } from "vitest";
import { attackHidden } from "../src/audit/attack-hidden.ts";
import { countsBeside, type Figure, type MeasureGroup } from "../src/audit/measure-group.ts";
import type { PublicRelease } from "../src/audit/public-release.ts";
import { shownEquations } from "../src/audit/shown-equations.ts";

const structure = {
  levels: [
    { code: "city", parent: null },
    { code: "district", parent: "city" },
  ],
  areas: [
    { code: "S", level: "city", parent: null },
    { code: "1", level: "district", parent: "S" },
    { code: "2", level: "district", parent: "S" },
  ],
  codeLists: [
    {
      code: "kinds",
      codes: [
        { code: "ALL", level: "all", parent: null },
        { code: "MEET", level: "kind", parent: "ALL" },
        { code: "EVENT", level: "kind", parent: "ALL" },
      ],
    },
  ],
  datasets: [{ code: "engagement", coverage: { from: "2026-01-01", to: "2026-02-28" }, recordsUsed: null }],
} as unknown as ReleaseStructure;
const release: PublicRelease = {
  structure,
  manifest: {} as PublicRelease["manifest"],
  rawManifest: {},
  certificate: {},
  cells: new Map(),
  records: new Map(),
};

const figures = (rows: readonly (readonly [string, string, string, number | null])[]) =>
  rows.map(([area, period, activity, value]): Figure => ({ codes: new Map(Object.entries({ area, period, activity })), value }));
const dimensions = new Map(
  [
    { code: "area", kind: "GEOGRAPHY", codeList: null },
    { code: "period", kind: "TIME", codeList: null },
    { code: "activity", kind: "CATEGORY", codeList: "kinds" },
  ].map((one) => [one.code, one as unknown as NonNullable<ReturnType<MeasureGroup["dimensions"]["get"]>>]),
);
const groupOf = (measure: string, method: string, own: readonly Figure[], dataset = "engagement"): MeasureGroup => ({
  ...{ dataset, measure, method, tables: [], dimensions, figures: own },
});

// Attendance of each area and kind, of each area and month, and of each kind and month. At meetings of area 1 three people came, all in January.
const attendance = groupOf(
  "ENG.02",
  "suppress",
  figures([
    ["1", "2026-Q1", "MEET", null],
    ["1", "2026-Q1", "EVENT", null],
    ["2", "2026-Q1", "MEET", null],
    ["2", "2026-Q1", "EVENT", null],
    ["1", "2026-Q1", "ALL", 23],
    ["2", "2026-Q1", "ALL", 50],
    ["S", "2026-Q1", "MEET", 23],
    ["S", "2026-Q1", "EVENT", 50],
    ["1", "2026-01", "ALL", 13],
    ["1", "2026-02", "ALL", 10],
    ["2", "2026-01", "ALL", 10],
    ["2", "2026-02", "ALL", 40],
    ["S", "2026-01", "MEET", 13],
    ["S", "2026-02", "MEET", 10],
    ["S", "2026-01", "EVENT", 10],
    ["S", "2026-02", "EVENT", 40],
  ]),
);
const activities = groupOf(
  "ENG.01",
  "none",
  figures([
    ["1", "2026-01", "MEET", 1],
    ["1", "2026-02", "MEET", 0],
    ["1", "2026-01", "EVENT", 2],
    ["1", "2026-02", "EVENT", 1],
    ["2", "2026-01", "MEET", 1],
    ["2", "2026-02", "MEET", 1],
    ["2", "2026-01", "EVENT", 0],
    ["2", "2026-02", "EVENT", 3],
  ]),
);

const attackKnowing = (listed: readonly Figure[]) =>
  attackHidden(shownEquations([{ release, group: attendance, least: 1, listed }], true), [5], 0, () => undefined);

describe("the attack of an audit on figures whose empty combinations are public", () => {
  it("leaves each interval as wide as promised to who does not know them", async () => {
    expect(await attackKnowing([])).toMatchObject({ outcome: "attacked", hidden: 4, narrow: 0 });
  });

  it("finds out what follows where counts of the same records are published as zero", async () => {
    const listed = countsBeside(attendance, [attendance, activities]);
    expect(await attackKnowing(listed)).toMatchObject({ outcome: "attacked", hidden: 4, narrow: 4, narrowest: 0 });
  });
});

describe("countsBeside(group, groups)", () => {
  it("takes exact counts of records of the same dataset, and nothing else", () => {
    const hours = groupOf("ENG.04", "none", activities.figures);
    const hidden = groupOf("ENG.01", "suppress", activities.figures);
    const elsewhere = groupOf("ENG.01", "none", activities.figures, "incidents");
    expect(countsBeside(attendance, [attendance, hours, hidden, elsewhere])).toEqual([]);
    expect(countsBeside(attendance, [activities, hours])).toEqual(activities.figures);
  });

  it("leaves out counts by a dimension that the measure is not cut by", () => {
    const finer = { codes: new Map([["officer", "7"]]), value: 0 };
    expect(countsBeside(attendance, [groupOf("ENG.01", "none", [finer])])).toEqual([]);
  });
});
