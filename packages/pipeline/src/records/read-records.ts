import { existsSync, globSync } from "node:fs";
import { basename, join } from "node:path";
import { measureByCode, surveyMeasureCatalogue } from "@openbeat/schema/domain";
import { type Field, publicKinds, type RecordKind } from "@openbeat/standard";
import type { Problem, ProblemCode } from "../errors.ts";
import type { Geography } from "../geography/areas.ts";
import type { HubFolder } from "../hub/read-hub.ts";
import { findFiles } from "../read/files.ts";
import { readSource } from "../read/source.ts";
import { quoted, Workbench } from "../read/workbench.ts";
import { amiss } from "./complete.ts";
import { backwards, notYet } from "./order.ts";
import type { PublicRecord, PublicRecords, RecordValue } from "./record.ts";
import { readValue } from "./value.ts";

/** Where the curated public records of a hub stand, one CSV file for each kind of the standard. */
const folderName = "records";

/** A record, and the row of its file. */
interface PlacedRecord {
  readonly record: PublicRecord;
  readonly file: string;
  readonly row: number;
}

/** A column of a file: the field it fills, and in which language where it is words. */
interface Column {
  readonly name: string;
  readonly field: Field;
  readonly language: string | undefined;
}

type Wrong = (code: ProblemCode, message: string, place?: { readonly row?: number; readonly column?: string }) => void;

/** What a file's columns are: those of the kind, words in further languages, and the agency's own, which are left alone. */
function columnsOf(kind: RecordKind, header: readonly string[], languages: readonly string[], wrong: Wrong): readonly Column[] {
  const [own = "en", ...others] = languages;
  const columns: Column[] = [];
  for (const name of header) {
    if (name.startsWith("x_")) continue;
    const field = kind.fields.find((one) => one.name === name);
    const twin = others.find((language) => name.endsWith(`_${language}`));
    const base = twin === undefined ? undefined : kind.fields.find((one) => one.type === "text" && `${one.name}_${twin}` === name);
    const found = field ?? base;
    if (found === undefined)
      // Where the file has no header, what stands in its place is a record: it is not repeated.
      wrong(
        "COLUMN_UNKNOWN",
        `What the header says of column ${header.indexOf(name) + 1} is no column of this kind in the standard, nor words in a language of the hub. Check that the file has a header; name a column of your own x_….`,
        { row: 1 },
      );
    else if (found.use !== "published")
      wrong(
        "COLUMN_NOT_PUBLIC",
        "What stands in this column is counted and protected, or stays inside: it is no part of a public record. Remove it.",
        {
          column: name,
          row: 1,
        },
      );
    else columns.push({ name, field: found, language: found.type === "text" ? (field === undefined ? twin : own) : undefined });
  }
  for (const { name, required, use } of kind.fields)
    if (required && use === "published" && !header.includes(name))
      wrong("COLUMN_MISSING", "Every record of this kind has this column. Add it.", { column: name, row: 1 });
  return columns;
}

function readRow(
  kind: RecordKind,
  columns: readonly Column[],
  row: Readonly<Record<string, string | null>>,
  wrong: (code: ProblemCode, message: string, column: string) => void,
): PublicRecord | undefined {
  const values: Record<string, RecordValue> = Object.fromEntries(
    kind.fields.filter(({ use }) => use === "published").map(({ name }) => [name, null]),
  );
  let isWhole = true;
  const fail: typeof wrong = (...what) => {
    isWhole = false;
    wrong(...what);
  };
  for (const { name, field, language } of columns) {
    const text = row[name]?.trim() ?? "";
    if (text === "") {
      if (field.required && name === field.name) fail("VALUE_INVALID", "Every record of this kind has a value here.", name);
      continue;
    }
    const read = readValue(field, text);
    if (!("value" in read)) fail(read.code, read.message, name);
    else if (language === undefined) values[field.name] = read.value;
    else values[field.name] = { ...(values[field.name] as object | null), [language]: String(read.value) };
  }
  for (const { name, field } of columns)
    if (field.type === "text" && values[field.name] !== null && (row[field.name]?.trim() ?? "") === "" && name !== field.name)
      fail("VALUE_INVALID", "These words are given in another language and not in the hub's own. Write them there too.", field.name);
  if (!isWhole) return undefined;
  const areas = [values.area, values.areas, ...Object.entries(values).flatMap(([name, value]) => (name.endsWith("_areas") ? [value] : []))];
  return {
    kind: kind.name,
    code: kind.key.map((name) => keyText(values[name], columns.find((column) => column.name === name)?.language)).join("/"),
    areas: [...new Set(areas.flatMap((value) => (Array.isArray(value) ? value : typeof value === "string" ? [value] : [])))].sort(),
    values,
  };
}

/** The text of a column of the key: of words those in the hub's own language. */
const keyText = (value: RecordValue | undefined, language: string | undefined): string =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (Object.entries(value).find(([tag]) => tag === language)?.[1] ?? "")
    : String(value);

