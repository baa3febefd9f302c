import { DisclosureError } from "../errors.ts";
import { inverse, prime, residue } from "./prime-field.ts";

/** Cells as sets of atoms, and what is to become of them. */
export interface SuppressionProblem {
  readonly atomCount: number;
  /** The atoms of each cell. */
  readonly columns: readonly (readonly number[])[];
  /** Cells in the order in which publishing them is preferred. */
  readonly candidates: readonly number[];
  /** Cells that must not be published. */
  readonly primary: readonly number[];
}

type Vector = Map<number, number>;

/**
 * Complementary suppression by Gaussian elimination: takes the candidates in order and publishes each, unless that would make a primary cell
 * a linear combination of published ones. It guards against exact disclosure by linear algebra, and against nothing else: counts that are
 * known not to be negative still give narrow intervals, so `protect` does not rest on it. Exact modulo a prime.
 * @returns The cells that are suppressed besides the primary ones, ascending.
 * @throws {DisclosureError} `CUBE_INVALID` if a cell or an atom does not exist.
 * @see Langsrud, Ø. (2024), Secondary cell suppression by Gaussian elimination, Privacy in Statistical Databases.
 */
export function complementarySuppression(problem: SuppressionProblem): number[] {
  check(problem);
  const rowOf = mergeAtoms(problem);
  const vectors = problem.columns.map((atoms) => vectorOf(atoms, rowOf));
  const primary = new Set(problem.primary);
  const rest = createRemainders([...primary].sort((a, b) => a - b).map((cell) => new Map(vectors[cell])));
  const reduce = createReduction();
  const secondary: number[] = [];
  for (const cell of problem.candidates) {
    if (primary.has(cell)) continue;
    const vector = reduce.apply(vectors[cell] as Vector);
    if (vector.size === 0) continue; // follows from what is published already
    const pivot = rest.rarestRow(vector);
    if (rest.holds(pivot) && rest.hasMultipleOf(vector)) {
      secondary.push(cell);
      continue;
    }
    const others = reduce.addPivot(pivot, vector);
    rest.eliminate(pivot, others);
  }
  return [...new Set(secondary)].sort((a, b) => a - b);
}

function check({ atomCount, columns, candidates, primary }: SuppressionProblem): void {
  const exists = (value: number, count: number) => Number.isSafeInteger(value) && value >= 0 && value < count;
  if (!exists(atomCount, Number.POSITIVE_INFINITY) || !columns.every((atoms) => atoms.every((atom) => exists(atom, atomCount))))
    throw new DisclosureError("CUBE_INVALID", "A cell names an atom that does not exist. Atoms are numbered from 0.");
  if (![...candidates, ...primary].every((cell) => exists(cell, columns.length)))
    throw new DisclosureError("CUBE_INVALID", "A candidate or a primary cell does not exist. Cells are numbered from 0.");
}

/** Atoms that lie in the same cells count as one row. */
function mergeAtoms({ atomCount, columns }: SuppressionProblem): Int32Array {
  const cells: number[][] = Array.from({ length: atomCount }, () => []);
  columns.forEach((atoms, cell) => {
    for (const atom of atoms) (cells[atom] as number[]).push(cell);
  });
  const rows = new Map<string, number>();
  return Int32Array.from(cells, (list) => {
    const key = list.join();
    const row = rows.get(key) ?? rows.size;
    rows.set(key, row);
    return row;
  });
}

function vectorOf(atoms: readonly number[], rowOf: Int32Array): Vector {
  const vector: Vector = new Map();
  for (const atom of new Set(atoms)) vector.set(rowOf[atom] as number, 1);
  return vector;
}

/** The published cells in echelon form: each pivot row, written by the rows that are none. */
function createReduction() {
  const timeOf = new Map<number, number>();
  const pivots: { readonly rows: readonly number[]; readonly factors: readonly number[] }[] = [];
  return {
    /** What is left of a cell when the published ones are taken out. */
    apply(start: ReadonlyMap<number, number>): Vector {
      const vector = new Map(start);
      const queue = createQueue();
      for (const row of vector.keys()) {
        const time = timeOf.get(row);
        if (time !== undefined) queue.push(time, row);
      }
      for (let row = queue.pop(); row !== undefined; row = queue.pop()) {
        const factor = vector.get(row);
        vector.delete(row);
        if (!factor) continue;
        const { rows, factors } = pivots[timeOf.get(row) as number] as (typeof pivots)[number];
        rows.forEach((other, i) => {
          const old = vector.get(other);
          vector.set(other, residue((old ?? 0) - factor * (factors[i] as number)));
          const time = timeOf.get(other);
          if (old === undefined && time !== undefined) queue.push(time, other);
        });
      }
      for (const [row, factor] of vector) if (factor === 0) vector.delete(row);
      return vector;
    },
    addPivot(pivot: number, vector: Vector): Vector {
      const scale = inverse(vector.get(pivot) as number);
      const others: Vector = new Map();
      for (const [row, factor] of vector) if (row !== pivot) others.set(row, (factor * scale) % prime);
      timeOf.set(pivot, pivots.length);
      pivots.push({ rows: [...others.keys()], factors: [...others.values()] });
      return others;
    },
  };
}

