import type { Cube, CubeDimension } from "@openbeat/disclosure";
import { PipelineError } from "../errors.ts";
import type { Geography } from "../geography/areas.ts";
import type { LeafedDimension } from "../history/already-said.ts";
import { everything, finestCodes } from "../history/write-past.ts";
import { type DatasetPlan, product, type TablePlan } from "../hub/plan.ts";
import { nodesOf } from "../tabulate/nodes.ts";
import { type Atoms, columnFor, keySum, rollUp } from "../tabulate/tabulate.ts";

/** A dimension of a cube, with the leaf of each atom along it. */
export interface CountedDimension extends LeafedDimension {
  readonly leafOf: Int32Array;
}

/**
 * The dimensions of a cube over some tables, and the leaf of each atom along each.
 * @param leavesOf Which leaves there are: those that some record has; all combinations of codes, so that they tell nothing of the records; or those
 * that are known to be possible: every code of a dimension of one column, and, of areas that stand in several lines, the combinations that some
 * record has, since others may overlap nowhere.
 * @throws {PipelineError} `UNPROTECTABLE` where a node could hold none of the leaves that are known to be possible.
 */
export function cubeDimensions(
  plan: DatasetPlan,
  geography: Geography,
  tables: readonly TablePlan[],
  atoms: Atoms,
  leavesOf: "records" | "codes" | "possible" = "records",
): readonly CountedDimension[] {
  const codes = [...new Set(tables.flatMap(({ dimensions }) => dimensions.map(({ code }) => code)))];
  return codes.map((code) => {
    const columns = code === "area" ? plan.areaColumns.map(({ column }) => column) : [code];
    const atomCodes = columns.map((column) => atoms.codes[atoms.keys.indexOf(column)] ?? []);
    const leaves = new Map<string, number>();
    const leafKeys: (readonly (string | null)[])[] = [];
    const leafFor = (parts: readonly (string | null)[]): number => {
      const key = JSON.stringify(parts);
      let leaf = leaves.get(key);
      if (leaf === undefined) {
        leaf = leaves.size;
        leaves.set(key, leaf);
        leafKeys.push(parts);
      }
      return leaf;
    };
    if (leavesOf === "codes" || (leavesOf === "possible" && columns.length === 1))
      for (const parts of product(columns.map((column) => finestCodes(plan, geography, column)))) leafFor(parts);
    const leafOf = Int32Array.from(atoms.codes[0] ?? [], (_, atom) => leafFor(atomCodes.map((column) => column[atom] ?? null)));
    const used = tables.flatMap(({ dimensions }) => dimensions.find((dimension) => dimension.code === code)?.levels ?? []);
    const levels = [...new Set([...used, everything])];
    // A node that no record fell into keeps a leaf of its own, which is empty: its zero is one more published figure.
    const extra = (): number => leafKeys.push([]) - 1;
    const built = levels.map((level) => {
      if (level === everything) return { level, nodes: [{ code: everything, leaves: [] as number[] }] };
      const nodes = nodesOf(plan, geography, code, level).map((node) => ({ code: node.code, leaves: [] as number[] }));
      const place = new Map(nodes.map((node) => [node.code, node]));
      const column = columns.indexOf(columnFor(plan, geography, code, level));
      leafKeys.slice(0, leaves.size).forEach((parts, leaf) => {
        const finest = parts[column];
        const above = finest == null ? undefined : rollUp(plan, geography, code, level, finest);
        if (above !== undefined) place.get(above)?.leaves.push(leaf);
      });
      for (const node of nodes) {
        if (node.leaves.length > 0) continue;
        if (leavesOf === "possible") throw placeless(code, level);
        node.leaves.push(extra());
      }
      return { level, nodes };
    });
    for (const { level, nodes } of built) if (level === everything) nodes[0]?.leaves.push(...leafKeys.keys());
    const dimension: CubeDimension = {
      code,
      leafCount: leafKeys.length,
      levels: built.map(({ level, nodes }) => ({ code: level, nodes })),
    };
    return { dimension, leafOf, columns, leafKeys };
  });
}

/** Where what a node could hold is not known, neither is what its zeros tell. */
const placeless = (dimension: string, level: string) =>
  new PipelineError(
    "UNPROTECTABLE",
    `Zeros are sensitive, and of some ${level} of ${dimension} it is not known where its records would lie: no record ever fell into it. So its zeros cannot be hidden: leave the level out, or merge it with one that has records.`,
  );

/** The levels of a table's grouping in the order of a cube's dimensions; everything where the table lacks a dimension. */
export const levelsIn = (dimensions: readonly CountedDimension[], table: TablePlan, levels: readonly string[]): readonly string[] =>
  dimensions.map(({ dimension }) => levels[table.dimensions.findIndex(({ code }) => code === dimension.code)] ?? everything);

/** The atoms of some dimensions, with their counts and, where records have keys, the sums of those. */
export function atomsOf(dimensions: readonly CountedDimension[], atoms: Atoms, summand: string): Cube["atoms"] {
  const values = atoms.values.get(summand) ?? new Float64Array();
  const keys = atoms.values.get(keySum);
  const merged = new Map<number, number>();
  const mergedKeys = new Map<number, number>();
  values.forEach((value, atom) => {
    let index = 0;
    for (const { dimension, leafOf } of dimensions) index = index * dimension.leafCount + (leafOf[atom] ?? 0);
    merged.set(index, (merged.get(index) ?? 0) + value);
    mergedKeys.set(index, ((mergedKeys.get(index) ?? 0) + (keys?.[atom] ?? 0)) % 2 ** 32);
  });
  return {
    index: Float64Array.from(merged.keys()),
    count: Float64Array.from(merged.values()),
    ...(keys === undefined ? {} : { key: Float64Array.from(mergedKeys.values()) }),
  };
}

/** Every grouping of some tables, over their common atoms. */
export function cubeOf(tables: readonly TablePlan[], dimensions: readonly CountedDimension[], atoms: Atoms, summand: string): Cube {
  return {
    dimensions: dimensions.map(({ dimension }) => dimension),
    atoms: atomsOf(dimensions, atoms, summand),
    groupings: tables.flatMap((table) => table.groupings.map((levels) => levelsIn(dimensions, table, levels))),
  };
}

/** With the number of all records, which is told beside the tables, and so is known to whoever attacks them. */
export const withTotal = (cube: Cube): Cube => ({ ...cube, groupings: [...cube.groupings, cube.dimensions.map(() => everything)] });
