import { isDeepStrictEqual } from "node:util";
import { DisclosureError } from "@openbeat/disclosure";
import { derivedFrom } from "@openbeat/schema/domain";
import { PipelineError } from "../errors.ts";
import { rulesBesides } from "../hub/check-policies.ts";
import { checkZeros, type TablePlan, wholeLevels } from "../hub/plan.ts";
import type { PolicySpec, ProtectingSpec } from "../hub/policy-schema.ts";
import type { Marked } from "../tabulate/marks.ts";
import type { ProtectionContext } from "./context.ts";
import { protectFinal } from "./final-measure.ts";
import { type ProtectedMeasure, protectMeasure, refuseBaring, Unprotectable } from "./one-measure.ts";
import type { Drawing, ProtectedDataset, PublishableCells } from "./publishable.ts";

/** What the protection of some tables under one policy gave. */
interface Together {
  readonly tables: readonly TablePlan[];
  readonly policy: PolicySpec;
  readonly measures: ReadonlyMap<string, ProtectedMeasure>;
  readonly final: readonly string[];
  readonly drawings: readonly Drawing[];
  readonly notes: readonly string[];
}

const counted = (tables: readonly TablePlan[]) =>
  [...new Set(tables.flatMap(({ measures }) => measures))].filter((measure) => derivedFrom(measure) === undefined);

/** Protects every counted or summed measure of a dataset, all its tables together. */
export async function protectDataset(context: ProtectionContext): Promise<ProtectedDataset> {
  const groups: TablePlan[][] = [];
  for (const table of context.plan.tables) {
    const group = groups.find(([first]) => isDeepStrictEqual(first?.spec.policy, table.spec.policy));
    if (group === undefined) groups.push([table]);
    else group.push(table);
  }
  const results: Together[] = [];
  for (const tables of groups) {
    const policy = tables[0]?.spec.policy;
    if (policy === undefined) continue;
    results.push(policy.method === "none" ? ofNobody(context, tables, policy) : await protectTogether(context, tables, policy));
  }
  const order = new Map(context.plan.tables.map(({ spec }, place) => [spec.name, place]));
  const kept = results.flatMap((result) => result.tables.map((table) => ({ table, result })));
  kept.sort((a, b) => (order.get(a.table.spec.name) ?? 0) - (order.get(b.table.spec.name) ?? 0));
  refuseTellingZeros(
    context,
    kept.map(({ table }) => table),
  );
  const cells = new Map<TablePlan, Map<string, readonly PublishableCells[]>>();
  for (const { table, result } of kept) {
    const own = [...result.measures].flatMap(([code, { cells: all }]) => {
      const found = all.get(table);
      return found === undefined ? [] : [[code, found] as const];
    });
    cells.set(table, new Map(own));
  }
  const all = results.flatMap(({ measures }) => [...measures]);
  const totals = all.filter(([code]) => counted(context.plan.tables).some((measure) => measure.code === code && measure.sum === undefined));
  return {
    plan: { ...context.plan, tables: kept.map(({ table }) => table) },
    cells,
    policies: new Map(kept.map(({ table, result }) => [table, result.policy])),
    certificates: all.flatMap(([measure, { certificate }]) => (certificate === null ? [] : [{ measure, certificate }])),
    totalIsShown: totals.length > 0 && totals.every(([, { totalIsShown }]) => totalIsShown),
    final: [...new Set(results.flatMap(({ final }) => final))].sort(),
    drawings: results.flatMap(({ drawings }) => drawings),
    notes: results.flatMap(({ notes }) => notes),
  };
}

/** Where tables were left out, others may tell of them by their zeros: then nothing is published. */
function refuseTellingZeros({ plan, geography }: ProtectionContext, tables: readonly TablePlan[]): void {
  checkZeros(tables, wholeLevels(geography, plan.categories), (message) => {
    throw new PipelineError("UNPROTECTABLE", `What can be proved safe of ${plan.file.spec.dataset} does not fit together. ${message}`);
  });
}

