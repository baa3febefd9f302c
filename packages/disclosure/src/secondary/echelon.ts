import { inverse, residue } from "./prime-field.ts";
import type { SparseColumns, Vector } from "./sparse-columns.ts";

/** The published cells in echelon form: each pivot row, written by rows that were none when it became one. */
export interface Echelon {
  /** What is left of a column when the published ones are taken out: in scratch space, until the next call. */
  reduce(column: number): Vector;
  /** Makes a row of a reduced vector a pivot. Returns the other rows, of the vector scaled to one in the pivot. */
  addPivot(pivot: number, vector: Vector): Vector;
}

const notPivot = -1;
/** The pivot of a vector without other rows: such a row is known, and only has to be left out. */
const known = 0x7fffffff;

export function createEchelon({ rowCount, starts, rows, factors }: SparseColumns): Echelon {
  const timeOf = new Int32Array(rowCount).fill(notPivot);
  const pivots: number[] = [];
  const others: Vector[] = [];
  const value = new Int32Array(rowCount);
  const isTouched = new Uint8Array(rowCount);
  const touched = new Int32Array(rowCount);
  const left: Vector = { rows: new Int32Array(rowCount), factors: new Int32Array(rowCount) };
  const queue = createQueue();
  let touchedCount = 0;

  function subtract(row: number, amount: number): void {
    const time = timeOf[row] as number;
    if (time === known) return;
    value[row] = residue((value[row] as number) - amount);
    if (isTouched[row] === 1) return;
    isTouched[row] = 1;
    touched[touchedCount++] = row;
    if (time !== notPivot) queue.push(time);
  }

  return {
    reduce(column) {
      touchedCount = 0;
      for (let e = starts[column] as number; e < (starts[column + 1] as number); e++) subtract(rows[e] as number, -(factors[e] as number));
      for (let time = queue.pop(); time >= 0; time = queue.pop()) {
        const pivot = pivots[time] as number;
        const factor = value[pivot] as number;
        value[pivot] = 0;
        if (factor === 0) continue;
        const other = others[time] as Vector;
        for (let i = 0; i < other.rows.length; i++) subtract(other.rows[i] as number, factor * (other.factors[i] as number));
      }
      let length = 0;
      for (let i = 0; i < touchedCount; i++) {
        const row = touched[i] as number;
        isTouched[row] = 0;
        if (value[row] === 0) continue;
        left.rows[length] = row;
        left.factors[length++] = value[row] as number;
        value[row] = 0;
      }
      return { rows: left.rows.subarray(0, length), factors: left.factors.subarray(0, length) };
    },
    addPivot(pivot, vector) {
      if (vector.rows.length === 1) {
        timeOf[pivot] = known;
        return { rows: vector.rows.subarray(1), factors: vector.factors.subarray(1) };
      }
      const at = vector.rows.indexOf(pivot);
      const scale = inverse(vector.factors[at] as number);
      const other = {
        rows: vector.rows.filter((_, i) => i !== at),
        factors: vector.factors.filter((_, i) => i !== at).map((factor) => residue(factor * scale)),
      };
      timeOf[pivot] = pivots.length;
      pivots.push(pivot);
      others.push(other);
      return other;
    },
  };
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
