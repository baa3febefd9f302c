import type { Area } from "../data/hub.ts";
import type { Edition } from "../edition.ts";
import { areaSections } from "../figures/area-figures.ts";
import { type LatestFigure, latestOf, seriesOf } from "../figures/latest.ts";
import { aboveOf } from "../records/around.ts";

/** What residents raised and how it was answered: measures of the catalogue, in the order of what happens. */
const dialogueMeasures = ["DLG.01", "DLG.02", "DLG.03", "DLG.04", "DLG.05", "DLG.06"];

/** Counts of concerns, and the area that they are of. */
export interface Dialogue {
  readonly area: Area;
  readonly figures: readonly LatestFigure[];
}

function figureOf(edition: Edition, area: Area, measure: string): LatestFigure | undefined {
  for (const { dataset, figures } of areaSections(edition, area)) {
    const figure = seriesOf(figures).find(({ spec }) => spec.measure.code === measure);
    if (figure !== undefined) return latestOf(edition, figure, dataset);
  }
  return undefined;
}

/** How many concerns were raised and answered, each measure at the finest level that has it: of an area itself, then of those it lies in. */
export function dialogueOf(edition: Edition, area: Area): readonly Dialogue[] {
  const wanted = new Set(dialogueMeasures);
  return [area.code, ...aboveOf(edition.hub, area.code)].flatMap((code) => {
    const one = edition.hub.areas.get(code);
    const figures = one === undefined ? [] : [...wanted].flatMap((measure) => figureOf(edition, one, measure) ?? []);
    for (const { figure } of figures) wanted.delete(figure.spec.measure.code);
    return one === undefined || figures.length === 0 ? [] : [{ area: one, figures }];
  });
}
