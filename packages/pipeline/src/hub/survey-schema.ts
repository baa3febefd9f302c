import { constructKinds, sampleDesigns, scaleKinds } from "@openbeat/schema/domain";
import * as z from "zod";
import { toleratedCodes } from "../errors.ts";
import { code, identifier, language, path, select, words } from "./hub-schema.ts";

const wholeNumber = z.number().int();
const day = z.iso.date();
const wave = z
  .string()
  .regex(/^\d{4}(-Q[1-4]|-(0[1-9]|1[0-2]))?$/, "A wave is named by its period: 2026-Q3, 2026-09 or 2026.")
  .describe("A wave, by the period that its figures stand under.");
const file = { files: path.describe("A path, in which * stands for any part of a name."), format: z.enum(["csv", "ndjson", "parquet"]) };

const answer = z.strictObject({
  code,
  label: words,
  favourable: z
    .boolean()
    .describe("Whether it counts as favourable. The top two of a scale, or yes, where left out for all answers.")
    .optional(),
});
const scale = z
  .strictObject({
    kind: z.enum(scaleKinds),
    answers: z.array(answer).min(2).describe("Every answer that could be given, from the least to the most favourable one."),
    nonAnswers: z
      .array(z.strictObject({ code, label: words }))
      .default([])
      .describe("Don't know, refused: no answers, and their share is told."),
  })
  .describe("How a question is answered. Of a multiple choice the select gives the codes chosen, joined by semicolons, or `none`.");

const asked = {
  wording: words.describe("The exact words, in each language it was asked in."),
  scale: identifier.describe("One of the scales."),
  reversed: z.boolean().default(false).describe("Whether agreeing is the unfavourable answer: scores are turned round."),
  base: words.describe("Of whom it is asked, where not of everybody.").optional(),
};
const item = z.strictObject({
  code,
  construct: code.describe("What it measures: one of the constructs.").optional(),
  title: words.describe("A short name for tables and charts."),
  ...asked,
  since: wave.describe("The first wave that asked it; the first of all where left out.").optional(),
  until: wave.describe("The last wave that asked it.").optional(),
  changes: z
    .array(
      z.strictObject({
        from: wave.describe("The first wave that asked it so."),
        wording: asked.wording.optional(),
        scale: asked.scale.optional(),
        reversed: z.boolean().optional(),
        base: words.optional(),
        why: words,
      }),
    )
    .default([])
    .describe("What changed, in the order of the waves. Every change breaks the item's series."),
});
const construct = z.strictObject({
  code,
  kind: z.enum(constructKinds).describe("The field's name for it."),
  title: words,
  description: words,
});

const disclosed = {
  sampleDesign: z.enum(sampleDesigns).describe("How people were chosen. It decides what the precision may be called."),
  sponsor: words.describe("Who paid for the survey."),
  conductor: words.describe("Who held it."),
  population: words.describe("Whom it is about."),
  geography: words.describe("Where they live."),
  frame: words.describe("The list or panel that people were drawn from."),
  recruitment: words.describe("How they were chosen and recruited, quotas and incentives included."),
  modes: z.array(words).min(1).describe("How answers were given: online, by post, by telephone."),
  languages: z.array(language).min(1),
  invited: wholeNumber.positive().nullable().describe("People asked to take part; null where nobody was asked by name."),
  responseRate: z.strictObject({
    rate: z.number().min(0).max(1).nullable(),
    definition: words.describe("By which definition (AAPOR RR1 …), or why there is none."),
  }),
  processing: words.describe("How answers were checked and cleaned."),
  limitations: words,
  questionnaireUrl: z.url().optional(),
};
/** What must be told of a wave, whole. */
export const waveDisclosure = z.object(disclosed);
/** Every part may be left out in the YAML: what is missing is named by a problem of its own, all at once. */
const waveMethod = z.strictObject(disclosed).partial();
const waveEntry = z.strictObject({
  wave,
  title: words.optional(),
  field: z.strictObject({ from: day, to: day }).describe("First and last day on which answers were taken."),
  weighting: words.describe("How the wave was weighted, where it is not as the others.").optional(),
  correction: z
    .strictObject({ number: wholeNumber.min(1), why: words })
    .describe("Says that the answers of a published wave were corrected. Its number grows with every correction.")
    .optional(),
  ...waveMethod.shape,
});

const group = z.strictObject({ code, label: words });
const grouping = z.strictObject({
  title: words,
  codes: z.array(group).min(1).describe("The groups. No answer (NULL) counts as not stated."),
});

