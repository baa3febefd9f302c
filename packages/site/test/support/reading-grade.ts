/**
 * The school grade that an English text asks of its readers: Flesch and Kincaid's formula, 0.39 × words per sentence + 11.8 × syllables per
 * word − 15.59. A headline is one sentence. A number is a word of one syllable, as readers take it in at a glance; so is a sign such as "%".
 * Syllables are counted as groups of vowels, without a silent e at the end and without -ed and -es where they are not spoken.
 * @see Kincaid, Fishburne, Rogers & Chissom (1975), Derivation of new readability formulas for Navy enlisted personnel.
 */
export function readingGrade(text: string): number {
  const words = text.split(/[\s–-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0);
  return 0.39 * words.length + 11.8 * (syllables / words.length) - 15.59;
}

function syllablesOf(word: string): number {
  const letters = word.toLowerCase().replaceAll(/[^a-z]/g, "");
  if (letters === "" || /\d/.test(word)) return 1;
  const spoken = letters
    .replace(/(?:[^laeiouy]es|(?<![td])ed|(?<!l)e)$/, "")
    .replace(/^y/, "")
    .replace(/e(?=ly$)/, "");
  return Math.max(1, spoken.match(/[aeiouy]{1,2}/g)?.length ?? 0);
}
