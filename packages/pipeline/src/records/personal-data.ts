const house = String.raw`\d{1,5}[A-Za-z]?`;
/** What a street is called, after its name. */
export const streets = "Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Terrace|Place|Pl|Highway|Hwy";
/** What stands before the name of a person. */
export const titles =
  "Mr|Mrs|Ms|Miss|Dr|Officer|Ofc|Sgt|Sergeant|Lt|Lieutenant|Capt|Captain|Det|Detective|Chief|Deputy|Cpl|Corporal|Sheriff|Trooper|Sr|Sra|Señor|Señora|Agente|Oficial|Sargento|Teniente|Capitán";

const afterTitle = "the name of a person, after a title or a rank";

/** What may stand for a person in words that are meant for the public, and what to do about it. */
const signs: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: "an e-mail address", pattern: /[^\s@]+@[^\s@]+\.[^\s@]+/u },
  { what: "a telephone number, or another number that can stand for a person", pattern: /(?:\+?\p{Nd}[\s().-]{0,2}){7,}/u },
  {
    what: "an address with the number of a house",
    pattern: new RegExp(String.raw`\b${house}\s+(?:\p{Lu}[\p{L}'’.-]*\s+){1,3}(?:${streets})\b`, "u"),
  },
  { what: "an address with the number of a house", pattern: /\b(?:Calle|Avenida|Av\.|Carrera|Paseo)\s+(?:[\p{L}'’.-]+\s+){1,4}\d{1,5}\b/u },
  { what: afterTitle, pattern: new RegExp(String.raw`\b(?:${titles})\.?\s+\p{Lu}\p{Ll}+`, "u") },
];

const day = /\b\d{4}-\d{2}-\d{2}\b/g;

/**
 * What in a label of a code may stand for a person. Labels speak of officers and chiefs ("Officer Involved Shooting"), so a name after a title is not looked for.
 * @returns As `personalData`.
 */
export function personalDataInLabel(text: string): string | undefined {
  return signs.find(({ what, pattern }) => what !== afterTitle && pattern.test(text.replace(day, " ")))?.what;
}

/**
 * What in a text may stand for a person: an e-mail address, a telephone number, the number of a house, a name after a title. It cannot find a name
 * that stands by itself: that is for who writes, and who approves.
 * @returns In words, for a sentence "It holds …"; nothing where none was found.
 */
export function personalData(text: string): string | undefined {
  const searched = text.replace(day, " ");
  return signs.find(({ pattern }) => pattern.test(searched))?.what;
}
