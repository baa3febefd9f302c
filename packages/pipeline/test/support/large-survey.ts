import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { stringify } from "yaml";
import { smallMethod } from "./small-survey.ts";

const words = (en: string) => ({ en });
const codes = (prefix: string, count: number) => Array.from({ length: count }, (_, at) => `${prefix}${at + 1}`);

const districts = codes("d", 5);
const beats = codes("b", 64);
const groupings = { age: codes("a", 6), gender: codes("g", 3), race: codes("r", 7), tenure: codes("t", 4) };
const constructs = ["confidence", "effectiveness", "engagement", "respect", "voice"];

/** What a large survey is like. */
export interface LargeSurvey {
  readonly respondents: number;
  readonly items: number;
  readonly seed: number;
}

/**
 * Writes a hub with one wave of a large survey: five answers and "don't know", 64 beats in five districts, twenty groups in four groupings, and weights
 * that are raked to two margins. The answers are drawn by DuckDB from the seed, the same each time, into one Parquet file.
 * @returns The folder.
 */
export async function writeLargeSurvey({ respondents, items, seed }: LargeSurvey): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "openbeat-large-survey-"));
  mkdirSync(join(folder, "surveys"));
  const questions = codes("q", items);
  // Whole numbers from 0 to 999 that look random, one for each respondent and place.
  const drawn = (place: number) => `(hash(i, ${place}, ${seed}) % 1000)::INT`;
  const oneOf = (list: readonly string[], place: number) =>
    `[${list.map((code) => `'${code}'`).join(", ")}][1 + ${drawn(place)} % ${list.length}]`;
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(`
    COPY (
      SELECT i::VARCHAR AS id, ${oneOf(beats, 1)} AS beat, (0.5 + ${drawn(2)} / 1000)::VARCHAR AS weight,
        ${Object.entries(groupings)
          .map(([name, list], at) => `CASE WHEN ${drawn(3 + at)} >= 20 THEN ${oneOf(list, 10 + at)} END AS ${name}`)
          .join(", ")},
        ${questions.map((name, at) => `['1', '2', '3', '4', '5', '5', '4', '3', '2', '9'][1 + ${drawn(100 + at)} // 100] AS ${name}`).join(", ")}
      FROM range(${respondents}) t(i)
    ) TO '${join(folder, "answers.parquet")}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
  const list = (own: readonly string[], of: Record<string, unknown> = {}) => own.map((code) => ({ code, name: words(code), ...of }));
  const labelled = (own: readonly string[]) => own.map((code) => ({ code, label: words(code) }));
  const people = groupings.age.flatMap((age, a) =>
    groupings.gender.flatMap((gender, g) =>
      groupings.race.map((race, r) => [age, gender, race, 900 + 37 * a + 211 * g + 53 * r].join(",")),
    ),
  );
  writeFileSync(join(folder, "people.csv"), `age,gender,race,people\n${people.join("\n")}\n`);
  const hub = {
    ...{ hub: "large", title: words("Large"), description: words("A hub for a bench."), publisher: words("Nobody"), languages: ["en"] },
    ...{ timezone: "America/Chicago", licence: { name: "CC0", url: "https://creativecommons.org/publicdomain/zero/1.0/" } },
    agencies: [{ code: "PD", name: words("Police") }],
    geography: {
      levels: [
        { code: "city", name: words("City"), plural: words("Cities"), areas: [{ code: "C", name: words("City") }] },
        { code: "district", name: words("District"), plural: words("Districts"), parent: "city", areas: list(districts) },
        {
          ...{ code: "beat", name: words("Beat"), plural: words("Beats"), parent: "district" },
          areas: beats.map((code, at) => ({ code, name: words(code), parent: districts[at % districts.length] })),
        },
      ],
    },
  };
  const margin = (name: string, by: readonly string[]) => ({
    ...{ name, by, file: "people.csv", source: words("Drawn") },
    select: `${by.join(", ")}, people`,
  });
  const survey = {
    ...{
      survey: "large",
      title: words("Large"),
      description: words("A survey for a bench."),
      source: { files: "*.parquet", format: "parquet" },
    },
    select: ["id", "'2026-Q1' AS wave", "beat AS area", "weight", ...Object.keys(groupings), ...questions].join(", "),
    groupings: Object.fromEntries(Object.entries(groupings).map(([name, own]) => [name, { title: words(name), codes: labelled(own) }])),
    permission: words("None needed."),
    scales: { agreement: { kind: "likert5", answers: labelled(["1", "2", "3", "4", "5"]), nonAnswers: labelled(["9"]) } },
    constructs: constructs.map((kind) => ({ code: kind, kind, title: words(kind), description: words(kind) })),
    items: questions.map((code, at) => ({
      ...{ code, title: words(code), wording: words(code), scale: "agreement", reversed: at % 7 === 6 },
      ...(at < 20 ? { construct: constructs[at % constructs.length] } : {}),
    })),
    every: "quarter",
    allWaves: smallMethod,
    waves: [{ wave: "2026-Q1", field: { from: "2026-01-10", to: "2026-02-10" } }],
    weighting: { method: "raked", margins: [margin("age-gender", ["age", "gender"]), margin("race", ["race"])] },
    tables: [{ name: "trust", title: words("Trust"), area: ["beat", "district", "city"], groups: Object.keys(groupings) }],
  };
  writeFileSync(join(folder, "hub.yaml"), stringify(hub));
  writeFileSync(join(folder, "surveys/large.yaml"), stringify(survey));
  return folder;
}
