import type { Catalogue } from "./catalogue.ts";
import { suggestions } from "./did-you-mean.ts";

/** What kinds of thing are searched, in the order in which they are given when they fit equally well. */
export type FoundKind = "Dataset" | "PublishedTable" | "Measure" | "Area" | "Code";

/** A thing that fits a text. */
export interface Found {
  readonly kind: FoundKind;
  readonly row: object;
  readonly code: string;
  /** All its names, in every language. */
  readonly names: unknown;
}

/** Small letters without accents, so that "arbol" finds "Árbol". */
export const folded = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase();

const namesOf = (names: unknown): readonly string[] =>
  typeof names === "object" && names !== null ? Object.values(names).filter((name) => typeof name === "string") : [];

function everything(catalogue: Catalogue): readonly Found[] {
  return [
    ...catalogue.datasets.map((row): Found => ({ kind: "Dataset", row, code: row.code, names: row.title })),
    ...catalogue.tables.map(({ row }): Found => ({ kind: "PublishedTable", row, code: row.code, names: row.title })),
    ...catalogue.measures.map((row): Found => ({ kind: "Measure", row, code: row.code, names: row.title })),
    ...catalogue.areas.map((row): Found => ({ kind: "Area", row, code: row.code, names: row.name })),
    ...catalogue.codeLists.flatMap(({ id }) =>
      (catalogue.codesByList.get(id) ?? []).map((row): Found => ({ kind: "Code", row, code: row.code, names: row.label })),
    ),
  ];
}

/** How far a text is from a name: 0 the same, 1 its beginning, 2 the beginning of a word, 3 somewhere in it. */
function away(wanted: string, name: string): number | undefined {
  const at = name.indexOf(wanted);
  if (at < 0) return undefined;
  if (name === wanted) return 0;
  if (at === 0) return 1;
  return /[\p{L}\p{N}]/u.test(name[at - 1] ?? "") ? 3 : 2;
}

/** Areas, datasets, tables, measures and codes whose code or name fits a text, best first; nearly fitting ones where none does. */
export function search(catalogue: Catalogue, text: string, most: number): readonly Found[] {
  const wanted = folded(text.trim().slice(0, 100));
  if (wanted === "") return [];
  const all = everything(catalogue).map((found) => ({ found, names: [found.code, ...namesOf(found.names)].map(folded) }));
  const fitting = all.flatMap(({ found, names }) => {
    const distances = names.flatMap((name) => away(wanted, name) ?? []);
    return distances.length === 0 ? [] : [{ found, distance: Math.min(...distances) }];
  });
  if (fitting.length > 0) {
    // The sort is stable: what fits equally well stays in the order of the hub.
    return fitting
      .sort((a, b) => a.distance - b.distance)
      .slice(0, most)
      .map(({ found }) => found);
  }
  const words = (names: readonly string[]) =>
    names.flatMap((name) => [name, ...name.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 2)]);
  const near = suggestions(wanted, new Set(all.flatMap(({ names }) => words(names))));
  return [...new Set(near.flatMap((word) => all.filter(({ names }) => words(names).includes(word)).map(({ found }) => found)))].slice(
    0,
    most,
  );
}
