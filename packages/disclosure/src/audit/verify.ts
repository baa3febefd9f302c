import { type CellSpace, cellSpace } from "../cells.ts";
import type { Cube, Grouping } from "../cube.ts";
import { DisclosureError } from "../errors.ts";
import { readPolicy, type SuppressionPolicy } from "../policy.ts";
import type { Proof } from "../proof.ts";
import type { ProtectedGrouping } from "../table.ts";

/** What is about to be published, and what it is said to rest on. */
export interface Claim {
  readonly cube: Cube;
  readonly policy: SuppressionPolicy;
  readonly groupings: readonly ProtectedGrouping[];
  readonly proof: Proof;
}

export interface Verification {
  readonly cells: number;
  readonly suppressed: number;
  readonly tables: number;
  /** Atoms changed, over all tables. */
  readonly entries: number;
}

/**
 * Checks a proof against what is about to be published, without a solver and without the code that found it: that published figures are the
 * true ones and none is small, that every alternative table agrees with all of them, and that every hidden cell, and every small slice
 * between levels that overlap, moves by the width between two of its tables; and, where the policy asks for it, that small counts still do so for a reader
 * who is alone in any one other hidden cell and so knows its count.
 * @throws {DisclosureError} `AUDIT_FAILED` if any of it is not so. Nothing may be published then.
 */
export function verify({ cube, policy, groupings, proof }: Claim): Verification {
  const { threshold, width, knownCells = 0 } = readPolicy(policy);
  const space = cellSpace(cube);
  const views = [...cube.groupings.map((grouping) => viewOf(cube, grouping)), ...sliceViews(space)];
  const offsets = [0];
  for (const { size } of views) offsets.push((offsets[offsets.length - 1] as number) + size);
  const publicCount = offsets[cube.groupings.length] as number;
  const truth = new Map(Array.from(cube.atoms.index, (atom, i) => [atom, cube.atoms.count[i] as number]));
  const counts = addUp(truth, offsets[views.length] as number);
  const hidden = checkPublished();
  const moves = proof.tables.map(checkTable);
  const witnessed = new Map(proof.witnesses.map(({ cell, tables }) => [cell, tables]));
  let suppressed = 0;
  counts.forEach((count, cell) => {
    if (cell < publicCount && hidden[cell] === 0) return;
    if (cell >= publicCount && !(count > 0 && count < threshold)) return;
    if (cell < publicCount) suppressed++;
    checkWitness(cell, witnessed.get(cell) ?? []);
  });
  return { cells: publicCount, suppressed, tables: moves.length, entries: proof.tables.reduce((sum, { atoms }) => sum + atoms.length, 0) };

  function addUp(changes: ReadonlyMap<number, number>, size: number): Float64Array {
    const sums = new Float64Array(size);
    for (const [atom, change] of changes)
      visit(atom, (cell) => {
        sums[cell] = (sums[cell] as number) + change;
      });
    return sums;
  }

  function visit(atom: number, each: (cell: number) => void): void {
    for (const [v, { places }] of views.entries()) {
      let cell = offsets[v] as number;
      for (const { steps, leafStride, leafCount } of places) {
        const step = steps[Math.floor(atom / leafStride) % leafCount] as number;
        if (step < 0) {
          cell = step;
          break;
        }
        cell += step;
      }
      if (cell >= 0) each(cell);
      else if (cell === several) visitSeveral(places, atom, offsets[v] as number, each);
    }
  }

  function checkPublished(): Uint8Array {
    const flags = new Uint8Array(publicCount);
    if (groupings.length !== cube.groupings.length) throw failed("Not every grouping is there.");
    groupings.forEach(({ levels, cells }, g) => {
      if (JSON.stringify(levels) !== JSON.stringify(cube.groupings[g]) || cells.length !== views[g]?.size)
        throw failed("A grouping does not have the shape of its levels.");
      cells.forEach((cell, i) => {
        const number = (offsets[g] as number) + i;
        const count = counts[number] as number;
        if (cell.status === "suppressed") {
          if (count === 0) throw failed("A zero is hidden, though zeros are published.");
          if (Object.keys(cell).length !== 1) throw failed("A hidden cell carries more than its status.");
          flags[number] = 1;
        } else if (cell.count !== count) throw failed("A published figure is not the true one.");
        else if (count > 0 && count < threshold) throw failed("A published count is below the threshold.");
        else if (cube.unsafe?.[g]?.[i]) throw failed("A cell that a rule found unsafe is published.");
      });
    });
    return flags;
  }

  function checkTable({ atoms, changes }: Proof["tables"][number]): ReadonlyMap<number, number> {
    const moved = new Map<number, number>();
    if (new Set(atoms).size !== atoms.length || atoms.length !== changes.length) throw failed("An alternative table names an atom twice.");
    atoms.forEach((atom, i) => {
      const change = changes[i] as number;
      if (!Number.isSafeInteger(change) || !(atom >= 0 && atom < space.atoms.length) || (truth.get(atom) ?? 0) + change < 0)
        throw failed("An alternative table holds a count that cannot be.");
      visit(atom, (cell) => void moved.set(cell, (moved.get(cell) ?? 0) + change));
    });
    for (const [cell, change] of moved) {
      if (change === 0) moved.delete(cell);
      else if (cell >= publicCount) continue;
      else if (hidden[cell] === 0) throw failed("An alternative table changes a published figure.");
      else if ((counts[cell] as number) + change < 1) throw failed("An alternative table empties a hidden cell.");
    }
    return moved;
  }

  function checkWitness(cell: number, numbers: readonly number[]): void {
    const own = numbers.map((number) => moves[number] ?? new Map<number, number>());
    const isWide = (tables: readonly ReadonlyMap<number, number>[]) => {
      const changes = [0, ...tables.map((moved) => moved.get(cell) ?? 0)];
      return Math.max(...changes) - Math.min(...changes) >= width;
    };
    if (!isWide(own)) throw failed("A hidden cell has no witness that moves it far enough.");
    if (knownCells === 0 || ((counts[cell] as number) >= threshold && !isMarked(cell))) return;
    const others = new Set(own.flatMap((moved) => [...moved.keys()]));
    for (const other of others)
      if (
        other !== cell &&
        other < publicCount &&
        counts[other] === 1 &&
        !isOwn(cell, other) &&
        !isWide(own.filter((moved) => !moved.has(other)))
      )
        throw failed("A small count can be narrowed down by someone who knows one other.");
  }

  /** Whether some other rule than that of small counts found a cell unsafe. */
  function isMarked(cell: number): boolean {
    const g = offsets.findLastIndex((offset) => offset <= cell);
    return cube.unsafe?.[g]?.[cell - (offsets[g] as number)] === 1;
  }

  /** Whether a cell holds nothing but the one record of another: all its atoms lie there, but for those in cells that are published as zero. */
  function isOwn(cell: number, other: number): boolean {
    if (counts[cell] !== counts[other]) return false;
    const around = new Set(openAtoms(other));
    return openAtoms(cell).every((atom) => around.has(atom));
  }

  function openAtoms(cell: number): number[] {
    const open = leavesOf(cell).reduce<number[]>(
      (atoms, { leaves, leafStride }) => atoms.flatMap((atom) => leaves.map((leaf) => atom + leaf * leafStride)),
      [0],
    );
    return open.filter((atom) => !isKnownZero(atom));
  }

  function isKnownZero(atom: number): boolean {
    let zero = false;
    visit(atom, (cell) => {
      if (cell < publicCount && counts[cell] === 0) zero = true;
    });
    return zero;
  }

  function leavesOf(cell: number): { readonly leaves: readonly number[]; readonly leafStride: number }[] {
    const v = offsets.findLastIndex((offset) => offset <= cell);
    let rest = cell - (offsets[v] as number);
    return (views[v] as View).places.map(({ nodesOf, stride, leafStride }) => {
      const node = Math.floor(rest / stride);
      rest -= node * stride;
      return { leaves: nodesOf.flatMap((nodes, leaf) => (nodes.includes(node) ? [leaf] : [])), leafStride };
    });
  }
}

