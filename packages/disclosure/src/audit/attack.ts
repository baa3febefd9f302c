import type { Highs } from "highs";
import { atomsOfLeaves, leavesOfCell } from "../cells.ts";
import { DisclosureError } from "../errors.ts";
import { isProved, type Pattern, slack } from "../secondary/pattern.ts";
import { type KnownRow, readersKnowledge } from "./known.ts";
import { addRow, noRows, programme } from "./solver.ts";

export interface AttackResult {
  readonly programmes: number;
  /** The cells that stay within an interval narrower than the width. */
  readonly narrow: readonly number[];
}

/**
 * Plays the reader who knows linear programming: for each target, the smallest and the largest count that agrees with everything published.
 * Each optimum is a table that agrees with everything published, so it is credited to all targets at once.
 * @param seconds How much time is left.
 * @throws {DisclosureError} `SOLVER_FAILED` when a programme stays undecided.
 */
export function attack(highs: Highs, pattern: Pattern, targets: readonly number[], seconds: () => number): AttackResult {
  const { space, hidden } = pattern;
  const known = readersKnowledge(space, hidden);
  const variablesOf = new Map<number, number[]>();
  for (const cell of targets)
    variablesOf.set(
      cell,
      atomsOfLeaves(space, leavesOfCell(space, cell))
        .map((atom) => known.variable[atom] as number)
        .filter((variable) => variable >= 0),
    );
  const parts = components(known.variableCount, known.rows, [...variablesOf.values()]);
  let programmes = 0;
  const narrow: number[] = [];
  for (const { variables, rows, goals } of parts) {
    const cells = goals.map((goal) => targets[goal] as number);
    if (cells.length === 0) continue;
    const place = new Map(variables.map((variable, column) => [variable, column]));
    const system = noRows();
    for (const row of rows)
      addRow(
        system,
        row.variables.map((variable) => place.get(variable) as number),
        row.lower,
        row.upper,
      );
    const model = programme(highs, variables.length, system, new Float64Array(variables.length), "off");
    const columns = new Map(
      cells.map((cell) => [cell, (variablesOf.get(cell) as number[]).map((variable) => place.get(variable) as number)]),
    );
    const settled = new Map<number, number>();
    for (const cell of cells) {
      let free = 0;
      for (const atom of atomsOfLeaves(space, leavesOfCell(space, cell)))
        if ((known.variable[atom] as number) >= 0) free += space.atoms[atom] as number;
      settled.set(cell, free);
    }
    const run = (goal: readonly number[], sense: "minimize" | "maximize"): void => {
      const costs = new Map<number, number>();
      for (const cell of goal) for (const column of columns.get(cell) as number[]) costs.set(column, (costs.get(column) ?? 0) + 1);
      for (const [column, cost] of costs) model.setCost(column, cost);
      const outcome = model.solve(sense, seconds());
      programmes++;
      for (const column of costs.keys()) model.setCost(column, 0);
      if (outcome.status === "infeasible")
        throw new DisclosureError(
          "AUDIT_FAILED",
          "The published figures contradict each other. This is a fault of the engine: report it, and publish nothing.",
        );
      if (outcome.status === "unbounded" && goal.length === 1) pattern.high[goal[0] as number] = Number.POSITIVE_INFINITY;
      if (outcome.status !== "optimal") return;
      for (const cell of cells) {
        let value = 0;
        for (const column of columns.get(cell) as number[]) value += outcome.values[column] as number;
        const change = value - (settled.get(cell) as number);
        if (change > (pattern.high[cell] as number)) pattern.high[cell] = change;
        if (change < (pattern.low[cell] as number)) pattern.low[cell] = change;
      }
    };
    const open = (cell: number) => (pattern.high[cell] as number) - (pattern.low[cell] as number) < pattern.width - slack;
    try {
      for (const sense of ["maximize", "minimize"] as const) {
        const left = cells.filter(open);
        if (left.length > 1) run(left, sense);
      }
      for (const cell of cells) {
        if (open(cell)) run([cell], "maximize");
        if (open(cell)) run([cell], "minimize");
        if (open(cell)) narrow.push(cell);
      }
    } finally {
      model.dispose();
    }
  }
  for (const cell of targets) if ((variablesOf.get(cell) as number[]).length === 0 && !isProved(pattern, cell)) narrow.push(cell);
  return { programmes, narrow: narrow.sort((a, b) => a - b) };
}

interface Component {
  readonly variables: number[];
  readonly rows: KnownRow[];
  readonly goals: number[];
}

/** Splits what is known into parts that share no variable; a goal's variables stay together. */
function components(variableCount: number, rows: readonly KnownRow[], goals: readonly (readonly number[])[]): Component[] {
  const parent = Int32Array.from({ length: variableCount }, (_, variable) => variable);
  const find = (variable: number): number => {
    let root = variable;
    while (parent[root] !== root) root = parent[root] as number;
    for (let at = variable; parent[at] !== root; ) {
      const next = parent[at] as number;
      parent[at] = root;
      at = next;
    }
    return root;
  };
  const join = (variables: readonly number[]) => {
    const [first] = variables;
    if (first !== undefined) for (const variable of variables) parent[find(variable)] = find(first);
  };
  for (const { variables } of rows) join(variables);
  for (const variables of goals) join(variables);
  const found = new Map<number, Component>();
  for (let variable = 0; variable < variableCount; variable++) {
    const root = find(variable);
    const part = found.get(root) ?? { variables: [], rows: [], goals: [] };
    part.variables.push(variable);
    found.set(root, part);
  }
  for (const row of rows) found.get(find(row.variables[0] as number))?.rows.push(row);
  goals.forEach((variables, goal) => {
    const [first] = variables;
    if (first !== undefined) found.get(find(first))?.goals.push(goal);
  });
  return [...found.values()];
}
