import type { Compared, Survey } from "../data/surveys.ts";
import { numberText, shareText } from "./formats.ts";
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
