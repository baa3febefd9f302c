/** Where choices come from: a stream that fast-check draws, so that its seed gives the same again. */
export interface Choose {
  /** A whole number from 0 to `most`. */
  number(most: number): number;
  /** True once in so many. */
  once(inSoMany: number): boolean;
  one<Item>(items: readonly Item[]): Item;
  /** Some of them, in their order; at least one where there is one. */
  some<Item>(items: readonly Item[], most?: number): readonly Item[];
  shuffled<Item>(items: readonly Item[]): readonly Item[];
}

export function chooseFrom(stream: Iterator<number>): Choose {
  const number = (most: number): number => Number(stream.next().value) % (most + 1);
  const one = <Item>(items: readonly Item[]): Item => {
    if (items.length === 0) throw new Error("There is nothing to choose from.");
    return items[number(items.length - 1)] as Item;
  };
  const shuffled = <Item>(items: readonly Item[]): readonly Item[] => {
    const left = [...items];
    return items.map(() => left.splice(number(left.length - 1), 1)[0] as Item);
  };
  return {
    number,
    once: (inSoMany) => number(inSoMany - 1) === 0,
    one,
    some(items, most = items.length) {
      const taken = new Set(shuffled(items).slice(0, 1 + number(Math.max(Math.min(most, items.length) - 1, 0))));
      return items.filter((item) => taken.has(item));
    },
    shuffled,
  };
}
