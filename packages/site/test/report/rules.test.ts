import { parsePeriod } from "@openbeat/schema/domain";
import type { Geometry } from "geojson";
import { describe, expect, it } from "vitest";
import type { Area, Cube, Hub } from "../../src/data/hub.ts";
import type { Activity, Commitment, Priority, Problem, ReportStatement } from "../../src/data/records.ts";
import type { Edition } from "../../src/edition.ts";
import { liesOf, reportDistricts, reportLevel } from "../../src/report/districts.ts";
import { nextStepsOf, obstaclesOf } from "../../src/report/obstacles.ts";
import { quarterFigures } from "../../src/report/quarter-figures.ts";
import { quarterRecords } from "../../src/report/quarter-records.ts";
import { latestQuarters } from "../../src/report/quarters.ts";
import { reportsOf } from "../../src/report/report.ts";
import { keyPoints, obstacleTold } from "../../src/report/told.ts";
import { wordsOf } from "../../src/words/words.ts";
import { measureIn } from "../support/measures.ts";
import { shown } from "../support/rows.ts";

const box = (west: number, east: number): Geometry => ({
  type: "Polygon",
  coordinates: [
    [
      [west, 0],
      [east, 0],
      [east, 1],
      [west, 1],
      [west, 0],
    ],
  ],
});
const area = (code: string, level: string, parent: string | null, children: readonly string[], boundary: Geometry | null): Area => ({
  ...{ code, name: code, level, parent, children, populations: [], boundary },
});
const areas = [
  area("city", "city", null, ["B1", "B2", "B3", "W1", "W2"], box(0, 10)),
  area("B1", "beat", "city", [], box(0, 4)),
  area("B2", "beat", "city", [], box(4, 6)),
  area("B3", "beat", "city", [], box(5.001, 10)),
  area("W1", "council_district", "city", [], box(0, 5)),
  area("W2", "council_district", "city", [], box(5, 10)),
];
const level = (code: string, parent: string | null, areaCount = 2) =>
  ({ code, parent: parent === null ? null : { code: parent }, areaCount, name: code, plural: code }) as Hub["levels"][number];
const levels = [level("city", null, 1), level("beat", "city", 3), level("council_district", "city")];
const dataset = { code: "incidents", title: "Incidents", coverageFrom: "2025-02-01", coverageTo: "2026-05-15" } as Hub["datasets"][number];
const row = (period: string, value: number, flags: readonly "ESTIMATED"[] = []) => ({ ...shown(period, value, flags), area: "W1" });
const cube = (grain: "quarter" | "year", rows: Cube["rows"]): Cube => ({
  areaLevel: "council_district",
  grain,
  levels: ["all"],
  by: [],
  rows,
});
const table = (cubes: readonly Cube[]) =>
  ({
    ...{ code: "t", dataset: "incidents", measures: ["OUT.01"], cubes },
    dimensions: [{ code: "offence", kind: "CATEGORY", codeList: { code: "offence" } }],
  }) as unknown as Hub["tables"][number];

type Kinds = Pick<Hub["records"], "activities" | "commitments" | "priorities" | "problems" | "notReached" | "reportStatements">;
const hub = (records: Partial<Kinds> = {}, more: Partial<Hub> = {}): Hub =>
  ({
    ...{
      publishedAt: "2026-05-20T12:00:00Z",
      hub: { timezone: "America/Chicago" },
      levels,
      areas: new Map(areas.map((one) => [one.code, one])),
    },
    ...{ datasets: [dataset], tables: [], surveys: [], measures: [{ code: "OUT.01", kind: "COUNT" }] },
    codeLists: [{ code: "offence", codes: [{ code: "all", level: "all" }] }],
    records: {
      ...{
        activities: [],
        commitments: [],
        priorities: [],
        problems: [],
        partners: [],
        contributions: [],
        notReached: [],
        reportStatements: [],
        ...records,
      },
    },
    ...more,
  }) as unknown as Hub;
const quarter = parsePeriod("2026-Q1") as NonNullable<ReturnType<typeof parsePeriod>>;
const W1 = areas[4] as Area;

