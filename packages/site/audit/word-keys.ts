import { keysOf, languages, wordsOf } from "../src/words/words.ts";
import { digits, type Finding } from "./finding.ts";

const textAt = (catalogue: unknown, key: string): unknown =>
  key.split(".").reduce<unknown>((entry, part) => (entry as Record<string, unknown> | undefined)?.[part], catalogue);

/**
 * Whether every language has every word, and none that is empty.
 * @param catalogues Those to compare, by language, the one that has all keys first; those of the site unless said otherwise.
 */
export function wholeCatalogues(catalogues: ReadonlyMap<string, unknown> = new Map(languages.map((one) => [one, wordsOf(one)]))): Finding {
  const [first] = catalogues.values();
  const keys = keysOf(first);
  const faults = [...catalogues].flatMap(([language, catalogue]) => {
    const there = new Set(keysOf(catalogue));
    return [
      ...keys.filter((key) => !there.has(key)).map((key) => `${language} lacks ${key}`),
      ...[...there].filter((key) => !keys.includes(key)).map((key) => `${language} alone has ${key}`),
      ...[...there].filter((key) => textAt(catalogue, key) === "").map((key) => `${language} has an empty ${key}`),
    ];
  });
  return {
    id: "word-keys",
    subject: "Languages",
    target: "0 missing keys",
    measured: `${digits(faults.length)} of ${digits(keys.length)} keys in ${[...catalogues.keys()].join(", ")}`,
    looked: keys.length * catalogues.size,
    faults,
  };
}
