import * as z from "zod";
import { toleratedCodes } from "../errors.ts";
import { code, identifier, path, select, words } from "./hub-schema.ts";
import { policySchema, protectionSchema } from "./policy-schema.ts";

const day = z.iso.date();
const wholeNumber = z.number().int();

const codeEntry = z.strictObject({ code, level: identifier, parent: code.optional(), label: words });
const codeList = z.strictObject({
  title: words,
  levels: z.array(identifier).min(1).describe("The levels of the hierarchy, finest first."),
  codes: z.array(codeEntry).optional(),
  file: path.describe("A CSV file with the columns code, level, parent and label_en, label_es … .").optional(),
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
