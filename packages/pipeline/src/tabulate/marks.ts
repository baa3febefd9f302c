import { distinctContributors } from "@openbeat/disclosure";
import { derivedFrom } from "@openbeat/schema/domain";
import { asksForContributors, type Contributions } from "../hub/least-change.ts";
import type { DatasetPlan, TablePlan } from "../hub/plan.ts";
import type { SuppressSpec } from "../hub/policy-schema.ts";
import { quoted, type Workbench } from "../read/workbench.ts";
import { contributorOf, countContributions, type Grouped, placeRows, type Tabulated } from "./tabulate.ts";

/** What rules other than that of small counts find in the cells of a grouping. */
export interface Marked {
  /** 1 where a cell is unsafe. */
  readonly unsafe: Uint8Array;
  /** How wide the interval of an unsafe cell must be, where it must be wider than that of a count: whole numbers ≥ 0. */
  readonly widths: Float64Array;
}

/** What was found: by table, then by measure, one entry a grouping. */
export type Marks = ReadonlyMap<TablePlan, ReadonlyMap<string, readonly Marked[]>>;

const noMarks: Marks = new Map();

/** What the largest contributor adds to the whole dataset; null where no policy looks at contributors. */
export async function largestContributions(workbench: Workbench, plan: DatasetPlan): Promise<Contributions | null> {
  if (!plan.tables.some(({ spec }) => asksForContributors(spec.policy))) return null;
  const names = plan.sums.map(({ column }) => column);
  const sums = ["count(*) AS records", ...names.map((name) => `sum(${quoted(name)}) AS ${quoted(name)}`)];
  const most = ["records", ...names];
  const columns = await workbench.columns(
    `SELECT ${most.map((name) => `max(${quoted(name)})::DOUBLE`).join(", ")} FROM (SELECT ${sums.join(", ")} FROM records GROUP BY ${contributorOf(plan)})`,
  );
  return new Map(most.map((name, place) => [name, Number(columns[place]?.[0] ?? Number.POSITIVE_INFINITY)]));
}

/** What the contributors to a cell are like, as expressions of SQL over one row for each cell and contributor. */
function contributorsSql(rules: readonly SuppressSpec[], sums: readonly string[]): ReadonlyMap<string, string> {
  const largest = [...new Set([...rules.flatMap(({ dominance }) => dominance.map(({ n }) => n)), 1, 2])];
  return new Map([
    ["records", "sum(records)"],
    ["persons", "count(*)"],
    ...sums.flatMap((sum) => [
      [`sum ${sum}`, `sum(${quoted(sum)})`] as const,
      ...largest.map((n) => [`${n} largest ${sum}`, `list_sum(max(${quoted(sum)}, ${n}))`] as const),
    ]),
  ]);
}

/**
 * Looks at who contributes to each cell: marks those with fewer persons than the threshold, and sums that a few contributors make up.
 * @param tabulated The sums of each cell, with those of the periods that are held.
 * @param held Periods that stay as they were published: their contributors are not known any more, so there may be no other persons in them, and
 * all that they hold may be the largest contributor's.
 */
export async function markContributors(
  workbench: Workbench,
  grouped: Grouped,
  tabulated: ReadonlyMap<TablePlan, readonly Tabulated[]>,
  held: readonly string[],
): Promise<Marks> {
  const { plan } = grouped;
  const rules = plan.tables.flatMap(({ spec: { policy } }) => (asksForContributors(policy) ? [policy] : []));
  if (rules.length === 0) return noMarks;
  await countContributions(workbench, plan, held);
  const sums = plan.sums.map(({ column }) => column);
  const values = contributorsSql(rules, sums);
  const inner = ["sum(atom.records) AS records", ...sums.map((sum) => `sum(atom.${quoted(sum)}) AS ${quoted(sum)}`)];
  const sets = grouped.sets.map((set) => `${set.slice(0, -1)}, contributor)`);
  const keys = grouped.names.map(quoted).join(", ");
  const columns = await workbench.columns(
    `SELECT ${keys}, ${[...values.values()].map((sql) => `(${sql})::DOUBLE`).join(", ")}
     FROM (SELECT ${grouped.keys}, ${inner.join(", ")} FROM contribution AS atom ${grouped.joins} GROUP BY GROUPING SETS (${sets.join(", ")}))
     GROUP BY ${keys}`,
  );
  const placed = placeRows(grouped, columns, [...values.keys()]);
  const marks = new Map<TablePlan, Map<string, Marked[]>>();
  for (const table of plan.tables) {
    const { policy } = table.spec;
    if (!asksForContributors(policy)) continue;
    const own = new Map<string, Marked[]>();
    for (const measure of table.measures) {
      if (derivedFrom(measure) !== undefined) continue;
      const { code, sum } = measure;
      own.set(
        code,
        (placed.get(table) ?? []).map(({ values }, place) =>
          markedIn(policy, values, sum, tabulated.get(table)?.[place]?.values.get(sum ?? "records")),
        ),
      );
    }
    marks.set(table, own);
  }
  return marks;
}

function markedIn(
  policy: SuppressSpec,
  values: ReadonlyMap<string, Float64Array>,
  sum: string | undefined,
  totals: Float64Array | undefined,
): Marked {
  const persons = values.get("persons") ?? new Float64Array();
  const records = values.get("records") ?? new Float64Array();
  // A cell without known contributors is unsafe: where it holds records after all, they are of a period that waits.
  const unsafe = Uint8Array.from(persons, (count) => (count === 0 ? 1 : 0));
  const widths = new Float64Array(unsafe.length);
  const small = policy.counts === "persons" ? distinctContributors(records, persons, policy.threshold) : [];
  const amountOf = (name: string, cell: number) => values.get(name)?.[cell] ?? Number.NaN;
  for (let cell = 0; cell < unsafe.length; cell++) {
    if (small[cell] === true) unsafe[cell] = 1;
    const total = sum === undefined ? 0 : (totals?.[cell] ?? Number.NaN);
    if (total === 0) continue;
    const waiting = total - amountOf(`sum ${sum}`, cell);
    const largest = (n: number) => amountOf(`${n} largest ${sum}`, cell) + waiting;
    // How far above the cell's sum a reader must take it to be possible, so that the rule would be kept. What is no number is unsafe.
    const lacking = [
      ...policy.dominance.map(({ n, k }) => (100 * largest(n)) / k - total),
      ...(policy.pPercent === null ? [] : [(policy.pPercent * largest(1)) / 100 - (total - largest(2))]),
    ];
    if (lacking.every((amount) => amount < 0)) continue;
    unsafe[cell] = 1;
    // As far below as above: an interval of that width has the true sum no nearer to its middle than the rule allows.
    widths[cell] = 2 * Math.ceil(Math.max(0, ...lacking.map((amount) => (Number.isNaN(amount) ? total : amount))));
  }
  return { unsafe, widths };
}
