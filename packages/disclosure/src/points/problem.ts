import { DisclosureError } from "../errors.ts";
import { areCoordinates, scaleOf } from "./metric.ts";
import type { PointsPolicy } from "./policy.ts";

/** Somewhere on the map, in the coordinates of the policy's metric. */
export interface Place {
  readonly x: number;
  readonly y: number;
  /** The code of its area in each published layer, in the order of the policy's layers. */
  readonly areas: readonly string[];
}

/** Where records may be shown: the middle of a street segment, or a public place. Never somebody's home. */
export interface MasterPoint extends Place {
  readonly id: string;
}

/** A residential address: each once, also where several share a place. */
export interface Address extends Place {
  /** Addresses of one institution (a hospital, a barracks) count as one. */
  readonly institution?: string;
}

export interface LocatedRecord extends Place {
  readonly category: string;
}

export interface PointsProblem {
  readonly masterPoints: readonly MasterPoint[];
  readonly addresses: readonly Address[];
  readonly records: readonly LocatedRecord[];
}

/** Where records are shown. */
export interface PlacedRecords {
  /** The points that records may be shown at, by id. */
  readonly points: readonly MasterPoint[];
  /** For each record, in their order, the id of its point; null where it is not placed. */
  readonly placed: readonly (string | null)[];
}

/** Places in metres, each with the number of its combination of areas: one area of every layer. */
export interface ReadPlaces {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly combination: Int32Array;
}

/** Reads places, and numbers the combinations of areas as they come: the same number for the same areas in every list it reads. */
export class PlaceReader {
  readonly #policy: Required<PointsPolicy>;
  readonly #areas: readonly ReadonlyMap<string, number>[];
  readonly #combinations = new Map<string, number>();

  constructor(policy: Required<PointsPolicy>) {
    this.#policy = policy;
    this.#areas = policy.layers.map(({ areas }) => new Map(areas.map((code, area) => [code, area])));
  }

  /** @throws {DisclosureError} `RECORDS_INVALID` if a place lacks a coordinate or an area that is known, in any layer. */
  read(places: readonly Place[], noun: string): ReadPlaces {
    const { metric } = this.#policy;
    const scale = scaleOf(metric);
    const read = {
      x: new Float64Array(places.length),
      y: new Float64Array(places.length),
      combination: new Int32Array(places.length),
    };
    for (let i = 0; i < places.length; i++) {
      const { x, y, areas } = places[i] as Place;
      if (!areCoordinates(x, y, metric))
        throw invalid(`The ${noun} at place ${i} of its list has no coordinates that the metric knows. Locate it, or leave it out.`);
      read.x[i] = x * scale.x;
      read.y[i] = y * scale.y;
      read.combination[i] = this.#combinationOf(areas, noun, i);
    }
    return read;
  }

  #combinationOf(areas: readonly string[], noun: string, i: number): number {
    if (!Array.isArray(areas) || areas.length !== this.#areas.length)
      throw invalid(`The ${noun} at place ${i} of its list does not have one area for each published layer. Give them all.`);
    const key = areas
      .map((code, layer) => {
        const area = this.#areas[layer]?.get(code);
        if (area === undefined)
          throw invalid(
            `The ${noun} at place ${i} of its list lies in an area that layer ${layer} of the policy does not have. Add the area.`,
          );
        return area;
      })
      .join();
    const known = this.#combinations.get(key) ?? this.#combinations.size;
    this.#combinations.set(key, known);
    return known;
  }
}

/** @throws {DisclosureError} `RECORDS_INVALID` if ids are missing or stand twice. */
export function checkIds(masterPoints: readonly MasterPoint[]): void {
  if (
    !masterPoints.every(({ id }) => typeof id === "string" && id !== "") ||
    new Set(masterPoints.map(({ id }) => id)).size < masterPoints.length
  )
    throw invalid("A master point has no id, or the id of another. Give each an id of its own.");
}

/** @throws {DisclosureError} `RECORDS_INVALID` if an institution is there without a name. */
export function checkInstitutions(addresses: readonly Address[]): void {
  addresses.forEach(({ institution }, i) => {
    if (institution !== undefined && (typeof institution !== "string" || institution === ""))
      throw invalid(`The institution of the address at place ${i} of its list is empty. Name it, or leave it out for a home.`);
  });
}

/** Which records may never be placed, one flag each. @throws {DisclosureError} `RECORDS_INVALID` if the policy does not know a category. */
export function sensitiveOf(records: readonly LocatedRecord[], policy: Required<PointsPolicy>): boolean[] {
  const placed = new Set(policy.placed);
  const sensitive = new Set(policy.sensitive);
  return records.map(({ category }, i) => {
    if (!placed.has(category) && !sensitive.has(category))
      throw invalid(
        `The record at place ${i} of its list has a category that the policy does not know. List it as placed or as sensitive.`,
      );
    return sensitive.has(category);
  });
}

const invalid = (message: string) => new DisclosureError("RECORDS_INVALID", message);
