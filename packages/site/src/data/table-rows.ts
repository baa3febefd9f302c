import type { ObservationFlag } from "@openbeat/schema/domain";
import type { TableQuery } from "../generated/graphql.ts";
import type { Observation, Row } from "./row.ts";

type TableAnswer = NonNullable<NonNullable<NonNullable<TableQuery["release"]>["dataset"]>["table"]>;

/**
 * The rows of a table that the schema gave column by column.
 * @param areaAt Which of the dimensions is the area. `periodAt`: which is the period. The others are categories, in order.
 * @throws {Error} If a cell that is not available comes with a figure, or one that is available without: neither is ever shown.
 */
export function tableRows(table: TableAnswer, areaAt: number, periodAt: number): readonly Row[] {
  const member = (dimension: number, row: number) => table.dimensions[dimension]?.members[row] ?? "";
  return Array.from({ length: table.rowCount }, (_, at) => ({
    key: table.key[at] ?? "",
    measure: table.measure[at] ?? "",
    area: member(areaAt, at),
    period: member(periodAt, at),
    codes: table.dimensions.flatMap((_, dimension) => (dimension === areaAt || dimension === periodAt ? [] : [member(dimension, at)])),
    observation: observationAt(table, at),
  }));
}

function observationAt(table: TableAnswer, at: number): Observation {
  const status = table.status[at];
  const value = table.value[at] ?? null;
  // Flags stand in one string for each row.
  const flags = (table.flags[at] ?? "").split(/[\s,;|]+/).filter((flag) => flag !== "") as ObservationFlag[];
  const lower = table.lower[at] ?? null;
  const upper = table.upper[at] ?? null;
  const numerator = table.numerator[at] ?? null;
  const denominator = table.denominator[at] ?? null;
  const n = table.n[at] ?? null;
  const nEffective = table.nEffective[at] ?? null;
  if (status === "AVAILABLE") {
    if (value === null || !Number.isFinite(value)) throw new Error("A cell that is available came without a value.");
    return { status, value, flags, lower, upper, numerator, denominator, n, nEffective };
  }
  if (status === undefined || [value, lower, upper, numerator, denominator, n, nEffective].some((figure) => figure !== null)) {
    throw new Error("A cell that is not available came with a figure, or without a status.");
  }
  return { status, flags };
}
