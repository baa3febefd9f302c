import type { HubSpec } from "../hub/hub-schema.ts";
import type { SourceFormat } from "../read/source.ts";
import { inYaml, wordsInYaml } from "./edit-hub.ts";
import { type Choice, many } from "./guess/choice.ts";
import type { CategoryGuess } from "./guess/guess-category.ts";
import type { AreaGuess } from "./guess/guess-columns.ts";
import type { CoverageGuess } from "./guess/guess-coverage.ts";
import type { GuessableKind } from "./guess/kinds.ts";

/** Everything that was found out about some files, for their dataset's YAML. */
export interface DatasetGuess {
  readonly kind: GuessableKind;
  readonly dataset: string;
  readonly files: string;
  readonly format: SourceFormat;
  readonly rows: number;
  /** What is known of the format, where it is a known one. */
  readonly known: { readonly title: string; readonly notes: readonly string[] } | undefined;
  readonly id: Choice;
  readonly day: Choice;
  readonly area: AreaGuess;
  readonly categories: readonly (CategoryGuess & { readonly file: string })[];
  readonly coverage: CoverageGuess | undefined;
  /** How many records each problem would be found in, by what was decided. */
  readonly expected: readonly { readonly code: string; readonly records: number }[];
}

const because = (sentences: readonly string[], indent: string, sign = "--") =>
  sentences.map((sentence) => `${indent}${sign} ${sentence}\n`).join("");

function selectLines({ id, day, area, categories }: DatasetGuess): string {
  const choices = [id, day, ...(area.choice === undefined ? [] : [area.choice]), ...categories.map(({ choice }) => choice)];
  const mapped = choices.map(({ name, sql, because: why }) => ({ why, line: sql === name ? sql : `${sql} AS ${name}` }));
  const points =
    area.locate === undefined
      ? []
      : [`"${area.locate.latitude}" AS latitude`, `"${area.locate.longitude}" AS longitude`].map((line) => ({ why: [], line }));
  return [...mapped, ...points]
    .map(({ why, line }, at, all) => `${because(why, "  ")}  ${line}${at === all.length - 1 ? "" : ","}\n`)
    .join("");
}

function codesBlock({ categories }: DatasetGuess, languages: readonly string[]): string {
  if (categories.length === 0) return "";
  const lists = categories.map(({ slot, choice, lists: found, file }) => {
    const [[, first] = ["", { levels: ["category", "all"], codes: [] }]] = [...found];
    const files = [...found.keys()].map((column) => codeFile(file, found.size > 1 ? column : undefined));
    const named = choice.column === undefined ? inYaml(`TODO: ${files.join(" or ")}`) : files[0];
    return `  ${slot.name}:
    title: ${wordsInYaml(languages, slot.title)}
    levels: [${first.levels.join(", ")}] # Finest first.
    file: ${named} # Made from the values of the file. Read it: its codes and labels are published.
`;
  });
  return `codes:\n${lists.join("")}`;
}

/** Where a code list stands. @param column Where several columns would do, the one it is of. */
export const codeFile = (file: string, column: string | undefined): string =>
  column === undefined ? `codes/${file}.csv` : `codes/${file}-${column.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}.csv`;

