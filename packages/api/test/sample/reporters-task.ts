import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { data, type Json } from "./asking.ts";
import { readCsv } from "./sheet.ts";
import { canRun, outputOf, snippetsOf } from "./snippets.ts";

const page = readFileSync(new URL("../../../../docs/reporters-task.md", import.meta.url), "utf8").replace(/\s+/g, " ");
const snippets = snippetsOf("reporters-task.md");
const { sh: hasCurl } = canRun;
const of = (section: string) => snippets.filter((snippet) => snippet.section === section);

/** A table with a header as objects. */
const objects = ([header = [], ...rows]: readonly (readonly string[])[]): readonly Json[] =>
  rows.map((row) => Object.fromEntries(header.map((name, at) => [name, row[at]])));

/** docs/reporters-task.md: the three ways give one answer, and it is the one that the page tells. */
export function testReportersTask(url: () => string): void {
  it("in GraphQL: finds the codes, the figures, the verdict and the citation", async () => {
    const answers = [];
    for (const { text } of of("In GraphQL")) answers.push((await data(url(), text)).release);
    expect(answers).toHaveLength(4);
    const [codes, figures, change, source] = answers;
    expect(codes.search).toContainEqual({ kind: "Area", code: "D3", label: "Millbrook District" });
    expect(codes.surveys[0].items).toContainEqual(expect.objectContaining({ code: "confidence", title: "The police do a good job" }));
    const [now, before] = codes.surveys[0].waves;
    expect([now.code, before.code, now.sampleDesign]).toEqual(["2026-Q3", "2026-Q2", "PROBABILITY"]);
    expect([before.sampleDesign, before.series]).toEqual([now.sampleDesign, now.series]);
    for (const { estimate } of figures.survey.estimates.nodes) {
      const { value, n, interval } = estimate;
      expect(page).toMatch(
        new RegExp(`\\b${value}%[^.;]*\\(([a-z]+ [a-z]+ )?${interval.lower}% to ${interval.upper}%, about ${n} people\\)`),
      );
    }
    const [{ verdict, interval }] = change.survey.compare;
    expect(verdict).toBe("NO_CLEAR_CHANGE");
    expect(page).toContain(`from ${Math.round(-interval.lower)} points fewer to ${Math.round(interval.upper)} more`);
    expect(source.citation).toContain(`Release ${source.version}`);
    expect(source.bibtex).toContain(`version = {${source.version}}`);
    expect(source.survey.wave.disclosure.length).toBeGreaterThan(5);
  });

  it.skipIf(hasCurl !== true)("with curl: gives the same", async () => {
    const outputs: string[] = [];
    for (const snippet of of("With curl")) outputs.push(await outputOf(snippet, url()));
    expect(outputs).toHaveLength(4);
    const [codes = "", figures = "", change = "", pinned = ""] = outputs;
    for (const code of ["resident-survey", "2026-Q3", "confidence", "D3,Millbrook District"]) expect(codes).toContain(code);
    expect(objects(readCsv(figures)).map(({ value }) => value)).toEqual(["50", "55"]);
    expect(objects(readCsv(change))).toMatchObject([{ verdict: "NO_CLEAR_CHANGE", citation: expect.stringContaining("Release 1.0.0") }]);
    expect(pinned).toBe(change);
  });

  it("in a spreadsheet: gives the same", async () => {
    const sheets: Json[][] = [];
    for (const snippet of of("In a spreadsheet")) {
      const cells = (await outputOf(snippet, url())).split("\n").map((line) => line.split("\t"));
      sheets.push([...objects(cells)]);
    }
    const [districts = [], figures, change] = sheets;
    expect(districts.map(({ area, area_label }) => [area, area_label])).toContainEqual(["D3", "Millbrook District"]);
    expect(figures?.map(({ value, lower, upper }) => [value, lower, upper])).toEqual([
      ["50", "38", "62"],
      ["55", "43", "67"],
    ]);
    expect(change).toMatchObject([{ verdict: "NO_CLEAR_CHANGE", sentence: expect.stringContaining("no clear change") }]);
  });
}
