import { coveredDays } from "./axes.ts";
import { type CommonAtoms, coverageOf, type GroupOfRelease } from "./common-atoms.ts";
import type { Figure } from "./measure-group.ts";

/** What may have become of an atom from one release to the next, for a reader who assumes no change but those that figures show. */
export type Link = "same" | "grown" | "unknown";

/** What two releases say of figures that both of them have. */
export interface Comparison {
  /** By atom. */
  readonly link: (atom: number) => Link;
  /** The least change of a figure whose period was covered alike in both; null where none changed. */
  readonly leastChange: number | null;
}

const keyOf = ({ codes }: Figure) => JSON.stringify([...codes].sort(([a], [b]) => (a < b ? -1 : 1)));
const isNear = (left: number, right: number) => Math.abs(left - right) < 1e-6;

/** Whether one sorted list of atoms holds all of another. */
function holds(outer: Int32Array, inner: Int32Array): boolean {
  let at = 0;
  for (const atom of inner) {
    while (at < outer.length && (outer[at] as number) < atom) at++;
    if (outer[at] !== atom) return false;
  }
  return true;
}

/**
 * Compares a release with the one before it, figure by figure.
 *
 * An atom that no figure shows to have changed is taken to be the same in both. It is shown to have changed where it lies in a figure that
 * changed, and in none that stayed and has nothing changed inside. Where the later release covers more days of its period, it can only have
 * grown, unless a figure around it went down.
 */
export function compare(before: GroupOfRelease, after: GroupOfRelease, places: readonly [number, number], atoms: CommonAtoms): Comparison {
  const atomsIn = (place: number, figure: Figure) => atoms.of(place, figure).flatMap((set) => [...set]);
  const [coveredBefore, coveredAfter] = [coverageOf(before), coverageOf(after)];
  const periodName = [...after.group.dimensions.values()].find(({ kind }) => kind === "TIME")?.code ?? "";
  const isAlike = (code: string | undefined) => {
    if (code === undefined) return coveredBefore.from === coveredAfter.from && coveredBefore.to === coveredAfter.to;
    const [then, now] = [coveredDays(code, coveredBefore), coveredDays(code, coveredAfter)];
    return then?.from === now?.from && then?.to === now?.to;
  };
  const earlier = new Map(before.group.figures.map((figure) => [keyOf(figure), figure]));
  const seen = new Set<string>();
  const changed: Int32Array[] = [];
  const stayed: Int32Array[] = [];
  const decreased = new Uint8Array(atoms.count);
  let leastChange: number | null = null;
  for (const figure of after.group.figures) {
    const key = keyOf(figure);
    const then = earlier.get(key);
    if (then === undefined || seen.has(key)) continue;
    seen.add(key);
    // Where a hidden figure is known to hold at least one, it shows a change as well, beside a zero.
    const showsChange = (then.value === 0 && after.least === 1) || (figure.value === 0 && before.least === 1);
    const comparable = (then.value !== null && figure.value !== null) || showsChange;
    if (!comparable) continue;
    const isSame = then.value !== null && figure.value !== null && isNear(then.value, figure.value);
    if (isAlike(figure.codes.get(periodName))) {
      (isSame ? stayed : changed).push(Int32Array.from(new Set([...atomsIn(places[0], then), ...atomsIn(places[1], figure)])).sort());
      if (!isSame && then.value !== null && figure.value !== null)
        leastChange = Math.min(leastChange ?? Number.POSITIVE_INFINITY, Math.abs(figure.value - then.value));
    } else if (!isSame && (figure.value ?? 1) < (then.value ?? 1)) {
      for (const atom of atomsIn(places[1], figure)) decreased[atom] = 1;
    }
  }
  const maybeChanged = new Uint8Array(atoms.count);
  for (const list of changed) for (const atom of list) maybeChanged[atom] = 1;
  for (const list of stayed) {
    if (!list.some((atom) => maybeChanged[atom] === 1) || changed.some((inner) => holds(list, inner))) continue;
    for (const atom of list) maybeChanged[atom] = 2;
  }
  return {
    leastChange,
    link(atom) {
      if (isAlike(atoms.periodOf(atom))) return maybeChanged[atom] === 1 ? "unknown" : "same";
      const [then, now] = [coveredDays(atoms.periodOf(atom), coveredBefore), coveredDays(atoms.periodOf(atom), coveredAfter)];
      const isLonger = then !== undefined && now !== undefined && now.from <= then.from && now.to >= then.to;
      return isLonger && decreased[atom] === 0 ? "grown" : "unknown";
    },
  };
}