/** Everything of one kind in a hub folder. */
async function readKind(hub: HubFolder, kind: RecordKind, problems: Problem[]): Promise<readonly PlacedRecord[]> {
  const path = `${folderName}/${kind.name}.csv`;
  const { files, problems: unfound } = findFiles(hub.folder, path);
  problems.push(...unfound);
  const [file] = files;
  if (file === undefined) return [];
  const wrong: Wrong = (code, message, place = {}) => problems.push({ code, file: file.path, ...place, message });
  const workbench = await Workbench.open([file.absolute], hub.spec.timezone);
  try {
    const source = await readSource(workbench, [file], { format: "csv" }, []);
    problems.push(...source.problems);
    if (source.problems.length > 0) return [];
    const before = problems.length;
    const columns = columnsOf(kind, source.columns, hub.spec.languages, wrong);
    if (problems.length > before) return [];
    const names = columns.map(({ name }) => quoted(name)).join(", ");
    const rows = await workbench.rows(`SELECT __row, ${names} FROM source ORDER BY __row`);
    return rows.flatMap((found): PlacedRecord[] => {
      const { row } = source.placeOf(Number(found.__row));
      const texts = Object.fromEntries(columns.map(({ name }) => [name, found[name] == null ? null : String(found[name])]));
      const record = readRow(kind, columns, texts, (code, message, column) => wrong(code, message, { row, column }));
      return record === undefined ? [] : [{ record, file: file.path, row }];
    });
  } finally {
    workbench.close();
  }
}

const isMeasure = (measure: string) => measureByCode(measure) !== undefined || surveyMeasureCatalogue.some(({ code }) => code === measure);

/** What no record can be checked for by itself: codes that are there twice, areas, other records it refers to, days. */
function* checkTogether(
  kind: RecordKind,
  records: readonly PlacedRecord[],
  geography: Geography,
  today: string,
  codesOf: (kind: string) => ReadonlySet<string> | undefined,
): Generator<Problem> {
  const seen = new Set<string>();
  for (const { record, file, row } of records) {
    const problem = (code: ProblemCode, column: string, message: string): Problem => ({ code, file, row, column, message });
    if (seen.has(record.code))
      yield problem(
        "RECORD_DUPLICATE",
        kind.key[0] ?? "",
        "An earlier row is of the same record. Remove one, or give it a key of its own.",
      );
    seen.add(record.code);
    for (const { name, refersTo } of kind.fields) {
      const value = record.values[name];
      const named = Array.isArray(value) ? (value as readonly string[]) : typeof value === "string" ? [value] : [];
      if ((name === "area" || name.endsWith("areas")) && named.some((code) => !geography.areas.has(code)))
        yield problem("UNKNOWN_AREA", name, "The area is not one of the hub's. Check the code.");
      const others = refersTo === undefined ? undefined : codesOf(refersTo);
      if (others !== undefined && named.some((code) => !others.has(code)))
        yield problem(
          "RECORD_UNKNOWN",
          name,
          `There is no such record in ${folderName}/${refersTo}.csv. Add it there, or mend the name here.`,
        );
    }
    for (const { earlier, later } of backwards(record))
      yield problem("DATE_INVALID", later, `It lies before ${earlier}. One of the two is wrong.`);
    for (const { column, by, isMissing } of amiss(record))
      yield problem(
        "VALUE_INVALID",
        column,
        isMissing
          ? `With this ${by} it is not empty. Write it, or mend the ${by}.`
          : `With this ${by} it is empty. Remove it, or mend the ${by}.`,
      );
    if (kind.name === "goals" && !isMeasure(String(record.values.measure)))
      yield problem(
        "UNKNOWN_CODE",
        "measure",
        "There is no such measure in the catalogue. Take the code of one that the hub publishes: docs/measures.md.",
      );
    for (const column of notYet(record, today)) yield problem("DATE_INVALID", column, "It tells of what happened, and lies ahead.");
  }
}

/**
 * Reads the curated public records of a hub folder: `records/KIND.csv`, one file for each kind of the standard. They are published as they stand, so
 * every one must be right: nothing is tolerated.
 * @param today ISO 8601 day where the agency is.
 */
export async function readPublicRecords(
  hub: HubFolder,
  geography: Geography,
  today: string,
): Promise<{ readonly records: PublicRecords; readonly problems: readonly Problem[] }> {
  const problems: Problem[] = [];
  const placed = new Map<string, readonly PlacedRecord[]>();
  const folder = join(hub.folder, folderName);
  const found = existsSync(folder) ? globSync("**/*", { cwd: folder }).sort() : [];
  for (const name of found) {
    const kind = publicKinds.find((one) => name === `${one.name}.csv`);
    if (kind === undefined && !basename(name).startsWith("."))
      problems.push({
        code: "RECORD_KIND_UNKNOWN",
        file: `${folderName}/${name}`,
        message: `The folder ${folderName} holds one CSV file for each kind of public record, named as in docs/standard: ${publicKinds.map((one) => `${one.name}.csv`).join(", ")}. Rename this file or move it out.`,
      });
    if (kind !== undefined) placed.set(kind.name, await readKind(hub, kind, problems));
  }
  // Of a kind whose file is not right nothing is said by others: its own problems come first.
  const faulty = new Set(problems.map(({ file }) => file));
  const codes = new Map(
    publicKinds.flatMap(({ name }) =>
      faulty.has(`${folderName}/${name}.csv`) ? [] : [[name, new Set((placed.get(name) ?? []).map(({ record }) => record.code))] as const],
    ),
  );
  for (const kind of publicKinds)
    problems.push(...checkTogether(kind, placed.get(kind.name) ?? [], geography, today, (other) => codes.get(other)));
  const records = new Map(
    publicKinds.flatMap(({ name }) => {
      const list = placed.get(name) ?? [];
      return list.length === 0 ? [] : [[name, list.map(({ record }) => record)] as const];
    }),
  );
  return { records, problems };
}
