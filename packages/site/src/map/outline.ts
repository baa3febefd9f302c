import { geoIdentity, geoPath } from "d3-geo";
import type { Feature, Geometry, Polygon, Position } from "geojson";
import { SvgPath } from "../chart/svg-path.ts";
import { textWidth } from "../chart/text-width.ts";
import type { Area } from "../data/hub.ts";

/** A place on a map: its outline, and its label where there is room for one. */
export interface Shape {
  readonly area: Area;
  readonly path: string;
  readonly label: { readonly x: number; readonly y: number; readonly text: string } | null;
}

/** Everything that is drawn of a map, in the units of its view box. */
export interface Outline {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

type Ring = readonly Position[];
/** The polygons that a geometry is made of, each a list of rings. */
export const polygonsOf = (geometry: Geometry): readonly (readonly Ring[])[] =>
  geometry.type === "Polygon"
    ? [geometry.coordinates]
    : geometry.type === "MultiPolygon"
      ? geometry.coordinates
      : geometry.type === "GeometryCollection"
        ? geometry.geometries.flatMap(polygonsOf)
        : [];

/** West, south, east and north of what an area covers, in degrees. */
type Box = readonly [west: number, south: number, east: number, north: number];
const boxes = new WeakMap<Area, Box | null>();
/** Found once for each area: the map of every page asks for those of all. Nothing of an area without an outline. */
function boxOf(area: Area): Box | null {
  const known = boxes.get(area);
  if (known !== undefined) return known;
  let [west, south, east, north] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const ring of area.boundary === null ? [] : polygonsOf(area.boundary).flat())
    for (const [x = 0, y = 0] of ring)
      [west, south, east, north] = [Math.min(west, x), Math.min(south, y), Math.max(east, x), Math.max(north, y)];
  const box: Box | null = west > east ? null : [west, south, east, north];
  boxes.set(area, box);
  return box;
}

/** Degrees of longitude drawn as long as they are on the ground: good enough for a city, and no winding order to get wrong. */
const flattened = (geometry: Geometry, shrink: number): Geometry => ({
  type: "MultiPolygon",
  coordinates: polygonsOf(geometry).map((rings) => rings.map((ring) => ring.map(([x = 0, y = 0]) => [x * shrink, y]))),
});
const feature = (geometry: Geometry): Feature => ({ type: "Feature", properties: {}, geometry });

/** What of a ring lies in a box: cut at one edge after the other. @see Sutherland and Hodgman (1974), doi:10.1145/360767.360802. */
function clippedRing(ring: readonly Position[], [width, height]: readonly [number, number]): readonly Position[] {
  const edges = [
    { axis: 0, at: 0, sign: 1 },
    { axis: 0, at: width, sign: -1 },
    { axis: 1, at: 0, sign: 1 },
    { axis: 1, at: height, sign: -1 },
  ] as const;
  return edges.reduce<readonly Position[]>(
    (corners, { axis, at, sign }) =>
      corners.flatMap((corner, index) => {
        const before = corners.at(index - 1) ?? corner;
        const [from, to] = [((before[axis] ?? 0) - at) * sign, ((corner[axis] ?? 0) - at) * sign];
        const crossing = () => [0, 1].map((one) => (before[one] ?? 0) + (((corner[one] ?? 0) - (before[one] ?? 0)) * from) / (from - to));
        if (to < 0) return from < 0 ? [] : [crossing()];
        return from < 0 ? [crossing(), corner] : [corner];
      }),
    ring,
  );
}

/** Adds a ring to a path, in whole pixels. Neighbours share their corners, so they still meet after rounding. */
function addRing(
  path: SvgPath,
  ring: Ring,
  project: (point: [number, number]) => [number, number] | null,
  box: readonly [number, number],
): void {
  const projected = ring.map(([x = 0, y = 0]) => project([x, y]) ?? [0, 0]);
  const seen = clippedRing(projected, box);
  for (const [at, [x = 0, y = 0]] of seen.entries()) {
    const place = [Math.round(x), Math.round(y)] as const;
    if (at === 0) path.move(place);
    else path.line(place);
  }
  if (seen.length > 0) path.close();
}

/**
 * Draws areas into a box that shows the focus.
 * @param textsOf What may be written in an area, the fullest first: the first that fits is.
 * @param room How much of the focus's own size is left free around it, on each side.
 */
