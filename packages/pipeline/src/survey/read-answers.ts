import type { Problem } from "../errors.ts";
import type { Geography } from "../geography/areas.ts";
import type { HubFolder } from "../hub/read-hub.ts";
import { findFiles, type SourceFile } from "../read/files.ts";
import { columnsNamed, readSelect } from "../read/mapping.ts";
import { type OpenSource, openSource } from "../read/source.ts";
import { literal, quoted, Workbench } from "../read/workbench.ts";
import { type Check, type Counted, judge, wrongRecords } from "../validate/records.ts";
import type { PlannedItem, SurveyPlan } from "./plan.ts";

/** The answers of a survey, mapped and valid, in a workbench: the table `answers`. In place of its id each has a fingerprint of it, `print`. */
export interface SurveyAnswers {
  readonly workbench: Workbench;
  /** Whether the file gives weights, strata and clusters. */
  readonly hasWeights: boolean;
  readonly hasStrata: boolean;
  readonly hasClusters: boolean;
  /** Codes of the areas that `area` counts, of the level of the survey. */
  readonly areas: readonly string[];
  readonly read: number;
  readonly used: number;
  readonly leftOut: readonly Counted[];
}

/** What stands for a code that the scale does not have. */
const unknown = 255;
/** What is chosen of a multiple choice, where nothing is. */
const nothingChosen = "none";
/** The place that a multiple choice's "don't know" has among the answers to each of its options: not chosen, chosen, don't know. */
export const optionAnswers = { notChosen: 0, chosen: 1, nonAnswer: 2 } as const;

/** A column of the table `answers` that holds the place of each answer: of an item, or of one option of a multiple choice. */
export interface AnswerColumn {
  readonly column: string;
  readonly item: number;
  /** Place of the option in the scale of a multiple choice; null for other scales. */
  readonly option: number | null;
}

/** The columns of answers, in the order of the items. A multiple choice has one for each option that any wave offered. */
export function answerColumns(items: readonly PlannedItem[]): readonly AnswerColumn[] {
  return items.flatMap(({ wordings }, item): AnswerColumn[] => {
    const asked = wordings.filter((wording) => wording !== null);
    if (asked[0]?.scale.kind !== "multiple") return [{ column: `i${item}`, item, option: null }];
    const options = Math.max(...asked.map(({ scale }) => scale.answers.length));
    return Array.from({ length: options }, (_, option) => ({ column: `i${item}_${option}`, item, option }));
  });
}

const list = (codes: readonly string[]) => `[${codes.map(literal).join(", ")}]`;

/** Waves that ask an item with the same answers. */
function askedAlike({
  wordings,
}: PlannedItem): readonly { readonly waves: readonly number[]; readonly scale: NonNullable<PlannedItem["wordings"][number]>["scale"] }[] {
  const groups = new Map<string, { readonly waves: number[]; readonly scale: NonNullable<PlannedItem["wordings"][number]>["scale"] }>();
  wordings.forEach((wording, wave) => {
    if (wording === null) return;
    const key = JSON.stringify(wording.scale);
    const group = groups.get(key) ?? { waves: [], scale: wording.scale };
    group.waves.push(wave);
    groups.set(key, group);
  });
  return [...groups.values()];
}

/** The place of an answer on the scale of its wave; `unknown` where it has none, or the wave did not ask; NULL where nobody answered. */
function placeOfAnswer(item: PlannedItem, raw: string, option: number | null): string {
  const branches = askedAlike(item).map(({ waves, scale }) => {
    const given = scale.answers.map(({ code }) => code);
    const not = scale.nonAnswers.map(({ code }) => code);
    const when = `WHEN wave IN (${waves.join(", ")}) THEN`;
    if (option === null) return `${when} coalesce(list_position(${list([...given, ...not])}, ${raw}) - 1, ${unknown})`;
    const own = given[option];
    return `${when} CASE WHEN list_contains(${list(not)}, ${raw}) THEN ${optionAnswers.nonAnswer}
      WHEN ${raw} <> ${literal(nothingChosen)} AND NOT list_has_all(${list(given)}, string_split(${raw}, ';')) THEN ${unknown}
      ${own === undefined ? "" : `WHEN list_contains(string_split(${raw}, ';'), ${literal(own)}) THEN ${optionAnswers.chosen}`} ELSE ${optionAnswers.notChosen} END`;
  });
  return `CASE WHEN ${raw} IS NULL THEN NULL ${branches.join(" ")} ELSE ${unknown} END::UTINYINT`;
}

