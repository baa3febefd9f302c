import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type ItemSpec, surveySchema } from "../../src/hub/survey-schema.ts";
import { fieldDays, waves } from "../../src/synthetic/survey-waves.ts";
import { type Made, makeWhole, type Row, rowsOf, sample } from "./made.ts";

const survey = surveySchema.parse(parse(readFileSync(join(sample, "surveys/resident-survey.yaml"), "utf8")));
const scaleOf = ({ scale }: ItemSpec) => survey.scales[scale] ?? { answers: [], nonAnswers: [], kind: "missing" };
const codesOf = (list: readonly { readonly code: string }[]) => list.map(({ code }) => code);
const answersTo = (item: ItemSpec) => codesOf(scaleOf(item).answers);
const nonAnswersTo = (item: ItemSpec) => codesOf(scaleOf(item).nonAnswers);
const itemOf = (code: string): ItemSpec => {
  const found = survey.items.find((item) => item.code === code);
  if (found === undefined) throw new Error(`The survey does not ask ${code}.`);
  return found;
};

let made: Made;
let rows: readonly Row[];
/** Without the wave of the open call. */
let drawn: readonly Row[];
beforeAll(async () => {
  made = await makeWhole();
  rows = rowsOf(made, "surveys/resident-survey/");
  drawn = rows.filter(({ wave }) => wave !== "2025-Q3");
});

const shareOf = (some: readonly Row[], belongs: (row: Row) => boolean) => some.filter(belongs).length / some.length;
/** The share of some answers among all answers that are answers. */
function answered(some: readonly Row[], code: string, ...answers: readonly string[]): number {
  const known = new Set(answersTo(itemOf(code)));
  const said = some.filter((row) => known.has(row[code] ?? ""));
  return shareOf(said, (row) => answers.includes(row[code] ?? ""));
}
const goodJob = (some: readonly Row[]) => answered(some, "confidence", "4", "5");
const inWaves = (some: readonly Row[], from: string, to = from) => some.filter(({ wave = "" }) => wave >= from && wave <= to);

describe("surveys/resident-survey.yaml", () => {
  it("has twelve quarterly waves, in the field when the generator says", () => {
    expect(survey.waves.map(({ wave, field }) => [wave, field.from, field.to])).toEqual(
      waves.map(({ code, from, to }) => [code, from, to]),
    );
    expect(waves).toHaveLength(12);
    expect(survey.waves.filter(({ sampleDesign }) => sampleDesign === "opt_in").map(({ wave }) => wave)).toEqual(
      waves.filter(({ optIn }) => optIn).map(({ code }) => code),
    );
  });
  it("tells of every wave all that AAPOR asks for", () => {
    const items = [
      "sampleDesign",
      "sponsor",
      "conductor",
      "population",
      "geography",
      "frame",
      "recruitment",
      "modes",
      "languages",
      "invited",
      "responseRate",
      "processing",
      "limitations",
    ];
    for (const wave of survey.waves) expect(Object.keys({ ...survey.allWaves, ...wave }), wave.wave).toEqual(expect.arrayContaining(items));
  });
  it("says how many were invited and answered, as the records of seed 1 have it", () => {
    for (const { wave, invited, responseRate } of survey.waves.filter(({ sampleDesign }) => sampleDesign !== "opt_in")) {
      const asked = waves.find(({ code }) => code === wave)?.invited;
      expect(invited).toBe(6 * Number(asked));
      expect(Math.abs(inWaves(rows, wave).length / Number(invited) - Number(responseRate?.rate)), wave).toBeLessThan(0.000_51);
    }
  });
  it("asks more than one question of three constructs, and one the other way round", () => {
    const several = survey.constructs.filter(({ code }) => survey.items.filter(({ construct }) => construct === code).length > 1);
    expect(codesOf(several)).toEqual(["motives", "effectiveness", "cooperation"]);
    expect(codesOf(survey.items.filter(({ reversed }) => reversed))).toEqual(["numbers_first"]);
  });
});

