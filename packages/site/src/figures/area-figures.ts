import type { Area, Dataset, Hub } from "../data/hub.ts";
import type { Edition } from "../edition.ts";
import { byCategory } from "./by-category.ts";
import { measuresAt } from "./cubes.ts";
import type { Figure } from "./figure.ts";
import { comparedWithWhole, overTime } from "./over-time.ts";
import { withOwnIds } from "./own-ids.ts";
import { headlineFigures } from "./survey-pages.ts";
import { wholeOf } from "./whole-of.ts";

/** A dataset on the page of an area: its figures, the most telling first. */
export interface AreaSection {
  readonly dataset: Dataset;
  readonly figures: readonly Figure[];
}

const known = new WeakMap<Hub, Map<string, readonly AreaSection[]>>();

/** What the page of an area shows: a section for every dataset that has figures at its level, and no empty one. */
export function areaSections(edition: Edition, area: Area): readonly AreaSection[] {
  const ofEdition = known.get(edition.hub) ?? new Map<string, readonly AreaSection[]>();
  known.set(edition.hub, ofEdition);
  const found = ofEdition.get(area.code);
  if (found !== undefined) return found;
  const { hub } = edition;
  const whole = wholeOf(hub, area);
  const sections = withOwnIds(
    hub.datasets.flatMap((dataset) => {
      // What people answered is never told without its question: surveys have pages of their own.
      const survey = hub.surveys.find(({ code }) => code === dataset.code);
      if (survey !== undefined) {
        const figures = headlineFigures(edition, survey, area);
        return figures.length === 0 ? [] : [{ dataset, figures }];
      }
      const measures = measuresAt(hub, dataset.code, area.level);
      const isRate = (code: string) => hub.measures.find((measure) => measure.code === code)?.kind === "RATE";
      const amounts = measures.filter((code) => !isRate(code));
      const [first, ...others] = amounts;
      const figures = [
        first === undefined ? undefined : overTime(edition, dataset.code, first, area),
        first === undefined ? undefined : byCategory(edition, dataset.code, first, area),
        ...measures
          .filter(isRate)
          .map((code) =>
            whole.code === area.code
              ? overTime(edition, dataset.code, code, area)
              : (comparedWithWhole(edition, dataset.code, code, area, whole) ?? overTime(edition, dataset.code, code, area)),
          ),
        ...others.map((code) => overTime(edition, dataset.code, code, area)),
      ].filter((figure) => figure !== undefined);
      return figures.length === 0 ? [] : [{ dataset, figures }];
    }),
  );
  ofEdition.set(area.code, sections);
  return sections;
}

/** The areas that are part of no other and have figures: usually one, the city. */
export const wholes = (hub: Hub): readonly Area[] =>
  [...hub.areas.values()].filter(
    ({ parent, level }) => parent === null && hub.tables.some(({ cubes }) => cubes.some(({ areaLevel }) => areaLevel === level)),
  );