/** Waves in which everybody is asked: there an answer may not be missing. */
const askedOfAll = ({ wordings }: PlannedItem) =>
  wordings.flatMap((wording, wave) => (wording !== null && wording.base === null ? [wave] : []));

function checksOf(plan: SurveyPlan, columns: readonly AnswerColumn[], has: ReadonlySet<string>, hasWeights: boolean): readonly Check[] {
  const design = ["stratum", "cluster"].filter((name) => has.has(name));
  return [
    { code: "ID_MISSING", column: "id", fails: "id IS NULL OR id = ''" },
    { code: "UNKNOWN_WAVE", column: "wave", fails: "wave IS NULL" },
    { code: "UNKNOWN_AREA", column: "area", fails: "area IS NULL" },
    ...plan.groupings.map(({ name }): Check => ({ code: "UNKNOWN_CODE", column: name, fails: `${quoted(name)} = ${unknown}` })),
    ...design.map((column): Check => ({ code: "UNKNOWN_CODE", column, fails: `${quoted(column)} IS NULL` })),
    ...(hasWeights
      ? [{ code: "WEIGHT_INVALID" as const, column: "weight", fails: "weight IS NULL OR NOT isfinite(weight) OR weight <= 0" }]
      : []),
    ...columns.map(({ column, item }): Check => {
      const own = plan.items[item];
      const all = own === undefined ? [] : askedOfAll(own);
      const missing = all.length === 0 ? "" : ` OR (${column} IS NULL AND wave IN (${all.join(", ")}))`;
      return { code: "UNKNOWN_ANSWER", column: own?.code ?? column, fails: `${column} = ${unknown}${missing}` };
    }),
  ];
}

const optional = ["weight", "stratum", "cluster"] as const;

async function mapAnswers(
  workbench: Workbench,
  plan: SurveyPlan,
  source: OpenSource,
  named: readonly string[],
  areas: readonly string[],
): Promise<{ readonly has: ReadonlySet<string>; readonly problems: readonly Problem[] }> {
  const { spec, path } = plan.file;
  const where = { file: path, dataset: spec.survey };
  const { mapped, problems } = await readSelect(workbench, spec.select, source.columns, where);
  const has = new Set(mapped.map(({ name }) => name));
  if (problems.length > 0) return { has, problems };
  const needed = ["id", "wave", "area", ...plan.groupings.map(({ name }) => name), ...plan.items.map(({ code }) => code)];
  if (spec.weighting.method === "supplied") needed.push("weight");
  const lacking = needed.filter((name) => !has.has(name));
  if (lacking.length > 0)
    return {
      has,
      problems: lacking.map((column) => ({
        code: "SELECT_INVALID",
        ...where,
        column,
        message: "The select does not name this column, which the survey needs.",
      })),
    };
  const expressionOf = new Map(mapped.map(({ name, expression }) => [name, expression]));
  const text = (name: string) => `nullif(trim(TRY(CAST(${expressionOf.get(name)} AS VARCHAR))), '')`;
  const raw = [...needed, ...optional.filter((name) => has.has(name))].filter((name, at, all) => all.indexOf(name) === at);
  const columns = answerColumns(plan.items);
  const unread = await source.readInto("mapped_answer", () =>
    workbench.run(`
    CREATE TABLE mapped_answer AS
    WITH raw AS (SELECT ${raw.map((name) => `${text(name)} AS ${quoted(name)}`).join(", ")} FROM (${source.rows(named)})),
    -- A step of its own, so that the place of an answer can ask for the wave.
    placed AS (SELECT * REPLACE ((list_position(${list(plan.waves.map(({ code }) => code))}, wave) - 1)::USMALLINT AS wave) FROM raw)
    SELECT id, wave, (list_position(${list(areas)}, area) - 1)::UINTEGER AS area,
      ${has.has("weight") ? "TRY_CAST(weight AS DOUBLE)" : "NULL::DOUBLE"} AS weight,
      ${has.has("stratum") ? "stratum" : "NULL::VARCHAR"} AS stratum, ${has.has("cluster") ? `"cluster"` : "NULL::VARCHAR"} AS "cluster"
      ${plan.groupings.map(({ name, groups }) => `, CASE WHEN ${quoted(name)} IS NOT NULL THEN coalesce(list_position(${list(groups.map(({ code }) => code))}, ${quoted(name)}) - 1, ${unknown}) END::UTINYINT AS ${quoted(name)}`).join("")}
      ${columns.map(({ column, item, option }) => `, ${placeOfAnswer(plan.items[item] as PlannedItem, quoted(plan.items[item]?.code ?? ""), option)} AS ${column}`).join("")}
    FROM placed`),
  );
  if (unread.length > 0) return { has, problems: unread };
  // A table that was made of rows in their order numbers them so.
  await workbench.run("CREATE VIEW mapped AS SELECT rowid + 1 AS __row, * FROM mapped_answer");
  return { has, problems: [] };
}

