import type { Dataset, Hub } from "../data/hub.ts";
import type { Edition } from "../edition.ts";
import { themesOfRecords } from "../records/record-pages.ts";
import { areaSections, wholes } from "./area-figures.ts";
import { byArea } from "./by-area.ts";
import type { Figure } from "./figure.ts";
import { withOwnIds } from "./own-ids.ts";
import { areasFigure, headlineItem } from "./survey-figures.ts";

/** A dataset on the page of its theme: the whole first, then area by area. */
export interface ThemeSection {
  readonly dataset: Dataset;
  readonly figures: readonly Figure[];
}

/** Every theme that has a dataset, in the order of the datasets, and then those that have public records alone. */
export const themesOf = ({ hub }: Edition): readonly string[] => [
  ...new Set([...hub.datasets.map(({ theme }) => theme), ...themesOfRecords(hub)]),
];

const known = new WeakMap<Hub, Map<string, readonly ThemeSection[]>>();

/** What the page of a theme shows: its datasets for the whole, and each rate, or else each first amount, area by area. */
export function themeSections(edition: Edition, theme: string): readonly ThemeSection[] {
  const ofHub = known.get(edition.hub) ?? new Map<string, readonly ThemeSection[]>();
  known.set(edition.hub, ofHub);
  const sections = ofHub.get(theme) ?? makeSections(edition, theme);
  ofHub.set(theme, sections);
  return sections;
}

function makeSections(edition: Edition, theme: string): readonly ThemeSection[] {
  const { hub } = edition;
  const [whole] = wholes(hub);
  const sections = hub.datasets
    .filter((dataset) => dataset.theme === theme)
    .map((dataset) => {
      const ofWhole =
        whole === undefined ? [] : (areaSections(edition, whole).find((section) => section.dataset.code === dataset.code)?.figures ?? []);
      const survey = hub.surveys.find(({ code }) => code === dataset.code);
      if (survey !== undefined) {
        const item = headlineItem(survey);
        const around = whole === undefined || item === undefined ? undefined : areasFigure(edition, survey, item, whole);
        return { dataset, figures: [...ofWhole, ...(around === undefined ? [] : [around])] };
      }
      const tables = hub.tables.filter((table) => table.dataset === dataset.code);
      const measures = [...new Set(tables.flatMap((table) => table.measures))];
      const rate = measures.find((code) => hub.measures.find((measure) => measure.code === code)?.kind === "RATE");
      const shown = rate ?? measures[0];
      const areas = hub.levels.flatMap(({ code: level }) => {
        const table = tables.find(
          (one) => shown !== undefined && one.measures.includes(shown) && one.cubes.some(({ areaLevel }) => areaLevel === level),
        );
        const figure = table === undefined || shown === undefined ? undefined : byArea(edition, table, shown, level);
        return figure === undefined ? [] : [figure];
      });
      return { dataset, figures: [...ofWhole, ...areas] };
    });
  return withOwnIds(sections);
}
