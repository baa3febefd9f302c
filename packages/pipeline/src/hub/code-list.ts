import type { LocalisedText } from "@openbeat/schema/domain";
import type { Problem } from "../errors.ts";
import { readMapped } from "../geography/areas.ts";
import { personalDataInLabel } from "../records/personal-data.ts";
import type { CodeListSpec } from "./dataset-schema.ts";
import { code as codePattern } from "./hub-schema.ts";
import { standardLists } from "./standard-lists.ts";

export interface CodeEntry {
  readonly code: string;
  readonly level: string;
  readonly parent: string | undefined;
  readonly label: LocalisedText;
  /** Of a band of time: whether what is in it ended, or goes on and was watched for so long. */
  readonly ended?: boolean | undefined;
  /** Of a band of time: its end. The last has none. */
  readonly upTo?: number | undefined;
}

/** The codes that a category may take, and how they roll up. */
export interface CodeList {
  readonly code: string;
  readonly title: LocalisedText;
  /** Finest first. */
  readonly levels: readonly string[];
  readonly codes: ReadonlyMap<string, CodeEntry>;
  /** Codes of a level, in the steward's order. */
  readonly atLevel: (level: string) => readonly CodeEntry[];
  /** The code of a level that this code rolls up to, or itself. */
  readonly ancestor: (code: string, level: string) => string | undefined;
}

/** A list of codes written out, whether by the steward or by Openbeat. */
type FullSpec = CodeListSpec & { readonly levels: string[] };

async function entriesOf(
  folder: string,
  spec: FullSpec,
  languages: readonly string[],
  where: string,
): Promise<{
  readonly entries: readonly CodeEntry[];
  readonly rows: ReadonlyMap<CodeEntry, number>;
  readonly problems: readonly Problem[];
}> {
  const inline = (spec.codes ?? []).map((entry): CodeEntry => ({ ...entry, parent: entry.parent }));
  const rowOf = new Map<CodeEntry, number>();
  if (spec.file === undefined) return { entries: inline, rows: rowOf, problems: [] };
  const select = ["code", "level", "parent", ...languages.map((language) => `label_${language}`)].join(", ");
  const { rows, problems } = await readMapped(folder, spec.file, select, "UTC", where);
  const wrong: Problem[] = [...problems];
  const entries = rows.flatMap(({ row, values: { code, level, parent, ...labels } }): CodeEntry[] => {
    const label = Object.fromEntries(
      languages.flatMap((language) => (labels[`label_${language}`] == null ? [] : [[language, String(labels[`label_${language}`])]])),
    );
    if (code == null || level == null || Object.keys(label).length === 0) {
      wrong.push({ code: "HUB_INVALID", file: spec.file ?? where, row, message: "A code lacks its code, its level or its label." });
      return [];
    }
    if (!codePattern.safeParse(code).success) {
      const message = "A code is not letters, digits, dots, dashes and underscores, beginning with a letter or digit.";
      wrong.push({ code: "HUB_INVALID", file: spec.file ?? where, row, column: "code", message });
      return [];
    }
    const entry: CodeEntry = { code, level, parent: parent ?? undefined, label };
    rowOf.set(entry, row);
    return [entry];
  });
  return { entries: [...inline, ...entries], rows: rowOf, problems: wrong };
}

/** Reads a code list and checks that every code but those of the top level has a parent one level up. */
export async function readCodeList(
  folder: string,
  name: string,
  given: CodeListSpec,
  languages: readonly string[],
  where: string,
): Promise<{ readonly list: CodeList; readonly problems: readonly Problem[] }> {
  const standard = given.standard === undefined ? undefined : standardLists[given.standard];
  const spec: FullSpec = {
    ...given,
    levels: [...(standard?.levels ?? given.levels ?? [])],
    codes: standard === undefined ? given.codes : standard.codes.map((entry) => ({ ...entry, label: { ...entry.label } })),
  };
  const { entries, rows, problems: found } = await entriesOf(folder, spec, languages, where);
  const problems: Problem[] = [...found];
  const codes = new Map(entries.map((entry) => [entry.code, entry]));
  const wrong = (message: string, entry?: CodeEntry) => {
    const row = entry === undefined ? undefined : rows.get(entry);
    // A code from the YAML is named; one from a file is found by its row.
    const which = entry === undefined ? "" : row === undefined ? `the code ${entry.code} ` : "this row's code ";
    const file = row === undefined && entry !== undefined ? where : (spec.file ?? where);
    problems.push({
      code: "HUB_INVALID",
      file,
      ...(row === undefined ? {} : { row }),
      message: `The code list ${name}: ${which}${message}`,
    });
  };
  if (given.standard !== undefined && [given.levels, given.codes, given.file].some((own) => own !== undefined))
    wrong("it is a standard list, and has levels, codes or a file of its own. Give it either.");
  else if (spec.levels.length === 0) wrong("it has no levels. Give it levels, or the name of a standard list.");
  if (codes.size < entries.length) wrong("a code is listed twice.");
  if (entries.length === 0 && found.length === 0) wrong("it has no codes. Give it codes or a file.");
  for (const entry of entries) {
    const { level, parent, label } = entry;
    const found = Object.values(label).flatMap((text) => personalDataInLabel(text) ?? []);
    const row = rows.get(entry);
    if (found.length > 0)
      problems.push({
        ...{
          code: "PERSON_IN_TEXT",
          file: row === undefined ? where : (spec.file ?? where),
          column: "label",
          ...(row === undefined ? {} : { row }),
        },
        message: `A label of the code list ${name} holds what may be ${found[0]}. Labels are published: write it without.`,
      });
    const place = spec.levels.indexOf(level);
    const above = spec.levels[place + 1];
    if (place === -1) wrong("stands on a level that the list does not have.", entry);
    else if (above !== undefined && (parent === undefined || codes.get(parent)?.level !== above))
      wrong(`has no parent of level ${above}.`, entry);
    else if (above === undefined && parent !== undefined) wrong("stands on the top level and has a parent.", entry);
  }
  const ancestor = (code: string, level: string): string | undefined => {
    const entry = codes.get(code);
    if (entry === undefined || entry.level === level) return entry?.code;
    return entry.parent === undefined ? undefined : ancestor(entry.parent, level);
  };
  const atLevel = (level: string) => entries.filter((entry) => entry.level === level);
  return { list: { code: name, title: spec.title, levels: spec.levels, codes, atLevel, ancestor }, problems };
}