function ofNobody(context: ProtectionContext, tables: readonly TablePlan[], policy: PolicySpec): Together {
  const { tabulated } = context;
  const measures = counted(tables).map((measure): [string, ProtectedMeasure] => {
    refuseBaring(context, measure);
    const cells = tables
      .filter((table) => table.measures.includes(measure))
      .map((table): [TablePlan, readonly PublishableCells[]] => [
        table,
        (tabulated.get(table) ?? []).map(({ values }) => ({
          kind: "of nobody",
          counts: values.get(measure.sum ?? "records") ?? new Float64Array(),
        })),
      ]);
    return [measure.code, { cells: new Map(cells), certificate: null, totalIsShown: measure.sum === undefined }];
  });
  return { tables, policy, measures: new Map(measures), final: [], drawings: [], notes: [] };
}

/** Protects tables under one policy; where that fails, as the policy says. */
async function protectTogether(context: ProtectionContext, tables: readonly TablePlan[], policy: ProtectingSpec): Promise<Together> {
  const instead = policy.method === "suppress" && typeof policy.onUnprotectable === "object" ? policy.onUnprotectable : null;
  // Once another method was used, its figures are out: the tables keep to it.
  if (instead !== null && wasShownBy(context, tables, instead.method))
    return protectBy(context, tables, instead, [
      `${namesOf(tables)} are protected by ${instead.method}, as they were when they could not be proved safe by suppression.`,
    ]);
  try {
    return await protectBy(context, tables, policy, []);
  } catch (error) {
    if (!(error instanceof Unprotectable) || policy.method !== "suppress") throw refusal(context, tables, error);
    if (policy.onUnprotectable === "fail")
      throw refusal(context, tables, error, policy.zeros === "safe" ? await otherMethod(context, tables, policy.threshold) : null);
    if (instead === null) return coarsen(context, tables, policy, error);
    const note = `${namesOf(tables)} could not be proved safe by suppression, and are protected by ${instead.method} instead, as the policy says.`;
    return protectBy(context, tables, instead, [note]);
  }
}

/** Whether an earlier release shows a measure of some tables by a method. */
function wasShownBy({ past }: ProtectionContext, tables: readonly TablePlan[], method: string): boolean {
  const codes = new Set(counted(tables).map(({ code }) => code));
  return past.some(({ dataset }) =>
    dataset.tables.some(({ measures }) => measures.some((own) => codes.has(own.code) && own.method === method)),
  );
}

async function protectBy(
  context: ProtectionContext,
  tables: readonly TablePlan[],
  policy: ProtectingSpec,
  notes: readonly string[],
): Promise<Together> {
  const own = { ...context, plan: { ...context.plan, tables } };
  const measures = new Map<string, ProtectedMeasure>();
  const final = new Set<string>();
  const drawings: Drawing[] = [];
  for (const measure of counted(tables)) {
    if (policy.method === "suppress" || policy.method === "cellKey") {
      measures.set(measure.code, await protectMeasure(own, measure, policy));
      continue;
    }
    const result = await protectFinal(own, measure, policy, drawings);
    measures.set(measure.code, result);
    for (const period of result.final) final.add(period);
    drawings.push(...result.drawings);
  }
  return { tables, policy, measures, final: [...final], drawings, notes };
}

