import type { ChangesQuery } from "../generated/graphql.ts";
import { changesQuery } from "../queries/changes.ts";
import type { Ask } from "./ask.ts";

type ChangePage = NonNullable<ChangesQuery["release"]>["changes"];
export type ChangeNode = ChangePage["nodes"][number];

/** How many cells were added, taken away and changed. */
export interface ChangeCounts {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

/** What a release changed of the one before it. */
export interface Changes extends ChangeCounts {
  readonly since: string;
  /** Whether every change was counted: of very many, only the first are. */
  readonly isComplete: boolean;
  readonly byDataset: ReadonlyMap<string, ChangeCounts>;
  /** Of each measure the cells whose figures differ most, and those that are shown in one of the two releases only. */
  readonly largest: readonly ChangeNode[];
  /** Codes of the areas and of the measures that have a cell which is not what it was. */
  readonly areas: readonly string[];
  readonly measures: readonly string[];
  readonly addedTables: readonly string[];
  readonly removedTables: readonly string[];
}

const mostPages = 200;
const mostOfMeasure = 5;
const nothing: ChangeCounts = { added: 0, removed: 0, changed: 0 };
const nameOf = { ADDED: "added", REMOVED: "removed", CHANGED: "changed" } as const;

/** By how much the figure of a cell changed; endless where only one of the releases shows it. */
const difference = ({ before, after }: ChangeNode): number => {
  const [from, to] = [before?.estimate.value, after?.estimate.value];
  return from == null || to == null ? (from === to ? 0 : Number.POSITIVE_INFINITY) : Math.abs(to - from);
};

const largestFirst = (nodes: readonly ChangeNode[]): readonly ChangeNode[] => {
  const sized = nodes.map((node) => ({ node, size: difference(node) }));
  // Infinity − Infinity is not a number.
  return sized.toSorted((a, b) => (a.size === b.size ? (a.node.key < b.node.key ? -1 : 1) : b.size - a.size)).map(({ node }) => node);
};

/** Reads what a release changed of an older one, page by page. Of the cells themselves it keeps the largest changes. */
export async function readChanges(ask: Ask, version: string, since: string, language: string): Promise<Changes> {
  const byDataset = new Map<string, ChangeCounts>();
  const [areas, measures] = [new Set<string>(), new Set<string>()];
  const largest = new Map<string, readonly ChangeNode[]>();
  let page: ChangePage | undefined;
  for (let number = 0; number < mostPages && (page === undefined || page.pageInfo.hasNextPage); number += 1) {
    const answer: ChangesQuery = await ask(changesQuery, { version, since, language, after: page?.pageInfo.endCursor });
    page = answer.release?.changes;
    if (page === undefined) throw new Error(`There is no release ${version}.`);
    for (const node of page.nodes) {
      const [dataset = ""] = node.key.split("/");
      const counts = byDataset.get(dataset) ?? nothing;
      byDataset.set(dataset, { ...counts, [nameOf[node.kind]]: counts[nameOf[node.kind]] + 1 });
      const cell = node.after ?? node.before;
      if (node.kind !== "CHANGED" || cell == null) continue;
      areas.add(cell.area.code);
      measures.add(cell.measure.code);
    }
    const changed = page.nodes.filter(({ kind }) => kind === "CHANGED");
    for (const [measure, nodes] of Map.groupBy(changed, ({ after }) => after?.measure.code ?? ""))
      largest.set(measure, largestFirst([...(largest.get(measure) ?? []), ...nodes]).slice(0, mostOfMeasure));
  }
  const sum = (of: keyof ChangeCounts) => byDataset.values().reduce((all, counts) => all + counts[of], 0);
  return {
    since,
    isComplete: !page?.pageInfo.hasNextPage,
    added: sum("added"),
    removed: sum("removed"),
    changed: sum("changed"),
    byDataset,
    largest: [...largest.values()].flat(),
    areas: [...areas],
    measures: [...measures],
    addedTables: page?.addedTables ?? [],
    removedTables: page?.removedTables ?? [],
  };
}
