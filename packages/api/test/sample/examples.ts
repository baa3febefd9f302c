import { examples } from "@openbeat/schema/graphql";
import { expect, it } from "vitest";
import { data, type Json } from "./asking.ts";

/** What each example must tell, so that it is worth its tab. */
const tells: Readonly<Record<string, (answer: Json) => void>> = {
  "Incidents by district and month": ({ release }) => {
    expect(release.dataset.cells).toMatchObject({ totalCount: 6 * 36, pageInfo: { hasNextPage: true } });
  },
  "What there is": ({ release }) => {
    expect(release.datasets.map(({ code }: Json) => code)).toEqual(
      expect.arrayContaining(["calls", "complaints", "incidents", "resident-survey"]),
    );
  },
  "One year, in columns": ({ release }) => {
    expect(release.dataset.table).toMatchObject({ rowCount: 2 * 6 * 4, truncated: false });
  },
  "Do response times differ?": ({ release }) => {
    const times = release.dataset.cells.nodes.map(({ estimate }: Json) => estimate);
    expect(times.some(({ interval, unit }: Json) => interval !== null && unit === "minutes")).toBe(true);
  },
  "Complaints, and what was decided": ({ release }) => {
    const { decisions, shares } = release.dataset;
    const counted = decisions.nodes.filter(({ dims }: Json) => dims.includes("sustained")).map(({ estimate }: Json) => estimate.value);
    expect(shares.nodes.map(({ estimate }: Json) => estimate.numerator)).toEqual(counted);
  },
  "What is hidden, and why": ({ release, service }) => {
    expect(release.tables.some(({ suppressedCount }: Json) => suppressedCount > 0)).toBe(true);
    expect(service.statuses.map(({ status }: Json) => status)).toContain("SUPPRESSED");
  },
  "Trust in my district: is the change real?": ({ release }) => {
    expect(release.survey.estimates.nodes).toHaveLength(2);
    expect(release.survey.compare).toMatchObject([{ verdict: "NO_CLEAR_CHANGE", sentence: expect.stringContaining("Millbrook District") }]);
  },
  "What residents think": ({ release }) => {
    expect(release.surveys[0].estimates.nodes[0].sentence).toContain("Likely range");
  },
  "How a survey was held": ({ release }) => {
    expect(release.surveys[0].wave.completeness.given).toBe(release.surveys[0].wave.completeness.of);
  },
  "What we raised, and what came of it": ({ release }) => {
    expect(release.commitments.nodes.some(({ whatChanged }: Json) => whatChanged !== null)).toBe(true);
    expect(release.open.totalCount).toBeGreaterThan(0);
    expect(release.priorities.nodes.length).toBeGreaterThan(0);
  },
  "Problems: did the response work?": ({ release }) => {
    expect(release.problems.nodes.some(({ responses }: Json) => responses.length > 0)).toBe(true);
    expect(release.problems.nodes.flatMap(({ evaluations }: Json) => evaluations).every(({ sentence }: Json) => sentence !== "")).toBe(
      true,
    );
  },
  "Meetings to come": ({ release }) => {
    expect(release.activities.totalCount).toBeGreaterThan(0);
    for (const { start } of release.activities.nodes) expect(start >= "2026-11-01").toBe(true);
  },
  "Whole sets of records": ({ release }) => {
    const { rowCount } = release.recordSets.find(({ kind }: Json) => kind === "commitments");
    expect(release.records.rows.nodes).toHaveLength(rowCount);
  },
  "Where is this place?": ({ release }) => {
    expect(release.areaAt.map(({ level }: Json) => level.code)).toEqual(
      expect.arrayContaining(["city", "district", "beat", "council_district"]),
    );
  },
  "Find it by name, and cite it": ({ release }) => {
    expect(release.search.map(({ code }: Json) => code)).toContain("burglary");
    expect(release.citation).toMatch(/^@misc\{/);
  },
  "What changed, and what was corrected?": ({ releases, release, revisions }) => {
    expect(releases.nodes[0]).toMatchObject({ version: "1.0.0", isLatest: true });
    expect(release.changes.totalCount).toBe(0);
    expect(revisions).toMatchObject([{ release: "1.0.0", cell: { estimate: { status: "AVAILABLE" } } }]);
  },
};

/** Every question of GraphiQL, asked of the sample. */
export function testExamples(url: () => string): void {
  it("are fifteen or more, each of its own title", () => {
    expect(examples.length).toBeGreaterThanOrEqual(15);
    expect(examples.map(({ title }) => title)).toEqual(Object.keys(tells));
  });
  it.each(examples.map((example) => [example.title, example] as const))("%s", async (title, { query }) => {
    tells[title]?.(await data(url(), query));
  });
}
