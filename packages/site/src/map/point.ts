import type { Position } from "geojson";

/** The outline of an area: polygons, each an outer ring and its holes. */
export interface AreaOutline {
  readonly code: string;
  readonly polygons: readonly (readonly (readonly Position[])[])[];
}

/** Whether a point lies in a ring: a ray to the east crosses it an odd number of times. */
function isInRing([x = 0, y = 0]: Position, ring: readonly Position[]): boolean {
  let isIn = false;
  ring.forEach(([ax = 0, ay = 0], at) => {
    const [bx = 0, by = 0] = ring[(at + ring.length - 1) % ring.length] ?? [];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) isIn = !isIn;
  });
  return isIn;
}

/** The codes of the areas that a point lies in. @param point Longitude and latitude. */
export const areasAt = (outlines: readonly AreaOutline[], point: Position): readonly string[] =>
  outlines
    .filter(({ polygons }) => polygons.some((rings) => rings.filter((ring) => isInRing(point, ring)).length % 2 === 1))
    .map(({ code }) => code);
