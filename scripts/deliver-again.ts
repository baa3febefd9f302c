import { writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { csvText, readCsvRows } from "../packages/pipeline/src/import/csv-rows.ts";

type Row = Readonly<Record<string, string>>;

/**
 * How a file comes a second time. The records that it is about are taken in their order: first those that change, then those withdrawn, and
 * late ones are like the others, in turn.
 */
export interface Delivery {
  readonly id: string;
  readonly among: (row: Row) => boolean;
  /** What a changed record has otherwise. */
  readonly change: Row;
  readonly changed: number;
  readonly withdrawn: number;
  readonly late: number;
}

/** Writes a CSV file of records anew: some with other values, some gone, some more. @throws where it has too few such records. */
export async function deliverAgain(path: string, { id, among, change, changed, withdrawn, late }: Delivery): Promise<string> {
  const { columns, rows } = await readCsvRows(path);
  const those = rows.filter(among);
  const [first, gone, like] = [
    new Set(those.slice(0, changed)),
    new Set(those.slice(changed, changed + withdrawn)),
    those.slice(changed + withdrawn),
  ];
  if (gone.size < withdrawn || like.length === 0)
    throw new Error(`Only ${those.length} records are there to be changed, withdrawn and likened.`);
  const again = [
    ...rows.filter((row) => !gone.has(row)).map((row) => (first.has(row) ? { ...row, ...change } : row)),
    ...Array.from({ length: late }, (_, at): Row => ({ ...like[at % like.length], [id]: `9000${at}` })),
  ];
  const text = csvText({ columns, rows: again });
  writeFileSync(path, path.endsWith(".gz") ? gzipSync(text) : text);
  return `${changed} records changed, ${late} late, ${withdrawn} withdrawn`;
}
