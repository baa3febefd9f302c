import type { Geometry, Position } from "geojson";

type Ring = readonly Position[];

/** How many lines are drawn through an outline: a share of its land is right to about two in a thousand. */
const lines = 400;

const ringsOf = (geometry: Geometry): readonly Ring[] =>
  geometry.type === "Polygon"
    ? geometry.coordinates
    : geometry.type === "MultiPolygon"
      ? geometry.coordinates.flat()
      : geometry.type === "GeometryCollection"
        ? geometry.geometries.flatMap(ringsOf)
        : [];

/** The edges of rings, each as the longitude and latitude of its two ends, one after the other: thousands of lines are drawn through them. */
const edgesOf = (rings: readonly Ring[]): Float64Array =>
  Float64Array.from(
    rings.flatMap((ring) =>
      ring.slice(1).flatMap(([bx = 0, by = 0], at) => {
        const [ax = 0, ay = 0] = ring[at] ?? [];
        return [ax, ay, bx, by];
      }),
    ),
  );

/** Where a line from west to east at a latitude goes into the edges and out of them, in turn. Holes are outside. */
function crossingsAt(edges: Float64Array, latitude: number): readonly number[] {
  const crossings: number[] = [];
  for (let at = 0; at < edges.length; at += 4) {
    const [ay, by] = [edges[at + 1] as number, edges[at + 3] as number];
    if (ay <= latitude === by <= latitude) continue;
    const [ax, bx] = [edges[at] as number, edges[at + 2] as number];
    crossings.push(ax + ((latitude - ay) / (by - ay)) * (bx - ax));
  }
  return crossings.sort((a, b) => a - b);
}

/** How much of a line is inside both, by where it goes into each and out of it. */
function lengthInBoth(some: readonly number[], others: readonly number[]): number {
  let length = 0;
  for (let one = 1; one < some.length; one += 2)
    for (let other = 1; other < others.length; other += 2) {
      const from = Math.max(some[one - 1] as number, others[other - 1] as number);
      length += Math.max(0, Math.min(some[one] as number, others[other] as number) - from);
    }
  return length;
}

interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}
function boxOf(rings: readonly Ring[]): Box {
  const box = {
    west: Number.POSITIVE_INFINITY,
    south: Number.POSITIVE_INFINITY,
    east: Number.NEGATIVE_INFINITY,
    north: Number.NEGATIVE_INFINITY,
  };
  for (const [longitude = 0, latitude = 0] of rings.flat()) {
    box.west = Math.min(box.west, longitude);
    box.east = Math.max(box.east, longitude);
    box.south = Math.min(box.south, latitude);
    box.north = Math.max(box.north, latitude);
  }
  return box;
}

interface Outline {
  readonly edges: Float64Array;
  readonly box: Box;
}
const known = new WeakMap<Geometry, Outline>();
function outlineOf(geometry: Geometry): Outline {
  const found = known.get(geometry);
  if (found !== undefined) return found;
  const rings = ringsOf(geometry);
  const outline = { edges: edgesOf(rings), box: boxOf(rings) };
  known.set(geometry, outline);
  return outline;
}

/** Whether two outlines lie so far apart that no line from west to east or from south to north meets both. */
export function areApart(one: Geometry, other: Geometry): boolean {
  const [{ box: a }, { box: b }] = [outlineOf(one), outlineOf(other)];
  return a.east <= b.west || b.east <= a.west || a.north <= b.south || b.north <= a.south;
}

/**
 * How much of an area's land lies within another area.
 * @param inner The outline of the first, WGS 84. `outer`: that of the other.
 * @returns From 0 to 1; 0 where an outline has no land. The first is cut into 400 lines from west to east.
 */
export function shareWithin(inner: Geometry, outer: Geometry): number {
  if (areApart(inner, outer)) return 0;
  const [{ edges: own, box }, { edges: other }] = [outlineOf(inner), outlineOf(outer)];
  const { south, north } = box;
  let [all, shared] = [0, 0];
  for (let line = 0; line < lines; line += 1) {
    const latitude = south + ((line + 0.5) / lines) * (north - south);
    const crossings = crossingsAt(own, latitude);
    all += lengthInBoth(crossings, crossings);
    shared += lengthInBoth(crossings, crossingsAt(other, latitude));
  }
  return all > 0 ? shared / all : 0;
}
