import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepare } from "@openbeat/pipeline";
import { describe, expect, it } from "vitest";
import { todosOfText } from "../../src/hub/todo.ts";
import { ageBand, guessScale, readAnswers, wordsOf } from "../../src/import/guess/codebook.ts";
import { importMargins } from "../../src/import/import-margins.ts";
import { importSurvey } from "../../src/import/import-survey.ts";
import { makeHub } from "../../src/init/make-hub.ts";

describe("guessScale(answers)", () => {
  const codesOf = (book: string) => guessScale(readAnswers(book))?.answers.map(({ code }) => code);
  it("puts the least favourable answer first, by the words at both ends", () => {
    expect(codesOf("1=Very dissatisfied;2=Dissatisfied;3=Neutral;4=Satisfied;5=Very satisfied;9=Don't know")).toEqual([
      "1",
      "2",
      "3",
      "4",
      "5",
    ]);
    expect(codesOf("5=Poor;4=Fair;3=Good;2=Very good;1=Excellent")).toEqual(["5", "4", "3", "2", "1"]);
    expect(codesOf("1=Yes;2=No;9=Refused")).toEqual(["2", "1"]);
  });
  it.each(["1=Red;2=Blue;3=Green;4=Black", "1..5 (5 highest), 9=Don't Know", "1=Poor;2=Good;3=Excellent", ""])(
    "guesses nothing of %s",
    (book) => {
      expect(guessScale(readAnswers(book))).toBeUndefined();
    },
  );
});

describe("ageBand(label), wordsOf(label, column)", () => {
  it("reads bands of age, and a question's words without its number", () => {
    expect([ageBand("18-24"), ageBand("65+"), ageBand("65 and over"), ageBand("young")]).toEqual([
      { from: 18, to: 24 },
      { from: 65, to: undefined },
      { from: 65, to: undefined },
      undefined,
    ]);
    expect(wordsOf("q5_01_how_quickly_police_respond", "q5_01")).toBe("How quickly police respond");
  });
});

/** A hub of two districts that is whole, and a folder for files beside it. */
function hubAndFiles() {
  const work = mkdtempSync(join(tmpdir(), "openbeat-survey-import-"));
  const hub = join(work, "hub");
  makeHub(hub, { title: "S", code: "s", agency: "S", place: "S", languages: ["en"], timezone: "America/Chicago", contact: "An office" });
  const yaml = join(hub, "hub.yaml");
  const level =
    "    - code: district\n      name: { en: district }\n      plural: { en: districts }\n      parent: whole\n      areas: [{ code: D1, name: { en: One } }, { code: D2, name: { en: Two } }]\n";
  writeFileSync(
    yaml,
    readFileSync(yaml, "utf8")
      .replaceAll(/"TODO[^"]*"/g, "Words")
      .replace("\n# Residents", `${level}\n# Residents`),
  );
  const file = (name: string, text: string) => {
    writeFileSync(join(work, name), text);
    return join(work, name);
  };
  return { hub, file };
}

const census = (rows: readonly (readonly [variable: string, estimate: number, label: string])[], places: readonly string[] = ["1"]) =>
  `GEOID,variable,estimate,moe,label\n${places.flatMap((place) => rows.map(([variable, estimate, label]) => `${place},${variable},${estimate},10,Estimate!!Total:${label}`)).join("\n")}\n`;
const sexAge = census([
  ["B01001_001", 4000, ""],
  ["B01001_002", 1900, "!!Male:"],
  ["B01001_006", 100, "!!Male:!!15 to 17 years"],
  ["B01001_007", 900, "!!Male:!!18 to 34 years"],
  ["B01001_008", 900, "!!Male:!!35 years and over"],
  ["B01001_031", 1000, "!!Female:!!18 to 34 years"],
  ["B01001_032", 1100, "!!Female:!!35 years and over"],
]);