export function drawOutline(
  areas: readonly Area[],
  focus: readonly Area[],
  room: number,
  width: number,
  mostHeight: number,
  textsOf: (area: Area) => readonly string[] = ({ name, code }) => [name, code],
): Outline {
  const latitudes = focus.flatMap((area) => {
    const [, south, , north] = boxOf(area) ?? [];
    return south === undefined || north === undefined ? [] : [south, north];
  });
  const latitude = (Math.min(...latitudes) + Math.max(...latitudes)) / 2;
  const shrink = Math.cos((latitude * Math.PI) / 180);
  const seen = {
    type: "FeatureCollection" as const,
    features: focus.flatMap(({ boundary }) => (boundary === null ? [] : [feature(flattened(boundary, shrink))])),
  };
  const plain = geoPath(geoIdentity().reflectY(true)).bounds(seen);
  const ratio = (plain[1][1] - plain[0][1]) / Math.max(plain[1][0] - plain[0][0], 1e-9);
  const height = Math.round(Math.min(mostHeight, Math.max(width * 0.5, width * ratio)));
  const margin = room > 0 ? room / (1 + 2 * room) : 0.03;
  const projection = geoIdentity()
    .reflectY(true)
    .fitExtent(
      [
        [width * margin, height * margin],
        [width * (1 - margin), height * (1 - margin)],
      ],
      seen,
    );
  const path = geoPath(projection);
  const isInSight = ([west, south, east, north]: Box) => {
    const [left, bottom] = projection([west * shrink, south]) ?? [0, 0];
    const [right, top] = projection([east * shrink, north]) ?? [0, 0];
    return right >= 0 && bottom >= 0 && left <= width && top <= height;
  };
  const shapes = areas.flatMap((area): Unlabelled[] => {
    const box = boxOf(area);
    if (area.boundary === null || box === null || !isInSight(box)) return [];
    const geometry = flattened(area.boundary, shrink);
    const drawn = new SvgPath();
    for (const ring of polygonsOf(geometry).flat()) addRing(drawn, ring, projection, [width, height]);
    return drawn.isEmpty ? [] : [{ area, path: String(drawn), labels: labelsOf(textsOf(area), geometry, path, [width, height]) }];
  });
  return { width, height, shapes: withoutCollisions(shapes) };
}

/** A place on a map with what may be written in it, the fullest first. */
type Unlabelled = Omit<Shape, "label"> & { readonly labels: readonly Label[] };
type Label = NonNullable<Shape["label"]>;

/** The reader's letters may be wider than those that are measured here, by a fifth. */
const widthOf = (text: string) => 1.2 * textWidth(text, 12, true);

/** Of the labels of a place the first that lies on no other; where all would, none. The later places come first. */
function withoutCollisions(shapes: readonly Unlabelled[]): readonly Shape[] {
  const placed: Label[] = [];
  const collide = (a: Label, b: Label) => Math.abs(a.y - b.y) < 14 && Math.abs(a.x - b.x) < (widthOf(a.text) + widthOf(b.text)) / 2 + 4;
  return shapes
    .toReversed()
    .map(({ labels, ...shape }) => {
      const label = labels.find((one) => !placed.some((other) => collide(other, one))) ?? null;
      if (label !== null) placed.push(label);
      return { ...shape, label };
    })
    .toReversed();
}

function labelsOf(
  texts: readonly string[],
  geometry: Geometry,
  path: ReturnType<typeof geoPath>,
  [width, height]: readonly [number, number],
): readonly Label[] {
  const largest = polygonsOf(geometry)
    .map((rings): Polygon => ({ type: "Polygon", coordinates: rings.map((ring) => [...ring]) }))
    .toSorted((a, b) => path.area(feature(b)) - path.area(feature(a)))[0];
  if (largest === undefined) return [];
  const [[left, top], [right, bottom]] = path.bounds(feature(largest));
  const [across, down] = [right - left, bottom - top];
  const [x, y] = path.centroid(feature(largest));
  if (down <= 16 || y <= 12 || y >= height - 6) return [];
  return texts
    .filter((text) => {
      const half = widthOf(text) / 2;
      return 2 * half < across && x - half > 2 && x + half < width - 2;
    })
    .map((text) => ({ x: Math.round(x), y: Math.round(y + 4), text }));
}

const corner = ([x = 0, y = 0]: Position) => `${x.toFixed(5)} ${y.toFixed(5)}`;
const corners = new WeakMap<Area, ReadonlySet<string>>();
const cornersOf = (area: Area): ReadonlySet<string> => {
  const known =
    corners.get(area) ??
    new Set(area.boundary === null ? [] : polygonsOf(area.boundary).flatMap((rings) => rings.flatMap((ring) => ring.map(corner))));
  corners.set(area, known);
  return known;
};

/** As much as corners that are the same may differ, in degrees. */
const same = 1e-5;
const meet = (a: Box | null, b: Box | null) =>
  a !== null && b !== null && a[0] <= b[2] + same && b[0] <= a[2] + same && a[1] <= b[3] + same && b[1] <= a[3] + same;

/** The areas of the same level that share a corner or more with an area. */
export function neighboursOf(area: Area, areas: Iterable<Area>): readonly Area[] {
  const own = cornersOf(area);
  const box = boxOf(area);
  return [...areas].filter(
    (other) =>
      other.code !== area.code &&
      other.level === area.level &&
      meet(box, boxOf(other)) &&
      [...cornersOf(other)].some((one) => own.has(one)),
  );
}
