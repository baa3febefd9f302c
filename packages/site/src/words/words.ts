import { ar } from "./ar.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";

/** The catalogue of a language. A key that is missing is a type error, and stops the build. */
export type Words = typeof en;

const catalogues: Readonly<Record<string, Words>> = { en, es, ar };

/** Every path to a text in a catalogue. */
export function keysOf(entry: unknown, path = ""): readonly string[] {
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) return [path];
  return Object.entries(entry).flatMap(([key, inner]) => keysOf(inner, path === "" ? key : `${path}.${key}`));
}

/** @throws {Error} Where a catalogue lacks a text: no site is built with a hole in it. */
export function checkCatalogue(language: string, catalogue: unknown): void {
  const there = new Set(keysOf(catalogue));
  const missing = keysOf(en).filter((key) => !there.has(key));
  if (missing.length > 0) throw new Error(`The words in ${language} lack: ${missing.join(", ")}. Add them to words/${language}.ts.`);
}
for (const [language, catalogue] of Object.entries(catalogues)) checkCatalogue(language, catalogue);

/** Languages that the site has words in (BCP 47). */
export const languages: readonly string[] = Object.keys(catalogues);

/** The words of a language; English where the site has none in it. */
export const wordsOf = (language: string): Words => catalogues[language] ?? en;
