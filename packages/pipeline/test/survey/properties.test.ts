import { rmSync } from "node:fs";
import { fc, test } from "@fast-check/vitest";
import { roundingStep } from "@openbeat/schema/domain";
import { describe, expect, it } from "vitest";
import { cellsOf, type SurveyCell } from "../../src/survey/cells.ts";
import type { Figure } from "../../src/survey/figures.ts";
import { effectiveProportionSize, kornGraubard } from "../../src/survey/korn-graubard.ts";
import { everyone } from "../../src/survey/sums.ts";
import { answersFile, type Respondent, respondentsFile, type SmallSurvey, writeSmallSurvey } from "../support/small-survey.ts";
import { surveyStages } from "../support/survey-stages.ts";

const large = new Map(["age.young", "age.old", "sex.woman", "sex.man"].map((group) => [group, 1000]));

/** The figures of every cell of the small survey with these answers, by the name of each. */
async function figuresOf(respondents: readonly Respondent[], change: (parts: SmallSurvey) => void = () => {}) {
  const folder = writeSmallSurvey((parts) => {
    change(parts);
    parts.files[answersFile] = respondentsFile(respondents);
  });
  try {
    const { plan, geography, figures, folded, answers } = await surveyStages(folder, large);
    answers.workbench.close();
    const found = new Map<string, Figure>();
    for (const cell of cellsOf(plan, geography, folded)) {
      const of = (what: string, figure: Figure) => found.set(`${cell.area} ${cell.period} ${cell.group} ${what}`, figure);
      for (const [place, item] of plan.items.entries()) {
        const answersOf = new Set(item.wordings.flatMap((wording) => wording?.scale.answers.map(({ code }) => code) ?? []));
        for (const answer of answersOf) of(`${item.code}.${answer}`, figures.share(cell, place, answer));
        of(`${item.code} favourable`, figures.favourable(cell, place));
        of(`${item.code} unfavourable`, figures.unfavourable(cell, place));
        of(`${item.code} index`, figures.index(cell, place));
        of(`${item.code} nonAnswer`, figures.nonAnswer(cell, place));
      }
      for (const { code } of plan.file.spec.constructs) of(`construct ${code}`, figures.construct(cell, code));
    }
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const supplied =
  (design = "") =>
  (parts: SmallSurvey) => {
    parts.survey.select = `${String(parts.survey.select)}, weight${design}`;
    parts.survey.weighting = { method: "supplied", statement: { en: "By a test." } };
  };

/** Protected as little as can be: what counts as few goes by what is favourable. */
const open = (parts: SmallSurvey) => {
  supplied()(parts);
  parts.survey.policy = { smallestBase: 30, width: 3, smallestAnswer: 3, smallestGroup: 1 };
};

/** Somebody of a wave: which answers, group, area and weight are drawn. */
const person = fc.record({
  district: fc.constantFrom("1", "2"),
  age: fc.constantFrom("young", "old", ""),
  sex: fc.constantFrom("woman", "man"),
  weight: fc.constantFrom("0.5", "1", "1.25", "3"),
  stratum: fc.constantFrom("a", "b"),
  cluster: fc.nat({ max: 11 }),
  fair: fc.constantFrom("1", "2", "3", "4", "4", "5", "6"),
  rude: fc.constantFrom("1", "1", "2", "3", "4", "5", "6"),
  contacted: fc.constantFrom("yes", "no"),
  channels: fc.constantFrom("none", "web", "talk", "web;talk"),
});
const survey = fc.array(person, { minLength: 400, maxLength: 600 }).map((people) =>
  people.map(
    (one, number): Respondent => ({
      ...one,
      id: String(number),
      wave: number % 2 === 0 ? "2026-Q1" : "2026-Q2",
      // A cluster lies in one stratum.
      cluster: `${one.stratum}${one.cluster}`,
      quality: number % 2 === 1 && one.contacted === "yes" ? String(1 + (number % 5)) : "",
    }),
  ),
);
/** Each run takes a third of a second: a survey that fails is not made smaller. */
const runs = { numRuns: 4, endOnFailure: true };

type Shown = Extract<Figure, { status: "AVAILABLE" }>;
const shown = (figure: Figure | undefined): Shown | undefined => (figure?.status === "AVAILABLE" ? figure : undefined);
/** The step that a figure is rounded to. */
const stepOf = ({ nEffective }: Shown, width = 5) => roundingStep(nEffective, { width, least: 1 }) ?? Number.NaN;
/** How far two roundings of one number may lie apart. */
const apart = (one: Shown, other: Shown) => (stepOf(one) + stepOf(other)) / 2;
const width = ({ interval }: Shown) => interval.upper - interval.lower;
const plain = (figures: ReadonlyMap<string, Figure>) => Object.fromEntries(figures);

/** The linearised variance and the interval of a share, person by person as the books have it. */
function longhand(
  people: readonly Respondent[],
  cell: Pick<SurveyCell, "area" | "group">,
  has: (one: Respondent) => boolean | undefined,
  design: string,
) {
  const isIn = (one: Respondent) =>
    (cell.area === "S" || one.district === cell.area) &&
    (cell.group === everyone || cell.group === `age.${one.age}` || cell.group === `sex.${one.sex}`);
  const base = people.map((one) => isIn(one) && has(one) !== undefined);
  const weight = (at: number) => Number(people[at]?.weight);
  const places = people.map((_, at) => at);
  const sum = (of: (at: number) => number) => places.reduce((total, at) => total + of(at), 0);
  const all = sum((at) => (base[at] === true ? weight(at) : 0));
  const p = sum((at) => (base[at] === true && has(people[at] as Respondent) === true ? weight(at) : 0)) / all;
  const part = (at: number) => (base[at] === true ? (weight(at) * (Number(has(people[at] as Respondent)) - p)) / all : 0);
  const stratumOf = (at: number) => (design.includes("stratum") ? people[at]?.stratum : "") ?? "";
  const unitOf = (at: number) => (design.includes("cluster") ? people[at]?.cluster : String(at)) ?? "";
  let [variance, df] = [0, 0];
  for (const [, own] of Map.groupBy(places, stratumOf)) {
    const units = [...Map.groupBy(own, unitOf).values()];
    const totals = units.map((unit) => unit.reduce((total, at) => total + part(at), 0));
    const mean = totals.reduce((total, one) => total + one, 0) / totals.length;
    const here = units.filter((unit) => unit.some((at) => base[at] === true)).length;
    if (here === 0) continue;
    variance += (totals.length / (totals.length - 1)) * totals.reduce((total, one) => total + (one - mean) ** 2, 0);
    df += here - 1;
  }
  const n = base.filter(Boolean).length;
  const nEffective = effectiveProportionSize({ p, n, variance });
  const weights = places.filter((at) => base[at] === true).map(weight);
  const byWeights = all ** 2 / weights.reduce((total, one) => total + one ** 2, 0);
  const heaviest = Math.max(...weights) / all;
  return { n, p, byWeights, heaviest, ...kornGraubard({ p, n, nEffective, df, level: 0.95 }) };
}

describe("the figures of a survey", () => {
  test.prop([survey], runs)(
    "are, where they are shown, inside their interval, multiples of a step that is worth five people, and of a base that is a multiple of its own",
    async (people) => {
      const figures = await figuresOf(people, supplied());
      let available = 0;
      for (const [name, figure] of figures) {
        if (figure.status !== "AVAILABLE") {
          expect(Object.keys(figure).sort(), name).toEqual(["flags", "status"]);
          continue;
        }
        available += 1;
        const { value, interval, n, nEffective } = figure;
        expect(value % stepOf(figure), name).toBe(0);
        expect(Number.isInteger(interval.lower) && Number.isInteger(interval.upper), name).toBe(true);
        expect(interval.lower <= value && value <= interval.upper && interval.lower >= 0 && interval.upper <= 100, name).toBe(true);
        expect(n % 10 === 0 && n >= 50 && nEffective % 5 === 0 && nEffective > 0 && nEffective <= n, name).toBe(true);
      }
      expect(available).toBeGreaterThan(20);
      // Of answers that are all shown, shares add up to a hundred, give or take half a step each.
      for (const [name] of figures) {
        const cell = /^(.*) fair\.1$/.exec(name)?.[1];
        if (cell === undefined) continue;
        const shares = ["1", "2", "3", "4", "5"].flatMap((answer) => shown(figures.get(`${cell} fair.${answer}`)) ?? []);
        const all = shares.reduce((sum, { value }) => sum + value, 0);
        if (shares.length === 5)
          expect(Math.abs(all - 100), name).toBeLessThanOrEqual(2.5 * Math.max(...shares.map((share) => stepOf(share))));
        const [yes, no] = [shown(figures.get(`${cell} fair favourable`)), shown(figures.get(`${cell} fair unfavourable`))];
        if (yes !== undefined && no !== undefined) expect(yes.value + no.value, name).toBe(100);
      }
    },
  );

  test.prop([survey, fc.constantFrom("", ", stratum", ', "cluster"', ', stratum, "cluster"')], { numRuns: 6, endOnFailure: true })(
    "are those that the books give person by person, with strata and clusters or without",
    async (people, design) => {
      const figures = await figuresOf(people, supplied(design));
      const wave = people.filter((one) => one.wave === "2026-Q1");
      let compared = 0;
      for (const area of ["S", "1", "2"])
        for (const group of [everyone, "age.young", "age.old", "sex.woman", "sex.man"])
          for (const [what, has] of [
            ["fair favourable", (one: Respondent) => (one.fair === "6" ? undefined : one.fair === "4" || one.fair === "5")],
            ["rude favourable", (one: Respondent) => (one.rude === "6" ? undefined : one.rude === "1" || one.rude === "2")],
            ["fair nonAnswer", (one: Respondent) => one.fair === "6"],
            ["contacted.yes", (one: Respondent) => one.contacted === "yes"],
            ["channels.web", (one: Respondent) => one.channels?.includes("web")],
          ] as const) {
            const figure = shown(figures.get(`${area} 2026-Q1 ${group} ${what}`));
            if (figure === undefined) continue;
            const { p, n, lower, upper, nAdjusted, byWeights, heaviest } = longhand(wave, { area, group }, has, design);
            const where = `${area} ${group} ${what} ${design}`;
            const step = stepOf(figure);
            expect(Math.abs(figure.value - 100 * p), where).toBeLessThanOrEqual(step / 2 + 1e-9);
            // Up to four who are not in the base may be counted in what is rounded to ten.
            expect(figure.n - n >= -5 && figure.n - n <= 9, where).toBe(true);
            // Its effective size is what the design and the weights are worth, of the fewest people that are told by the same n, down to half a multiple.
            const worth = Math.min(nAdjusted, byWeights, 5 / (2 * heaviest));
            expect(figure.nEffective, where).toBeLessThanOrEqual(worth + 1e-9);
            expect(figure.nEffective, where).toBeGreaterThanOrEqual(Math.max(5, worth * (1 - 14 / n) - 5) - 1e-9);
            // It holds the interval of the books, and reaches no further than that of its own effective size, a step from the share: no share is rounded further.
            const at = (share: number) =>
              kornGraubard({ p: share, n: figure.n, nEffective: figure.nEffective, df: figure.n - 1, level: 0.95 });
            const least = 100 * at(Math.max(0, p - step / 100)).lower;
            const most = 100 * at(Math.min(1, p + step / 100)).upper;
            expect(figure.interval.lower, where).toBeLessThanOrEqual(100 * lower + 1e-6);
            expect(figure.interval.upper, where).toBeGreaterThanOrEqual(100 * upper - 1e-6);
            expect(figure.interval.lower, where).toBeGreaterThanOrEqual(Math.floor(least - 1e-6));
            expect(figure.interval.upper, where).toBeLessThanOrEqual(Math.ceil(most + 1e-6));
            compared += 1;
          }
      expect(compared).toBeGreaterThan(0);
    },
  );

  test.prop([survey, fc.infiniteStream(fc.nat())], runs)(
    "do not change with the order of answers, names of groups, or twice the weights",
    async (people, order) => {
      const before = plain(await figuresOf(people, supplied()));
      const shuffled = people.map((one) => ({ one, at: order.next().value ?? 0 })).sort((a, b) => a.at - b.at);
      expect(
        plain(
          await figuresOf(
            shuffled.map(({ one }) => one),
            supplied(),
          ),
        ),
      ).toEqual(before);
      const doubled = people.map((one) => ({ ...one, weight: String(2 * Number(one.weight)) }));
      expect(plain(await figuresOf(doubled, supplied()))).toEqual(before);
      // Women are called men, and men women.
      const swapped = people.map((one) => ({ ...one, sex: one.sex === "man" ? "woman" : "man" }));
      const other = (name: string) => name.replace(/sex\.(woman|man)/, (_, sex) => `sex.${sex === "man" ? "woman" : "man"}`);
      const named = Object.fromEntries([...(await figuresOf(swapped, open))].map(([name, figure]) => [other(name), figure]));
      expect(named).toEqual(plain(await figuresOf(people, open)));
    },
  );

  test.prop([survey], runs)("mirror where a question is reversed: the same answers, the other way round", async (people) => {
    const alike = people.map((one) => ({ ...one, rude: one.fair ?? "" }));
    const figures = await figuresOf(alike, open);
    for (const [name, figure] of figures) {
      const answer = / fair\.([1-5])$/.exec(name)?.[1];
      if (answer !== undefined) expect(figures.get(name.replace("fair", "rude")), name).toEqual(figure);
      if (!name.endsWith("fair index")) continue;
      const [index, mirrored] = [shown(figure), shown(figures.get(name.replace("fair", "rude")))];
      expect(mirrored?.value === undefined, name).toBe(index?.value === undefined);
      if (index === undefined || mirrored === undefined) continue;
      expect(index.value + mirrored.value, name).toBe(100);
      expect(mirrored.interval.lower + index.interval.upper, name).toBe(100);
    }
  });

  test.prop([survey], runs)("are never less sure with more people in the same proportions", async (people) => {
    const once = await figuresOf(people, supplied());
    const thrice = await figuresOf(
      [0, 1, 2].flatMap((copy) => people.map((one) => ({ ...one, id: `${copy}-${one.id}` }))),
      supplied(),
    );
    for (const [name, figure] of once) {
      const [before, after] = [shown(figure), shown(thrice.get(name))];
      if (before === undefined || after === undefined) continue;
      expect(Math.abs(after.value - before.value), name).toBeLessThanOrEqual(apart(after, before));
      expect(width(after), name).toBeLessThanOrEqual(width(before));
    }
  });

  test.prop([survey], runs)("of twelve months are those of the wave where all four answered alike, and surer", async (people) => {
    const quarters = ["2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2"];
    const year = quarters.flatMap((wave) => people.map((one) => ({ ...one, id: `${wave}-${one.id}`, wave, quality: "" })));
    const figures = await figuresOf(year, (parts) => {
      supplied()(parts);
      parts.survey.waves = quarters.map((wave) => ({ wave, field: { from: "2025-01-01", to: "2025-02-01" } }));
      parts.survey.items = (parts.survey.items as { code: string }[]).filter(({ code }) => code !== "quality");
      parts.survey.select = String(parts.survey.select).replace("quality, ", "");
    });
    let compared = 0;
    for (const [name, figure] of figures) {
      const [single, rolling] = [shown(figure), shown(figures.get(name.replace("2026-Q2 ", "2026-Q2-12M ")))];
      if (!name.includes("2026-Q2 ") || single === undefined || rolling === undefined) continue;
      expect(Math.abs(rolling.value - single.value), name).toBeLessThanOrEqual(apart(rolling, single));
      expect(width(rolling), name).toBeLessThanOrEqual(width(single));
      expect(Math.abs(rolling.n - 4 * single.n), name).toBeLessThanOrEqual(45);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(20);
  });

  it("are less sure where people of a cluster answer alike, and surer where those of a stratum do", async () => {
    const people = Array.from({ length: 400 }, (_, number): Respondent => {
      const yes = number % 40 < 20;
      const cluster = Math.floor((number % 200) / 10);
      return {
        ...{
          id: String(number),
          wave: number < 200 ? "2026-Q1" : "2026-Q2",
          district: String(1 + (number % 2)),
          age: "old",
          sex: "man",
          weight: "1",
        },
        // Twenty clusters of ten who all answer the same; and two strata, of nearly all who say yes and nearly all who say no.
        ...{ cluster: `c${cluster}`, stratum: yes && cluster > 0 ? "most" : "few" },
        ...{ fair: yes ? "5" : "2", rude: "3", contacted: yes ? "yes" : "no", quality: "", channels: "web" },
      };
    });
    const widthOf = async (design: string) => {
      const figure = shown((await figuresOf(people, supplied(design))).get("S 2026-Q1 everyone contacted.yes"));
      return figure === undefined ? Number.POSITIVE_INFINITY : width(figure);
    };
    const clustered = await widthOf(', "cluster"');
    expect(clustered).toBeGreaterThan(await widthOf(""));
    expect(await widthOf(', stratum, "cluster"')).toBeLessThan(clustered);
  });
});
