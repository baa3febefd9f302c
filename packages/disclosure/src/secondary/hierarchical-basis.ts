import { residue } from "./prime-field.ts";
import type { SparseColumns } from "./sparse-columns.ts";

/** Columns that are plain sums of rows, no row in two of them. */
interface Groups {
  /** The group of each row, −1 where it has none. */
  readonly of: Int32Array;
  /** The rows of group `g` are `members[m]` for `starts[g] ≤ m < starts[g + 1]`. */
  readonly starts: Int32Array;
  readonly members: Int32Array;
}

/** Per group, the row that its column takes the place of, or `keep`. */
interface Change {
  readonly replaced: Int32Array;
  /** No more entries than this are there after the change. */
  readonly mostEntries: number;
}

const keep = -1;
const none = 0x7fffffff;

/**
 * A group is worth its change while fewer than eight times as many columns need the replaced row alone as hold the whole group. Up to that many
 * levels lie below a total of a cube, and with each of them one such column; where nothing nests, there are many more.
 */
const partsPerWhole = 8;
/** A cube needs as many as its dimensions have levels below their totals. Cells that do not nest could go on for ever. */
const mostLayers = 64;

/**
 * Writes columns of ones over a basis in which they are sparser. Where a cell is the sum of others, as a district is of its beats, the cell
 * takes the place of one of them, which becomes the cell less the rest. Done again and again from the leaves up, this finds the hierarchies of
 * a cube from its cells alone: a total of thousands of atoms becomes one entry. What is a combination of what does not depend on the basis.
 * @param priority Per column, its place in the order of publication. The part that is published last is the one that is replaced.
 */
export function hierarchicalBasis(atoms: SparseColumns, priority: Int32Array): SparseColumns {
  let columns = atoms;
  for (let layer = 0; layer < mostLayers; layer++) {
    const groups = findGroups(columns);
    const change = chooseChange(columns, groups, priority);
    if (change.replaced.every((row) => row === keep) || change.mostEntries > 2 * atoms.rows.length) break;
    columns = changeBasis(columns, groups, change);
  }
  return columns;
}

/** The smallest plain sums first. */
function findGroups(columns: SparseColumns): Groups {
  const { rowCount, starts, rows } = columns;
  const of = new Int32Array(rowCount).fill(-1);
  const members = new Int32Array(rowCount);
  const groupStarts = [0];
  let length = 0;
  for (const column of plainSums(columns)) {
    const start = starts[column] as number;
    const end = starts[column + 1] as number;
    let isFree = true;
    for (let e = start; isFree && e < end; e++) isFree = of[rows[e] as number] === -1;
    if (!isFree) continue;
    for (let e = start; e < end; e++) {
      of[rows[e] as number] = groupStarts.length - 1;
      members[length++] = rows[e] as number;
    }
    groupStarts.push(length);
  }
  return { of, starts: Int32Array.from(groupStarts), members };
}

/** Columns of several entries, all of them one, by size: sorted by counting. */
function plainSums({ rowCount, starts, factors }: SparseColumns): Int32Array {
  const place = new Int32Array(rowCount + 2);
  const isPlain = new Uint8Array(starts.length - 1);
  for (let column = 0; column < isPlain.length; column++) {
    const start = starts[column] as number;
    const end = starts[column + 1] as number;
    let plain = end - start > 1;
    for (let e = start; plain && e < end; e++) plain = factors[e] === 1;
    if (!plain) continue;
    isPlain[column] = 1;
    place[end - start + 1] = (place[end - start + 1] as number) + 1;
  }
  for (let size = 1; size < place.length; size++) place[size] = (place[size] as number) + (place[size - 1] as number);
  const sorted = new Int32Array(place[rowCount + 1] as number);
  isPlain.forEach((flag, column) => {
    const size = (starts[column + 1] as number) - (starts[column] as number);
    if (flag === 0) return;
    sorted[place[size] as number] = column;
    place[size] = (place[size] as number) + 1;
  });
  return sorted;
}

/**
 * Which row of each group to replace: of its rows, the one whose first cell without the whole group is published last. Along one dimension of
 * a cube this is the same category in all groups, because that first cell is a margin, and so the basis stays a product.
 */
