import { isAcross } from "../chart/look.ts";
import type { Hub } from "../data/hub.ts";
import type { Row } from "../data/row.ts";
import { datasetOf, type Figure } from "../figures/figure.ts";

/** Kinds of measures whose values grow with the area: a part cannot be set beside the whole. */
const grows = ["COUNT", "SUM"];

/**
 * The lines of a figure in small: its own, and that of the whole it is part of where both are of one dataset, have the same periods and are no counts. None for
 * a figure that is no series over time, nor for a survey, whose waves may not be joined.
 * @param ofWhole The figures of the whole.
 */
export function besideWhole(
  hub: Pick<Hub, "measures" | "tables">,
  figure: Figure,
  ofWhole: readonly Figure[],
): readonly (readonly Row[])[] {
  const { spec } = figure;
  if (isAcross(spec.kind) || spec.survey !== undefined) return [];
  const own = spec.series.map(({ rows }) => rows);
  const kind = hub.measures.find(({ code }) => code === spec.measure.code)?.kind ?? "COUNT";
  if (own.length !== 1 || grows.includes(kind)) return own;
  const periods = (rows: readonly Row[]) => rows.map(({ period }) => period).join();
  const other = ofWhole.find(
    (one) => datasetOf(hub, one) === datasetOf(hub, figure) && one.spec.measure.code === spec.measure.code && !isAcross(one.spec.kind),
  )?.spec.series[0]?.rows;
  return other !== undefined && own[0] !== undefined && periods(other) === periods(own[0]) ? [own[0], other] : own;
}
