import { addCharge, billionthsOf, type Certificate, type Charge, type Cube, type Policy, protect } from "@openbeat/disclosure";
import { type CalendarGrain, type MeasureDefinition, parsePeriod, periodsBetween } from "@openbeat/schema/domain";
import { PipelineError } from "../errors.ts";
import type { PastDataset } from "../history/past.ts";
import type { TablePlan } from "../hub/plan.ts";
import type { PolicySpec } from "../hub/policy-schema.ts";
import { finestGrain, nodesOf } from "../tabulate/nodes.ts";
import { type Atoms, rollUp } from "../tabulate/tabulate.ts";
import type { ProtectionContext } from "./context.ts";
import { cubeDimensions, cubeOf, levelsIn } from "./cube.ts";
import { combinedCertificate, noiseCertificate } from "./final-certificate.ts";
import { enginePolicy, type ProtectedMeasure, refuseOtherMethods } from "./one-measure.ts";
import { type FiguresOfTables, figuresBefore } from "./past-figures.ts";
import type { Drawing, Spread } from "./publishable.ts";

type FinalSpec = PolicySpec & { readonly method: "smallCountRounding" | "controlledRounding" | "differentialPrivacy" };
type NoiseSpec = FinalSpec & { readonly method: "differentialPrivacy" };

/** A measure whose published periods are final. */
export interface FinalMeasure extends ProtectedMeasure {
  /** Periods of the finest grain that are published. */
  readonly final: readonly string[];
  readonly drawings: readonly Drawing[];
}

/**
 * Tables whose figures are rounded or noisy: each period is changed once, when it is over, and stays as it was published. Rounding or drawing it
 * again would tell by comparison what was changed.
 * @param drawn What was drawn for other measures of the dataset before this one.
 */
export async function protectFinal(
  context: ProtectionContext,
  measure: MeasureDefinition,
  policy: FinalSpec,
  drawn: readonly Drawing[],
): Promise<FinalMeasure> {
  const { plan, past } = context;
  refuseOtherMethods(context, measure, policy.method);
  const tables = plan.tables.filter((table) => table.measures.includes(measure));
  const before = figuresBefore(context, tables, measure, policy.method !== "differentialPrivacy");
  const complete = completePeriods(context);
  const known = new Set(past.flatMap(({ dataset }) => dataset.final ?? []));
  const own = new Set(past.flatMap(({ dataset }) => (hasFigures(dataset, measure) ? (dataset.final ?? []) : [])));
  if (![...known].every((period) => complete.includes(period)))
    throw new PipelineError(
      "HISTORY_UNUSABLE",
      `The coverage of ${plan.file.spec.dataset} no longer holds periods whose figures are published and final. Keep them in the coverage.`,
    );
  return policy.method === "differentialPrivacy"
    ? addNoise(context, measure, policy, tables, before, complete, drawn)
    : round(context, measure, policy, tables, before, complete, own);
}

const hasFigures = ({ tables }: PastDataset, { code }: MeasureDefinition) =>
  tables.some(({ measures }) => measures.some((own) => own.code === code && own.figures !== undefined));

/** Periods of the finest grain that are over: no record of them is still to come. */
function completePeriods({ plan }: ProtectionContext): readonly string[] {
  const { from, to } = plan.file.spec.coverage;
  return periodsBetween(from, to, finestGrain(plan)).flatMap(({ code, end }) => (end <= to ? [code] : []));
}