function chooseChange(columns: SparseColumns, groups: Groups, priority: Int32Array): Change {
  const { rowCount, starts, rows, factors } = columns;
  const groupCount = groups.starts.length - 1;
  const earliest = new Int32Array(rowCount).fill(none);
  const parts = new Int32Array(rowCount);
  const wholes = new Int32Array(groupCount);
  const held = new Int32Array(groupCount);
  const factorOf = new Int32Array(groupCount);
  for (let column = 0; column + 1 < starts.length; column++) {
    const start = starts[column] as number;
    const end = starts[column + 1] as number;
    const place = priority[column] as number;
    for (let e = start; e < end; e++) {
      const group = groups.of[rows[e] as number] as number;
      if (group < 0) continue;
      if (held[group] === 0) factorOf[group] = factors[e] as number;
      if (factorOf[group] === factors[e]) held[group] = (held[group] as number) + 1;
    }
    for (let e = start; e < end; e++) {
      const row = rows[e] as number;
      const group = groups.of[row] as number;
      if (group < 0) continue;
      if (held[group] === (groups.starts[group + 1] as number) - (groups.starts[group] as number)) {
        // Once for each row of it: divided by their number below.
        wholes[group] = (wholes[group] as number) + 1;
        continue;
      }
      parts[row] = (parts[row] as number) + 1;
      if (place < (earliest[row] as number)) earliest[row] = place;
    }
    for (let e = start; e < end; e++) {
      const group = groups.of[rows[e] as number] as number;
      if (group >= 0) held[group] = 0;
    }
  }
  const replaced = new Int32Array(groupCount).fill(keep);
  let mostEntries = rows.length;
  for (let group = 0; group < groupCount; group++) {
    const start = groups.starts[group] as number;
    const end = groups.starts[group + 1] as number;
    let last = groups.members[start] as number;
    for (let m = start; m < end; m++) {
      const row = groups.members[m] as number;
      if ((earliest[row] as number) > (earliest[last] as number)) last = row;
    }
    const whole = (wholes[group] as number) / (end - start);
    const part = parts[last] as number;
    if (part >= partsPerWhole * whole) continue;
    replaced[group] = last;
    mostEntries += (end - start - 1) * (part - whole);
  }
  return { replaced, mostEntries };
}

/** Writes the columns over the new basis. The column of a group has the place of the row that it replaces. */
function changeBasis(columns: SparseColumns, groups: Groups, { replaced, mostEntries }: Change): SparseColumns {
  const { rowCount, starts, rows, factors } = columns;
  const newStarts = new Int32Array(starts.length);
  const newRows = new Int32Array(mostEntries);
  const newFactors = new Int32Array(mostEntries);
  const taken = new Int32Array(replaced.length);
  const seen = new Int32Array(rowCount).fill(-1);
  let length = 0;
  for (let column = 0; column + 1 < starts.length; column++) {
    const start = starts[column] as number;
    const end = starts[column + 1] as number;
    let isChanged = false;
    for (let e = start; e < end; e++) {
      const row = rows[e] as number;
      const group = groups.of[row] as number;
      seen[row] = column;
      if (group < 0 || replaced[group] !== row) continue;
      taken[group] = factors[e] as number;
      isChanged = true;
    }
    for (let e = start; e < end; e++) {
      const row = rows[e] as number;
      const group = isChanged ? (groups.of[row] as number) : -1;
      const less = group < 0 || replaced[group] === row ? 0 : (taken[group] as number);
      const factor = less === 0 ? (factors[e] as number) : residue((factors[e] as number) - less);
      if (factor === 0) continue;
      newRows[length] = row;
      newFactors[length++] = factor;
    }
    for (let e = start; isChanged && e < end; e++) {
      const row = rows[e] as number;
      const group = groups.of[row] as number;
      if (group < 0 || replaced[group] !== row) continue;
      for (let m = groups.starts[group] as number; m < (groups.starts[group + 1] as number); m++) {
        const member = groups.members[m] as number;
        if (seen[member] === column) continue;
        newRows[length] = member;
        newFactors[length++] = residue(-(taken[group] as number));
      }
      taken[group] = 0;
    }
    newStarts[column + 1] = length;
  }
  return { rowCount, starts: newStarts, rows: newRows.subarray(0, length), factors: newFactors.subarray(0, length) };
}
