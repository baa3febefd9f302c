/** What coordinates mean. Distances are in metres either way. */
export type Metric =
  /** x and y in metres, of one projection. */
  | { readonly kind: "planar" }
  /**
   * x is a longitude and y a latitude, in degrees, taken for flat around the latitude stated here. It is stated and not worked out from the
   * data, so that distances stay the same when data are added. Fit for a city away from the 180th meridian.
   */
  | { readonly kind: "lonLat"; readonly latitude: number };

/** Metres per unit of x and of y. */
export interface Scale {
  readonly x: number;
  readonly y: number;
}

/** Of a sphere with the mean radius of the earth, 6,371,008.8 m (IUGG). */
const metresPerDegree = (6_371_008.8 * Math.PI) / 180;

export const scaleOf = (metric: Metric): Scale =>
  metric.kind === "planar" ? { x: 1, y: 1 } : { x: metresPerDegree * Math.cos((metric.latitude * Math.PI) / 180), y: metresPerDegree };

/** Further than around the earth: no coordinate, and its square might not be a number. */
const mostMetres = 1e8;

/** Whether both are numbers that the metric allows: what is missing or no number is not. */
export function areCoordinates(x: unknown, y: unknown, metric: Metric): boolean {
  const [mostX, mostY] = metric.kind === "planar" ? [mostMetres, mostMetres] : [180, 90];
  return typeof x === "number" && typeof y === "number" && Math.abs(x) <= mostX && Math.abs(y) <= mostY;
}
