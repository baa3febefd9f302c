import { type Edition, slug } from "../edition.ts";
import { areaSections } from "./area-figures.ts";
import { hiddenIn } from "./cubes.ts";
import { datasetOf, type Figure, figureRows } from "./figure.ts";
import { wholeOf } from "./whole-of.ts";

/** The same figure for the whole that an area is part of: what is offered where some of the area's own is not shown. Nothing where it has all. */
export function widerFigure(
  edition: Edition,
  figure: Figure,
): { readonly name: string; readonly page: string; readonly figure: Figure } | undefined {
  const { hub } = edition;
  const rows = figureRows(figure);
  const area = hub.areas.get(rows[0]?.area ?? "");
  if (area === undefined || figure.spec.survey !== undefined || hiddenIn(figure.spec.series[0]?.rows ?? []) === 0) return undefined;
  const whole = wholeOf(hub, area);
  const isOfOne = (figure.spec.series[0]?.rows ?? []).every((row) => row.area === area.code);
  if (whole.code === area.code || !isOfOne) return undefined;
  const own = datasetOf(hub, figure);
  const others = areaSections(edition, whole).flatMap(({ dataset, figures }) => (dataset.code === own ? figures : []));
  const wider = others.find(({ spec }) => spec.measure.code === figure.spec.measure.code && spec.axis === figure.spec.axis);
  return wider === undefined || hiddenIn(figureRows(wider)) > 0
    ? undefined
    : { name: whole.name, page: `places/${slug(whole.code)}/`, figure: wider };
}
