import type { Queryable, Row } from "@openbeat/database";
import type { AttackedTable } from "@openbeat/disclosure";
import { parsePeriod, periodsBetween } from "@openbeat/schema/domain";

/** The public figures of one measure of a dataset, as whoever attacks them sees them, and what its policy promised. */
export interface PublicTable {
  readonly dataset: string;
  readonly measure: string;
  readonly width: number;
  readonly table: Omit<AttackedTable, "seconds">;
}

interface Hierarchy {
  /** The node itself and all above it, by code. */
  readonly line: (code: string) => readonly string[];
  readonly levelOf: (code: string) => string;
}

function hierarchyOf(rows: readonly Row[]): Hierarchy {
  const nodes = new Map(
    rows.map(({ code, parent, level }) => [String(code), { parent: parent == null ? undefined : String(parent), level: String(level) }]),
  );
  const line = (code: string): readonly string[] => {
    const parent = nodes.get(code)?.parent;
    return parent === undefined ? [code] : [code, ...line(parent)];
  };
  return { line, levelOf: (code) => nodes.get(code)?.level ?? "" };
}

const periodsIn = (code: string, grain: "month" | "quarter" | "year"): readonly string[] => {
  const period = parsePeriod(code);
  return period === undefined ? [] : periodsBetween(period.start, period.end, grain).map((part) => part.code);
};

/** One axis of the attack: its leaves, and the leaves of every published node. */
interface Axis {
  readonly leafCount: number;
  readonly leavesOf: (code: string) => readonly number[];
}

/** The axis of codes that roll up: leaves are combinations of the finest published codes of lines that do not nest in one another. */
function axisOf(codes: readonly string[], { line, levelOf }: Hierarchy): Axis {
  const above = new Set(codes.flatMap((code) => line(code).slice(1).map(levelOf)));
  const finest = [...new Set(codes.map(levelOf))].filter((level) => !above.has(level));
  // Where two lines do not nest (beats and council districts), the public does not know which of their areas overlap: all may.
  const leaves = finest.reduce<readonly (readonly string[])[]>(
    (combinations, level) =>
      combinations.flatMap((codesSoFar) => codes.filter((code) => levelOf(code) === level).map((code) => [...codesSoFar, code])),
    [[]],
  );
  const known = new Map<string, number[]>();
  for (const [leaf, parts] of leaves.entries())
    for (const code of new Set(parts.flatMap(line))) known.set(code, [...(known.get(code) ?? []), leaf]);
  return { leafCount: leaves.length, leavesOf: (code) => known.get(code) ?? [] };
}

function periodAxis(codes: readonly string[]): Axis {
  const grain =
    (["month", "quarter", "year"] as const).find((wanted) => codes.some((code) => parsePeriod(code)?.grain === wanted)) ?? "year";
  const leaves = new Map([...new Set(codes.flatMap((code) => periodsIn(code, grain)))].sort().map((code, place) => [code, place]));
  return { leafCount: leaves.size, leavesOf: (code) => periodsIn(code, grain).flatMap((part) => leaves.get(part) ?? []) };
}

const cellsQuery = `
  SELECT d.code AS dataset, m.code AS measure, t.id AS table_id, (t.policy->>'width')::int AS width, a.code AS area, p.code AS period, to_json(o.codes)::text AS codes,
    o.value, o.status::text AS status
  FROM observation o JOIN published_table t ON t.id = o.table_id JOIN dataset d ON d.id = t.dataset_id JOIN measure m ON m.id = o.measure_id
    JOIN area a ON a.id = o.area_id JOIN period p ON p.id = o.period_id JOIN release r ON r.id = t.release_id
  WHERE r.version = $1 AND t.policy->>'method' = 'suppress' AND m.kind IN ('COUNT', 'SUM') ORDER BY o.table_id, o.seq`;

/**
 * Reads the protected figures of a release from the public store alone.
 * @param store Opened as reader: nothing but what everybody may read is used.
 */
