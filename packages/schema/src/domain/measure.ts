import type { LocalisedText } from "./text.ts";

/** What kind of statistic a measure is. */
export type MeasureKind = "COUNT" | "SUM" | "RATE" | "PROPORTION" | "RATIO" | "MEAN" | "MEDIAN" | "QUANTILE" | "INDEX";
/** Whether a higher value is good news. Most counts of police work are neither. */
export type Direction = "BETTER" | "WORSE" | "NEUTRAL";

/** What a number means: the entry of a measure in the catalogue. */
export interface Measure {
  readonly code: string;
  readonly title: LocalisedText;
  /** What a headline calls it, where its title is too long for one: at most five words. */
  readonly shortTitle?: LocalisedText;
  readonly description: LocalisedText;
  readonly kind: MeasureKind;
  readonly unit: LocalisedText;
  readonly higherIs: Direction;
  /** Decimals that are printed. */
  readonly decimals: number;
  /** How it is computed, in words. */
  readonly method: LocalisedText;
}

/** A measure, and how it is computed from the records of its dataset. */
export interface MeasureDefinition extends Measure {
  /** The kind of dataset it is computed from. */
  readonly dataset: string;
  /** The mapped column whose values are summed; records are counted where there is none. */
  readonly sum?: string;
  /** Whether the summed column may hold fractions, to two decimals. Otherwise it holds whole numbers, of people. */
  readonly fractional?: boolean;
  /** For a rate: the measure whose value is divided by the residents of the area, per 1,000. */
  readonly per1000Of?: string;
  /** For a rate of something else than residents: what is divided by what. */
  readonly ratioOf?: RatioOf;
  /** For a share: which part of which count it is. */
  readonly shareOf?: ShareOf;
  /** For a count of a part of other records: which part. */
  readonly partOf?: PartOf;
  /** For a time that something took, or a share that was done by then: from counts by bands of time. */
  readonly waitOf?: WaitOf;
  /** Days that must pass after a period before all that falls in it can be counted: what has been open for more than 90 days, after 90. */
  readonly ripeAfterDays?: number;
  /** For a representation ratio: whose. */
  readonly representationOf?: RepresentationOf;
}

/** A rate whose base is a count of another dataset of the hub: of the same area and period, all its categories together. */
export interface RatioOf {
  /** The measure that is divided: of the same table. */
  readonly count: string;
  readonly base: { readonly dataset: string; readonly measure: string };
  /** The rate is for so many of the base. */
  readonly per: number;
}

/** A share of a count: of its records in a code of a category, out of those in another code or in all. It is told where the category is whole. */
export interface ShareOf {
  /** The measure that counts the records. */
  readonly count: string;
  /** The category of a table that tells the records apart. */
  readonly category: string;
  readonly code: string;
  /** The code that the share is out of; all of the category where left out. */
  readonly outOf?: string;
  /** Whether it is out of all of the category where the code list has no `outOf`. */
  readonly orAll?: boolean;
  /** Whether it is of things that chance does not move: then it has no range, and none is too few. */
  readonly isFixed?: boolean;
}

/** The code that a share is out of, given which codes the list of its category has; `undefined` for all of the category. */
export const wholeOf = ({ outOf, orAll = false }: ShareOf, has: (code: string) => boolean): string | undefined =>
  orAll && outOf !== undefined && !has(outOf) ? undefined : outOf;

/** The records of a count that are in a code of a category. It is told where the category is whole. */
export interface PartOf {
  readonly count: string;
  readonly category: string;
  readonly code: string;
}

/** How each group's share of some people compares with its share of the residents: told for each group, the codes of which are those of the hub's population. */
export interface RepresentationOf {
  readonly count: string;
  /** Its finest codes are the groups. */
  readonly category: string;
  /** The code above all groups whose people said what they are: those who did not are in no share. */
  readonly outOf: string;
}

/** A figure of how long something took, from the counts by bands of time that the codes of a category stand for. It is told where the category is whole. */
export interface WaitOf {
  readonly count: string;
  /** Its codes say what band of time they stand for, and whether the wait ended in it. */
  readonly category: string;
  /** The code above all bands, where there are other codes too; all of the category where left out. */
  readonly outOf?: string;
  /** The time by which a share has ended, told by the end of its band or by the beginning; or the share that has ended by the end of a band. */
  readonly tell: { readonly quantile: number; readonly by: "end" | "beginning" } | { readonly endedWithin: number };
}

/** What says from which count a measure is worked out. */
type Derivation = Pick<MeasureDefinition, "per1000Of" | "ratioOf" | "shareOf" | "partOf" | "waitOf" | "representationOf">;

/** The code of the count that a measure is worked out from; `undefined` where it is counted or summed itself. */
export const derivedFrom = ({ per1000Of, ratioOf, shareOf, partOf, waitOf, representationOf }: Derivation): string | undefined =>
  per1000Of ?? (ratioOf ?? shareOf ?? partOf ?? waitOf ?? representationOf)?.count;
