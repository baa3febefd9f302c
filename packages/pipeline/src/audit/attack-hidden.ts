import { DisclosureError, feasibleIntervals } from "@openbeat/disclosure";
import type { ShownEquations } from "./shown-equations.ts";
import { type Part, solveForKnown } from "./solve-for-known.ts";

/** How close an attack came. */
export type Attacked =
  | {
      readonly outcome: "attacked";
      readonly hidden: number;
      readonly attacked: number;
      /** No interval is narrower: of those that are as wide as was promised, what is known of them. Infinite where nothing is hidden. */
      readonly narrowest: number;
      /** Hidden cells that are left with an interval below the width of their release. */
      readonly narrow: number;
    }
  /** No table at all agrees with what is shown. */
  | { readonly outcome: "contradiction" }
  /** The solver was not done in time: what is not decided is not safe. */
  | { readonly outcome: "undecided" };

/** How long one programme may take, in seconds, before the attack has failed. */
const secondsPerProgramme = 120;
const slack = 1e-6;

type Hidden = Part["equations"][number];

/** Hidden cells of a part, each set of unknowns once. */
function hiddenOf({ equations }: Part, isCopy: (row: number) => boolean): readonly Hidden[] {
  const once = new Map<string, Hidden>();
  for (const equation of equations)
    if (equation.value === null && !isCopy(equation.from))
      once.set(`${equation.unknowns.join()}${equation.unknowns.length === 0 ? ` ${equation.from}` : ""}`, equation);
  return [...once.values()];
}

/** The least and the greatest sum of each of some hidden cells of a part, by the solver. */
async function intervalsOf(
  { unknownCount, equations, links }: Part,
  leastOf: (hidden: Hidden) => 0 | 1,
  targets: readonly Hidden[],
  enough: number,
): Promise<readonly number[]> {
  // What is known of a hidden cell's unknowns already counts for its being at least one.
  const isOpen = (row: Hidden) => row.value !== null || row.known < leastOf(row) - slack;
  const rows = [...equations.filter((row) => isOpen(row) && !targets.includes(row)), ...targets];
  const columns = rows.map(({ unknowns }) => [...unknowns]);
  const values = rows.map(({ value, known }) => (value === null ? 0 : value - known));
  const suppressed = rows.flatMap(({ value }, row) => (value === null ? [row] : []));
  let atomCount = unknownCount;
  for (const [row, { value, known }] of rows.entries()) {
    if (value !== null || known <= slack) continue;
    // The known part is an unknown of its own that is known.
    columns[row]?.push(atomCount);
    columns.push([atomCount++]);
    values.push(known);
  }
  const attacked = targets.map((_, at) => rows.length - targets.length + at);
  const found = await feasibleIntervals({
    atomCount,
    columns,
    values,
    suppressed,
    attacked,
    links,
    enough,
    least: suppressed.map((row) => leastOf(rows[row] as Hidden)),
    seconds: secondsPerProgramme,
  });
  return found.map(({ low, high }) => high - low);
}

/**
 * Attacks hidden figures with a solver of linear programmes.
 * @param widths By release: how wide an interval was promised.
 * @param atMost How many hidden cells to attack, spread over them all; 0 for every one.
 */
export async function attackHidden(
  { unknownCount, equations, links }: ShownEquations,
  widths: readonly number[],
  atMost: number,
  told: (done: number, of: number) => void,
): Promise<Attacked> {
  const solved = solveForKnown(unknownCount, equations, links);
  if ("contradiction" in solved) return { outcome: "contradiction" };
  const hidden = solved.parts.flatMap((part) => hiddenOf(part, (row) => equations[row]?.isCopy === true).map((cell) => ({ part, cell })));
  const step = atMost === 0 ? 1 : Math.max(1, Math.ceil(hidden.length / atMost));
  const chosen = Map.groupBy(
    hidden.filter((_, place) => place % step === 0),
    ({ part }) => part,
  );
  // No interval is looked into further than the widest that was promised.
  const enough = Math.max(...widths);
  let [done, narrowest, narrow] = [0, Number.POSITIVE_INFINITY, 0];
  const all = [...chosen.values()].reduce((sum, { length }) => sum + length, 0);
  try {
    for (const part of solved.parts) {
      const targets = (chosen.get(part) ?? []).map(({ cell }) => cell);
      const widthsLeft =
        part.unknownCount === 0
          ? targets.map(() => 0)
          : targets.length === 0
            ? []
            : await intervalsOf(part, ({ from }) => equations[from]?.least ?? 1, targets, enough);
      for (const [at, left] of widthsLeft.entries()) {
        narrowest = Math.min(narrowest, left);
        if (left < (widths[(equations[targets[at]?.from ?? 0] ?? { release: 0 }).release] ?? Number.POSITIVE_INFINITY) - slack) narrow += 1;
      }
      done += targets.length;
      told(done, all);
    }
  } catch (error) {
    if (!(error instanceof DisclosureError)) throw error;
    if (error.code === "AUDIT_FAILED") return { outcome: "contradiction" };
    return { outcome: "undecided" };
  }
  return { outcome: "attacked", hidden: hidden.length, attacked: all, narrowest, narrow };
}
