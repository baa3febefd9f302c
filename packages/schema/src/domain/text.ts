/** Words in each of the hub's languages, by BCP 47 tag: `{ en: "Beat", es: "Sector" }`. The first language of the hub is always there. */
export type LocalisedText = Readonly<Record<string, string>>;

/** The words in a language, or in the first language that has them. */
export function inLanguage(text: LocalisedText, language: string): string {
  return text[language] ?? Object.values(text)[0] ?? "";
}

/** A code as the anchor of a place on a page. */
export const anchor = (code: string): string => code.toLowerCase().replace(/[^a-z0-9]+/g, "-");
