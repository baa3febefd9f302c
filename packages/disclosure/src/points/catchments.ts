import { NearestPoints } from "./nearest.ts";
import { type PointsPolicy, readPointsPolicy } from "./policy.ts";
import {
  type Address,
  checkIds,
  checkInstitutions,
  type MasterPoint,
  PlaceReader,
  type PointsProblem,
  type ReadPlaces,
} from "./problem.ts";

/** The points that records may be shown at, and what became of the others. */
export interface KeptPoints {
  /** By id. */
  readonly points: readonly MasterPoint[];
  /** Per point, the addresses in its catchment, those of an institution as one: none, or at least as many as the policy states. */
  readonly addresses: readonly number[];
  /** Points that were taken away because too few addresses lay nearest to them. */
  readonly merged: number;
  /** Points taken away because all areas they lie in have too few addresses in common. */
  readonly dropped: number;
}

/** What is known of one combination of areas: one area of every layer. */
export interface Combination {
  /** Its addresses, those of an institution as one. */
  readonly addresses: number;
  /** The numbers of its master points that are kept, by id. */
  readonly kept: readonly number[];
  readonly addressesOf: readonly number[];
  readonly dropped: number;
  /** The number, among the master points, of the kept point nearest to a place in this combination, or -1. */
  readonly nearest: (x: number, y: number) => number;
}

/**
 * Chooses the points that records may be shown at. The catchment of a point is what lies nearest to it *within its own combination of areas*,
 * one of every published layer, so that no published area cuts through a catchment. Of the points with some addresses but too few, the one
 * with the fewest is taken away (the lower id first) and what lay nearest to it goes to its neighbours, until there are none. A combination
 * with too few addresses in all keeps no point, one without any neither: who lives there is unknown, not nobody.
 * @returns The same points whatever the order of the input; with a larger minimum, some of the same.
 * @throws {DisclosureError} `POLICY_INVALID`, or `RECORDS_INVALID` if a coordinate, an area or an id is missing.
 * @see https://data.police.uk/about/#location-anonymisation: catchments of eight or more postal addresses, or none.
 */
export function keepPoints(problem: Pick<PointsProblem, "masterPoints" | "addresses">, policy: PointsPolicy): KeptPoints {
  const terms = readPointsPolicy(policy);
  return keptPoints(problem.masterPoints, [...combinationsOf(problem, terms, new PlaceReader(terms)).values()]);
}

/** The kept points of all combinations together. */
export function keptPoints(masterPoints: readonly MasterPoint[], combinations: readonly Combination[]): KeptPoints {
  const kept = combinations
    .flatMap(({ kept, addressesOf }) =>
      kept.map((point, i) => ({ point: masterPoints[point] as MasterPoint, addresses: addressesOf[i] as number })),
    )
    .sort((a, b) => (a.point.id < b.point.id ? -1 : 1));
  const dropped = combinations.reduce((sum, combination) => sum + combination.dropped, 0);
  return {
    points: kept.map(({ point }) => point),
    addresses: kept.map(({ addresses }) => addresses),
    merged: masterPoints.length - kept.length - dropped,
    dropped,
  };
}

/** Every combination of areas that holds an address or a master point, by its number. */
export function combinationsOf(
  { masterPoints, addresses }: Pick<PointsProblem, "masterPoints" | "addresses">,
  { minAddresses }: Required<PointsPolicy>,
  reader: PlaceReader,
): ReadonlyMap<number, Combination> {
  checkIds(masterPoints);
  checkInstitutions(addresses);
  const points = reader.read(masterPoints, "master point");
  const homes = reader.read(addresses, "address");
  const pointsIn = membersOf(points);
  const homesIn = membersOf(homes);
  const found = new Map<number, Combination>();
  for (const combination of new Set([...pointsIn.keys(), ...homesIn.keys()])) {
    const own = pointsIn.get(combination) ?? [];
    const byId = own.sort((a, b) => ((masterPoints[a] as MasterPoint).id < (masterPoints[b] as MasterPoint).id ? -1 : 1));
    found.set(combination, merge({ points, homes, addresses, minAddresses }, byId, homesIn.get(combination) ?? []));
  }
  return found;
}

interface Given {
  readonly points: ReadPlaces;
  readonly homes: ReadPlaces;
  readonly addresses: readonly Address[];
  readonly minAddresses: number;
}

/** Takes points away, in one combination of areas, until none has some addresses but too few. */
function merge({ points, homes, addresses, minAddresses }: Given, masters: readonly number[], homesIn: readonly number[]): Combination {
  const everyone = new Households(addresses);
  for (const home of homesIn) everyone.add(home);
  if (everyone.count < minAddresses)
    return { addresses: everyone.count, kept: [], addressesOf: [], dropped: masters.length, nearest: () => -1 };

  const pick = (coordinates: Float64Array) => Float64Array.from(masters, (master) => coordinates[master] as number);
  const tree = new NearestPoints(pick(points.x), pick(points.y));
  const catchments: (Households | undefined)[] = masters.map(() => new Households(addresses));
  const assign = (home: number) => catchments[tree.nearest(homes.x[home] as number, homes.y[home] as number)]?.add(home);
  homesIn.forEach(assign);
  for (let next = smallest(catchments, minAddresses); next >= 0; next = smallest(catchments, minAddresses)) {
    const members = catchments[next]?.members ?? [];
    tree.remove(next);
    catchments[next] = undefined;
    members.forEach(assign);
  }
  const left = masters.flatMap((master, i) => {
    const catchment = catchments[i];
    return catchment === undefined ? [] : [{ master, addresses: catchment.count }];
  });
  return {
    addresses: everyone.count,
    kept: left.map(({ master }) => master),
    addressesOf: left.map(({ addresses: count }) => count),
    dropped: 0,
    nearest: (x, y) => masters[tree.nearest(x, y)] ?? -1,
  };
}

/** The place of the catchment with the fewest addresses of those with some but too few, the first of several, or -1. */
function smallest(catchments: readonly (Households | undefined)[], minAddresses: number): number {
  let found = -1;
  let fewest = minAddresses;
  for (let i = 0; i < catchments.length; i++) {
    const count = catchments[i]?.count ?? 0;
    if (count > 0 && count < fewest) {
      found = i;
      fewest = count;
    }
  }
  return found;
}

/** Addresses, counted so that those of an institution are one. */
class Households {
  readonly members: number[] = [];
  readonly #addresses: readonly Address[];
  readonly #institutions = new Set<string>();
  #homes = 0;
  constructor(addresses: readonly Address[]) {
    this.#addresses = addresses;
  }
  get count(): number {
    return this.#homes + this.#institutions.size;
  }
  add(address: number): void {
    this.members.push(address);
    const institution = this.#addresses[address]?.institution;
    if (institution === undefined) this.#homes++;
    else this.#institutions.add(institution);
  }
}

function membersOf({ combination }: ReadPlaces): Map<number, number[]> {
  const members = new Map<number, number[]>();
  combination.forEach((number, i) => {
    const own = members.get(number);
    if (own === undefined) members.set(number, [i]);
    else own.push(i);
  });
  return members;
}
