import { uniform } from "./random.ts";
import { at, type Point, voronoi } from "./voronoi.ts";

/** The smallest piece of the city: a few streets. Every beat and every council district is a set of blocks. */
export interface Block {
  readonly site: Point;
  readonly northOfRiver: boolean;
  readonly onIsland: boolean;
  /** Vertices of its ring, counter-clockwise. */
  readonly ring: readonly number[];
  readonly squareKilometres: number;
}

/** The city as blocks, and the lines between them. */
export interface Land {
  readonly blocks: readonly Block[];
  /** The block on the other side of each edge of a ring, where there is one: `neighbours[block][edge]`. */
  readonly neighbours: readonly (readonly (number | null)[])[];
  /** The points of the line from one vertex to the next, without its last point. The same points, turned round, the other way. */
  readonly line: (from: number, to: number) => readonly Point[];
}

/** The city's limits, counter-clockwise in kilometres: on land straight lines, at sea the turns of a coast with a harbour in it. */
const limits: readonly Point[] = [
  [9.75, 11.4],
  [8, 11.8],
  [6.2, 11.25],
  [4.4, 11.65],
  [2.6, 11],
  [1.4, 9.8],
  [0.8, 8.2],
  [1.1, 6.4],
  [0.4, 4.4],
  [0.6, 2.2],
  [2, 0.7],
  [4.2, 0.3],
  [6.5, 0.65],
  [8.6, 0.4],
];
const coast: readonly Point[] = [
  [8.6, 0.4],
  [9.5, 0.95],
  [10.2, 1.9],
  [9.95, 3],
  [10.6, 3.8],
  [11.4, 4.4],
  [11.25, 5.1],
  [10.2, 5.35],
  [9, 5.5],
  [8, 5.8],
  [7, 5.85],
  [6.2, 6.2],
  [5.3, 6.3],
  [4.85, 6.52],
  [5.3, 6.78],
  [6.2, 6.72],
  [7.1, 6.5],
  [8, 6.55],
  [8.8, 6.7],
  [9.6, 7.1],
  [10.5, 7.25],
  [11.3, 7.9],
  [11.2, 8.8],
  [10.4, 9.6],
  [10.35, 10.6],
  [9.75, 11.4],
];
/** From the city's western limit to the head of the harbour, and on through the harbour. */
const river: readonly Point[] = [
  [1.1, 6.4],
  [2, 6.15],
  [3, 6.5],
  [4, 6.3],
  [4.85, 6.52],
  [5.3, 6.54],
  [6.2, 6.46],
  [7, 6.18],
  [8, 6.18],
  [9, 6.1],
  [10.2, 6.2],
  [12, 6.5],
];
const island: { readonly centre: Point; readonly radius: number } = { centre: [11.95, 6.35], radius: 0.3 };

/** Distance between two sites on either side of a line, which then runs between them. */
const bank = 0.15;
const step = 0.34;
/** The city's shape belongs to no seed of a user: it is always the same. */
const citySeed = 1823;

