import type { Problem } from "../errors.ts";
import type { DatasetPlan } from "../hub/plan.ts";
import type { HubFolder } from "../hub/read-hub.ts";
import { findFiles } from "../read/files.ts";
import { columnsNamed } from "../read/mapping.ts";
import { readSource } from "../read/source.ts";
import { quoted, Workbench } from "../read/workbench.ts";
import { type PersonalSign, personalSigns, signSql } from "../records/personal-columns.ts";

/** What may stand for persons in a column of a dataset's files. */
export interface PersonalFinding {
  readonly dataset: string;
  readonly column: string;
  readonly sign: PersonalSign["name"];
  readonly rows: number;
  /** Whether the select names the column: it goes into figures, if not by itself. */
  readonly isUsed: boolean;
}

/** Looks at every column of a dataset's files for what may stand for persons. No value is told, only where and how often. */
export async function scanForPersons(hub: HubFolder, { file }: DatasetPlan): Promise<readonly PersonalFinding[]> {
  const { spec } = file;
  const { files } = findFiles(hub.folder, spec.source.files);
  const workbench = await Workbench.open(
    files.map(({ absolute }) => absolute),
    hub.spec.timezone,
  );
  try {
    const used = new Set((await columnsNamed(workbench, [spec.select])).map((name) => name.toLowerCase()));
    const source = await readSource(workbench, files, spec.source, []);
    if (source.problems.length > 0) return [];
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
    return findings;
  } finally {
    workbench.close();
  }
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
