import { residue } from "./prime-field.ts";
import type { SparseColumns, Vector } from "./sparse-columns.ts";

/** What is left of the primary cells when the published ones are taken out: none of them is ever empty. */
export interface Remainders {
  /** Per row, how many remainders hold it. */
  readonly holders: Int32Array;
  /** Whether some remainder is a multiple of a vector that holds the row. */
  hasMultipleOf(vector: Vector, row: number): boolean;
  /** Takes a published vector, one in `pivot` and `others` elsewhere, out of all remainders that hold the pivot. */
  eliminate(pivot: number, others: Vector): void;
}

/** A sparse matrix of one row per remainder, linked both ways: entries come and go, and both a remainder and the holders of a row are walked. */
export function createRemainders({ rowCount, starts, rows, factors }: SparseColumns, primary: readonly number[]): Remainders {
  const byRow = createLists(rowCount);
  const byRemainder = createLists(primary.length);
  let rowOf = new Int32Array(1024);
  let remainderOf = new Int32Array(1024);
  let factorOf = new Int32Array(1024);
  let used = 0;
  const free: number[] = [];
  /** Scratch: per row, an entry or a factor; −1 between calls. */
  const scratch = new Int32Array(rowCount).fill(-1);

  function add(row: number, remainder: number, factor: number): void {
    const entry = free.pop() ?? used++;
    if (entry === rowOf.length) {
      rowOf = twice(rowOf);
      remainderOf = twice(remainderOf);
      factorOf = twice(factorOf);
      byRow.growTo(rowOf.length);
      byRemainder.growTo(rowOf.length);
    }
    rowOf[entry] = row;
    remainderOf[entry] = remainder;
    factorOf[entry] = factor;
    byRow.add(row, entry);
    byRemainder.add(remainder, entry);
  }

  function remove(entry: number): void {
    byRow.remove(rowOf[entry] as number, entry);
    byRemainder.remove(remainderOf[entry] as number, entry);
    free.push(entry);
  }

  function subtract(remainder: number, factor: number, others: Vector): void {
    for (let e = byRemainder.first(remainder); e >= 0; e = byRemainder.next(e)) scratch[rowOf[e] as number] = e;
    for (let i = 0; i < others.rows.length; i++) {
      const row = others.rows[i] as number;
      const change = -factor * (others.factors[i] as number);
      const entry = scratch[row] as number;
      if (entry < 0) {
        add(row, remainder, residue(change));
        continue;
      }
      factorOf[entry] = residue((factorOf[entry] as number) + change);
      if (factorOf[entry] !== 0) continue;
      scratch[row] = -1;
      remove(entry);
    }
    for (let e = byRemainder.first(remainder); e >= 0; e = byRemainder.next(e)) scratch[rowOf[e] as number] = -1;
  }

  /** Whether a remainder is `own` times what is in scratch, divided by `lead`. Both have as many entries. */
  function isMultiple(remainder: number, own: number, lead: number): boolean {
    for (let e = byRemainder.first(remainder); e >= 0; e = byRemainder.next(e)) {
      const factor = scratch[rowOf[e] as number] as number;
      if (factor < 0 || residue(factor * own - lead * (factorOf[e] as number)) !== 0) return false;
    }
    return true;
  }

  primary.forEach((cell, remainder) => {
    for (let e = starts[cell] as number; e < (starts[cell + 1] as number); e++) add(rows[e] as number, remainder, factors[e] as number);
  });
  return {
    holders: byRow.sizes,
    hasMultipleOf(vector, row) {
      const length = vector.rows.length;
      for (let i = 0; i < length; i++) scratch[vector.rows[i] as number] = vector.factors[i] as number;
      const lead = scratch[row] as number;
      let found = false;
      for (let e = byRow.first(row); !found && e >= 0; e = byRow.next(e)) {
        const remainder = remainderOf[e] as number;
        found = byRemainder.sizes[remainder] === length && isMultiple(remainder, factorOf[e] as number, lead);
      }
      for (let i = 0; i < length; i++) scratch[vector.rows[i] as number] = -1;
      return found;
    },
    eliminate(pivot, others) {
      for (let e = byRow.first(pivot); e >= 0; e = byRow.first(pivot)) {
        const remainder = remainderOf[e] as number;
        const factor = factorOf[e] as number;
        remove(e);
        if (others.rows.length > 0) subtract(remainder, factor, others);
      }
    },
  };
}

/** Doubly linked lists of entries; −1 ends each. */
function createLists(count: number) {
  const heads = new Int32Array(count).fill(-1);
  const sizes = new Int32Array(count);
  let nexts = new Int32Array(1024);
  let previous = new Int32Array(1024);
  return {
    sizes,
    first: (list: number) => heads[list] as number,
    next: (entry: number) => nexts[entry] as number,
    growTo(capacity: number): void {
      while (nexts.length < capacity) {
        nexts = twice(nexts);
        previous = twice(previous);
      }
    },
    add(list: number, entry: number): void {
      const head = heads[list] as number;
      nexts[entry] = head;
      previous[entry] = -1;
      if (head >= 0) previous[head] = entry;
      heads[list] = entry;
      sizes[list] = (sizes[list] as number) + 1;
    },
    remove(list: number, entry: number): void {
      const next = nexts[entry] as number;
      const before = previous[entry] as number;
      if (next >= 0) previous[next] = before;
      if (before >= 0) nexts[before] = next;
      else heads[list] = next;
      sizes[list] = (sizes[list] as number) - 1;
    },
  };
}

function twice(values: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * values.length);
  larger.set(values);
  return larger;
}
