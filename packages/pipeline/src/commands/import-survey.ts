import { command } from "./form/command.ts";
import { hubOption, tellGuesses } from "./import.ts";
import { noted } from "./noted.ts";

/** `openbeat import margins`: people by sex, age and race, for weighting a survey. */
export const importPeople = command(
  {
    name: "import margins",
    purpose: "Take people by sex and age, and by race, out of a file of the American Community Survey, for weighting a survey.",
    arguments: [{ name: "FILE", does: "The census file: .csv with variable, estimate, moe and label.", kind: "file" }],
    options: { hub: hubOption, geoid: { value: "GEOID", does: "Of a file with several places, the one that the survey is about." } },
    examples: [{ line: "openbeat import margins acs5-2021.csv --hub my-hub", does: "Write population/margins/sex-age.csv and race.csv." }],
  },
  async ({ given: { FILE: file }, values: { hub, geoid } }, terminal, now) => {
    const { importMargins } = await import("../import/import-margins.ts");
    const report = await noted(
      "import margins",
      { hub, files: [file], now },
      () => importMargins({ file, hub, geoid }),
      ({ files }) => ({ files: files.length }),
    );
    for (const { path, rows, people } of report.files)
      terminal.out(`${path} is written: ${rows} rows, ${people.toLocaleString("en-US")} people.`);
    for (const note of report.notes) terminal.out(`  ${note}`);
    return { exitCode: 0, result: { ...report } };
  },
);

/** `openbeat import survey`: a survey's YAML, from its answers and codebook. */
export const importAnswers = command(
  {
    name: "import survey",
    purpose: "Write a survey's YAML from its answers and codebook: questions, scales, groupings, weighting.",
    details:
      "The codebook is a .csv with column, label and codes (1=Poor;2=Fair;9=Don't know). How the survey was held is left as TODOs. Nothing is published.",
    arguments: [{ name: "FILE", does: "The answers, one row a person.", kind: "file", several: true }],
    options: {
      hub: hubOption,
      codebook: { value: "FILE", does: "What the columns and their codes mean.", needed: true },
      name: { value: "NAME", does: "The survey's code.", fallback: "resident-survey" },
      item: { value: "COLUMN", repeated: true, does: "A column that is a question to be shown. Left out: all that have a scale." },
      wave: { value: "WAVE", does: "The wave of all answers, such as 2026-Q1." },
      from: { value: "DAY", does: "The first day on which answers were taken." },
      to: { value: "DAY", does: "The last day." },
      replace: { does: "Write over the survey that is there." },
    },
    examples: [
      {
        line: "openbeat import survey answers.csv --codebook codebook.csv --hub my-hub --wave 2026-Q1",
        does: "Write surveys/resident-survey.yaml.",
      },
    ],
  },
  async ({ given: { FILE: files }, values: { hub, codebook, name, item, wave, from, to, replace } }, terminal, now) => {
    const { importSurvey } = await import("../import/import-survey.ts");
    const { progress } = terminal;
    const report = await noted(
      "import survey",
      { hub, files: [...files, codebook], now },
      () => importSurvey({ files, codebook, hub, survey: name, items: item, wave, from, to, replace, progress }),
      ({ path }) => ({ path }),
    );
    terminal.out(`${report.rows.toLocaleString("en-US")} rows read.`);
    const todos = tellGuesses(report, hub, terminal);
    return { exitCode: 0, result: { ...report, todos } };
  },
);
