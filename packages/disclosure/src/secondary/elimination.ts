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
  const { columns, rowCount } = mergeAtoms(problem);
  const primary = new Set(problem.primary);
  const rest = createRemainders([...primary].sort((a, b) => a - b).map((cell) => vectorOf(columns[cell] as readonly number[])));
  const reduction = createReduction(rowCount);
  const secondary: number[] = [];
  const decided = new Set<number>();
  for (const cell of problem.candidates) {
    if (primary.has(cell) || decided.has(cell)) continue;
    decided.add(cell);
    const vector = reduction.apply(columns[cell] as readonly number[]);
    if (vector.size === 0) continue; // follows from what is published already
    const pivot = rest.rarestRow(vector);
    if (rest.holds(pivot) && rest.hasMultipleOf(vector)) {
      secondary.push(cell);
      continue;
    }
    rest.eliminate(pivot, reduction.addPivot(pivot, vector));
  }
  return secondary.sort((a, b) => a - b);
}

function check({ atomCount, columns, candidates, primary }: SuppressionProblem): void {
  const exists = (value: number, count: number) => Number.isSafeInteger(value) && value >= 0 && value < count;
  if (!exists(atomCount, Number.POSITIVE_INFINITY) || !columns.every((atoms) => atoms.every((atom) => exists(atom, atomCount))))
    throw new DisclosureError("CUBE_INVALID", "A cell names an atom that does not exist. Atoms are numbered from 0.");
  if (![...candidates, ...primary].every((cell) => exists(cell, columns.length)))
    throw new DisclosureError("CUBE_INVALID", "A candidate or a primary cell does not exist. Cells are numbered from 0.");
}

/** The rows of each cell: atoms that lie in the same cells count as one. */
function mergeAtoms({ atomCount, columns }: SuppressionProblem): {
  readonly columns: readonly (readonly number[])[];
  readonly rowCount: number;
} {
  const cells: number[][] = Array.from({ length: atomCount }, () => []);
  columns.forEach((atoms, cell) => {
    for (const atom of new Set(atoms)) (cells[atom] as number[]).push(cell);
  });
  const rows = new Map<string, number>();
  const merged = columns.map((): number[] => []);
  for (const list of cells) {
    const key = list.join();
    if (list.length === 0 || rows.has(key)) continue;
    for (const cell of list) (merged[cell] as number[]).push(rows.size);
    rows.set(key, rows.size);
  }
  return { columns: merged, rowCount: rows.size };
}

const vectorOf = (rows: readonly number[]): Vector => new Map(rows.map((row) => [row, 1]));

/** The published cells in echelon form: each pivot row, written by the rows that are none. Dense scratch, because this is where the time goes. */
function createReduction(rowCount: number) {
  const timeOf = new Int32Array(rowCount).fill(-1);
  const pivots: number[] = [];
  const pivotRows: Int32Array[] = [];
  const pivotFactors: Float64Array[] = [];
  const value = new Float64Array(rowCount);
  const isTouched = new Uint8Array(rowCount);
  const touched = new Int32Array(rowCount);
  const queue = createQueue();
  return {
    /** What is left of a cell when the published ones are taken out. */
    apply(rows: readonly number[]): Vector {
      let count = 0;
      for (const row of rows) {
        value[row] = 1;
        isTouched[row] = 1;
        touched[count++] = row;
        if ((timeOf[row] as number) >= 0) queue.push(timeOf[row] as number);
      }
      for (let time = queue.pop(); time >= 0; time = queue.pop()) {
        const pivot = pivots[time] as number;
        const factor = value[pivot] as number;
        value[pivot] = 0;
        if (factor === 0) continue;
        const others = pivotRows[time] as Int32Array;
        const factors = pivotFactors[time] as Float64Array;
        for (let i = 0; i < others.length; i++) {
          const row = others[i] as number;
          value[row] = residue((value[row] as number) - factor * (factors[i] as number));
          if (isTouched[row] === 1) continue;
          isTouched[row] = 1;
          touched[count++] = row;
          if ((timeOf[row] as number) >= 0) queue.push(timeOf[row] as number);
        }
      }
      const vector: Vector = new Map();
      for (let i = 0; i < count; i++) {
        const row = touched[i] as number;
        const left = value[row] as number;
        if (left !== 0) vector.set(row, left);
        value[row] = 0;
        isTouched[row] = 0;
      }
      return vector;
    },
    addPivot(pivot: number, vector: Vector): Vector {
      const scale = inverse(vector.get(pivot) as number);
      const others: Vector = new Map();
      for (const [row, factor] of vector) if (row !== pivot) others.set(row, residue(factor * scale));
      timeOf[pivot] = pivots.length;
      pivots.push(pivot);
      pivotRows.push(Int32Array.from(others.keys()));
      pivotFactors.push(Float64Array.from(others.values()));
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

/** Times of pivots, the earliest first: a binary heap. Gives −1 when it is empty. */
function createQueue() {
  const times: number[] = [];
  return {
    push(time: number): void {
      let at = times.length;
      times.push(time);
      while (at > 0) {
        const up = (at - 1) >> 1;
        const above = times[up] as number;
        if (above <= time) break;
        times[at] = above;
        at = up;
      }
      times[at] = time;
    },
    pop(): number {
      const first = times[0];
      const time = times.pop();
      if (first === undefined || time === undefined) return -1;
      if (times.length === 0) return first;
      let at = 0;
      for (;;) {
        let down = 2 * at + 1;
        if (down >= times.length) break;
        if (down + 1 < times.length && (times[down + 1] as number) < (times[down] as number)) down++;
        if ((times[down] as number) >= time) break;
        times[at] = times[down] as number;
        at = down;
      }
      times[at] = time;
      return first;
    },
  };
}
