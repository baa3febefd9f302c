/** The languages that words about surveys are written in. */
export const spokenLanguages = ["en", "es", "ar"] as const;
export type SpokenLanguage = (typeof spokenLanguages)[number];

/** The same in each of these languages. */
export type InEachLanguage<Words = string> = Readonly<Record<SpokenLanguage, Words>>;

/** The language of these that is nearest to what somebody asked for (a BCP 47 tag, or any text): English where none is. */
export function spokenLanguage(language: string): SpokenLanguage {
  const asked = language.split("-")[0]?.toLowerCase();
  return spokenLanguages.find((spoken) => spoken === asked) ?? "en";
}

/** The tag to write numbers and dates by: what was asked for, where the words are in its language and Intl knows it. */
export function formatLocale(language: string): string {
  const spoken = spokenLanguage(language);
  try {
    const [tag = spoken] = Intl.getCanonicalLocales(language);
    return tag.split("-")[0] === spoken ? tag : spoken;
  } catch {
    return spoken;
  }
}
