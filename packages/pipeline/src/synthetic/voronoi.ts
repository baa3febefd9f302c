/** East and north, in kilometres. */
export type Point = readonly [x: number, y: number];

/** The plane divided among sites: each cell is a ring of vertices, counter-clockwise, and neighbours share their vertices by number. */
export interface Voronoi {
  readonly vertices: readonly Point[];
  /** Parallel to the sites. The cell of a site at the rim of the whole is empty. */
  readonly cells: readonly (readonly number[])[];
}

interface Triangle {
  readonly corners: readonly [number, number, number];
  readonly centre: Point;
  readonly radiusSquared: number;
}

/** The Voronoi diagram of the sites, from their Delaunay triangulation by the method of Bowyer and Watson (1981). For hundreds of sites. */
export function voronoi(sites: readonly Point[]): Voronoi {
  const triangles = triangulate(sites);
  const around: number[][] = sites.map(() => []);
  for (const [index, { corners }] of triangles.entries()) for (const corner of corners) around[corner]?.push(index);
  const vertices = triangles.map(({ centre }) => centre);
  const cells = around.map((indices, site) => {
    const [x, y] = at(sites, site);
    const angle = (index: number) => Math.atan2(at(vertices, index)[1] - y, at(vertices, index)[0] - x);
    return isClosed(indices, triangles, site) ? indices.toSorted((a, b) => angle(a) - angle(b)) : [];
  });
  return { vertices, cells };
}

function triangulate(sites: readonly Point[]): Triangle[] {
  const far = 1e4;
  const points: Point[] = [...sites, [-far, -far], [far, -far], [0, far]];
  let triangles = [triangle(points, [sites.length, sites.length + 1, sites.length + 2])];
  for (const [site, [x, y]] of sites.entries()) {
    const kept: Triangle[] = [];
    const rim = new Map<string, readonly [number, number]>();
    for (const candidate of triangles) {
      if ((x - candidate.centre[0]) ** 2 + (y - candidate.centre[1]) ** 2 >= candidate.radiusSquared) {
        kept.push(candidate);
        continue;
      }
      const [a, b, c] = candidate.corners;
      for (const [from, to] of [
        [a, b],
        [b, c],
        [c, a],
      ] as const)
        if (!rim.delete(`${to} ${from}`)) rim.set(`${from} ${to}`, [from, to]);
    }
    triangles = [...kept, ...[...rim.values()].map(([from, to]) => triangle(points, [from, to, site]))];
  }
  return triangles.filter(({ corners }) => corners.every((corner) => corner < sites.length));
}

function triangle(points: readonly Point[], corners: readonly [number, number, number]): Triangle {
  const [[ax, ay], [bx, by], [cx, cy]] = corners.map((corner) => at(points, corner)) as [Point, Point, Point];
  const [dx, dy, ex, ey] = [bx - ax, by - ay, cx - ax, cy - ay];
  const twice = 2 * (dx * ey - dy * ex);
  const ux = (ey * (dx * dx + dy * dy) - dy * (ex * ex + ey * ey)) / twice;
  const uy = (dx * (ex * ex + ey * ey) - ex * (dx * dx + dy * dy)) / twice;
  return { corners, centre: [ax + ux, ay + uy], radiusSquared: ux * ux + uy * uy };
}

/** Whether the triangles go all the way round the site: each of its neighbours is then in two of them. */
function isClosed(indices: readonly number[], triangles: readonly Triangle[], site: number): boolean {
  const seen = new Map<number, number>();
  for (const index of indices)
    for (const corner of at(triangles, index).corners) if (corner !== site) seen.set(corner, (seen.get(corner) ?? 0) + 1);
  return seen.size > 2 && [...seen.values()].every((times) => times === 2);
}

/** The element that must be there. */
export function at<Value>(values: readonly Value[], index: number): Value {
  const value = values[index];
  if (value === undefined) throw new Error("There is no such element.");
  return value;
}