/** No node, and more than one. */
const none = -1;
const several = -2;

/** A leaf in several nodes of a level is counted in each. */
function visitSeveral(places: View["places"], atom: number, offset: number, each: (cell: number) => void): void {
  const [place, ...others] = places;
  if (!place) {
    each(offset);
    return;
  }
  const leaf = Math.floor(atom / place.leafStride) % place.leafCount;
  for (const node of place.nodesOf[leaf] ?? []) visitSeveral(others, atom, offset + node * place.stride, each);
}

/** A grouping from the atoms' side: per dimension, which nodes each leaf lies in. */
interface View {
  readonly size: number;
  readonly places: readonly Place[];
}

interface Place {
  readonly nodesOf: readonly (readonly number[])[];
  readonly stride: number;
  readonly leafStride: number;
  readonly leafCount: number;
  /** What each leaf adds to the number of its cell; `none` or `several` where it does not lie in one node. */
  readonly steps: Float64Array;
}

function placeOf(nodesOf: readonly (readonly number[])[], stride: number, leafStride: number): Place {
  const steps = Float64Array.from(nodesOf, (nodes) =>
    nodes.length === 1 ? (nodes[0] as number) * stride : nodes.length === 0 ? none : several,
  );
  return { nodesOf, stride, leafStride, leafCount: nodesOf.length, steps };
}

function viewOf({ dimensions }: Cube, grouping: Grouping): View {
  let size = 1;
  let leafStride = 1;
  const places: Place[] = [];
  for (let d = dimensions.length - 1; d >= 0; d--) {
    const { levels, leafCount } = dimensions[d] as Cube["dimensions"][number];
    const nodes = levels.find(({ code }) => code === grouping[d])?.nodes ?? [];
    const nodesOf = Array.from({ length: leafCount }, (_, leaf) =>
      nodes.flatMap(({ leaves }, node) => (leaves.includes(leaf) ? [node] : [])),
    );
    places.unshift(placeOf(nodesOf, size, leafStride));
    size *= nodes.length;
    leafStride *= leafCount;
  }
  return { size, places };
}

/** The slices between overlapping levels: what they are is the engine's definition, whether they are protected is checked here. */
function sliceViews({ slices, levels, leafStrides }: CellSpace): View[] {
  return slices.map(({ level, strides, cellCount }) => ({
    size: cellCount,
    places: level.map((number, d) => placeOf(levels[d]?.[number]?.nodesOf ?? [], strides[d] as number, leafStrides[d] as number)),
  }));
}

const failed = (message: string) => new DisclosureError("AUDIT_FAILED", `${message} Publish nothing, and report it.`);
