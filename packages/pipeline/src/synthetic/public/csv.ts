const field = (value: string) => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

/** A CSV file as in RFC 4180, but with line feeds: its header is the first row's names. */
export function csv<Row extends Readonly<Record<string, string>>>(columns: readonly (keyof Row & string)[], rows: readonly Row[]): string {
  return [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ""))].map((row) => `${row.map(field).join(",")}\n`).join("");
}
