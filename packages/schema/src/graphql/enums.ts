import { dataFormats, observationFlags, observationStatuses } from "../domain/index.ts";
import { builder } from "./builder.ts";

type Described<Entries> = { readonly [Key in keyof Entries]: { readonly description: string } };

const described = <Entries extends Readonly<Record<string, { readonly meaning: string }>>>(entries: Entries) =>
  Object.fromEntries(Object.entries(entries).map(([code, { meaning }]) => [code, { description: meaning }])) as Described<Entries>;

export const ObservationStatusRef = builder.enumType("ObservationStatus", {
  description:
    "Whether there is a value, and if not, why. A hidden cell never says by which rule it was hidden. Zero is a true zero, unless a flag says that it is rounded or perturbed.",
  values: described(observationStatuses),
});

export const ObservationFlagRef = builder.enumType("ObservationFlag", {
  description: "What a reader must know about a value that is there.",
  values: described(observationFlags),
});

export const DataFormatRef = builder.enumType("DataFormat", {
  description: "How a file of figures is written.",
  values: described(dataFormats),
});

export const DimensionKindRef = builder.enumType("DimensionKind", {
  description: "What the members of a dimension are.",
  values: {
    TIME: { description: "Calendar periods." },
    GEOGRAPHY: { description: "Areas." },
    CATEGORY: { description: "Codes of a code list." },
  },
});

export const GranularityRef = builder.enumType("Granularity", {
  description: "How long a period is.",
  values: {
    MONTH: { description: "A calendar month." },
    QUARTER: { description: "A calendar quarter: three months." },
    YEAR: { description: "A calendar year." },
    ROLLING_YEAR: { description: "The twelve months up to the end of a month or quarter. Two of them may overlap." },
  },
});

export const MeasureKindRef = builder.enumType("MeasureKind", {
  description: "What kind of statistic a measure is.",
  values: {
    COUNT: { description: "A number of records." },
    SUM: { description: "A sum of a number that each record carries." },
    RATE: { description: "A count for so many residents." },
    PROPORTION: { description: "A part of a whole." },
    RATIO: { description: "One number divided by another." },
    MEAN: { description: "An average." },
    MEDIAN: { description: "The middle value." },
    QUANTILE: { description: "The value that a stated share lies at or below." },
    INDEX: { description: "Several numbers in one." },
  },
});

export const DirectionRef = builder.enumType("Direction", {
  description: "Whether a higher value is good news.",
  values: {
    BETTER: { description: "Higher is better." },
    WORSE: { description: "Higher is worse." },
    NEUTRAL: { description: "Higher is neither better nor worse, or both." },
  },
});

export const UncertaintyKindRef = builder.enumType("UncertaintyKind", {
  description: "Why a value may differ from the truth it stands for.",
  values: {
    SAMPLING: { description: "Only some were asked: see the interval." },
    SMALL_COUNT: { description: "So few events that chance alone moves the value: see the interval." },
    MODEL: { description: "Estimated or filled in by a stated method." },
    ROUNDING: { description: "Rounded or changed slightly at random, to protect people." },
    FULL_COUNT: { description: "All records were counted. What was never recorded is not in them." },
    NOT_ASSESSED: { description: "Nobody has said how uncertain it is." },
  },
});

export const CitationStyleRef = builder.enumType("CitationStyle", {
  description: "How a citation is written down.",
  values: {
    TEXT: { description: "A sentence for a footnote." },
    BIBTEX: { description: "An entry for BibTeX." },
    RIS: { description: "A record for Zotero, EndNote and the like." },
    CSL_JSON: { description: "An item of the Citation Style Language, as JSON." },
  },
});
