/** Which cells each of some atoms is counted in: those of atom i stand from `starts[i]` up to `starts[i + 1]`. */
export interface Incidence {
  readonly starts: Int32Array;
  readonly cells: Int32Array;
}

const mostPasses = 8;
const mostPartners = 16;

/** Lists of cells, one per atom, end to end. */
export function incidenceOf(lists: readonly (readonly number[])[]): Incidence {
  const starts = new Int32Array(lists.length + 1);
  lists.forEach((list, i) => {
    starts[i + 1] = (starts[i] as number) + list.length;
  });
  const cells = new Int32Array(starts[lists.length] as number);
  lists.forEach((list, i) => {
    cells.set(list, starts[i] as number);
  });
  return { starts, cells };
}

/**
 * Which atoms go up to the base, where the others go down to zero: as many as keep their sum, chosen so that the squares of the errors of cells
 * stay small. One sweep decides each atom by what the cells around it have lost so far; then pairs are exchanged, one up for one down, while
 * that helps. Work is bounded, and the same input has the same answer.
 * @param counts The count of each atom: whole numbers from 1 to `base` − 1.
 * @param incidence The cells of each atom.
 * @param cellCount How many cells there are.
 * @returns One flag per atom: 1 means up.
 * @see docs/methods/small-count-rounding.md
 */
export function chooseUps(counts: ArrayLike<number>, incidence: Incidence, cellCount: number, base: number): Uint8Array {
  const { starts, cells } = incidence;
  const atomCount = counts.length;
  const up = new Uint8Array(atomCount);
  const lost = new Float64Array(cellCount); // per cell, the true sum less the rounded one
  const change = (atom: number, by: number) => {
    for (let at = starts[atom] as number; at < (starts[atom + 1] as number); at++)
      lost[cells[at] as number] = (lost[cells[at] as number] as number) + by;
  };
  const lostAround = (atom: number) => {
    let sum = 0;
    for (let at = starts[atom] as number; at < (starts[atom + 1] as number); at++) sum += lost[cells[at] as number] as number;
    return sum;
  };
  const degree = (atom: number) => (starts[atom + 1] as number) - (starts[atom] as number);
  /** By how much the squares of what cells have lost go down when an atom is turned. */
  const gain = (atom: number) => (up[atom] === 1 ? -2 : 2) * base * lostAround(atom) - base * base * degree(atom);
  const turn = (atom: number) => {
    up[atom] = up[atom] === 1 ? 0 : 1;
    change(atom, up[atom] === 1 ? -base : base);
  };

  let total = 0;
  let ups = 0;
  for (let atom = 0; atom < atomCount; atom++) {
    const count = counts[atom] as number;
    total += count;
    const rises = lostAround(atom) > (degree(atom) * (base - 2 * count)) / 2;
    change(atom, rises ? count - base : count);
    if (!rises) continue;
    up[atom] = 1;
    ups++;
  }
  const wanted = Math.min(atomCount, Math.round(total / base));
  for (const state of [0, 1])
    while (state === 0 ? ups < wanted : ups > wanted) {
      turn(best(state));
      ups += state === 0 ? 1 : -1;
    }
  const partners = partnersOf(incidence, cellCount);
  const stamp = new Int32Array(cellCount).fill(-1);
  for (let pass = 0; pass < mostPasses; pass++) if (exchangeNear() + exchangeFar() === 0) break;
  return up;

  function best(state: number): number {
    let found = -1;
    let most = Number.NEGATIVE_INFINITY;
    for (let atom = 0; atom < atomCount; atom++) {
      if (up[atom] !== state) continue;
      const value = gain(atom);
      if (value <= most) continue;
      found = atom;
      most = value;
    }
    return found;
  }

  /** What turning two atoms of opposite states gains: cells that hold both keep what they have. `stamp` marks the cells of the first. */
  function pairGain(first: number, gainOfFirst: number, second: number): number {
    let sum = gainOfFirst;
    const sign = up[second] === 1 ? -2 : 2;
    for (let at = starts[second] as number; at < (starts[second + 1] as number); at++) {
      const cell = cells[at] as number;
      sum += sign * base * (lost[cell] as number) - base * base;
      if (stamp[cell] === first) sum += 2 * base * base;
    }
    return sum;
  }

  function mark(atom: number): void {
    for (let at = starts[atom] as number; at < (starts[atom + 1] as number); at++) stamp[cells[at] as number] = atom;
  }

  /** Exchanges each atom with the best of those it shares small cells with. */
  function exchangeNear(): number {
    let exchanged = 0;
    for (let atom = 0; atom < atomCount; atom++) {
      const own = gain(atom);
      let found = -1;
      let most = 0;
      mark(atom);
      for (let i = atom * mostPartners; i < (atom + 1) * mostPartners; i++) {
        const other = partners[i] as number;
        if (other < 0) break;
        if (up[other] === up[atom]) continue;
        const value = pairGain(atom, own, other);
        if (value <= most) continue;
        found = other;
        most = value;
      }
      if (found < 0) continue;
      turn(atom);
      turn(found);
      exchanged++;
    }
    return exchanged;
  }

  /** Exchanges those that would gain most, wherever they are. */
  function exchangeFar(): number {
    const gains = Float64Array.from(counts, (_, atom) => gain(atom));
    const order = Array.from(gains.keys()).sort((a, b) => (gains[b] as number) - (gains[a] as number) || a - b);
    const [low, high] = [0, 1].map((state) => order.filter((atom) => up[atom] === state)) as [number[], number[]];
    let exchanged = 0;
    for (let i = 0; i < Math.min(low.length, high.length); i++) {
      const [rising, falling] = [low[i] as number, high[i] as number];
      if ((gains[rising] as number) + (gains[falling] as number) + 2 * base * base * degree(rising) <= 0) break;
      mark(rising);
      if (pairGain(rising, gain(rising), falling) <= 0) continue;
      turn(rising);
      turn(falling);
      exchanged++;
    }
    stamp.fill(-1);
    return exchanged;
  }
}

