import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { prepare } from "@openbeat/pipeline";
import {
  type Assessment,
  type AssessmentData,
  assess,
  type BeforeAfter,
  displacementQuotient,
  type EvaluationDesign,
  type PublishedCount,
  periodsBetween,
} from "@openbeat/schema/domain";
import { beforeAll, describe, expect, it } from "vitest";
import { curated, listed } from "./curated.ts";
import { type Made, makeWhole, type Row, rowsOf, sample } from "./made.ts";

type AssessmentRow = Readonly<Record<string, string>>;

/** Where a record's day and code of offence or theme stand, by the measure that counts it. */
const columnsOf: Readonly<Record<string, { readonly dataset: string; readonly day: string; readonly code: string }>> = {
  "OUT.01": { dataset: "incidents", day: "reported_at", code: "offence_code" },
  "DLG.01": { dataset: "concerns", day: "raised_at", code: "theme" },
};

let made: Made;
let rows: ReadonlyMap<string, readonly Row[]>;
let assessments: readonly AssessmentRow[];
/** By measure, area, period and code. */
let published: ReadonlyMap<string, PublishedCount>;

beforeAll(async () => {
  made = await makeWhole();
  rows = new Map(["incidents", "concerns"].map((dataset) => [dataset, rowsOf(made, dataset)]));
  assessments = await curated("assessments");
  published = await publishedCounts(made.folder);
});

/** What a release of the sample would show of incidents and concerns. */
async function publishedCounts(folder: string): Promise<ReadonlyMap<string, PublishedCount>> {
  for (const name of ["codes", "geography", "population.csv"]) cpSync(join(sample, name), join(folder, name), { recursive: true });
  mkdirSync(join(folder, "datasets"));
  for (const dataset of ["incidents", "concerns"])
    cpSync(join(sample, `datasets/${dataset}.yaml`), join(folder, `datasets/${dataset}.yaml`));
  const { content } = await prepare(folder, () => {});
  const tables = content.datasets.flatMap((dataset) => dataset.tables);
  return new Map(
    tables.flatMap(({ measures, observations }) =>
      [...observations()].map(({ measure, area, period, codes, status, value }): [string, PublishedCount] => [
        [measures[measure]?.code, area, period, codes[0]].join(" "),
        status === "AVAILABLE" && value !== null ? { status, value } : { status: "SUPPRESSED" },
      ]),
    ),
  );
}

const isIn = (area: string, beat: string) => area === "ALD" || area === beat || area === `D${beat.slice(1, 2)}`;

/** Records from one day to another in some areas, counted one by one. */
function counted({ measure = "", category }: AssessmentRow, areas: readonly string[], from: string, to: string): number {
  const { dataset, day, code } = columnsOf[measure] ?? { dataset: "", day: "", code: "" };
  return (rows.get(dataset) ?? []).filter((row) => {
    const on = (row[day] ?? "").slice(0, 10);
    return row[code] === category && on >= from && on <= to && areas.some((area) => isIn(area, row.beat ?? ""));
  }).length;
}

/** The same from the published figures of whole years. */
function shown({ measure, category }: AssessmentRow, areas: readonly string[], from: string, to: string): PublishedCount {
  const counts = areas.flatMap((area) =>
    periodsBetween(from, to, "year").map(({ code: period }) => published.get([measure, area, period, category].join(" "))),
  );
  const values = counts.flatMap((count) => (count?.status === "AVAILABLE" ? [count.value] : []));
  return values.length < counts.length || counts.length === 0
    ? { status: "SUPPRESSED" }
    : { status: "AVAILABLE", value: values.reduce((sum, value) => sum + value, 0) };
}

const assessmentOf = (problem: string): AssessmentRow => {
  const found = assessments.find((row) => row.problem === problem);
  if (found === undefined) throw new Error("A problem of the test has no assessment.");
  return found;
};
const areasOf = (row: AssessmentRow, role: "response" | "comparison" | "buffer" | "buffer_comparison") => listed(row[`${role}_areas`]);

/** Counts of one role's areas, before and after, one by one. */
function beforeAfter(problem: string, role: "response" | "comparison" | "buffer" | "buffer_comparison"): BeforeAfter {
  const row = assessmentOf(problem);
  const { before_from = "", before_to = "", after_from = "", after_to = "" } = row;
  const areas = areasOf(row, role);
  return { before: counted(row, areas, before_from, before_to), after: counted(row, areas, after_from, after_to) };
}

const available = ({ before, after }: BeforeAfter) =>
  ({ before: { status: "AVAILABLE", value: before }, after: { status: "AVAILABLE", value: after } }) as const;