/** Leaves out what cannot be proved safe, as far as the engine found out what passes; protects what is left in earnest. */
async function coarsen(
  context: ProtectionContext,
  tables: readonly TablePlan[],
  policy: ProtectingSpec,
  first: Unprotectable,
): Promise<Together> {
  const notes: string[] = [];
  let left = tables;
  for (let error = first; ; ) {
    const { passing } = error;
    if (passing === null) throw refusal(context, left, error);
    const before = left;
    left = before.flatMap((table) => {
      const groupings = passing.get(table) ?? table.groupings;
      const dropped = table.groupings.filter((levels) => !groupings.includes(levels));
      if (dropped.length === 0) return [table];
      notes.push(
        `${table.spec.name} by ${dropped.map((levels) => levels.join(" × ")).join(" and by ")} cannot be proved safe, and is left out.`,
      );
      const dimensions = table.dimensions.map(({ code, levels }, place) => ({
        code,
        levels: levels.filter((level) => groupings.some((kept) => kept[place] === level)),
      }));
      return groupings.length === 0 ? [] : [{ ...table, groupings, dimensions }];
    });
    if (left.length === 0 || left === before) throw refusal(context, before, error);
    const place = new Map(left.map((table) => [table, before.find(({ spec }) => spec === table.spec) as TablePlan]));
    const tabulated = new Map(context.tabulated);
    for (const [table, old] of place) {
      const all = context.tabulated.get(old) ?? [];
      tabulated.set(
        table,
        table.groupings.flatMap((levels) => all[old.groupings.indexOf(levels)] ?? []),
      );
    }
    context = { ...context, tabulated, marks: marksOf(context, place) };
    try {
      return await protectBy(context, left, policy, notes);
    } catch (thrown) {
      if (!(thrown instanceof Unprotectable)) throw thrown;
      error = thrown;
    }
  }
}

function marksOf({ marks }: ProtectionContext, place: ReadonlyMap<TablePlan, TablePlan>): ProtectionContext["marks"] {
  const own = [...place].flatMap(([table, old]) => {
    const measures = marks.get(old);
    if (measures === undefined) return [];
    const kept = [...measures].map(([code, flags]): [string, readonly Marked[]] => [
      code,
      table.groupings.flatMap((levels) => flags[old.groupings.indexOf(levels)] ?? []),
    ]);
    return [[table, new Map(kept)] as const];
  });
  return new Map(own);
}

const namesOf = (tables: readonly TablePlan[]) => tables.map(({ spec }) => spec.name).join(", ");

/** Another method by which the same tables would pass, found by trying it; null where it would not either. */
async function otherMethod(context: ProtectionContext, tables: readonly TablePlan[], threshold: number): Promise<string | null> {
  // It would show as they are the cells that other rules find unsafe.
  if (tables.some(({ spec: { policy } }) => policy.method === "suppress" && rulesBesides(policy).length > 0)) return null;
  const policy = { method: "smallCountRounding", base: threshold, timeLimitSeconds: 60 } as const;
  try {
    await protectBy(context, tables, policy, []);
    return `The method smallCountRounding with base ${threshold} passes: every level stays, small counts become 0 or ${threshold}.`;
  } catch (error) {
    if (error instanceof DisclosureError || error instanceof PipelineError) return null;
    throw error;
  }
}

/** What the steward is told. */
function refusal({ plan }: ProtectionContext, tables: readonly TablePlan[], error: unknown, otherwise: string | null = null): unknown {
  if (error instanceof DisclosureError && error.code === "UNPROTECTABLE")
    return new PipelineError(
      "UNPROTECTABLE",
      `${plan.file.spec.dataset} (${namesOf(tables)}) cannot be published like this. ${error.message}`,
      {
        cause: error,
      },
    );
  if (!(error instanceof Unprotectable)) return error;
  const passing = error.passing === null ? "" : ` These levels pass: ${inWords(error.passing)}.`;
  return new PipelineError(
    "UNPROTECTABLE",
    `${error.measure.code} of ${plan.file.spec.dataset} (${namesOf(tables)}) cannot be published like this. ${error.message}${passing}${otherwise === null ? "" : ` ${otherwise}`}`,
    { cause: error.reason },
  );
}

const inWords = (passing: ReadonlyMap<TablePlan, readonly (readonly string[])[]>): string =>
  [...passing]
    .filter(([, groupings]) => groupings.length > 0)
    .map(([table, groupings]) => {
      const levels = table.dimensions.map(
        ({ code }, place) => `${code}: [${[...new Set(groupings.map((grouping) => grouping[place] ?? ""))].join(", ")}]`,
      );
      return `${table.spec.name} by ${levels.join(", ")}`;
    })
    .join("; ");
