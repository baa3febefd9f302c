import { type Cube, type CubeDimension, type CubeLevel, said } from "@openbeat/disclosure";
import { PipelineError } from "../errors.ts";
import type { Atoms } from "../tabulate/tabulate.ts";
import type { PastDataset, PastNode } from "./past.ts";
import { everything } from "./write-past.ts";

/** A dimension of the cube that is about to be protected, and the codes that its leaves stand for. */
export interface LeafedDimension {
  readonly dimension: CubeDimension;
  /** Mapped columns of the dimension, and for each leaf its code in each of them; empty for a leaf that no record has. */
  readonly columns: readonly string[];
  readonly leafKeys: readonly (readonly (string | null)[])[];
}

/** A node of an earlier release, found in today's cube: a node that it still is, or one of an extra level. */
interface Found {
  readonly level: string;
  readonly place: number;
}

/** What an earlier release said of a cell, and how wide the interval of it had to be while it holds the same: 0 where that is not known. */
interface SaidOfCell {
  readonly places: readonly number[];
  readonly word: number;
  readonly width: number;
}

const same = (left: readonly number[], right: readonly number[]) =>
  left.length === right.length && left.every((leaf, at) => leaf === right[at]);

/** Finds the nodes of one past level in today's dimension; those that are not what they were become nodes of an extra level. */
function findNodes(
  today: LeafedDimension,
  level: string,
  version: string,
  nodes: readonly PastNode[],
  extra: Map<string, CubeLevel["nodes"][number][]>,
  dataset: string,
): readonly Found[] {
  const { dimension, columns, leafKeys } = today;
  const current = dimension.levels.find(({ code }) => code === level);
  const name = `${level}@${version}`;
  return nodes.map(({ code, column, leaves }): Found => {
    const at = columns.indexOf(column);
    if (at === -1) {
      throw new PipelineError(
        "HISTORY_UNUSABLE",
        `An earlier release of ${dataset} was by ${column}, which its records no longer have. Keep the column in the select, or publish under a dataset of its own.`,
      );
    }
    const wanted = new Set(leaves);
    const own = leafKeys.flatMap((key, leaf) => (wanted.has(key[at] ?? "") ? [leaf] : []));
    const place = current?.nodes.findIndex((node) => node.code === code) ?? -1;
    // A leaf that no record has belongs to a node without records only: it tells nothing apart.
    const now = current?.nodes[place]?.leaves.filter((leaf) => (leafKeys[leaf]?.length ?? 0) > 0).sort((a, b) => a - b);
    if (current !== undefined && now !== undefined && same(now, own)) return { level, place };
    const added = extra.get(name) ?? [];
    added.push({ code, leaves: own });
    extra.set(name, added);
    return { level: name, place: added.length - 1 };
  });
}

/** The value of every cell of a past grouping, from some atoms. */
function cellsOf(
  nodes: readonly (readonly PastNode[])[],
  atoms: { keys: readonly string[]; codes: readonly (readonly (string | null)[])[] },
  values: ArrayLike<number>,
): Float64Array {
  const cells = new Float64Array(nodes.reduce((size, { length }) => size * length, 1));
  const placesOf = nodes.map((list) => {
    const column = atoms.codes[atoms.keys.indexOf(list[0]?.column ?? "")] ?? [];
    const places = new Map<string, number>();
    for (const [place, { leaves }] of list.entries()) for (const leaf of leaves) places.set(leaf, place);
    return { column, places, length: list.length };
  });
  for (let atom = 0; atom < values.length; atom++) {
    let cell = 0;
    for (const { column, places, length } of placesOf) {
      const place = places.get(column[atom] ?? "");
      cell = place === undefined ? Number.NaN : cell * length + place;
    }
    if (!Number.isNaN(cell)) cells[cell] = (cells[cell] ?? 0) + (values[atom] ?? 0);
  }
  return cells;
}

