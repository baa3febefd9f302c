import { dayIn, hubDescription, type LocalisedText, type MeasureKind, type PublishedCatalogue } from "../domain/index.ts";
import type { Catalogue, CatalogueTable } from "./catalogue.ts";
import type { ReleaseRow } from "./releases.ts";

const isoDay = (date: Date): string => date.toISOString().slice(0, 10);

const hasWords = (text: unknown): boolean => Object.values(text as LocalisedText).some((words) => words.trim() !== "");

const tableOf = ({ dimensions, measures, groupings }: CatalogueTable): PublishedCatalogue["datasets"][number]["tables"][number] => ({
  measures: measures.map(({ code }) => code),
  categories: dimensions.filter(({ kind }) => kind === "CATEGORY").length,
  groupings: groupings.map(({ levels: [area = "", period = ""] }) => ({ area, period })),
});

/** What the score of transparency looks at in a release. @param before The release before it. */
export function publishedCatalogue(catalogue: Catalogue, before: ReleaseRow | undefined): PublishedCatalogue {
  const { hub, release, datasets, tablesByDataset, measures, codesByList, levels } = catalogue;
  const codes = [...codesByList.values()].flat();
  return {
    publishedOn: dayIn(release.publishedAt, hub.timezone),
    isFirst: before === undefined,
    plannedFor: before === undefined ? null : (hubDescription.parse(before.hub).nextRelease ?? null),
    nextRelease: hub.nextRelease ?? null,
    licence: hub.licence,
    url: hub.url,
    datasets: datasets.map(({ id, coverageFrom, coverageTo }) => ({
      coverageFrom: isoDay(coverageFrom),
      coverageTo: isoDay(coverageTo),
      tables: (tablesByDataset.get(id) ?? []).map(tableOf),
    })),
    measures: measures.map(({ code, kind, description, method }) => ({
      code,
      kind: kind as MeasureKind,
      isDefined: hasWords(description) && hasWords(method),
    })),
    codes: {
      all: codes.length,
      labelled: codes.filter(({ code, label }) =>
        Object.values(label as LocalisedText).some((words) => words.trim() !== "" && words !== code),
      ).length,
    },
    widestLevels: levels.filter(({ parentId }) => parentId === null).map(({ code }) => code),
  };
}
