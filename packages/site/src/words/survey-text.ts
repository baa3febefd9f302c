import type { Compared, Pool, Survey } from "../data/surveys.ts";
import { everyone } from "../figures/survey-cells.ts";
import { listText, numberText, periodText, shareText } from "./formats.ts";
import { percentText } from "./values.ts";
import type { Words } from "./words.ts";

/**
 * A difference in points with its range, rounded outwards so that it never looks surer than it is. Without its sign, and without decimals,
 * unless a range that leaves zero out would begin there.
 */
export function pointsOf({ difference, interval }: Compared, language: string): readonly [string, string, string] | undefined {
  if (difference == null || interval == null) return undefined;
  const { lower, upper } = difference < 0 ? { lower: -interval.upper, upper: -interval.lower } : interval;
  const downTo = (decimals: number) => Math.floor(lower * 10 ** decimals) / 10 ** decimals;
  const decimals = lower > 0 ? ([0, 1, 2, 3].find((few) => downTo(few) > 0) ?? 4) : 0;
  const text = (value: number) => numberText(value, language, decimals);
  return [text(Math.abs(difference)), text(downTo(decimals)), text(Math.ceil(upper * 10 ** decimals) / 10 ** decimals)];
}

/** What may be said of the second of two figures against the first: how far it is off only where that is clear. */
export function verdictText(compared: Compared, kind: "period" | "other", { trust }: Words, language: string): string {
  const verdict = trust.verdict[kind][compared.verdict];
  if (compared.verdict === "NOT_COMPARABLE") {
    return compared.reason == null ? verdict : `${verdict} (${trust.reason[compared.reason]})`;
  }
  const points = compared.verdict === "NO_CLEAR_CHANGE" ? undefined : pointsOf(compared, language);
  return points === undefined ? verdict : `${verdict} ${trust.points(...points)}`;
}

/** The pair of groups that is the farthest apart among those whose gap is clear. */
export const widestGap = (pairs: readonly Compared[]): Compared | undefined =>
  pairs
    .filter(({ verdict }) => verdict === "UP" || verdict === "DOWN")
    .toSorted((a, b) => Math.abs(b.difference ?? 0) - Math.abs(a.difference ?? 0))[0];

/** What may be said of the gaps between groups that were compared two by two. @param isTooMany Whether they were too many to be compared at once. */
export function gapText(survey: Survey, pairs: readonly Compared[], isTooMany: boolean, { trust }: Words, language: string): string {
  if (isTooMany) return trust.gapTooMany;
  if (pairs.length === 0) return trust.gapNotShown;
  const widest = widestGap(pairs);
  const points = widest === undefined ? undefined : pointsOf(widest, language);
  if (widest !== undefined && points !== undefined)
    return trust.widestGap(groupLabel(survey, widest.first), groupLabel(survey, widest.second), ...points);
  return pairs.every(({ verdict }) => verdict === "NOT_COMPARABLE") ? trust.gapNotComparable : trust.noGap;
}

/** The share of a margin's category, or words where too few answered to tell. */
export const marginText = (part: number | null | undefined, { trust }: Words, language: string): string =>
  part == null ? trust.tooFew : shareText(part, language);

/** The label of a group of a survey. */
export const groupLabel = ({ groupings }: Survey, code: string): string =>
  groupings.flatMap(({ groups }) => groups).find((group) => group.code === code)?.label ?? code;

/** The nearest figure that is shown in the place of one that is not, as a sentence; nothing where there is none. */
export function poolText(pool: Pool | null | undefined, area: string, words: Words, language: string): string {
  const told = partsOfPool(pool, { area, group: everyone }, words, language);
  return told === undefined ? "" : `${words.trust.instead(...told)}.`;
}

/** The same for groups of a demographic, as one sentence for all that have the same figure in their place. */
export function groupPoolsText(
  hidden: readonly { readonly code: string; readonly label: string; readonly pool: Pool | undefined }[],
  area: string,
  words: Words,
  language: string,
): readonly string[] {
  const { insteadOf, noneInstead } = words.trust;
  const told = hidden.map(({ code, label, pool }) => ({ label, parts: partsOfPool(pool, { area, group: code }, words, language) }));
  return [...Map.groupBy(told, ({ parts }) => parts?.join(" ") ?? "")].map(([, alike]) => {
    const names = listText(
      alike.map(({ label }) => quotedText(label, language)),
      language,
    );
    const parts = alike[0]?.parts;
    return parts === undefined ? noneInstead(names) : insteadOf(names, ...parts);
  });
}

export const quotedText = (text: string, language: string) => (language === "en" ? `“${text}”` : `«${text}»`);

/** What is told of a figure in the place of another: when, where and of whom as far as these are others, and its value with its range. */
function partsOfPool(
  pool: Pool | null | undefined,
  { area, group }: { readonly area: string; readonly group: string },
  { trust }: Words,
  language: string,
): readonly [string, string, string, string, string] | undefined {
  if (pool?.estimate.value == null || pool.estimate.interval == null) return undefined;
  const whose = pool.group.code === everyone ? trust.everyone : pool.group.label;
  const place = [...(pool.area.code === area ? [] : [pool.area.name]), ...(pool.group.code === group ? [] : [whose])];
  const percent = (number: number) => percentText(number, language);
  const { value, interval } = pool.estimate;
  return [
    periodText(pool.period.code, language),
    listText(place, language),
    percent(value),
    percent(interval.lower),
    percent(interval.upper),
  ];
}
