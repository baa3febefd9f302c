import { measureByCode } from "@openbeat/schema/domain";
import { type Coverage, isWhole } from "../data/coverage.ts";
import type { Measure } from "../data/hub.ts";
import type { Row } from "../data/row.ts";
import { yearBefore } from "../data/year-before.ts";
import { periodText } from "../words/formats.ts";
import type { Words } from "../words/words.ts";
import { amountTexts, exactText } from "./amount.ts";
import { type Change, changesBetween, type RowPair } from "./change.ts";
import { filled, say } from "./say.ts";

/** A headline, and what it rests on: a sentence with the exact figures; nothing where nothing is compared. */
export interface Told {
  readonly headline: string;
  readonly reading?: string;
}

type Kind = keyof Words["headlines"]["forms"];

/** The headline of a row that has no value: it says why, and never by which rule. */
export function hiddenHeadline(title: string, row: Row, words: Words, language: string): string {
  const { status, flags } = row.observation;
  const kinds: Readonly<Record<typeof status, Kind>> = {
    AVAILABLE: "alone",
    SUPPRESSED: "protected",
    UNRELIABLE: "unreliable",
    NOT_REPORTED: "missing",
    NOT_COLLECTED: "notCollected",
    NOT_APPLICABLE: flags.includes("NOT_REACHED") ? "notReached" : "gone",
    NOT_YET_PUBLISHED: "gone",
    WITHDRAWN: "gone",
  };
  return say(words, kinds[status], { title, period: periodText(row.period, language) });
}

/** Whether a measure is a time that something took: then more of it is longer, not higher. */
const isTimeTaken = ({ code }: Measure): boolean => {
  const tell = measureByCode(code)?.waitOf?.tell;
  return tell !== undefined && "quantile" in tell && tell.by === "end";
};

function kindOf({ verdict, reason }: Change, measure: Measure): Kind {
  switch (verdict) {
    case "HIGHER":
      return isTimeTaken(measure) ? "longer" : "higher";
    case "LOWER":
      return isTimeTaken(measure) ? "shorter" : "lower";
    case "UNCLEAR":
      return "unclear";
    case "TOO_FEW":
      return "tooFew";
    case "NOT_COMPARABLE":
      if (reason === "NO_METHOD") return "sideBySide";
      if (reason === "BREAK_IN_SERIES") return "broken";
      return reason === "PROVISIONAL" ? "provisional" : "alone";
  }
}

/** A series, as far as a headline tells of it. */
export interface Series {
  readonly measure: Measure;
  /** In order of period. */
  readonly rows: readonly Row[];
  /** Of its dataset. */
  readonly coverage: Coverage;
  /** First days of changes in what is recorded, or how. */
  readonly breaks: readonly string[];
}

/** The last whole period of a series, and the same period a year before; nothing of a series without rows. */
export function yearOf({ rows, coverage, breaks }: Omit<Series, "measure">): RowPair | undefined {
  const whole = rows.filter(({ period }) => isWhole(period, coverage));
  const second = whole.at(-1) ?? rows.at(-1);
  return second === undefined ? undefined : { first: rows.find(({ period }) => period === yearBefore(second.period)), second, breaks };
}

/**
 * What the last whole period of a series says, against the same period a year before.
 * @param change What may be said of the two, where they are told together with others; where it is left out, they are taken by themselves.
 */
export function seriesHeadline(series: Series, words: Words, language: string, change?: Change): Told {
  const { measure } = series;
  const { shortTitle: title } = measure;
  const pair = yearOf(series);
  if (pair === undefined) return { headline: title };
  const { first, second: row } = pair;
  const { observation } = row;
  if (observation.status !== "AVAILABLE") return { headline: hiddenHeadline(title, row, words, language) };
  const [found = nothingKnown] = change === undefined ? changesBetween([pair]) : [change];
  const earlier = first?.observation.status === "AVAILABLE" ? first.observation.value : undefined;
  const both = [observation.value, ...(earlier === undefined ? [] : [earlier])];
  const [now, was] = amountTexts(measure, both, words, language);
  const parts = { title, now, period: periodText(row.period, language), before: was === now && isClear(found) ? undefined : was };
  const flagged = observation.flags.includes("ESTIMATED")
    ? "estimate"
    : observation.flags.includes("PARTIAL_COVERAGE")
      ? "partial"
      : undefined;
  const kind = flagged ?? kindOf(found, measure);
  const headline = say(words, kind, parts);
  if (earlier === undefined || found.reason === "HIDDEN") return { headline };
  const exact = (value: number) => exactText(measure, value, language);
  const told = filled(words.headlines.told.pair, {
    now: exact(observation.value),
    period: parts.period,
    before: exact(earlier),
    earlier: periodText(yearBefore(row.period), language),
  });
  const isSame = earlier === observation.value && (found.verdict === "UNCLEAR" || found.reason === "NO_METHOD");
  return { headline, reading: `${told ?? ""} ${isSame ? words.headlines.told.SAME : whyOf(found, words)}`.trim() };
}

const nothingKnown: Change = { verdict: "NOT_COMPARABLE", reason: "NO_METHOD" };

export const isClear = ({ verdict }: Change): boolean => verdict === "HIGHER" || verdict === "LOWER";

/** Why a verdict is what it is, in a sentence; empty where the figures have nothing in common that could be compared. */
export function whyOf({ verdict, reason }: Change, { headlines: { told } }: Words): string {
  if (verdict !== "NOT_COMPARABLE") return told[verdict];
  switch (reason) {
    case "NO_METHOD":
    case "BREAK_IN_SERIES":
    case "PARTIAL_COVERAGE":
    case "PROVISIONAL":
    case "NOT_EXACT":
      return told[reason];
    default:
      return "";
  }
}
