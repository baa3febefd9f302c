import type { CsvTable } from "./csv.ts";

/** One row of a table as an object: the columns of the CSV, with their own types. */
export type TableRow = Readonly<Record<string, string | number | null>>;

/** The rows of a table as objects. A value that is not shown is null, and `status` says why. */
export function tableRows(table: CsvTable): readonly TableRow[] {
  return table.measure.map((measure, at) => ({
    measure,
    ...Object.fromEntries(
      table.dimensions.flatMap(({ code, members, labels }) => [
        [code, members[at] ?? null],
        [`${code}_label`, labels[at] ?? null],
      ]),
    ),
    value: table.value[at] ?? null,
    status: table.status[at] ?? null,
    obs_status: table.obsStatus[at] ?? null,
    flags: table.flags[at] ?? null,
    unit: table.unit[at] ?? null,
    numerator: table.numerator[at] ?? null,
    denominator: table.denominator[at] ?? null,
    n: table.n[at] ?? null,
    n_effective: table.nEffective[at] ?? null,
    lower: table.lower[at] ?? null,
    upper: table.upper[at] ?? null,
    release: table.source.release,
  }));
}
