import type { Dataset } from "../data/hub.ts";
import { anchor } from "../edition.ts";
import type { Figure } from "./figure.ts";

/** The figures of a dataset on a page. */
interface Section {
  readonly dataset: Pick<Dataset, "code">;
  readonly figures: readonly Figure[];
}

/**
 * Sections of one page whose figures have an id each. Two datasets may tell the same measure, as counts and as estimates: the later one's figure
 * is named by its dataset too, so that neither its file nor its links are taken for the other's.
 */
export function withOwnIds<Own extends Section>(sections: readonly Own[]): readonly Own[] {
  const taken = new Set<string>();
  return sections.map((section) => ({
    ...section,
    figures: section.figures.map((figure) => {
      const { id } = figure.spec;
      const own = taken.has(id) ? { ...figure, spec: { ...figure.spec, id: `${id}-${anchor(section.dataset.code)}` } } : figure;
      taken.add(own.spec.id);
      return own;
    }),
  }));
}
