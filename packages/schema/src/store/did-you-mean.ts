/** How many letters must be added, dropped, replaced or swapped with their neighbour to make one word of the other. */
function distance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1];
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[to.length] ?? 0;
}

const longestCompared = 60;

/** The options that somebody who wrote `given` may have meant: at most five, nearest first. */
export function suggestions(given: string, options: Iterable<string>): readonly string[] {
  const word = given.slice(0, longestCompared).toLowerCase();
  const near: { readonly option: string; readonly away: number }[] = [];
  for (const option of options) {
    const other = option.toLowerCase();
    const allowed = Math.max(1, Math.floor(Math.max(word.length, other.length) * 0.4));
    if (Math.abs(other.length - word.length) > allowed && !other.includes(word)) continue;
    const away = word !== "" && other.includes(word) ? 0.5 : distance(word, other.slice(0, longestCompared));
    if (away <= allowed) near.push({ option, away });
  }
  return near
    .sort((a, b) => a.away - b.away || (a.option < b.option ? -1 : 1))
    .slice(0, 5)
    .map(({ option }) => option);
}

const longestEchoed = 60;

/** What was asked, fit to be repeated in a message: short, in quotes, without control characters. */
export const quoted = (given: string): string => `"${given.replace(/[\p{C}"]/gu, "").slice(0, longestEchoed)}"`;

/** `Did you mean "a" or "b"?`, or a list of what there is when it is short, or nothing. */
export function didYouMean(given: string, options: readonly string[]): { readonly hint?: string; readonly suggestions: readonly string[] } {
  const found = suggestions(given, options);
  if (found.length > 0) return { hint: `Did you mean ${found.map(quoted).join(" or ")}?`, suggestions: found };
  if (options.length > 0 && options.length <= 12) return { hint: `There are: ${options.map(quoted).join(", ")}.`, suggestions: [] };
  return { suggestions: [] };
}
