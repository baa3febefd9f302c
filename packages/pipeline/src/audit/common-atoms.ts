import { type Axis, codeAxes, crossedAxis, type MergedAxis, mergedAxis, periodAxis } from "./axes.ts";
import { type Part, partsOf } from "./breakdowns.ts";
import { type Hierarchy, hierarchyFor } from "./hierarchy.ts";
import type { Figure, MeasureGroup } from "./measure-group.ts";
import type { PublicRelease } from "./public-release.ts";

/** A measure as one release publishes it. */
export interface GroupOfRelease {
  readonly release: PublicRelease;
  readonly group: MeasureGroup;
  /** What is known of each hidden figure: that it is at least one where zeros are shown. */
  readonly least: 0 | 1;
  /** Exact counts of the same records beside them, where readers are taken to know which combinations hold nothing: where these are zero. */
  readonly listed?: readonly Figure[];
}

/**
 * The finest combinations of codes that any of several releases tells apart, numbered alike for all of them. Where areas stand in two lines
 * that do not nest, there are atoms of the one line and atoms of the other, which add up to the same along everything else: that says all
 * that atoms of the slices between them would, with far fewer unknowns. In the same way categories that no figure crosses (see `partsOf`) have
 * atoms of their own, which add up to the same in each area and period that both tell apart.
 */
export interface CommonAtoms {
  readonly count: number;
  /** The atoms of a figure of a release: one set for each line that has it. */
  readonly of: (release: number, figure: Figure) => readonly Int32Array[];
  /** Whether a release has the atom: all its codes, and a day that its records cover. */
  readonly exists: (release: number, atom: number) => boolean;
  /** The code of the period that an atom lies in. */
  readonly periodOf: (atom: number) => string;
  /** Sets of atoms of two lines, or of two parts, that add up to the same. */
  readonly links: readonly (readonly [Int32Array, Int32Array])[];
}

/** Of a dimension that a release is not by: every code is in all of it. */
const undivided: Hierarchy = { has: () => true, line: (code) => [code], levelOf: () => "" };

/** The days that the records of a group cover. */
export const coverageOf = ({ release, group }: GroupOfRelease) =>
  release.structure.datasets.find(({ code }) => code === group.dataset)?.coverage ?? { from: "", to: "" };

/** The atoms of one line: every combination of the leaves of its axes. */
interface Line {
  readonly axes: readonly Axis[];
  readonly strides: readonly number[];
  readonly first: number;
  readonly count: number;
  /** The part of the dimensions that it tells apart, by its place. */
  readonly part: number;
}

/** The lines of each part: of the first part one for each axis of the divided dimension, of any other only the first of these. */
function linesOf(axes: readonly (readonly Axis[])[], divided: number, parts: readonly Part[]): readonly Line[] {
  const lines: Line[] = [];
  for (const [part, { dimensions, codes }] of parts.entries()) {
    const choices = part === 0 ? (axes[divided] ?? []) : (axes[divided] ?? []).slice(0, 1);
    for (const own of choices) {
      const all = axes.map((list, place) => {
        const axis = place === divided ? own : (list[0] as Axis);
        return dimensions.has(place) ? axis : mergedAxis(axis, codes.get(place) ?? []);
      });
      const strides = all.map((_, place) => all.slice(place + 1).reduce((product, { leafCount }) => product * leafCount, 1));
      const last = lines.at(-1);
      const count = all.reduce((product, { leafCount }) => product * leafCount, 1);
      lines.push({ axes: all, strides, count, part, first: last === undefined ? 0 : last.first + last.count });
    }
  }
  return lines;
}

/** The atoms of a line whose leaf along each axis is one of a list. */
function cross({ axes, first }: Line, leavesOf: (axis: Axis, place: number) => readonly number[]): Int32Array {
  let atoms = Int32Array.of(0);
  for (const [place, own] of axes.entries()) {
    const leaves = leavesOf(own, place);
    const next = new Int32Array(atoms.length * leaves.length);
    let at = 0;
    for (const atom of atoms) for (const leaf of leaves) next[at++] = atom * own.leafCount + leaf;
    atoms = next;
  }
  return atoms.map((atom) => atom + first);
}

