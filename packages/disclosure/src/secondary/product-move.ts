import { type CellSpace, levelOf, placeOfCell } from "../cells.ts";
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
export function createMoveSearch({ space, hidden, least, weights, avoided, avoidedAtoms }: MoveTerms): MoveSearch {
  const swapOf = createSwaps(space);
  const dimensions = space.leafShape.length;
  const { atoms, counts } = space;
  const groupings = [...space.groupings].sort((a, b) => a.cellCount - b.cellCount || a.offset - b.offset); // coarse cells fail first
  const groupingCount = groupings.length;
  const up = createBalance(space);
  const down = createBalance(space);
  const chosen = new Uint8Array(counts.length);
  let cells = new Int32Array(1024);
  let signs = new Int8Array(1024);
  let touched = 0;
  const corners = new Int32Array(1 << dimensions);
  const cornerSigns = new Int8Array(1 << dimensions);
  let cornerCount = 0;
  let roomUp = 0;
  let roomDown = 0;
  let tried = 0;

  /** Writes the corners of a box, and what it may move. */
  function layCorners(swaps: readonly Swap[]): void {
    corners[0] = 0;
    cornerSigns[0] = 1;
    cornerCount = 1;
    for (let d = 0; d < dimensions; d++) {
      const { to, from } = swaps[d] as Swap;
      const stride = space.leafStrides[d] as number;
      if (from !== null) {
        for (let i = 0; i < cornerCount; i++) {
          corners[cornerCount + i] = (corners[i] as number) + from * stride;
          cornerSigns[cornerCount + i] = -(cornerSigns[i] as number);
        }
      }
      for (let i = 0; i < cornerCount; i++) corners[i] = (corners[i] as number) + to * stride;
      if (from !== null) cornerCount *= 2;
    }
    roomUp = Number.POSITIVE_INFINITY;
    roomDown = Number.POSITIVE_INFINITY;
    for (let i = 0; i < cornerCount; i++) {
      const atom = corners[i] as number;
      if (avoidedAtoms?.[atom] === 1) {
        roomUp = 0;
        roomDown = 0;
        return;
      }
      const held = atoms[atom] as number;
      if ((cornerSigns[i] as number) < 0) roomUp = Math.min(roomUp, held + (up.atoms[atom] as number));
      else roomDown = Math.min(roomDown, held + (down.atoms[atom] as number));
    }
  }

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
        const signed = (swaps[d] as Swap).signed[grouping.level[d] as number] as Int32Array;
        const choices = signed.length;
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
  function cheapest(options: readonly (readonly Swap[])[], missing: number, most: number): Pattern | null {
    let best: Pattern | null = null;
    const swaps: Swap[] = new Array(dimensions);
    const place = new Int32Array(dimensions);
    for (;;) {
      for (let d = 0; d < dimensions; d++) swaps[d] = (options[d] as readonly Swap[])[place[d] as number] as Swap;
      tried++;
      layCorners(swaps);
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
      let d = dimensions - 1;
      while (d >= 0 && (place[d] as number) === (options[d] as readonly Swap[]).length - 1) place[d--] = 0;
      if (d < 0) return best;
      place[d] = (place[d] as number) + 1;
    }
  }

  function apply(pattern: Pattern): void {
    layCorners(pattern.swaps);
    layCells(pattern.swaps, Number.POSITIVE_INFINITY);
    for (let i = 0; i < cornerCount; i++) {
      up.addAtom(corners[i] as number, (cornerSigns[i] as number) * pattern.up);
      down.addAtom(corners[i] as number, -(cornerSigns[i] as number) * pattern.down);
    }
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
      const options = optionsOf(space, hidden, weights, swapOf, cell, width, effort, most);
      let missing = width;
      for (let step = 0; step < effort.steps && missing > 0; step++) {
        const pattern = cheapest(options, missing, most);
        if (!pattern) break;
        apply(pattern);
        missing -= pattern.up + pattern.down;
      }
      const found = missing <= 0 ? [up.alternative(), down.alternative()].filter(({ atoms }) => atoms.length > 0) : null;
      for (const changed of up.touched) chosen[changed] = 0;
      up.clear();
      down.clear();
      return found;
    },
  };
}

