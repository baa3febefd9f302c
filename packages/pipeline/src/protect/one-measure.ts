import { type CellKeyPolicy, type Certificate, type Cube, DisclosureError, type Policy, protect, said } from "@openbeat/disclosure";
import type { MeasureDefinition } from "@openbeat/schema/domain";
import { periodsBetween } from "@openbeat/schema/domain";
import { PipelineError } from "../errors.ts";
import { methodChanged, withEarlierReleases } from "../history/already-said.ts";
import { changingTerms } from "../history/write-past.ts";
import { asksForContributors } from "../hub/least-change.ts";
import type { DatasetPlan, TablePlan } from "../hub/plan.ts";
import type { PolicySpec, ProtectingSpec, SuppressSpec } from "../hub/policy-schema.ts";
import type { Marked } from "../tabulate/marks.ts";
import { finestGrain, nodesOf } from "../tabulate/nodes.ts";
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
      const { method, threshold, width, zeros, knownCells, emptyCombinations, timeLimitSeconds, groups } = spec;
      return { method, threshold, width, zeros, knownCells, emptyCombinations, timeLimitSeconds, ...(groups === null ? {} : { groups }) };
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
    refuseOtherTerms(context, measure, terms);
    const result = await protect(tabled, terms, { progress: told });
    return { cells: changedCells(tables, result.groupings, terms), certificate: result.certificate, totalIsShown: false };
  }
  const asked = { code: measure.code, summand, threshold: policy.method === "suppress" ? policy.threshold : 0, zeros };
  const cube = withMarks(withEarlierReleases(withTotal(tabled), dimensions, asked, atoms, past), context, measure, tables);
  const result = await protect(cube, terms, { progress: told }).catch((error: unknown) => {
    if (!(error instanceof DisclosureError) || error.code !== "UNPROTECTABLE") throw error;
    throw new Unprotectable(measure, passingOf(error, dimensions, tables), error);
  });
  let place = 0;
  const knowsWidths = asksForContributors(policy);
  const cells = new Map<TablePlan, readonly PublishableCells[]>();
  for (const table of tables) {
    const own = table.groupings.map((_, grouping): PublishableCells => {
      const widths = knowsWidths ? (cube.widths?.[place] ?? null) : null;
      const protectedGrouping = result.groupings[place++];
      const counted = context.tabulated.get(table)?.[grouping]?.values.get(summand);
      if (protectedGrouping === undefined || counted === undefined || protectedGrouping.cells.length !== counted.length) {
        throw new Error(`The protected cells of ${table.spec.name} do not fit its axes.`);
      }
      // Two routes to the same figure: the engine adds atoms, DuckDB groups records.
      if (protectedGrouping.cells.some((cell, at) => cell.status === "published" && cell.count !== counted[at])) {
        throw new Error(`A published figure of ${table.spec.name} differs from the count of its records.`);
      }
      return { kind: "protected", cells: protectedGrouping.cells, widths };
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

/** Refuses where an earlier release changed figures by other terms: the same keys would change the same counts twice, each time otherwise. */
function refuseOtherTerms({ plan, past }: ProtectionContext, measure: MeasureDefinition, policy: CellKeyPolicy): void {
  const now = changingTerms(policy);
  for (const { version, dataset } of past)
    for (const { code, terms = {} } of dataset.tables.flatMap(({ measures }) => measures))
      if (code === measure.code && Object.entries(terms).some(([name, value]) => now[name] !== value))
        throw new PipelineError(
          "METHOD_CHANGED",
          `Release ${version} changed ${measure.code} of ${plan.file.spec.dataset} by other terms of the method cellKey. Two changes of one count tell more of it than either: keep most, variance, blocked and monotone, or publish under a dataset of its own from a day on that no release has shown.`,
        );
}

/** Refuses to show as of nobody what an earlier release hid or changed. */
export function refuseBaring({ plan, past }: ProtectionContext, measure: MeasureDefinition): void {
  for (const { version, dataset } of past) {
    const own = dataset.tables.flatMap(({ measures }) => measures.filter(({ code }) => code === measure.code));
    const changed = own.find(({ method }) => method !== undefined && method !== "none");
    if (changed === undefined && own.every(({ hidden }) => hidden.every(({ length }) => length === 0))) continue;
    throw methodChanged(plan.file.spec.dataset, measure.code, version, changed?.method ?? "suppress");
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
  const { plan, geography, tabulated, marks, held } = context;
  if (marks.size === 0) return cube;
  const { from, to } = plan.file.spec.coverage;
  const finest = periodsBetween(from, to, finestGrain(plan)).map(({ code }) => code);
  let place = 0;
  const found = tables.flatMap((table) =>
    table.groupings.map((levels, grouping): Marked | undefined => {
      const before = cube.said?.[place];
      const known = cube.widths?.[place++];
      const own = marks.get(table)?.get(measure.code)?.[grouping];
      const counted = tabulated.get(table)?.[grouping];
      if (own === undefined || counted === undefined) return undefined;
      const counts = counted.values.get(measure.sum ?? "records");
      const periods = nodesOf(plan, geography, "period", levels[1] ?? "");
      const within = (codes: readonly string[]) => new Set(codes.map((code) => rollUp(plan, geography, "period", levels[1] ?? "", code)));
      const waiting = within(held);
      const goesOn = within(finest.filter((code) => !held.includes(code)));
      const perPeriod = counted.shape.slice(2).reduce((size, length) => size * length, 1);
      const periodOf = (cell: number) => periods[Math.floor(cell / perPeriod) % periods.length]?.code;
      // The contributors of periods that wait are not known any more: what was shown of them stays shown, and what was hidden as uncertain as it was.
      const isFree = (cell: number) => counts?.[cell] === 0 || (waiting.has(periodOf(cell)) && before?.[cell] === said.shown);
      const widthOf = (width: number, cell: number) => {
        if (isFree(cell)) return 0;
        const period = periodOf(cell);
        const before = known?.[cell] ?? 0;
        return waiting.has(period) && !goesOn.has(period) && before > 0 ? before : Math.max(width, before);
      };
      return {
        unsafe: own.unsafe.map((flag, cell) => (isFree(cell) ? 0 : flag)),
        widths: own.widths.map(widthOf),
      };
    }),
  );
  const beyond = cube.widths?.slice(found.length) ?? [];
  return { ...cube, unsafe: found.map((marked) => marked?.unsafe), widths: [...found.map((marked) => marked?.widths), ...beyond] };
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
