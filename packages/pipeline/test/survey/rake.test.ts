import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { type Margin, type RakingTerms, rake } from "../../src/survey/rake.ts";
import { reference, respondents } from "./reference.ts";

const exactly: RakingTerms = { smallestCategory: 0, trim: null, tolerance: 1e-13, mostIterations: 5000 };
const ones = (length: number) => new Float64Array(length).fill(1);
const alone = (targets: readonly unknown[]) => targets.map(() => null);
const margin = (
  name: string,
  category: readonly number[],
  targets: readonly number[],
  neighbour: Margin["neighbour"] = alone(targets),
): Margin => ({
  name,
  category: Int32Array.from(category),
  targets,
  neighbour,
});

function marginOf(name: string): Margin {
  const population = reference.population.find((one) => one.margin === name);
  const categories = population?.categories ?? [];
  // A tenure that is not stated is in no category: indexOf says −1.
  return margin(
    name,
    respondents.map((row) => categories.indexOf(row[name] as string)),
    population?.people ?? [],
  );
}

describe("rake(base, margins, terms)", () => {
  it.each(reference.rake)("gives every respondent R's weight: $margins, equal base weights: $equal, bounds $bounds", (row) => {
    const base = row.equal ? ones(respondents.length) : Float64Array.from(respondents, ({ weight }) => Number(weight));
    const [lowest, highest] = row.bounds;
    const trim = highest > 1e6 ? null : { lowest, highest };
    const { weights, report } = rake(base, row.margins.map(marginOf), { ...exactly, trim });
    const furthest = Math.max(...row.weights.map((weight, respondent) => Math.abs(weight - (weights[respondent] as number))));
    expect(furthest).toBeLessThan(1e-9);
    expect(report.largestDifference).toBeLessThanOrEqual(1e-13);
    expect(report.trimmed > 0).toBe(trim !== null);
  });

  it("weights four people so that both margins fit", () => {
    const { weights, report } = rake(ones(4), [margin("sex", [0, 0, 0, 1], [50, 50]), margin("age", [0, 1, 1, 1], [1, 3])], {
      ...exactly,
      tolerance: 1e-6,
    });
    expect(weights[3]).toBeCloseTo(2, 5);
    expect(weights[0]).toBeCloseTo(1, 5);
    expect(weights[1]).toBeCloseTo(0.5, 5);
    expect(report).toMatchObject({ converged: true, collapsed: [], trimmed: 0 });
    expect(report.margins[0]).toEqual({
      name: "sex",
      notStated: 0,
      categories: [
        { category: 0, target: 0.5, before: 0.75, after: expect.closeTo(0.5, 5) },
        { category: 1, target: 0.5, before: 0.25, after: expect.closeTo(0.5, 5) },
      ],
    });
    expect(report.nEffective * report.designEffect).toBeCloseTo(4, 12);
    expect(report.nEffective).toBeCloseTo(16 / (4 + 1 + 0.5), 4);
  });
  it("leaves weights alone that fit already, apart from their mean", () => {
    const { weights, report } = rake(Float64Array.of(2, 2, 6, 6), [margin("sex", [0, 1, 0, 1], [1, 1])], exactly);
    expect([...weights]).toEqual([0.5, 0.5, 1.5, 1.5]);
    expect(report).toMatchObject({ iterations: 0, lowest: 0.5, highest: 1.5 });
  });
  it("leaves who did not state a category the share they have", () => {
    const { weights, report } = rake(Float64Array.of(1, 1, 1, 3), [margin("sex", [0, 0, 1, -1], [1, 1])], exactly);
    expect([...weights]).toEqual([0.5, 0.5, 1, 2].map((weight) => expect.closeTo(weight, 12)));
    expect(report.margins[0]?.notStated).toBe(0.5);
    expect(report.margins[0]?.categories.map(({ after }) => after)).toEqual([expect.closeTo(0.25, 12), expect.closeTo(0.25, 12)]);
  });

  it("merges an empty category into its neighbour, and one with too few respondents", () => {
    const ages = margin("age", [0, 0, 0, 2, 2, 2, 2, 3], [10, 20, 30, 40], [1, 0, 3, 2]);
    const { report } = rake(ones(8), [ages], { ...exactly, smallestCategory: 2 });
    expect(report.collapsed).toEqual([
      { margin: "age", category: 1, into: 0 },
      { margin: "age", category: 3, into: 2 },
    ]);
    expect(report.margins[0]?.categories.map(({ category, target }) => [category, target])).toEqual([
      [0, 0.3],
      [2, 0.7],
    ]);
  });
  it("goes on merging until there are enough, along a chain of neighbours", () => {
    const ages = margin("age", [0, 1, 2, 2, 2, 3, 3, 3], [1, 1, 1, 1], [1, 2, null, null]);
    expect(rake(ones(8), [ages], { ...exactly, smallestCategory: 3 }).report.collapsed).toEqual([
      { margin: "age", category: 0, into: 2 },
      { margin: "age", category: 1, into: 2 },
    ]);
  });
  it("stops merging where there are enough, and begins with the smallest", () => {
    const chain = margin("age", [0, 0, 1, 1, 2, 2, 2, 2], [1, 1, 1], [1, 2, null]);
    expect(rake(ones(8), [chain], { ...exactly, smallestCategory: 4 }).report.collapsed).toEqual([{ margin: "age", category: 0, into: 1 }]);
    const pair = margin("age", [0, 0, 1, 2, 2, 2], [1, 1, 1], [1, 0, null]);
    expect(rake(ones(6), [pair], { ...exactly, smallestCategory: 3 }).report.collapsed).toEqual([{ margin: "age", category: 1, into: 0 }]);
  });
  it("merges a category without respondents also where none need be large", () => {
    const { report } = rake(ones(2), [margin("age", [0, 0], [1, 1], [null, 0])], exactly);
    expect(report.collapsed).toEqual([{ margin: "age", category: 1, into: 0 }]);
  });
  it("keeps a small category that may not be merged, and leaves out one that is empty on both sides", () => {
    const { report } = rake(ones(4), [margin("age", [0, 0, 0, 1], [3, 1, 0])], { ...exactly, smallestCategory: 3 });
    expect(report.collapsed).toEqual([]);
    expect(report.margins[0]?.categories).toHaveLength(2);
  });
  it("takes an empty category for a neighbour, which then gives its name", () => {
    const { report } = rake(ones(4), [margin("age", [1, 1, 1, 2], [0, 3, 1], [null, null, 0])], { ...exactly, smallestCategory: 1 });
    expect(report.collapsed).toEqual([]);
    const merged = rake(ones(4), [margin("age", [1, 1, 1, 2], [0, 3, 1], [null, null, 0])], { ...exactly, smallestCategory: 2 }).report;
    expect(merged.collapsed).toEqual([{ margin: "age", category: 2, into: 0 }]);
    expect(merged.margins[0]?.categories.map(({ category, target }) => [category, target])).toEqual([
      [0, 0.25],
      [1, 0.75],
    ]);
  });
  it("merges respondents of a category without people, where they are few and it has a neighbour", () => {
    const { report } = rake(ones(5), [margin("sex", [0, 0, 1, 1, 2], [1, 1, 0], [null, null, 0])], { ...exactly, smallestCategory: 2 });
    expect(report.collapsed).toEqual([{ margin: "sex", category: 2, into: 0 }]);
  });

  it("holds weights within bounds that margins would pass, and says how many stand at them", () => {
    const sex = margin("sex", [0, 0, 0, 0, 0, 0, 1, 1, 1, 1], [40, 60]);
    const age = margin("age", [0, 0, 0, 0, 1, 1, 0, 1, 1, 1], [35, 65]);
    const free = rake(ones(10), [sex, age], exactly);
    expect(free.report.highest).toBeGreaterThan(1.58);
    const { weights, report } = rake(ones(10), [sex, age], { ...exactly, tolerance: 1e-9, trim: { lowest: 0.5, highest: 1.57 } });
    expect(Math.max(...weights)).toBe(1.57);
    expect(report.trimmed).toBe(weights.filter((weight) => weight === 1.57 || weight === 0.5).length);
    expect(report.trimmed).toBeGreaterThan(0);
    expect(report.largestDifference).toBeLessThanOrEqual(1e-9);
  });

  it.each([0, -1, Number.NaN, Infinity])("refuses a weight of %s, and does not repeat it", (weight) => {
    const attempt = () => rake(Float64Array.of(1, weight), [margin("sex", [0, 1], [1, 1])], exactly);
    expect(attempt).toThrow(expect.objectContaining({ code: "WEIGHT_INVALID" }));
    expect(attempt).not.toThrow(/NaN|Infinity|\d/);
  });
  it("refuses weights so far apart that one would count nothing", () => {
    const attempt = (trim: RakingTerms["trim"]) => () =>
      rake(Float64Array.of(5e-324, 1e300), [margin("sex", [0, 0], [1])], { ...exactly, trim });
    expect(attempt(null)).toThrow(expect.objectContaining({ code: "WEIGHT_INVALID" }));
    expect(attempt({ lowest: 0, highest: 3 })).toThrow(expect.objectContaining({ code: "RAKING_DIVERGED" }));
  });
  it.each<[string, string, readonly Margin[], Partial<RakingTerms>]>([
    ["MARGIN_EMPTY", "people of whom nobody answered", [margin("sex", [0, 0], [1, 1])], {}],
    ["MARGIN_EMPTY", "a neighbour as empty", [margin("sex", [0, 0], [1, 1, 1], [null, 2, 1])], {}],
    ["MARGIN_EMPTY", "a margin that nobody stated", [margin("sex", [-1, -1], [1, 1])], {}],
    ["MARGIN_WITHOUT_PEOPLE", "answers of people who do not exist", [margin("sex", [0, 1], [1, 0])], {}],
    ["RAKING_DIVERGED", "margins that contradict one another", [margin("sex", [0, 1], [1, 1]), margin("age", [0, 1], [1, 2])], {}],
    ["RAKING_DIVERGED", "bounds too narrow", [margin("sex", [0, 1], [1, 9])], { trim: { lowest: 0.5, highest: 1.5 } }],
    ["RAKING_DIVERGED", "too few iterations", [margin("sex", [0, 1], [1, 9])], { mostIterations: 0 }],
    ["ESTIMATE_INVALID", "no margin", [], {}],
    ["ESTIMATE_INVALID", "another number of respondents", [margin("sex", [0], [1, 1])], {}],
    ["ESTIMATE_INVALID", "an unknown category", [margin("sex", [0, 2], [1, 1])], {}],
    ["ESTIMATE_INVALID", "a negative target", [margin("sex", [0, 1], [1, -1])], {}],
    ["ESTIMATE_INVALID", "a missing target", [margin("sex", [0, 1], [1, Number.NaN])], {}],
    ["ESTIMATE_INVALID", "targets that are all zero", [margin("sex", [0, 1], [0, 0])], {}],
    ["ESTIMATE_INVALID", "a neighbour that is itself", [margin("sex", [0, 1], [1, 1], [0, null])], {}],
    ["ESTIMATE_INVALID", "an unknown neighbour", [margin("sex", [0, 1], [1, 1], [7, null])], {}],
    ["ESTIMATE_INVALID", "neighbours of some", [margin("sex", [0, 1], [1, 1], [null])], {}],
    ["ESTIMATE_INVALID", "no tolerance", [margin("sex", [0, 1], [1, 1])], { tolerance: 0 }],
    ["ESTIMATE_INVALID", "an unknown tolerance", [margin("sex", [0, 1], [1, 1])], { tolerance: Number.NaN }],
    ["ESTIMATE_INVALID", "bounds that leave out the mean", [margin("sex", [0, 1], [1, 1])], { trim: { lowest: 1.2, highest: 2 } }],
    ["ESTIMATE_INVALID", "unknown bounds", [margin("sex", [0, 1], [1, 1])], { trim: { lowest: 0.2, highest: Number.NaN } }],
    ["ESTIMATE_INVALID", "half an iteration", [margin("sex", [0, 1], [1, 1])], { mostIterations: 0.5 }],
    ["ESTIMATE_INVALID", "an unknown smallest category", [margin("sex", [0, 1], [1, 1])], { smallestCategory: Number.NaN }],
  ])("refuses with %s: %s", (code, _, margins, more) => {
    expect(() => rake(ones(2), margins, { ...exactly, mostIterations: 200, ...more })).toThrow(expect.objectContaining({ code }));
  });

  /** People of whom every combination of categories is there, stated or not, so that there are weights that fit. */
  const sample = fc
    .record({
      extra: fc.array(fc.record({ sex: fc.integer({ min: -1, max: 1 }), age: fc.integer({ min: -1, max: 2 }) }), { maxLength: 40 }),
      sexTargets: fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })),
      ageTargets: fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })),
      base: fc.array(fc.double({ min: 0.2, max: 5, noNaN: true }), { minLength: 52, maxLength: 52 }),
    })
    .map(({ extra, sexTargets, ageTargets, base }) => {
      const people = [-1, 0, 1].flatMap((sex) => [-1, 0, 1, 2].map((age) => ({ sex, age }))).concat(extra);
      const margins = [
        margin(
          "sex",
          people.map(({ sex }) => sex),
          sexTargets,
        ),
        margin(
          "age",
          people.map(({ age }) => age),
          ageTargets,
        ),
      ];
      return { base: Float64Array.from(people, (_, at) => base[at] as number), margins };
    });
  const near = (weights: Iterable<number>) => Array.from(weights, (weight) => expect.closeTo(weight, 7));

  test.prop([sample])("meets every margin, with weights above 0 and of mean 1", ({ base, margins }) => {
    const { weights, report } = rake(base, margins, exactly);
    expect(weights.every((weight) => weight > 0)).toBe(true);
    expect(weights.reduce((sum, weight) => sum + weight, 0) / weights.length).toBeCloseTo(1, 12);
    for (const { notStated, categories } of report.margins) {
      for (const { target, after } of categories) expect(after).toBeCloseTo(target, 10);
      expect(categories.reduce((sum, { after }) => sum + after, notStated)).toBeCloseTo(1, 10);
    }
    margins.forEach(({ category, targets }, at) => {
      const share = (code: number) => weights.reduce((sum, weight, i) => sum + (category[i] === code ? weight : 0), 0);
      const [first, second] = [share(0), share(1)];
      expect(first / second).toBeCloseTo((targets[0] as number) / (targets[1] as number), 8);
      expect(report.margins[at]?.name).toBe(margins[at]?.name);
    });
  });
  test.prop([sample, fc.double({ min: 0.01, max: 100, noNaN: true })])(
    "stays the same when every base weight is multiplied",
    ({ base, margins }, factor) => {
      expect([
        ...rake(
          base.map((weight) => weight * factor),
          margins,
          exactly,
        ).weights,
      ]).toEqual(near(rake(base, margins, exactly).weights));
    },
  );
  test.prop([sample])(
    "stays the same when categories are named anew, and margins, respondents and bounds stand in another order",
    ({ base, margins }) => {
      const relabelled = margins.toReversed().map(({ name, category, targets }) =>
        margin(
          name,
          Array.from(category.toReversed(), (code) => (code < 0 ? -1 : targets.length - 1 - code)),
          targets.toReversed(),
        ),
      );
      const again = rake(base.toReversed(), relabelled, exactly);
      expect([...again.weights.toReversed()]).toEqual(near(rake(base, margins, exactly).weights));
    },
  );
  test.prop([sample])("changes nothing when its own weights are raked again", ({ base, margins }) => {
    const { weights } = rake(base, margins, exactly);
    expect([...rake(weights, margins, { ...exactly, tolerance: 1e-9 }).weights]).toEqual(near(weights));
  });
  test.prop([sample])("keeps all weights within bounds and all margins met, or refuses", ({ base, margins }) => {
    const terms = { ...exactly, tolerance: 1e-7, trim: { lowest: 0.4, highest: 2.2 } };
    try {
      const { weights, report } = rake(base, margins, terms);
      for (const weight of weights) expect(weight >= 0.4 && weight <= 2.2).toBe(true);
      for (const { categories } of report.margins)
        for (const { target, after } of categories) expect(Math.abs(after - target)).toBeLessThan(1e-6);
    } catch (error) {
      expect(error).toMatchObject({ code: "RAKING_DIVERGED" });
    }
  });
});
