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

/** The outline of an area, with the box around it: west, south, east, north. */
export interface Outline {
  readonly area: Area;
  readonly shape: Polygon | MultiPolygon;
  readonly box: readonly [number, number, number, number];
}

function boxOf(shape: Polygon | MultiPolygon): Outline["box"] {
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

/** The outlines of all areas of a release that have one. */
export async function readOutlines(run: Run, catalogue: Catalogue): Promise<readonly Outline[]> {
  const rows = await run(
    "SELECT a.id, b.geojson::text AS outline FROM area a JOIN boundary b ON b.sha256 = a.boundary_sha256 WHERE a.release_id = $1",
    [catalogue.release.id],
  );
  return rows.flatMap((row) => {
    const area = catalogue.areaById.get(Number(row.id));
    const parsed = outline.safeParse(JSON.parse(String(row.outline)));
    if (area === undefined || !parsed.success) return [];
    return [{ area, shape: parsed.data, box: boxOf(parsed.data) }];
  });
}

/** The areas that hold a point, in the order of the hub. A point on a border is in the areas on both sides. */
export function areasAt(outlines: readonly Outline[], latitude: number, longitude: number): readonly Area[] {
  return outlines
    .filter(({ box: [west, south, east, north] }) => longitude >= west && longitude <= east && latitude >= south && latitude <= north)
    .filter(({ shape }) => booleanPointInPolygon([longitude, latitude], shape))
    .map(({ area }) => area)
    .sort((a, b) => a.position - b.position);
}
