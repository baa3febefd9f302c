import { cellSpace } from "../cells.ts";
import type { Cube } from "../cube.ts";
import { DisclosureError } from "../errors.ts";
import { readPolicy, type SuppressionPolicy } from "../policy.ts";
import type { Proof } from "../proof.ts";
import type { ProtectedGrouping } from "../table.ts";
import { createViews } from "./views.ts";

/** What is about to be published, and what it is said to rest on. */
export interface Claim {
  readonly cube: Cube;
  readonly policy: SuppressionPolicy;
  readonly groupings: readonly ProtectedGrouping[];
  readonly proof: Proof;
}

export interface Verification {
  readonly cells: number;
  readonly suppressed: number;
  readonly tables: number;
  /** Atoms changed, over all tables. */
  readonly entries: number;
}

/** What one table does to a cell that relies on it, and the hidden cells of one record of which it changes some atom. */
interface Move {
  readonly change: number;
  readonly alone: readonly number[];
}

/**
 * Checks a proof against what is about to be published, without a solver and without the code that found it: that published figures are the
 * true ones and none is small (nor zero, where zeros are sensitive), that every alternative table agrees with all of them and with what is known of empty combinations, and that every hidden cell, and every small slice
 * between levels that overlap, moves by the width between two of its tables; and, where the policy asks for it, that small counts still do so for a reader
 * who is alone in any one other hidden cell and so knows each of its atoms: the own record, and nothing else.
 * @throws {DisclosureError} `AUDIT_FAILED` if any of it is not so. Nothing may be published then.
 */
