import type { Geometry, Position } from "geojson";

type Ring = readonly Position[];
type Span = readonly [from: number, to: number];

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

/** Where a line from west to east at a latitude is inside the rings. Holes are outside. */
function spansAt(rings: readonly Ring[], latitude: number): readonly Span[] {
  const crossings = rings.flatMap((ring) =>
    ring.slice(1).flatMap(([bx = 0, by = 0], at) => {
      const [ax = 0, ay = 0] = ring[at] ?? [];
      return ay <= latitude === by <= latitude ? [] : [ax + ((latitude - ay) / (by - ay)) * (bx - ax)];
    }),
  );
  const sorted = crossings.toSorted((a, b) => a - b);
  return sorted.flatMap((from, at): Span[] => (at % 2 === 0 ? [[from, sorted[at + 1] ?? from]] : []));
}

const lengthOf = (spans: readonly Span[]): number => spans.reduce((sum, [from, to]) => sum + to - from, 0);
const inBoth = (some: readonly Span[], others: readonly Span[]): readonly Span[] =>
  some.flatMap(([from, to]) => others.map(([a, b]): Span => [Math.max(from, a), Math.min(to, b)])).filter(([from, to]) => to > from);

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
  readonly rings: readonly Ring[];
  readonly box: Box;
}
const known = new WeakMap<Geometry, Outline>();
function outlineOf(geometry: Geometry): Outline {
  const found = known.get(geometry);
  if (found !== undefined) return found;
  const rings = ringsOf(geometry);
  const outline = { rings, box: boxOf(rings) };
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
  const [{ rings: own, box }, { rings: other }] = [outlineOf(inner), outlineOf(outer)];
  const { south, north } = box;
  let [all, shared] = [0, 0];
  for (let line = 0; line < lines; line += 1) {
    const latitude = south + ((line + 0.5) / lines) * (north - south);
    const spans = spansAt(own, latitude);
    all += lengthOf(spans);
    shared += lengthOf(inBoth(spans, spansAt(other, latitude)));
  }
  return all > 0 ? shared / all : 0;
}
