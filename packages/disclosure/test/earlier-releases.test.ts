import { fc, test } from "@fast-check/vitest";
import { type Cube, DisclosureError, protect, type SuppressionPolicy, said } from "@openbeat/disclosure";
import { describe, expect, it } from "vitest";

const policy: SuppressionPolicy = { method: "suppress", threshold: 5, width: 5, zeros: "safe", timeLimitSeconds: 30 };
const level = (code: string, nodes: readonly (readonly number[])[]) => ({
  code,
  nodes: nodes.map((leaves, i) => ({ code: `${code}${i}`, leaves })),
});

/** Areas by months, with both totals. */
function table(counts: readonly (readonly number[])[], words?: readonly (readonly number[] | undefined)[]): Cube {
  const [rows, columns] = [counts.length, counts[0]?.length ?? 0];
  const places = Array.from({ length: columns }, (_, i) => i);
  const areas = Array.from({ length: rows }, (_, i) => i);
  return {
    dimensions: [
      {
        code: "area",
        leafCount: rows,
        levels: [
          level(
            "area",
            areas.map((i) => [i]),
          ),
          level("city", [areas]),
        ],
      },
      {
        code: "period",
        leafCount: columns,
        levels: [
          level(
            "month",
            places.map((i) => [i]),
          ),
          level("year", [places]),
        ],
      },
    ],
    atoms: { index: Float64Array.from(counts.flat().keys()), count: Float64Array.from(counts.flat()) },
    groupings: [
      ["area", "month"],
      ["area", "year"],
      ["city", "month"],
      ["city", "year"],
    ],
    ...(words === undefined ? {} : { said: words.map((word) => (word === undefined ? undefined : Uint8Array.from(word))) }),
  };
}

const hiddenOf = async (cube: Cube) =>
  (await protect(cube, policy)).groupings.map(({ cells }) => cells.map(({ status }) => status === "suppressed"));

describe("protect(cube, policy) after earlier releases", () => {
  const counts = [
    [3, 40, 50],
    [60, 45, 70],
    [80, 90, 30],
  ];
  it("keeps shown what was shown and hidden what was hidden", async () => {
    const free = (await hiddenOf(table(counts)))[0] ?? [];
    // Whatever partner it would choose by itself, it was shown before: it must find others.
    const chosen = free.findIndex((hidden, cell) => hidden && cell !== 0);
    const shown = Array.from({ length: 9 }, (_, cell) => (cell === chosen ? said.shown : said.nothing));
    const [again = []] = await hiddenOf(table(counts, [shown]));
    expect(again[0]).toBe(true);
    expect(again[chosen]).toBe(false);
    const kept = Array.from({ length: 9 }, (_, cell) => (cell === 8 ? said.hidden : said.nothing));
    expect((await hiddenOf(table(counts, [kept])))[0]?.[8]).toBe(true);
  });
  it("refuses where everything that could protect a small count was shown before", async () => {
    const shown = Array.from({ length: 9 }, (_, cell) => (cell === 0 ? said.nothing : said.shown));
    await expect(protect(table(counts, [shown]), policy)).rejects.toMatchObject({ code: "UNPROTECTABLE" });
  });
  it("refuses a small count that was shown before, words that do not fit, and words that are none", async () => {
    const wrong = [
      Array.from({ length: 9 }, (_, cell) => (cell === 0 ? said.shown : said.nothing)),
      [said.shown],
      Array.from({ length: 9 }, () => 7),
    ];
    for (const words of wrong) await expect(protect(table(counts, [words]), policy)).rejects.toThrow(DisclosureError);
  });
  const tables = fc.array(fc.array(fc.nat({ max: 30 }), { minLength: 4, maxLength: 4 }), { minLength: 4, maxLength: 4 });
  test.prop([tables, fc.constantFrom<0 | 1>(0, 1)], { numRuns: 300 })(
    "gives the same release again when everything was said before",
    async (random, knownCells) => {
      const terms = { ...policy, knownCells };
      const first = await protect(table(random), terms).catch(() => undefined);
      if (first === undefined) return;
      const words = first.groupings.map(({ cells }) => cells.map(({ status }) => (status === "published" ? said.shown : said.hidden)));
      const second = await protect(table(random, words), terms);
      expect(second.groupings.map(({ cells }) => cells)).toEqual(first.groupings.map(({ cells }) => cells));
    },
  );
});