export async function readPublicTables(store: Queryable, version: string): Promise<readonly PublicTable[]> {
  const areas = hierarchyOf(
    await store.query(
      "SELECT a.code, p.code AS parent, l.code AS level FROM area a JOIN geography_level l ON l.id = a.level_id JOIN release r ON r.id = a.release_id LEFT JOIN area p ON p.id = a.parent_id WHERE r.version = $1",
      [version],
    ),
  );
  const codeRows = await store.query(
    "SELECT c.code, p.code AS parent, c.level, l.code AS list FROM code c JOIN code_list l ON l.id = c.code_list_id JOIN release r ON r.id = l.release_id LEFT JOIN code p ON p.id = c.parent_id WHERE r.version = $1",
    [version],
  );
  const dimensionRows = await store.query(
    "SELECT d.table_id, d.code, l.code AS list FROM dimension d JOIN published_table t ON t.id = d.table_id JOIN release r ON r.id = t.release_id LEFT JOIN code_list l ON l.id = d.code_list_id WHERE r.version = $1 AND d.kind = 'category' ORDER BY d.table_id, d.position",
    [version],
  );
  const groups = new Map<string, Row[]>();
  for (const row of await store.query(cellsQuery, [version])) {
    const key = `${String(row.dataset)} ${String(row.measure)}`;
    const group = groups.get(key) ?? [];
    group.push(row);
    groups.set(key, group);
  }
  return [...groups.values()].map((rows) => attackedTable(rows, areas, codeRows, dimensionRows));
}

function attackedTable(rows: readonly Row[], areas: Hierarchy, codeRows: readonly Row[], dimensionRows: readonly Row[]): PublicTable {
  const [first] = rows;
  const tables = new Set(rows.map(({ table_id: table }) => table));
  const ownDimensions = dimensionRows.filter(({ table_id: table }) => tables.has(table));
  const names = [...new Set(ownDimensions.map(({ code }) => String(code)))];
  const codesOf = rows.map(({ codes }) => JSON.parse(String(codes)) as string[]);
  /** The code of a category in a row; none where its table does not have the category. */
  const placeIn = new Map(
    [...tables].map((table) => [table, ownDimensions.filter((row) => row.table_id === table).map(({ code }) => String(code))]),
  );
  const codeIn = (row: number, name: string): string | undefined => codesOf[row]?.[(placeIn.get(rows[row]?.table_id) ?? []).indexOf(name)];
  const categories = names.map((name) => {
    const list = ownDimensions.find(({ code }) => code === name)?.list;
    const hierarchy = hierarchyOf(codeRows.filter((row) => row.list === list));
    return axisOf([...new Set(rows.flatMap((_, row) => codeIn(row, name) ?? []))], hierarchy);
  });
  const area = axisOf([...new Set(rows.map((row) => String(row.area)))], areas);
  const period = periodAxis([...new Set(rows.map((row) => String(row.period)))]);
  const axes = [area, period, ...categories];
  const columns = rows.map((row, place) => {
    const leaves = [
      area.leavesOf(String(row.area)),
      period.leavesOf(String(row.period)),
      ...categories.map((axis, at) => {
        const code = codeIn(place, names[at] ?? "");
        return code === undefined ? Array.from({ length: axis.leafCount }, (_, leaf) => leaf) : axis.leavesOf(code);
      }),
    ];
    return leaves.reduce<readonly number[]>(
      (atoms, own, axis) => atoms.flatMap((atom) => own.map((leaf) => atom * (axes[axis]?.leafCount ?? 1) + leaf)),
      [0],
    );
  });
  return {
    dataset: String(first?.dataset),
    measure: String(first?.measure),
    width: Number(first?.width),
    table: withoutZeros({
      atomCount: axes.reduce((product, { leafCount }) => product * leafCount, 1),
      columns,
      values: rows.map(({ value }) => (value == null ? 0 : Number(value))),
      suppressed: rows.flatMap(({ status }, place) => (status === "SUPPRESSED" ? [place] : [])),
      least: 1,
    }),
  };
}

/** Leaves out the atoms of cells that are shown as zero: they are known, and a smaller attack is a faster one. */
function withoutZeros(table: PublicTable["table"]): PublicTable["table"] {
  const hidden = new Set(table.suppressed);
  const isZero = new Uint8Array(table.atomCount);
  table.columns.forEach((atoms, cell) => {
    if (!hidden.has(cell) && table.values[cell] === 0) for (const atom of atoms) isZero[atom] = 1;
  });
  const renumbered = new Map<number, number>();
  for (let atom = 0; atom < table.atomCount; atom++) if (isZero[atom] === 0) renumbered.set(atom, renumbered.size);
  return {
    ...table,
    atomCount: renumbered.size,
    columns: table.columns.map((atoms) => atoms.flatMap((atom) => renumbered.get(atom) ?? [])),
  };
}
