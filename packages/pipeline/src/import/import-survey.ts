import { existsSync } from "node:fs";
import { join } from "node:path";
import { PipelineError } from "../errors.ts";
import type { Progress } from "../prepare.ts";
import { quoted } from "../read/workbench.ts";
import { readCsvRows } from "./csv-rows.ts";
import { writeWhole } from "./files.ts";
import type { Choice } from "./guess/choice.ts";
import { type BookedColumn, guessScale, readAnswers, wordsOf } from "./guess/codebook.ts";
import { guessArea, guessId } from "./guess/guess-columns.ts";
import { readHubGeography } from "./hub-geography.ts";
import { marginsFolder } from "./import-margins.ts";
import { openFiles, takeIn } from "./source-files.ts";
import { type GuessedGrouping, type GuessedItem, surveyYaml } from "./survey-yaml.ts";

/** A survey's answers and the book of its codes. */
export interface SurveyImport {
  readonly files: readonly string[];
  readonly codebook: string;
  readonly hub: string;
  readonly survey: string;
  /** Columns that are questions to be shown; all that have a scale where none is named. */
  readonly items: readonly string[];
  readonly wave: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly replace: boolean;
  readonly progress: Progress;
}

export interface SurveyReport {
  readonly path: string;
  readonly rows: number;
  readonly choices: readonly Choice[];
  readonly notes: readonly string[];
}

const groupingNames: readonly (readonly [name: string, title: string, pattern: RegExp])[] = [
  ["age", "Age", /(^|_)age($|_)/i],
  ["gender", "Gender", /gender|(^|_)sex($|_)/i],
  ["race", "Race or ethnicity", /race|ethnic/i],
  ["tenure", "Owner or renter", /own_or_rent|tenure/i],
  ["income", "Household income", /income/i],
];

const plainCode = (text: string) =>
  text
    .toLowerCase()
    .normalize("NFD")
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_|_$/g, "");

/**
 * Writes a survey's YAML from its answers and its codebook: a CSV file with the columns column, label and codes ("1=Poor;2=Fair;9=Don't know"). Questions
 * without a scale that can be read are left out and told; how the survey was held is left to do, part by part.
 * @throws {PipelineError} `COMMAND_INVALID`, `IMPORT_INVALID`, `IMPORT_EMPTY` or `HUB_HAS_PROBLEMS`.
 */
export async function importSurvey(asked: SurveyImport): Promise<SurveyReport> {
  const { hub: folder, survey, progress } = asked;
  const path = `surveys/${survey}.yaml`;
  if (existsSync(join(folder, path)) && !asked.replace)
    throw new PipelineError("COMMAND_INVALID", `${path} is there already, and nothing was written. Say --replace to write it anew.`);
  const { spec, geography } = await readHubGeography(folder);
  const book = await readCsvRows(asked.codebook);
  const lacking = ["column", "label", "codes"].filter((name) => !book.columns.includes(name));
  if (lacking.length > 0)
    throw new PipelineError(
      "IMPORT_INVALID",
      `The codebook lacks ${lacking.join(", ")}. It has a row for each column of the answers: column, label, codes. Nothing was written.`,
    );
  progress("reading the answers");
  const opened = await openFiles(asked.files, { timezone: spec.timezone, geography });
  const { workbench, profile, source } = opened;
  try {
    const booked: readonly BookedColumn[] = book.rows.map(({ column = "", label = "", codes = "" }) => ({
      column,
      label,
      answers: readAnswers(codes),
    }));
    const inFile = booked.filter(({ column }) => source.columns.includes(column));
    const unknown = asked.items.filter((column) => !inFile.some((one) => one.column === column));
    if (unknown.length > 0)
      throw new PipelineError("COMMAND_INVALID", `--item: neither the codebook nor the answers have ${unknown.join(", ")}.`);
    const id = guessId(profile, undefined, false);
    const area = guessArea(profile, geography, undefined);
    if (area.choice === undefined) throw new PipelineError("IMPORT_INVALID", "The answers name no areas of the hub. Nothing was written.");
    const groupings: GuessedGrouping[] = [];
    for (const [name, title, pattern] of groupingNames) {
      const fitting = inFile.filter(({ column, label }) => pattern.test(label) || pattern.test(column));
      // A question about age has more words than the question of somebody's age.
      const short = fitting.filter(({ column, label }) => wordsOf(label, column).split(" ").length <= 3);
      const [only, ...others] = fitting.length > 1 ? short : fitting;
      if (only === undefined || others.length > 0 || only.column === area.choice.column) continue;
      const values = await workbench.rows(
        `SELECT nullif(trim(${quoted(only.column)}), '') AS value, count(*)::BIGINT AS rows FROM source GROUP BY 1 HAVING value IS NOT NULL AND value <> 'NA' ORDER BY rows DESC`,
      );
      const found = values.map(({ value }) => String(value));
      // A group that the book does not name is taken by its own text, where these are few.
      const answers =
        only.answers.length > 0 ? only.answers : found.length <= 15 ? found.map((value) => ({ code: value, label: value })) : [];
      const labelled = answers.filter(({ label }) => !/unlabel|not labelled|^n\/?a$|refus/i.test(label));
      if (labelled.length < 2) continue;
      groupings.push({
        ...{ name, title, column: only.column },
        groups: labelled.map(({ code, label }) => ({
          raw: code,
          label,
          code: `${name}_${plainCode(label)}`,
        })),
        unnamed: found.filter((value) => !labelled.some(({ code }) => code === value)).length,
      });
    }
    const isGrouping = (column: string) => groupings.some((one) => one.column === column);
    const wanted = inFile.filter(({ column }) => (asked.items.length === 0 ? !isGrouping(column) : asked.items.includes(column)));
    const items = wanted.flatMap((one): GuessedItem[] => {
      const scale = guessScale(one.answers);
      return scale === undefined ? [] : [{ column: one.column, code: plainCode(one.column), words: wordsOf(one.label, one.column), scale }];
    });
    const left = wanted.filter(({ column }) => !items.some((item) => item.column === column));
    if (asked.items.length > 0 && left.length > 0)
      throw new PipelineError(
        "IMPORT_INVALID",
        `The codebook gives no scale that can be read for ${left.map(({ column }) => column).join(", ")}: codes such as 1=Poor;5=Excellent, of 2, 4, 5 or 7 answers. Nothing was written.`,
      );
    if (items.length === 0)
      throw new PipelineError("IMPORT_EMPTY", "No column of the answers has a scale in the codebook. Nothing was written.");
    const text = surveyYaml({
      ...{ survey, id, area: area.choice, areaLevel: area.level ?? "", groupings, items, spec, rows: profile.rows },
      ...{ files: takeIn([...opened.files], folder, survey), format: opened.format, chain: geography.chain(area.level ?? "") },
      ...{ wave: asked.wave, from: asked.from, to: asked.to },
      hasSexAge: existsSync(join(folder, marginsFolder, "sex-age.csv")),
    });
    writeWhole(join(folder, path), text);
    return {
      ...{ path, rows: profile.rows, choices: [id, area.choice] },
      notes: [
        `${items.length} questions with a scale, ${groupings.length} groupings (${groupings.map(({ name, column }) => `${name}: ${column}`).join(", ")}).`,
        ...(left.length === 0
          ? []
          : [`Left out, because the codebook gives no scale that can be read: ${left.map(({ column }) => column).join(", ")}.`]),
      ],
    };
  } finally {
    workbench.close();
  }
}