const commitment = (code: string, more: Partial<Commitment>): Commitment =>
  ({ code, area: { code: "B1" }, madeOn: "2025-06-01", due: "2026-03-01", status: "OPEN", statusOn: "2025-06-01", ...more }) as Commitment;
const activity = (code: string, more: Partial<Activity>): Activity =>
  ({
    ...{
      code,
      area: { code: "B1" },
      type: "BEAT_MEETING",
      status: "HELD",
      start: "2026-02-01T18:00:00Z",
      nextSteps: null,
      decisions: null,
    },
    ...{ hosts: [], partners: [], ...more },
  }) as unknown as Activity;
const problem = (code: string, more: Partial<Problem>): Problem =>
  ({
    code,
    areas: [{ code: "B1" }],
    openedOn: "2025-06-01",
    closedOn: null,
    responses: [],
    assessments: [],
    ...more,
  }) as unknown as Problem;

describe("latestQuarters(hub)", () => {
  it("are four that ended before the records do, the newest first", () => {
    expect(latestQuarters(hub()).map(({ code }) => code)).toEqual(["2026-Q1", "2025-Q4", "2025-Q3", "2025-Q2"]);
  });
  it("are fewer where the records are, and none without records", () => {
    const young = { datasets: [{ ...dataset, coverageFrom: "2025-12-31" }] };
    expect(latestQuarters(hub({}, young)).map(({ code }) => code)).toEqual(["2026-Q1", "2025-Q4"]);
    expect(latestQuarters({ datasets: [] })).toEqual([]);
  });
});

describe("reportLevel(hub)", () => {
  it("is that of council districts, else the first that divides the whole, else none", () => {
    expect(reportLevel({ levels })?.code).toBe("council_district");
    expect(reportLevel({ levels: [level("city", null, 1), level("beat", "city")] })?.code).toBe("beat");
    expect(reportLevel({ levels: [level("city", null, 1)] })).toBeUndefined();
    expect(reportLevel({ levels: [level("city", null, 1), level("beat", "city", 1)] })).toBeUndefined();
  });
  it("has its districts in the order of the list of areas", () => {
    expect(reportDistricts(hub()).map(({ code }) => code)).toEqual(["W1", "W2"]);
  });
});

describe("liesOf(hub, district)", () => {
  it("tells areas that lie in a district from those that it cuts and the one it is part of, by the published outlines", () => {
    expect([...liesOf(hub(), W1)]).toEqual([
      ["city", "around"],
      ["B1", "inside"],
      ["B2", "in part"],
      ["W1", "inside"],
    ]);
  });
  it("calls less than a hundredth of an area's land no part of it", () => {
    const district = area("W3", "council_district", "city", [], box(0, 5.04));
    expect(liesOf(hub(), district).get("B3")).toBeUndefined();
    expect(liesOf(hub(), { ...district, boundary: box(0, 5.06) }).get("B3")).toBe("in part");
  });
  it("knows of no area that has no outline, but by what it is part of", () => {
    expect([...liesOf(hub(), { ...W1, boundary: null })]).toEqual([
      ["city", "around"],
      ["W1", "inside"],
    ]);
  });
});

describe("quarterRecords(hub, district, quarter)", () => {
  const codes = (list: readonly { readonly code: string }[]) => list.map(({ code }) => code);
  it("has the quarter's days where the hub is, in the areas of the district", () => {
    const activities = [
      activity("before", { start: "2026-01-01T05:59:00Z" }),
      activity("first", { start: "2026-01-01T06:00:00Z" }),
      activity("elsewhere", { area: { code: "B3" } }),
      activity("in part", { area: { code: "B2" } }),
      activity("last", { start: "2026-04-01T04:59:00Z" }),
      activity("after", { start: "2026-04-01T05:00:00Z" }),
    ];
    const records = quarterRecords(hub({ activities }), W1, quarter);
    expect(codes(records.meetings)).toEqual(["first", "in part", "last"]);
    expect(records.activitiesFrom).toBe("2025-12-31");
  });
  it("tells meetings from other activities", () => {
    const activities = [activity("meeting", { type: "LISTENING_SESSION" }), activity("other", { type: "SCHOOL_VISIT" })];
    const { meetings, others } = quarterRecords(hub({ activities }), W1, quarter);
    expect([codes(meetings), codes(others)]).toEqual([["meeting"], ["other"]]);
  });
  it("has promises from the day they are made to the day they are settled", () => {
    const commitments = [
      commitment("open", {}),
      commitment("later", { madeOn: "2026-04-01" }),
      commitment("kept before", { status: "KEPT", statusOn: "2025-12-31" }),
      commitment("kept then", { status: "KEPT", statusOn: "2026-01-01" }),
    ];
    expect(codes(quarterRecords(hub({ commitments }), W1, quarter).commitments)).toEqual(["open", "kept then"]);
  });
});

