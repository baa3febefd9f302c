import type { KnownRow } from "./known.ts";

/** Variables that some chain of rows ties together, with those rows and the goals over them. */
export interface Component {
  readonly variables: number[];
  readonly rows: KnownRow[];
  readonly goals: number[];
}

/** Splits what is known into parts that share no variable; a goal's variables stay together. */
export function components(variableCount: number, rows: readonly KnownRow[], goals: readonly (readonly number[])[]): Component[] {
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
