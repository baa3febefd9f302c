import { type Fraction, gaussianDelta } from "@openbeat/disclosure";
import { describe, expect, it } from "vitest";
import { drawNoise } from "../../src/privacy/add-noise.ts";
import { clopperPearson } from "./clopper-pearson.ts";
import { recorded } from "./recorded.ts";

const draws = 1_000_000;
/** How often each figure came out for a cell that holds so many records. */
function histogram(count: number, variance: Fraction, seed: string): Map<number, number> {
  const [figures = []] = drawNoise([new Float64Array(draws).fill(count)], [variance], recorded(seed), () => {});
  const seen = new Map<number, number>();
  for (const figure of figures) seen.set(figure, (seen.get(figure) ?? 0) + 1);
  return seen;
}

/** Whether what was seen contradicts P(set | one record more) ≤ e^ε P(set | without it) + δ, for a set of figures and the other way round. */
function contradicts(
  withRecord: Map<number, number>,
  without: Map<number, number>,
  inSet: (figure: number) => boolean,
  bound: (p: number) => number,
): boolean {
  const count = (seen: Map<number, number>) => [...seen].reduce((sum, [figure, times]) => sum + (inSet(figure) ? times : 0), 0);
  return clopperPearson(count(withRecord), draws, 1e-7).low > bound(clopperPearson(count(without), draws, 1e-7).high);
}

describe("two histograms that differ by one record, of a million draws each", () => {
  const variance: Fraction = { numerator: 4, denominator: 1 };
  const [seven, eight] = [histogram(7, variance, "without"), histogram(8, variance, "with")];

  it("have no figure whose likelihoods differ by more than noise of this variance lets them", () => {
    for (let figure = -2; figure <= 17; figure++) {
      // ln(P(x − 8) / P(x − 7)) = (2x − 15) / (2 variance): the likelihood ratio that the mechanism promises, figure by figure.
      const factor = Math.exp(Math.abs(2 * figure - 15) / (2 * 4));
      for (const [more, less] of [
        [seven, eight],
        [eight, seven],
      ] as const)
        expect(
          contradicts(
            more,
            less,
            (own) => own === figure,
            (p) => factor * p,
          ),
        ).toBe(false);
    }
  });
  it.each([0.125, 0.375, 0.625, 1, 1.5])("differ by no more than e^ε and δ, at ε = %s and the exact δ for it, over any tail", (epsilon) => {
    const delta = gaussianDelta(variance, epsilon, 1);
    for (let edge = -2; edge <= 17; edge++)
      for (const [more, less, inSet] of [
        [eight, seven, (figure: number) => figure >= edge],
        [seven, eight, (figure: number) => figure <= edge],
      ] as const)
        expect(contradicts(more, less, inSet, (p) => Math.exp(epsilon) * p + delta)).toBe(false);
  });
  it("would be told apart if the noise were smaller than it is said to be", () => {
    const small: Fraction = { numerator: 3, denominator: 1 };
    const [without, withRecord] = [histogram(7, small, "small, without"), histogram(8, small, "small, with")];
    const delta = gaussianDelta(variance, 0.375, 1);
    const found = Array.from({ length: 20 }, (_, edge) => edge - 2).some((edge) =>
      contradicts(
        withRecord,
        without,
        (figure) => figure >= edge,
        (p) => Math.exp(0.375) * p + delta,
      ),
    );
    expect(found).toBe(true);
  });
});
