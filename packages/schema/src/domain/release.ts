import * as z from "zod";

// The shapes of the JSON columns of the public store: what the pipeline writes and the store reads, checked at both borders.

const localisedText = z.record(z.string(), z.string());

/** Who publishes, under what licence, in which languages. */
export const hubDescription = z.object({
  code: z.string(),
  title: localisedText,
  description: localisedText,
  publisher: localisedText,
  /** BCP 47 tags; the first is the hub's own language. */
  languages: z.array(z.string()).min(1),
  /** IANA time zone of the agency. */
  timezone: z.string(),
  licence: z.object({ name: z.string(), url: z.string() }),
  contact: z.string().nullable(),
  /** True for sample data: every page says so. */
  fictional: z.boolean(),
  /** Where the site stands, without a slash at its end, or null where it is not known. */
  url: z.string().nullable(),
  /** ISO 8601 day on which the next release is planned, where the agency says. */
  nextRelease: z.iso.date().optional(),
});
export type HubDescription = z.infer<typeof hubDescription>;

/** A count that a steward asked for, as its order of magnitude: anything closer could be a hidden cell's. */
export const notedCount = z.enum([
  "none",
  "fewer than 100",
  "hundreds",
  "thousands",
  "tens of thousands",
  "hundreds of thousands",
  "millions",
]);

/** How many records were left out, as an order of magnitude; a number in releases from before that was so. */
export const toldCount = z.union([z.literal("fewer than 10"), notedCount, z.number().int()]);

/** How a dataset's records were read. */
export const datasetSource = z.object({
  publisher: localisedText,
  /** Null where it would tell how many were left out, or wait. */
  recordsRead: z.number().int().nullable(),
  /** Null where the grand total is itself hidden. */
  recordsUsed: z.number().int().nullable(),
  /** Records left out as the steward's tolerances say, by problem code. */
  leftOut: z.array(z.object({ code: z.string(), records: toldCount })),
  /** Changes in what is recorded or how, by their first day: figures before and after are not compared. */
  breaks: z.array(z.object({ from: z.string(), title: localisedText })).optional(),
  /** Counts the steward asked to be reported beside the figures. */
  notes: z.array(z.object({ code: z.string(), title: localisedText, records: notedCount })),
  /** Times that the agency promises, and since when: what figures of answers in time are measured by. Releases from before that was told have none. */
  standards: z
    .array(z.object({ code: z.string(), title: localisedText, hours: z.number().positive(), from: z.string().nullable() }))
    .default([]),
});
export type DatasetSource = z.infer<typeof datasetSource>;

/** What the public may know of how a table was protected. Never which rule hid which cell. */
export const publicPolicy = z.object({
  method: z.enum(["suppress", "smallCountRounding", "controlledRounding", "cellKey", "differentialPrivacy", "survey", "none"]),
  explanation: localisedText,
  threshold: z.number().int().nullable(),
  width: z.number().int().nullable(),
  /** Where counts are hidden: whether zeros are, too. They are shown where this is left out. */
  zeros: z.enum(["safe", "sensitive"]).optional(),
  /** Where counts are hidden: whether readers are taken to know which finest combinations hold nothing. They are not where this is left out. */
  emptyCombinations: z.enum(["unknown", "public"]).optional(),
  /** For a survey: the finest step that percentages and indices are rounded to, in points. 1 where this is left out. `width` is what a step is worth, in people. */
  roundedTo: z.number().positive().optional(),
});
export type PublicPolicy = z.infer<typeof publicPolicy>;

/** What a release holds, and the hashes that identify it. */
export const releaseManifest = z.object({
  format: z.literal(1),
  tables: z.array(
    z.object({
      dataset: z.string(),
      code: z.string(),
      dimensions: z.array(z.object({ code: z.string(), levels: z.array(z.string()) })),
      measures: z.array(z.string()),
      rows: z.number().int(),
      suppressed: z.number().int(),
      /** Of the canonical CSV of its observations. */
      sha256: z.string(),
    }),
  ),
  /** The curated public records, by kind; releases of earlier versions of Openbeat have none. */
  records: z
    .array(
      z.object({
        kind: z.string(),
        rows: z.number().int(),
        /** Of its records, one line each. */
        sha256: z.string(),
      }),
    )
    .optional(),
  /** Codes of areas and code lists, without their words: losing one is a major change. */
  codes: z.record(z.string(), z.array(z.string())),
  /** Of everything that is words: titles, labels, descriptions. */
  wordsSha256: z.string(),
  /** Of boundaries and populations. */
  referenceSha256: z.string(),
  /** Of what rolls up into what; releases of earlier versions of Openbeat do not have it. */
  hierarchySha256: z.string().optional(),
  /** Of the certificates of protection. */
  certificateSha256: z.string(),
  /** Of what it says of earlier releases, where it says anything. */
  noticesSha256: z.string().optional(),
});
export type ReleaseManifest = z.infer<typeof releaseManifest>;