describe("the records of the survey", () => {
  it("hold codes, numbers and dates only: no words, no name, no address of a person", () => {
    const one = (...codes: readonly string[]) => new RegExp(`^(${codes.join("|")})$`);
    const groups = (grouping: string) => one("", "refused", ...codesOf(survey.groupings[grouping]?.codes ?? []));
    const columns: Readonly<Record<string, RegExp>> = {
      response_id: /^R20\d\d-Q[1-4]-\d{5}$/,
      wave: one(...waves.map(({ code }) => code)),
      completed_on: /^20\d\d-\d\d-\d\d$/,
      mode: one("online", "mail", "telephone"),
      language: one("en", "es"),
      district: /^D[1-6]$/,
      stratum: /^(S[1-6])?$/,
      household_adults: /^[1-3]?$/,
      base_weight: /^(\d+\.\d\d)?$/,
      age: groups("age"),
      gender: groups("gender"),
      race_ethnicity: groups("race_ethnicity"),
      tenure: one("own", "rent"),
      had_contact: one("1", "2"),
      ...Object.fromEntries(
        survey.items.map((item) => {
          const [answers, others] = [answersTo(item).join("|"), nonAnswersTo(item).join("|")];
          return [
            item.code,
            scaleOf(item).kind === "multiple" ? new RegExp(`^((${answers})(;(${answers}))*|${others}|)$`) : one("", answers, others),
          ];
        }),
      ),
    };
    expect(Object.keys(rows[0] ?? {})).toEqual(Object.keys(columns));
    for (const [column, pattern] of Object.entries(columns))
      expect(rows.filter((row) => !pattern.test(row[column] ?? "missing")).length, column).toBe(0);
  });
  it("use every answer, every group and every way not to answer", () => {
    for (const item of survey.items)
      expect(new Set(rows.flatMap((row) => (row[item.code] ?? "").split(";"))), item.code).toEqual(
        new Set(
          rows.some((row) => row[item.code] === "")
            ? ["", ...answersTo(item), ...nonAnswersTo(item)]
            : [...answersTo(item), ...nonAnswersTo(item)],
        ),
      );
    for (const [grouping, { codes }] of Object.entries(survey.groupings))
      for (const code of codesOf(codes)) expect(rows.some((row) => row[grouping] === code)).toBe(true);
  });
  it("leave empty what was not asked, and nothing else", () => {
    const isAsked = ({ code, since = "" }: ItemSpec, row: Row) =>
      (code !== "contact_satisfaction" || row.had_contact === "1") &&
      (code !== "heard_from" || row.seen_or_heard === "1") &&
      String(row.wave) >= since;
    for (const item of survey.items) expect(rows.filter((row) => (row[item.code] !== "") !== isAsked(item, row)).length, item.code).toBe(0);
  });
  it("never repeat an id, and come within the days of their wave", () => {
    expect(new Set(rows.map(({ response_id }) => response_id)).size).toBe(rows.length);
    for (const wave of waves) {
      const days = new Set(fieldDays(wave));
      expect(inWaves(rows, wave.code).every((row) => days.has(row.completed_on ?? ""))).toBe(true);
    }
  });
  it("have a weight of the design where people were drawn, and none of the open call", () => {
    const isWeighted = (row: Row) => Number(row.base_weight) > 0 && row.stratum === `S${row.district?.slice(1)}`;
    const isBare = (row: Row) => row.base_weight === "" && row.stratum === "" && row.household_adults === "";
    expect(rows.filter((row) => !(row.wave === "2025-Q3" ? isBare(row) : isWeighted(row))).length).toBe(0);
  });
});

