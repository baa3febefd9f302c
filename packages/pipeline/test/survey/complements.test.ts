import { describe, expect, it } from "vitest";
import { complements } from "../../src/survey/complements.ts";
import { earlierFigures } from "../../src/survey/figures.ts";
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

const nothingBefore = earlierFigures([]);

describe("complements(problem) against a reader with a solver", () => {
  it("leaves nearly every answer of few people open by the width, and each by two people or more, in 60 surveys of one wave", async () => {
    const random = createRandom(1);
    const found = await learned(60, Number.POSITIVE_INFINITY, async (survey) => [
      await releaseOf(randomCounts(survey, 1, random), 1, nothingBefore),
    ]);
    console.log(`One wave: ${JSON.stringify(found)}`);
    expect(found.few).toBeGreaterThan(1000);
    expect(found.narrow / found.few).toBeLessThan(0.025);
    expect(found.narrowest).toBeGreaterThan(2);
  }, 60_000);

  it("does so over two releases, of which the second has a new wave and a new rolling year", async () => {
    const random = createRandom(2);
    const found = await learned(3, 8, async (survey) => {
      const counts = randomCounts(survey, 5, random);
      const first = await releaseOf(counts, 4, nothingBefore);
      return [first, await releaseOf(counts, 5, earlierFigures([first.told]))];
    });
    console.log(`Two releases: ${JSON.stringify(found)}`);
    expect(found.few).toBeGreaterThan(20);
    expect(found.narrow / found.few).toBeLessThan(0.15);
    expect(found.narrowest).toBeGreaterThan(2);
  }, 60_000);

  it("shows again what a release showed, and keeps hidden what it hid, when nothing but a wave is added", async () => {
    const random = createRandom(3);
    for (let survey = 0; survey < 12; survey++) {
      const counts = randomCounts(survey, 5, random);
      const first = await releaseOf(counts, 4, nothingBefore);
      const second = await releaseOf(counts, 5, earlierFigures([first.told]));
      for (const cell of first.cells)
        for (const answer of ["1", "2", "3", "4", "5"])
          expect(second.figures.share(cell, 0, answer), `${cell.area} ${cell.period} ${cell.group}`).toEqual(
            first.figures.share(cell, 0, answer),
          );
    }
  });
});

describe("complements(problem)", () => {
  const problem = { isFew: () => true, wasShown: () => false, roundedTo: 1, width: 5 };

  it("hides the smallest figure that a sensitive one follows from within the width", () => {
    // A city of 300 people and its three districts of 100, 120 and 80, of which the last is sensitive.
    const city = { n: [300, 100, 120, 80], x: [], isShown: [true, true, true, false], isSensitive: [false, false, false, true] };
    const hidden = complements({ ...problem, ...city, relations: [{ left: [0], right: [1, 2, 3] }] });
    // The three figures leave 5.2 people open: enough. Of a smaller city they do not.
    expect([...hidden]).toEqual([]);
    expect([...complements({ ...problem, ...city, n: [280, 100, 100, 80], relations: [{ left: [0], right: [1, 2, 3] }] })]).toEqual([1]);
  });

  it("hides more where two hidden figures add up to next to nobody", () => {
    // Six people in the city gave the answer, five of them in the first district, which is shown, and one in the second; none in the third.
    const city = {
      n: [600, 200, 200, 200],
      x: [[6, 5, 1, 0]],
      isShown: [true, true, false, false],
      isSensitive: [false, false, true, false],
    };
    expect([...complements({ ...problem, ...city, relations: [{ left: [0], right: [1, 2, 3] }] })]).toEqual([1]);
  });

  it("refuses where only figures that were shown before are left to be hidden", () => {
    const city = { n: [60, 30, 30], x: [], isShown: [true, true, false], isSensitive: [false, false, true] };
    const relations = [{ left: [0], right: [1, 2] }];
    expect(() => complements({ ...problem, ...city, relations, wasShown: () => true })).toThrow(/earlier releases/);
    expect([...complements({ ...problem, ...city, relations, wasShown: (cell) => cell === 1 })]).toEqual([0]);
  });
});
