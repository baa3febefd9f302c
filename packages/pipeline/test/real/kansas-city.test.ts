import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "@openbeat/database";
import { publish } from "@openbeat/pipeline";
import { roundingStep, surveyMeasures } from "@openbeat/schema/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databases, type TestDatabase } from "../../../../test/support/databases.ts";
import { cellKey } from "../../src/survey/cells.ts";
import { domainKey, everyone } from "../../src/survey/sums.ts";
import { surveyStages } from "../support/survey-stages.ts";
import { ages, censusEstimates, censusRaces, hasKansasCity, makeKansasCityHub, satisfactionItems, yesNoItems } from "./kansas-city-hub.ts";

/** Reads the same file by Python's csv module, and counts each answer to each item in the city, each district and each of three races. */
const independently = `
import csv, sys
from collections import Counter
counts = Counter()
with open(sys.argv[1], encoding="utf-8", newline="") as lines:
    for row in csv.DictReader(lines):
        for column in sys.argv[2].split(","):
            for domain in ["KC everyone", row["counci"] + " everyone", "KC " + row["q37_race"].replace(" ", "_")]:
                counts[(domain, column, row[column])] += 1
for (domain, column, answer), count in counts.items():
    print(domain, column, answer, count)
`;

const file = "kcmo_resident_survey_2021Q3_1QSEP2021.csv";
const items = [...satisfactionItems, ...yesNoItems];

