import type { CellSpace } from "./cells.ts";
import { DisclosureError } from "./errors.ts";

/**
 * Goes through what is said of cells, such as `Cube.said` and `Cube.unsafe`: a list for each grouping that has any, one flag for each of its cells.
 * @throws {DisclosureError} `CUBE_INVALID` if they do not fit the groupings.
 */
export function forEachFlag(
  flags: readonly (Uint8Array | Float64Array | undefined)[],
  space: Pick<CellSpace, "groupings">,
  each: (cell: number, flag: number) => void,
): void {
  if (flags.length > space.groupings.length)
    throw new DisclosureError("CUBE_INVALID", "More groupings have flags of cells than there are. Give one list each.");
  flags.forEach((list, grouping) => {
    if (list === undefined) return;
    const { offset, cellCount } = space.groupings[grouping] as CellSpace["groupings"][number];
    if (list.length !== cellCount)
      throw new DisclosureError("CUBE_INVALID", "The flags of cells do not fit the cells of their grouping. Give one per cell.");
    list.forEach((flag, i) => {
      each(offset + i, flag);
    });
  });
}
