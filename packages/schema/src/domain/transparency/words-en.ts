import type { ToldFinding, TransparencyWords } from "./wording.ts";

const unseen = (what: string) => () => `${what} No software can tell that from a catalogue, so it is not scored.`;
const bySoftware = "The software does this for every hub.";

/** A type of data, and what figures of it must be broken down by. */
const subject = (title: string, records: string) => ({
  title,
  asks: `Figures of ${records} are published, can be taken as files, and are broken down.`,
  how: ({ result, count }: ToldFinding) =>
    result === "NO"
      ? `No table has a measure of ${records}.`
      : `Tables with a measure of ${records}: ${count}. ${result === "YES" ? "They go below the whole area and by a category." : "They do not go both below the whole area and by a category."}`,
  toEarn: `Publish figures of ${records} by area and by at least one category.`,
});

/** The words of the score in English. */
export const transparencyEn: TransparencyWords = {
  results: { YES: "Yes", IN_PART: "In part", NO: "No", CANNOT_BE_TOLD: "Cannot be told" },
  total: ({ met, told, inPart, notMet, cannotBeTold }) =>
    `Met: ${met} of ${told} that can be told. Met in part: ${inPart}. Not met: ${notMet}. Cannot be told from what is published, and not scored: ${cannotBeTold}.`,
  source: (name, test) => (test === null ? name : `${name}, test ${test} of 6`),
  criteria: {
    "open-licence": {
      title: "Free to use",
      asks: "Anyone may use the figures, at no cost and for any purpose.",
      how: ({ result, name }) =>
        `The release names this licence: ${name}. ${result === "YES" ? "It is one of those known to be open." : result === "IN_PART" ? "It lets people read and share, but not use the figures for everything." : "It is not one that the software knows, so whether it is open is not scored."}`,
      toEarn: "Publish under an open licence, such as CC0 or CC BY.",
    },
    findable: {
      title: "Easy to find",
      asks: "The data stand at an address of their own, where people and catalogues find them.",
      how: ({ result }) =>
        result === "YES"
          ? "The hub names the address of its site. So a catalogue for data portals and a map of the site for search engines stand there. Whether the agency's own site links to it is not seen."
          : "The hub names no address of its site. So there is no catalogue for data portals and no map for search engines.",
      toEarn: "Name the address of the site in the hub's description.",
    },
    "plain-language": {
      title: "No jargon",
      asks: "A resident understands the words without knowing the police from inside.",
      how: unseen("Whether words are plain takes people who read them."),
      toEarn: "Have residents read the pages, and publish what they said.",
    },
    "machine-readable": {
      title: "Made for programs",
      asks: "The figures can be taken as files that programs read, not as PDF or pictures.",
      how: ({ count, of }) =>
        `Published tables that stand as CSV, Parquet, JSON-stat and NDJSON and in the API: ${count} of ${of}. ${bySoftware}`,
      toEarn: "Publish at least one table.",
    },
    "page-for-everyone": {
      title: "A page for people first",
      asks: "Whoever does not work with data finds a page with charts and words before the files.",
      how: ({ count, of }) => `Published tables with a page of charts and words: ${count} of ${of}. ${bySoftware}`,
      toEarn: "Publish at least one table.",
    },
    denominators: {
      title: "Counts with what they are out of",
      asks: "Beside counts stands what they must be set against, such as residents, calls or stops.",
      how: ({ result, count, of }) =>
        result === "CANNOT_BE_TOLD"
          ? "No dataset counts events, so there is nothing to set against anything."
          : `Datasets that count events and have a rate as well: ${count} of ${of}.`,
      toEarn: "Publish a rate in every dataset that counts events: per 1,000 residents, or per call or stop.",
    },
    definitions: {
      title: "Every term explained",
      asks: "Each measure says what it counts and how; each code has words.",
      how: ({ count, of }) =>
        `Measures with a description and a method, and codes with a label: ${count} of ${of}. Whether the words are right is not seen.`,
      toEarn: "Describe every measure and label every code.",
    },
    "policy-context": {
      title: "The rules and the chief's word",
      asks: "Beside the figures stand the policies that they are about, and an introduction by the chief.",
      how: unseen("A catalogue has no place for policies and introductions."),
      toEarn: "Publish the policies, and link to them from the hub's description.",
    },
    bulk: {
      title: "All at once",
      asks: "Everything of a dataset can be taken in one download.",
      how: ({ count, of }) => `Datasets with one archive of all their tables: ${count} of ${of}. ${bySoftware}`,
      toEarn: "Publish a table of every dataset.",
    },
    "next-date": {
      title: "The next date is named",
      asks: "The release says when the next one is to come.",
      how: ({ result, day }) =>
        result === "YES" ? `The next release is planned for ${day}.` : "The release names no day for the next one.",
      toEarn: "Name the day of the next release.",
    },
    "on-time": {
      title: "The date was kept",
      asks: "The release came by the day that the one before it had named.",
      how: ({ result, day, planned, days }) =>
        result === "CANNOT_BE_TOLD"
          ? "No release before this one named a day for it, so there is none to be kept."
          : `Planned for ${planned}, published on ${day}.${result === "YES" ? "" : ` Days late: ${days}.`}`,
      toEarn: "Publish by the day that is named. Up to seven days late counts in part.",
    },
    "in-the-pipe": {
      title: "What is being prepared",
      asks: "The agency says which data it will publish later.",
      how: unseen("A release holds what is published, not what will be."),
      toEarn: "Say on the agency's site which data come next.",
    },
    "incidents-and-summaries": {
      title: "Single incidents as well as summaries",
      asks: "Both the records of single incidents and summaries of them are published.",
      how: ({ result, count }) =>
        result === "NO"
          ? "There is no table at all."
          : `Tables of summaries: ${count}. Records of single incidents: none. The software publishes none, as they may tell who was involved.`,
      toEarn:
        "This hub cannot earn all of it. Records of single incidents need a way of their own, with a check of what they tell of people.",
    },
    fresh: {
      title: "Up to date",
      asks: "The records reach to within 122 days of the release: a quarter, and 30 days to make it.",
      how: ({ count, of }) => `Datasets whose records reach so far: ${count} of ${of}.`,
      toEarn: "Publish each dataset within 122 days of the last day that it covers.",
    },
    granular: {
      title: "Near in place and time",
      asks: "The figures go below the whole area, by month or by quarter.",
      how: ({ count, of }) => `Datasets with a table that does: ${count} of ${of}.`,
      toEarn: "Publish each dataset by parts of the area and by month or quarter, as far as people stay protected.",
    },
    history: {
      title: "Years to look back on",
      asks: "The records cover three years or more.",
      how: ({ count, of }) => `Datasets that do: ${count} of ${of}.`,
      toEarn: "Publish older years of each dataset, and keep them as time goes on.",
    },
    force: subject("Use of force", "use of force"),
    complaints: subject("Complaints", "complaints about the police"),
    calls: subject("Calls for service", "calls for service"),
    arrests: {
      ...subject("Arrests", "arrests"),
      toEarn: "This version of the software has no measure of arrests. Publish them elsewhere until it has one.",
    },
    stops: subject("Stops", "traffic and pedestrian stops"),
    shootings: {
      title: "Shootings by officers",
      asks: "Shootings by officers are published.",
      how: unseen("Whether they are among the use of force depends on the agency's own codes."),
      toEarn: "Tell them apart in the figures of use of force, and say so in the description of the dataset.",
    },
  },
};
