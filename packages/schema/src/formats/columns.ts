import type { CsvTable } from "./csv.ts";

export type Field = string | number | null;

/** A column of every file of a table: its name, what its fields are, and where they stand in a table. */
export interface Column {
  readonly name: string;
  readonly type: "string" | "number" | "integer";
  of(table: CsvTable): readonly Field[];
}

const text = (name: string, of: Column["of"]): Column => ({ name, type: "string", of });
const number = (name: string, of: Column["of"]): Column => ({ name, type: "number", of });
const integer = (name: string, of: Column["of"]): Column => ({ name, type: "integer", of });

/** The columns of a table, in the order of its files. @param dimensions Codes, in order: each has a column with codes and one with words. */
export const columnsOf = (dimensions: readonly string[]): readonly Column[] => [
  text("measure", ({ measure }) => measure),
  ...dimensions.flatMap((code, at) => [
    text(code, (table) => table.dimensions[at]?.members ?? []),
    text(`${code}_label`, (table) => table.dimensions[at]?.labels ?? []),
  ]),
  number("value", ({ value }) => value),
  text("status", ({ status }) => status),
  text("obs_status", ({ obsStatus }) => obsStatus),
  text("flags", ({ flags }) => flags),
  text("unit", ({ unit }) => unit),
  number("numerator", ({ numerator }) => numerator),
  number("denominator", ({ denominator }) => denominator),
  integer("n", ({ n }) => n),
  integer("n_effective", ({ nEffective }) => nEffective),
  number("lower", ({ lower }) => lower),
  number("upper", ({ upper }) => upper),
  text("release", ({ measure, source }) => measure.map(() => source.release)),
];

const figures = ["value", "numerator", "n", "nEffective", "lower", "upper"] as const;

/**
 * The columns of a table, each with its fields.
 * @throws {Error} If a cell that has no value to show came with a figure: it is written nowhere.
 */
export function fieldsOf(table: CsvTable): readonly (Column & { readonly fields: readonly Field[] })[] {
  for (const [at, status] of table.status.entries()) {
    if (status !== "AVAILABLE" && figures.some((figure) => table[figure][at] != null))
      throw new Error("A cell that is not shown came with a figure. Nothing was written of it.");
  }
  return columnsOf(table.dimensions.map(({ code }) => code)).map((column) => ({ ...column, fields: column.of(table) }));
}
