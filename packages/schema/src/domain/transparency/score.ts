import { countsEvents, measureByCode } from "../catalogue.ts";
import type { MeasureKind } from "../measure.ts";
import { type Criterion, criteria } from "./criteria.ts";

/** How a criterion stands: met, met in part, not met, or not to be told from what is published, which is no part of the score. */
export type CriterionResult = "YES" | "IN_PART" | "NO" | "CANNOT_BE_TOLD";

/** What a release publishes, as far as the score looks at it: none of its figures. */
export interface PublishedCatalogue {
  /** ISO 8601 day of its publication, in the time zone of the hub. */
  readonly publishedOn: string;
  /** Whether there is no release before it. */
  readonly isFirst: boolean;
  /** The day that the release before it named for the next one; null where that named none. */
  readonly plannedFor: string | null;
  /** The day that it names for the next one. */
  readonly nextRelease: string | null;
  readonly licence: { readonly name: string; readonly url: string };
  /** Where the site of the hub stands. */
  readonly url: string | null;
  readonly datasets: readonly PublishedDataset[];
  readonly measures: readonly { readonly code: string; readonly kind: MeasureKind; readonly isDefined: boolean }[];
  /** Codes of its code lists: all of them, and those that have a label which is not the code again. */
  readonly codes: { readonly all: number; readonly labelled: number };
  /** Levels of area that are part of no other. */
  readonly widestLevels: readonly string[];
}

/** A dataset, with the days that its records cover. */
export interface PublishedDataset {
  readonly coverageFrom: string;
  readonly coverageTo: string;
  readonly tables: readonly {
    /** Codes of measures. */
    readonly measures: readonly string[];
    /** How many categories it is broken down by. */
    readonly categories: number;
    /** The level of area and the kind of period of each combination that is published. */
    readonly groupings: readonly { readonly area: string; readonly period: string }[];
  }[];
}

/** What was found of a criterion. */
interface Found {
  readonly result: CriterionResult;
  /** How many of what was looked at meet it, and how many were looked at. */
  readonly count?: number;
  readonly of?: number;
  /** Days of the calendar that it turns on. */
  readonly day?: string | null;
  readonly planned?: string | null;
  /** Days between the two. */
  readonly days?: number;
  /** A name that it turns on, such as that of the licence. */
  readonly name?: string;
}

/** A criterion and how a release stands by it. */
export interface ScoredCriterion extends Found {
  readonly criterion: Criterion;
}

/** How open a release is. There is no grade: criteria are not worth the same, and nobody has weighed them. */
export interface TransparencyScore {
  readonly criteria: readonly ScoredCriterion[];
  readonly met: number;
  readonly inPart: number;
  readonly notMet: number;
  readonly cannotBeTold: number;
  /** Criteria that can be told: all but the last. */
  readonly told: number;
}

/** Days after the end of its records by which a dataset is published to count as fresh: a quarter and thirty days to make the release. */
export const freshWithinDays = 122;
/** Days that the records of a dataset cover at least to count as a history: three years. */
export const historyDays = 3 * 365;
/** Days by which a release may be late and still be partly on time. */
export const lateWithinDays = 7;

const openLicences: readonly RegExp[] = [
  /creativecommons\.org\/publicdomain\/(zero|mark)\//,
  /creativecommons\.org\/licenses\/by(-sa)?\//,
  /nationalarchives\.gov\.uk\/doc\/open-government-licence\//,
  /opendatacommons\.org\/licenses\/(pddl|by|odbl)\b/,
];
const closedInPart = /creativecommons\.org\/licenses\/by-(nc|nd)/;

/**
 * Scores what a release publishes by the criteria that `criteria` lists, from its catalogue alone: no figure is looked at, so it can disclose none.
 * @param catalogue What the release publishes.
 * @returns Every criterion with its result, in the order of `criteria`, and how many there are of each.
 * @see docs/methods/transparency-score.md
 */
export function transparencyScore(catalogue: PublishedCatalogue): TransparencyScore {
  const scored = criteria.map((criterion): ScoredCriterion => ({ criterion, ...judges[criterion.code](catalogue) }));
  const count = (result: CriterionResult) => scored.filter((one) => one.result === result).length;
  const cannotBeTold = count("CANNOT_BE_TOLD");
  return {
    criteria: scored,
    met: count("YES"),
    inPart: count("IN_PART"),
    notMet: count("NO"),
    cannotBeTold,
    told: scored.length - cannotBeTold,
  };
}

