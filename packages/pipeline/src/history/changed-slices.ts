import type { Geography } from "../geography/areas.ts";
import type { DatasetPlan, TablePlan } from "../hub/plan.ts";
import { nodesOf } from "../tabulate/nodes.ts";
import { columnFor, rollUp } from "../tabulate/tabulate.ts";

/** The codes of a change, by mapped column. */
type Codes = ReadonlyMap<string, string>;

/** Which cells of one table, or slices between areas of two, a change lies in. */
export type Cut = (codes: Codes) => readonly string[];

const everything = "*";

/** The cells of each grouping of each table. */
export const cellsOfTables = (plan: DatasetPlan, geography: Geography): readonly Cut[] =>
  plan.tables.flatMap((table) =>
    table.groupings.map(
      (levels): Cut =>
        (codes) => [table.dimensions.map(({ code }, place) => nodeOf(plan, geography, code, levels[place] ?? "", codes)).join("\u0000")],
    ),
  );

/**
 * What readers subtract where areas stand in lines that do not nest: what a node has beyond the nodes of the other line within it, and what the
 * nodes around it have beyond it. A change of it is known from theirs, though it is no cell.
 * @param atoms Where there were records, in any of the releases.
 */
export function slicesOfTables(plan: DatasetPlan, geography: Geography, atoms: readonly Codes[]): readonly Cut[] {
  const lined = plan.tables.flatMap((table) =>
    table.groupings.map((levels) => ({ table, levels, column: columnFor(plan, geography, "area", levels[0] ?? "") })),
  );
  const cuts = new Map<string, Cut>();
  for (const one of lined)
    for (const other of lined) {
      if (one.column === other.column) continue;
      const [level = "", otherLevel = ""] = [one.levels[0], other.levels[0]];
      const rest = commonLevels(plan, geography, one, other);
      const key = JSON.stringify([level, otherLevel, ...rest]);
      if (cuts.has(key)) continue;
      const leafOf = (codes: Codes) => JSON.stringify([codes.get(one.column), codes.get(other.column)]);
      const slices = slicesBetween(
        atoms.map((codes) => ({
          leaf: leafOf(codes),
          node: nodeOf(plan, geography, "area", level, codes),
          other: nodeOf(plan, geography, "area", otherLevel, codes),
        })),
      );
      cuts.set(key, (codes) => {
        const place = rest.map(([dimension, own]) => nodeOf(plan, geography, dimension, own, codes)).join("\u0000");
        return (slices.get(leafOf(codes)) ?? []).map((slice) => `${slice}\u0000${place}`);
      });
    }
  return [...cuts.values()];
}

/** The slices that each leaf lies in, by number. */
function slicesBetween(atoms: readonly { readonly leaf: string; readonly node: string; readonly other: string }[]) {
  const leavesBy = (nodeAt: "node" | "other") => {
    const found = new Map<string, Set<string>>();
    for (const atom of atoms) found.set(atom[nodeAt], (found.get(atom[nodeAt]) ?? new Set()).add(atom.leaf));
    return [...found.values()];
  };
  const [nodes, others] = [leavesBy("node"), leavesBy("other")];
  const slices = new Map<string, number[]>();
  let next = 0;
  const add = (leaves: ReadonlySet<string>) => {
    for (const leaf of leaves) slices.set(leaf, [...(slices.get(leaf) ?? []), next]);
    if (leaves.size > 0) next++;
  };
  for (const node of nodes) {
    const overlapping = others.filter((own) => !own.isDisjointFrom(node));
    const within = overlapping.filter((own) => own.isSubsetOf(node));
    if (within.length > 0) add(within.reduce((left, own) => left.difference(own), node));
    if (within.length < overlapping.length) add(overlapping.reduce((all, own) => all.union(own), new Set<string>()).difference(node));
  }
  return slices;
}

/** Of every dimension but the area, the finest level that both groupings can be added up to. */
function commonLevels(
  plan: DatasetPlan,
  geography: Geography,
  one: { readonly table: TablePlan; readonly levels: readonly string[] },
  other: { readonly table: TablePlan; readonly levels: readonly string[] },
): readonly (readonly [string, string])[] {
  const dimensions = new Set([one, other].flatMap(({ table }) => table.dimensions.slice(1).map(({ code }) => code)));
  return [...dimensions].map((code) => {
    const [mine, theirs] = [one, other].map(({ table, levels }) => levels[table.dimensions.findIndex((own) => own.code === code)]);
    if (mine === undefined || theirs === undefined) return [code, everything] as const;
    const sizeOf = (level: string) => nodesOf(plan, geography, code, level).length;
    return [code, sizeOf(mine) <= sizeOf(theirs) ? mine : theirs] as const;
  });
}

function nodeOf(plan: DatasetPlan, geography: Geography, dimension: string, level: string, codes: Codes): string {
  if (level === everything) return everything;
  const finest = codes.get(columnFor(plan, geography, dimension, level));
  return finest === undefined ? "" : (rollUp(plan, geography, dimension, level, finest) ?? "undefined");
}
