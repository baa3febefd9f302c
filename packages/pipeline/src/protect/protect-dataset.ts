import {
  type Cell,
  type Certificate,
  type Cube,
  type CubeDimension,
  DisclosureError,
  type ProtectedCells,
  protect,
} from "@openbeat/disclosure";
import type { MeasureDefinition } from "@openbeat/schema/domain";
import { PipelineError } from "../errors.ts";
import type { Geography } from "../geography/areas.ts";
import { withEarlierReleases } from "../history/already-said.ts";
import type { PastDataset } from "../history/past.ts";
import { everything } from "../history/write-past.ts";
import type { PolicySpec } from "../hub/dataset-schema.ts";
import type { DatasetPlan, TablePlan } from "../hub/plan.ts";
import { nodesOf } from "../tabulate/nodes.ts";
import { type Atoms, columnFor, rollUp, type Tabulated } from "../tabulate/tabulate.ts";

/** Figures that may be published: protected, or of nobody by a policy that says why. */
export type PublishableCells =
  | { readonly kind: "protected"; readonly cells: ProtectedCells }
  | { readonly kind: "of nobody"; readonly counts: Float64Array };

/** A dataset as an earlier release held it, and the number of that release. */
export interface PastOfDataset {
  readonly version: string;
  readonly dataset: PastDataset;
}

/** What one cell may say. */
export function cellAt(cells: PublishableCells, place: number): Cell {
  const found = cells.kind === "protected" ? cells.cells[place] : undefined;
  if (found !== undefined) return found;
  const count = cells.kind === "of nobody" ? cells.counts[place] : undefined;
  // Fail closed: what is not there is not shown.
  return count === undefined ? { status: "suppressed" } : { status: "published", count };
}

/** The publishable figures of a dataset: by table, then by measure that is counted or summed, one entry a grouping. */
export interface ProtectedDataset {
  readonly cells: ReadonlyMap<TablePlan, ReadonlyMap<string, readonly PublishableCells[]>>;
  readonly certificates: readonly { readonly measure: string; readonly certificate: Certificate }[];
  /** Whether the number of all records may be told: it was protected like a cell, and is shown. */
  readonly totalIsShown: boolean;
}

