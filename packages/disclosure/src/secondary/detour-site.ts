import type { Highs } from "highs";
import { cellChanges } from "../audit/alternatives.ts";
import { isKnownEmpty, showsZero } from "../audit/known.ts";
import { noRows, type Programme, programme, type Rows } from "../audit/solver.ts";
import { atomsOfLeaves, type CellSpace, cellsOfAtom, leavesOfCell } from "../cells.ts";
import { neighbourhood } from "./neighbourhood.ts";
import { type Pattern, sizeOf } from "./pattern.ts";
import type { Alternative } from "./product-move.ts";

/** Where to look for a detour, and what it may move. */
export interface SiteTerms {
  /** Hidden cells all of whose atoms must stay as they are. */
  readonly still: readonly number[];
  /** Whether published cells may move, at the price of hiding them. */
  readonly hiding: boolean;
  /** How many atoms may be looked at. */
  readonly mostAtoms: number;
}

/** The programme of one cell: what the atoms near it gain and lose. */
export interface Site {
  open(highs: Highs, whole: boolean): Programme;
  /** Asks for a table that raises the cell by `change` or more; where that is below zero, lowers it. */
  ask(model: Programme, change: number): void;
  /** An answer as a table; null where it is not in whole numbers, or moves what it must not. */
  read(values: Float64Array, change: number): Alternative | null;
}

/** A whole-number programme that looks at more branches than this counts as without an answer. */
const mostNodes = 200;
/** What changing an atom by one costs, next to what hiding costs: tables stay small. */
const trifle = 1e-3;
const nearWhole = 1e-5;
const endless = Number.POSITIVE_INFINITY;

/** Writes the programme down, or returns null where no atom of the cell can change. */
export function createSite(pattern: Pattern, cell: number, { still, hiding, mostAtoms }: SiteTerms): Site | null {
  const { space, hidden, weights, emptiesKnown } = pattern;
  const fixed = new Set(still);
  const isHidden = (other: number) => hidden[other] === 1 && !fixed.has(other);
  const price = (other: number) => (hiding && hidden[other] === 0 ? (weights[other] as number) : endless);
  const atoms: number[] = [];
  const rowsOf = new Map<number, number[]>();
  for (const atom of neighbourhood(space, cell, mostAtoms)) {
    const cells = cellsOfAtom(space, atom);
    if (
      isKnownEmpty(pattern, atom) ||
      cells.some(
        (other) =>
          fixed.has(other) || showsZero(pattern, other) || (!isHidden(other) && price(other) === endless && sizeOf(space, other) === 1),
      )
    )
      continue;
    const place = atoms.push(atom) - 1;
    for (const other of cells) {
      const known = rowsOf.get(other);
      if (known) known.push(place);
      else rowsOf.set(other, [place]);
    }
  }
  const places = placesOf(space, cell, atoms);
  if (places.length === 0) return null;
  const system = noRows();
  const costs: number[] = new Array(2 * atoms.length).fill(trifle);
  const uppers: number[] = [...atoms.map(() => endless), ...atoms.map((atom) => (space.atoms[atom] as number) - (emptiesKnown ? 1 : 0))];
  for (const [other, inside] of rowsOf) {
    if (other === cell) continue;
    const least = pattern.least - (space.counts[other] as number);
    if (isHidden(other)) addBalance(system, inside, atoms.length, least, endless);
    else if (price(other) === endless) addBalance(system, inside, atoms.length, 0, 0);
    else {
      const column = costs.push(price(other), price(other)) - 2;
      uppers.push(endless, -least);
      addBalance(system, inside, atoms.length, 0, 0, column);
    }
  }
  const goal = system.lower.length;
  const least = (cell < space.publicCount ? pattern.least : 0) - (space.counts[cell] as number);
  addBalance(system, places, atoms.length, least, endless);

  return {
    open: (highs, whole) =>
      programme(highs, costs.length, { ...system, lower: [...system.lower], upper: [...system.upper] }, Float64Array.from(costs), "on", {
        whole,
        uppers: Float64Array.from(uppers),
        ...(whole ? { mostNodes } : {}),
      }),
    ask(model, change) {
      if (change > 0) model.setRow(goal, change, endless);
      else model.setRow(goal, least, Math.max(least, change));
    },
    read(values, change) {
      const changes = atoms.map((_, place) => (values[place] as number) - (values[atoms.length + place] as number));
      if (!changes.every((value) => Math.abs(value - Math.round(value)) < nearWhole)) return null;
      const changed = changes.flatMap((value, place) => (Math.round(value) === 0 ? [] : [place]));
      const table = {
        atoms: changed.map((place) => atoms[place] as number),
        changes: changed.map((place) => Math.round(changes[place] as number)),
      };
      const moved = cellChanges(space, table);
      const reached = moved.get(cell) ?? 0;
      const isAllowed = [...moved].every(
        ([other, by]) =>
          other >= space.publicCount ||
          ((space.counts[other] as number) + by >= pattern.least && (isHidden(other) || price(other) < endless)),
      );
      return isAllowed && (change > 0 ? reached >= change : reached <= change) ? table : null;
    },
  };
}

/** A row: what these atoms gain, less what they lose, and less what a published cell moves where that has a price. */
function addBalance(rows: Rows, places: readonly number[], atomCount: number, lower: number, upper: number, priced?: number): void {
  for (const place of places) {
    rows.columns.push(place, atomCount + place);
    rows.coefficients.push(1, -1);
  }
  if (priced !== undefined) {
    rows.columns.push(priced, priced + 1);
    rows.coefficients.push(-1, 1);
  }
  rows.starts.push(rows.columns.length);
  rows.lower.push(lower);
  rows.upper.push(upper);
}

/** Which of some atoms lie in a cell. */
function placesOf(space: CellSpace, cell: number, atoms: readonly number[]): number[] {
  const inside = new Set(atomsOfLeaves(space, leavesOfCell(space, cell)));
  return atoms.flatMap((atom, place) => (inside.has(atom) ? [place] : []));
}