/** Reads, maps and checks the answers of a survey. The caller closes the workbench that comes with them. */
export async function readAnswers(
  hub: HubFolder,
  plan: SurveyPlan,
  geography: Geography,
  progress: (what: string) => void,
): Promise<
  | { readonly answers: SurveyAnswers; readonly problems: readonly [] }
  | { readonly answers: undefined; readonly problems: readonly Problem[] }
> {
  const { spec, path } = plan.file;
  const found = findFiles(hub.folder, spec.source.files);
  const named = (problems: readonly Problem[]) => ({
    answers: undefined,
    problems: problems.map((problem) => ({ ...problem, file: problem.file ?? path, dataset: spec.survey })),
  });
  if (found.problems.length > 0) return named(found.problems);
  progress(`${spec.survey}: reading ${found.files.length} file${found.files.length === 1 ? "" : "s"}`);
  const workbench = await Workbench.open(
    found.files.map(({ absolute }) => absolute),
    hub.spec.timezone,
  );
  try {
    const result = await readInto(workbench, found.files, plan, geography);
    if (!("problems" in result)) return { answers: { workbench, ...result }, problems: [] };
    workbench.close();
    return named(result.problems);
  } catch (error) {
    workbench.close();
    throw error;
  }
}

async function readInto(workbench: Workbench, files: readonly SourceFile[], plan: SurveyPlan, geography: Geography) {
  const { spec, path } = plan.file;
  const named = await columnsNamed(workbench, [spec.select]);
  const source = await openSource(workbench, files, spec.source, named);
  const toleratedFiles = spec.tolerate.FILE_WITHOUT_ROWS ?? 0;
  const empty = source.withoutRows.length > toleratedFiles ? source.withoutRows : [];
  if (source.problems.length + empty.length > 0) return { problems: [...source.problems, ...empty] };
  const areas = geography.atLevel(plan.areaLevel).map(({ code }) => code);
  const { has, problems: unmapped } = await mapAnswers(workbench, plan, source, named, areas);
  if (unmapped.length > 0) return { problems: unmapped };
  const columns = answerColumns(plan.items);
  const hasWeights = has.has("weight") && spec.weighting.method !== "none";
  await judge(workbench, checksOf(plan, columns, has, hasWeights));
  const { leftOut, problems } = await wrongRecords(workbench, source, spec.tolerate);
  if (problems.length > 0) return { problems };
  const [counted] = await workbench.rows("SELECT count(*)::INT AS read FROM mapped");
  await workbench.run(
    "CREATE TABLE answers AS SELECT m.* EXCLUDE (id), md5_number_lower(m.id) AS print FROM mapped m WHERE __row NOT IN (SELECT __row FROM judged)",
  );
  // What is not needed any more makes room.
  for (const spent of ["VIEW mapped", "TABLE mapped_answer", "TABLE judged", "TABLE source"]) await workbench.run(`DROP ${spent}`);
  const [total] = await workbench.rows("SELECT count(*)::INT AS used FROM answers");
  const filled = new Set((await workbench.rows("SELECT DISTINCT wave::INT AS wave FROM answers")).map(({ wave }) => Number(wave)));
  const silent = plan.waves.flatMap(({ code }, wave): Problem[] => {
    if (filled.has(wave)) return [];
    const message = `The wave ${code} has no answers. Add its file, or leave the wave out.`;
    return [{ code: "WAVE_WITHOUT_ANSWERS", file: path, message }];
  });
  if (silent.length > 0) return { problems: silent };
  const design = { hasWeights, hasStrata: has.has("stratum"), hasClusters: has.has("cluster") };
  return { ...design, areas, read: Number(counted?.read), used: Number(total?.used), leftOut };
}
