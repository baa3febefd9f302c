import type { CellSpace } from "../cells.ts";
import type { Cube, Grouping } from "../cube.ts";

/** All cells of a cube from the atoms' side: those of the groupings first, then the slices between overlapping levels. */
export interface Views {
  /** The first cell of each view; at last, the number of all cells. */
  readonly offsets: readonly number[];
  /** Cells below this number belong to groupings. */
  readonly publicCount: number;
  /** The cells that an atom is counted in: the first `cellsOf(atom)` of `found`, until the next call. */
  readonly found: Int32Array;
  cellsOf(atom: number): number;
  /** Per dimension, the leaves of a cell, and by how much the next leaf raises the number of an atom. */
  leavesOf(cell: number): { readonly leaves: readonly number[]; readonly leafStride: number }[];
}

/** A grouping or a set of slices: per dimension, which nodes each leaf lies in. */
interface View {
  readonly size: number;
  readonly places: readonly Place[];
}

interface Place {
  readonly nodesOf: readonly (readonly number[])[];
  readonly stride: number;
  readonly leafStride: number;
}

/** What a leaf adds to the number of its cell where it lies in no node, and where it lies in more than one. */
const none = Number.NEGATIVE_INFINITY;
const several = Number.NaN;

/** Reads the groupings from the cube. What the slices are is the engine's definition; whether they are protected is checked here. */
export function createViews(cube: Cube, space: CellSpace): Views {
  const views = [...cube.groupings.map((grouping) => viewOf(cube, grouping)), ...sliceViews(space)];
  const offsets = [0];
  for (const { size } of views) offsets.push((offsets[offsets.length - 1] as number) + size);
  const dimensions = dimensionsOf(cube).map(({ leafCount, leafStride }, d) => ({
    leafCount,
    leafStride,
    steps: stepsOf(views, d, leafCount),
  }));
  const sums = new Float64Array(views.length);
  const found = new Int32Array(views.reduce((most, { places }) => most + mostNodes(places), 0));

  function cellsOf(atom: number): number {
    for (let v = 0; v < sums.length; v++) sums[v] = offsets[v] as number;
    for (const { leafCount, leafStride, steps } of dimensions) {
      const start = (Math.floor(atom / leafStride) % leafCount) * sums.length;
      for (let v = 0; v < sums.length; v++) sums[v] = (sums[v] as number) + (steps[start + v] as number);
    }
    let length = 0;
    for (let v = 0; v < sums.length; v++) {
      const cell = sums[v] as number;
      if (cell >= 0) found[length++] = cell;
      else if (cell !== none) length = addSeveral(views[v]?.places ?? [], atom, offsets[v] as number, length);
    }
    return length;
  }

  /** A leaf in several nodes of a level is counted in each. */
  function addSeveral([place, ...others]: readonly Place[], atom: number, cell: number, length: number): number {
    if (!place) {
      found[length] = cell;
      return length + 1;
    }
    const leaf = Math.floor(atom / place.leafStride) % place.nodesOf.length;
    for (const node of place.nodesOf[leaf] ?? []) length = addSeveral(others, atom, cell + node * place.stride, length);
    return length;
  }

  function leavesOf(cell: number) {
    const v = offsets.findLastIndex((offset) => offset <= cell);
    let rest = cell - (offsets[v] as number);
    return (views[v] as View).places.map(({ nodesOf, stride, leafStride }) => {
      const node = Math.floor(rest / stride);
      rest -= node * stride;
      return { leaves: nodesOf.flatMap((nodes, leaf) => (nodes.includes(node) ? [leaf] : [])), leafStride };
    });
  }

  return { offsets, publicCount: offsets[cube.groupings.length] as number, found, cellsOf, leavesOf };
}

/** For each leaf of a dimension, what it adds to the number of its cell in each view: side by side, since all views are asked together. */
function stepsOf(views: readonly View[], dimension: number, leafCount: number): Float64Array {
  const steps = new Float64Array(leafCount * views.length);
  views.forEach(({ places }, v) => {
    const { nodesOf, stride } = places[dimension] as Place;
    nodesOf.forEach((nodes, leaf) => {
      steps[leaf * views.length + v] = nodes.length === 1 ? (nodes[0] as number) * stride : nodes.length === 0 ? none : several;
    });
  });
  return steps;
}

/** The most cells that one atom can lie in. */
const mostNodes = (places: readonly Place[]) =>
  places.reduce((product, { nodesOf }) => product * nodesOf.reduce((most, { length }) => Math.max(most, length), 0), 1);

function viewOf(cube: Cube, grouping: Grouping): View {
  let size = 1;
  const places: Place[] = [];
  for (const [d, { leafCount, leafStride }] of [...dimensionsOf(cube).entries()].reverse()) {
    const nodes = cube.dimensions[d]?.levels.find(({ code }) => code === grouping[d])?.nodes ?? [];
    const nodesOf: number[][] = Array.from({ length: leafCount }, () => []);
    nodes.forEach(({ leaves }, node) => {
      for (const leaf of leaves) nodesOf[leaf]?.push(node);
    });
    places.unshift({ nodesOf, stride: size, leafStride });
    size *= nodes.length;
  }
  return { size, places };
}

/** Atoms are numbered row-major over the leaves. */
function dimensionsOf({ dimensions }: Cube): { readonly leafCount: number; readonly leafStride: number }[] {
  return dimensions.map(({ leafCount }, d) => ({
    leafCount,
    leafStride: dimensions.slice(d + 1).reduce((product, other) => product * other.leafCount, 1),
  }));
}

function sliceViews({ slices, levels, leafStrides }: CellSpace): View[] {
  return slices.map(({ level, strides, cellCount }) => ({
    size: cellCount,
    places: level.map((number, d) => ({
      nodesOf: levels[d]?.[number]?.nodesOf ?? [],
      stride: strides[d] as number,
      leafStride: leafStrides[d] as number,
    })),
  }));
}
