import { existsSync } from "node:fs";
import { join } from "node:path";
import { PipelineError } from "../errors.ts";
import { code as codeSchema, identifier } from "../hub/hub-schema.ts";
import { csvText, readCsvRows } from "./csv-rows.ts";
import { writeWhole } from "./files.ts";
import { classLabels, listOf } from "./guess/offence-lists.ts";
import { readHubGeography } from "./hub-geography.ts";

/** A list of categories, such as the offences that an agency uses. */
export interface CodesImport {
  readonly file: string;
  readonly hub: string;
  /** The category that it is of: offence, reason. */
  readonly name: string;
  readonly replace: boolean;
}

export interface CodesReport {
  readonly path: string;
  readonly codes: number;
  readonly levels: readonly string[];
  readonly notes: readonly string[];
}

const roles = {
  code: /^(code|ucr|nibrs|.*[ _]code)$/i,
  label: /label|name|description|title|offense$|offence$/i,
  class: /class|against|group|part$/i,
} as const;

/** The one column of a role; nothing where none or several are named so. */
const only = (columns: readonly string[], pattern: RegExp) => {
  const fitting = columns.filter((name) => pattern.test(name));
  return fitting.length === 1 ? fitting[0] : undefined;
};

/**
 * Writes a code list from an agency's list of categories: its codes, their labels, and the class that each is of. Codes of NIBRS and UCR get the labels of those
 * lists where the file has none, and those of NIBRS their classes.
 * @throws {PipelineError} `COMMAND_INVALID` or `IMPORT_INVALID`; then nothing is written.
 */
export async function importCodes({ file, hub, name, replace }: CodesImport): Promise<CodesReport> {
  if (!identifier.safeParse(name).success)
    throw new PipelineError("COMMAND_INVALID", "--name takes lower-case letters, digits and underscores, such as offence.");
  const path = `codes/${name}.csv`;
  if (existsSync(join(hub, path)) && !replace)
    throw new PipelineError("COMMAND_INVALID", `${path} is there already, and nothing was written. Say --replace to write it anew.`);
  const { spec } = await readHubGeography(hub);
  const { columns, rows } = await readCsvRows(file);
  const codeColumn = only(columns, roles.code);
  if (codeColumn === undefined)
    throw new PipelineError(
      "IMPORT_INVALID",
      `No column, or more than one, is named as a code is. Name one column code, one label and, if there are classes, one class. The file has: ${columns.join(", ")}.`,
    );
  const others = columns.filter((column) => column !== codeColumn);
  const [labelColumn, classColumn] = [only(others, roles.label), only(others, roles.class)];
  const codes = rows.map((row) => (row[codeColumn] ?? "").trim());
  const odd = codes.findIndex((one) => !codeSchema.safeParse(one).success);
  if (odd !== -1)
    throw new PipelineError("IMPORT_INVALID", "A code is not letters, digits, dots, dashes and underscores. Nothing was written.", {
      problems: [
        {
          code: "VALUE_INVALID",
          file,
          row: odd + 2,
          column: codeColumn,
          message: "This is no code. Write it so in the file, and map the records to it in the select.",
        },
      ],
    });
  const twice = codes.findIndex((one, at) => codes.indexOf(one) !== at);
  if (twice !== -1)
    throw new PipelineError("IMPORT_INVALID", "A code is listed twice. Nothing was written.", {
      problems: [{ code: "ID_DUPLICATE", file, row: twice + 2, column: codeColumn, message: "An earlier row has this code. Remove one." }],
    });
  const known = listOf(codes);
  const classOf = (row: (typeof rows)[number], own: string) => {
    const said = classColumn === undefined ? undefined : row[classColumn]?.trim();
    if (said !== undefined && said !== "") return { code: `class-${said.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}`, label: said };
    const listed = known?.offences.get(own)?.class;
    return listed === undefined ? undefined : { code: listed as string, label: classLabels[listed] };
  };
  const entries = rows.map((row, at) => {
    const own = codes[at] ?? "";
    const said = labelColumn === undefined ? undefined : row[labelColumn]?.trim();
    return { own, label: said || known?.offences.get(own)?.label || own, class: classOf(row, own) };
  });
  const hasClasses = entries.every((entry) => entry.class !== undefined);
  const classes = hasClasses
    ? new Map(entries.map((entry) => [entry.class?.code ?? "", entry.class?.label ?? ""]))
    : new Map<string, string>();
  const [language = "en", ...further] = spec.languages;
  const line = (own: string, level: string, parent: string, label: string) => ({ code: own, level, parent, [`label_${language}`]: label });
  const listed = [
    line("ALL", "all", "", "All"),
    ...[...classes].map(([own, label]) => line(own, "class", "ALL", label)),
    ...entries.map((entry) => line(entry.own, "category", hasClasses ? (entry.class?.code ?? "") : "ALL", entry.label)),
  ];
  writeWhole(
    join(hub, path),
    csvText({ columns: ["code", "level", "parent", `label_${language}`, ...further.map((tag) => `label_${tag}`)], rows: listed }),
  );
  return {
    ...{ path, codes: entries.length, levels: hasClasses ? ["category", "class", "all"] : ["category", "all"] },
    notes: [
      `Codes from ${codeColumn}; labels from ${labelColumn ?? (known === undefined ? "the codes, as no column is named as one" : `the list of ${known.name}`)}.`,
      ...(known === undefined ? [] : [`All of them are codes of ${known.name}.`]),
      hasClasses ? `Classes from ${classColumn ?? `the list of ${known?.name}`}.` : "No classes: not every code has one.",
    ],
  };
}