const statement = (code: string, more: Partial<ReportStatement>): ReportStatement => ({
  ...{ code, type: "OBSTACLE", area: { code: "W1" }, from: "2026-01-01", to: "2026-03-31" },
  ...{ statement: "The hall was shut.", addressedTo: null, answer: null, ...more },
});

describe("obstaclesOf(hub, quarter, records)", () => {
  const rules = (records: Partial<Kinds>) => {
    const whole = hub(records);
    return obstaclesOf(whole, quarter, quarterRecords(whole, W1, quarter)).map(({ rule, ...of }) => [
      rule,
      JSON.stringify(of).match(/"code":"(c-[^"]*)"/)?.[1],
    ]);
  };
  it("begin with what the agency says itself of the quarter and of the areas of the district", () => {
    const reportStatements = [
      statement("c-own", {}),
      statement("c-reaches-in", { from: "2025-10-01", to: "2026-01-01" }),
      statement("c-before", { from: "2025-10-01", to: "2025-12-31" }),
      statement("c-elsewhere", { area: { code: "W2" } }),
      statement("c-advice", { type: "RECOMMENDATION" }),
    ];
    expect(rules({ reportStatements, commitments: [commitment("c-past", { due: "2026-03-31" })] })).toEqual([
      ["stated", "c-own"],
      ["stated", "c-reaches-in"],
      ["overdue", "c-past"],
    ]);
  });
  it("are promises that were due by the quarter's end and not kept by then, not kept in it, or changed in it", () => {
    const commitments = [
      commitment("c-past", { due: "2026-03-31" }),
      commitment("c-due-later", { due: "2026-04-01" }),
      commitment("c-kept-late", { status: "KEPT_LATE", due: "2026-02-01", statusOn: "2026-04-02" }),
      commitment("c-kept-in-it", { status: "KEPT_LATE", due: "2026-02-01", statusOn: "2026-03-02" }),
      commitment("c-kept", { status: "KEPT", due: "2026-03-31", statusOn: "2026-03-02" }),
      commitment("c-broken", { status: "NOT_KEPT", statusOn: "2026-02-02" }),
      commitment("c-broken-later", { status: "NOT_KEPT", statusOn: "2026-04-02", due: "2026-06-01" }),
      commitment("c-changed", { status: "CHANGED", statusOn: "2026-02-02" }),
      commitment("c-overdue-then-broken", { status: "NOT_KEPT", statusOn: "2026-04-02" }),
      commitment("c-overdue-then-changed", { status: "CHANGED", statusOn: "2026-04-02" }),
    ];
    expect(rules({ commitments })).toEqual([
      ["overdue", "c-past"],
      ["overdue", "c-kept-late"],
      ["overdue", "c-overdue-then-broken"],
      ["overdue", "c-overdue-then-changed"],
      ["not kept", "c-broken"],
      ["changed", "c-changed"],
    ]);
  });
  it("are activities that were cancelled, and planned ones that nobody reported on", () => {
    const activities = [activity("c-off", { status: "CANCELLED" }), activity("c-silent", { status: "PLANNED" }), activity("c-held", {})];
    expect(rules({ activities })).toEqual([
      ["cancelled", "c-off"],
      ["no report", "c-silent"],
    ]);
  });
  it("are areas of the district where nothing was held in this quarter", () => {
    const finding = (period: string, codes: readonly string[]) =>
      ({ period, level: "beat", sentence: "", areasNotReached: codes.map((code) => ({ code })) }) as unknown as Kinds["notReached"][number];
    const found = (notReached: Kinds["notReached"]) => {
      const whole = hub({ notReached });
      return obstaclesOf(whole, quarter, quarterRecords(whole, W1, quarter)).flatMap((one) =>
        one.rule === "not reached" ? [one.areas] : [],
      );
    };
    expect(found([finding("2026-Q1", ["B2", "B3"]), finding("2025-Q4", ["B1"])])).toEqual([["B2"]]);
    expect(found([finding("2026-Q1", ["B3", "city"])])).toEqual([]);
  });
  it("are priorities without an answer, problems closed unmeasured, and limits of assessments", () => {
    const priority = { area: { code: "B1" }, adoptedOn: "2025-01-01", endedOn: null };
    const priorities = [
      { ...priority, code: "c-silent", action: null },
      { ...priority, code: "c-answered", action: "Done." },
    ] as Priority[];
    const assessment = { limitations: "A road was shut." } as Problem["assessments"][number];
    const problems = [
      problem("c-shut", { closedOn: "2026-02-01" }),
      problem("c-unmeasured", {
        closedOn: "2026-02-01",
        assessments: [{ design: "NONE", limitations: "Nobody counted." } as Problem["assessments"][number]],
      }),
      problem("c-shut-later", { closedOn: "2026-05-01" }),
      problem("c-limited", { assessments: [assessment] }),
    ];
    expect(rules({ priorities, problems })).toEqual([
      ["no answer", "c-silent"],
      ["not measured", "c-shut"],
      ["not measured", "c-unmeasured"],
      ["limitation", "c-limited"],
    ]);
  });
});