/** Rounds the periods that are new, by themselves, and adds them to what was published. */
async function round(
  context: ProtectionContext,
  measure: MeasureDefinition,
  policy: Exclude<FinalSpec, NoiseSpec>,
  tables: readonly TablePlan[],
  before: FiguresOfTables,
  complete: readonly string[],
  known: ReadonlySet<string>,
): Promise<FinalMeasure> {
  const { plan, geography } = context;
  const added = complete.filter((period) => !known.has(period));
  const atoms = inPeriods(context.atoms, (period) => added.includes(period));
  const cube = cubeOf(tables, cubeDimensions(plan, geography, tables, atoms), atoms, measure.sum ?? "records");
  const result = added.length === 0 ? null : await protect(cube, enginePolicy(policy, plan), { progress: toldBy(context, measure) });
  const shown = new Set(complete);
  let place = 0;
  const cells = eachGrouping(tables, (table, levels, grouping) => {
    const batch = result?.groupings[place++]?.cells;
    const periods = nodesOf(plan, geography, "period", levels[1] ?? "");
    const hasFigures = periods.map(({ code }) => finestWithin(context, levels[1] ?? "", code).some((period) => shown.has(period)));
    return fill(context, table, levels, (cell, period) => {
      if (hasFigures[period] !== true) return Number.NaN;
      const old = before.get(table)?.[grouping]?.[cell] ?? Number.NaN;
      const own = batch?.[cell];
      if (batch !== undefined && own?.status !== "published") return Number.NaN;
      return (Number.isNaN(old) ? 0 : old) + (own?.status === "published" ? own.count : 0);
    });
  });
  const certificate = combinedCertificate(context, measure, result?.certificate ?? null, cells);
  const rounds = new Set(context.past.flatMap(({ dataset }) => (hasFigures(dataset, measure) ? [dataset.final?.length] : []))).size;
  /** Each time that periods within a cell's were rounded, the cell may have been moved. */
  const spreadBy = (level: string): Spread | null => {
    if (certificate?.method !== "controlledRounding") return null;
    const within = nodesOf(plan, geography, "period", level).map(({ code }) => finestWithin(context, level, code).length);
    const times = Math.min(rounds + (result === null ? 0 : 1), Math.max(1, ...within));
    return { by: times * (certificate.lessThan - 1), level: 1, method: "rounding to a multiple" };
  };
  return {
    cells: new Map(
      [...cells].map(([table, own]) => [
        table,
        own.map((figures, place) => ({ kind: "changed", flag: "ROUNDED", figures, spread: spreadBy(table.groupings[place]?.[1] ?? "") })),
      ]),
    ),
    certificate,
    totalIsShown: false,
    final: complete,
    drawings: [],
  };
}