/** Met where all are, in part where some are. Of nothing nothing is met. */
const share = (count: number, of: number): Found => ({
  result: count === 0 ? "NO" : count === of ? "YES" : "IN_PART",
  count,
  of,
});
const shareOf = (datasets: readonly PublishedDataset[], meets: (dataset: PublishedDataset) => boolean): Found =>
  share(datasets.filter(meets).length, datasets.length);

const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
const unseen = (): Found => ({ result: "CANNOT_BE_TOLD" });
const tablesOf = ({ datasets }: PublishedCatalogue) => datasets.flatMap(({ tables }) => tables);

/** What the software does for every table. */
const allTables = (catalogue: PublishedCatalogue): Found => share(tablesOf(catalogue).length, tablesOf(catalogue).length);

/** How the figures of a kind of record are published: by areas below the whole and by a category, less than that, or not at all. */
const subject =
  (kind: string) =>
  (catalogue: PublishedCatalogue): Found => {
    const tables = tablesOf(catalogue).filter(({ measures }) => measures.some((code) => measureByCode(code)?.dataset === kind));
    if (tables.length === 0) return { result: "NO", count: 0 };
    const byArea = tables.some(({ groupings }) => groupings.some(({ area }) => !catalogue.widestLevels.includes(area)));
    const categories = Math.max(...tables.map((table) => table.categories));
    return { result: byArea && categories > 0 ? "YES" : "IN_PART", count: tables.length };
  };

const judges: Readonly<Record<Criterion["code"], (catalogue: PublishedCatalogue) => Found>> = {
  "open-licence": ({ licence: { name, url } }) => ({
    result: openLicences.some((open) => open.test(url)) ? "YES" : closedInPart.test(url) ? "IN_PART" : "CANNOT_BE_TOLD",
    name,
  }),
  findable: ({ url }) => ({ result: url === null ? "NO" : "YES" }),
  "plain-language": unseen,
  "machine-readable": allTables,
  "page-for-everyone": allTables,
  denominators: ({ datasets, measures }) => {
    const kinds = new Map(measures.map(({ code, kind }) => [code, kind]));
    const codesOf = ({ tables }: PublishedDataset) => tables.flatMap((table) => table.measures);
    const counting = datasets.filter((dataset) =>
      codesOf(dataset).some((code) => {
        const measure = measureByCode(code);
        return measure !== undefined && countsEvents(measure);
      }),
    );
    if (counting.length === 0) return unseen();
    return shareOf(counting, (dataset) => codesOf(dataset).some((code) => ["RATE", "RATIO"].includes(kinds.get(code) ?? "")));
  },
  definitions: ({ measures, codes }) =>
    share(measures.filter(({ isDefined }) => isDefined).length + codes.labelled, measures.length + codes.all),
  "policy-context": unseen,
  bulk: ({ datasets }) => shareOf(datasets, ({ tables }) => tables.length > 0),
  "next-date": ({ nextRelease }) => ({ result: nextRelease === null ? "NO" : "YES", day: nextRelease }),
  "on-time": ({ publishedOn, plannedFor, isFirst }) => {
    if (isFirst || plannedFor === null) return unseen();
    const days = daysBetween(plannedFor, publishedOn);
    return { result: days <= 0 ? "YES" : days <= lateWithinDays ? "IN_PART" : "NO", day: publishedOn, planned: plannedFor, days };
  },
  "in-the-pipe": unseen,
  fresh: ({ datasets, publishedOn }) => shareOf(datasets, ({ coverageTo }) => daysBetween(coverageTo, publishedOn) <= freshWithinDays),
  "incidents-and-summaries": (catalogue) => {
    const tables = tablesOf(catalogue).length;
    return { result: tables === 0 ? "NO" : "IN_PART", count: tables };
  },
  granular: ({ datasets, widestLevels }) =>
    shareOf(datasets, ({ tables }) =>
      tables.some(({ groupings }) =>
        groupings.some(({ area, period }) => !widestLevels.includes(area) && ["month", "quarter"].includes(period)),
      ),
    ),
  history: ({ datasets }) => shareOf(datasets, ({ coverageFrom, coverageTo }) => daysBetween(coverageFrom, coverageTo) + 1 >= historyDays),
  force: subject("force"),
  complaints: subject("complaints"),
  stops: subject("stops"),
  calls: subject("calls"),
  arrests: subject("arrests"),
  shootings: unseen,
};