describe.skipIf(!hasKansasCity)("Kansas City's real answers, through the stages of the pipeline", () => {
  let folder: string;
  let stages: Awaited<ReturnType<typeof surveyStages>>;

  beforeAll(async () => {
    folder = makeKansasCityHub();
    stages = await surveyStages(
      folder,
      new Map(Object.entries({ "race.white": 586, "race.black": 259, "race.hispanic": 77, "age.25_34": 190 })),
    );
  });
  afterAll(() => {
    stages?.answers.workbench.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("adds up the answers to every item as an independent count does, in the city, each district and each of three races", () => {
    const columns = items.map(({ column }) => column).join(",");
    const truth = new Map(
      execFileSync("python3", ["-c", independently, join(folder, file), columns], { encoding: "utf8" })
        .trim()
        .split("\n")
        .map((line) => line.split(" "))
        .map(([area, group, column, answer, count]) => [`${area} ${group} ${column} ${answer}`, Number(count)]),
    );
    const domains = [
      ...["KC", "1", "2", "3", "4", "5", "6"].map((area) => ({ area, raw: everyone, grouping: everyone, group: everyone })),
      ...["White white", "Black/African_American black", "Hispanic hispanic"].map((pair) => {
        const [raw, code] = pair.split(" ");
        return { area: "KC", raw, grouping: "race", group: `race.${code}` };
      }),
    ];
    let compared = 0;
    for (const [place, { column, code }] of items.entries()) {
      expect(stages.plan.items[place]?.code).toBe(code);
      const answers = code in { contact: 0, victim: 0, city_meetings: 0 } ? ["2", "1", "9"] : ["1", "2", "3", "4", "5", "9"];
      for (const { area, raw, grouping, group } of domains) {
        const sums = stages.sums.items.get(`i${place}`)?.domains.get(domainKey(0, area, grouping, group)) ?? [];
        const counted = answers.map((_, answer) => sums.reduce((sum, { n }) => sum + (n[answer] ?? 0), 0));
        expect(counted, `${area} ${group} ${code}`).toEqual(answers.map((answer) => truth.get(`${area} ${raw} ${column} ${answer}`) ?? 0));
        compared += counted.length;
      }
    }
    expect(compared).toBe(10 * (8 * 6 + 3 * 3));
  });

  it("rakes to the census within a tenth of a point, of adults who are each counted in one race", async () => {
    const estimates = censusEstimates();
    const adults = (table: string, first: number, last: number) =>
      Array.from({ length: last - first + 1 }, (_, at) => estimates.get(`${table}_${String(first + at).padStart(3, "0")}`) ?? Number.NaN);
    const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
    // Of B01001: 4, 2, 2, 2, 3 and 6 rows make the survey's six bands, from 7 on for men and from 31 on for women.
    const bands = (first: number) => {
      const rows = adults("B01001", first, first + 18);
      return ages.map((_, band) => sum(rows.slice([0, 4, 6, 8, 10, 13][band], [4, 6, 8, 10, 13, 19][band])));
    };
    const [men, women] = [bands(7), bands(31)];
    // Women of 18 to 24 are weighted together with those of 25 to 34.
    const bySexAndAge = new Map<string, number>([
      ...ages.map(({ code }, band): [string, number] => [`man ${code}`, men[band] as number]),
      ["woman 18_34", sum(women.slice(0, 2))],
      ...ages.slice(2).map(({ code }, band): [string, number] => [`woman ${code}`, women[band + 2] as number]),
    ]);
    const byRace = new Map<string, number>();
    for (const { table, group, notHispanic } of censusRaces) {
      const people = sum([...adults(table, 7, 16), ...adults(table, 22, 31)]);
      const share = notHispanic === null ? 1 : (estimates.get(notHispanic) ?? 0) / (estimates.get(`${table}_001`) ?? 0);
      const own = ["american_indian", "another_race"].includes(group) ? "together" : group;
      byRace.set(own, (byRace.get(own) ?? 0) + people * share);
    }
    // Nobody is counted twice and nobody left out: adults by race are adults by sex and age, but for what is estimated in between.
    expect(sum([...byRace.values()]) / sum([...bySexAndAge.values()])).toBeCloseTo(1, 2);
    const weighted = async (expression: string, stated: string) => {
      const rows = await stages.answers.workbench.rows(
        `SELECT ${expression} AS category, sum(weight) / sum(sum(weight)) OVER () AS share FROM answers WHERE ${stated} GROUP BY 1`,
      );
      return new Map(rows.map(({ category, share }) => [String(category), Number(share)]));
    };
    const sexes = "['man', 'woman'][census_sex + 1]";
    const bandsOf = `[${ages.map(({ code }) => `'${code}'`).join(", ")}][age + 1]`;
    const own = await weighted(
      `CASE WHEN census_sex = 1 AND age <= 1 THEN 'woman 18_34' ELSE ${sexes} || ' ' || ${bandsOf} END`,
      "census_sex IS NOT NULL AND age IS NOT NULL",
    );
    const races = "['white', 'black', 'hispanic', 'two_or_more', 'asian', 'together', 'together'][race + 1]";
    for (const [found, target] of [
      [own, bySexAndAge],
      [await weighted(races, "race IS NOT NULL"), byRace],
    ] as const) {
      expect([...found.keys()].sort()).toEqual([...target.keys()].sort());
      const all = sum([...target.values()]);
      for (const [category, share] of found)
        expect(Math.abs(share - (target.get(category) ?? Number.NaN) / all), category).toBeLessThan(0.001);
    }
    const [bounds] = await stages.answers.workbench.rows(
      "SELECT min(weight) AS low, max(weight) AS high, avg(weight) AS mean FROM answers",
    );
    expect(Number(bounds?.low)).toBeGreaterThanOrEqual(0.2);
    expect(Number(bounds?.high)).toBeLessThanOrEqual(5);
    expect(Number(bounds?.mean)).toBeCloseTo(1, 3);
  });

  it("estimates in the city what the weights of 1,033 people give longhand, with Korn and Graubard's interval", async () => {
    for (const [place, code] of [
      [1, "protection"],
      [4, "emergencies"],
    ] as const) {
      const [weights = [], answers = []] = await stages.answers.workbench.columns(`SELECT weight, i${place} FROM answers ORDER BY __row`);
      const { estimate, lower, upper, nEffective, n } = longhand(weights.map(Number), answers.map(Number));
      const cell = { area: "KC", period: "2021-Q3", grouping: everyone, group: everyone };
      const figure = stages.figures.favourable(cell, place);
      expect(figure, `${code} ${cellKey(cell)}`).toMatchObject({
        status: "AVAILABLE",
        interval: { level: 0.95, method: "Korn-Graubard" },
        n: Math.round(n / 10) * 10,
      });
      if (figure.status !== "AVAILABLE") continue;
      const step = stepOf(figure.nEffective);
      expect(figure.value).toBe(Math.round((100 * estimate) / step) * step);
      // By the largest weight, at the bound of five times the mean, the answers count as half as many.
      expect(figure.nEffective).toBeLessThanOrEqual(nEffective);
      expect(figure.nEffective).toBeGreaterThan(0.45 * n);
      // The interval is made from the rounded share, from either end of what is rounded to it, and from fewer people.
      expect(figure.interval.lower).toBeLessThanOrEqual(100 * lower);
      expect(figure.interval.upper).toBeGreaterThanOrEqual(100 * upper);
      const explained = step / 2 + 2 + 100 * (figure.nEffective ** -0.5 - nEffective ** -0.5);
      expect(figure.interval.lower).toBeGreaterThanOrEqual(100 * lower - explained);
      expect(figure.interval.upper).toBeLessThanOrEqual(100 * upper + explained);
    }
  });
});

/** The share that is satisfied or very satisfied (places 3 and 4) of those with an opinion (places 0 to 4). */
function longhand(weights: readonly number[], answers: readonly number[]) {
  const inBase = answers.map((answer) => (answer <= 4 ? 1 : 0));
  const yes = answers.map((answer) => (answer === 3 || answer === 4 ? 1 : 0));
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const base = sum(weights.map((weight, at) => weight * (inBase[at] as number)));
  const estimate = sum(weights.map((weight, at) => weight * (yes[at] as number))) / base;
  // Each person's part of the linearised total; those without an opinion count as zeros.
  const parts = weights.map((weight, at) => (weight * (inBase[at] as number) * ((yes[at] as number) - estimate)) / base);
  const mean = sum(parts) / parts.length;
  const variance = (parts.length / (parts.length - 1)) * sum(parts.map((part) => (part - mean) ** 2));
  const n = sum(inBase);
  const nEffective = Math.min(n, (estimate * (1 - estimate)) / variance);
  const x = estimate * nEffective;
  return { estimate, n, nEffective, lower: betaQuantile(0.025, x, nEffective - x + 1), upper: betaQuantile(0.975, x + 1, nEffective - x) };
}

/** The quantile of a beta distribution, by adding its density up in twenty thousand steps. */
function betaQuantile(probability: number, a: number, b: number): number {
  const steps = 20_000;
  const top = (a - 1) / (a + b - 2);
  const height = (at: number) => (a - 1) * Math.log(at / top) + (b - 1) * Math.log((1 - at) / (1 - top));
  const heights = Array.from({ length: steps }, (_, step) => Math.exp(height((step + 0.5) / steps)));
  const all = heights.reduce((sum, one) => sum + one, 0);
  let sum = 0;
  for (const [step, one] of heights.entries()) {
    if ((sum + one) / all >= probability) return (step + (probability * all - sum) / one) / steps;
    sum += one;
  }
  return 1;
}

const observations = `
  SELECT t.code AS table, a.code AS area, o.codes, m.code AS measure, o.value, o.status::text AS status, o.flags::text[] AS flags, o.numerator, o.denominator,
    o.n, o.n_effective, o.lower, o.upper, o.interval_level, o.interval_method
  FROM observation o JOIN area a ON a.id = o.area_id JOIN published_table t ON t.id = o.table_id JOIN measure m ON m.id = o.measure_id`;

/** The step of a figure that is worth so many people: at least five of them, in points of a hundred. */
const stepOf = (nEffective: number) => roundingStep(nEffective, { width: 5, least: 1 }) ?? Number.NaN;

for (const { name, available, create } of databases) {
  describe.skipIf(!hasKansasCity || !available)(`Kansas City's real answers, published on ${name}`, () => {
    let database: TestDatabase;
    let reader: Database;
    let folder: string;
    let rows: Awaited<ReturnType<Database["query"]>>;

    beforeAll(async () => {
      database = await create();
      folder = makeKansasCityHub();
      await publish(folder, { openStore: () => database.open("publisher"), now: () => new Date(), progress: () => {} });
      reader = await database.open("reader");
      rows = await reader.query(observations);
    });
    afterAll(async () => {
      await reader?.close();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    });

    it("has every cell once, each estimate with its interval, its sizes and a status, and nothing at all in the others", () => {
      const [answers, ofItems, constructs] = [8 * 5 + 3 * 2, 11 * 4, 4];
      // The city and six districts; then the city by everybody and nine groups; then each district by everybody and six of age.
      expect(rows.length).toBe((7 + 15 + 42) * (answers + ofItems + constructs));
      const counts = { AVAILABLE: 0, UNRELIABLE: 0, SUPPRESSED: 0 };
      for (const row of rows) {
        const { status, value, n, n_effective: nEffective, lower, upper } = row;
        counts[status as keyof typeof counts] += 1;
        const where = JSON.stringify([row.table, row.area, row.codes, row.measure]);
        expect([row.numerator, row.denominator], where).toEqual([null, null]);
        if (status !== "AVAILABLE") {
          expect([value, n, nEffective, lower, upper, row.interval_level, row.interval_method], where).toEqual(new Array(7).fill(null));
          continue;
        }
        expect(Number(n), where).toBeGreaterThanOrEqual(50);
        expect(Number(value) % stepOf(Number(nEffective)), where).toBe(0);
        expect(lower, where).toBeLessThanOrEqual(value as number);
        expect(upper, where).toBeGreaterThanOrEqual(value as number);
        expect(Number(lower) >= 0 && Number(upper) <= 100, where).toBe(true);
        expect(Number(n) % 10 === 0 && Number(nEffective) % 5 === 0 && Number(nEffective) <= Number(n), where).toBe(true);
        expect(Number(nEffective), where).toBeGreaterThanOrEqual(30);
        expect(row.interval_level, where).toBe(0.95);
        expect(row.interval_method, where).toBe(row.measure === surveyMeasures.index ? "linearised, Student's t" : "Korn-Graubard");
        expect(row.flags, where).toContain("ESTIMATED");
      }
      console.log(`Kansas City on ${name}: ${JSON.stringify(counts)}`);
      expect(counts.AVAILABLE).toBeGreaterThan(1500);
      expect(Object.keys(counts)).toEqual(["AVAILABLE", "UNRELIABLE", "SUPPRESSED"]);
    });

    it("says nothing of five American Indians, six of another race, twenty Asians, twelve of another gender and twenty-seven under 25", async () => {
      const groups = new Set(rows.map(({ codes }) => (codes as readonly string[])[1]));
      expect([...groups].sort()).toEqual(
        [
          ...["age.25_34", "age.35_44", "age.45_54", "age.55_64", "age.65_plus", "age.other", "everyone", "gender.man", "gender.other"],
          ...["gender.woman", "race.black", "race.hispanic", "race.other", "race.two_or_more", "race.white"],
        ].sort(),
      );
      // Twelve of another gender and five of no label stand together as seventeen: too few to be told of.
      const others = rows.filter(({ codes }) => (codes as readonly string[])[1] === "gender.other");
      expect(others.length).toBeGreaterThan(90);
      expect(others.filter(({ status }) => status === "AVAILABLE")).toEqual([]);
      const waves = await reader.query("SELECT * FROM survey_wave");
      const told = JSON.stringify(waves);
      // Of the margins' categories nobody learns how many answered, but to a twentieth of all.
      const unweighted = [...told.matchAll(/"unweighted":\s*([^,}]*)/g)].map(([, share]) => Number(share));
      expect(unweighted.length).toBeGreaterThan(10);
      for (const share of unweighted) expect((share * 20) % 1).toBeCloseTo(0, 9);
    });

    it("leaves how many of the seventeen gave an answer open to whoever subtracts men and women from everybody", () => {
      const shares = rows.filter(({ table, codes, status }) => {
        const [, group = ""] = codes as readonly string[];
        return table === "by-group-answers" && status === "AVAILABLE" && /^(everyone|gender\.)/.test(group);
      });
      const byAnswer = Map.groupBy(shares, ({ codes }) => (codes as readonly string[])[0]);
      let subtracted = 0;
      for (const [answer, own] of byAnswer) {
        if (own.length < 3) continue;
        subtracted += 1;
        // Each share is of a number of people known to within five, and rounded to its step: what is left over may be any of this many.
        const open = own.reduce((sum, { n, n_effective: nEffective }) => sum + (stepOf(Number(nEffective)) * (Number(n) - 5)) / 100, 0);
        expect(open, answer).toBeGreaterThanOrEqual(3 * 4.5);
      }
      expect(subtracted).toBeGreaterThan(40);
    });
  });
}
