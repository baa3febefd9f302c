import { basename, dirname, extname } from "node:path";
import { PipelineError } from "../errors.ts";
import { readFeatures } from "../geography/areas.ts";
import { findFiles } from "../read/files.ts";
import { addToHub, inYaml } from "./edit-hub.ts";
import { type Choice, many, ofRows, open } from "./guess/choice.ts";
import { guessArea, quotedIfNeeded } from "./guess/guess-columns.ts";
import { readHubGeography } from "./hub-geography.ts";
import { openFiles, takeIn } from "./source-files.ts";

/** A file of residents by area, or of shapes with their residents. */
export interface PopulationImport {
  readonly file: string;
  readonly hub: string;
  /** The level that shapes are given to; the finest with boundaries where left out. */
  readonly level: string | undefined;
  readonly year: string | undefined;
  /** Who counted, and when: told beside every rate. */
  readonly source: string | undefined;
  readonly column: string | undefined;
}

export interface PopulationReport {
  readonly path: string;
  readonly choices: readonly Choice[];
  readonly notes: readonly string[];
}

const looksLikeResidents = (name: string) => /pop|resident|people|persons|inhabitants|total/i.test(name);

function guessResidents(
  columns: readonly { readonly name: string; readonly wholeNumbers: number }[],
  rows: number,
  said: string | undefined,
): Choice {
  const whole = columns.filter(({ wholeNumbers }) => wholeNumbers === rows);
  const fitting = said === undefined ? whole.filter(({ name }) => looksLikeResidents(name)) : columns.filter(({ name }) => name === said);
  const why = ({ name, wholeNumbers }: (typeof columns)[number]) => `${name} is a whole number in ${ofRows(wholeNumbers, rows)}.`;
  const [only, ...others] = fitting;
  return only !== undefined && others.length === 0
    ? { name: "residents", sql: quotedIfNeeded(only.name), column: only.name, because: [why(only)] }
    : open(
        "residents",
        fitting.map(({ name }) => quotedIfNeeded(name)),
        fitting.map(why),
      );
}

/**
 * Adds residents to hub.yaml, from a table with a row an area or from shapes such as census tracts.
 * @throws {PipelineError} `COMMAND_INVALID`, `IMPORT_INVALID`, `IMPORT_EMPTY` or `HUB_HAS_PROBLEMS`.
 */
export async function importPopulation({ file, hub, level: saidLevel, year, source, column }: PopulationImport): Promise<PopulationReport> {
  const { spec, geography } = await readHubGeography(hub);
  const years: Choice =
    year === undefined
      ? open("year", ["'2024'"], ["The year is in no column."])
      : { name: "year", sql: `'${year}'`, column: "", because: ["As you said."] };
  if (year !== undefined && !/^\d{4}$/.test(year)) throw new PipelineError("COMMAND_INVALID", "--year takes a year, such as 2024.");
  const entry = (path: string, choices: readonly Choice[], assigned: string | undefined) => {
    const lines = choices.flatMap(({ name, sql, because }, at) => [
      ...because.map((sentence) => `  -- ${sentence}`),
      `  ${sql === name ? sql : `${sql} AS ${name}`}${at === choices.length - 1 ? "" : ","}`,
    ]);
    addToHub(
      hub,
      ["population"],
      `file: ${inYaml(path)}
select: |
${lines.join("\n")}
${assigned === undefined ? "" : `assign: { level: ${assigned}, method: interior_point } # Each shape, whole, to the area that holds a point inside it.\n`}source: ${inYaml(source ?? "TODO: who counted, and when; told beside every rate")}
`,
    );
    return choices;
  };
  if (/json$/i.test(extname(file))) {
    const { files, problems } = findFiles(dirname(file), basename(file));
    const [found] = files;
    if (found === undefined) throw new PipelineError("IMPORT_INVALID", "The file cannot be read. Nothing was changed.", { problems });
    const features = readFeatures(found);
    if ("code" in features)
      throw new PipelineError("IMPORT_INVALID", "The file cannot be read. Nothing was changed.", { problems: [features] });
    const names = [...new Set(features.flatMap(({ properties }) => Object.keys(properties)))];
    const columns = names.map((name) => ({
      name,
      wholeNumbers: features.filter(({ properties }) => Number.isSafeInteger(properties[name]) && Number(properties[name]) >= 0).length,
    }));
    const residents = guessResidents(columns, features.length, column);
    const level =
      saidLevel ??
      [...geography.levels]
        .reverse()
        .find(({ code }) => geography.atLevel(code).length > 1 && geography.atLevel(code).every(({ boundary }) => boundary !== undefined))
        ?.code;
    if (level === undefined)
      throw new PipelineError(
        "COMMAND_INVALID",
        "No level of the hub has boundaries that shapes could lie in. Bring them in first: openbeat import geography FILE --hub …",
      );
    const path = takeIn([found], hub, "population");
    return {
      path,
      choices: entry(path, [residents, years], level),
      notes: [`${many(features.length)} shapes, each given whole to the ${level} that holds a point inside it.`],
    };
  }
  const opened = await openFiles([file], { timezone: spec.timezone, geography });
  try {
    const { profile } = opened;
    const area = guessArea(profile, geography, undefined);
    if (area.choice === undefined) throw new PipelineError("IMPORT_INVALID", "The file names no areas of the hub. Nothing was changed.");
    const residents = guessResidents(profile.columns, profile.rows, column);
    const inFile =
      year === undefined
        ? profile.columns.find(
            ({ name, wholeNumbers, lowest, highest }) =>
              /year/i.test(name) && wholeNumbers === profile.rows && (lowest ?? 0) > 1900 && (highest ?? 9999) < 2100,
          )
        : undefined;
    const choices = [
      area.choice,
      residents,
      inFile === undefined
        ? years
        : { name: "year", sql: quotedIfNeeded(inFile.name), column: inFile.name, because: [`${inFile.name} is a year in every row.`] },
    ];
    const path = takeIn(opened.files, hub, "population");
    return { path, choices: entry(path, choices, undefined), notes: [] };
  } finally {
    opened.workbench.close();
  }
}