describe("who answers the survey", () => {
  const people = readFileSync(join(sample, "survey-targets.csv"), "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","));
  const target = (column: number, code: string) =>
    people.filter((row) => row[column] === code).reduce((sum, row) => sum + Number(row[5]), 0) /
    people.reduce((sum, row) => sum + Number(row[5]), 0);

  it("is between 900 and 1,200 people in each wave", () => {
    for (const { code } of waves) expect(Math.abs(inWaves(rows, code).length - 1050)).toBeLessThan(150);
  });
  it("is less often young, a tenant or a Hispanic resident than the city is, and more often old", () => {
    const share = (column: string, code: string) => shareOf(drawn, (row) => row[column] === code);
    expect(share("age", "age_18_34") / target(1, "age_18_34")).toBeLessThan(0.7);
    expect(share("age", "age_65_plus") / target(1, "age_65_plus")).toBeGreaterThan(1.3);
    expect(share("race_ethnicity", "hispanic") / target(3, "hispanic")).toBeLessThan(0.85);
    expect(share("tenure", "rent")).toBeLessThan(0.42);
    expect(Math.abs(share("language", "es") - 0.055)).toBeLessThan(0.02);
  });
  it("has groups that are too small in any wave, and others that are not", () => {
    const sizes = (column: string, code: string) =>
      waves.map((wave) => inWaves(rows, wave.code).filter((row) => row[column] === code).length);
    for (const [column, code] of [
      ["gender", "another"],
      ["race_ethnicity", "mena"],
      ["race_ethnicity", "native"],
    ] as const)
      expect(Math.max(...sizes(column, code))).toBeLessThan(30);
    for (const { code } of survey.groupings.race_ethnicity?.codes.filter((group) => !/mena|native/.test(group.code)) ?? [])
      expect(Math.min(...sizes("race_ethnicity", code))).toBeGreaterThanOrEqual(30);
  });
  it("does not know or say more often where a question is about motives or about helping the police", () => {
    const unanswered = (code: string) => shareOf(drawn, (row) => nonAnswersTo(itemOf(code)).includes(row[code] ?? ""));
    for (const code of ["good_intentions", "numbers_first", "would_come_forward"]) expect(unanswered(code)).toBeGreaterThan(0.1);
    for (const code of ["confidence", "safe_after_dark", "seen_or_heard"]) expect(unanswered(code)).toBeLessThan(0.06);
  });
});

describe("what the survey tells", () => {
  const others = (some: readonly Row[]) => some.filter(({ district }) => district !== "D5");
  const kilnfield = (some: readonly Row[]) => some.filter(({ district }) => district === "D5");

  it.each(["motives", "effectiveness", "cooperation"])("has questions about %s that agree: Cronbach's alpha is about 0.8", (construct) => {
    const items = survey.items.filter((item) => item.construct === construct);
    const score = (item: ItemSpec, row: Row) => answersTo(item).indexOf(row[item.code] ?? "") * (item.reversed ? -1 : 1);
    const complete = drawn.filter((row) => items.every((item) => answersTo(item).includes(row[item.code] ?? "")));
    const sum = variance(complete.map((row) => items.reduce((total, item) => total + score(item, row), 0)));
    const parts = items.reduce((total, item) => total + variance(complete.map((row) => score(item, row))), 0);
    expect(Math.abs((items.length / (items.length - 1)) * (1 - parts / sum) - 0.8)).toBeLessThan(0.05);
  });
  it("has trust in Kilnfield below that of the city until 2025, and up to it in 2026", () => {
    const before = inWaves(drawn, "2024-Q3", "2025-Q2");
    const after = inWaves(drawn, "2026-Q1", "2026-Q3");
    expect(goodJob(others(before)) - goodJob(kilnfield(before))).toBeGreaterThan(0.12);
    expect(goodJob(kilnfield(after)) - goodJob(kilnfield(before))).toBeGreaterThan(0.12);
    expect(Math.abs(goodJob(others(after)) - goodJob(others(before)))).toBeLessThan(0.05);
  });
  it("has trust fall everywhere in the second quarter of 2024, and most of it come back", () => {
    const [before, dip, after] = [inWaves(drawn, "2023-Q4", "2024-Q1"), inWaves(drawn, "2024-Q2"), inWaves(drawn, "2024-Q4", "2025-Q2")];
    for (const district of ["D1", "D2", "D3", "D4", "D5", "D6"]) {
      const own = (some: readonly Row[]) => some.filter((row) => row.district === district);
      expect(goodJob(own(dip))).toBeLessThan(goodJob(own(before)));
    }
    expect(goodJob(before) - goodJob(dip)).toBeGreaterThan(0.1);
    expect(goodJob(after) - goodJob(dip)).toBeGreaterThan(0.07);
    expect(goodJob(before) - goodJob(after)).toBeGreaterThan(0);
  });
  it("differs by age and by race or ethnicity", () => {
    const of = (column: string, code: string) => goodJob(drawn.filter((row) => row[column] === code));
    expect(of("age", "age_65_plus") - of("age", "age_18_34")).toBeGreaterThan(0.15);
    expect(of("race_ethnicity", "white") - of("race_ethnicity", "black")).toBeGreaterThan(0.12);
    expect(of("race_ethnicity", "white") - of("race_ethnicity", "hispanic")).toBeGreaterThan(0.07);
  });
  it("hears more of the content and of the angry by an open call, and from more who knew of the police's work", () => {
    const [open, around] = [inWaves(rows, "2025-Q3"), drawn.filter(({ wave = "" }) => wave >= "2025-Q1" && wave <= "2026-Q1")];
    expect(answered(open, "confidence", "1") - answered(around, "confidence", "1")).toBeGreaterThan(0.03);
    expect(answered(open, "confidence", "5") - answered(around, "confidence", "5")).toBeGreaterThan(0.03);
    expect(answered(open, "seen_or_heard", "1") - answered(around, "seen_or_heard", "1")).toBeGreaterThan(0.2);
    expect(open.every(({ mode }) => mode === "online")).toBe(true);
  });
});

function variance(values: readonly number[]): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}