/** Figures of the same records by two methods would be compared. */
export const methodChanged = (dataset: string, measure: string, version: string, method: string) =>
  new PipelineError(
    "METHOD_CHANGED",
    `Release ${version} shows ${measure} of ${dataset} by the method ${method}, and the tables now have another. Whoever compared the two would learn what each hides: keep the method, or publish under a dataset of its own from a day on that no release has shown.`,
  );

/** What a release hid as sensitive would be told by the next one. */
const zerosShown = (dataset: string, measure: string, version: string) =>
  new PipelineError(
    "HISTORY_UNUSABLE",
    `Release ${version} hides zeros of ${measure} of ${dataset}, and the policy of today shows them. Keep zeros: sensitive, or publish under a dataset of its own.`,
  );

/**
 * Adds to a cube what earlier releases said of the same counts: cells that they showed are known and stay shown, cells that they hid stay
 * hidden. A cell whose count has changed since is said nothing of, unless it was hidden; where zeros are safe, of a hidden cell that holds
 * nothing now nothing is said either, since its zero is shown. What an earlier release showed and this one does not
 * (a year that was not over, a level that was dropped) joins the cube as a grouping that is attacked and never published.
 * @throws {PipelineError} `METHOD_CHANGED` or `HISTORY_UNUSABLE` where the tables of today would undo what an earlier release hid.
 */
export function withEarlierReleases(
  cube: Cube,
  dimensions: readonly LeafedDimension[],
  measure: { readonly code: string; readonly summand: string; readonly threshold: number; readonly zeros: "safe" | "sensitive" },
  atoms: Atoms,
  past: readonly { readonly version: string; readonly dataset: PastDataset }[],
): Cube {
  const extra = dimensions.map(() => new Map<string, CubeLevel["nodes"][number][]>());
  const words = new Map<string, { readonly levels: readonly string[]; readonly cells: SaidOfCell[] }>();
  for (const { version, dataset } of past) {
    const foundOf = dimensions.map(() => new Map<string, readonly Found[]>());
    for (const table of dataset.tables) {
      const own = table.measures.find(({ code }) => code === measure.code);
      if (own === undefined) continue;
      if (own.method !== undefined && own.method !== "suppress" && own.method !== "none")
        throw methodChanged(dataset.dataset, measure.code, version, own.method);
      for (const code of Object.keys(dataset.nodes)) {
        if (table.dimensions.includes(code) && !dimensions.some(({ dimension }) => dimension.code === code)) {
          throw new PipelineError(
            "HISTORY_UNUSABLE",
            `An earlier release of ${dataset.dataset} was by ${code}, which no table is by any more. Keep it in one table at its top level, or publish under a dataset of its own.`,
          );
        }
      }
      for (const [at, levels] of table.groupings.entries()) {
        const perDimension = dimensions.map((today, d) => {
          const { code } = today.dimension;
          const level = levels[table.dimensions.indexOf(code)] ?? everything;
          const nodes = dataset.nodes[code]?.[level];
          if (nodes === undefined) return undefined; // A dimension that the earlier release did not have: all of it.
          const known = foundOf[d]?.get(level) ?? findNodes(today, level, version, nodes, extra[d] ?? new Map(), dataset.dataset);
          foundOf[d]?.set(level, known);
          return { nodes, found: known };
        });
        const axes = perDimension.map((axis) => axis?.nodes).filter((nodes) => nodes !== undefined);
        const then = cellsOf(axes, dataset, dataset.values[measure.summand] ?? []);
        const now = cellsOf(axes, atoms, atoms.values.get(measure.summand) ?? []);
        const hidden = new Map((own.hidden[at] ?? []).map((cell, place) => [cell, own.widths?.[at]?.[place] ?? 0]));
        for (let cell = 0; cell < then.length; cell++) {
          const count = now[cell] ?? 0;
          // What was shown stays shown, also with another count: the old one is known, and would narrow what it were to hide.
          const isShownZero = count === 0 && measure.zeros === "safe";
          const stays = then[cell] === count || isShownZero || count >= measure.threshold;
          if (isShownZero && hidden.has(cell) && then[cell] === 0) throw zerosShown(dataset.dataset, measure.code, version);
          const word = hidden.has(cell) ? (isShownZero ? said.nothing : said.hidden) : stays ? said.shown : said.nothing;
          let rest = cell;
          const places: Found[] = [];
          for (let d = perDimension.length - 1; d >= 0; d--) {
            const found = perDimension[d]?.found;
            if (found === undefined) {
              places.unshift({ level: everything, place: 0 });
              continue;
            }
            places.unshift(found[rest % found.length] ?? { level: everything, place: 0 });
            rest = Math.floor(rest / found.length);
          }
          const key = places.map(({ level }) => level).join("\u0000");
          const group = words.get(key) ?? { levels: places.map(({ level }) => level), cells: [] };
          const width = then[cell] === count ? (hidden.get(cell) ?? 0) : 0;
          group.cells.push({ places: places.map(({ place }) => place), word, width });
          words.set(key, group);
        }
      }
    }
  }
  return combine(cube, extra, words);
}