/** What is left of the primary cells when the published ones are taken out, findable by row and up to a factor. */
function createRemainders(vectors: readonly Vector[]) {
  const byRow = new Map<number, Set<number>>();
  const signatures: string[] = [];
  const signed = new Map<string, number>();
  const index = (row: number, id: number) => {
    const ids = byRow.get(row) ?? new Set();
    byRow.set(row, ids.add(id));
  };
  const sign = (id: number) => {
    const signature = signatureOf(vectors[id] as Vector);
    signatures[id] = signature;
    signed.set(signature, (signed.get(signature) ?? 0) + 1);
  };
  const unsign = (id: number) => {
    const signature = signatures[id] as string;
    signed.set(signature, (signed.get(signature) as number) - 1);
  };
  vectors.forEach((vector, id) => {
    for (const row of vector.keys()) index(row, id);
    if (vector.size > 0) sign(id);
  });
  const holding = (row: number) => byRow.get(row)?.size ?? 0;
  return {
    holds: (row: number) => holding(row) > 0,
    hasMultipleOf: (vector: Vector) => (signed.get(signatureOf(vector)) ?? 0) > 0,
    /** The row that lies in the fewest remainders: the cheapest pivot. */
    rarestRow(vector: Vector): number {
      let best = -1;
      let fewest = Number.POSITIVE_INFINITY;
      for (const row of vector.keys()) {
        const held = holding(row);
        if (held < fewest) {
          best = row;
          fewest = held;
        }
        if (held === 0) break;
      }
      return best;
    },
    eliminate(pivot: number, others: ReadonlyMap<number, number>): void {
      for (const id of byRow.get(pivot) ?? []) {
        const vector = vectors[id] as Vector;
        const factor = vector.get(pivot) as number;
        vector.delete(pivot);
        unsign(id);
        for (const [row, other] of others) {
          const value = residue((vector.get(row) ?? 0) - factor * other);
          if (value === 0) {
            vector.delete(row);
            byRow.get(row)?.delete(id);
          } else {
            vector.set(row, value);
            index(row, id);
          }
        }
        sign(id);
      }
      byRow.delete(pivot);
    },
  };
}

/** The same for all multiples of a vector, and for practically no others: its lowest row and two linear hashes, scaled to lead with one. */
function signatureOf(vector: ReadonlyMap<number, number>): string {
  let lowest = Number.POSITIVE_INFINITY;
  let lead = 0;
  let first = 0;
  let second = 0;
  for (const [row, factor] of vector) {
    if (row < lowest) {
      lowest = row;
      lead = factor;
    }
    first = (first + factor * scramble(row, 1)) % prime;
    second = (second + factor * scramble(row, 2)) % prime;
  }
  const scale = inverse(lead);
  return `${lowest}:${(first * scale) % prime}:${(second * scale) % prime}`;
}

/** A fixed number from 1 to the prime for each row. */
function scramble(row: number, salt: number): number {
  let bits = Math.imul(row + 1, 0x9e3779b1) ^ Math.imul(salt, 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d);
  bits = Math.imul(bits ^ (bits >>> 12), 0x297a2d39);
  return 1 + (((bits ^ (bits >>> 15)) >>> 0) % (prime - 1));
}

/** Rows by the time they became pivots, the earliest first: a binary heap. */
function createQueue() {
  const times: number[] = [];
  const rows: number[] = [];
  return {
    push(time: number, row: number): void {
      let at = times.length;
      while (at > 0) {
        const up = (at - 1) >> 1;
        if ((times[up] as number) <= time) break;
        times[at] = times[up] as number;
        rows[at] = rows[up] as number;
        at = up;
      }
      times[at] = time;
      rows[at] = row;
    },
    pop(): number | undefined {
      const first = rows[0];
      const time = times.pop();
      const row = rows.pop();
      if (time === undefined || row === undefined || times.length === 0) return first;
      let at = 0;
      for (;;) {
        let down = 2 * at + 1;
        if (down >= times.length) break;
        if (down + 1 < times.length && (times[down + 1] as number) < (times[down] as number)) down++;
        if ((times[down] as number) >= time) break;
        times[at] = times[down] as number;
        rows[at] = rows[down] as number;
        at = down;
      }
      times[at] = time;
      rows[at] = row;
      return first;
    },
  };
}
