import type { Geography } from "../../geography/areas.ts";
import { literal, quoted, type Workbench } from "../../read/workbench.ts";
import { personalSql } from "../../records/personal-columns.ts";
import { writeKnown } from "../../validate/known.ts";
import { type AreaForm, areaForms, levelsToMatch } from "./area-codes.ts";
import { type DayForm, dayForms, dayOf, isOfForm } from "./days.ts";

/** How many rows write the code of an area of a level in a form. */
export interface AreaMatch {
  readonly level: string;
  readonly form: AreaForm;
  readonly rows: number;
}

/** What a column holds, as far as it may be told: counts, never values. */
export interface ColumnProfile {
  readonly name: string;
  /** Rows with anything in them. */
  readonly filled: number;
  readonly distinct: number;
  /** Longest text. */
  readonly longest: number;
  readonly wholeNumbers: number;
  /** Rows with a decimal number, and its bounds. */
  readonly decimals: number;
  readonly lowest: number | null;
  readonly highest: number | null;
  /** Rows with what may stand for a person: an address, a number, a name after a title. */
  readonly personal: number;
  /** Every form of day in which most of its rows are written; two where day and month cannot be told apart. */
  readonly days: readonly { readonly form: DayForm; readonly rows: number }[];
  /** The best form for each level of the hub. */
  readonly areas: readonly AreaMatch[];
}

/** A file, or several of one kind, as it was found. */
export interface Profile {
  readonly rows: number;
  readonly columns: readonly ColumnProfile[];
}

const number = (value: unknown) => (value == null ? 0 : Number(value));

/**
 * Looks at every column of `source`.
 * @param geography The hub's areas: columns that write their codes are found.
 */
export async function profileSource(workbench: Workbench, names: readonly string[], geography: Geography): Promise<Profile> {
  const [total] = await workbench.rows("SELECT count(*)::BIGINT AS rows FROM source");
  const rows = number(total?.rows);
  const levels = levelsToMatch(geography);
  for (const [at, level] of levels.entries())
    await writeKnown(
      workbench,
      `level_${at}`,
      ["code"],
      geography.atLevel(level).map(({ code }) => [code]),
    );
  const columns: ColumnProfile[] = [];
  for (const name of names) columns.push(await profileColumn(workbench, name, levels, geography));
  for (const at of levels.keys()) await workbench.run(`DROP TABLE level_${at}`);
  return { rows, columns };
}

/** Days and codes are short; anything longer is a shape, a hash or a story. */
const longestCode = 80;

/** What is asked of a column is asked of each different value once, with how many rows have it: the table `held`, with `value` and `times`. */
async function profileColumn(workbench: Workbench, name: string, levels: readonly string[], geography: Geography): Promise<ColumnProfile> {
  await workbench.run(
    `CREATE OR REPLACE TABLE held AS SELECT nullif(trim(${quoted(name)}), '') AS value, count(*)::BIGINT AS times FROM source GROUP BY 1`,
  );
  const times = (condition: string) => `coalesce(sum(times) FILTER (${condition}), 0)::BIGINT`;
  const decimal = "TRY_CAST(value AS DOUBLE)";
  const looks = dayForms.map(({ pattern }, at) => `${times(`regexp_matches(value, ${literal(pattern)})`)} AS day_${at}`);
  const [found] = await workbench.rows(`
    SELECT ${times("value IS NOT NULL")} AS filled, count(value)::BIGINT AS distinct_values, max(length(value))::BIGINT AS longest,
      ${times("regexp_matches(value, '^[0-9]{1,15}$')")} AS whole_numbers, ${times(`${decimal} IS NOT NULL`)} AS decimals,
      min(${decimal}) AS lowest, max(${decimal}) AS highest, ${times(personalSql("value"))} AS personal, ${looks.join(", ")}
    FROM held`);
  const [filled, longest] = [number(found?.filled), number(found?.longest)];
  const isMost = (rows: number) => filled > 0 && rows >= 0.9 * filled;
  const days: { form: DayForm; rows: number }[] = [];
  // A text that looks like a day is tried only where most do: to try each of all forms takes long.
  for (const form of dayForms.filter((_, at) => isMost(number(found?.[`day_${at}`])))) {
    const [parsed] = await workbench.rows(`SELECT ${times(isOfForm(form, "value"))} AS rows FROM held`);
    if (isMost(number(parsed?.rows))) days.push({ form, rows: number(parsed?.rows) });
  }
  const areas: AreaMatch[] = [];
  for (const [at, level] of (longest > longestCode ? [] : levels).entries()) {
    const forms = areaForms(geography.atLevel(level).map(({ code }) => code));
    const counts = forms.map((form, place) => `${times(`${form.sql("value")} IN (SELECT code FROM level_${at})`)} AS form_${place}`);
    const [matched] = await workbench.rows(`SELECT ${counts.join(", ")} FROM held`);
    const all = forms.map((form, place) => ({ level, form, rows: number(matched?.[`form_${place}`]) }));
    const best = all.reduce((a, b) => (b.rows > a.rows ? b : a));
    if (best.rows > 0) areas.push(best);
  }
  return {
    ...{ name, filled, longest, days, areas, distinct: number(found?.distinct_values) },
    ...{ wholeNumbers: number(found?.whole_numbers), decimals: number(found?.decimals), personal: number(found?.personal) },
    lowest: found?.lowest == null ? null : Number(found.lowest),
    highest: found?.highest == null ? null : Number(found.highest),
  };
}

/** First and last day of a column's days, and how many rows lie in each month. */
export async function monthsOf(
  workbench: Workbench,
  name: string,
  form: DayForm,
): Promise<readonly { readonly month: string; readonly first: string; readonly last: string; readonly rows: number }[]> {
  const rows = await workbench.rows(`
    SELECT strftime(day, '%Y-%m') AS month, min(day)::VARCHAR AS first, max(day)::VARCHAR AS last, count(*)::BIGINT AS rows
    FROM (SELECT ${dayOf(form, name)} AS day FROM source) WHERE day IS NOT NULL GROUP BY 1 ORDER BY 1`);
  return rows.map((row) => ({ month: String(row.month), first: String(row.first), last: String(row.last), rows: number(row.rows) }));
}