function combine(
  cube: Cube,
  extra: readonly ReadonlyMap<string, CubeLevel["nodes"][number][]>[],
  words: ReadonlyMap<string, { readonly levels: readonly string[]; readonly cells: readonly SaidOfCell[] }>,
): Cube {
  const dimensions = cube.dimensions.map((dimension, d): CubeDimension => {
    let { leafCount } = dimension;
    // A node that no record of today falls into gets a leaf of its own, which is empty.
    const levels = [...(extra[d] ?? [])].map(([code, nodes]) => ({
      code,
      nodes: nodes.map((node) => (node.leaves.length > 0 ? node : { ...node, leaves: [leafCount++] })),
    }));
    return { ...dimension, leafCount, levels: [...dimension.levels, ...levels] };
  });
  const sizeOf = (levels: readonly string[]) =>
    levels.map((level, d) => dimensions[d]?.levels.find(({ code }) => code === level)?.nodes.length ?? 0);
  const groupings = [...cube.groupings];
  const wordsOf: (Uint8Array | undefined)[] = groupings.map(() => undefined);
  const widthsOf: (Float64Array | undefined)[] = [];
  for (const { levels, cells } of words.values()) {
    let at = groupings.findIndex((grouping) => grouping.every((level, d) => level === levels[d]));
    if (at === -1) {
      at = groupings.push(levels) - 1;
      wordsOf.push(undefined);
    }
    const shape = sizeOf(levels);
    const word = wordsOf[at] ?? new Uint8Array(shape.reduce((size, length) => size * length, 1));
    for (const cell of cells) {
      const place = cell.places.reduce((index, own, d) => index * (shape[d] ?? 1) + own, 0);
      // What one release showed is known, whatever another hid.
      if (cell.width > 0) {
        const widths = widthsOf[at] ?? new Float64Array(word.length);
        widths[place] = Math.max(widths[place] ?? 0, cell.width);
        widthsOf[at] = widths;
      }
      if (cell.word === said.shown || (cell.word === said.hidden && word[place] !== said.shown)) word[place] = cell.word;
    }
    wordsOf[at] = word;
  }
  // Empty leaves were added at the end of a dimension: the atoms' numbers follow.
  const before = cube.dimensions.map(({ leafCount }) => leafCount);
  const after = dimensions.map(({ leafCount }) => leafCount);
  const index = Float64Array.from(cube.atoms.index, (atom) => {
    let rest = atom;
    const leaves: number[] = [];
    for (let d = before.length - 1; d >= 0; d--) {
      leaves.unshift(rest % (before[d] ?? 1));
      rest = Math.floor(rest / (before[d] ?? 1));
    }
    return leaves.reduce((number, leaf, d) => number * (after[d] ?? 1) + leaf, 0);
  });
  return {
    ...cube,
    dimensions,
    atoms: { ...cube.atoms, index },
    groupings,
    said: wordsOf,
    widths: Array.from(groupings, (_, at) => widthsOf[at]),
  };
}
