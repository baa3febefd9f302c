/**
 * Points that can be taken away, and the nearest of those that are left: a k-d tree. Of points equally near, the one with the lowest number.
 * The distance of each candidate is worked out alike, so what is found does not depend on the form of the tree.
 * @see Bentley (1975), Multidimensional binary search trees used for associative searching, CACM 18(9), doi:10.1145/361002.361007.
 */
export class NearestPoints {
  readonly #coordinates: readonly [Float64Array, Float64Array];
  /** The points as the tree holds them: the root of a range stands in its middle, smaller coordinates before it. */
  readonly #order: Int32Array;
  readonly #placeOf: Int32Array;
  readonly #removed: Uint8Array;
  /** For the root of each range, the points left in it. */
  readonly #left: Int32Array;
  #best = -1;
  #bestSquare = Number.POSITIVE_INFINITY;

  /** Points by number, in metres. */
  constructor(x: Float64Array, y: Float64Array) {
    const count = x.length;
    this.#coordinates = [x, y];
    this.#order = Int32Array.from({ length: count }, (_, point) => point);
    this.#removed = new Uint8Array(count);
    this.#left = new Int32Array(count);
    this.#build(0, count, 0);
    this.#placeOf = new Int32Array(count);
    this.#order.forEach((point, place) => {
      this.#placeOf[point] = place;
    });
  }

  /** The number of the nearest point that is left, or -1. */
  nearest(x: number, y: number): number {
    this.#best = -1;
    this.#bestSquare = Number.POSITIVE_INFINITY;
    this.#visit(0, this.#order.length, 0, x, y);
    return this.#best;
  }

  /** Takes away a point that is still there. */
  remove(point: number): void {
    const place = this.#placeOf[point] as number;
    this.#removed[point] = 1;
    let low = 0;
    let high = this.#order.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      this.#left[middle] = (this.#left[middle] as number) - 1;
      if (middle === place) return;
      if (place < middle) high = middle;
      else low = middle + 1;
    }
  }

  #build(low: number, high: number, axis: 0 | 1): void {
    if (low >= high) return;
    const along = this.#coordinates[axis];
    this.#order.subarray(low, high).sort((a, b) => (along[a] as number) - (along[b] as number) || a - b);
    const middle = (low + high) >> 1;
    this.#left[middle] = high - low;
    this.#build(low, middle, axis === 0 ? 1 : 0);
    this.#build(middle + 1, high, axis === 0 ? 1 : 0);
  }

  #visit(low: number, high: number, axis: 0 | 1, x: number, y: number): void {
    if (low >= high) return;
    const middle = (low + high) >> 1;
    if (this.#left[middle] === 0) return;
    const point = this.#order[middle] as number;
    const dx = (this.#coordinates[0][point] as number) - x;
    const dy = (this.#coordinates[1][point] as number) - y;
    if (this.#removed[point] === 0) {
      const square = dx * dx + dy * dy;
      if (square < this.#bestSquare || (square === this.#bestSquare && point < this.#best)) {
        this.#best = point;
        this.#bestSquare = square;
      }
    }
    const ahead = axis === 0 ? dx : dy;
    const next = axis === 0 ? 1 : 0;
    if (ahead > 0) this.#visit(low, middle, next, x, y);
    else this.#visit(middle + 1, high, next, x, y);
    // Equally near still counts, since the lower number wins.
    if (ahead * ahead > this.#bestSquare) return;
    if (ahead > 0) this.#visit(middle + 1, high, next, x, y);
    else this.#visit(low, middle, next, x, y);
  }
}