/** Draws noise for each period of each level that is over and was not drawn before: all groupings with that period together. */
async function addNoise(
  context: ProtectionContext,
  measure: MeasureDefinition,
  policy: NoiseSpec,
  tables: readonly TablePlan[],
  before: FiguresOfTables,
  complete: readonly string[],
  others: readonly Drawing[],
): Promise<FinalMeasure> {
  const { plan, geography, random } = context;
  const old = pastDrawings(context, others);
  const drawings: Drawing[] = [];
  const drawn = new Map<string, ArrayLike<number>>();
  const certificates: Certificate[] = [];
  const keyOf = (table: TablePlan, grouping: number, period: string) => `${table.spec.name} ${grouping} ${period}`;
  const isOver = new Set(complete);
  const levels = [...new Set(tables.flatMap(({ groupings }) => groupings.map((grouping) => grouping[1] ?? "")))];
  for (const level of levels) {
    for (const [place, { code: period, partial }] of nodesOf(plan, geography, "period", level).entries()) {
      if (partial || !finestWithin(context, level, period).every((finest) => isOver.has(finest))) continue;
      const wanted = tables.flatMap((table) =>
        table.groupings.flatMap((own, grouping) =>
          own[1] === level && !isKnown(context, before.get(table)?.[grouping], own, place) ? [{ table, grouping, own }] : [],
        ),
      );
      if (wanted.length === 0) continue;
      const charges = wanted.map(({ table, own }) => chargeFor(context, measure, policy, nameOf(table, own), period));
      // Refused before it is drawn; the store would refuse it too.
      charges.reduce<readonly Charge[]>(addCharge, [...old, ...drawings]);
      const result = await drawPeriod(context, measure, termsIn(context, policy, level, period), tables, wanted, level, period, random);
      certificates.push(result.certificate);
      for (const [at, { table, grouping }] of wanted.entries()) {
        drawn.set(
          keyOf(table, grouping, period),
          Float64Array.from(result.groupings[at]?.cells ?? [], (cell) => (cell.status === "published" ? cell.count : Number.NaN)),
        );
        if (result.certificate.method !== "differentialPrivacy") throw new Error("Noise came with the certificate of another method.");
        const variance = result.certificate.variances[at];
        if (variance === undefined) throw new Error("Noise came without its variance.");
        drawings.push({ ...(charges[at] as Charge), variance });
      }
    }
  }
  const cells = eachGrouping(tables, (table, own, grouping) => {
    const periods = nodesOf(plan, geography, "period", own[1] ?? "");
    const width = new Map<number, ArrayLike<number> | undefined>();
    return fill(context, table, own, (cell, period, within) => {
      const fresh = width.get(period) ?? drawn.get(keyOf(table, grouping, periods[period]?.code ?? ""));
      width.set(period, fresh);
      return fresh?.[within] ?? before.get(table)?.[grouping]?.[cell] ?? Number.NaN;
    });
  });
  const all = [...old.filter((drawing) => drawing.measure === measure.code), ...drawings];
  const widest = all.reduce((most, { variance }) => Math.max(most, variance.numerator / variance.denominator), 0);
  const spread: Spread = { by: Math.ceil(1.96 * Math.sqrt(widest)), level: 0.95, method: "noise of known variance" };
  return {
    cells: new Map(
      [...cells].map(([table, own]) => [table, own.map((figures) => ({ kind: "changed", flag: "PERTURBED", figures, spread }))]),
    ),
    certificate: noiseCertificate(context, measure, policy, certificates, all, cells),
    totalIsShown: false,
    final: complete,
    drawings: all,
  };
}

/** The terms for one period: a person has as many records in each of the finest periods within it as count in one. */
function termsIn(context: ProtectionContext, policy: NoiseSpec, level: string, period: string): Policy {
  const terms = enginePolicy(policy, context.plan);
  if (terms.method !== "differentialPrivacy" || terms.unit === "record") return terms;
  return { ...terms, contributions: terms.contributions * finestWithin(context, level, period).length };
}

async function drawPeriod(
  context: ProtectionContext,
  measure: MeasureDefinition,
  terms: Policy,
  tables: readonly TablePlan[],
  wanted: readonly { readonly table: TablePlan; readonly own: readonly string[] }[],
  level: string,
  period: string,
  random: ProtectionContext["random"],
) {
  const { plan, geography } = context;
  const atoms = inPeriods(context.atoms, (finest) => rollUp(plan, geography, "period", level, finest) === period);
  const dimensions = cubeDimensions(plan, geography, tables, atoms, "codes").filter(({ dimension }) => dimension.code !== "period");
  const groupings = wanted.map(({ table, own }) => levelsIn(dimensions, table, own));
  const cube: Cube = { ...cubeOf([], dimensions, atoms, measure.sum ?? "records"), groupings };
  return protect(cube, terms, { progress: toldBy(context, measure), random });
}

const toldBy =
  ({ plan, progress }: ProtectionContext, measure: MeasureDefinition) =>
  (done: number, total: number, stage: string) =>
    progress(`${plan.file.spec.dataset}: ${measure.code}, ${stage} ${done} of ${total}`);

/** What names a grouping for good: its levels but the period's. */
const nameOf = (table: TablePlan, levels: readonly string[]) =>
  table.dimensions
    .map(({ code }, place) => `${code}.${levels[place] ?? ""}`)
    .sort()
    .join(" ");

