import { randomBytes } from "node:crypto";
import { fc, test } from "@fast-check/vitest";
import {
  consistentTree,
  deltaOf,
  discreteGaussian,
  discreteGaussianProbability,
  discreteLaplace,
  discreteLaplaceProbability,
  epsilonOf,
  type Fraction,
  gaussianDelta,
  gaussianRho,
  pureRho,
  rhoOf,
  type Uniform,
  uniformFrom,
} from "@openbeat/disclosure";
import { describe, expect, it } from "vitest";
import { casesAbsent, readCase } from "../cases.ts";
import { recorded } from "./recorded.ts";

/** Pearson's statistic of draws against probabilities, over the values expected at least 10 times; with its degrees of freedom. */
function chiSquare(draw: () => number, probability: (x: number) => number, draws: number): { statistic: number; degrees: number } {
  const seen = new Map<number, number>();
  for (let i = 0; i < draws; i++) {
    const value = draw();
    seen.set(value, (seen.get(value) ?? 0) + 1);
  }
  let statistic = 0;
  let degrees = -1;
  let [rest, restSeen] = [draws, draws];
  for (let x = -400; x <= 400; x++) {
    const expected = draws * probability(x);
    if (expected < 10) continue;
    statistic += ((seen.get(x) ?? 0) - expected) ** 2 / expected;
    rest -= expected;
    restSeen -= seen.get(x) ?? 0;
    degrees++;
  }
  if (rest >= 5) statistic += (restSeen - rest) ** 2 / rest;
  return { statistic, degrees: degrees + (rest >= 5 ? 1 : 0) };
}

/** Far beyond what chance gives: a statistic this large comes up less than once in a million. */
const tooLarge = (degrees: number) => degrees + 5 * Math.sqrt(2 * degrees) + 15;
const fraction = (text: string): Fraction => ({ numerator: Number(text.split("/")[0]), denominator: Number(text.split("/")[1] ?? 1) });
const uniform = () => uniformFrom(recorded("noise"));

describe("uniformFrom(bytes)", () => {
  it.each([1, 2, 3, 7, 256, 257])("draws whole numbers below %i, each equally often", (bound) => {
    const draw = uniform();
    const { statistic, degrees } = chiSquare(
      () => draw(bound),
      (x) => (x >= 0 && x < bound ? 1 / bound : 0),
      40_000,
    );
    expect(statistic).toBeLessThanOrEqual(tooLarge(degrees));
  });
  it.each([0, -1, 1.5, Number.NaN, 2 ** 49])("refuses the bound %s", (bound) => {
    expect(() => uniform()(bound)).toThrow(expect.objectContaining({ code: "POLICY_INVALID" }));
  });
});

describe.each([
  ["discreteLaplace(scale, uniform)", discreteLaplace, discreteLaplaceProbability, ["1/4", "1", "5", "7/3"]],
  ["discreteGaussian(variance, uniform)", discreteGaussian, discreteGaussianProbability, ["1/4", "1", "4", "25", "50/3"]],
] as const)("%s", (_, sample: (size: Fraction, uniform: Uniform) => number, probability, sizes) => {
  it.each(sizes)("draws each value as often as it should, at %s", (size) => {
    const draw = uniform();
    const { statistic, degrees } = chiSquare(
      () => sample(fraction(size), draw),
      (x) => probability(fraction(size), x),
      60_000,
    );
    expect(degrees).toBeGreaterThan(1);
    expect(statistic).toBeLessThan(tooLarge(degrees));
  });
  it.each([
    [0, 1],
    [1, 0],
    [1.5, 1],
    [Number.NaN, 1],
    [2 ** 30, 1],
  ])("refuses the size %s / %s", (numerator, denominator) => {
    expect(() => sample({ numerator, denominator }, uniform())).toThrow(expect.objectContaining({ code: "POLICY_INVALID" }));
  });
  it("takes its noise from real randomness where it is given that", () => {
    const draw = uniformFrom(randomBytes);
    const values = Array.from({ length: 200 }, () => sample({ numerator: 100, denominator: 1 }, draw));
    expect(new Set(values).size).toBeGreaterThan(10);
  });
});

