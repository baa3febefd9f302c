import type { CellSpace } from "../cells.ts";
import { type Cube, said } from "../cube.ts";
import { DisclosureError } from "../errors.ts";
import { forEachFlag } from "../flags.ts";
import type { Cell, ProtectedCells, ProtectedGrouping } from "../table.ts";

/** Every cell of every grouping with its changed count, in the order of `CellSpace`. */
export function publishCounts(space: CellSpace, counts: ArrayLike<number>): ProtectedGrouping[] {
  return space.groupings.map(({ levels, shape, offset, cellCount }) => {
    const cells = Array.from({ length: cellCount }, (_, i): Cell => ({ status: "published", count: counts[offset + i] as number }));
    return { levels, shape, cells: Object.freeze(cells) as readonly Cell[] as ProtectedCells };
  });
}

/**
 * Refuses a cube of which something was told before: whoever has a true count and a changed one of the same records compares them.
 * @throws {DisclosureError} `UNPROTECTABLE`, or `CUBE_INVALID` if what was said does not fit the cells.
 */
export function refuseMixing({ said: words = [] }: Cube, space: Pick<CellSpace, "groupings">): void {
  forEachFlag(words, space, (_, what) => {
    if (what !== said.nothing)
      throw new DisclosureError(
        "UNPROTECTABLE",
        "Records of this cube were published before by another method, and changed figures of the same records would be compared with those. Keep the method suppress for them, or publish with this method only records that are in no earlier release.",
      );
  });
}

/**
 * Refuses a cell that some other rule found unsafe and that the method would not put in doubt.
 * @param below Counts below it are changed so that they may be none at all.
 * @throws {DisclosureError} `UNPROTECTABLE`, or `CUBE_INVALID` if the marks do not fit the cells.
 */
export function refuseMarked({ unsafe = [] }: Cube, space: CellSpace, below: number): void {
  forEachFlag(unsafe, space, (cell, flag) => {
    if (flag === 0) return;
    const count = space.counts[cell] as number;
    if (count === 0)
      throw new DisclosureError("CUBE_INVALID", "A cell is marked as unsafe and holds nothing. Mark only cells that hold records.");
    if (count >= below)
      throw new DisclosureError(
        "UNPROTECTABLE",
        "A cell that another rule found unsafe is too large for this method to put in doubt. Use the method suppress, or publish coarser groupings.",
      );
  });
}
