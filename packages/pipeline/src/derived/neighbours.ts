import type { MultiPolygon, Polygon, Position } from "geojson";

/** The outline of an area. */
export interface Outlined {
  readonly code: string;
  readonly geometry: Polygon | MultiPolygon;
}

/** Outlines nearer than this are one border: digitising leaves gaps and overlaps of a few metres. */
const tolerance = 5;
/** Of one degree of latitude. */
const metresPerDegree = 111_320;

/** A straight piece of an outline, in metres. */
interface Segment {
  readonly ax: number;
  readonly ay: number;
  readonly bx: number;
  readonly by: number;
}
interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/**
 * The areas that share a piece of border or a corner with each other area: those whose outlines come within five metres of each other.
 * Outlines need not have the same points; holes count as outlines too.
 * @param areas WGS 84, in any order. An area of several pieces is one area.
 * @returns For each code the codes of its neighbours in order. Whoever is a neighbour has the area as its own.
 */
export function neighboursOf(areas: readonly Outlined[]): ReadonlyMap<string, readonly string[]> {
  const ordered = areas.toSorted((a, b) => (a.code < b.code ? -1 : 1));
  const latitudes = ordered.flatMap(({ geometry }) => ringsOf(geometry).flatMap((ring) => ring.map(([, latitude = 0]) => latitude)));
  const middle = latitudes.reduce((sum, latitude) => sum + latitude, 0) / Math.max(1, latitudes.length);
  const outlines = ordered.map(({ code, geometry }) => {
    const segments = segmentsOf(geometry, Math.cos((middle * Math.PI) / 180));
    return { code, segments, box: boxOf(segments) };
  });
  const found = new Map(ordered.map(({ code }) => [code, [] as string[]]));
  for (const [place, one] of outlines.entries()) {
    for (const other of outlines.slice(place + 1)) {
      if (!touches(one, other)) continue;
      found.get(one.code)?.push(other.code);
      found.get(other.code)?.push(one.code);
    }
  }
  return new Map([...found].map(([code, codes]) => [code, codes.toSorted()]));
}

const ringsOf = (geometry: Polygon | MultiPolygon): readonly (readonly Position[])[] =>
  geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat();

function segmentsOf(geometry: Polygon | MultiPolygon, shrink: number): readonly Segment[] {
  return ringsOf(geometry).flatMap((ring) => {
    const points = ring.map(([longitude = 0, latitude = 0]) => [longitude * shrink * metresPerDegree, latitude * metresPerDegree] as const);
    return points.slice(1).map(([bx, by], place): Segment => {
      const [ax, ay] = points[place] ?? [bx, by];
      return { ax, ay, bx, by };
    });
  });
}

const boxOf = (segments: readonly Segment[]): Box =>
  segments.reduce<Box>(
    ({ west, south, east, north }, { ax, ay, bx, by }) => ({
      west: Math.min(west, ax, bx),
      south: Math.min(south, ay, by),
      east: Math.max(east, ax, bx),
      north: Math.max(north, ay, by),
    }),
    { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity },
  );

const isNear = (one: Box, other: Box) =>
  one.west <= other.east + tolerance &&
  other.west <= one.east + tolerance &&
  one.south <= other.north + tolerance &&
  other.south <= one.north + tolerance;

interface Outline {
  readonly segments: readonly Segment[];
  readonly box: Box;
}

function touches(one: Outline, other: Outline): boolean {
  if (!isNear(one.box, other.box)) return false;
  const within = (outline: Outline, box: Box) =>
    outline.segments.map((segment) => ({ segment, box: boxOf([segment]) })).filter((own) => isNear(own.box, box));
  const theirs = within(other, one.box);
  return within(one, other.box).some((own) => theirs.some(({ segment, box }) => isNear(own.box, box) && areClose(own.segment, segment)));
}

/** Segments cross, or an end of one lies near the other. */
function areClose(one: Segment, other: Segment): boolean {
  return (
    distance(one.ax, one.ay, other) <= tolerance ||
    distance(one.bx, one.by, other) <= tolerance ||
    distance(other.ax, other.ay, one) <= tolerance ||
    distance(other.bx, other.by, one) <= tolerance ||
    cross(one, other)
  );
}

function distance(x: number, y: number, { ax, ay, bx, by }: Segment): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}

/** Ends of each lie on both sides of the other. Where one only touches the other, an end is near already. */
function cross(one: Segment, other: Segment): boolean {
  const side = ({ ax, ay, bx, by }: Segment, x: number, y: number) => Math.sign((bx - ax) * (y - ay) - (by - ay) * (x - ax));
  return side(one, other.ax, other.ay) * side(one, other.bx, other.by) < 0 && side(other, one.ax, one.ay) * side(other, one.bx, one.by) < 0;
}
