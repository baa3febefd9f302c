import { rmSync } from "node:fs";
import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { tries } from "../../../../test/support/effort.ts";
import { cellKey, cellsOf, type SurveyCell } from "../../src/survey/cells.ts";
import { everyone } from "../../src/survey/sums.ts";
import { answersFile, type Respondent, respondentsFile, type SmallSurvey, writeSmallSurvey } from "../support/small-survey.ts";
import { surveyStages } from "../support/survey-stages.ts";

const large = new Map(["age.young", "age.old", "sex.woman", "sex.man"].map((group) => [group, 1000]));

/** A survey of these people, and which cells of the question "fair" say anything. */
async function told(people: readonly Partial<Respondent>[], change: (parts: SmallSurvey) => void = () => {}) {
  const folder = writeSmallSurvey((parts) => {
    parts.files[answersFile] = respondentsFile(people.map((one, number) => ({ ...ordinary, id: String(number), ...one })));
    change(parts);
  });
  try {
    const { plan, geography, figures, folded, answers } = await surveyStages(folder, large);
    answers.workbench.close();
    const cells = cellsOf(plan, geography, folded);
    const fair = plan.items.findIndex(({ code }) => code === "fair");
    const says = (cell: SurveyCell) =>
      ["1", "2", "3", "4", "5"].some((answer) => ["AVAILABLE", "UNRELIABLE"].includes(figures.share(cell, fair, answer).status));
    return { cells, shown: cells.filter(says), isShown: (key: string) => cells.some((cell) => cellKey(cell) === key && says(cell)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const ordinary: Respondent = {
  ...{ id: "", wave: "2026-Q1", district: "1", age: "young", sex: "man", weight: "1", stratum: "a", cluster: "c" },
  ...{ fair: "3", rude: "3", contacted: "yes", quality: "", channels: "web" },
};
const answering = (number: number) => ({ fair: String(1 + (number % 5)), rude: String(1 + (number % 3)) });
const many = (count: number, one: Partial<Respondent>) => Array.from({ length: count }, (_, number) => ({ ...answering(number), ...one }));

/** The second wave, of the same kind of people. */
const nextWave = many(120, { wave: "2026-Q2" });

describe("a cell that holds the people of another one but for a few", () => {
  it("is not shown beside it: a group that is everybody but one, in a grouping of its own", async () => {
    const { isShown } = await told([...many(80, { age: "old" }), ...many(1, { sex: "woman", age: "old" }), ...nextWave]);
    expect(isShown("S 2026-Q1 everyone")).toBe(true);
    expect(isShown("S 2026-Q1 sex.man")).toBe(false);
  });

  it("is not shown beside it: two groups of different groupings", async () => {
    // 80 young men and one young woman; and 80 old women.
    const { isShown } = await told([...many(80, {}), ...many(1, { sex: "woman" }), ...many(80, { sex: "woman", age: "old" }), ...nextWave]);
    expect(isShown("S 2026-Q1 everyone")).toBe(true);
    expect(["sex.man", "age.young"].filter((group) => isShown(`S 2026-Q1 ${group}`)).length).toBe(1);
    expect(["sex.woman", "age.old"].filter((group) => isShown(`S 2026-Q1 ${group}`)).length).toBe(1);
  });

  it("is not shown beside it: a district that is its city but for three", async () => {
    const { isShown } = await told([...many(90, {}), ...many(3, { district: "2" }), ...nextWave]);
    expect(isShown("S 2026-Q1 everyone")).toBe(true);
    expect(isShown("1 2026-Q1 everyone")).toBe(false);
  });

  it("is shown where it holds the very same people, or five others", async () => {
    const same = await told([...many(90, {}), ...nextWave]);
    expect(same.isShown("1 2026-Q1 everyone") && same.isShown("S 2026-Q1 everyone")).toBe(true);
    const five = await told([...many(90, {}), ...many(5, { district: "2" }), ...nextWave]);
    expect(five.isShown("1 2026-Q1 everyone") && five.isShown("S 2026-Q1 everyone")).toBe(true);
  });

  const person = fc.record({
    wave: fc.constantFrom("2026-Q1", "2026-Q2"),
    district: fc.constantFrom("1", "1", "1", "2"),
    age: fc.constantFrom("young", "young", "old"),
    sex: fc.constantFrom("man", "man", "woman", ""),
    fair: fc.constantFrom("1", "2", "3", "4", "5"),
  });
  const crowd = fc
    .tuple(fc.array(person, { minLength: 180, maxLength: 300 }), fc.constantFrom("district", "age", "sex"), fc.integer({ min: 0, max: 8 }))
    // All but a few are alike in one thing.
    .map(([people, alike, others]) =>
      people.map((one, number) =>
        number < others ? one : { ...one, ...{ district: { district: "1" }, age: { age: "old" }, sex: { sex: "man" } }[alike] },
      ),
    );

  test.prop([crowd], { numRuns: tries(4), endOnFailure: true })(
    "is never shown beside it, whoever the people are; nor what all shown parts leave of a whole",
    async (people) => {
      const { shown } = await told(people);
      expect(shown.length).toBeGreaterThan(0);
      const inside = ({ area, period, group }: SurveyCell) =>
        new Set(
          people.keys().filter((at) => {
            const one = people[at];
            return (
              one?.wave === period &&
              (area === "S" || one.district === area) &&
              (group === everyone || [`age.${one.age || "other"}`, `sex.${one.sex || "other"}`].includes(group))
            );
          }),
        );
      const sets = shown.map((cell) => ({ cell, people: inside(cell) }));
      for (const one of sets)
        for (const other of sets) {
          const apart = one.people.symmetricDifference(other.people).size;
          expect(apart === 0 || apart >= 5, `${cellKey(one.cell)} and ${cellKey(other.cell)}`).toBe(true);
        }
      for (const whole of sets) {
        for (const grouping of ["age", "sex"]) {
          const parts = sets.filter(
            ({ cell }) => cell.grouping === grouping && cell.area === whole.cell.area && cell.period === whole.cell.period,
          );
          if (whole.cell.group !== everyone || parts.length === 0) continue;
          const left = whole.people.size - parts.reduce((sum, part) => sum + part.people.size, 0);
          expect(left === 0 || left >= 5, `${cellKey(whole.cell)} by ${grouping}`).toBe(true);
        }
      }
    },
  );
});
