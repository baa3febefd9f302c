import { expect, it } from "vitest";
import { data, type Json } from "./asking.ts";
import { canRun, outputOf, type Snippet, snippetsOf } from "./snippets.ts";

const snippets = snippetsOf("cookbook.md");

interface Expected {
  readonly numbers?: readonly number[];
  readonly words?: readonly string[];
}

const survey = async (url: string, fields: string) =>
  (await data(url, `{ release { survey(code: "resident-survey") { ${fields} } } }`)).release.survey;
const cells = async (url: string, dataset: string, measures: string, by: string) =>
  (
    await data(
      url,
      `{ release { dataset(code: "${dataset}") { cells(measures: ["${measures}"], by: [${by}], first: 500) { nodes { area { code } period { code } estimate { value status numerator denominator } } } } } }`,
    )
  ).release.dataset.cells.nodes;
const isShown = ({ estimate }: Json) => estimate.status === "AVAILABLE";
const districts = ["D1", "D2", "D3", "D4", "D5", "D6"];

/** What the snippets of a section print, read from GraphQL. */
const expectations: Readonly<Record<string, (url: string, snippet: Snippet) => Promise<Expected>>> = {
  "1. What residents of a district think, wave by wave": async (url) => {
    const { estimates } = await survey(
      url,
      'estimates(items: ["confidence"], areas: ["D3"], allWaves: true) { nodes { period { code } estimate { value status interval { lower } } } }',
    );
    const shown = estimates.nodes.filter(isShown);
    expect(shown.length).toBeGreaterThan(2);
    return {
      numbers: shown.flatMap(({ estimate }: Json) => [estimate.value, estimate.interval.lower]),
      words: shown.map(({ period }: Json) => period.code),
    };
  },
  "2. Whether it changed": async (url, { language }) => {
    const pairs = districts.map(
      (area) => `{ item: "confidence", first: { area: "${area}", period: "2026-Q2" }, second: { area: "${area}" } }`,
    );
    const { compare } = await survey(
      url,
      `compare(pairs: [${language === "" ? pairs[2] : pairs.join()}]) { verdict sentence second { area { name } } }`,
    );
    return {
      words: compare.flatMap(({ verdict, sentence, second }: Json) => (language === "" ? [sentence] : [verdict, second.area.name])),
    };
  },
  "3. Incidents by district, with rates, for a map or a chart": async (url) => {
    const rates = (await cells(url, "incidents", "OUT.01.R", '"area.district", "period.year"')).filter(
      ({ period }: Json) => period.code === "2025",
    );
    expect(rates).toHaveLength(6);
    return { numbers: rates.filter(isShown).map(({ estimate }: Json) => estimate.value) };
  },
  "4. What is missing, and why": async (url) => {
    const all = await cells(url, "calls", "OUT.03", '"period.year", "priority.priority", "arrival.all"');
    const statuses = Map.groupBy(all, ({ estimate }: Json) => String(estimate.status));
    expect(statuses.size).toBeGreaterThan(1);
    return { words: [...statuses.keys()], numbers: [...statuses.values()].map(({ length }) => length) };
  },
  "5. The share of complaints that were sustained": async (url) => {
    const shares = await cells(url, "complaints", "OUT.05.S", '"area.city", "period.year"');
    return { numbers: shares.filter(isShown).flatMap(({ estimate }: Json) => [estimate.numerator, estimate.denominator]) };
  },
  "6. Promises that are overdue": async (url) => {
    const { commitments } = (await data(url, "{ release { commitments(first: 500) { nodes { status due weWill } } } }")).release;
    const today = new Date().toISOString().slice(0, 10);
    return {
      words: commitments.nodes
        .filter(({ status, due }: Json) => status === "OPEN" && due < today)
        .flatMap(({ due, weWill }: Json) => [due, weWill]),
    };
  },
  "7. Did the response to a problem work?": async (url) => {
    const { evaluations } = (await data(url, '{ release { evaluations: records(kind: "evaluations") { rows { nodes { values } } } } }'))
      .release;
    const verdicts = evaluations.rows.nodes.map(({ values }: Json) => String(values.verdict).toUpperCase());
    expect(verdicts.length).toBeGreaterThan(3);
    return { words: verdicts };
  },
  "8. Has anything changed since I looked?": async (_, { language }) => ({ words: language === "sh" ? ["304"] : ["1.0.0 0"] }),
};

/** docs/cookbook.md: every snippet, run by its own tool, gives the figures that GraphQL gives. */
export function testCookbook(url: () => string): void {
  it("has snippets for every tool, in every section that is looked after here", () => {
    expect([...new Set(snippets.map(({ section }) => section))]).toEqual(Object.keys(expectations));
    const counts = Map.groupBy(snippets, ({ language }) => language);
    expect(Object.fromEntries([...counts].map(([language, own]) => [language, own.length]))).toEqual({
      sh: 6,
      r: 5,
      python: 7,
      js: 4,
      "": 4,
    });
  });
  for (const [section, expected] of Object.entries(expectations)) {
    it(section, async () => {
      for (const snippet of snippets.filter((one) => one.section === section && canRun[one.language] === true)) {
        const output = await outputOf(snippet, url());
        const { numbers = [], words = [] } = await expected(url(), snippet);
        const printed = new Set([...output.matchAll(/-?\d+(?:\.\d+)?/g)].map(([text]) => Number(text)));
        const where = `${snippet.language}: ${output.slice(0, 500)}`;
        expect(
          numbers.filter((number) => ![...printed].some((own) => Math.abs(own - number) < 0.005)),
          where,
        ).toEqual([]);
        expect(
          words.filter((word) => !output.includes(word)),
          where,
        ).toEqual([]);
        expect(output, where).not.toContain("#N/A");
      }
    });
  }
}