/** Alderport's blocks, always the same. */
export function alderportLand(): Land {
  const shore = smooth(coast);
  const outline: Point[] = [...limits.slice(0, -1), ...shore];
  const along = (points: readonly Point[], closed: boolean) => banks(resample(closed ? [...points, at(points, 0)] : points, step));
  const edge = along(outline, true);
  const inland = banks(resample(river.slice(0, 5), step).slice(1, -1));
  const isle = Array.from({ length: 9 }, (_, turn): Point => onCircle(island.centre, 2 * island.radius, (turn * 2 * Math.PI) / 9));
  const fixed: Point[] = [...edge.left, ...inland.left, ...inland.right, island.centre, ...edge.right, ...isle];
  const landFixed = edge.left.length + inland.left.length + inland.right.length + 1;
  const free = relax(fixed, scatter(outline, fixed));
  const sites = [...fixed, ...free];
  const { vertices, cells } = voronoi(sites);
  const isLand = (index: number) => index < landFixed || index >= fixed.length;
  const numbers = sites.flatMap((_, index) => (isLand(index) ? [index] : []));
  const blocks = numbers.map((index): Block => {
    const site = at(sites, index);
    const ring = at(cells, index);
    return {
      site,
      ring,
      northOfRiver: site[1] > heightAt(river, site[0]),
      onIsland: index === landFixed - 1,
      squareKilometres: area(ring.map((vertex) => at(vertices, vertex))),
    };
  });
  const owner = new Map(
    blocks.flatMap(({ ring }, block) => ring.map((from, i) => [`${from} ${at(ring, (i + 1) % ring.length)}`, block] as const)),
  );
  const neighbours = blocks.map(({ ring }) => ring.map((from, i) => owner.get(`${at(ring, (i + 1) % ring.length)} ${from}`) ?? null));
  const isShore = (x: number, y: number) => [...shore, island.centre].some((point) => Math.hypot(point[0] - x, point[1] - y) < 0.45);
  const line = (from: number, to: number): Point[] => {
    const [a, b] = [at(vertices, from), at(vertices, to)];
    const isRim = !(owner.has(`${from} ${to}`) && owner.has(`${to} ${from}`));
    if (!isRim || Math.hypot(b[0] - a[0], b[1] - a[1]) < 0.12 || !isShore((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)) return [a];
    return from < to ? ragged(a, b, from, 2) : [a, ...ragged(b, a, to, 2).slice(1).reverse()];
  };
  return { blocks, neighbours, line };
}

/** A shore line from a to b, by displaced midpoints, without b. */
function ragged(a: Point, b: Point, key: number, depth: number): Point[] {
  if (depth === 0) return [a];
  const push = (uniform(citySeed, 7, key, depth) - 0.5) * 0.28;
  const middle: Point = [(a[0] + b[0]) / 2 - (b[1] - a[1]) * push, (a[1] + b[1]) / 2 + (b[0] - a[0]) * push];
  return [...ragged(a, middle, key * 2 + 1, depth - 1), ...ragged(middle, b, key * 2 + 2, depth - 1)];
}

/** Sites on the left and on the right of a line, in pairs. */
function banks(line: readonly Point[]): { left: Point[]; right: Point[] } {
  const beside = (side: number) =>
    line.map((point, i): Point => {
      const [before, after] = [line[i - 1] ?? point, line[i + 1] ?? point];
      const length = Math.hypot(after[0] - before[0], after[1] - before[1]);
      // Never quite the same distance: four sites on one circle would have no definite cells.
      const push = (side * bank * (0.94 + 0.12 * uniform(citySeed, 3, side, i))) / length;
      return [point[0] - push * (after[1] - before[1]), point[1] + push * (after[0] - before[0])];
    });
  return { left: beside(1), right: beside(-1) };
}

/** Sites inside the outline, denser towards the harbour, none too near to another. */
function scatter(outline: readonly Point[], fixed: readonly Point[]): Point[] {
  const found: Point[] = [];
  for (let attempt = 0; attempt < 6000; attempt++) {
    const point: Point = [uniform(citySeed, 1, attempt) * 12, uniform(citySeed, 2, attempt) * 12];
    const clearance = 0.34 + 0.07 * Math.hypot(point[0] - 7, point[1] - 6.6);
    const isNear = (others: readonly Point[], distance: number) =>
      others.some(([x, y]) => Math.hypot(x - point[0], y - point[1]) < distance);
    if (isInside(outline, point) && !isNear(fixed, Math.min(clearance, 0.36)) && !isNear(found, clearance)) found.push(point);
  }
  return found;
}

/** Moves each free site to the middle of its cell, three times (Lloyd's algorithm). */
function relax(fixed: readonly Point[], free: readonly Point[]): readonly Point[] {
  let moved = free;
  for (let round = 0; round < 3; round++) {
    const { vertices, cells } = voronoi([...fixed, ...moved]);
    moved = moved.map((_, index): Point => {
      const ring = at(cells, fixed.length + index).map((vertex) => at(vertices, vertex));
      return [mean(ring.map(([x]) => x)), mean(ring.map(([, y]) => y))];
    });
  }
  return moved;
}

/** A Catmull-Rom curve through the points. */
function smooth(points: readonly Point[]): Point[] {
  const curve: Point[] = [];
  for (let i = 0; i + 1 < points.length; i++) {
    const [b, c] = [at(points, i), at(points, i + 1)];
    const [a, d] = [points[i - 1] ?? b, points[i + 2] ?? c];
    for (let t = 0; t < 1; t += 0.125) curve.push([spline(a[0], b[0], c[0], d[0], t), spline(a[1], b[1], c[1], d[1], t)]);
  }
  return curve;
}
const spline = (a: number, b: number, c: number, d: number, t: number) =>
  0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t);

/** Points along a line, about `spacing` apart, its first among them and not its last. */
function resample(line: readonly Point[], spacing: number): Point[] {
  const lengths = line.slice(1).map((point, i) => Math.hypot(point[0] - at(line, i)[0], point[1] - at(line, i)[1]));
  const total = lengths.reduce((a, b) => a + b, 0);
  const count = Math.round(total / spacing);
  return Array.from({ length: count }, (_, index): Point => {
    let left = (index * total) / count;
    let segment = 0;
    while (left > at(lengths, segment)) left -= at(lengths, segment++);
    const [from, to, part] = [at(line, segment), at(line, segment + 1), left / at(lengths, segment)];
    return [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part];
  });
}

/** How far north the line is at this longitude. */
function heightAt(line: readonly Point[], x: number): number {
  const next = line.findIndex((point) => point[0] > x);
  if (next <= 0) return at(next === 0 ? line : line.slice(-1), 0)[1];
  const [from, to] = [at(line, next - 1), at(line, next)];
  return from[1] + ((to[1] - from[1]) * (x - from[0])) / (to[0] - from[0]);
}

function isInside(outline: readonly Point[], [x, y]: Point): boolean {
  const crossings = outline.filter((to, i) => {
    const from = at(outline, (i + outline.length - 1) % outline.length);
    return from[1] > y !== to[1] > y && x < from[0] + ((to[0] - from[0]) * (y - from[1])) / (to[1] - from[1]);
  });
  return crossings.length % 2 === 1;
}

/** The area within a ring: positive if it runs counter-clockwise. */
export const area = (ring: readonly Point[]): number =>
  ring.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = at(ring, (i + 1) % ring.length);
    return sum + (x * nextY - nextX * y) / 2;
  }, 0);

const onCircle = ([x, y]: Point, radius: number, angle: number): Point => [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
