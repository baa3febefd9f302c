import { existsSync } from "node:fs";
import { join } from "node:path";
import { dayIn } from "@openbeat/schema/domain";
import { PipelineError } from "../errors.ts";
import { code } from "../hub/hub-schema.ts";
import type { Progress } from "../prepare.ts";
import { csvText } from "./csv-rows.ts";
import { codeFile, type DatasetGuess, datasetYaml } from "./dataset-yaml.ts";
import { writeWhole } from "./files.ts";
import { type Choice, columnsSaid, ofRows } from "./guess/choice.ts";
import { type CategoryGuess, guessCategory } from "./guess/guess-category.ts";
import { guessArea, guessDay, guessId } from "./guess/guess-columns.ts";
import { guessCoverage } from "./guess/guess-coverage.ts";
import { guessableKinds, isOutcomesFile, knownFiles } from "./guess/kinds.ts";
import { monthsOf } from "./guess/profile.ts";
import { readHubGeography } from "./hub-geography.ts";
import { openFiles, takeIn } from "./source-files.ts";

/** Files of records whose mapping is to be written. */
export interface DatasetImport {
  readonly kind: string;
  readonly files: readonly string[];
  readonly hub: string;
  /** What the steward decides: NAME=COLUMN. */
  readonly columns: readonly string[];
  readonly delimiter: string | undefined;
  /** Whether a mapping that is there is written over. */
  readonly replace: boolean;
  readonly now: Date;
  readonly progress: Progress;
}

/** What was written, and what it goes by. */
export interface DatasetReport {
  readonly path: string;
  readonly rows: number;
  readonly format: string | undefined;
  readonly choices: readonly Choice[];
  readonly notes: readonly string[];
  readonly codeLists: readonly string[];
}

/**
 * Writes a dataset's mapping from files of an agency: guesses which column is what, tells what each guess goes by, and leaves to do what more than one
 * column would do for. The files are copied into the hub folder. Nothing is published, and no value of the records is told but days and codes.
 * @throws {PipelineError} `COMMAND_INVALID`, `IMPORT_INVALID`, `IMPORT_EMPTY` or `HUB_HAS_PROBLEMS`.
 */
