import { area, type Land } from "./land.ts";
import { at, type Point } from "./voronoi.ts";

/** Where a region begins, and how large a share of the whole it is to have. */
export interface Seed {
  readonly point: Point;
  readonly share: number;
}

/**
 * Divides blocks among regions that are each of one piece and weigh about their share.
 * @param among The blocks to divide.
 * @param weights Of every block of the land.
 * @returns The blocks of each region, in the order of the seeds.
 */
export function divide(land: Land, among: readonly number[], weights: readonly number[], seeds: readonly Seed[]): number[][] {
  let points = seeds.map(({ point }) => point);
  let regions: number[][] = [];
  for (let round = 0; round < 6; round++) {
    regions = even(land, weights, seeds, grow(land, among, weights, seeds, points));
    points = regions.map((blocks) => centre(land, blocks));
  }
  return regions;
}

/** The region furthest below its share takes the nearest free block beside it, until none is free. */
function grow(
  land: Land,
  among: readonly number[],
  weights: readonly number[],
  seeds: readonly Seed[],
  points: readonly Point[],
): number[][] {
  const free = new Set(among);
  const distance = (block: number, region: number) =>
    Math.hypot(at(land.blocks, block).site[0] - at(points, region)[0], at(land.blocks, block).site[1] - at(points, region)[1]);
  const regions = seeds.map((_, region) => {
    const first = nearest([...free], (block) => distance(block, region));
    free.delete(first);
    return [first];
  });
  while (free.size > 0) {
    const hungry = seeds
      .map(({ share }, region) => ({ region, fill: weigh(at(regions, region), weights) / share }))
      .sort((a, b) => a.fill - b.fill);
    const taken = hungry.some(({ region }) => {
      const beside = [...new Set(at(regions, region).flatMap((block) => at(land.neighbours, block)))].filter(
        (block) => block !== null && free.has(block),
      ) as number[];
      if (beside.length === 0) return false;
      const next = nearest(beside, (block) => distance(block, region));
      free.delete(next);
      regions[region]?.push(next);
      return true;
    });
    if (!taken) throw new Error("Some blocks have no way to any seed.");
  }
  return regions;
}

/** Passes blocks over the borders, from the fuller region to the emptier, as long as that leaves each in one piece. */
function even(land: Land, weights: readonly number[], seeds: readonly Seed[], regions: readonly (readonly number[])[]): number[][] {
  const result = regions.map((blocks) => [...blocks]);
  const fill = (region: number) => weigh(at(result, region), weights) / at(seeds, region).share;
  for (let move = 0; move < 400; move++) {
    const owner = new Map(result.flatMap((blocks, region) => blocks.map((block) => [block, region] as const)));
    const passes = [...owner].flatMap(([block, from]) =>
      [...new Set(at(land.neighbours, block))].flatMap((other) => {
        const to = other === null ? undefined : owner.get(other);
        if (to === undefined || to === from) return [];
        const weight = at(weights, block);
        const gain =
          fill(from) - fill(to) - Math.abs(fill(from) - weight / at(seeds, from).share - fill(to) - weight / at(seeds, to).share);
        // A block that hardly touches the other region would stick out of it.
        return gain > 0 ? [{ block, from, to, gain: gain * ownEdges(land, block, to, owner) ** 2 }] : [];
      }),
    );
    const best = passes
      .sort((a, b) => b.gain - a.gain || a.block - b.block)
      .find(({ block, from }) =>
        isOnePiece(
          land,
          at(result, from).filter((other) => other !== block),
        ),
      );
    if (!best || best.gain < 1e-9) break;
    result[best.from] = at(result, best.from).filter((block) => block !== best.block);
    result[best.to]?.push(best.block);
  }
  return result;
}

const ownEdges = (land: Land, block: number, region: number, owner: ReadonlyMap<number, number>) => {
  const beside = at(land.neighbours, block);
  return beside.filter((other) => other !== null && owner.get(other) === region).length / beside.length;
};

function isOnePiece(land: Land, blocks: readonly number[]): boolean {
  const left = new Set(blocks);
  const queue = blocks.slice(0, 1);
  for (const block of queue) {
    if (!left.delete(block)) continue;
    for (const other of at(land.neighbours, block)) if (other !== null && left.has(other)) queue.push(other);
  }
  return blocks.length > 0 && left.size === 0;
}

/** The outlines of a set of blocks: rings counter-clockwise, the largest first. */
export function outlines(land: Land, blocks: readonly number[]): Point[][] {
  const inside = new Set(blocks);
  const next = new Map<number, number>();
  for (const block of blocks) {
    const { ring } = at(land.blocks, block);
    for (const [edge, other] of at(land.neighbours, block).entries())
      if (other === null || !inside.has(other)) next.set(at(ring, edge), at(ring, (edge + 1) % ring.length));
  }
  const rings: Point[][] = [];
  for (let start = next.keys().next().value; start !== undefined; start = next.keys().next().value) {
    const ring: Point[] = [];
    for (let from = start, to = next.get(from); to !== undefined; from = to, to = next.get(from)) {
      ring.push(...land.line(from, to));
      next.delete(from);
    }
    rings.push(ring);
  }
  return rings.sort((a, b) => area(b) - area(a));
}

function centre(land: Land, blocks: readonly number[]): Point {
  const sum = (value: (block: number) => number) => blocks.reduce((total, block) => total + value(block), 0);
  const size = (block: number) => at(land.blocks, block).squareKilometres;
  const whole = sum(size);
  return [
    sum((block) => at(land.blocks, block).site[0] * size(block)) / whole,
    sum((block) => at(land.blocks, block).site[1] * size(block)) / whole,
  ];
}

const weigh = (blocks: readonly number[], weights: readonly number[]) => blocks.reduce((sum, block) => sum + at(weights, block), 0);
const nearest = (blocks: readonly number[], distance: (block: number) => number) =>
  blocks.reduce((a, b) => (distance(b) < distance(a) ? b : a));
