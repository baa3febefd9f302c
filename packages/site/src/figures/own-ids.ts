import type { Figure } from "./figure.ts";

interface Section {
  readonly dataset: { readonly code: string };
  readonly figures: readonly Figure[];
}

/**
 * The sections of a page, each figure by a name that no other on the page has: datasets may publish the same measure, and then the figures
 * of all but the first are named after their dataset too.
 */
export function withOwnIds<One extends Section>(sections: readonly One[]): readonly One[] {
  const taken = new Set<string>();
  return sections.map((section) => ({
    ...section,
    figures: section.figures.map((figure) => {
      const { id } = figure.spec;
      const own = taken.has(id) ? `${id}-${section.dataset.code}` : id;
      taken.add(own);
      return own === id ? figure : { ...figure, spec: { ...figure.spec, id: own } };
    }),
  }));
}
