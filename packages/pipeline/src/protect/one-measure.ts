import { type CellKeyPolicy, type Certificate, type Cube, DisclosureError, type Policy, protect, said } from "@openbeat/disclosure";
import type { MeasureDefinition } from "@openbeat/schema/domain";
import { methodChanged, withEarlierReleases } from "../history/already-said.ts";
import { leastChange } from "../hub/check-policies.ts";
import type { DatasetPlan, TablePlan } from "../hub/plan.ts";
import type { PolicySpec, ProtectingSpec, SuppressSpec } from "../hub/policy-schema.ts";
import type { Marked } from "../tabulate/marks.ts";
import { nodesOf } from "../tabulate/nodes.ts";
import { rollUp } from "../tabulate/tabulate.ts";
import type { ProtectionContext } from "./context.ts";
import { type CountedDimension, cubeDimensions, cubeOf, levelsIn, withTotal } from "./cube.ts";
import type { PublishableCells } from "./publishable.ts";

/** The cells of one measure in every table that has it, protected. */
export interface ProtectedMeasure {
  readonly cells: ReadonlyMap<TablePlan, readonly PublishableCells[]>;
  /** Null where the figures are of nobody. */
  readonly certificate: Certificate | null;
  readonly totalIsShown: boolean;
}

/** A refusal of the engine, and what of the tables could be published instead. */
export class Unprotectable extends Error {
  override readonly name = "Unprotectable";
  readonly measure: MeasureDefinition;
  /** For each table, the groupings that pass; null where no coarser set was found. */
  readonly passing: ReadonlyMap<TablePlan, readonly (readonly string[])[]> | null;
  readonly reason: DisclosureError;
  constructor(measure: MeasureDefinition, passing: Unprotectable["passing"], reason: DisclosureError) {
    super(reason.message, { cause: reason });
    this.measure = measure;
    this.passing = passing;
    this.reason = reason;
  }
}

/** The terms of a policy as the engine takes them. */
export function enginePolicy(spec: ProtectingSpec, plan: DatasetPlan): Policy {
  switch (spec.method) {
    case "suppress": {
      const { method, threshold, width, zeros, knownCells, timeLimitSeconds, groups } = spec;
      return { method, threshold, width, zeros, knownCells, timeLimitSeconds, ...(groups === null ? {} : { groups }) };
    }
    case "differentialPrivacy": {
      const { method, rho, delta, timeLimitSeconds } = spec;
      const { unit } = plan.file.spec.protection;
      return { method, rho, delta, timeLimitSeconds, unit: unit.of, contributions: unit.of === "person" ? unit.mostPerPeriod : 1 };
    }
    default:
      return spec;
  }
}

