import booleanPointInPolygon from "@turf/boolean-point-in-polygon";
import Flatbush from "flatbush";
import type { MultiPolygon, Polygon, Position } from "geojson";
import type { Area } from "./areas.ts";

type Box = readonly [west: number, south: number, east: number, north: number];

/** The rings around each part of a shape: holes lie within them. */
const outerRings = ({ type, coordinates }: Polygon | MultiPolygon): readonly (readonly Position[])[] =>
  type === "Polygon" ? coordinates.slice(0, 1) : coordinates.flatMap((rings) => rings.slice(0, 1));

function boxOf(shape: Polygon | MultiPolygon): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of outerRings(shape)) {
    for (const [longitude = Number.NaN, latitude = Number.NaN] of ring) {
      west = Math.min(west, longitude);
      south = Math.min(south, latitude);
      east = Math.max(east, longitude);
      north = Math.max(north, latitude);
    }
  }
  return [west, south, east, north];
}

/**
 * Finds which area of a level a point lies in, by an R-tree over the areas' boxes (`flatbush`) and robust point-in-polygon.
 * A boundary belongs to the areas on both of its sides, and a point on it to the first of them: no point is in two areas.
 * @param areas Of one level, in the order of their codes. One without a boundary holds no point.
 * @returns A function of longitude and latitude in degrees (WGS 84): the place of the area in `areas`, or -1.
 */
export function locatorOf(areas: readonly Area[]): (longitude: number, latitude: number) => number {
  const shapes = areas.flatMap(({ boundary }, at) => (boundary === undefined ? [] : [{ at, shape: boundary.geometry }]));
  if (shapes.length === 0) return () => -1;
  const index = new Flatbush(shapes.length);
  for (const { shape } of shapes) index.add(...boxOf(shape));
  index.finish();
  return (longitude, latitude) => {
    const near = index.search(longitude, latitude, longitude, latitude).sort((a, b) => a - b);
    for (const place of near) {
      const found = shapes[place];
      if (found !== undefined && booleanPointInPolygon([longitude, latitude], found.shape)) return found.at;
    }
    return -1;
  };
}