describe.skipIf(casesAbsent)("probabilities and conversions", () => {
  const pmf = readCase("dp/exact_pmf.json");
  it.each((pmf.discrete_laplace ?? []).map((row: { scale: string }) => [row.scale, row]))(
    "of the discrete Laplace distribution of scale %s equal the exact ones",
    (...[, row]) => {
      for (const [x, p] of Object.entries<number>(row.p))
        expect(Math.abs(discreteLaplaceProbability(fraction(row.scale), Number(x)) / p - 1)).toBeLessThan(1e-9);
    },
  );
  it.each((pmf.discrete_gaussian ?? []).map((row: { sigma2: string }) => [row.sigma2, row]))(
    "of the discrete Gaussian distribution of variance %s equal the exact ones",
    (...[, row]) => {
      for (const [x, p] of Object.entries<number>(row.p))
        expect(Math.abs(discreteGaussianProbability(fraction(row.sigma2), Number(x)) / p - 1)).toBeLessThan(1e-9);
    },
  );
  const known = readCase("dp/zcdp_conversions.json");
  const close = (found: number, expected: number) => expect(Math.abs(found - expected)).toBeLessThan(1e-9 * Math.abs(expected) + 1e-300);
  it("of ρ and δ to ε equal the reference", () => {
    for (const { rho, delta, eps } of known.cdp_eps) close(epsilonOf(rho, delta), eps);
  });
  it("of ε and δ to ρ equal the reference", () => {
    for (const { rho, delta, eps } of known.cdp_rho) close(rhoOf(eps, delta), rho);
  });
  it("of ρ and ε to δ equal the reference", () => {
    for (const { rho, delta, eps } of known.cdp_delta) close(deltaOf(rho, eps), delta);
  });
  it("of ρ and ε to δ equal those of OpenDP", () => {
    for (const { rho, eps, delta } of known.opendp_tests.rows)
      expect(Math.abs(deltaOf(rho, eps) - delta)).toBeLessThanOrEqual(1e-6 * delta);
  });
  it("of a variance and ε to the exact δ equal the reference", () => {
    for (const { sigma2, eps, sens, delta } of known.dg_delta)
      expect(Math.abs(gaussianDelta({ numerator: sigma2, denominator: 1 }, eps, sens) - delta)).toBeLessThan(1e-9 * delta + 1e-15);
  });
});

describe("gaussianRho(sensitivity, variance), pureRho(epsilon)", () => {
  it("say what noise costs", () => {
    expect(gaussianRho(1, { numerator: 5, denominator: 1 })).toBe(0.1);
    expect(gaussianRho(2, { numerator: 1, denominator: 2 })).toBe(4);
    expect(pureRho(1)).toBe(0.5);
  });
  it("refuse what is no sensitivity, no ε, no δ", () => {
    for (const bad of [Number.NaN, -1, Number.POSITIVE_INFINITY]) {
      expect(() => gaussianRho(bad, { numerator: 1, denominator: 1 })).toThrow(expect.objectContaining({ code: "POLICY_INVALID" }));
      expect(() => pureRho(bad)).toThrow(expect.objectContaining({ code: "POLICY_INVALID" }));
      expect(() => epsilonOf(bad, 1e-6)).toThrow(expect.objectContaining({ code: "POLICY_INVALID" }));
      expect(() => epsilonOf(1, -1)).toThrow(expect.objectContaining({ code: "POLICY_INVALID" }));
    }
  });
});

describe("consistentTree(tree)", () => {
  const trees = fc.integer({ min: 1, max: 30 }).chain((size) =>
    fc.record({
      parents: fc
        .tuple(...Array.from({ length: size }, (_, node) => (node === 0 ? fc.constant(-1) : fc.integer({ min: 0, max: node - 1 }))))
        .map((list) => Int32Array.from(list as number[])),
      values: fc.array(fc.integer({ min: -50, max: 500 }), { minLength: size, maxLength: size }).map((list) => Float64Array.from(list)),
      variances: fc.array(fc.integer({ min: 1, max: 20 }), { minLength: size, maxLength: size }).map((list) => Float64Array.from(list)),
    }),
  );
  test.prop([trees], { numRuns: 100, seed: 12 })(
    "adds up, and stays nearest to the noisy figures: no change of a leaf brings it nearer",
    (tree) => {
      const result = consistentTree(tree);
      const children = (node: number) => [...tree.parents.keys()].filter((child) => tree.parents[child] === node);
      for (const node of tree.parents.keys()) {
        const own = children(node);
        if (own.length > 0) expect(own.reduce((sum, child) => sum + (result[child] ?? 0), 0)).toBeCloseTo(result[node] ?? Number.NaN, 6);
      }
      for (const leaf of tree.parents.keys()) {
        if (children(leaf).length > 0) continue;
        let pull = 0; // the slope of the weighted squares when this leaf, and all above it, rise
        for (let node = leaf; node >= 0; node = tree.parents[node] ?? -1)
          pull += ((result[node] ?? 0) - (tree.values[node] ?? 0)) / (tree.variances[node] ?? 1);
        expect(pull).toBeCloseTo(0, 6);
      }
    },
  );
  it("refuses a child before its parent, and a variance of zero", () => {
    expect(() =>
      consistentTree({ parents: Int32Array.of(1, -1), values: Float64Array.of(1, 2), variances: Float64Array.of(1, 1) }),
    ).toThrow(expect.objectContaining({ code: "CUBE_INVALID" }));
    expect(() => consistentTree({ parents: Int32Array.of(-1), values: Float64Array.of(1), variances: Float64Array.of(0) })).toThrow(
      expect.objectContaining({ code: "CUBE_INVALID" }),
    );
  });
});
