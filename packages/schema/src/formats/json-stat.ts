import { fieldsOf } from "./columns.ts";
import type { CsvTable } from "./csv.ts";

/** A dimension of a cube: its members in the order in which they are to stand. */
export interface JsonStatDimension {
  readonly code: string;
  readonly title: string;
  readonly role: "geo" | "time" | "metric" | undefined;
  readonly members: readonly {
    readonly code: string;
    readonly label: string;
    /** What a measure is counted in, and with how many decimals it is printed. */
    readonly unit?: { readonly label: string; readonly decimals: number };
  }[];
}

/** What a cube, or a collection of them, says of itself. */
export interface JsonStatWords {
  readonly label: string;
  readonly source: string;
  /** ISO 8601 instant. */
  readonly updated: string;
  readonly note?: readonly string[];
  /** What has no place in the standard. */
  readonly extension?: Readonly<Record<string, unknown>>;
}

type Sparse<Value> = Readonly<Record<string, Value>>;

/** Cells that have something, by their place; as an array where most have. The standard knows both forms. */
function packed<Value>(cells: ReadonlyMap<number, Value>, size: number): readonly (Value | null)[] | Sparse<Value> {
  if (cells.size * 2 > size) return Array.from({ length: size }, (_, at) => cells.get(at) ?? null);
  return sparse(cells);
}
const sparse = <Value>(cells: ReadonlyMap<number, Value>): Sparse<Value> =>
  Object.fromEntries([...cells].sort(([a], [b]) => a - b).map(([at, value]) => [String(at), value]));

/** Columns that stand beside the value: in `extension.figures`, by the place of their cell. */
const beside = ["numerator", "denominator", "n", "n_effective", "lower", "upper"] as const;

/**
 * One published combination as a cube of JSON-stat 2. A cell that is not shown is null in `value` and has its letter in `status`; a cell that
 * is in neither was not published. `status` leaves out A, the letter of an ordinary figure.
 * @param table The cells of the cube, in any order. @param dimensions Those of the table behind that of its measures, which is first.
 * @throws {Error} If a member is unknown, or two rows are of one cell.
 * @see JSON-stat 2.0; `status` by the SDMX code list OBS_STATUS.
 */
export function jsonStatCube(table: CsvTable, dimensions: readonly JsonStatDimension[], words: JsonStatWords): object {
  const size = dimensions.map(({ members }) => members.length);
  const places = dimensions.map(({ members }) => new Map(members.map(({ code }, at) => [code, at])));
  const cells = size.reduce((product, one) => product * one, 1);
  const members = [table.measure, ...table.dimensions.map((dimension) => dimension.members)];
  const columns = new Map(fieldsOf(table).map(({ name, fields }) => [name, fields]));
  const where = table.measure.map((_, row) =>
    places.reduce((at, place, dimension) => {
      const member = place.get(members[dimension]?.[row] ?? "");
      if (member === undefined) throw new Error("A cell has a member that its dimension does not know.");
      return at * place.size + member;
    }, 0),
  );
  if (new Set(where).size !== where.length) throw new Error("Two rows are of one cell.");
  const cellsOf = (name: string, isTold: (field: unknown) => boolean = (field) => field !== null) => {
    const fields = columns.get(name) ?? [];
    return new Map(where.flatMap((at, row) => (isTold(fields[row]) ? [[at, fields[row] ?? null] as const] : [])));
  };
  const status = cellsOf("obs_status", (letter) => letter !== "A");
  const flags = cellsOf("flags", (text) => text !== "");
  const figures = beside.map((name) => [name, cellsOf(name)] as const).filter(([, own]) => own.size > 0);
  const role = (wanted: JsonStatDimension["role"]) => dimensions.filter((one) => one.role === wanted).map(({ code }) => code);
  return {
    version: "2.0",
    class: "dataset",
    ...words,
    id: dimensions.map(({ code }) => code),
    size,
    role: { time: role("time"), geo: role("geo"), metric: role("metric") },
    dimension: Object.fromEntries(dimensions.map((dimension) => [dimension.code, dimensionOf(dimension)])),
    value: packed(cellsOf("value"), cells),
    ...(status.size === 0 ? {} : { status: sparse(status) }),
    extension: {
      ...words.extension,
      ...(flags.size === 0 ? {} : { flags: sparse(flags) }),
      ...(figures.length === 0 ? {} : { figures: Object.fromEntries(figures.map(([name, own]) => [name, packed(own, cells)])) }),
    },
  };
}

function dimensionOf({ title, members }: JsonStatDimension): object {
  const units = members.flatMap(({ code, unit }) => (unit === undefined ? [] : [[code, unit]]));
  return {
    label: title,
    category: {
      index: members.map(({ code }) => code),
      label: Object.fromEntries(members.map(({ code, label }) => [code, label])),
      ...(units.length === 0 ? {} : { unit: Object.fromEntries(units) }),
    },
  };
}

/** Cubes of one table as a collection of JSON-stat 2, each whole in its place. */
export const jsonStatCollection = (cubes: readonly object[], words: JsonStatWords): object => ({
  version: "2.0",
  class: "collection",
  ...words,
  link: { item: cubes },
});
