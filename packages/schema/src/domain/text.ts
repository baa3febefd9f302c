/** Words in each of the hub's languages, by BCP 47 tag: `{ en: "Beat", es: "Sector" }`. The first language of the hub is always there. */
export type LocalisedText = Readonly<Record<string, string>>;

/** The words in a language, or in the first language that has them. */
export function inLanguage(text: LocalisedText, language: string): string {
  return (Object.hasOwn(text, language) ? text[language] : undefined) ?? Object.values(text)[0] ?? "";
}

/** A code as the anchor of a place on a page. */
export const anchor = (code: string): string => code.toLowerCase().replace(/[^a-z0-9]+/g, "-");

/** What a list by language holds for a tag, or for the language of the tag without its region; `undefined` where it has neither. */
export function forLanguage<Value>(byLanguage: Readonly<Record<string, Value>>, tag: string): Value | undefined {
  const own = [tag, tag.split("-")[0] ?? ""].find((one) => Object.hasOwn(byLanguage, one));
  return own === undefined ? undefined : byLanguage[own];
}
