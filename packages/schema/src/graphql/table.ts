import { sdmxObsStatus } from "../domain/index.ts";
import { type Axis, type Cell, type CellPage, cellCursor, cellKey, memberOf } from "../store/index.ts";
import { builder } from "./builder.ts";
import { labelOf } from "./cell.ts";
import { ObservationStatusRef } from "./enums.ts";
import { printed } from "./estimate.ts";
import { type ResultSource, ResultSourceRef } from "./source.ts";
import { words } from "./words.ts";

/** A page of cells, to be told in columns. */
export interface CellTable extends CellPage {
  readonly language: string;
  readonly source: ResultSource;
}

const ColumnRef = builder.objectRef<{ readonly table: CellTable; readonly axis: Axis }>("Column").implement({
  description: "One dimension of a table: the member of every row.",
  fields: (t) => ({
    code: t.string({ description: "Code of the dimension.", resolve: ({ axis }) => axis.dimension.code }),
    level: t.string({ description: "The level it is taken at.", resolve: ({ axis }) => axis.level }),
    members: t.stringList({
      description: "Code of the member of each row.",
      complexity: 1,
      resolve: ({ table, axis }) => table.cells.map((cell) => memberOf(cell, axis)),
    }),
    labels: t.stringList({
      description: "Name of the member of each row.",
      complexity: 1,
      resolve({ table: { cells, selection, language }, axis }) {
        const labels = new Map<string, string>();
        return cells.map((cell) => {
          const member = memberOf(cell, axis);
          const label = labels.get(member) ?? labelOf({ cell, selection }, axis, language);
          labels.set(member, label);
          return label;
        });
      },
    }),
  }),
});

const figures = { nullable: { list: false, items: true }, complexity: 1 } as const;
const column =
  <Value>(value: (cell: Cell) => Value) =>
  ({ cells }: CellTable): Value[] =>
    cells.map(value);

export const TableRef = builder.objectRef<CellTable>("Table").implement({
  description: "Cells in columns: every list has one entry per row, in the order of the rows. Far cheaper than `cells` for many rows.",
  fields: (t) => ({
    rowCount: t.int({ description: "How many rows there are in this answer.", resolve: ({ cells }) => cells.length }),
    truncated: t.boolean({
      description: "Whether there is more: go on with `after: endCursor`.",
      resolve: ({ hasNextPage }) => hasNextPage,
    }),
    endCursor: t.string({
      nullable: true,
      description: "Where the last row stands: pass it as `after` for what follows. Null on an empty table.",
      resolve: ({ selection, cells }) => {
        const last = cells.at(-1);
        return last === undefined ? null : cellCursor(selection, last);
      },
    }),
    key: t.idList({
      description: "Name of each row's cell, the same in every release.",
      complexity: 1,
      resolve: ({ selection, cells }) => cells.map((cell) => cellKey(selection, cell)),
    }),
    measure: t.stringList({ description: "Code of each row's measure.", complexity: 1, resolve: column(({ measure }) => measure.code) }),
    dimensions: t.field({
      type: [ColumnRef],
      description: "The members of each row: one column for each entry of `by`, in that order.",
      complexity: { field: 1, multiplier: 3 },
      resolve: (table) => table.selection.by.map((axis) => ({ table, axis })),
    }),
    value: t.floatList({
      ...figures,
      description: "Value of each row. Null if and only if its status is not AVAILABLE.",
      resolve: column(({ value }) => value),
    }),
    text: t.stringList({
      description: "Value of each row as it is printed, or the mark and words that stand in its place.",
      complexity: 1,
      resolve: ({ cells, language }) => cells.map((cell) => printed(cell, language)),
    }),
    unit: t.stringList({
      description: "What each row's value is counted in.",
      complexity: 1,
      resolve({ cells, language }) {
        const units = new Map<number, string>();
        return cells.map(({ measure }) => {
          const unit = units.get(measure.id) ?? words(measure, measure.unit, language);
          units.set(measure.id, unit);
          return unit;
        });
      },
    }),
    status: t.field({
      type: [ObservationStatusRef],
      description: "Whether each row has a value, and if not, why.",
      complexity: 1,
      resolve: column(({ status }) => status),
    }),
    obsStatus: t.stringList({
      description: "Status and flags of each row as the one letter of the SDMX code list OBS_STATUS.",
      complexity: 1,
      resolve: column(({ status, flags }) => sdmxObsStatus(status, flags)),
    }),
    flags: t.stringList({
      description: "Flags of each row, joined by a semicolon; empty where it has none.",
      complexity: 1,
      resolve: column(({ flags }) => flags.join(";")),
    }),
    lower: t.floatList({ ...figures, description: "Lower end of each row's interval, or null.", resolve: column(({ lower }) => lower) }),
    upper: t.floatList({ ...figures, description: "Upper end of each row's interval, or null.", resolve: column(({ upper }) => upper) }),
    numerator: t.floatList({
      ...figures,
      description: "For rates and the like, what was divided; else null.",
      resolve: column(({ numerator }) => numerator),
    }),
    denominator: t.floatList({
      ...figures,
      description: "For rates and the like, what it was divided by; else null.",
      resolve: column(({ denominator }) => denominator),
    }),
    n: t.intList({
      ...figures,
      description: "For surveys, how many answers each row rests on, rounded; else null.",
      resolve: column(({ n }) => n),
    }),
    nEffective: t.intList({
      ...figures,
      description: "For surveys, how many answers a simple sample of the same precision would need; else null.",
      resolve: column(({ nEffective }) => nEffective),
    }),
    source: t.field({
      type: ResultSourceRef,
      description: "Where these rows come from, and how to cite them.",
      resolve: ({ source }) => source,
    }),
  }),
});
