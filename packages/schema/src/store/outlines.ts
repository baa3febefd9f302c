import type { Area } from "@openbeat/database/client";
import { booleanPointInPolygon } from "@turf/boolean-point-in-polygon";
import type { MultiPolygon, Polygon, Position } from "geojson";
import * as z from "zod";
import type { Catalogue } from "./catalogue.ts";
import type { Run } from "./cells.ts";

const position = z.array(z.number()).min(2);
const ring = z.array(position);
const outline = z.discriminatedUnion("type", [
  z.object({ type: z.literal("Polygon"), coordinates: z.array(ring) }),
  z.object({ type: z.literal("MultiPolygon"), coordinates: z.array(z.array(ring)) }),
]);

/** The outline of an area as it was published and, where it is a polygon, with the box around it: west, south, east, north. */
export interface Outline {
  readonly area: Area;
  readonly geojson: unknown;
  readonly polygon?: { readonly shape: Polygon | MultiPolygon; readonly box: Box };
}
type Box = readonly [west: number, south: number, east: number, north: number];

function boxOf(shape: Polygon | MultiPolygon): Box {
  let [west, south, east, north] = [180, 90, -180, -90];
  const rings: readonly (readonly Position[])[] = shape.type === "Polygon" ? shape.coordinates : shape.coordinates.flat();
  for (const [longitude = 0, latitude = 0] of rings.flat()) {
    west = Math.min(west, longitude);
    east = Math.max(east, longitude);
    south = Math.min(south, latitude);
    north = Math.max(north, latitude);
  }
  return [west, south, east, north];
}

/** The outlines of all areas of a release that have one, by the area's id. */
export async function readOutlines(run: Run, catalogue: Catalogue): Promise<ReadonlyMap<number, Outline>> {
  const rows = await run(
    "SELECT a.id, b.geojson::text AS outline FROM area a JOIN boundary b ON b.sha256 = a.boundary_sha256 WHERE a.release_id = $1",
    [catalogue.release.id],
  );
  const outlines = new Map<number, Outline>();
  for (const row of rows) {
    const area = catalogue.areaById.get(Number(row.id));
    if (area === undefined) continue;
    const geojson: unknown = JSON.parse(String(row.outline));
    const { data: shape } = outline.safeParse(geojson);
    outlines.set(area.id, { area, geojson, ...(shape === undefined ? {} : { polygon: { shape, box: boxOf(shape) } }) });
  }
  return outlines;
}

/** The areas that hold a point, in the order of the hub. A point on a border is in the areas on both sides. */
export function areasAt(outlines: ReadonlyMap<number, Outline>, latitude: number, longitude: number): readonly Area[] {
  const isInside = ({ polygon }: Outline) => {
    if (polygon === undefined) return false;
    const [west, south, east, north] = polygon.box;
    if (longitude < west || longitude > east || latitude < south || latitude > north) return false;
    return booleanPointInPolygon([longitude, latitude], polygon.shape);
  };
  return [...outlines.values()]
    .filter(isInside)
    .map(({ area }) => area)
    .sort((a, b) => a.position - b.position);
}
