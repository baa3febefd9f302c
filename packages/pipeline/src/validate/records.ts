import { parsePeriod, periodOf, periodsBetween } from "@openbeat/schema/domain";
import type { Problem, ProblemCode, ToleratedCode } from "../errors.ts";
import type { Geography } from "../geography/areas.ts";
import type { DatasetPlan } from "../hub/plan.ts";
import type { HubFolder } from "../hub/read-hub.ts";
import { isMissing } from "../hub/reporting.ts";
import { findFiles, type SourceFile } from "../read/files.ts";
import { defineMacros } from "../read/macros.ts";
import { columnsNamed, conditionAsSelect, readCondition, readSelect } from "../read/mapping.ts";
import { fillSource, type OpenSource, openSource, type Source } from "../read/source.ts";
import { literal, quoted, Workbench } from "../read/workbench.ts";
import { finestGrain } from "../tabulate/nodes.ts";
import { periodSql } from "../tabulate/tabulate.ts";
import { writeKnown } from "./known.ts";
import { hasPoint, locateRecords } from "./located.ts";

/** How many records a note or a tolerance counted. */
export interface Counted {
  readonly code: string;
  readonly records: number;
}

/** A dataset's records, mapped and valid, in a workbench: the table `records`. */
export interface ValidRecords {
  readonly workbench: Workbench;
  readonly read: number;
  readonly used: number;
  readonly leftOut: readonly Counted[];
  readonly notes: readonly Counted[];
  /** Things to know that stop nothing. */
  readonly warnings: readonly Problem[];
  /** The files that they come from, for who looks at columns that no record has. */
  readonly source: OpenSource;
}

/** How many wrong records are named one by one, of each kind. */
const namedAtMost = 20;

const advice: Partial<Readonly<Record<ProblemCode, string>>> = {
  ID_MISSING: "The record has no id. Map `id` to a column that every record has.",
  ID_DUPLICATE: "An earlier record has the same id. Remove the repeated one, or map `id` to what tells records apart.",
  DATE_INVALID: "The date is missing or is not one. Check the expression of `date` against the file.",
  OUTSIDE_COVERAGE: "The date lies outside the dataset's coverage. Correct the record or the coverage.",
  RECORD_NOT_REPORTED:
    "The record is of an area and period of which the hub says that nothing was reported. Correct the record, or say that the period was reported in part.",
  UNKNOWN_AREA: "The area is missing or is not one of the hub's. Check the mapping, or add the area to the geography.",
  NO_LOCATION:
    "The record has no coordinates, or what stands there is not degrees. Check the columns that `locate` names against the file.",
  OUTSIDE_EVERY_AREA:
    "The record's coordinates lie in no area of this level. Check that latitude and longitude are not exchanged and are in WGS 84, and the boundaries.",
  UNKNOWN_CODE: "The code is missing or is not in the code list. Map it, or add it to the list.",
  PERSON_MISSING: "The record names no person, whom the dataset's protection counts. Map `person` to a column that every record has.",
  VALUE_INVALID: "The value is missing or is not a whole number ≥ 0. Correct the record or the mapping.",
  UNKNOWN_WAVE: "The wave is missing or is none of the survey's. Map `wave` to the code of a wave, such as 2026-Q3, or add the wave.",
  UNKNOWN_ANSWER:
    "The answer is not on the scale of the question, or is missing though the question is asked of everybody, or was given in a wave that did not ask it. Map it to a code of the scale, or list it among its nonAnswers.",
  WEIGHT_INVALID: "The weight is missing, or is not a number above zero. Correct the file: an answer without a weight cannot be counted.",
};

/** Something that a record must be, and the condition in SQL over the mapped columns by which it is not. */
export interface Check {
  readonly code: ProblemCode;
  readonly column: string;
  readonly fails: string;
}