export function verify({ cube, policy, groupings, proof }: Claim): Verification {
  const { threshold, width, zeros, knownCells = 0, emptyCombinations = "unknown" } = readPolicy(policy);
  /** What readers know every hidden cell to hold at least; a count from here to the threshold is small. */
  const least = zeros === "safe" ? 1 : 0;
  const space = cellSpace(cube);
  const { offsets, publicCount, found, cellsOf, leavesOf } = createViews(cube, space);
  const cellCount = offsets[offsets.length - 1] as number;
  const truth = new Float64Array(space.atoms.length);
  const counts = new Float64Array(cellCount);
  cube.atoms.index.forEach((atom, i) => {
    const count = cube.atoms.count[i] as number;
    truth[atom] = count;
    for (let k = cellsOf(atom) - 1; k >= 0; k--) counts[found[k] as number] = (counts[found[k] as number] as number) + count;
  });
  const hidden = checkPublished();
  const movesOf = new Map(proof.witnesses.map(({ cell }): [number, Move[]] => [cell, []]));
  checkTables();
  let suppressed = 0;
  counts.forEach((count, cell) => {
    if (cell < publicCount && hidden[cell] === 0) return;
    if (cell >= publicCount && !(count >= least && count < threshold)) return;
    if (cell < publicCount) suppressed++;
    checkWitness(cell, movesOf.get(cell) ?? []);
  });
  const entries = proof.tables.reduce((sum, { atoms }) => sum + atoms.length, 0);
  return { cells: publicCount, suppressed, tables: proof.tables.length, entries };

  function checkPublished(): Uint8Array {
    const flags = new Uint8Array(publicCount);
    if (groupings.length !== cube.groupings.length) throw failed("Not every grouping is there.");
    groupings.forEach(({ levels, cells }, g) => {
      const offset = offsets[g] as number;
      if (JSON.stringify(levels) !== JSON.stringify(cube.groupings[g]) || cells.length !== (offsets[g + 1] as number) - offset)
        throw failed("A grouping does not have the shape of its levels.");
      cells.forEach((cell, i) => {
        const count = counts[offset + i] as number;
        if (cell.status === "suppressed") {
          if (count < least) throw failed("A zero is hidden, though zeros are published.");
          if (Object.keys(cell).length !== 1) throw failed("A hidden cell carries more than its status.");
          flags[offset + i] = 1;
        } else if (cell.count !== count) throw failed("A published figure is not the true one.");
        else if (count >= least && count < threshold) throw failed("A published count is below the threshold.");
        else if (cube.unsafe?.[g]?.[i]) throw failed("A cell that a rule found unsafe is published.");
      });
    });
    return flags;
  }

  /** Adds up each table in turn, and notes for the cells that rely on it what it does to them. */
  function checkTables(): void {
    const reliers = proof.tables.map((): number[] => []);
    for (const [cell, tables] of new Map(proof.witnesses.map((witness) => [witness.cell, witness.tables])))
      for (const table of tables) reliers[table]?.push(cell);
    const change = new Float64Array(cellCount);
    const changedBy = new Int32Array(cellCount).fill(-1);
    const changed = new Int32Array(cellCount);
    const namedBy = new Int32Array(truth.length).fill(-1);
    proof.tables.forEach(({ atoms, changes }, table) => {
      if (atoms.length !== changes.length) throw failed("An alternative table has not one change for each atom.");
      let changedCount = 0;
      for (let i = 0; i < atoms.length; i++) {
        const atom = atoms[i] as number;
        const step = changes[i] as number;
        const isWhole = Number.isSafeInteger(step) && Number.isSafeInteger(atom);
        if (!isWhole || atom < 0 || atom >= truth.length || (truth[atom] as number) + step < 0)
          throw failed("An alternative table holds a count that cannot be.");
        if (emptyCombinations === "public" && step !== 0 && (truth[atom] === 0 || (truth[atom] as number) + step === 0))
          throw failed("An alternative table fills a combination that is known to be empty, or empties another.");
        if (namedBy[atom] === table) throw failed("An alternative table names an atom twice.");
        namedBy[atom] = table;
        for (let k = cellsOf(atom) - 1; k >= 0; k--) {
          const cell = found[k] as number;
          if (changedBy[cell] !== table) {
            changedBy[cell] = table;
            changed[changedCount++] = cell;
            change[cell] = 0;
          }
          change[cell] = (change[cell] as number) + step;
        }
      }
      const alone: number[] = [];
      for (let k = 0; k < changedCount; k++) {
        const cell = changed[k] as number;
        if (cell >= publicCount) continue;
        if (counts[cell] === 1 && hidden[cell] === 1) alone.push(cell);
        if (change[cell] === 0) continue;
        if (hidden[cell] === 0) throw failed("An alternative table changes a published figure.");
        if ((counts[cell] as number) + (change[cell] as number) < least)
          throw failed("An alternative table leaves a hidden cell less than it is known to hold.");
      }
      for (const cell of reliers[table] as number[])
        movesOf.get(cell)?.push({ change: changedBy[cell] === table ? (change[cell] as number) : 0, alone });
    });
  }

  function checkWitness(cell: number, moves: readonly Move[]): void {
    if (!isWide(cell, moves)) throw failed("A hidden cell has no witness that moves it far enough.");
    if (knownCells === 0 || ((counts[cell] as number) >= threshold && !isMarked(cell))) return;
    for (const other of new Set(moves.flatMap(({ alone }) => alone)))
      if (
        other !== cell &&
        !isOwn(cell, other) &&
        !isWide(
          cell,
          moves.filter(({ alone }) => !alone.includes(other)),
        )
      )
        throw failed("A small count can be narrowed down by someone who knows one other.");
  }

  /** Whether a cell moves far enough between two of the tables, or between one and the truth. */
  function isWide(cell: number, moves: readonly Move[]): boolean {
    let lowest = 0;
    let highest = 0;
    for (const { change } of moves) {
      lowest = Math.min(lowest, change);
      highest = Math.max(highest, change);
    }
    return highest - lowest >= Math.max(width, widthAsked(cell));
  }

  /** Whether some other rule than that of small counts found a cell unsafe. */
  function isMarked(cell: number): boolean {
    return said(cube.unsafe, cell) === 1;
  }

  /** How wide the interval of a cell must be by the cube's own word. */
  function widthAsked(cell: number): number {
    return said(cube.widths, cell) ?? 0;
  }

  function said(lists: readonly (Uint8Array | Float64Array | undefined)[] | undefined, cell: number): number | undefined {
    const g = offsets.findLastIndex((offset) => offset <= cell);
    return lists?.[g]?.[cell - (offsets[g] as number)];
  }

  /** Whether a cell can hold nothing but the one record of another: all its atoms lie there, but for those in cells that are published as zero. */
  function isOwn(cell: number, other: number): boolean {
    if ((counts[cell] as number) > (counts[other] as number)) return false;
    const around = new Set(openAtoms(other));
    return openAtoms(cell).every((atom) => around.has(atom));
  }

  function openAtoms(cell: number): number[] {
    const open = leavesOf(cell).reduce<number[]>(
      (atoms, { leaves, leafStride }) => atoms.flatMap((atom) => leaves.map((leaf) => atom + leaf * leafStride)),
      [0],
    );
    return open.filter((atom) => !isKnownZero(atom));
  }

  function isKnownZero(atom: number): boolean {
    return (
      (emptyCombinations === "public" && truth[atom] === 0) ||
      found.subarray(0, cellsOf(atom)).some((cell) => cell < publicCount && hidden[cell] === 0 && counts[cell] === 0)
    );
  }
}

const failed = (message: string) => new DisclosureError("AUDIT_FAILED", `${message} Publish nothing, and report it.`);
