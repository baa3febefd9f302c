import type { ObservationFlag, ObservationStatus } from "@openbeat/schema/domain";
import { cellAt, type PublishableCells } from "../../protect/publishable.ts";
import type { Position } from "./grouping.ts";

export interface Interval {
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  readonly method: string;
}

/** What a cell says of a measure. Without a value there is no figure in it at all. */
export interface Figure {
  readonly status: ObservationStatus;
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly interval: Interval | null;
  /** What a reader must know of it besides. */
  readonly flags: readonly ObservationFlag[];
}

/** Makes the figure of a cell of a measure. */
export type FigureOf = (position: Position) => Figure;

/** A cell without a figure. */
export const nothing = (status: Exclude<ObservationStatus, "AVAILABLE">, flags: readonly ObservationFlag[] = []): Figure => ({
  status,
  value: null,
  numerator: null,
  denominator: null,
  interval: null,
  flags,
});

/** An exact count that is published, or why there is none to work with: that, and nothing else, is what other figures may be made of. */
export type Counted =
  | { readonly status: "published"; readonly count: number }
  | { readonly status: "suppressed" | "later" | "changed" | "absent" | "missing" };

const statusOf = {
  suppressed: "SUPPRESSED",
  later: "NOT_YET_PUBLISHED",
  changed: "NOT_APPLICABLE",
  absent: "NOT_APPLICABLE",
  missing: "NOT_REPORTED",
} as const;

/** The count of a cell, as far as it is published and exact. `undefined` cells are of a grouping that was left out. */
export function countedAt(cells: PublishableCells | undefined, place: number): Counted {
  if (cells === undefined) return { status: "absent" };
  const cell = cellAt(cells, place);
  return cell.status === "published" && cells.kind === "changed" ? { status: "changed" } : cell;
}

/** Makes a figure of published counts: of the first that is not published it has the status, and nothing else. */
export function fromCounts(counts: readonly Counted[], make: (counts: readonly number[]) => Figure): Figure {
  const shown: number[] = [];
  for (const cell of counts) {
    if (cell.status !== "published") return nothing(statusOf[cell.status]);
    shown.push(cell.count);
  }
  return make(shown);
}

/** The status of a cell without a count to work with. */
export const whyNot = ({ status }: Exclude<Counted, { readonly status: "published" }>): Figure => nothing(statusOf[status]);

/** How sure the intervals of figures of records are. */
export const intervalLevel = 0.95;
