import type { Position } from "geojson";
import { describe, expect, it } from "vitest";
import { type ChangeNode, largestChanges } from "../src/data/changes.ts";
import type { Area, Hub } from "../src/data/hub.ts";
import type { Row } from "../src/data/row.ts";
import type { Figure } from "../src/figures/figure.ts";
import { areasAt } from "../src/map/point.ts";
import { simplifiedOutlines } from "../src/map/simplified.ts";
import { lastAnswered, raisedAbout, raisedCounts } from "../src/place/raised.ts";
import { similarAreas } from "../src/place/similar.ts";
import { besideWhole } from "../src/place/small.ts";
import { ageText } from "../src/words/age.ts";

const box = (west: number, south: number, size: number): Position[] => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
];
const area = (code: string, more: Partial<Area> = {}): Area => ({
  code,
  name: `Beat ${code}`,
  level: "beat",
  parent: null,
  children: [],
  populations: [],
  boundary: null,
  ...more,
});
const areasOf = (...areas: Area[]) => new Map(areas.map((one) => [one.code, one]));

describe("ageText(from, to, language)", () => {
  it.each([
    ["2026-01-01", "2026-03-01", "59 days"],
    ["2026-01-01", "2026-03-02", "2 months"],
    ["2025-08-31", "2026-02-28", "5 months"],
    ["2024-03-04", "2026-03-03", "23 months"],
    ["2024-03-03", "2026-03-03", "2 years"],
  ])("says of %s to %s that it is %s, and never more than has passed", (from, to, text) => {
    expect(ageText(from, to, "en")).toBe(text);
  });

  it("speaks the reader's language, and refuses an age below nothing", () => {
    expect(ageText("2026-03-02", "2026-03-03", "es")).toBe("1 día");
    expect(() => ageText("2026-03-04", "2026-03-03", "en")).toThrow("is after");
  });
});

describe("areasAt(outlines, point)", () => {
  const outlines = [
    { code: "lake", polygons: [[box(0, 0, 10), box(4, 4, 2)]] },
    { code: "islands", polygons: [[box(4, 4, 2)], [box(20, 0, 1)]] },
  ];
  it.each([
    ["inside", [1, 1], ["lake"]],
    ["in the hole", [5, 5], ["islands"]],
    ["in another polygon of an area", [20.5, 0.5], ["islands"]],
    ["level with a corner", [-1, 0], []],
    ["outside", [15, 5], []],
  ])("finds the areas of a point that is %s", (_, point, codes) => {
    expect(areasAt(outlines, point as Position)).toEqual(codes);
  });
});

describe("simplifiedOutlines(hub)", () => {
  it("rounds corners alike for neighbours, and leaves out those on a straight line", () => {
    const fine = [
      [0, 0],
      [0.500049, 0],
      [1.000049, 0],
      [1.000041, 1],
      [0, 1],
      [0, 0],
    ];
    const areas = areasOf(area("a", { boundary: { type: "Polygon", coordinates: [fine] } }), area("none"));
    expect(simplifiedOutlines({ areas })).toEqual([
      {
        code: "a",
        polygons: [
          [
            [
              [0, 0],
              [1, 0],
              [1, 1],
              [0, 1],
              [0, 0],
            ],
          ],
        ],
      },
    ]);
  });
});

describe("similarAreas(hub, area)", () => {
  const people = (residents: number) => [{ group: "all", year: 2025, residents, source: "" }] as unknown as Area["populations"];
  const of = (code: string, residents: number) => area(code, { populations: people(residents) });
  const [a, b, c, d, e] = [of("a", 100), of("b", 900), of("c", 110), of("d", 80), of("e", 95)];
  const other = area("x", { level: "district", populations: people(100) });
  it("finds those of its level that are nearest in size, in the order of the list and not by size", () => {
    const hub = { areas: areasOf(a, b, c, d, e, other) };
    expect(similarAreas(hub, a).map(({ code }) => code)).toEqual(["c", "d", "e"]);
  });
  it("finds none where the level has no more than would be told, or nobody knows how many live there", () => {
    expect(similarAreas({ areas: areasOf(a, b, c, d, other) }, a)).toEqual([]);
    expect(similarAreas({ areas: areasOf(area("z"), b, c, d, e) }, area("z"))).toEqual([]);
  });
});

