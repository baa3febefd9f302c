import { expect, it } from "vitest";
import { ask, type Json } from "./asking.ts";
import { readCsv } from "./sheet.ts";
import { canRun, outputOf, snippetsOf } from "./snippets.ts";

const snippets = snippetsOf("api.md");
const of = (language: string) => snippets.filter((snippet) => snippet.language === language);

/** docs/api.md: every question and address in it. */
export function testApiPage(url: () => string): void {
  const questions = of("graphql").map(({ text }) => text);
  const answers = () => Promise.all(questions.map((question) => ask(url(), question)));

  it("asks questions that are answered", async () => {
    const all = await answers();
    expect(all.map(({ errors }) => errors)).toEqual(all.map(() => undefined));
    const [codes, figures, sources, comparison, series, districts, changes, method, score, records, rows] = all.map(
      ({ data }) => data.release,
    );
    expect(codes.search.map(({ label }: Json) => label)).toContain("Millbrook District");
    expect(figures.dataset.cells.totalCount).toBe(6 * 36);
    const { value, source } = sources.dataset.table;
    expect(value).toEqual(value.toSorted((one: number, other: number) => other - one));
    expect((await fetch(`${url()}${source.csv}`)).status).toBe(200);
    for (const { verdict } of comparison.compare) expect(["UP", "DOWN", "NO_CLEAR_CHANGE"]).toContain(verdict);
    const door = await fetch(
      `${url()}/datasets/resident-survey/query.csv?measures=TRU.FAV&by=area.city,period.quarter,item.item,group.everyone&item=voice`,
    );
    const [header = [], ...lines] = readCsv(await door.text());
    const shown = lines.map((line) => line[header.indexOf("value")]);
    expect(series.survey.estimates.nodes.map(({ estimate }: Json) => String(estimate.value)).toSorted()).toEqual(shown.toSorted());
    expect(districts.survey.estimates.nodes.some(({ pool }: Json) => pool !== null)).toBe(true);
    expect(changes.survey.compare.map(({ verdict }: Json) => verdict)).toEqual(["NO_CLEAR_CHANGE", "UP", "NOT_COMPARABLE"]);
    expect(method.survey.wave.disclosure.length).toBeGreaterThan(5);
    const told = score.transparency.criteria.map(({ result }: Json) => result).filter((result: string) => result !== "CANNOT_BE_TOLD");
    expect(score.transparency.sentence).toContain(` of ${told.length} that can be told`);
    expect(records.problems.nodes.map(({ code }: Json) => code)).toContain("millbrook-speeding");
    const { rowCount } = rows.recordSets.find(({ kind }: Json) => kind === "problems");
    expect(rows.records.rows.nodes).toHaveLength(rowCount);
  });

  it("names addresses that answer", async () => {
    const addresses = of("").flatMap(({ text }) => text.split("\n").filter((line) => line.startsWith("/")));
    expect(addresses).toHaveLength(5);
    for (const address of addresses) expect((await fetch(`${url()}${address}`)).status, address).toBe(200);
  });

  // The sum of what is shown, by another route: the city's own total, of which no cell of the districts is hidden.
  it.each(
    ["sh", "python", "r"].map(
      (language) => [language, of(language).filter(({ text }) => text.includes("localhost:4000/datasets"))] as const,
    ),
  )("has a snippet in %s that gives the figures", async (language, own) => {
    expect(own).toHaveLength(1);
    if (canRun[language] !== true || own[0] === undefined) return;
    const response = await fetch(`${url()}/datasets/incidents/query.json?measures=OUT.01&by=period.year`);
    const { rows } = (await response.json()) as { rows: { value: number }[] };
    const output = await outputOf(own[0], url());
    const numbers = language === "python" ? [Number(output)] : [];
    if (language === "r")
      numbers.push(
        ...output
          .trim()
          .split("\n")
          .slice(1)
          .map((line) => Number(line.trim().split(/\s+/).at(-1))),
      );
    if (language === "sh")
      numbers.push(
        ...readCsv(output)
          .slice(1)
          .map((line) => Number(line[5])),
      );
    expect(numbers.reduce((sum, number) => sum + number, 0)).toBe(rows.reduce((sum, { value }) => sum + value, 0));
  });
}
