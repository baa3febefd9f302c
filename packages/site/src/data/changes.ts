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

/** What a release changed of the one before it, without a figure of either. */
export interface Changes extends ChangeCounts {
  readonly since: string;
  /** Whether every change was counted: of very many, only the first are. */
  readonly isComplete: boolean;
  readonly byDataset: ReadonlyMap<string, ChangeCounts>;
  /** Codes of the areas and of the measures that have a cell which is not what it was. */
  readonly areas: readonly string[];
  readonly measures: readonly string[];
  readonly addedTables: readonly string[];
  readonly removedTables: readonly string[];
}

/** Figures that a release changed, with what they were. */
export interface ChangedFigures {
  /** Of each measure the cells whose figures differ most, and those that are shown in one of the two releases only. */
  readonly byMeasure: readonly ChangeNode[];
  /** The largest changes of a figure, each measured by the figure before: the largest first. */
  readonly largest: readonly ChangeNode[];
}

export const noFigures: ChangedFigures = { byMeasure: [], largest: [] };

const changesPerPage = 500;
const mostPages = 200;
const mostOfMeasure = 5;
const mostLargest = 5;
const nothing: ChangeCounts = { added: 0, removed: 0, changed: 0 };
const nameOf = { ADDED: "added", REMOVED: "removed", CHANGED: "changed" } as const;

/** By how much the figure of a cell changed; endless where only one of the releases shows it. */
const difference = ({ before, after }: ChangeNode): number => {
  const [from, to] = [before?.estimate.value, after?.estimate.value];
  return from == null || to == null ? (from === to ? 0 : Number.POSITIVE_INFINITY) : Math.abs(to - from);
};

/** The size of a change of a figure, measured by the figure before; nothing where one of the two is not shown. */
function share({ kind, before, after }: ChangeNode): number | undefined {
  const [was, is] = [before?.estimate.value, after?.estimate.value];
  if (kind !== "CHANGED" || was == null || is == null || was === is) return undefined;
  return was === 0 ? Number.POSITIVE_INFINITY : Math.abs((is - was) / was);
}

/** The largest changes by their size, as far as they have one. */
const largestBy = (size: (node: ChangeNode) => number | undefined, nodes: readonly ChangeNode[], most: number): readonly ChangeNode[] =>
  nodes
    .flatMap((node) => {
      const own = size(node);
      return own === undefined ? [] : [{ node, size: own }];
    })
    // Infinity − Infinity is not a number.
    .toSorted((a, b) => (a.size === b.size ? (a.node.key < b.node.key ? -1 : 1) : b.size - a.size))
    .slice(0, most)
    .map(({ node }) => node);

/** The largest changes of figures, the largest first. */
export const largestChanges = (nodes: readonly ChangeNode[], most: number): readonly ChangeNode[] => largestBy(share, nodes, most);

/** Reads what a release changed of an older one, page by page. Of the cells themselves it keeps the largest changes. */
export async function readChanges(
  ask: Ask,
  version: string,
  since: string,
  language: string,
): Promise<{ readonly changes: Changes; readonly figures: ChangedFigures }> {
  const byDataset = new Map<string, ChangeCounts>();
  const [areas, measures] = [new Set<string>(), new Set<string>()];
  const byMeasure = new Map<string, readonly ChangeNode[]>();
  let largest: readonly ChangeNode[] = [];
  let page: ChangePage | undefined;
  for (let told = 0; told < mostPages * changesPerPage && (page === undefined || page.pageInfo.hasNextPage); told += page.nodes.length) {
    const after: string | null | undefined = page?.pageInfo.endCursor;
    const answer: ChangesQuery = await ask(changesQuery, { version, since, language, first: changesPerPage, after });
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
    for (const [measure, nodes] of Map.groupBy(changed, ({ after: cell }) => cell?.measure.code ?? ""))
      byMeasure.set(measure, largestBy(difference, [...(byMeasure.get(measure) ?? []), ...nodes], mostOfMeasure));
    largest = largestChanges([...largest, ...changed], mostLargest);
  }
  const sum = (of: keyof ChangeCounts) => byDataset.values().reduce((all, counts) => all + counts[of], 0);
  return {
    changes: {
      since,
      isComplete: !page?.pageInfo.hasNextPage,
      added: sum("added"),
      removed: sum("removed"),
      changed: sum("changed"),
      byDataset,
      areas: [...areas],
      measures: [...measures],
      addedTables: page?.addedTables ?? [],
      removedTables: page?.removedTables ?? [],
    },
    figures: { byMeasure: [...byMeasure.values()].flat(), largest },
  };
}