/** For each atom some others, from the smallest cells that hold it: `mostPartners` places each, −1 where there are fewer. */
function partnersOf({ starts, cells }: Incidence, cellCount: number): Int32Array {
  const ends = new Int32Array(cellCount + 1);
  for (const cell of cells) ends[cell + 1] = (ends[cell + 1] as number) + 1;
  for (let cell = 0; cell < cellCount; cell++) ends[cell + 1] = (ends[cell + 1] as number) + (ends[cell] as number);
  const next = ends.slice(0, cellCount);
  const members = new Int32Array(cells.length);
  const atomCount = starts.length - 1;
  for (let atom = 0; atom < atomCount; atom++)
    for (let at = starts[atom] as number; at < (starts[atom + 1] as number); at++) {
      const cell = cells[at] as number;
      members[next[cell] as number] = atom;
      next[cell] = (next[cell] as number) + 1;
    }
  const partners = new Int32Array(atomCount * mostPartners).fill(-1);
  for (let atom = 0; atom < atomCount; atom++) {
    const sized = Float64Array.from(cells.subarray(starts[atom], starts[atom + 1]), (cell) => {
      return ((ends[cell + 1] as number) - (ends[cell] as number)) * cellCount + cell;
    }).sort();
    let place = atom * mostPartners;
    const full = place + mostPartners;
    for (const key of sized) {
      const room = full - place;
      if (room === 0) break;
      const [first, end] = [ends[key % cellCount] as number, ends[(key % cellCount) + 1] as number];
      // From a large cell those that stand next to the atom: they share most other cells with it.
      const from = Math.max(first, Math.min(lowerBound(members, first, end, atom) - (room >> 1), end - room));
      for (let i = from; i < Math.min(end, from + room); i++) if (members[i] !== atom) partners[place++] = members[i] as number;
    }
  }
  return partners;
}

function lowerBound(ascending: Int32Array, first: number, end: number, value: number): number {
  let low = first;
  let high = end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
