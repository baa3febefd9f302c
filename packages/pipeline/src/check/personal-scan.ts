import type { Problem } from "../errors.ts";
import type { DatasetPlan } from "../hub/plan.ts";
import { columnsNamed } from "../read/mapping.ts";
import { fillSource } from "../read/source.ts";
import { quoted } from "../read/workbench.ts";
import { type PersonalSign, personalSigns, signSql } from "../records/personal-columns.ts";
import type { ValidRecords } from "../validate/records.ts";

/** What may stand for persons in a column of a dataset's files. */
export interface PersonalFinding {
  readonly dataset: string;
  readonly column: string;
  readonly sign: PersonalSign["name"];
  readonly rows: number;
  /** Whether the select names the column: it goes into figures, if not by itself. */
  readonly isUsed: boolean;
}

/**
 * Looks at every column of a dataset's files for what may stand for persons. No value is told, only where and how often.
 * @returns Besides, the files that could not be looked at: columns that no record has may be damaged without stopping anything.
 */
export async function scanForPersons(
  { workbench, source }: ValidRecords,
  { file }: DatasetPlan,
): Promise<{ readonly findings: readonly PersonalFinding[]; readonly unread: readonly Problem[] }> {
  const { spec } = file;
  const used = new Set((await columnsNamed(workbench, [spec.select])).map((name) => name.toLowerCase()));
  const unread = await fillSource(workbench, source);
  if (unread.length > 0) return { findings: [], unread: unread.map((problem) => ({ ...problem, dataset: spec.dataset })) };
  const findings: PersonalFinding[] = [];
  for (const column of source.columns) {
    // The same text is looked at once, however many rows have it.
    const counts = personalSigns.map((sign) => `coalesce(sum(times) FILTER (${signSql(sign, "value")}), 0)::BIGINT AS ${sign.name}`);
    const [found] = await workbench.rows(
      `SELECT ${counts.join(", ")} FROM (SELECT ${quoted(column)} AS value, count(*)::BIGINT AS times FROM source GROUP BY 1)`,
    );
    for (const { name } of personalSigns) {
      const rows = Number(found?.[name]);
      if (rows > 0) findings.push({ dataset: spec.dataset, column, sign: name, rows, isUsed: used.has(column.toLowerCase()) });
    }
  }
  await workbench.run("DROP TABLE source");
  return { findings, unread };
}

/** What is worth knowing of them, a column at a time. */
export const personalWarnings = (findings: readonly PersonalFinding[], file: string): readonly Problem[] =>
  [...Map.groupBy(findings, ({ column }) => column)].map(([column, own]) => {
    const what = own.map(({ sign }) => personalSigns.find(({ name }) => name === sign)?.what ?? sign);
    const advice = own.some(({ isUsed }) => isUsed)
      ? "The select names it: take from it only what is a code or a day."
      : "No line of the select needs it: leave it out of the export.";
    return {
      ...{ code: "PERSON_IN_COLUMN", file, column, dataset: own[0]?.dataset ?? "" },
      message: `Rows of this column hold what may be ${what.join(", or ")}. ${advice}`,
    };
  });
