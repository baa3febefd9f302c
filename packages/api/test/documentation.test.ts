import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databases } from "../../../test/support/databases.ts";
import { type FixtureDatabase, openFixture } from "../../../test/support/fixture-database.ts";
import { openSurveyFixture } from "../../../test/support/fixture-survey.ts";
import { type RunningApi, startApi } from "../src/server.ts";

const run = promisify(execFile);
const docs = readFileSync(new URL("../../../docs/api.md", import.meta.url), "utf8");
const blocks = (language: string) =>
  [...docs.matchAll(/```(\w*)\n([\s\S]*?)```/g)].filter(([, one]) => one === language).map(([, , text]) => text ?? "");

const has = (program: string) =>
  run(program, ["--version"]).then(
    () => true,
    () => {
      console.warn(`SKIPPED: the machine has no ${program}, so its example in docs/api.md is not run.`);
      return false;
    },
  );
const [hasCurl, hasPython, hasR] = await Promise.all(["curl", "python3", "Rscript"].map(has));

describe("docs/api.md", () => {
  let fixture: FixtureDatabase;
  let surveyFixture: FixtureDatabase;
  let api: RunningApi;
  let surveyApi: RunningApi;
  beforeAll(async () => {
    const [embedded] = databases;
    if (embedded === undefined) throw new Error("The embedded database is always there.");
    fixture = await openFixture(embedded.create);
    surveyFixture = await openSurveyFixture(embedded.create);
    api = await startApi({ database: fixture.reader, port: 0 });
    surveyApi = await startApi({ database: surveyFixture.reader, port: 0 });
  });
  afterAll(async () => {
    await api.close();
    await surveyApi.close();
    await fixture.drop();
    await surveyFixture.drop();
  });
  const here = (text: string) => text.replaceAll("http://localhost:4000", api.url);

  const ask = async ({ url }: RunningApi, query: string) => {
    const response = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query }),
    });
    // biome-ignore lint/suspicious/noExplicitAny: the answers of different questions
    return (await response.json()) as any;
  };
  const isOfSurvey = (query: string) => query.includes("survey(");

  it("asks questions that are answered", async () => {
    const questions = blocks("graphql").filter((query) => !isOfSurvey(query));
    expect(questions).toHaveLength(5);
    const [figures = "", sources = "", comparison = "", records = "", rows = ""] = questions;
    expect(await ask(api, figures)).toMatchObject({ data: { release: { dataset: { cells: { totalCount: 72 } } } } });
    const { notices, dataset } = (await ask(api, sources)).data.release;
    expect(notices).toHaveLength(1);
    expect(dataset.table.value).toEqual(dataset.table.value.toSorted((a: number, b: number) => b - a));
    expect(dataset.table.source.csv).toMatch(/^\/r\/1\.0\.0\/datasets\/incidents\/query\.csv\?/);
    const { compare } = (await ask(api, comparison)).data.release;
    expect(compare.map(({ verdict }: { verdict: string }) => verdict)).toEqual(["NO_CLEAR_CHANGE", "NO_CLEAR_CHANGE"]);
    expect(await ask(api, records)).toMatchObject({
      data: { release: { problems: { totalCount: 1, nodes: [{ code: "harbour-speeding", responses: [{ officerHours: 12.5 }] }] } } },
    });
    const { release } = (await ask(api, rows)).data;
    const counted = release.recordSets.find(({ kind }: { kind: string }) => kind === "problems").rowCount;
    expect(release.records.rows.nodes).toHaveLength(counted);
  });

  it("asks questions to a survey that are answered", async () => {
    const answers = await Promise.all(
      blocks("graphql")
        .filter(isOfSurvey)
        .map((query) => ask(surveyApi, query)),
    );
    expect(answers.map(({ errors }) => errors)).toEqual([undefined, undefined, undefined, undefined]);
    const [series, districts, changes, method] = answers.map(({ data }) => data.release.survey);
    expect(series.estimates.nodes.map(({ estimate }: { estimate: { value: number } }) => estimate.value)).toEqual([50, 50, 51, 52, 53, 62]);
    expect(districts.estimates.nodes.some(({ pool }: { pool: unknown }) => pool !== null)).toBe(true);
    expect(changes.compare.map(({ verdict }: { verdict: string }) => verdict)).toEqual(["UP", "NO_CLEAR_CHANGE", "NOT_COMPARABLE"]);
    expect(method.item.questions).toHaveLength(2);
  });

  it("names addresses that answer", async () => {
    const addresses = blocks("")
      .flatMap((text) => text.trim().split("\n"))
      .filter((line) => line.startsWith("/"));
    expect(addresses).toHaveLength(2);
    for (const address of addresses) expect((await fetch(`${api.url}${address}`)).status, address).toBe(200);
  });

  // The sum of what is shown, by another route: the city's own total, of which no cell is hidden in Testhaven.
  it.skipIf(!hasCurl)("shows curl what it says", async () => {
    const [command = ""] = blocks("sh").filter((text) => text.startsWith("curl"));
    const { stdout } = await run("sh", ["-c", here(command)]);
    expect(stdout.split("\r\n")[0]).toMatch(/^measure,area,area_label,period,period_label,value,status/);
    expect(stdout.split("\r\n")).toHaveLength(1 + 6 + 1);
  });
  const total = async () => {
    const response = await fetch(`${api.url}/datasets/incidents/query.json?measures=OUT.01&by=period.year`);
    const { rows } = (await response.json()) as { rows: { value: number }[] };
    return rows.reduce((sum, { value }) => sum + value, 0);
  };
  it.skipIf(!hasPython)("lets Python read and add", async () => {
    const [script = ""] = blocks("python");
    const { stdout } = await run("python3", ["-c", here(script)]);
    expect(Number(stdout)).toBe(await total());
  });
  it.skipIf(!hasR)("lets R read and add", async () => {
    const lines = here(blocks("r")[0] ?? "")
      .trim()
      .split("\n");
    const { stdout } = await run(
      "Rscript",
      [...lines, "cat('\\n', sum(incidents$value, na.rm = TRUE))"].flatMap((text) => ["-e", text]),
    );
    expect(Number(stdout.trim().split(/\s+/).at(-1))).toBe(await total());
  });
});
