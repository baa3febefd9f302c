import type { CellSpace } from "../cells.ts";
import { createBalance } from "./balance.ts";
import { createBox } from "./box.ts";
import { type Axis, boxOptions, filledLeaves } from "./box-options.ts";
import { createSwaps, type Swap } from "./swap.ts";

/** Another table that agrees with everything published: what it adds to, or takes from, each atom. */
export interface Alternative {
  readonly atoms: readonly number[];
  readonly changes: readonly number[];
}

/** How hard to look: partners and leaves tried per dimension, and combinations of them in all. */
export interface Effort {
  readonly partners: number;
  readonly leaves: number;
  readonly combinations: number;
  readonly steps: number;
}

export interface MoveSearch {
  /**
   * Finds alternative tables between which the cell moves by `width`, hiding as little as possible.
   * @param most What hiding may cost at most; 0 moves only what is hidden already.
   * @returns One table that raises the cell and one that lowers it (either may be missing), or null when none was found.
   */
  find(cell: number, width: number, effort: Effort, most: number): readonly Alternative[] | null;
  /** How many boxes were tried so far. */
  tried(): number;
}

/** What the search may read. It changes none of it. */
export interface MoveTerms {
  readonly space: CellSpace;
  readonly hidden: Uint8Array;
  /** What hidden cells are known to hold at least. */
  readonly least: 0 | 1;
  /** What hiding each cell costs. Infinity: it is never hidden. */
  readonly weights: Float64Array;
  /** Cells that must stay as they are, hidden or not. */
  readonly avoided?: Uint8Array;
  /** Whether readers know which atoms hold nothing: then these stay empty, and no other becomes so. */
  readonly emptiesKnown: boolean;
  /** Atoms that must stay as they are. */
  readonly avoidedAtoms?: Uint8Array;
}

interface Pattern {
  readonly swaps: readonly Swap[];
  readonly up: number;
  readonly down: number;
  readonly score: number;
}

/**
 * Product moves: choose in each dimension a leaf under the cell's node and a leaf outside it (or none), and move a count round the corners of
 * that box with alternating signs. Everything published in which both leaves of a dimension lie stays as it is; the cells in which they do
 * not are to be hidden. Corners that lose may not fall below zero, hidden cells not below what they are known to hold.
 */
