import * as z from "zod";
import { toleratedCodes } from "../errors.ts";
import { code, identifier, path, select, words } from "./hub-schema.ts";
import { policySchema, protectionSchema } from "./policy-schema.ts";
import { standardListNames } from "./standard-lists.ts";

const day = z.iso.date();
const wholeNumber = z.number().int();

const codeEntry = z
  .strictObject({
    code,
    level: identifier,
    parent: code.optional(),
    label: words,
    ended: z
      .boolean()
      .describe("For a band of time: true for what ended in it, false for what goes on and was watched for so long.")
      .optional(),
    upTo: wholeNumber
      .min(0)
      .describe("The end of the band, in days or minutes; left out for the last. Say it in the label too.")
      .optional(),
  })
  .refine(({ ended, upTo }) => ended !== undefined || upTo === undefined, "A code with upTo is a band of time: say whether it ended.");
const codeList = z.strictObject({
  title: words,
  standard: z.enum(standardListNames).describe("A list that comes with Openbeat, in the place of levels and codes.").optional(),
  levels: z.array(identifier).min(1).describe("The levels of the hierarchy, finest first. Left out with `standard`.").optional(),
  codes: z.array(codeEntry).optional(),
  file: path.describe("A CSV file with the columns code, level, parent and label_en, label_es … .").optional(),
});

const standard = z.strictObject({
  hours: z.number().positive().max(87_600).describe("Within how many hours."),
  title: words.describe("What is promised: told to the public."),
  from: day.describe("The first day of the promise.").optional(),
});

const dimensions = z
  .object({
    area: z.array(identifier).min(1).describe("Levels of the geography, finest first."),
    period: z.array(z.enum(["month", "quarter", "year"])).min(1),
  })
  .catchall(z.array(identifier).min(1).describe("Levels of the code list of that name, finest first."));

const table = z.strictObject({
  name: code,
  title: words,
  dimensions,
  measures: z.array(z.string()).min(1).describe("Codes of the measure catalogue."),
  policy: policySchema,
});

/** datasets/NAME.yaml: one kind of record, where it comes from, and the tables cut from it. */
export const datasetSchema = z
  .strictObject({
    dataset: code.describe("The dataset's code: incidents, engagement, concerns."),
    title: words,
    description: words,
    theme: z.enum(["communication", "trust", "problem-solving", "collaboration", "outcomes"]),
    source: z.strictObject({
      files: path.describe("A path, in which * stands for any part of a name."),
      format: z.enum(["csv", "ndjson", "parquet"]),
      delimiter: z
        .string()
        .regex(/^[\t !#-~]$/, "A delimiter is one character of ASCII, and no quote.")
        .optional(),
      numbered: z
        .boolean()
        .default(false)
        .describe(
          "Gives every row a column `file_row`, its file and its place in it: an id for records that have none. Rows of a file must then never change places.",
        ),
      publisher: words.optional(),
    }),
    select: select.describe("SQL expressions named id, date, area, and one for each category and each summed measure of the tables."),
    areaLevel: identifier.describe("The level of the codes in `area`; the finest level of the tables where left out.").optional(),
    locate: z
      .strictObject({
        latitude: identifier.describe("The column of the select that has the latitude, in degrees of WGS 84."),
        longitude: identifier.describe("The column of the select that has the longitude."),
        level: identifier.describe("The level of the areas, with boundaries, among which the record's area is found."),
      })
      .describe("For records that have coordinates and no area: find it by the boundaries. The coordinates go no further.")
      .optional(),
    reporting: z
      .strictObject({
        file: path.describe("A CSV file with the columns kind, area, period and reporting, as the standard's coverage has them."),
        select: select.describe("SQL expressions named kind, area, period and reporting.").default("kind, area, period, reporting"),
      })
      .describe("Which areas reported their records of which periods: what is missing is shown as not reported, and is no zero.")
      .optional(),
    coverage: z.strictObject({ from: day, to: day }).describe("First and last day that the records cover."),
    breaks: z
      .array(
        z.strictObject({
          from: day.describe("First day that was recorded in the new way."),
          title: words.describe("What changed, as it is told beside the figures."),
        }),
      )
      .default([])
      .describe("Changes in what is recorded or how: figures before and after are not compared. NIBRS from 2021-01-01 is one."),
    standards: z
      .record(identifier, standard)
      .default({})
      .describe(
        "Times that the agency promises, for within_standard() in the select. For concerns, `response` is 72 hours where it is left out.",
      ),
    codes: z.record(identifier, codeList).default({}).describe("The code list of each category."),
    tolerate: z
      .partialRecord(z.enum(toleratedCodes), wholeNumber.min(0))
      .default({})
      .describe(
        "How many records may have a problem of this kind and be left out, counted; how many files or periods may be without records. None where left out.",
      ),
    notes: z
      .array(z.strictObject({ code, title: words, where: z.string().min(1) }))
      .default([])
      .describe("Records to count and report, by a condition in SQL over the file's columns."),
    protection: protectionSchema,
    tables: z.array(table).min(1),
  })
  .describe("A dataset of an Openbeat hub.");
export type DatasetSpec = z.infer<typeof datasetSchema>;
export type TableSpec = DatasetSpec["tables"][number];
export type CodeListSpec = DatasetSpec["codes"][string];
export type StandardSpec = DatasetSpec["standards"][string];