/** Tables whose measure is protected anew at each release, with all earlier ones in hand: by suppression, or by cell keys. */
export async function protectMeasure(
  context: ProtectionContext,
  measure: MeasureDefinition,
  policy: SuppressSpec | (PolicySpec & { readonly method: "cellKey" }),
): Promise<ProtectedMeasure> {
  const { plan, geography, atoms, past, progress } = context;
  const tables = plan.tables.filter((table) => table.measures.includes(measure));
  const zeros = policy.method === "suppress" ? policy.zeros : "safe";
  const dimensions = cubeDimensions(plan, geography, tables, atoms, zeros === "safe" ? "records" : "possible");
  const summand = measure.sum ?? "records";
  const tabled = cubeOf(tables, dimensions, atoms, summand);
  const terms = enginePolicy(policy, plan);
  const told = (done: number, total: number, stage: string) =>
    progress(`${plan.file.spec.dataset}: ${measure.code}, ${stage} ${done} of ${total}`);
  if (terms.method === "cellKey") {
    refuseOtherMethods(context, measure, "cellKey");
    const result = await protect(tabled, terms, { progress: told });
    return { cells: changedCells(tables, result.groupings, terms), certificate: result.certificate, totalIsShown: false };
  }
  const asked = { code: measure.code, summand, threshold: leastChange(policy) ?? 0, zeros };
  const cube = withMarks(withEarlierReleases(withTotal(tabled), dimensions, asked, atoms, past), context, measure, tables);
  const result = await protect(cube, terms, { progress: told }).catch((error: unknown) => {
    if (!(error instanceof DisclosureError) || error.code !== "UNPROTECTABLE") throw error;
    throw new Unprotectable(measure, passingOf(error, dimensions, tables), error);
  });
  let place = 0;
  const cells = new Map<TablePlan, readonly PublishableCells[]>();
  for (const table of tables) {
    const own = table.groupings.map((_, grouping): PublishableCells => {
      const protectedGrouping = result.groupings[place++];
      const counted = context.tabulated.get(table)?.[grouping]?.values.get(summand);
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

/** Refuses where an earlier release shows a measure by another method. */
export function refuseOtherMethods({ plan, past }: ProtectionContext, measure: MeasureDefinition, method: string): void {
  for (const { version, dataset } of past) {
    const other = dataset.tables
      .flatMap(({ measures }) => measures.filter(({ code }) => code === measure.code))
      .find((own) => (own.method ?? "suppress") !== method);
    if (other !== undefined) throw methodChanged(plan.file.spec.dataset, measure.code, version, other.method ?? "suppress");
  }
}

function changedCells(
  tables: readonly TablePlan[],
  groupings: readonly { readonly cells: readonly { readonly status: string; readonly count?: number }[] }[],
  { most }: CellKeyPolicy,
): ReadonlyMap<TablePlan, readonly PublishableCells[]> {
  let place = 0;
  return new Map(
    tables.map((table) => [
      table,
      table.groupings.map((): PublishableCells => {
        const figures = Float64Array.from(groupings[place++]?.cells ?? [], ({ count }) => count ?? Number.NaN);
        if (figures.some(Number.isNaN)) throw new Error(`A figure of ${table.spec.name} has no value after it was changed.`);
        return { kind: "changed", flag: "PERTURBED", figures, spread: { by: most, level: 1, method: "largest change" } };
      }),
    ]),
  );
}

/** Marks the cells that a rule other than that of small counts finds unsafe. */
function withMarks(cube: Cube, context: ProtectionContext, measure: MeasureDefinition, tables: readonly TablePlan[]): Cube {
  const { tabulated, marks, held } = context;
  if (marks.size === 0) return cube;
  let place = 0;
  const found = tables.flatMap((table) =>
    table.groupings.map((levels, grouping): Marked | undefined => {
      const before = cube.said?.[place++];
      const own = marks.get(table)?.get(measure.code)?.[grouping];
      const counted = tabulated.get(table)?.[grouping];
      if (own === undefined || counted === undefined) return undefined;
      const counts = counted.values.get(measure.sum ?? "records");
      const periods = nodesOf(context.plan, context.geography, "period", levels[1] ?? "");
      const waiting = new Set(held.map((code) => rollUp(context.plan, context.geography, "period", levels[1] ?? "", code)));
      const perPeriod = counted.shape.slice(2).reduce((size, length) => size * length, 1);
      const isFree = (cell: number) => {
        const waits = waiting.has(periods[Math.floor(cell / perPeriod) % periods.length]?.code);
        // The contributors of periods that wait are not known any more: what was shown of them stays shown.
        return counts?.[cell] === 0 || (waits && before?.[cell] === said.shown);
      };
      return {
        unsafe: own.unsafe.map((flag, cell) => (isFree(cell) ? 0 : flag)),
        widths: own.widths.map((width, cell) => (isFree(cell) ? 0 : width)),
      };
    }),
  );
  return { ...cube, unsafe: found.map((marked) => marked?.unsafe), widths: found.map((marked) => marked?.widths) };
}

/** For each table, the groupings of a proposal of the engine. */
function passingOf(
  { proposal }: DisclosureError,
  dimensions: readonly CountedDimension[],
  tables: readonly TablePlan[],
): Unprotectable["passing"] {
  if (proposal === null) return null;
  const passing = new Set(proposal.map((levels) => JSON.stringify(levels)));
  return new Map(
    tables.map((table) => [table, table.groupings.filter((levels) => passing.has(JSON.stringify(levelsIn(dimensions, table, levels))))]),
  );
}
