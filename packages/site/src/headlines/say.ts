import type { Words } from "../words/words.ts";

/** A headline has no more words than this. */
export const mostWords = 12;

/** Words of a text: what stands between spaces and has a letter or a digit. "Jul – Sep 2026" has three. */
export const wordCount = (text: string): number => text.split(/\s+/u).filter((part) => /[\p{L}\p{N}]/u.test(part)).length;

/** What stands in the place of each name in a form; a form that needs one that is not there is passed over. */
export type Parts = Readonly<Record<string, string | undefined>>;

/** A form with its parts in it; nothing where one of them is missing. */
export function filled(form: string, parts: Parts): string | undefined {
  const names = [...form.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  if (names.some((name) => parts[name] === undefined)) return undefined;
  return form.replaceAll(/\{(\w+)\}/g, (_, name: string) => parts[name] ?? "");
}

/** The first form that has all its parts and fits in a headline; where none fits, the shortest, cut after the last word that does. */
export function say(words: Words, kind: keyof Words["headlines"]["forms"], parts: Parts): string {
  const said = words.headlines.forms[kind].flatMap((form) => filled(form, parts) ?? []);
  const fits = said.find((text) => wordCount(text) <= mostWords);
  if (fits !== undefined) return fits;
  const shortest = said.toSorted((a, b) => wordCount(a) - wordCount(b))[0] ?? parts.title ?? parts.label ?? "";
  return cut(shortest);
}

function cut(text: string): string {
  const pieces = text.split(/\s+/u);
  let kept = pieces.length;
  while (wordCount(pieces.slice(0, kept).join(" ")) > mostWords) kept -= 1;
  return `${pieces.slice(0, kept).join(" ")}…`;
}
