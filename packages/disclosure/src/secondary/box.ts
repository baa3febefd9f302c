import type { CellSpace } from "../cells.ts";
import type { Balance } from "./balance.ts";
import { type Fibre, fibreOf, pairingOf } from "./fibres.ts";
import type { Swap } from "./swap.ts";

/** The corners of the box that was laid last, and how far it may be moved each way. */
export interface Box {
  /** How far the corners that lose in the table that raises the cell, and in the one that lowers it, allow: 0 where they do not. */
  readonly roomUp: number;
  readonly roomDown: number;
  lay(swaps: readonly Swap[]): void;
  /** Moves the box that was laid last. */
  move(rise: number, fall: number): void;
  /** Forgets what was remembered of a cell: another follows. */
  clear(): void;
}

/** What a box may read. */
export interface BoxTerms {
  readonly space: CellSpace;
  /** What the tables that raise and lower the cell add so far. */
  readonly up: Balance;
  readonly down: Balance;
  /** Whether readers know which atoms hold nothing. */
  readonly emptiesKnown: boolean;
  /** Atoms that must stay as they are. */
  readonly avoidedAtoms?: Uint8Array | undefined;
}

interface FibreInUse extends Fibre {
  /** By corner, what its atoms hold in the table that raises the cell, and in the one that lowers it. */
  readonly heldUp: Map<number, number>;
  readonly heldDown: Map<number, number>;
}

/**
 * Makes the corners of boxes: in each dimension a leaf or several that stand together, and a leaf that they are exchanged for, or none. What a
 * corner of several atoms loses, the corner beside it gains atom by atom, so that nothing which tells these atoms apart changes.
 */
export function createBox({ space, up, down, emptiesKnown, avoidedAtoms }: BoxTerms): Box {
  const { atoms } = space;
  const dimensions = space.leafShape.length;
  const corners = new Int32Array(1 << dimensions);
  const signs = new Int8Array(1 << dimensions);
  let cornerCount = 0;
  /** By the dimensions whose leaves are spread: of one cell, these are always the same leaves. */
  const fibres = new Map<number, FibreInUse>();
  let fibre: FibreInUse | null = null;
  /** Corners whose numbers differ in this bit are beside each other. */
  let beside = 0;

  function fibreFor(swaps: readonly Swap[]): FibreInUse | null {
    let key = 0;
    for (let d = 0; d < dimensions; d++) if ((swaps[d] as Swap).spread !== null) key += 2 ** d;
    if (key === 0) return null;
    const known = fibres.get(key);
    if (known) return known;
    const made = { ...(fibreOf(space, swaps) as Fibre), heldUp: new Map<number, number>(), heldDown: new Map<number, number>() };
    fibres.set(key, made);
    return made;
  }

  function layCorners(swaps: readonly Swap[]): void {
    corners[0] = 0;
    signs[0] = 1;
    cornerCount = 1;
    for (let d = 0; d < dimensions; d++) {
      const { to, from } = swaps[d] as Swap;
      const stride = space.leafStrides[d] as number;
      if (from !== null) {
        for (let i = 0; i < cornerCount; i++) {
          corners[cornerCount + i] = (corners[i] as number) + from * stride;
          signs[cornerCount + i] = -(signs[i] as number);
        }
      }
      for (let i = 0; i < cornerCount; i++) corners[i] = (corners[i] as number) + to * stride;
      if (from !== null) cornerCount *= 2;
    }
  }

  /** What every atom that holds anything is known to hold at least. */
  const least = emptiesKnown ? 1 : 0;
  /** What two corners can do depends on both, and not on the one that loses alone. */
  const isBound = emptiesKnown || avoidedAtoms !== undefined;
  const mayMove = (atom: number) => avoidedAtoms?.[atom] !== 1 && !(emptiesKnown && atoms[atom] === 0);

  /** What an atom can lose to another. */
  const roomOf = (balance: Balance, from: number, to: number) =>
    mayMove(from) && mayMove(to) ? (atoms[from] as number) + (balance.atoms[from] as number) - least : 0;

  /** What the atoms of a corner can lose to those of the one beside it. */
  function roomBeside({ offsets, heldUp, heldDown }: FibreInUse, balance: Balance, i: number): number {
    const from = corners[i] as number;
    const to = corners[i ^ beside] as number;
    const held = balance === up ? heldUp : heldDown;
    const known = isBound ? undefined : held.get(from);
    if (known !== undefined) return known;
    let room = 0;
    for (const offset of offsets) room += roomOf(balance, from + offset, to + offset);
    held.set(from, room);
    return room;
  }

  /** What a corner can lose. */
  function roomAt(balance: Balance, i: number): number {
    if (fibre) return roomBeside(fibre, balance, i);
    const atom = corners[i] as number;
    return roomOf(balance, atom, atom);
  }

  function measure(): void {
    box.roomUp = Number.POSITIVE_INFINITY;
    box.roomDown = Number.POSITIVE_INFINITY;
    for (let i = 0; i < cornerCount && (box.roomUp > 0 || box.roomDown > 0); i++) {
      if (!fibre && !mayMove(corners[i] as number)) box.roomUp = box.roomDown = 0;
      else if ((signs[i] as number) < 0) box.roomUp = Math.min(box.roomUp, roomAt(up, i));
      else box.roomDown = Math.min(box.roomDown, roomAt(down, i));
    }
  }

  /** Takes so much from a corner, where most is to be had first, and gives it to the one beside it. */
  function shift({ offsets }: Fibre, balance: Balance, i: number, amount: number): void {
    const from = corners[i] as number;
    const to = corners[i ^ beside] as number;
    let left = amount;
    const rooms = Array.from(offsets, (offset) => ({ offset, room: roomOf(balance, from + offset, to + offset) }));
    for (const { offset, room } of rooms.sort((a, b) => b.room - a.room || a.offset - b.offset)) {
      const taken = Math.min(left, room);
      if (taken <= 0) return;
      balance.addAtom(from + offset, -taken);
      balance.addAtom(to + offset, taken);
      left -= taken;
    }
  }

  const box = {
    roomUp: 0,
    roomDown: 0,
    lay(swaps: readonly Swap[]): void {
      box.roomUp = 0;
      box.roomDown = 0;
      fibre = fibreFor(swaps);
      if (fibre) {
        const along = pairingOf(fibre, swaps);
        if (along < 0) return;
        beside = 1;
        for (let d = 0; d < along; d++) if ((swaps[d] as Swap).from !== null) beside *= 2;
      }
      layCorners(swaps);
      measure();
    },
    move(rise: number, fall: number): void {
      for (let i = 0; i < cornerCount; i++) {
        const sign = signs[i] as number;
        if (fibre) {
          if (sign < 0) shift(fibre, up, i, rise);
          else shift(fibre, down, i, fall);
        } else {
          up.addAtom(corners[i] as number, sign * rise);
          down.addAtom(corners[i] as number, -sign * fall);
        }
      }
      for (const { heldUp, heldDown } of fibres.values()) {
        heldUp.clear();
        heldDown.clear();
      }
    },
    clear: () => fibres.clear(),
  };
  return box;
}