/** What an assessment says by published figures alone. */
function judged(problem: string): Assessment {
  const row = assessmentOf(problem);
  const { before_from = "", before_to = "", after_from = "", after_to = "" } = row;
  const area = (role: "response" | "comparison" | "buffer" | "buffer_comparison") => {
    const areas = areasOf(row, role);
    return { before: shown(row, areas, before_from, before_to), after: shown(row, areas, after_from, after_to) };
  };
  const options = { counted: { en: "Records", es: "Registros" }, aim: "FEWER" } as const;
  const response = area("response");
  switch (row.design as EvaluationDesign) {
    case "before_after":
      return assess({ design: "before_after", response }, options);
    case "comparison":
      return assess({ design: "comparison", response, comparison: area("comparison") }, options);
    case "comparison_buffer":
      return assess(
        {
          design: "comparison_buffer",
          response,
          comparison: area("comparison"),
          buffer: area("buffer"),
          bufferComparison: area("buffer_comparison"),
        },
        options,
      );
    case "time_series":
      return assess(monthly(row), options);
    default:
      throw new Error("The sample has no assessment of this design.");
  }
}

function monthly(row: AssessmentRow): AssessmentData {
  const [area = ""] = areasOf(row, "response");
  const periods = periodsBetween(row.before_from ?? "", row.after_to ?? "", "month").map(({ code }) => code);
  const months = periods.map(
    (period): PublishedCount => published.get([row.measure, area, period, row.category].join(" ")) ?? { status: "SUPPRESSED" },
  );
  return { design: "time_series", months, changeAt: periods.indexOf((row.after_from ?? "").slice(0, 7)) };
}

const withComparison = (response: BeforeAfter, comparison: BeforeAfter) =>
  assess(
    { design: "comparison", response: available(response), comparison: available(comparison) },
    { counted: { en: "Records", es: "Registros" }, aim: "FEWER" },
  ).verdict;

describe("the problems of Alderport, judged by what is published", () => {
  it("go by published figures that agree with the records, one by one", () => {
    for (const problem of ["millpond-break-ins", "kiln-square-vandalism", "customs-quay-thefts", "millbrook-speeding"]) {
      const row = assessmentOf(problem);
      for (const role of ["response", "comparison", "buffer", "buffer_comparison"] as const) {
        const areas = areasOf(row, role);
        for (const [from = "", to = ""] of [
          [row.before_from, row.before_to],
          [row.after_from, row.after_to],
        ])
          if (areas.length > 0)
            expect(shown(row, areas, from, to), `${problem} ${role}`).toEqual({
              status: "AVAILABLE",
              value: counted(row, areas, from, to),
            });
      }
    }
  });
  it("have one that was solved, with nothing moved next door", () => {
    expect(judged("millpond-break-ins").verdict).toBe("improved");
    const [response, comparison, buffer, others] = (["response", "comparison", "buffer", "buffer_comparison"] as const).map((role) =>
      beforeAfter("millpond-break-ins", role),
    ) as [BeforeAfter, BeforeAfter, BeforeAfter, BeforeAfter];
    expect(withComparison(response, comparison)).toBe("improved");
    expect(withComparison(buffer, others)).toBe("no_clear_change");
  });
  it("have one on which nothing had an effect", () => {
    expect(judged("kiln-square-vandalism").verdict).toBe("no_clear_change");
    expect(withComparison(beforeAfter("kiln-square-vandalism", "response"), beforeAfter("kiln-square-vandalism", "comparison"))).toBe(
      "no_clear_change",
    );
  });
  it("have one that moved next door: better where the response was, worse around it, and no better in all", () => {
    const [response, comparison, buffer, others] = (["response", "comparison", "buffer", "buffer_comparison"] as const).map((role) =>
      beforeAfter("customs-quay-thefts", role),
    ) as [BeforeAfter, BeforeAfter, BeforeAfter, BeforeAfter];
    expect(withComparison(response, comparison)).toBe("improved");
    expect(withComparison(buffer, others)).toBe("worsened");
    expect(judged("customs-quay-thefts").verdict).toBe("no_clear_change");
    expect(displacementQuotient({ response, comparison, buffer }).meaning).toMatch(/^DISPLACEMENT_/);
  });
  it("have one that is compared with nothing but the time before", () => {
    expect(judged("millbrook-speeding")).toMatchObject({ design: "before_after", verdict: "improved" });
  });
  it("have one that is told by its months", () => {
    expect(judged("stolen-cars")).toMatchObject({ design: "time_series", verdict: "improved" });
  });
  it("have one of which too few were counted", () => {
    expect(judged("long-acre-robberies")).toMatchObject({ verdict: "not_assessable" });
    const { before, after } = beforeAfter("long-acre-robberies", "response");
    expect(before + after).toBeLessThan(10);
  });
  it("have others that are not judged: not yet, or never", async () => {
    const problems = await curated("problems");
    const judgedOnes = new Set(assessments.map(({ problem }) => problem));
    const others = problems.filter(({ id = "" }) => !judgedOnes.has(id));
    expect(others.map(({ id, closed_on }) => [id, closed_on !== ""])).toEqual([
      ["westgate-graffiti", true],
      ["northgate-night-noise", false],
      ["tidewater-moorings", false],
    ]);
    const stages = await curated("problem-stages");
    expect(stages.filter(({ problem }) => problem === "tidewater-moorings").map(({ stage }) => stage)).toEqual(["scanning", "analysis"]);
  });
});