function chargeFor({ plan }: ProtectionContext, measure: MeasureDefinition, policy: NoiseSpec, grouping: string, period: string): Charge {
  const span = parsePeriod(period);
  if (span === undefined) throw new Error("Noise is wanted for a period without a calendar.");
  return {
    dataset: plan.file.spec.dataset,
    measure: measure.code,
    grouping,
    period,
    firstDay: span.start,
    lastDay: span.end,
    unit: plan.file.spec.protection.unit.of,
    rhoBillionths: billionthsOf(policy.rho),
    budgetBillionths: billionthsOf(policy.budgetPerYear),
  };
}

/** All noise that earlier releases of the dataset carry, or other measures of this one. */
function pastDrawings({ past, plan }: ProtectionContext, others: readonly Drawing[]): readonly Drawing[] {
  const earlier = past.flatMap(({ dataset }) => dataset.drawings ?? []);
  const all = earlier.map(({ rhoBillionths, budgetBillionths, ...drawing }) => ({
    ...drawing,
    dataset: plan.file.spec.dataset,
    rhoBillionths: BigInt(rhoBillionths),
    budgetBillionths: BigInt(budgetBillionths),
  }));
  const named = [...all, ...others].map((drawing) => [`${drawing.measure} ${drawing.grouping} ${drawing.period}`, drawing] as const);
  return [...new Map(named).values()];
}

function isKnown(
  { plan, geography }: ProtectionContext,
  figures: Float64Array | undefined,
  levels: readonly string[],
  period: number,
): boolean {
  if (figures === undefined) return false;
  const periods = nodesOf(plan, geography, "period", levels[1] ?? "").length;
  const areas = nodesOf(plan, geography, "area", levels[0] ?? "").length;
  const rest = figures.length / Math.max(1, areas * periods);
  return figures.some((figure, cell) => Math.floor(cell / rest) % periods === period && !Number.isNaN(figure));
}

/** The finest periods of the coverage within a period of some level. */
function finestWithin({ plan, geography }: ProtectionContext, level: string, period: string): readonly string[] {
  const { from, to } = plan.file.spec.coverage;
  const finest: CalendarGrain = finestGrain(plan);
  return periodsBetween(from, to, finest).flatMap(({ code }) => (rollUp(plan, geography, "period", level, code) === period ? [code] : []));
}

function inPeriods({ keys, codes, values }: Atoms, isWanted: (period: string) => boolean): Atoms {
  const periods = codes[keys.indexOf("period")] ?? [];
  const kept = [...periods.keys()].filter((atom) => isWanted(periods[atom] ?? ""));
  return {
    keys,
    codes: codes.map((column) => kept.map((atom) => column[atom] ?? null)),
    values: new Map([...values].map(([name, column]) => [name, Float64Array.from(kept, (atom) => column[atom] ?? Number.NaN)])),
  };
}

const eachGrouping = <Result>(
  tables: readonly TablePlan[],
  make: (table: TablePlan, levels: readonly string[], grouping: number) => Result,
): ReadonlyMap<TablePlan, readonly Result[]> =>
  new Map(tables.map((table) => [table, table.groupings.map((levels, grouping) => make(table, levels, grouping))]));

/** Fills the cells of a grouping: by the number of the cell, the place of its period, and its place among the cells of that period. */
function fill(
  { plan, geography }: ProtectionContext,
  table: TablePlan,
  levels: readonly string[],
  figure: (cell: number, period: number, within: number) => number,
): Float64Array {
  const shape = table.dimensions.map(({ code }, place) => nodesOf(plan, geography, code, levels[place] ?? "").length);
  const [areas = 0, periods = 0, ...categories] = shape;
  const rest = categories.reduce((size, length) => size * length, 1);
  return Float64Array.from({ length: areas * periods * rest }, (_, cell) =>
    figure(cell, Math.floor(cell / rest) % periods, Math.floor(cell / (rest * periods)) * rest + (cell % rest)),
  );
}