/** What one alternative table adds so far to each atom and each cell. */
function createBalance(space: CellSpace) {
  const atoms = new Float64Array(space.atoms.length);
  const cells = new Float64Array(space.counts.length);
  const touchedAtoms: number[] = [];
  const touched: number[] = [];
  return {
    atoms,
    cells,
    touched,
    addAtom(atom: number, change: number): void {
      touchedAtoms.push(atom);
      atoms[atom] = (atoms[atom] as number) + change;
    },
    addCell(cell: number, change: number): void {
      touched.push(cell);
      cells[cell] = (cells[cell] as number) + change;
    },
    alternative(): Alternative {
      const changed = [...new Set(touchedAtoms)].filter((atom) => atoms[atom] !== 0).sort((a, b) => a - b);
      return { atoms: changed, changes: changed.map((atom) => atoms[atom] as number) };
    },
    clear(): void {
      for (const atom of touchedAtoms) atoms[atom] = 0;
      for (const cell of touched) cells[cell] = 0;
      touchedAtoms.length = 0;
      touched.length = 0;
    },
  };
}

/** The swaps to try in each dimension, the likely ones first: partners already hidden, or cheap to hide, large enough and near. */
function optionsOf(
  space: CellSpace,
  hidden: Uint8Array,
  weights: Float64Array,
  swapOf: ReturnType<typeof createSwaps>,
  cell: number,
  width: number,
  effort: Effort,
  most: number,
): Swap[][] {
  const { grouping, nodes } = placeOfCell(space, cell);
  const leaves = nodes.map((node, d) => levelOf(space, grouping, d).leavesOf[node] as readonly number[]);
  const options = nodes.map((node, d) => {
    const level = levelOf(space, grouping, d);
    const stride = grouping.strides[d] as number;
    const held = largest(space, leaves, d, leaves[d] as readonly number[], effort.leaves);
    const near = held[0] as number;
    const partners: { node: number; score: number }[] = [];
    for (let other = 0; other < level.nodeCount; other++) {
      const partner = cell + (other - node) * stride;
      const count = space.counts[partner] as number;
      if (other === node || (count === 0 && hidden[partner] === 0)) continue;
      const outside = (level.leavesOf[other] as readonly number[]).find((leaf) => !(leaves[d] as readonly number[]).includes(leaf));
      if (outside === undefined) continue;
      const far = swapOf(d, near, outside).signed.reduce((sum, signed) => sum + signed.length, 0);
      const cost = hidden[partner] === 1 ? 0 : (weights[partner] as number);
      if (cost < Number.POSITIVE_INFINITY && cost <= most)
        partners.push({ node: other, score: cost + far * 2 + Math.max(0, width + 1 - count) * 2 });
    }
    partners.sort((a, b) => a.score - b.score || a.node - b.node);
    const swaps: Swap[] = [];
    for (const { node: other } of partners.slice(0, effort.partners)) {
      const outside = (level.leavesOf[other] as readonly number[]).filter((leaf) => !(leaves[d] as readonly number[]).includes(leaf));
      for (const from of largest(space, leaves, d, outside, Math.max(1, effort.leaves - 1)))
        for (const to of held) swaps.push(swapOf(d, to, from));
    }
    for (const to of held) swaps.push(swapOf(d, to, null));
    return swaps;
  });
  return trim(options, effort.combinations);
}

/** Of some leaves of one dimension, those with the largest counts within a cell's leaves of the other dimensions. */
function largest(
  space: CellSpace,
  leaves: readonly (readonly number[])[],
  dimension: number,
  choices: readonly number[],
  wanted: number,
): number[] {
  if (choices.length <= 1) return [...choices];
  const stride = space.leafStrides[dimension] as number;
  let others = [0];
  leaves.forEach((list, d) => {
    if (d === dimension) return;
    const step = space.leafStrides[d] as number;
    others = others.flatMap((atom) => list.map((leaf) => atom + leaf * step));
  });
  return choices
    .map((leaf) => {
      let sum = 0;
      for (const atom of others) sum += space.atoms[atom + leaf * stride] as number;
      return { leaf, sum };
    })
    .sort((a, b) => b.sum - a.sum || a.leaf - b.leaf)
    .slice(0, wanted)
    .map(({ leaf }) => leaf);
}

/** Shortens the longest lists until their product is no more than `most`. The last option of each (no swap) stays. */
function trim(options: Swap[][], most: number): Swap[][] {
  const product = () => options.reduce((sum, list) => sum * list.length, 1);
  while (product() > most) {
    const longest = options.reduce((a, b) => (b.length > a.length ? b : a));
    longest.splice(longest.length - 2, 1);
  }
  return options;
}