describe("raisedAbout(hub, area)", () => {
  const here = { code: "D1" };
  const priority = (code: string, adoptedOn: string, action: string | null, of = here) => ({
    code,
    adoptedOn,
    action,
    endedOn: null,
    area: of,
  });
  const promise = (code: string, status: string, due: string, madeOn: string, whatChanged: string | null = null, statusOn = madeOn) => ({
    ...{ code, status, due, madeOn, whatChanged, statusOn },
    area: here,
  });
  const meeting = (code: string, start: string, status: string, decisions: string | null) => ({
    code,
    start,
    status,
    decisions,
    area: here,
  });
  const hub = {
    publishedAt: "2026-03-03T12:00:00.000Z",
    hub: { timezone: "America/Chicago" },
    areas: areasOf(area("D1"), area("D2")),
    levels: [],
    records: {
      priorities: [
        priority("acted", "2026-01-01", "Done."),
        priority("waits", "2025-02-01", null),
        priority("elsewhere", "2025-02-01", null, { code: "D2" }),
      ],
      commitments: [
        promise("kept", "KEPT", "2025-01-01", "2024-12-01", "Built.", "2025-01-01"),
        promise("open", "OPEN", "2026-06-01", "2026-02-01"),
        promise("late", "OPEN", "2026-03-02", "2026-01-15"),
        promise("later", "OPEN", "2026-02-01", "2025-12-01"),
        promise("changed", "CHANGED", "2026-02-01", "2025-12-01", "Moved.", "2026-02-01"),
      ],
      activities: [
        meeting("agreed", "2026-02-10T18:00:00Z", "HELD", "Lights."),
        meeting("silent", "2026-02-10T18:00:00Z", "HELD", null),
        meeting("old", "2025-09-01T18:00:00Z", "HELD", "Lights."),
        meeting("cancelled", "2026-02-10T18:00:00Z", "CANCELLED", "Lights."),
      ],
    },
  } as unknown as Hub;

  it("tells first what is past its due date, the longest first, then what has no response, then the rest", () => {
    expect(raisedAbout(hub, "D1").map(({ record }) => record.code)).toEqual([
      "later",
      "late",
      "waits",
      "open",
      "acted",
      "changed",
      "kept",
      "agreed",
    ]);
  });

  it("says that there is no response only of a priority whose record has none", () => {
    const unanswered = raisedAbout(hub, "D1").filter(({ state }) => state === "NO_RESPONSE");
    expect(unanswered.map(({ record }) => record.code)).toEqual(["waits"]);
    expect(raisedCounts(raisedAbout(hub, "D1"))).toEqual({ all: 8, overdue: 2, unanswered: 1 });
  });

  it("tells for the start page of what came something, the latest first, and of a day what was not kept before what was", () => {
    expect(lastAnswered(hub, 3).map(({ code }) => code)).toEqual(["changed", "kept"]);
    const commitments = ["OPEN", "KEPT", "NOT_KEPT"].map((status) => promise(status, status, "2026-12-31", "2026-01-01", "It began."));
    const settled = lastAnswered({ ...hub, records: { ...hub.records, commitments } } as unknown as typeof hub, 3);
    expect(settled.map(({ code }) => code)).toEqual(["NOT_KEPT", "KEPT"]);
  });
});

describe("largestChanges(nodes, most)", () => {
  const change = (key: string, kind: string, was: number | null, is: number | null) =>
    ({ key, kind, before: { estimate: { value: was } }, after: { estimate: { value: is } } }) as unknown as ChangeNode;
  it("measures a change by the figure before, and leaves out what was or is not shown", () => {
    const nodes = [
      change("half", "CHANGED", 100, 50),
      change("tenth", "CHANGED", 10_000, 9_000),
      change("hidden", "CHANGED", null, 5),
      change("added", "ADDED", 5, 50),
      change("from nothing", "CHANGED", 0, 7),
      change("same", "CHANGED", 7, 7),
    ];
    expect(largestChanges(nodes, 5).map(({ key }) => key)).toEqual(["from nothing", "half", "tenth"]);
    expect(largestChanges(nodes, 1)).toHaveLength(1);
  });
});

describe("besideWhole(hub, figure, ofWhole)", () => {
  const measures = [
    { code: "N", kind: "COUNT" },
    { code: "P", kind: "PROPORTION" },
  ] as unknown as Hub["measures"];
  const rows = (...periods: string[]) => periods.map((period) => ({ period }) as Row);
  const tables = [
    { code: "counted", dataset: "concerns" },
    { code: "estimated", dataset: "concerns-estimated" },
  ] as unknown as Hub["tables"];
  const figure = (code: string, own: readonly Row[], kind = "line", survey?: object) =>
    ({ table: "counted", spec: { kind, measure: { code }, series: [{ label: "", rows: own }], survey } }) as unknown as Figure;
  const [own, whole] = [rows("2025-Q1", "2025-Q2"), rows("2025-Q1", "2025-Q2")];
  it("sets a share beside that of the whole over the same periods, and no count", () => {
    expect(besideWhole({ measures, tables }, figure("P", own), [figure("P", whole)])).toEqual([own, whole]);
    expect(besideWhole({ measures, tables }, figure("P", own), [figure("P", rows("2025", "2026"))])).toHaveLength(1);
    expect(besideWhole({ measures, tables }, figure("N", own), [figure("N", whole)])).toHaveLength(1);
  });
  it("sets nothing beside what another dataset tells of the same measure", () => {
    const estimated = { ...figure("P", whole), table: "estimated" };
    expect(besideWhole({ measures, tables }, figure("P", own), [estimated])).toEqual([own]);
  });
  it("draws no line of bars or of waves", () => {
    expect(besideWhole({ measures, tables }, figure("P", own, "bars"), [])).toEqual([]);
    expect(besideWhole({ measures, tables }, figure("P", own, "line", {}), [])).toEqual([]);
  });
});