describe("nextStepsOf(quarter, records)", () => {
  it("are open promises due later, and the next steps of meetings, each once", () => {
    const whole = hub({
      commitments: [
        commitment("later", { due: "2026-09-01" }),
        commitment("sooner", { due: "2026-04-01" }),
        commitment("past", { due: "2026-03-31" }),
        commitment("kept", { status: "KEPT", due: "2026-09-01", statusOn: "2026-03-01" }),
        commitment("kept since", { status: "KEPT", due: "2026-10-01", statusOn: "2026-04-20" }),
      ],
      activities: [
        activity("a", { nextSteps: "Streets are walked." }),
        activity("b", { nextSteps: "Streets are walked." }),
        activity("c", { nextSteps: "A visit.", type: "SCHOOL_VISIT" }),
      ],
      reportStatements: [statement("advice", { type: "RECOMMENDATION" }), statement("obstacle", {})],
    });
    const steps = nextStepsOf(quarter, quarterRecords(whole, W1, quarter));
    expect(
      steps.map((one) => {
        if (one.rule === "recommended") return one.statement.code;
        return one.rule === "due" ? one.commitment.code : one.activities.length;
      }),
    ).toEqual(["advice", "sooner", "later", "kept since", 2]);
  });
});

describe("quarterFigures(hub, district, quarter)", () => {
  it("are those of quarters up to this one, and nothing made of a year", () => {
    const quarters = cube("quarter", [row("2025-Q1", 8), row("2025-Q4", 9), row("2026-Q1", 12), row("2026-Q2", 99)]);
    const { counts, notQuarterly } = quarterFigures(
      hub({}, { tables: [table([cube("year", [row("2026", 400)]), quarters])] }),
      W1,
      quarter,
    );
    expect(counts.map(({ rows, now, before, yearBefore }) => [rows.length, now.key, before?.key, yearBefore?.key])).toEqual([
      [3, "2026-Q1", "2025-Q4", "2025-Q1"],
    ]);
    expect(notQuarterly).toEqual([]);
  });
  it("have nothing before them where the quarter right before is not published", () => {
    const { counts } = quarterFigures(
      hub({}, { tables: [table([cube("quarter", [row("2025-Q3", 9), row("2026-Q1", 12)])])] }),
      W1,
      quarter,
    );
    expect(counts.map(({ rows, before }) => [rows.length, before])).toEqual([[2, undefined]]);
  });
  it("are not there where only years are published: the measure is named instead", () => {
    const { counts, notQuarterly } = quarterFigures(hub({}, { tables: [table([cube("year", [row("2026", 400)])])] }), W1, quarter);
    expect(counts).toEqual([]);
    expect(notQuarterly.map(({ measures }) => measures.map(({ code }) => code))).toEqual([["OUT.01"]]);
  });
  it("keep estimates apart from counts", () => {
    const { counts, estimates } = quarterFigures(
      hub({}, { tables: [table([cube("quarter", [row("2026-Q1", 4, ["ESTIMATED"])])])] }),
      W1,
      quarter,
    );
    expect([counts.length, estimates.length]).toEqual([0, 1]);
  });
});

