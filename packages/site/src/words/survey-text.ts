import type { Compared, Survey, Told } from "../data/surveys.ts";
import { everyone } from "../figures/survey-cells.ts";
import { listText, numberText, periodText, shareText } from "./formats.ts";
import { percentText } from "./values.ts";
import type { Words } from "./words.ts";

const pointsText = (value: number, language: string) => numberText(value, language, 0);

/** A difference in points with its range, rounded outwards so that it never looks surer than it is. Without its sign. */
export function pointsOf({ difference, interval }: Compared, language: string): readonly [string, string, string] | undefined {
  if (difference == null || interval == null) return undefined;
  const ends = [Math.floor(interval.lower), Math.ceil(interval.upper)];
  const [lower = 0, upper = 0] = difference < 0 ? ends.map((end) => -end).toReversed() : ends;
  return [pointsText(Math.abs(difference), language), pointsText(lower, language), pointsText(upper, language)];
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

/** The share of a margin's category, or words where too few answered to tell. */
export const marginText = (part: number | null | undefined, { trust }: Words, language: string): string =>
  part == null ? trust.tooFew : shareText(part, language);

/** The name of a language, in a language. */
export const languageName = (tag: string, language: string): string =>
  new Intl.DisplayNames([language], { type: "language" }).of(tag) ?? tag;

/** The label of a group of a survey. */
export const groupLabel = ({ groupings }: Survey, code: string): string =>
  groupings.flatMap(({ groups }) => groups).find((group) => group.code === code)?.label ?? code;

/** The nearest figure that is shown in the place of one that is not, as a sentence; nothing where there is none. */
export function poolText(pool: Told["pool"] | undefined, area: string, { trust }: Words, language: string): string {
  if (pool?.estimate.value == null || pool.estimate.interval == null) return "";
  const place = [...(pool.area.code === area ? [] : [pool.area.name]), ...(pool.group.code === everyone ? [] : [pool.group.label])];
  const [value, lower, upper] = [pool.estimate.value, pool.estimate.interval.lower, pool.estimate.interval.upper].map((number) =>
    percentText(number, language),
  );
  return `${trust.instead(periodText(pool.period.code, language), listText(place, language), value ?? "", lower ?? "", upper ?? "")}.`;
}
