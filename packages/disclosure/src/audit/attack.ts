import type { Highs } from "highs";
import { atomsOfLeaves, leavesOfCell } from "../cells.ts";
import { DisclosureError } from "../errors.ts";
import { addTable, isProved, type Pattern } from "../secondary/pattern.ts";
import type { Alternative } from "../secondary/product-move.ts";
import { agrees } from "./alternatives.ts";
import { type Component, components } from "./components.ts";
import { type Knowledge, readersKnowledge } from "./known.ts";
import { addRow, noRows, type Outcome, outOfTime, type Programme, programme } from "./solver.ts";

export interface AttackResult {
  readonly programmes: number;
  /** The cells that stay within an interval narrower than the width, or whose programme stayed undecided. */
  readonly narrow: readonly number[];
}

/** A whole-number programme that looks at more branches than this counts as without an answer. */
const mostNodes = 2000;
const nearWhole = 1e-5;

/**
 * Plays the reader with a solver: for each target, the smallest and the largest count that agrees with everything published. An optimum in
 * whole numbers is an alternative table, which goes into the proof; where the linear programme leaves room but has no whole optimum, the same
 * is asked in whole numbers. So what counts as proved is proved by tables, and the solver's arithmetic is not relied on.
 * @param seconds How much time is left.
 * @throws {DisclosureError} `SOLVER_FAILED` when a programme fails, `UNPROTECTABLE` when time is up.
 */
export function attack(highs: Highs, pattern: Pattern, targets: readonly number[], seconds: () => number): AttackResult {
  const known = readersKnowledge(pattern);
  const atoms = atomsOfVariables(known);
  const goals = targets.map((cell) =>
    atomsOfLeaves(pattern.space, leavesOfCell(pattern.space, cell))
      .map((atom) => known.variable[atom] as number)
      .filter((variable) => variable >= 0),
  );
  let programmes = 0;
  const narrow = targets.filter((cell, goal) => goals[goal]?.length === 0 && !isProved(pattern, cell));
  for (const part of components(known.variableCount, known.rows, goals)) {
    if (part.goals.length === 0) continue;
    const cells = part.goals.map((goal) => targets[goal] as number);
    const attacker = createAttacker(highs, pattern, part, goals, atoms, cells);
    try {
      narrow.push(...attacker.attack(seconds));
    } finally {
      programmes += attacker.dispose();
    }
  }
  return { programmes, narrow: narrow.sort((a, b) => a - b) };
}