/** Each check in the order in which a record is judged: the first that fails is its problem. */
function checksOf(plan: DatasetPlan, geography: Geography): readonly Check[] {
  const { coverage, locate } = plan.file.spec;
  const { from, to } = coverage;
  return [
    { code: "ID_MISSING", column: "id", fails: "id IS NULL OR id = ''" },
    { code: "DATE_INVALID", column: "date", fails: "date IS NULL" },
    { code: "OUTSIDE_COVERAGE", column: "date", fails: `date NOT BETWEEN DATE ${literal(from)} AND DATE ${literal(to)}` },
    ...(locate === undefined ? [] : [{ code: "NO_LOCATION" as const, column: locate.latitude, fails: `NOT ${hasPoint}` }]),
    ...plan.areaColumns.map(({ column, level }) =>
      locate === undefined
        ? {
            code: "UNKNOWN_AREA" as const,
            column,
            fails: `${quoted(column)} IS NULL OR ${quoted(column)} NOT IN (SELECT code FROM known_area WHERE level = ${literal(level)})`,
          }
        : { code: "OUTSIDE_EVERY_AREA" as const, column, fails: `${quoted(column)} IS NULL` },
    ),
    ...plan.areaColumns.flatMap(({ column, level }) =>
      plan.reporting !== null && geography.chain(level).includes(plan.reporting.level)
        ? [
            {
              code: "RECORD_NOT_REPORTED" as const,
              column: "date",
              fails: `(${quoted(column)}, ${periodSql[plan.reporting.grain]}) IN (SELECT (area, period) FROM not_reported WHERE "column" = ${literal(column)})`,
            },
          ]
        : [],
    ),
    ...[...plan.categories].map(([column, list]) => ({
      code: "UNKNOWN_CODE" as const,
      column,
      fails: `${quoted(column)} IS NULL OR ${quoted(column)} NOT IN (SELECT code FROM known_code WHERE list = ${literal(column)} AND level = ${literal(list.levels[0] ?? "")})`,
    })),
    ...(plan.hasPersons ? [{ code: "PERSON_MISSING" as const, column: "person", fails: "person IS NULL OR person = ''" }] : []),
    ...plan.sums.map(({ column }) => ({
      code: "VALUE_INVALID" as const,
      column,
      fails: `${quoted(column)} IS NULL OR ${quoted(column)} < 0`,
    })),
  ];
}

/** The areas of each mapped column in the periods of which they reported nothing. */
function notReported({ reporting, areaColumns }: DatasetPlan, geography: Geography): readonly (readonly string[])[] {
  if (reporting === null) return [];
  const missing = [...reporting.states].flatMap(([key, state]) => (isMissing(state) ? [key] : []));
  return areaColumns.flatMap(({ column, level }) =>
    geography.chain(level).includes(reporting.level)
      ? geography.atLevel(level).flatMap(({ code }) => {
          const own = `${geography.ancestor(code, reporting.level)} `;
          return missing.flatMap((key) => (key.startsWith(own) ? [[column, code, key.slice(own.length)]] : []));
        })
      : [],
  );
}

/**
 * Reads the rows of `source` into `records`, mapped, and counts those that its notes are of. Makes the view `mapped`: the records, each with its
 * place among the rows (`__row`).
 */