const everyLeaf = ({ leafCount }: Axis) => Array.from({ length: leafCount }, (_, leaf) => leaf);

/** Numbers the atoms of a measure over all the releases that publish it. */
export function commonAtoms(releases: readonly GroupOfRelease[]): CommonAtoms {
  const dimensions = new Map(releases.flatMap(({ group }) => [...group.dimensions].map(([code, { kind }]) => [code, kind] as const)));
  const names = [...dimensions.keys()];
  const codesIn = ({ group, listed = [] }: GroupOfRelease, name: string) =>
    new Set([...group.figures, ...listed].flatMap(({ codes }) => codes.get(name) ?? []));
  let periodCodes: readonly string[] = [];
  let periodPlace = -1;
  const found = names.map((name, place): readonly Axis[] => {
    if (dimensions.get(name) === "TIME") {
      const made = periodAxis(releases.map((one) => ({ codes: codesIn(one, name), coverage: coverageOf(one) })));
      [periodCodes, periodPlace] = [made.codes, place];
      return [made];
    }
    return codeAxes(
      releases.map((one) => {
        const own = one.group.dimensions.get(name);
        const hierarchy = own === undefined ? undivided : hierarchyFor(one.release.structure, own.kind, own.codeList);
        return { codes: codesIn(one, name), hierarchy };
      }),
    );
  });
  // Only one dimension may be taken line by line; in any other, leaves are combinations.
  const divided = Math.max(
    0,
    found.findIndex(({ length }) => length > 1),
  );
  const axes = found.map((own, place) => (place === divided ? own : [crossedAxis(releases.length, own)]));
  const parts = partsOf(
    releases,
    names.map((name, place) => ({ name, isCategory: dimensions.get(name) === "CATEGORY", axes: axes[place] ?? [] })),
    divided,
  );
  const lines = linesOf(axes, divided, parts);
  const lineOf = (atom: number) => lines.findLast(({ first }) => atom >= first) as Line;
  const leafOf = (line: Line, atom: number, place: number) =>
    Math.floor((atom - line.first) / (line.strides[place] ?? 1)) % (line.axes[place]?.leafCount ?? 1);
  const [main] = lines;
  return {
    count: lines.reduce((sum, { count }) => sum + count, 0),
    of(release, { codes }) {
      const sets = lines.map((line) => cross(line, (axis, place) => axis.leavesOf(release, codes.get(names[place] ?? ""))));
      const having = sets.filter(({ length }) => length > 0);
      return having.length > 0 ? having : sets.slice(0, 1);
    },
    exists(release, atom) {
      const line = lineOf(atom);
      return line.axes.every((own, place) => own.exists(release, leafOf(line, atom, place)));
    },
    periodOf: (atom) => periodCodes[leafOf(lineOf(atom), atom, periodPlace)] ?? "",
    links: lines.flatMap((line, place) => {
      if (main === undefined || place === 0) return [];
      if (line.part === main.part)
        return [...cross(main, (axis, at) => (at === divided ? [0] : everyLeaf(axis)))].map((atom) => {
          const beside = (one: Line) => cross(one, (axis, at) => (at === divided ? everyLeaf(axis) : [leafOf(main, atom, at)]));
          return [beside(main), beside(line)] as const;
        });
      // Beside another part, what that tells apart of dimensions that are no categories.
      const told = parts[line.part]?.codes ?? new Map();
      return [...cross(line, (axis, at) => (told.has(at) ? everyLeaf(axis) : [0]))].map((atom) => {
        const leaf = (at: number) => leafOf(line, atom, at);
        const here = cross(main, (axis, at) => (told.has(at) ? ((line.axes[at] as MergedAxis).members[leaf(at)] ?? []) : everyLeaf(axis)));
        return [here, cross(line, (axis, at) => (told.has(at) ? [leaf(at)] : everyLeaf(axis)))] as const;
      });
    }),
  };
}