export async function importDataset(asked: DatasetImport): Promise<DatasetReport> {
  const { hub: folder, progress, now } = asked;
  const kind = guessableKinds.find((one) => one.kind === asked.kind);
  if (kind === undefined)
    throw new PipelineError(
      "COMMAND_INVALID",
      `The kinds whose mapping can be guessed are ${guessableKinds.map((one) => one.kind).join(", ")}.`,
    );
  const dataset = kind.kind;
  const path = `datasets/${dataset}.yaml`;
  if (existsSync(join(folder, path)) && !asked.replace)
    throw new PipelineError("COMMAND_INVALID", `${path} is there already, and nothing was written. Say --replace to write it anew.`);
  progress("reading the hub");
  const { spec, geography } = await readHubGeography(folder);
  progress("reading the files");
  const opened = await openFiles(asked.files, {
    timezone: spec.timezone,
    geography,
    delimiter: asked.delimiter,
    numbered: asked.columns.includes("id=file_row"),
  });
  const { workbench, source, profile } = opened;
  try {
    if (dataset !== "crime-outcomes" && isOutcomesFile(source.columns))
      throw new PipelineError(
        "IMPORT_INVALID",
        "This is data.police.uk's file of outcomes: its rows are no records of this kind. Say openbeat import crime-outcomes. What came of each crime last stands in the file of street-level crime too, as Last outcome category.",
      );
    const known = knownFiles.find(({ kind: own, header }) => own === dataset && header.every((name) => source.columns.includes(name)));
    const said = columnsSaid(asked.columns, source.columns);
    const isNumbered = opened.format.numbered === true || known?.numbered === true;
    progress("looking at the columns");
    const id = guessId(profile, said.get("id"), isNumbered);
    const day = await guessDay(workbench, profile, kind.dayNamed, said.get("date"));
    const area = guessArea(profile, geography, said.get("area"));
    const taken = [id, day, area.choice].flatMap((choice) => choice?.column ?? []);
    const categories: (CategoryGuess & { readonly file: string })[] = [];
    const notTaken: string[] = [];
    for (const [at, slot] of kind.categories.entries()) {
      // What is named as a further category is, is none of the first.
      const further = kind.categories.slice(at + 1).flatMap(({ named }) => source.columns.filter((name) => named.test(name)));
      const found = await guessCategory(workbench, profile, slot, said.get(slot.name), [...taken, ...further]);
      const withPersons = profile.columns.filter(
        ({ name, personal }) => slot.named.test(name) && personal > 0 && name !== said.get(slot.name),
      );
      for (const { name, personal } of withPersons)
        notTaken.push(
          `${name} is not taken for ${slot.name}: ${ofRows(personal, profile.rows)} hold what may stand for a person. If none does: --column ${slot.name}=${name}`,
        );
      if (found === undefined && at === 0)
        notTaken.push(`No column looks like ${slot.name}, so the tables are not cut by one. Say --column ${slot.name}=COLUMN.`);
      // A further category is shown only where it is clear which it is.
      if (found === undefined || (at > 0 && found.choice.column === undefined)) continue;
      categories.push({ ...found, file: `${dataset}-${slot.name}` });
      if (found.choice.column !== undefined) taken.push(found.choice.column);
    }
    const ofDay = profile.columns.find(({ name }) => name === day.column);
    const form = ofDay?.days[0]?.form;
    const today = dayIn(now, spec.timezone);
    const coverage =
      form === undefined || ofDay === undefined ? undefined : guessCoverage(await monthsOf(workbench, ofDay.name, form), today);
    const ofId = profile.columns.find(({ name }) => name === id.column);
    const guess: DatasetGuess = {
      ...{ kind, dataset, known, id, day, area, categories, coverage, rows: profile.rows },
      files: takeIn(opened.files, folder, dataset),
      format: { ...opened.format, numbered: isNumbered },
      expected: [
        { code: "ID_MISSING", records: ofId === undefined ? 0 : profile.rows - ofId.filled },
        { code: "ID_DUPLICATE", records: ofId === undefined ? 0 : ofId.filled - ofId.distinct },
        { code: "DATE_INVALID", records: ofDay === undefined ? 0 : profile.rows - (ofDay.days[0]?.rows ?? 0) },
        { code: "OUTSIDE_COVERAGE", records: coverage?.outside ?? 0 },
        { code: "UNKNOWN_AREA", records: area.choice?.column === undefined ? 0 : area.unknown },
        { code: "FILE_WITHOUT_ROWS", records: source.withoutRows.length },
      ],
    };
    const text = datasetYaml(guess, spec, geography.chain(area.level ?? spec.geography.levels[0]?.code ?? ""));
    const codeLists = categories.flatMap(({ lists, file }) =>
      [...lists].map(([column, { codes }]) => ({ path: codeFile(file, lists.size > 1 ? column : undefined), codes })),
    );
    for (const list of codeLists) {
      const [own = "en", ...others] = spec.languages;
      const columns = ["code", "level", "parent", `label_${own}`, ...others.map((language) => `label_${language}`)];
      const rows = list.codes.map(({ code: listed, level, parent, label }) => ({
        code: listed,
        level,
        parent: parent ?? "",
        [`label_${own}`]: label,
      }));
      if (!list.codes.every((one) => code.safeParse(one.code).success))
        throw new PipelineError(
          "IMPORT_INVALID",
          `A column named as a category holds what makes no code, such as a text of signs only: ${list.path}. Name another with --column.`,
        );
      writeWhole(join(folder, list.path), csvText({ columns, rows }));
    }
    writeWhole(join(folder, path), text);
    const choices = [id, day, ...(area.choice === undefined ? [] : [area.choice]), ...categories.map(({ choice }) => choice)];
    return {
      ...{ path, rows: profile.rows, format: known?.title, choices },
      notes: [...notTaken, ...area.because, ...(coverage?.because ?? []), ...(known?.notes ?? [])],
      codeLists: codeLists.map((list) => list.path),
    };
  } finally {
    workbench.close();
  }
}