export function createMoveSearch({ space, hidden, least, weights, avoided, avoidedAtoms, emptiesKnown }: MoveTerms): MoveSearch {
  const swapOf = createSwaps(space);
  const isFilled = filledLeaves(space);
  const dimensions = space.leafShape.length;
  const { counts } = space;
  const groupings = [...space.groupings].sort((a, b) => a.cellCount - b.cellCount || a.offset - b.offset); // coarse cells fail first
  const groupingCount = groupings.length;
  const up = createBalance(space);
  const down = createBalance(space);
  const chosen = new Uint8Array(counts.length);
  let cells = new Int32Array(1024);
  let signs = new Int8Array(1024);
  let touched = 0;
  const box = createBox({ space, up, down, emptiesKnown, avoidedAtoms });
  let roomUp = 0;
  let roomDown = 0;
  let tried = 0;

  /** Writes the cells a box changes; returns what hiding them costs, or Infinity when it may not be, or costs more than `limit`. */
  function layCells(swaps: readonly Swap[], limit: number): number {
    touched = 0;
    let cost = 0;
    for (let g = 0; g < groupingCount; g++) {
      const grouping = groupings[g] as (typeof groupings)[number];
      const start = touched;
      cells[touched] = grouping.offset;
      signs[touched++] = 1;
      for (let d = 0; d < dimensions; d++) {
        const { signed: changes, spread } = swaps[d] as Swap;
        const signed = changes[grouping.level[d] as number] as Int32Array;
        const choices = spread?.isSplit[grouping.level[d] as number] === 1 ? 0 : signed.length;
        if (choices === 0) {
          touched = start;
          break;
        }
        const stride = grouping.strides[d] as number;
        const laid = touched - start;
        if (start + laid * choices > cells.length) grow(start + laid * choices);
        for (let k = choices - 1; k >= 0; k--) {
          const code = signed[k] as number;
          const step = (Math.abs(code) - 1) * stride;
          const sign = code < 0 ? -1 : 1;
          for (let i = 0; i < laid; i++) {
            cells[start + k * laid + i] = (cells[start + i] as number) + step;
            signs[start + k * laid + i] = sign * (signs[start + i] as number);
          }
        }
        touched = start + laid * choices;
      }
      for (let i = start; i < touched; i++) {
        const cell = cells[i] as number;
        const count = counts[cell] as number;
        if ((count === 0 && hidden[cell] === 0) || avoided?.[cell] === 1) return Number.POSITIVE_INFINITY; // nothing moves in a published zero
        if (hidden[cell] === 0 && chosen[cell] === 0) {
          cost += weights[cell] as number;
          if (cost > limit) return Number.POSITIVE_INFINITY;
        }
        if ((signs[i] as number) < 0) roomUp = Math.min(roomUp, count + (up.cells[cell] as number) - least);
        else roomDown = Math.min(roomDown, count + (down.cells[cell] as number) - least);
      }
    }
    return cost;
  }

  function grow(size: number): void {
    const wider = new Int32Array(size * 2);
    wider.set(cells);
    cells = wider;
    const widerSigns = new Int8Array(size * 2);
    widerSigns.set(signs);
    signs = widerSigns;
  }

  /** The cheapest box for the width still missing, by what it costs per unit of width. */
  function cheapest(axes: readonly Axis[], missing: number, most: number): Pattern | null {
    let best: Pattern | null = null;
    const swaps: Swap[] = new Array(dimensions);
    const place = new Int32Array(axes.length);
    for (;;) {
      for (let a = 0; a < axes.length; a++) {
        const { dimensions: own, choices } = axes[a] as Axis;
        const choice = choices[place[a] as number] as readonly Swap[];
        for (let k = 0; k < own.length; k++) swaps[own[k] as number] = choice[k] as Swap;
      }
      tried++;
      box.lay(swaps);
      ({ roomUp, roomDown } = box);
      if (roomUp > 0 || roomDown > 0) {
        const cost = layCells(swaps, best ? Math.min(best.score, most) : most);
        const room = Math.min(missing, Math.max(0, roomUp) + Math.max(0, roomDown));
        if (cost < Number.POSITIVE_INFINITY && room > 0) {
          const score = (cost * missing) / room + (missing - room) * 1e-6;
          if (!best || score < best.score) {
            const rise = Math.min(missing, Math.max(0, roomUp));
            best = { swaps: [...swaps], up: rise, down: Math.min(missing - rise, Math.max(0, roomDown)), score };
            if (score === 0) return best;
          }
        }
      }
      let a = axes.length - 1;
      while (a >= 0 && (place[a] as number) === (axes[a] as Axis).choices.length - 1) place[a--] = 0;
      if (a < 0) return best;
      place[a] = (place[a] as number) + 1;
    }
  }

  /** The cheapest box of several sets. */
  function cheapestOf(sets: readonly (readonly Axis[])[], missing: number, most: number): Pattern | null {
    let best: Pattern | null = null;
    for (const axes of sets) {
      const found = cheapest(axes, missing, best ? Math.min(best.score, most) : most);
      if (found && (!best || found.score < best.score)) best = found;
      if (best?.score === 0) return best;
    }
    return best;
  }

  function apply(pattern: Pattern): void {
    box.lay(pattern.swaps);
    layCells(pattern.swaps, Number.POSITIVE_INFINITY);
    box.move(pattern.up, pattern.down);
    for (let i = 0; i < touched; i++) {
      const cell = cells[i] as number;
      chosen[cell] = 1;
      up.addCell(cell, (signs[i] as number) * pattern.up);
      down.addCell(cell, -(signs[i] as number) * pattern.down);
    }
  }

  return {
    tried: () => tried,
    find(cell, width, effort, most) {
      const sets = boxOptions({ space, hidden, weights, swapOf, isFilled }, cell, width, effort, most);
      let missing = width;
      for (let step = 0; step < effort.steps && missing > 0; step++) {
        const pattern = cheapestOf(sets, missing, most);
        if (!pattern) break;
        apply(pattern);
        missing -= pattern.up + pattern.down;
      }
      const found = missing <= 0 ? [up.alternative(), down.alternative()].filter(({ atoms }) => atoms.length > 0) : null;
      for (const changed of up.touched) chosen[changed] = 0;
      up.clear();
      down.clear();
      box.clear();
      return found;
    },
  };
}
