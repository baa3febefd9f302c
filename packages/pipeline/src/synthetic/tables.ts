import type { DuckDBConnection } from "@duckdb/node-api";

type ColumnType = "VARCHAR" | "INTEGER" | "DOUBLE" | "DATE" | "BOOLEAN";
/** A type in brackets is of lists of it. */
type Columns = Readonly<Record<string, ColumnType | readonly [ColumnType]>>;
type Rows<Columns> = readonly Readonly<Record<keyof Columns, unknown>>[];

/** Makes a table of these rows. */
export async function writeTable<const Own extends Columns>(
  connection: DuckDBConnection,
  name: string,
  columns: Own,
  rows: Rows<Own>,
): Promise<void> {
  const shape = JSON.stringify([columns]);
  await connection.run(`CREATE TABLE ${name} AS SELECT row.* FROM (SELECT unnest(from_json($1::JSON, '${shape}')) AS row)`, [
    JSON.stringify(rows),
  ]);
}

/**
 * Makes a table of slots, to be joined by its keys and by `slot`, a number that is drawn. Each column is drawn from by itself: join the
 * table once for each draw.
 * @param lists The type of each list's values; all the lists have the same length.
 */
export async function writeSlots<const Keys extends Columns, const Lists extends Columns>(
  connection: DuckDBConnection,
  name: string,
  keys: Keys,
  lists: Lists,
  rows: Rows<Keys & Lists>,
): Promise<void> {
  const shape = JSON.stringify([{ ...keys, ...Object.fromEntries(Object.entries(lists).map(([list, type]) => [list, [type]])) }]);
  const values = Object.keys(lists).map((list) => `unnest(row.${list}) AS ${list}`);
  const columns = [
    ...Object.keys(keys).map((key) => `row.${key}`),
    `generate_subscripts(row.${Object.keys(lists)[0]}, 1) - 1 AS slot`,
    ...values,
  ];
  await connection.run(
    `CREATE TABLE ${name} AS SELECT ${columns.join(", ")} FROM (SELECT unnest(from_json($1::JSON, '${shape}')) AS row)`,
    [JSON.stringify(rows)],
  );
}