const margin = z.strictObject({
  name: code,
  by: z.array(identifier).min(1).max(3).describe("Groupings whose combinations are weighted to the population, or `area`."),
  file: path.describe("A CSV file with the people of the population."),
  select: select.describe("SQL expressions over the file's columns, named like the groupings of `by`, and `people`. Rows add up."),
  where: z.string().min(1).describe("Which rows of the file count, as a condition in SQL. All where left out.").optional(),
  source: words.describe("Who counted the population, and when."),
  collapse: z
    .boolean()
    .default(false)
    .describe(
      "Whether a category with too few answers is merged with the next code of the last grouping of `by`. Otherwise one without answers is refused.",
    ),
});
const weighting = z.discriminatedUnion("method", [
  z.strictObject({ method: z.literal("none"), statement: words.describe("Why the answers are not weighted.") }),
  z.strictObject({
    method: z.literal("supplied").describe("The select names a column `weight`."),
    statement: words.describe("Who weighted, and to what."),
  }),
  z.strictObject({
    method: z
      .literal("raked")
      .describe("Weighted here, so that each margin has the shares of the population. A column `weight` is where it begins."),
    statement: words.optional(),
    margins: z.array(margin).min(1),
    smallestCategory: wholeNumber
      .min(5)
      .max(100)
      .default(5)
      .describe("Categories with fewer answers are too small to be weighted by themselves."),
    trim: z
      .strictObject({ lowest: z.number().positive().max(1), highest: z.number().min(1).max(100) })
      .nullable()
      .prefault({ lowest: 0.2, highest: 5 })
      .describe("Bounds of a weight, in multiples of the mean one."),
    tolerance: z
      .number()
      .positive()
      .max(0.001)
      .default(0.0005)
      .describe("How far a weighted share may be from the population's, as a share."),
    mostIterations: wholeNumber.min(1).max(10_000).default(500),
  }),
]);

const policy = z
  .strictObject({
    width: wholeNumber
      .min(3)
      .max(1000)
      .default(5)
      .describe(
        "How many people the step is worth, at least, that a figure is rounded to: 1, 2, 5 or 10 points, the finest that is. People as the weights count them.",
      ),
    smallestBase: wholeNumber
      .min(30)
      .max(10_000)
      .default(50)
      .describe("Figures of fewer people are not shown; nor, whatever stands here, of fewer than ten times the width."),
    smallestAnswer: wholeNumber.min(3).max(100).default(5).describe("An answer that fewer people gave, or all but fewer, is not shown."),
    smallestGroup: wholeNumber
      .min(1)
      .max(1000)
      .default(30)
      .describe('A group that has fewer people in every wave is folded into "another group or not stated".'),
    roundPercentTo: z
      .union([z.literal(1), z.literal(2), z.literal(5)])
      .default(1)
      .describe("The finest step of percentages and indices, in points."),
    roundBaseTo: z
      .union([z.literal(10), z.literal(20)])
      .default(10)
      .describe("Numbers of people become multiples of it, effective ones of half of it."),
    reliability: z
      .literal("nchs")
      .default("nchs")
      .describe("What is reliable enough to be shown: the NCHS presentation standards for proportions."),
  })
  .prefault({})
  .describe("What of a survey may be shown.");

const table = z.strictObject({
  name: code,
  title: words,
  area: z.array(identifier).min(1).describe("Levels of the geography, finest first."),
  groups: z.array(identifier).default([]).describe("Groupings by which it is shown besides for everyone, one at a time."),
});

/** surveys/NAME.yaml: a survey, its questions, its waves, and what is shown of them. */
export const surveySchema = z
  .strictObject({
    survey: code.describe("The survey's code; its figures are a dataset of this name."),
    title: words,
    description: words,
    source: z.strictObject({
      ...file,
      delimiter: z
        .string()
        .regex(/^[\t !#-~]$/, "A delimiter is one character of ASCII, and no quote.")
        .optional(),
      publisher: words.optional(),
    }),
    select: select.describe(
      "SQL expressions named id, wave, area, one for each grouping and each item, and where there are any weight, stratum and cluster. An item that was not asked is NULL.",
    ),
    areaLevel: identifier.describe("The level of the codes in `area`; the finest level of the tables where left out.").optional(),
    tolerate: z
      .partialRecord(z.enum(toleratedCodes), wholeNumber.min(0))
      .default({})
      .describe("How many answers may have a problem of this kind and be left out, counted. None where left out."),
    groupings: z.record(identifier, grouping).default({}).describe("Demographic groups, by what tells them apart."),
    permission: words.describe("Who owns the wording of the questions, and under which terms it may be shown."),
    scales: z.record(identifier, scale),
    constructs: z.array(construct).default([]),
    items: z.array(item).min(1).describe("The questions, in the order they are asked."),
    every: z.enum(["month", "quarter", "year"]).describe("How long the periods are that waves are named by."),
    rolling: z.boolean().default(true).describe("Whether the waves of twelve months are shown together as well, where there are several."),
    allWaves: waveMethod.prefault({}).describe("What holds for every wave that does not say otherwise."),
    waves: z.array(waveEntry).min(1),
    weighting,
    policy,
    tables: z.array(table).min(1),
  })
  .describe("A survey of an Openbeat hub.");
export type SurveySpec = z.infer<typeof surveySchema>;
export type SurveyPolicy = SurveySpec["policy"];
export type WaveSpec = SurveySpec["waves"][number];
export type ItemSpec = SurveySpec["items"][number];
export type ScaleSpec = SurveySpec["scales"][string];
export type MarginSpec = z.infer<typeof margin>;
