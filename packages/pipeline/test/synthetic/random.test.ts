import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { apportion, lognormalSlots, normalQuantile, poisson, slots, uniform } from "../../src/synthetic/random.ts";

const seed = fc.nat();

describe("uniform(...keys)", () => {
  test.prop([fc.array(fc.maxSafeNat(), { minLength: 1, maxLength: 5 })])(
    "gives the same keys the same number from 0 to below 1",
    (keys) => {
      const number = uniform(...keys);
      expect(number).toBeGreaterThanOrEqual(0);
      expect(number).toBeLessThan(1);
      expect(uniform(...keys)).toBe(number);
    },
  );
  it("spreads neighbouring keys evenly", () => {
    const numbers = Array.from({ length: 10_000 }, (_, key) => uniform(1, key));
    const tenths = Array.from({ length: 10 }, (_, tenth) => numbers.filter((number) => Math.floor(number * 10) === tenth).length);
    for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });
  it("depends on every key and on their order", () => {
    expect(new Set([uniform(1, 2), uniform(2, 1), uniform(1, 2, 0), uniform(1, 3), uniform(1 + 2 ** 40, 2)]).size).toBe(5);
  });
});

describe("normalQuantile(probability)", () => {
  it.each([
    [0.5, 0],
    [0.975, 1.959963985],
    [0.025, -1.959963985],
    [0.001, -3.090232306],
    [0.84134474606, 1],
  ])("of %s is %s", (probability, quantile) => expect(normalQuantile(probability)).toBeCloseTo(quantile, 7));
});

describe("poisson(mean, probability)", () => {
  it.each([0.1, 1, 8, 59, 61, 400])("has the mean and the variance %s", (mean) => {
    const counts = Array.from({ length: 4000 }, (_, draw) => poisson(mean, (draw + 0.5) / 4000));
    const average = counts.reduce((a, b) => a + b, 0) / counts.length;
    const variance = counts.reduce((sum, count) => sum + (count - average) ** 2, 0) / counts.length;
    expect(average / mean).toBeCloseTo(1, 1);
    expect(variance / mean).toBeCloseTo(1, 1);
  });
  it("is zero where nothing is expected", () => expect(poisson(0, 0.999999)).toBe(0));
});

describe("apportion(total, shares)", () => {
  const shares = fc
    .array(fc.double({ min: 0, max: 1000, noNaN: true }), { minLength: 1, maxLength: 30 })
    .filter((list) => list.some((share) => share > 1e-3));
  test.prop([fc.nat({ max: 200_000 }), shares])(
    "gives whole numbers that add up to the total, each within one of its share",
    (total, list) => {
      const parts = apportion(total, list);
      const sum = list.reduce((a, b) => a + b, 0);
      expect(parts.reduce((a, b) => a + b, 0)).toBe(total);
      for (const [place, part] of parts.entries()) expect(Math.abs(part - (total * (list[place] ?? 0)) / sum)).toBeLessThan(1.000001);
    },
  );
});

describe("slots(values, shares)", () => {
  test.prop([seed, fc.integer({ min: 1, max: 40 })])("fills 1,024 slots, a share of nothing with none", (key, count) => {
    const values = Array.from({ length: count + 1 }, (_, value) => value);
    const list = slots(
      values,
      values.map((value) => (value === 0 ? 0 : 0.1 + uniform(key, value))),
    );
    expect(list).toHaveLength(1024);
    expect(list).not.toContain(0);
    expect(lognormalSlots(3, 1)).toHaveLength(list.length);
  });
});
