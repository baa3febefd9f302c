import type { Position } from "geojson";
import type { Hub } from "../data/hub.ts";
import { polygonsOf } from "./outline.ts";
import type { AreaOutline } from "./point.ts";

/** Four digits of a degree are about eleven metres: no device knows its place better in a street. */
const rounded = (value: number) => Math.round(value * 1e4) / 1e4;

/** A ring without the corners that fall together, or on a straight line, when rounded. Neighbours keep the corners they share. */
function simplifiedRing(ring: readonly Position[]): readonly Position[] {
  const points = ring
    .map(([x = 0, y = 0]): [number, number] => [rounded(x), rounded(y)])
    .filter(([x, y], at, all) => at === 0 || x !== all[at - 1]?.[0] || y !== all[at - 1]?.[1]);
  return points.filter(([x, y], at) => {
    const [before, after] = [points[at - 1], points[at + 1]];
    return before === undefined || after === undefined || (x - before[0]) * (after[1] - y) !== (y - before[1]) * (after[0] - x);
  });
}

/** The outlines of all areas of a hub, rounded: what a browser needs to tell in which of them it is. */
export const simplifiedOutlines = ({ areas }: Pick<Hub, "areas">): readonly AreaOutline[] =>
  [...areas.values()].flatMap(({ code, boundary }) =>
    boundary === null
      ? []
      : [
          {
            code,
            polygons: polygonsOf(boundary).map((rings) => rings.map(simplifiedRing).filter((ring) => ring.length > 3)),
          },
        ],
  );
