import { DisclosureError } from "../errors.ts";
import { scaleOf } from "./metric.ts";
import { type PointsPolicy, readPointsPolicy } from "./policy.ts";
import type { MasterPoint, Place, PlacedRecords, PointsProblem } from "./problem.ts";

export interface PointsVerification {
  readonly points: number;
  readonly placed: number;
  /** The fewest addresses of any point that has some; null where none has. */
  readonly leastAddresses: number | null;
}

/**
 * Checks where records are about to be shown, without the code that chose it: that every point is a master point, that the addresses nearest
 * to it within its own areas are none or as many as the policy states, counted again one by one; that every record is at the nearest point of
 * its own areas; and that no sensitive record is placed.
 * @throws {DisclosureError} `AUDIT_FAILED` if any of it is not so. Nothing may be published then.
 */
export function verifyPoints(
  { masterPoints, addresses, records }: PointsProblem,
  policy: PointsPolicy,
  { points, placed }: PlacedRecords,
): PointsVerification {
  const { minAddresses, metric, layers, placed: mayBePlaced, sensitive } = readPointsPolicy(policy);
  const scale = scaleOf(metric);
  const pools = new Map<string, Pool>();
  const master = new Map(masterPoints.map((point) => [point.id, point]));
  const ids = new Set<string>();
  for (const point of [...points].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const origin = master.get(point.id);
    if (origin === undefined || origin.x !== point.x || origin.y !== point.y || areasOf(origin) !== areasOf(point))
      throw failed("A point is not one of the master points.");
    if (ids.has(point.id)) throw failed("A point is there twice.");
    ids.add(point.id);
    const pool = pools.get(areasOf(point)) ?? { points: [], x: [], y: [] };
    pool.points.push(point);
    pool.x.push(point.x * scale.x);
    pool.y.push(point.y * scale.y);
    pools.set(areasOf(point), pool);
  }

  const around = new Map<string, Set<string>>();
  const within = new Map<string, Set<string>>();
  addresses.forEach((address, i) => {
    const household = address.institution === undefined ? `home ${i}` : `institution ${address.institution}`;
    count(within, areasOf(address), household);
    const point = nearest(address);
    if (point !== undefined) count(around, point.id, household);
  });
  for (const areas of pools.keys())
    if ((within.get(areas)?.size ?? 0) < minAddresses) throw failed("Areas with too few addresses in common have a point.");
  const sizes = [...around.values()].map(({ size }) => size);
  if (sizes.some((size) => size < minAddresses)) throw failed("A point has too few addresses within its areas.");

  if (placed.length !== records.length) throw failed("There are not as many places as records.");
  let shown = 0;
  records.forEach((record, i) => {
    const id = placed[i];
    const point = nearest(record);
    const isSensitive = sensitive.includes(record.category);
    if (!isSensitive && !mayBePlaced.includes(record.category)) throw failed("A record has a category that the policy does not know.");
    if (id === null) {
      if (!isSensitive && point !== undefined) throw failed("A record that has a point is not placed.");
      return;
    }
    if (isSensitive) throw failed("A sensitive record is placed.");
    const shownAt = id === undefined || !ids.has(id) ? undefined : master.get(id);
    if (shownAt === undefined) throw failed("A record is shown at what is not a kept point.");
    if (areasOf(shownAt) !== areasOf(record)) throw failed("A record has left its areas.");
    if (point?.id !== id) throw failed("A record is not at its nearest point, so that the addresses around that are not its own.");
    shown++;
  });
  return {
    points: points.length,
    placed: shown,
    leastAddresses: sizes.length === 0 ? null : sizes.reduce((least, size) => Math.min(least, size)),
  };

  function areasOf({ areas }: Place): string {
    if (areas.length !== layers.length) throw failed("A place does not have one area for each published layer.");
    return JSON.stringify(areas);
  }

  /** Looks at every point of the same areas: those by lower id come first, and stay where another is as near. */
  function nearest(place: Place): MasterPoint | undefined {
    const pool = pools.get(areasOf(place));
    if (pool === undefined) return undefined;
    const x = place.x * scale.x;
    const y = place.y * scale.y;
    let found = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < pool.points.length; i++) {
      const dx = (pool.x[i] as number) - x;
      const dy = (pool.y[i] as number) - y;
      const square = dx * dx + dy * dy;
      if (square < least) {
        least = square;
        found = i;
      }
    }
    if (found < 0) throw failed("A place has no coordinates.");
    return pool.points[found];
  }
}

interface Pool {
  readonly points: MasterPoint[];
  readonly x: number[];
  readonly y: number[];
}

function count(sets: Map<string, Set<string>>, key: string, household: string): void {
  const own = sets.get(key) ?? new Set();
  own.add(household);
  sets.set(key, own);
}

const failed = (message: string) => new DisclosureError("AUDIT_FAILED", `${message} Publish nothing, and report it.`);