async function mapRecords(
  workbench: Workbench,
  plan: DatasetPlan,
  source: OpenSource,
  named: readonly string[],
  geography: Geography,
): Promise<{ readonly problems: readonly Problem[]; readonly notes: readonly Counted[] }> {
  const { spec, path } = plan.file;
  const { locate } = spec;
  const where = { file: path, row: plan.file.lineOf(["select"]), dataset: spec.dataset };
  const wrong = (problems: readonly Problem[]) => ({ problems, notes: [] });
  const { mapped, problems } = await readSelect(workbench, spec.select, source.columns, where);
  if (problems.length > 0) return wrong(problems);
  const types = new Map<string, string>([
    ["id", "VARCHAR"],
    ["date", "DATE"],
    ...(locate === undefined ? plan.areaColumns.map(({ column }) => [column, "VARCHAR"] as const) : []),
    ...[...plan.categories.keys()].map((column) => [column, "VARCHAR"] as const),
    ...(plan.hasPersons ? [["person", "VARCHAR"] as const] : []),
    ...plan.sums.map(({ column, fractional }) => [column, fractional ? "DECIMAL(18, 2)" : "BIGINT"] as const),
  ]);
  const expressions = new Map(mapped.map(({ name, expression }) => [name, expression]));
  const needed = [...types.keys(), ...(locate === undefined ? [] : [locate.latitude, locate.longitude])];
  const lacking = needed.filter((name) => !expressions.has(name));
  if (lacking.length > 0) {
    const message = "The select does not name this column, which the tables need.";
    return wrong(lacking.map((column) => ({ code: "SELECT_INVALID", ...where, column, message })));
  }
  const list = [...types].map(([name, type]) => {
    // A sum takes whole numbers only: a fraction would be rounded in silence.
    const value = `TRY(CAST(${expressions.get(name)} AS ${type === "BIGINT" ? "DOUBLE" : type}))`;
    return `${type === "BIGINT" ? `CASE WHEN ${value} = floor(${value}) THEN TRY_CAST(${value} AS BIGINT) END` : value} AS ${quoted(name)}`;
  });
  const twice = locate === undefined ? [] : plan.areaColumns.filter(({ column }) => expressions.has(column));
  if (twice.length > 0) {
    const message = "The select names this column, which `locate` gives as well. Leave one of them out.";
    return wrong(twice.map(({ column }) => ({ code: "SELECT_INVALID", ...where, column, message })));
  }
  const conditions = await readNotes(workbench, plan, source.columns);
  if ("problems" in conditions) return wrong(conditions.problems);
  const fields = [...list, ...conditions.map((condition, at) => `TRY(CAST(${condition} AS BOOLEAN)) AS ${noteColumn(at)}`)].join(", ");
  if (locate === undefined) {
    const unread = await source.readInto("records", () =>
      workbench.run(`CREATE TABLE records AS SELECT ${fields} FROM (${source.rows(named)})`),
    );
    if (unread.length > 0) return wrong(unread);
    // A table that was made of rows in their order numbers them so.
    await workbench.run("CREATE VIEW mapped AS SELECT rowid + 1 AS __row, * FROM records");
  } else {
    const unread = await fillSource(workbench, source, named);
    if (unread.length > 0) return wrong(unread);
    // What was checked above is there.
    const point = { latitude: expressions.get(locate.latitude) ?? "NULL", longitude: expressions.get(locate.longitude) ?? "NULL" };
    await locateRecords(workbench, point, plan.areaColumns, geography);
    await workbench.run(`CREATE TABLE records AS SELECT * FROM (SELECT __row, ${fields} FROM source) JOIN located USING (__row)`);
    await workbench.run("CREATE VIEW mapped AS SELECT * FROM records");
    await workbench.run("DROP TABLE located");
  }
  // What is not needed any more makes room.
  await workbench.run("DROP TABLE source");
  return { problems: [], notes: await countNotes(workbench, plan) };
}

/**
 * Judges the records of `mapped`, which has `__row` and `id`: makes `judged`, with the first problem of each that has one.
 * @param checks In the order in which a record is judged.
 */
export async function judge(workbench: Workbench, checks: readonly Check[]): Promise<void> {
  const failed = checks.map(({ fails }, place) => `WHEN ${fails} THEN ${place + 1}`).join(" ");
  const named = (what: (check: Check) => string) => `([${checks.map((check) => literal(what(check))).join(", ")}])[failed]`;
  await workbench.run(`
    CREATE TABLE judged AS SELECT __row, ${named(({ code }) => code)} AS problem, ${named(({ column }) => column)} AS problem_column
    FROM (SELECT __row, CASE ${failed} END AS failed FROM mapped) WHERE failed IS NOT NULL`);
  // Ids are long and there are many: those that may be there twice are found by their hashes, and then compared.
  const right = "__row NOT IN (SELECT __row FROM judged)";
  await workbench.run(`CREATE TABLE repeated AS SELECT hash(id) AS id FROM mapped WHERE ${right} GROUP BY ALL HAVING count(*) > 1`);
  // Of records with the same id the first that is right by itself is kept.
  await workbench.run(`
    INSERT INTO judged SELECT __row, 'ID_DUPLICATE', 'id' FROM mapped WHERE hash(id) IN (SELECT id FROM repeated) AND ${right}
    QUALIFY row_number() OVER (PARTITION BY id ORDER BY __row) > 1`);
  await workbench.run("DROP TABLE repeated");
}

/** Whether it is said that no area reported anything of a period. */
function isKnownEmpty({ reporting }: DatasetPlan, period: string): boolean {
  const { start = "", end = "" } = parsePeriod(period) ?? {};
  const own = reporting === null ? [] : periodsBetween(start, end, reporting.grain).map(({ code }) => ` ${code}`);
  const states = [...(reporting?.states ?? [])].flatMap(([key, state]) => (own.some((code) => key.endsWith(code)) ? [state] : []));
  return states.length > 0 && states.every(isMissing);
}

