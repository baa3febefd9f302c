import { type Comparison, compare } from "./changed-figures.ts";
import { type CommonAtoms, commonAtoms, type GroupOfRelease } from "./common-atoms.ts";

/** What is known of one figure: it is a sum of unknowns. */
export interface Equation {
  readonly unknowns: Int32Array;
  /** Null where the figure is hidden: then the sum is at least `least`. */
  readonly value: number | null;
  readonly least: 0 | 1;
  /** The release that says it, by its place. */
  readonly release: number;
  /** Whether it is said of the areas of another line again: it is known, and not attacked twice. */
  readonly isCopy: boolean;
}

/** Two sums of unknowns that are equal: of the areas of one line, and of another. */
export interface LinkedSums {
  readonly plus: Int32Array;
  readonly minus: Int32Array;
}

/** All that one measure's releases say together, as equations over unknowns ≥ 0. */
export interface ShownEquations {
  readonly unknownCount: number;
  readonly equations: readonly Equation[];
  readonly links: readonly LinkedSums[];
  /** What each release says beside the one before it. */
  readonly comparisons: readonly Comparison[];
}

/**
 * Sets up what a reader of some releases knows of one measure. Each release has unknowns of its own; `linked`, those that nothing shows to
 * have changed are the same unknown in both (see `compare`), and those that can only have grown are the earlier one and an addition.
 * @param releases Oldest first.
 */
export function shownEquations(releases: readonly GroupOfRelease[], linked: boolean): ShownEquations {
  const atoms = commonAtoms(releases);
  const comparisons: Comparison[] = [];
  for (const [place, after] of releases.entries()) {
    const before = releases[place - 1];
    if (before !== undefined) comparisons.push(compare(before, after, [place - 1, place], atoms));
  }
  const { unknownsOf, unknownCount } = unknowns(releases.length, atoms, linked ? comparisons : []);
  const equations = releases.flatMap(({ group, least, listed = [] }, release): Equation[] => {
    const own = unknownsOf[release] ?? [];
    const seen = new Set<string>();
    return [...group.figures, ...listed.filter(({ value }) => value === 0)].flatMap((figure): Equation[] => {
      const key = JSON.stringify([[...figure.codes.entries()].sort(), figure.value]);
      if (seen.has(key)) return [];
      seen.add(key);
      return atoms
        .of(release, figure)
        .map((set, line) => ({ unknowns: unknownsIn(own, set), value: figure.value, least, release, isCopy: line > 0 }));
    });
  });
  const links = new Map<string, LinkedSums>();
  for (const own of unknownsOf) {
    for (const [plus, minus] of atoms.links) {
      const link = { plus: unknownsIn(own, plus), minus: unknownsIn(own, minus) };
      if (link.plus.length + link.minus.length > 0) links.set(`${link.plus.join()} ${link.minus.join()}`, link);
    }
  }
  return { unknownCount, equations, links: [...links.values()], comparisons };
}

/** The unknowns that a set of atoms adds up to. */
function unknownsIn(own: readonly (readonly number[])[], atoms: Int32Array): Int32Array {
  const list: number[] = [];
  for (const atom of atoms) for (const unknown of own[atom] ?? []) list.push(unknown);
  return Int32Array.from(list);
}

/** The unknowns whose sum is an atom of a release. */
function unknowns(releases: number, atoms: CommonAtoms, comparisons: readonly Comparison[]) {
  let unknownCount = 0;
  const unknownsOf: (readonly number[])[][] = [];
  for (let release = 0; release < releases; release++) {
    const before = unknownsOf[release - 1];
    const comparison = comparisons[release - 1];
    const own: (readonly number[])[] = [];
    for (let atom = 0; atom < atoms.count; atom++) {
      if (!atoms.exists(release, atom)) {
        own.push([]);
        continue;
      }
      const earlier = before?.[atom] ?? [];
      const link = earlier.length === 0 ? "unknown" : (comparison?.link(atom) ?? "unknown");
      own.push(link === "same" ? earlier : link === "grown" ? [...earlier, unknownCount++] : [unknownCount++]);
    }
    unknownsOf.push(own);
  }
  return { unknownsOf, unknownCount };
}
