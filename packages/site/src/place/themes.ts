import type { Area, Hub } from "../data/hub.ts";
import { type Edition, slug } from "../edition.ts";
import { type AreaSection, areaSections } from "../figures/area-figures.ts";
import type { Figure } from "../figures/figure.ts";
import { type LatestFigure, latestOf, seriesOf } from "../figures/latest.ts";

/** What the page of an area shows of a theme: its first figure, a series over time where there is one, in full, the others in small. */
export interface PlaceTheme {
  readonly theme: string;
  readonly sections: readonly AreaSection[];
  readonly first: Figure;
  readonly others: readonly Figure[];
}

const known = new WeakMap<Hub, Map<string, readonly PlaceTheme[]>>();

/** The figures of an area by theme, in the order in which the site tells the themes; in each, what people answered first. */
export function placeThemes(edition: Edition, area: Area): readonly PlaceTheme[] {
  const ofHub = known.get(edition.hub) ?? new Map<string, readonly PlaceTheme[]>();
  known.set(edition.hub, ofHub);
  const found = ofHub.get(area.code) ?? makeThemes(edition, area);
  ofHub.set(area.code, found);
  return found;
}

function makeThemes(edition: Edition, area: Area): readonly PlaceTheme[] {
  const byTheme = Map.groupBy(areaSections(edition, area), ({ dataset }) => dataset.theme);
  const order = Object.keys(edition.words.theme);
  const place = (theme: string) => (order.includes(theme) ? order.indexOf(theme) : order.length);
  return [...byTheme]
    .toSorted(([a], [b]) => place(a) - place(b))
    .flatMap(([theme, unsorted]) => {
      const isSurvey = ({ dataset }: AreaSection) => edition.hub.surveys.some(({ code }) => code === dataset.code);
      const sections = unsorted.toSorted((a, b) => Number(isSurvey(b)) - Number(isSurvey(a)));
      const figures = sections.flatMap((section) => section.figures);
      const first = seriesOf(figures)[0] ?? figures[0];
      return first === undefined ? [] : [{ theme, sections, first, others: figures.filter((figure) => figure !== first) }];
    });
}

/** The themes of an area that have a page of their own: those with more than the one figure that stands on the area's page. */
export const themesApart = (edition: Edition, area: Area): readonly PlaceTheme[] =>
  placeThemes(edition, area).filter(({ others }) => others.length > 0);

export const placePath = ({ code }: Pick<Area, "code">): string => `places/${slug(code)}/`;
/** The page with all figures of an area about a theme. */
export const placeThemePath = (area: Pick<Area, "code">, theme: string): string => `${placePath(area)}${slug(theme)}/`;

/**
 * The headline figures of an area: of each theme, the newest value of the first series over time. Figures about the figures themselves are
 * not among them.
 */
export const themeHeadlines = (edition: Edition, area: Area): readonly LatestFigure[] =>
  placeThemes(edition, area).flatMap(({ theme, sections, first }) => {
    const dataset = sections.find(({ figures }) => figures.includes(first))?.dataset;
    if (theme === "coverage" || dataset === undefined || seriesOf([first]).length === 0) return [];
    return latestOf(edition, first, dataset) ?? [];
  });