function tablesBlock(guess: DatasetGuess, hub: HubSpec, chain: readonly string[]): string {
  const { kind, dataset, categories } = guess;
  const levels = hub.geography.levels;
  const nameOf = (code: string) => levels.find((level) => level.code === code)?.name[hub.languages[0] ?? "en"] ?? code;
  const [first, ...others] = categories;
  const finest = chain[0] ?? "";
  const measures = (hasRate: boolean) =>
    `[${kind.count}${hasRate && kind.rate !== undefined && hub.population.length > 0 ? `, ${kind.rate}` : ""}]`;
  const table = (name: string, title: string, dimensions: string, own: string, policy: string) => `  - name: ${name}
    title: ${wordsInYaml(hub.languages, title)}
    dimensions: { ${dimensions} }
    measures: ${own}
    policy: ${policy}
`;
  const top = chain.at(-1) ?? finest;
  const cut = first === undefined ? "" : `, ${first.slot.name}: [${[...first.lists.values()][0]?.levels.join(", ")}]`;
  const whole = first === undefined ? "" : `, ${first.slot.name}: [all]`;
  const tables = [
    table(
      `${dataset}-by-${finest}`,
      `${kind.title} by ${nameOf(finest)}`,
      `area: [${chain.join(", ")}], period: [quarter, year]${cut}`,
      measures(true),
      "&people { method: suppress, threshold: 5, width: 5 }",
    ),
    table(
      `${dataset}-by-month`,
      `${kind.title} by month`,
      `area: [${chain.join(", ")}], period: [month]${whole}`,
      measures(true),
      "*people",
    ),
    ...others
      .filter(({ choice }) => choice.column !== undefined)
      .map(({ slot }) =>
        table(
          `${dataset}-by-${slot.name}`,
          `${kind.title} by ${slot.title.toLowerCase()}`,
          `area: [${top}], period: [year], ${slot.name}: [category]`,
          `[${kind.count}]`,
          "*people",
        ),
      ),
  ];
  return `# Which tables are published, and how they are protected: that is yours to decide (docs/policy.md). This is a beginning: counts of fewer than
# five are hidden, and with them what would tell them.
tables:
${tables.join("")}`;
}

/** The YAML of a dataset, in which every guess is told by a comment and everything undecided is a TODO. @param chain Levels, from that of the records up. */
export function datasetYaml(guess: DatasetGuess, hub: HubSpec, chain: readonly string[]): string {
  const { kind, dataset, files, format, rows, known, area, coverage, expected } = guess;
  const { languages } = hub;
  const described = [
    `  files: ${inYaml(files)}`,
    `  format: ${format.format}`,
    ...(format.delimiter === undefined ? [] : [`  delimiter: ${JSON.stringify(format.delimiter)}`]),
    ...(format.numbered === true
      ? ["  numbered: true # Gives every row file_row: its file and its place in it. Rows of a file must then stay in their places."]
      : []),
  ];
  const tolerated = expected.filter(({ records }) => records > 0);
  return `# Written by \`openbeat import ${kind.kind}\` from ${many(rows)} rows${known === undefined ? "" : `: ${known.title}`}. What each line goes by stands above it.
${because(known?.notes ?? [], "", "#")}dataset: ${dataset}
theme: ${kind.theme}
title: ${wordsInYaml(languages, kind.title)}
description: ${wordsInYaml(languages, `TODO: what these ${kind.records} are and what they are not, in a sentence for residents`)}
source:
${described.join("\n")}

# What becomes of the file's columns, in SQL (DuckDB). Every column is text. What is not named here never leaves the agency.
select: |
${selectLines(guess)}${area.locate === undefined ? "" : `${because(area.because, "", "#")}locate: { latitude: latitude, longitude: longitude, level: ${area.locate.level} }\n`}${area.level === undefined || area.locate !== undefined ? "" : `areaLevel: ${area.level}\n`}
${because(coverage?.because ?? ["The days are not decided: see the TODO of date."], "", "#")}coverage: ${coverage === undefined ? '{ from: "TODO: the first day that the records cover, such as 2025-01-01", to: "TODO: the last day" }' : `{ from: ${coverage.from}, to: ${coverage.to} }`}
${
  tolerated.length === 0
    ? ""
    : `# By the lines above so many records will be refused. Mend them or the mapping; or, where they may be left out, counted and told, take these signs away:
# tolerate:
${tolerated.map(({ code, records }) => `#   ${code}: ${records}\n`).join("")}`
}${codesBlock(guess, languages)}
${tablesBlock(guess, hub, chain)}`.replaceAll(/\n{3,}/g, "\n\n");
}
