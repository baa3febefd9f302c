import { quoted, type Workbench } from "../../read/workbench.ts";
import { wordsAsCode } from "./area-codes.ts";
import { type Choice, many, ofRows, open } from "./choice.ts";
import type { CategorySlot } from "./kinds.ts";
import { classLabels, listOf } from "./offence-lists.ts";
import type { ColumnProfile, Profile } from "./profile.ts";

/** A code of a list that was made from a column. */
export interface ListedCode {
  readonly code: string;
  readonly level: string;
  readonly parent: string | undefined;
  readonly label: string;
}

/** A category of the mapping, and the code list that was made for it. */
export interface CategoryGuess {
  readonly slot: CategorySlot;
  readonly choice: Choice;
  /** Code lists by the column they are of: one where it was decided, one for each candidate otherwise. */
  readonly lists: ReadonlyMap<string, { readonly levels: readonly string[]; readonly codes: readonly ListedCode[] }>;
}

const mostCodes = 150;
const plainCode = "^[A-Za-z0-9][A-Za-z0-9._-]*$";
const notStated = "NOT-STATED";

/** Whether a column may hold categories: few values, short ones, no days, no person. */
const mayBe = ({ rows }: Profile, { distinct, filled, longest, days, personal }: ColumnProfile) =>
  distinct >= 2 &&
  distinct <= Math.min(mostCodes, rows / 4) &&
  filled >= 0.5 * rows &&
  longest <= 80 &&
  days.length === 0 &&
  personal === 0;

/** The columns that fit a category, and what its code list would be. */
export async function guessCategory(
  workbench: Workbench,
  profile: Profile,
  slot: CategorySlot,
  said: string | undefined,
  taken: readonly string[],
): Promise<CategoryGuess | undefined> {
  const { rows, columns } = profile;
  const fitting =
    said === undefined
      ? columns.filter((column) => slot.named.test(column.name) && !taken.includes(column.name) && mayBe(profile, column))
      : columns.filter(({ name }) => name === said);
  if (fitting.length === 0) return undefined;
  const lists: [string, { levels: readonly string[]; codes: readonly ListedCode[] }][] = [];
  const why: string[] = [];
  const sqls: string[] = [];
  for (const { name, distinct, filled } of fitting) {
    const { sql, codes, levels, rare, listed } = await codesOf(workbench, name, filled < rows, slot);
    lists.push([name, { levels, codes }]);
    sqls.push(sql);
    why.push(
      `${name} has ${many(distinct)} different values in ${ofRows(filled, rows)}${filled < rows ? `; the empty ones become ${notStated}` : ""}.${listed === undefined ? "" : ` All of them are codes of ${listed}.`}${rare === 0 ? "" : ` ${many(rare)} of them stand in fewer than five rows each.`}`,
    );
  }
  const [only, ...others] = fitting;
  const choice =
    only !== undefined && others.length === 0
      ? { name: slot.name, sql: sqls[0] ?? "", column: only.name, because: why }
      : open(slot.name, sqls, why);
  return { slot, choice, lists: new Map(lists) };
}

async function codesOf(workbench: Workbench, name: string, hasEmpty: boolean, slot: CategorySlot) {
  const text = `nullif(trim(${quoted(name)}), '')`;
  const [plain] = await workbench.rows(
    `SELECT coalesce(bool_and(regexp_matches(${text}, '${plainCode}')), true) AS plain FROM source WHERE ${text} IS NOT NULL`,
  );
  const code = plain?.plain === true ? `trim(${quoted(name)})` : wordsAsCode(name);
  const found = await workbench.rows(`
    SELECT code, arg_max(label, rows) AS label, sum(rows)::BIGINT AS rows FROM
      (SELECT ${code} AS code, ${text} AS label, count(*) AS rows FROM source WHERE ${text} IS NOT NULL GROUP BY 1, 2) GROUP BY 1 ORDER BY rows DESC, code`);
  const values = found.map((row) => ({ code: String(row.code), label: String(row.label), rows: Number(row.rows) }));
  const listed = listOf(values.map((one) => one.code));
  const hasClasses = listed !== undefined && [...listed.offences.values()].every((offence) => offence.class !== undefined);
  const all = "ALL";
  const entries = values.map((value): ListedCode => {
    const known = listed?.offences.get(value.code);
    return { code: value.code, level: "category", parent: hasClasses ? known?.class : all, label: known?.label ?? value.label };
  });
  const classes = hasClasses
    ? [...new Set(entries.map(({ parent }) => parent as keyof typeof classLabels))].map(
        (own): ListedCode => ({ code: own, level: "class", parent: all, label: classLabels[own] }),
      )
    : [];
  const empty: readonly ListedCode[] = hasEmpty
    ? [
        ...(hasClasses ? [{ code: "not-stated", level: "class", parent: all, label: "Not stated" }] : []),
        { code: notStated, level: "category", parent: hasClasses ? "not-stated" : all, label: "Not stated" },
      ]
    : [];
  return {
    sql: hasEmpty ? `coalesce(nullif(${code}, ''), '${notStated}')` : code,
    levels: hasClasses ? ["category", "class", "all"] : ["category", "all"],
    codes: [{ code: all, level: "all", parent: undefined, label: slot.all }, ...classes, ...entries, ...empty],
    rare: values.filter(({ rows }) => rows < 5).length,
    listed: listed?.name,
  };
}
