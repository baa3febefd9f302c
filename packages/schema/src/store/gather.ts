/**
 * Makes one reading of many: what is asked for in the same moment is read together, and everybody is given their own part.
 * @param read Gives one value for each key, in their order.
 */
export function gather<Key, Value>(
  read: (keys: readonly Key[]) => Promise<readonly Value[]>,
): (keys: readonly Key[]) => Promise<readonly Value[]> {
  let asked: Key[] = [];
  let reading: Promise<readonly Value[]> | undefined;
  return async (keys) => {
    const from = asked.length;
    asked.push(...keys);
    reading ??= Promise.resolve().then(() => {
      const all = asked;
      asked = [];
      reading = undefined;
      return read(all);
    });
    return (await reading).slice(from, from + keys.length);
  };
}
