import { quoted, type Workbench } from "../read/workbench.ts";

/** Writes small lists of codes into the workbench. */
export async function writeKnown(
  workbench: Workbench,
  name: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): Promise<void> {
  const fields = columns.map((column, place) => `json_extract_string(j, '$[${place}]') AS ${quoted(column)}`);
  await workbench.run(`CREATE TABLE ${name} AS SELECT ${fields.join(", ")} FROM (SELECT unnest(json_extract($1::JSON, '$[*]')) AS j)`, [
    JSON.stringify(rows),
  ]);
}
