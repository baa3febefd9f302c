import { DisclosureError } from "../errors.ts";
import type { Metric } from "./metric.ts";

/** One division of the map into areas that is published: each place lies in exactly one of them. */
export interface PublishedLayer {
  readonly code: string;
  /** The codes of all its areas. Where it does not cover the map, the rest is an area with a code of its own. */
  readonly areas: readonly string[];
}

/** Which records may be placed on a map, and where. */
export interface PointsPolicy {
  /** The smallest number of addresses, none apart, in a point's catchment within any published area: a whole number ≥ 1. 8 where it is not stated. */
  readonly minAddresses?: number;
  readonly metric: Metric;
  /** Every layer whose areas figures are published for, or were: at least one. */
  readonly layers: readonly PublishedLayer[];
  /** Categories whose records may be placed. A category that stands in neither list refuses. */
  readonly placed: readonly string[];
  /** Categories whose records are never placed. */
  readonly sensitive: readonly string[];
}

/** As data.police.uk has it. */
const usualMinimum = 8;
const keys = ["minAddresses", "metric", "layers", "placed", "sensitive"];

/**
 * Reads the policy of points. What is missing, unknown, not a number or out of range refuses.
 * @throws {DisclosureError} `POLICY_INVALID`
 */
export function readPointsPolicy(value: unknown): Required<PointsPolicy> {
  if (!isObject(value)) throw invalid("The policy of points is not an object. State its metric, layers and categories.");
  if (Object.keys(value).some((key) => !keys.includes(key)))
    throw invalid(`The policy of points has a key that does not exist. Known are ${keys.join(", ")}.`);
  const { minAddresses = usualMinimum, metric, layers, placed, sensitive } = value;
  if (typeof minAddresses !== "number" || !Number.isSafeInteger(minAddresses) || minAddresses < 1)
    throw invalid("The least number of addresses is not a whole number ≥ 1. State how many a point must stand for.");
  if (!isMetric(metric))
    throw invalid(
      'The metric of points is missing or unknown. State {kind: "planar"}, or {kind: "lonLat"} and a latitude between -85 and 85.',
    );
  if (!Array.isArray(layers) || layers.length === 0 || !layers.every(isLayer))
    throw invalid(
      "The published layers of points are missing, or one lacks a code or areas. State every layer that figures are published for.",
    );
  if (new Set(layers.map(({ code }) => code)).size < layers.length)
    throw invalid("Two published layers of points have one code. Rename one.");
  if (!isCodes(placed) || !isCodes(sensitive))
    throw invalid("The categories of points are not two lists of codes, each named once. State which are placed and which are sensitive.");
  if (placed.some((code) => sensitive.includes(code)))
    throw invalid("A category of points is both placed and sensitive. Take it out of the list of those that are placed.");
  return { minAddresses, metric, layers, placed, sensitive };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null;
const isCode = (value: unknown): value is string => typeof value === "string" && value !== "";
const isCodes = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every(isCode) && new Set(value).size === value.length;
const isLayer = (value: unknown): value is PublishedLayer =>
  isObject(value) && isCode(value.code) && isCodes(value.areas) && value.areas.length > 0;
/** Near the poles a degree of longitude is so short that distances would mean nothing. */
const isMetric = (value: unknown): value is Metric =>
  isObject(value) &&
  (value.kind === "planar" || (value.kind === "lonLat" && typeof value.latitude === "number" && Math.abs(value.latitude) <= 85));
const invalid = (message: string) => new DisclosureError("POLICY_INVALID", message);