describe("importMargins(asked)", () => {
  it("makes people by sex and age, without the totals that hold them", async () => {
    const { hub, file } = hubAndFiles();
    const report = await importMargins({ file: file("acs.csv", sexAge), hub, geoid: undefined });
    expect(report.files).toEqual([{ path: "population/margins/sex-age.csv", rows: 5, people: 4000 }]);
    expect(readFileSync(join(hub, "population/margins/sex-age.csv"), "utf8").split("\n").slice(0, 3)).toEqual([
      "sex,age_from,age_to,people,moe",
      "man,15,17,100,10",
      "man,18,34,900,10",
    ]);
  });
  it("adds no places together: one has to be named", async () => {
    const { hub, file } = hubAndFiles();
    const both = file("acs.csv", census([["B01001_007", 900, "!!Male:!!18 to 34 years"]], ["1", "2"]));
    await expect(importMargins({ file: both, hub, geoid: undefined })).rejects.toMatchObject({ code: "IMPORT_INVALID" });
    expect((await importMargins({ file: both, hub, geoid: "2" })).files[0]?.people).toBe(900);
  });
});

describe("importSurvey(asked)", () => {
  const book = `column,label,codes
trust,trust_how_satisfied_with_police,1=Very dissatisfied;2=Dissatisfied;3=Neutral;4=Satisfied;5=Very satisfied;9=Don't know
colour,colour,1=Red;2=Blue
age,age,1=18-34;2=35+
sex,sex,1=Male;2=Female
`;
  const answers = `number,district,trust,colour,age,sex\n${Array.from({ length: 240 }, (_, at) => `R${at},D${1 + (at % 2)},${1 + ((at * 7) % 5)},1,${1 + ((at >> 1) % 2)},${1 + ((at >> 2) % 2)}`).join("\n")}\n`;

  it("writes a survey that is published once it says how it was held, weighted to the population", async () => {
    const { hub, file } = hubAndFiles();
    await importMargins({ file: file("acs.csv", sexAge), hub, geoid: undefined });
    const asked = { files: [file("answers.csv", answers)], codebook: file("book.csv", book), hub, survey: "trust", items: [] };
    const { path, notes } = await importSurvey({
      ...asked,
      wave: "2026-Q1",
      from: "2026-01-10",
      to: "2026-02-10",
      replace: false,
      progress: () => {},
    });
    expect(notes).toEqual([
      "1 questions with a scale, 2 groupings (age: age, gender: sex).",
      "Left out, because the codebook gives no scale that can be read: colour.",
    ]);
    const text = readFileSync(join(hub, path), "utf8");
    expect(text).toContain("method: raked");
    const left = todosOfText(text).map(({ what }) => what);
    expect(left).toContain("who paid for the survey");
    await expect(prepare(hub, () => {})).rejects.toMatchObject({ code: "HUB_HAS_PROBLEMS" });
    writeFileSync(join(hub, path), text.replace(/"TODO: probability[^"]*"/, "opt_in").replaceAll(/"TODO[^"]*"/g, "Not stated"));
    const { datasets } = await prepare(
      hub,
      () => {},
      [],
      () => new Date("2026-04-01T09:00:00Z"),
    );
    expect(datasets).toMatchObject([{ dataset: "trust", read: 240, used: 240 }]);
  });

  it("refuses a question without a scale that was asked for, and writes nothing", async () => {
    const { hub, file } = hubAndFiles();
    const asked = {
      files: [file("answers.csv", answers)],
      codebook: file("book.csv", book),
      hub,
      survey: "trust",
      wave: undefined,
      from: undefined,
      to: undefined,
      replace: false,
      progress: () => {},
    };
    await expect(importSurvey({ ...asked, items: ["colour"] })).rejects.toMatchObject({ code: "IMPORT_INVALID" });
    await expect(importSurvey({ ...asked, items: ["nothing"] })).rejects.toMatchObject({ code: "COMMAND_INVALID" });
    expect(existsSync(join(hub, "surveys/trust.yaml"))).toBe(false);
  });
});