/** Finest periods of the coverage in which no record falls: their zeros would be true only if nothing was forgotten. */
async function periodsWithout(workbench: Workbench, plan: DatasetPlan): Promise<readonly string[]> {
  const { from, to } = plan.file.spec.coverage;
  const grain = finestGrain(plan);
  const rows = await workbench.rows("SELECT DISTINCT strftime(date, '%Y-%m') AS month FROM records");
  const filled = new Set(rows.map(({ month }) => periodOf(`${String(month)}-01`, grain)));
  return periodsBetween(from, to, grain).flatMap(({ code }) => (filled.has(code) || isKnownEmpty(plan, code) ? [] : [code]));
}

/** What lacks records: the dataset, or periods of it. */
async function lackOfRecords(
  workbench: Workbench,
  plan: DatasetPlan,
  used: number,
): Promise<{ readonly problems: readonly Problem[]; readonly warnings: readonly Problem[] }> {
  const { spec, path: file } = plan.file;
  if (used === 0) {
    const message = "No record of the dataset can be used, so all its figures would be zeros. Check the files, or leave the dataset out.";
    return { problems: [{ code: "DATASET_EMPTY", file, message }], warnings: [] };
  }
  const empty = await periodsWithout(workbench, plan);
  const tolerated = spec.tolerate.PERIOD_WITHOUT_RECORDS ?? 0;
  const shown = [...empty.slice(0, namedAtMost), ...(empty.length > namedAtMost ? ["…"] : [])].join(", ");
  const found: Problem = {
    code: "PERIOD_WITHOUT_RECORDS",
    file,
    message: `No record falls in ${shown}, which the coverage holds. Add the missing file, correct the coverage, or tolerate it if it is true. (${empty.length} of this kind; ${tolerated} tolerated.)`,
  };
  if (empty.length === 0) return { problems: [], warnings: [] };
  return empty.length > tolerated ? { problems: [found], warnings: [] } : { problems: [], warnings: [{ ...found, dataset: spec.dataset }] };
}

/** Reads, maps and checks a dataset's records. The caller closes the workbench that comes with them. */
export async function readRecords(
  hub: HubFolder,
  plan: DatasetPlan,
  geography: Geography,
  progress: (what: string) => void,
): Promise<
  | { readonly records: ValidRecords; readonly problems: readonly [] }
  | { readonly records: undefined; readonly problems: readonly Problem[] }
> {
  const { spec, path } = plan.file;
  const found = findFiles(hub.folder, spec.source.files);
  if (found.problems.length > 0)
    return { records: undefined, problems: found.problems.map((problem) => ({ ...problem, dataset: spec.dataset })) };
  progress(`${spec.dataset}: reading ${found.files.length} file${found.files.length === 1 ? "" : "s"}`);
  const workbench = await Workbench.open(
    found.files.map(({ absolute }) => absolute),
    hub.spec.timezone,
  );
  try {
    const result = await readInto(workbench, found.files, plan, geography, progress);
    if ("problems" in result) {
      workbench.close();
      return {
        records: undefined,
        problems: result.problems.map((problem) => ({ ...problem, file: problem.file ?? path, dataset: spec.dataset })),
      };
    }
    return { records: { workbench, ...result }, problems: [] };
  } catch (error) {
    workbench.close();
    throw error;
  }
}

