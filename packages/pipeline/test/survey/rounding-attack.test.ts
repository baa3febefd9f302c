import { describe, expect, it } from "vitest";
import { tries } from "../../../../test/support/effort.ts";
import { atomsOf, attack, type Counts, type Release, releaseOf } from "../support/survey-attacker.ts";

/** Numbers from 0 to below 1 that look random, the same for the same seed. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

/** Random answers to a question with rare answers: in small surveys and larger ones, and groups of very different sizes. */
function randomCounts(survey: number, waves: number, random: () => number): Counts {
  const scale = [10, 25, 60, 120][survey % 4] ?? 10;
  const shares = Array.from({ length: 6 }, () => random() ** 2);
  const sizes = Array.from({ length: 9 }, random);
  return Array.from({ length: atomsOf(waves) }, (_, atom) =>
    Math.floor(random() * 2 * scale * (shares[atom % 6] ?? 0) * (sizes[Math.floor(atom / 6) % 9] ?? 0)),
  );
}

const width = 5;

/** What a reader with a solver learns of the answers that few people gave, or that people gave in a small base. */
async function learned(surveys: number, most: number, releasesOf: (survey: number) => Promise<readonly Release[]>) {
  const found = { few: 0, narrow: 0, surveys: 0, narrowest: Number.POSITIVE_INFINITY };
  for (let survey = 0; survey < surveys; survey++) {
    const attacked = await attack(await releasesOf(survey), most);
    for (const { low, high, truth, cell } of attacked) {
      // The truth is possible: the attacker's programme is of these figures and no others.
      expect(truth, cell).toBeGreaterThanOrEqual(low - 1e-4);
      expect(truth, cell).toBeLessThanOrEqual(high + 1e-4);
    }
    const few = attacked.filter(({ truth, base }) => truth > 0 && (truth < 5 || base - truth < 5 || base < 10));
    const narrow = few.filter(({ low, high }) => high - low < width - 1e-6);
    found.few += few.length;
    found.narrow += narrow.length;
    found.surveys += narrow.length > 0 ? 1 : 0;
    found.narrowest = Math.min(found.narrowest, ...few.map(({ low, high }) => high - low));
  }
  return found;
}

describe("the rounded figures of a survey, against a reader with a solver", () => {
  it("leave every answer of few people open by the width or nearly so, in surveys of one wave", async () => {
    const random = createRandom(1);
    const found = await learned(tries(15), 12, async (survey) => [await releaseOf(randomCounts(survey, 1, random), 1)]);
    console.log(`One wave: ${JSON.stringify(found)}`);
    expect(found.few).toBeGreaterThan(75);
    // Rounded figures that add up may together say a little more than each alone: never how many gave an answer, and seldom to fewer than the width.
    expect(found.narrowest).toBeGreaterThan(1);
    expect(found.narrow / found.few).toBeLessThan(0.06);
  }, 60_000);

  it("do so over two releases, of which the second has a new wave and a new rolling year", async () => {
    const random = createRandom(2);
    const found = await learned(tries(1), 8, async (survey) => {
      const counts = randomCounts(survey, 5, random);
      return [await releaseOf(counts, 4), await releaseOf(counts, 5)];
    });
    console.log(`Two releases: ${JSON.stringify(found)}`);
    expect(found.few).toBeGreaterThan(5);
    expect(found.narrowest).toBeGreaterThan(1);
    expect(found.narrow / found.few).toBeLessThan(0.2);
  }, 60_000);

  it("are the same again when nothing but a wave is added", async () => {
    const random = createRandom(3);
    for (let survey = 0; survey < tries(4); survey++) {
      const counts = randomCounts(survey, 5, random);
      const [first, second] = [await releaseOf(counts, 4), await releaseOf(counts, 5)];
      for (const cell of first.cells)
        for (const answer of ["1", "2", "3", "4", "5"])
          expect(second.figures.share(cell, 0, answer), `${cell.area} ${cell.period} ${cell.group}`).toEqual(
            first.figures.share(cell, 0, answer),
          );
    }
  });
});