function createAttacker(
  highs: Highs,
  pattern: Pattern,
  part: Component,
  goals: readonly (readonly number[])[],
  atoms: Int32Array,
  cells: readonly number[],
) {
  const { space, hidden, least, emptiesKnown, widths } = pattern;
  const place = new Map(part.variables.map((variable, column) => [variable, column]));
  const columnsOf = (variables: readonly number[]) => variables.map((variable) => place.get(variable) as number);
  const truth = part.variables.map((variable) => space.atoms[atoms[variable] as number] as number);
  const system = noRows();
  for (const row of part.rows) addRow(system, columnsOf(row.variables), row.lower, row.upper);
  const targets = cells.map((cell, i) => {
    const columns = columnsOf(goals[part.goals[i] as number] as readonly number[]);
    addRow(system, columns, 0, Number.POSITIVE_INFINITY);
    return { cell, columns, row: system.lower.length - 1, count: columns.reduce((sum, column) => sum + (truth[column] as number), 0) };
  });
  type Target = (typeof targets)[number];
  const models: Programme[] = [];
  let solved = 0;
  const open = (whole: boolean) => {
    const model = programme(highs, part.variables.length, system, new Float64Array(part.variables.length), whole ? "on" : "off", {
      whole,
      ...(whole ? { mostNodes } : {}),
    });
    models.push(model);
    return model;
  };

  /** Solves for some targets at once. One target alone is not pushed further than the width asks for. */
  function run(model: Programme, wanted: readonly Target[], sense: "minimize" | "maximize", seconds: number): Outcome {
    const costs = new Map<number, number>();
    for (const { columns } of wanted) for (const column of columns) costs.set(column, (costs.get(column) ?? 0) + 1);
    for (const [column, cost] of costs) model.setCost(column, cost);
    const [only] = wanted;
    const capped = wanted.length === 1 && only ? only : null;
    if (capped) model.setRow(capped.row, 0, capped.count + (pattern.low[capped.cell] as number) + (widths[capped.cell] as number));
    const outcome = model.solve(sense, seconds);
    if (capped) model.setRow(capped.row, 0, Number.POSITIVE_INFINITY);
    for (const column of costs.keys()) model.setCost(column, 0);
    solved++;
    if (outcome.status === "undecided") throw outOfTime();
    if (outcome.status === "infeasible")
      throw new DisclosureError(
        "AUDIT_FAILED",
        "The published figures contradict each other. This is a fault of the engine: report it, and publish nothing.",
      );
    return outcome;
  }

  /** Takes an optimum in whole numbers into the proof. */
  function learn(outcome: Outcome): void {
    if (outcome.status !== "optimal") return;
    const change = truth.map((count, column) => (outcome.values[column] as number) - count);
    if (!change.every((value) => Math.abs(value - Math.round(value)) < nearWhole)) return;
    const whole = change.map(Math.round);
    const changed = whole.flatMap((value, column) => (value === 0 ? [] : [column]));
    const table = (columns: readonly number[]): Alternative => ({
      atoms: columns.map((column) => atoms[part.variables[column] as number] as number),
      changes: columns.map((column) => whole[column] as number),
    });
    const pieces = separate(changed, part, place).map(table);
    for (const piece of pieces.every((one) => agrees(space, hidden, least, one, emptiesKnown)) ? pieces : [table(changed)])
      addTable(pattern, piece);
  }

  const reached = ({ columns }: Target, { values }: { readonly values: Float64Array }) =>
    columns.reduce((sum, column) => sum + (values[column] as number), 0);
  const isOpen = ({ cell }: Target) => !isProved(pattern, cell);

  return {
    /** @returns The targets that stay narrow. */
    attack(seconds: () => number): number[] {
      const linear = open(false);
      for (const sense of ["maximize", "minimize"] as const) {
        const left = targets.filter(isOpen);
        if (left.length > 1) learn(run(linear, left, sense, seconds()));
      }
      const narrow: number[] = [];
      const undecided: Target[] = [];
      for (const target of targets) {
        let most = Number.NEGATIVE_INFINITY;
        let fewest = Number.POSITIVE_INFINITY;
        for (const sense of ["maximize", "minimize"] as const) {
          if (!isOpen(target)) break;
          const outcome = run(linear, [target], sense, seconds());
          learn(outcome);
          if (outcome.status !== "optimal") continue;
          most = Math.max(most, reached(target, outcome));
          fewest = Math.min(fewest, reached(target, outcome));
        }
        if (!isOpen(target)) continue;
        if (most - fewest < (widths[target.cell] as number) - nearWhole) narrow.push(target.cell);
        else undecided.push(target);
      }
      const whole = undecided.some(isOpen) ? open(true) : linear;
      for (const target of undecided) {
        for (const sense of ["maximize", "minimize"] as const) if (isOpen(target)) learn(run(whole, [target], sense, seconds()));
        if (isOpen(target)) narrow.push(target.cell);
      }
      return narrow;
    },
    /** @returns How many programmes were solved. */
    dispose(): number {
      for (const model of models) model.dispose();
      return solved;
    },
  };
}

function atomsOfVariables({ variable, variableCount }: Knowledge): Int32Array {
  const atoms = new Int32Array(variableCount);
  variable.forEach((number, atom) => {
    if (number >= 0) atoms[number] = atom;
  });
  return atoms;
}

/** Splits what changed into pieces that share no row: each is an alternative table of its own. */
function separate(changed: readonly number[], part: Component, place: ReadonlyMap<number, number>): number[][] {
  const number = new Map(changed.map((column, i) => [column, i]));
  const rows = part.rows.map(({ variables, lower, upper }) => ({
    variables: variables.flatMap((variable) => number.get(place.get(variable) as number) ?? []),
    lower,
    upper,
  }));
  return components(
    changed.length,
    rows.filter(({ variables, lower, upper }) => variables.length > 0 && lower === upper),
    [],
  ).map(({ variables }) => variables.map((i) => changed[i] as number));
}