async function readInto(
  workbench: Workbench,
  files: readonly SourceFile[],
  plan: DatasetPlan,
  geography: Geography,
  progress: (what: string) => void,
) {
  const { spec } = plan.file;
  await defineMacros(workbench, plan.standards, spec.coverage.to);
  const named = await columnsNamed(workbench, [spec.select, ...spec.notes.map((note) => conditionAsSelect(note.where))]);
  const source = await openSource(workbench, files, spec.source, named);
  const toleratedFiles = spec.tolerate.FILE_WITHOUT_ROWS ?? 0;
  const empty = source.withoutRows.length > toleratedFiles ? source.withoutRows : [];
  if (source.problems.length + empty.length > 0) return { problems: [...source.problems, ...empty] };
  await writeKnown(
    workbench,
    "known_area",
    ["level", "code"],
    [...geography.areas.values()].map(({ level, code }) => [level, code]),
  );
  await writeKnown(
    workbench,
    "known_code",
    ["list", "level", "code"],
    [...plan.categories].flatMap(([list, { codes }]) => [...codes.values()].map(({ level, code }) => [list, level, code])),
  );
  await writeKnown(workbench, "not_reported", ["column", "area", "period"], notReported(plan, geography));
  const { notes, problems: unmapped } = await mapRecords(workbench, plan, source, named, geography);
  if (unmapped.length > 0) return { problems: unmapped };
  progress(`${spec.dataset}: checking the records`);
  await judge(workbench, checksOf(plan, geography));
  const { leftOut, problems } = await wrongRecords(workbench, source, spec.tolerate);
  if (problems.length > 0) return { problems };
  const [totals] = await workbench.rows("SELECT (SELECT count(*) FROM mapped)::INT AS read, (SELECT count(*) FROM judged)::INT AS wrong");
  const read = Number(totals?.read);
  const used = read - Number(totals?.wrong);
  const isLocated = spec.locate !== undefined;
  if (used < read) await workbench.run(`DELETE FROM records WHERE ${isLocated ? "__row" : "rowid + 1"} IN (SELECT __row FROM judged)`);
  await workbench.run("DROP VIEW mapped");
  const spent = [...(isLocated ? ["__row", hasPoint] : []), ...spec.notes.map((_, at) => noteColumn(at))];
  for (const column of spent) await workbench.run(`ALTER TABLE records DROP COLUMN ${column}`);
  await workbench.run("DROP TABLE judged");
  const lack = await lackOfRecords(workbench, plan, used);
  if (lack.problems.length > 0) return { problems: lack.problems };
  const warnings = [...source.withoutRows.map((problem): Problem => ({ ...problem, dataset: spec.dataset })), ...lack.warnings];
  return { read, used, leftOut, notes, warnings, source };
}

/** The column of `mapped` that says whether a note is of a record. */
const noteColumn = (at: number) => `__note_${at}`;

/** The conditions of a dataset's notes, as expressions over its rows. */
async function readNotes(
  workbench: Workbench,
  plan: DatasetPlan,
  columns: readonly string[],
): Promise<readonly string[] | { readonly problems: readonly Problem[] }> {
  const { spec, path } = plan.file;
  const conditions: string[] = [];
  for (const note of spec.notes) {
    const { expression, problems } = await readCondition(workbench, note.where, columns, { file: path, dataset: spec.dataset });
    if (expression === undefined) return { problems };
    conditions.push(expression);
  }
  return conditions;
}

async function countNotes(workbench: Workbench, plan: DatasetPlan): Promise<readonly Counted[]> {
  const { notes } = plan.file.spec;
  if (notes.length === 0) return [];
  const counts = notes.map((_, at) => `count(*) FILTER (${noteColumn(at)})::INT AS ${noteColumn(at)}`);
  const [row] = await workbench.rows(`SELECT ${counts.join(", ")} FROM mapped`);
  return notes.map(({ code }, at) => ({ code, records: Number(row?.[noteColumn(at)]) }));
}

/** What `judge` found: how many records are left out for what, and the problems that are not tolerated, each named by file, row and column. */
export async function wrongRecords(
  workbench: Workbench,
  source: Source,
  tolerate: Readonly<Partial<Record<ToleratedCode, number>>>,
): Promise<{ readonly leftOut: readonly Counted[]; readonly problems: readonly Problem[] }> {
  const counts = await workbench.rows("SELECT problem AS code, count(*)::INT AS records FROM judged GROUP BY 1 ORDER BY 1");
  const leftOut = counts.map((row): Counted => ({ code: String(row.code), records: Number(row.records) }));
  const problems: Problem[] = [];
  for (const { code, records } of leftOut) {
    const tolerated = tolerate[code as ToleratedCode] ?? 0;
    if (records > tolerated) problems.push(...(await nameThem(workbench, source, code as ProblemCode, records, tolerated)));
  }
  return { leftOut, problems };
}

/** Names the first records of a kind of problem by file, row and column, and says how many there are. Never what they hold. */
async function nameThem(
  workbench: Workbench,
  source: Source,
  code: ProblemCode,
  records: number,
  tolerated: number,
): Promise<readonly Problem[]> {
  const rows = await workbench.rows(
    `SELECT __row, problem_column AS column FROM judged WHERE problem = ${literal(code)} ORDER BY __row LIMIT ${namedAtMost}`,
  );
  const allowed = tolerated === 0 ? "none is tolerated" : `${tolerated} are tolerated`;
  return rows.map(
    (row): Problem => ({
      code,
      ...source.placeOf(Number(row.__row)),
      column: String(row.column),
      message: `${advice[code] ?? ""} (${records} of this kind; ${allowed}.)`,
    }),
  );
}