/** The dimensions of a cube over some tables, and the leaf of each atom along each. */
function cubeDimensions(plan: DatasetPlan, geography: Geography, tables: readonly TablePlan[], atoms: Atoms) {
  const codes = [...new Set(tables.flatMap(({ dimensions }) => dimensions.map(({ code }) => code)))];
  return codes.map((code) => {
    const columns = code === "area" ? plan.areaColumns.map(({ column }) => column) : [code];
    const atomCodes = columns.map((column) => atoms.codes[atoms.keys.indexOf(column)] ?? []);
    const leaves = new Map<string, number>();
    const leafKeys: (readonly (string | null)[])[] = [];
    const leafOf = Int32Array.from(atoms.codes[0] ?? [], (_, atom) => {
      const parts = atomCodes.map((column) => column[atom] ?? null);
      const key = JSON.stringify(parts);
      let leaf = leaves.get(key);
      if (leaf === undefined) {
        leaf = leaves.size;
        leaves.set(key, leaf);
        leafKeys.push(parts);
      }
      return leaf;
    });
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
      for (const node of nodes) if (node.leaves.length === 0) node.leaves.push(extra());
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

function cubeOf(tables: readonly TablePlan[], dimensions: ReturnType<typeof cubeDimensions>, atoms: Atoms, summand: string): Cube {
  const values = atoms.values.get(summand) ?? new Float64Array();
  const merged = new Map<number, number>();
  values.forEach((value, atom) => {
    let index = 0;
    for (const { dimension, leafOf } of dimensions) index = index * dimension.leafCount + (leafOf[atom] ?? 0);
    merged.set(index, (merged.get(index) ?? 0) + value);
  });
  const tabled = tables.flatMap((table) =>
    table.groupings.map((levels) =>
      dimensions.map(({ dimension }) => levels[table.dimensions.findIndex(({ code }) => code === dimension.code)] ?? everything),
    ),
  );
  return {
    dimensions: dimensions.map(({ dimension }) => dimension),
    atoms: { index: Float64Array.from(merged.keys()), count: Float64Array.from(merged.values()) },
    // The number of all records is told beside the tables, so it is known to whoever attacks them.
    groupings: [...tabled, dimensions.map(() => everything)],
  };
}

const inWords = (cube: Cube, groupings: readonly (readonly string[])[]): string => {
  const perDimension = cube.dimensions.map(({ code }, place) => {
    const levels = [...new Set(groupings.map((grouping) => grouping[place] ?? ""))].filter((level) => level !== everything);
    return levels.length === 0 ? undefined : `${code}: [${levels.join(", ")}]`;
  });
  return perDimension.filter((part) => part !== undefined).join(", ");
};

async function protectMeasure(
  plan: DatasetPlan,
  geography: Geography,
  measure: MeasureDefinition,
  policy: PolicySpec & { readonly method: "suppress" },
  tabulated: ReadonlyMap<TablePlan, readonly Tabulated[]>,
  atoms: Atoms,
  past: readonly PastOfDataset[],
  progress: (what: string) => void,
) {
  const tables = plan.tables.filter((table) => table.measures.includes(measure));
  const dimensions = cubeDimensions(plan, geography, tables, atoms);
  const summand = measure.sum ?? "records";
  const tabled = cubeOf(tables, dimensions, atoms, summand);
  const cube = withEarlierReleases(tabled, dimensions, { code: measure.code, summand, threshold: policy.threshold }, atoms, past);
  const told = (done: number, total: number, stage: string) =>
    progress(`${plan.file.spec.dataset}: ${measure.code}, ${stage} ${done} of ${total}`);
  const result = await protect(cube, policy, { progress: told }).catch((error: unknown) => {
    if (!(error instanceof DisclosureError) || error.code !== "UNPROTECTABLE") throw error;
    const names = tables.map(({ spec }) => spec.name).join(", ");
    const proposal = error.proposal === null ? "" : ` These levels pass: ${inWords(cube, error.proposal)}.`;
    throw new PipelineError(
      "UNPROTECTABLE",
      `${measure.code} of ${plan.file.spec.dataset} (${names}) cannot be published like this. ${error.message}${proposal}`,
      { cause: error },
    );
  });
  let place = 0;
  const cells = new Map<TablePlan, readonly PublishableCells[]>();
  for (const table of tables) {
    const own = table.groupings.map((_, grouping): PublishableCells => {
      const protectedGrouping = result.groupings[place++];
      const counted = tabulated.get(table)?.[grouping]?.values.get(measure.sum ?? "records");
      if (protectedGrouping === undefined || counted === undefined || protectedGrouping.cells.length !== counted.length) {
        throw new Error(`The protected cells of ${table.spec.name} do not fit its axes.`);
      }
      // Two routes to the same figure: the engine adds atoms, DuckDB groups records.
      if (protectedGrouping.cells.some((cell, at) => cell.status === "published" && cell.count !== counted[at])) {
        throw new Error(`A published figure of ${table.spec.name} differs from the count of its records.`);
      }
      return { kind: "protected", cells: protectedGrouping.cells };
    });
    cells.set(table, own);
  }
  const total = result.groupings[place]?.cells[0];
  return { cells, certificate: result.certificate, totalIsShown: measure.sum === undefined && total?.status === "published" };
}

/** Protects every counted or summed measure of a dataset, all its tables together. */
export async function protectDataset(
  plan: DatasetPlan,
  geography: Geography,
  tabulated: ReadonlyMap<TablePlan, readonly Tabulated[]>,
  atoms: Atoms,
  past: readonly PastOfDataset[],
  progress: (what: string) => void,
): Promise<ProtectedDataset> {
  const cells = new Map(plan.tables.map((table) => [table, new Map<string, readonly PublishableCells[]>()]));
  const certificates: { measure: string; certificate: Certificate }[] = [];
  const measures = [...new Set(plan.tables.flatMap((table) => table.measures))].filter(({ per1000Of }) => per1000Of === undefined);
  const totals: boolean[] = [];
  for (const measure of measures) {
    const tables = plan.tables.filter((table) => table.measures.includes(measure));
    const policy = tables[0]?.spec.policy;
    if (policy === undefined) continue;
    if (policy.method === "none") {
      if (measure.sum === undefined) totals.push(true);
      for (const table of tables) {
        const counted = tabulated.get(table) ?? [];
        cells.get(table)?.set(
          measure.code,
          counted.map(({ values }) => ({ kind: "of nobody", counts: values.get(measure.sum ?? "records") ?? new Float64Array() })),
        );
      }
      continue;
    }
    const result = await protectMeasure(plan, geography, measure, policy, tabulated, atoms, past, progress);
    for (const [table, own] of result.cells) cells.get(table)?.set(measure.code, own);
    certificates.push({ measure: measure.code, certificate: result.certificate });
    if (measure.sum === undefined) totals.push(result.totalIsShown);
  }
  return { cells, certificates, totalIsShown: totals.length > 0 && totals.every((shown) => shown) };
}
