import type { Equation, LinkedSums } from "./shown-equations.ts";

/** Equations that share no unknown with any others, without the unknowns that are known. */
export interface Part {
  readonly unknownCount: number;
  /** `known` is what the unknowns that are no longer there add up to. */
  readonly equations: readonly {
    readonly unknowns: readonly number[];
    readonly value: number | null;
    readonly known: number;
    readonly from: number;
  }[];
  /** What `plus` adds up to less what `minus` does. */
  readonly links: readonly { readonly plus: readonly number[]; readonly minus: readonly number[]; readonly value: number }[];
}

/** What is left to solve; or that the figures contradict each other. */
export type Solved = { readonly parts: readonly Part[] } | { readonly contradiction: true };

const slack = 1e-6;

/**
 * Works out, by substitution alone, all that is known for certain: the parts of a figure that is zero are zero; the only unknown of a shown
 * figure is that figure. What is left falls into parts that are attacked one by one.
 */
export function solveForKnown(unknownCount: number, equations: readonly Equation[], links: readonly LinkedSums[]): Solved {
  const rowsOf = rowsByUnknown(unknownCount, equations);
  const value = new Float64Array(unknownCount).fill(Number.NaN);
  const left = Int32Array.from(equations, ({ unknowns }) => unknowns.length);
  const known = new Float64Array(equations.length);
  const waiting = equations.flatMap(({ value: shown }, row) => (shown === null ? [] : [row]));
  const isKnown = (unknown: number) => !Number.isNaN(value[unknown]);
  for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
    const { unknowns, value: shown } = equations[row] as Equation;
    if (shown === null) continue;
    const rest = shown - (known[row] as number);
    if (rest < -slack || (left[row] === 0 && rest > slack)) return { contradiction: true };
    if (left[row] === 0 || (rest > slack && left[row] !== 1)) continue;
    for (const unknown of unknowns) {
      if (isKnown(unknown)) continue;
      value[unknown] = rest <= slack ? 0 : rest;
      for (const other of rowsOf(unknown)) {
        left[other] = (left[other] as number) - 1;
        known[other] = (known[other] as number) + (value[unknown] as number);
        if (other !== row) waiting.push(other);
      }
    }
  }
  for (const [row, { value: shown, least }] of equations.entries())
    if (left[row] === 0 && (shown === null ? (known[row] as number) < least - slack : Math.abs(shown - (known[row] as number)) > slack))
      return { contradiction: true };
  return { parts: partsOf(unknownCount, equations, links, value, known) };
}

function rowsByUnknown(unknownCount: number, equations: readonly Equation[]): (unknown: number) => Int32Array {
  const starts = new Int32Array(unknownCount + 1);
  for (const { unknowns } of equations) for (const unknown of unknowns) starts[unknown + 1] = (starts[unknown + 1] as number) + 1;
  for (let unknown = 0; unknown < unknownCount; unknown++)
    starts[unknown + 1] = (starts[unknown + 1] as number) + (starts[unknown] as number);
  const next = starts.slice();
  const rows = new Int32Array(starts[unknownCount] as number);
  for (const [row, { unknowns }] of equations.entries())
    for (const unknown of unknowns) {
      rows[next[unknown] as number] = row;
      next[unknown] = (next[unknown] as number) + 1;
    }
  return (unknown) => rows.subarray(starts[unknown], starts[unknown + 1]);
}

/** Numbers that find their group: unknowns that some chain of equations ties together. */
function groups(count: number, ties: Iterable<readonly number[]>): (unknown: number) => number {
  const parent = Int32Array.from({ length: count }, (_, unknown) => unknown);
  const find = (unknown: number): number => {
    let root = unknown;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root] as number] as number;
      root = parent[root] as number;
    }
    return root;
  };
  for (const [first, ...others] of ties) if (first !== undefined) for (const other of others) parent[find(other)] = find(first);
  return find;
}

function partsOf(
  unknownCount: number,
  equations: readonly Equation[],
  links: readonly LinkedSums[],
  value: Float64Array,
  known: Float64Array,
): readonly Part[] {
  const isFree = (unknown: number) => Number.isNaN(value[unknown]);
  const free = equations.map(({ unknowns }) => Array.from(unknowns).filter(isFree));
  const freeLinks = links.map(({ plus, minus }) => {
    const sumOf = (list: Int32Array) => list.reduce((sum, unknown) => sum + (isFree(unknown) ? 0 : (value[unknown] as number)), 0);
    return { plus: [...plus].filter(isFree), minus: [...minus].filter(isFree), value: sumOf(minus) - sumOf(plus) };
  });
  const find = groups(unknownCount, [...free, ...freeLinks.map(({ plus, minus }) => [...plus, ...minus])]);
  const parts = new Map<number, { numbers: Map<number, number>; equations: Part["equations"][number][]; links: Part["links"][number][] }>();
  const partOf = (unknown: number) => {
    const root = find(unknown);
    const part = parts.get(root) ?? { numbers: new Map<number, number>(), equations: [], links: [] };
    parts.set(root, part);
    const numbered = (list: readonly number[]) =>
      list.map((one) => {
        const number = part.numbers.get(one) ?? part.numbers.size;
        part.numbers.set(one, number);
        return number;
      });
    return { part, numbered };
  };
  const settled: Part["equations"][number][] = [];
  const seen = new Set<string>();
  for (const [row, unknowns] of free.entries()) {
    const equation = { value: equations[row]?.value ?? null, known: known[row] as number, from: row };
    const [first] = unknowns;
    if (first === undefined) {
      if (equation.value === null) settled.push({ ...equation, unknowns: [] });
      continue;
    }
    const key = equation.value === null ? "" : `${(equation.value - equation.known).toFixed(6)} ${unknowns.join()}`;
    if (key !== "" && seen.has(key)) continue;
    seen.add(key);
    const { part, numbered } = partOf(first);
    part.equations.push({ ...equation, unknowns: numbered(unknowns) });
  }
  for (const { plus, minus, value: difference } of freeLinks) {
    const first = plus[0] ?? minus[0];
    if (first === undefined) continue;
    const { part, numbered } = partOf(first);
    part.links.push({ plus: numbered(plus), minus: numbered(minus), value: difference });
  }
  const tied = [...parts.values()].map(({ numbers, ...part }): Part => ({ unknownCount: numbers.size, ...part }));
  return settled.length === 0 ? tied : [...tied, { unknownCount: 0, equations: settled, links: [] }];
}