describe("keyPoints(edition, report)", () => {
  const words = wordsOf("en");
  const pointsOf = (whole: Hub) => {
    const [report] = reportsOf(whole);
    if (report === undefined) throw new Error("There is no report.");
    return keyPoints({ hub: whole, words, language: "en" } as Edition, report).map((point) => point.replaceAll(/\s/g, " "));
  };
  const counts = (code: string, now: number) => ({
    dataset: { ...dataset, code, source: { breaks: [] } } as unknown as Hub["datasets"][number],
    table: { ...table([cube("quarter", [row("2025-Q1", 100), row("2026-Q1", now)])]), code: `${code}-table`, dataset: code },
  });
  const measures = [measureIn("OUT.01")];
  const from = (...own: readonly ReturnType<typeof counts>[]) =>
    hub({}, { measures, datasets: own.map((one) => one.dataset), tables: own.map((one) => one.table) });
  it("call a change one only where it is more than chance among all that the report compares", () => {
    const rose = "Recorded incidents rose: 135 in Jan – Mar 2026, 100 a year before.";
    expect(pointsOf(from(counts("incidents", 135)))).toEqual([rose]);
    const [first] = pointsOf(from(counts("incidents", 135), counts("calls", 101), counts("stops", 99)));
    expect(first).toMatch(/135 in Jan – Mar 2026, no clear change/);
  });
  it("count the same promises as past due as are told of", () => {
    const commitments = [
      commitment("open", {}),
      commitment("kept late", { status: "KEPT_LATE", statusOn: "2026-04-02" }),
      commitment("broken", { status: "NOT_KEPT", statusOn: "2026-04-02" }),
      commitment("changed", { status: "CHANGED", statusOn: "2026-04-02" }),
      commitment("later", { due: "2026-06-01" }),
    ];
    const whole = hub({ commitments });
    expect(pointsOf(whole)).toEqual(["5 promises were open at the end of the quarter, 4 of them past due."]);
    const inWords = (...own: readonly Commitment[]) => pointsOf(hub({ commitments: own }))[0];
    expect(inWords(commitment("open", {}))).toBe("1 promise was open at the end of the quarter, and past due.");
    expect(inWords(commitment("later", { due: "2026-06-01" }))).toBe("1 promise was open at the end of the quarter, not past due.");
    expect(inWords(commitment("kept", { status: "KEPT", statusOn: "2026-02-01" }))).toBe("No promise was open at the end of the quarter.");
    const overdue = obstaclesOf(whole, quarter, quarterRecords(whole, W1, quarter));
    expect(overdue.map((one) => obstacleTold({ hub: whole, words, language: "en" } as Edition, one).more)).toEqual([
      "Still open on May 20, 2026, past its due date.",
      "It was kept on April 2, 2026.",
      "On April 2, 2026 it was recorded as not kept.",
      "It was changed on April 2, 2026.",
    ]);
  });
});

describe("reportsOf(hub)", () => {
  it("are none for a district and quarter that nothing is told of, even where something is of the whole city", () => {
    const citywide = commitment("c", { area: { code: "city" }, madeOn: "2025-01-01" });
    expect(reportsOf(hub({ commitments: [citywide] }))).toEqual([]);
    const inW1 = commitment("c", { madeOn: "2025-12-01" });
    expect(reportsOf(hub({ commitments: [inW1] })).map(({ district, quarter: { code } }) => [district.code, code])).toEqual([
      ["W1", "2026-Q1"],
      ["W1", "2025-Q4"],
    ]);
  });
});
