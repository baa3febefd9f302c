import { verifyRounding } from "../audit/verify-rounding.ts";
import { type CellSpace, cellSpace, cellsOfAtom, slicesOfAtom } from "../cells.ts";
import type { Attack, SmallCountRoundingCertificate } from "../certificate.ts";
import type { Clock } from "../clock.ts";
import type { Cube } from "../cube.ts";
import { engine } from "../engine.ts";
import type { SmallCountRoundingPolicy } from "../policy.ts";
import { policyHash } from "../policy-schema.ts";
import type { ProtectedGrouping } from "../table.ts";
import { publishCounts, refuseMarked, refuseMixing } from "./changed-cells.ts";
import { chooseUps, incidenceOf } from "./choose-ups.ts";

const attacker =
  "knows every published figure, that counts are whole and not negative, that atoms of counts below the base became zero or the base, and by how much at most that changed their sum";

export interface SmallCountsRounded {
  readonly groupings: readonly ProtectedGrouping[];
  readonly certificate: SmallCountRoundingCertificate;
}

/** Atoms that are rounded, with the cells each is in. */
interface Rounding {
  readonly atoms: readonly number[];
  readonly cells: readonly (readonly number[])[];
  readonly slices: readonly (readonly number[])[];
  readonly up: Uint8Array;
}

/**
 * Rounds the atoms that small cells rest on to zero or the base, so that no cell, and no slice between levels that overlap, is left between
 * the two, and all of them add up. Zeros and atoms from the base on stay as they are.
 * @throws {DisclosureError} `UNPROTECTABLE` if something was told of the cube before, a cell is marked as unsafe that is not small, or time is
 * up; `CUBE_INVALID` or `COUNT_NOT_WHOLE` for bad input; `AUDIT_FAILED` if the verifier finds anything wrong.
 * @see docs/methods/small-count-rounding.md
 */
export function roundSmallCounts(cube: Cube, policy: SmallCountRoundingPolicy, clock: Clock): SmallCountsRounded {
  const { base } = policy;
  const space = cellSpace(cube);
  refuseMixing(cube, space);
  refuseMarked(cube, space, base);
  const small = smallAtoms(space, base);
  const chosen = new Uint8Array(small.atoms.length);
  let counts = space.counts;
  let rounding: Rounding = { atoms: [], cells: [], slices: [], up: new Uint8Array() };
  while (chooseMore(small, chosen, counts, base)) {
    clock.check(0, 1, "round");
    rounding = round(space, small, chosen, base);
    counts = countsAfter(space, rounding, base);
  }
  const groupings = publishCounts(space, counts);
  clock.check(0, 1, "verify");
  const changed = { index: rounding.atoms, value: Array.from(rounding.up, (up) => (up === 1 ? base : 0)) };
  verifyRounding({ cube, policy, groupings, changed });
  return { groupings, certificate: certify(space, policy, rounding) };
}

type SmallAtoms = Omit<Rounding, "up">;

function smallAtoms(space: CellSpace, base: number): SmallAtoms {
  const atoms: number[] = [];
  space.atoms.forEach((count, atom) => {
    if (count > 0 && count < base) atoms.push(atom);
  });
  return { atoms, cells: atoms.map((atom) => cellsOfAtom(space, atom)), slices: atoms.map((atom) => slicesOfAtom(space, atom)) };
}

/** Takes the atoms of cells and slices that are small. A cell that is small after rounding rests on a small atom that was not yet rounded. */
function chooseMore({ cells, slices }: SmallAtoms, chosen: Uint8Array, counts: Float64Array, base: number): boolean {
  const isSmall = (cell: number) => (counts[cell] as number) > 0 && (counts[cell] as number) < base;
  let more = false;
  for (let i = 0; i < chosen.length; i++) {
    if (chosen[i] === 1 || !(cells[i]?.some(isSmall) || slices[i]?.some(isSmall))) continue;
    chosen[i] = 1;
    more = true;
  }
  return more;
}

function round(space: CellSpace, small: SmallAtoms, chosen: Uint8Array, base: number): Rounding {
  const places = Array.from(chosen.keys()).filter((i) => chosen[i] === 1);
  const atoms = places.map((i) => small.atoms[i] as number);
  const cells = places.map((i) => small.cells[i] as readonly number[]);
  const up = chooseUps(
    atoms.map((atom) => space.atoms[atom] as number),
    incidenceOf(cells),
    space.publicCount,
    base,
  );
  return { atoms, cells, slices: places.map((i) => small.slices[i] as readonly number[]), up };
}

function countsAfter({ counts, atoms: truth }: CellSpace, { atoms, cells, slices, up }: Rounding, base: number): Float64Array {
  const changed = Float64Array.from(counts);
  atoms.forEach((atom, i) => {
    const change = (up[i] === 1 ? base : 0) - (truth[atom] as number);
    for (const list of [cells[i], slices[i]]) for (const cell of list ?? []) changed[cell] = (changed[cell] as number) + change;
  });
  return changed;
}

function certify(space: CellSpace, policy: SmallCountRoundingPolicy, rounding: Rounding): SmallCountRoundingCertificate {
  const attacks = attackRounding(space, policy.base, rounding);
  return {
    engine,
    method: policy.method,
    base: policy.base,
    mostPerAtom: policy.base - 1,
    policyHash: policyHash(policy),
    groupings: space.groupings.length,
    cells: space.publicCount,
    suppressed: 0,
    attacker,
    attacks,
  };
}

/**
 * How closely a reader can place each cell, and each slice, that is truly small. Of the atoms it rests on, those shown as zero held 0 to base − 1
 * and those shown as the base 1 to base; and since as many go up as keep the sum, all differences together are from −base/2 to below base/2. What
 * a cell differs by must be made up for by the other rounded atoms.
 */
function attackRounding(space: CellSpace, base: number, { atoms, cells, slices, up }: Rounding): Attack[] {
  const lows = new Float64Array(space.counts.length);
  const highs = new Float64Array(space.counts.length);
  atoms.forEach((_, i) => {
    const side = up[i] === 1 ? highs : lows;
    for (const list of [cells[i], slices[i]]) for (const cell of list ?? []) side[cell] = (side[cell] as number) + 1;
  });
  const allHighs = up.reduce((sum, flag) => sum + flag, 0);
  const allLows = up.length - allHighs;
  const [least, greatest] = [Math.ceil(-base / 2), Math.ceil(base / 2) - 1];
  const widthOf = (cell: number) => {
    const [low, high] = [lows[cell] as number, highs[cell] as number];
    const up = Math.min((base - 1) * low, greatest + (base - 1) * (allHighs - high));
    const down = Math.min((base - 1) * high, -least + (base - 1) * (allLows - low));
    return up + down;
  };
  const attackOn = (by: Attack["by"], from: number, end: number): Attack => {
    let attacked = 0;
    let narrowest = Number.POSITIVE_INFINITY;
    for (let cell = from; cell < end; cell++) {
      const count = space.counts[cell] as number;
      if (count === 0 || count >= base) continue;
      attacked++;
      narrowest = Math.min(narrowest, widthOf(cell));
    }
    return { by, attacked, narrowest: attacked === 0 ? null : narrowest, recovered: null };
  };
  return [attackOn("interval", 0, space.publicCount), attackOn("differencing", space.publicCount, space.counts.length)];
}
