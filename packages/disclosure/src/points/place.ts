import { DisclosureError } from "../errors.ts";
import { combinationsOf, type KeptPoints, keptPoints } from "./catchments.ts";
import { type PointsPolicy, readPointsPolicy } from "./policy.ts";
import { type PlacedRecords, PlaceReader, type PointsProblem, type ReadPlaces, sensitiveOf } from "./problem.ts";
import { verifyPoints } from "./verify.ts";

/** Where records are shown, checked. */
export interface Placement extends PlacedRecords {
  readonly report: PointsReport;
}

/** What a steward may know of a placement: totals, and nothing of any one record. */
export interface PointsReport {
  /** Master points: given = kept + merged + dropped. `empty` are those kept that no address lies nearest to. */
  readonly points: {
    readonly given: number;
    readonly kept: number;
    readonly empty: number;
    readonly merged: number;
    readonly dropped: number;
  };
  /** Combinations of areas that hold an address or a master point, and those of them without any point. */
  readonly combinations: { readonly all: number; readonly withoutPoint: number };
  /** Spatial k: addresses per catchment, of kept points that are not empty; null where there is none. */
  readonly addresses: (Quartiles & { readonly least: number }) | null;
  /** Metres between records and their points, rounded up to tens; null where fewer records were placed than a catchment must hold addresses. */
  readonly metresMoved: Quartiles | null;
  readonly placed: number;
  /** Records, by why they are not placed: their category; too few addresses in their areas; no master point there. */
  readonly notPlaced: { readonly sensitive: number; readonly fewAddresses: number; readonly noMasterPoint: number };
}

export interface Quartiles {
  readonly lowerQuartile: number;
  readonly median: number;
  readonly upperQuartile: number;
}

/**
 * Moves each record to the nearest kept point within its own combination of areas, as `keepPoints` chooses them; sensitive ones nowhere. There
 * is no chance in it, so the same record never gets two points that could be averaged. The month, not the day, is for the caller to see to.
 * @throws {DisclosureError} `POLICY_INVALID`; `RECORDS_INVALID` if a coordinate, an area, an id or a category is missing or unknown;
 * `AUDIT_FAILED` if `verifyPoints` finds the outcome unsafe.
 */
export function placeRecords(problem: PointsProblem, policy: PointsPolicy): Placement {
  const terms = readPointsPolicy(policy);
  const reader = new PlaceReader(terms);
  const combinations = combinationsOf(problem, terms, reader);
  const records = reader.read(problem.records, "record");
  const sensitive = sensitiveOf(problem.records, terms);
  const kept = keptPoints(problem.masterPoints, [...combinations.values()]);
  const notPlaced = { sensitive: 0, fewAddresses: 0, noMasterPoint: 0 };
  const master = Int32Array.from(problem.records, (_, i) => {
    const combination = combinations.get(records.combination[i] as number);
    const nearest = combination?.nearest(records.x[i] as number, records.y[i] as number) ?? -1;
    if (sensitive[i]) notPlaced.sensitive++;
    else if (nearest >= 0) return nearest;
    else if (combination === undefined || combination.addresses < terms.minAddresses) notPlaced.fewAddresses++;
    else notPlaced.noMasterPoint++;
    return -1;
  });
  const moved = distances(records, reader.read(problem.masterPoints, "master point"), master);
  const placement: Placement = {
    points: kept.points,
    placed: Array.from(master, (point) => problem.masterPoints[point]?.id ?? null),
    report: {
      points: {
        given: problem.masterPoints.length,
        kept: kept.points.length,
        empty: kept.addresses.filter((count) => count === 0).length,
        merged: kept.merged,
        dropped: kept.dropped,
      },
      combinations: { all: combinations.size, withoutPoint: [...combinations.values()].filter((own) => own.kept.length === 0).length },
      addresses: spatialK(kept),
      metresMoved: moved.length < terms.minAddresses ? null : quartilesOf(moved.map((metres) => Math.ceil(metres / 10) * 10)),
      placed: moved.length,
      notPlaced,
    },
  };
  if (verifyPoints(problem, policy, placement).leastAddresses !== (placement.report.addresses?.least ?? null))
    throw new DisclosureError("AUDIT_FAILED", "Two counts of the addresses around points do not agree. Publish nothing, and report it.");
  return placement;
}

function spatialK({ addresses }: KeptPoints): PointsReport["addresses"] {
  const counts = Float64Array.from(addresses.filter((count) => count > 0));
  return counts.length === 0 ? null : { least: counts.reduce((least, count) => Math.min(least, count)), ...quartilesOf(counts) };
}

function distances(records: ReadPlaces, points: ReadPlaces, master: Int32Array): Float64Array {
  const metres: number[] = [];
  master.forEach((point, i) => {
    if (point < 0) return;
    const dx = (records.x[i] as number) - (points.x[point] as number);
    const dy = (records.y[i] as number) - (points.y[point] as number);
    metres.push(Math.sqrt(dx * dx + dy * dy));
  });
  return Float64Array.from(metres);
}

/** By nearest rank: each is one of the values. */
function quartilesOf(values: Float64Array): Quartiles {
  const sorted = values.toSorted();
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] as number;
  return { lowerQuartile: at(0.25), median: at(0.5), upperQuartile: at(0.75) };
}
