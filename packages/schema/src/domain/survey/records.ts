import * as z from "zod";
import { sampleDesigns, scaleKinds } from "./design.ts";

// The shapes of the JSON columns that tell of surveys: what the pipeline writes and the store reads, checked at both borders.

const localisedText = z.record(z.string(), z.string());
const share = z.number().min(0).max(1);

/** The answers that could be given to a question, from the least to the most favourable. */
export const surveyScale = z.object({
  kind: z.enum(scaleKinds),
  answers: z.array(
    z.object({
      /** Its code; the answer's figures have the code ITEM.CODE in the dimension `item`. */
      code: z.string(),
      label: localisedText,
      /** What it counts in a mean: from 0, the least favourable, to 100. Null where answers have no order. */
      score: z.number().min(0).max(100).nullable(),
      /** Whether it is counted as favourable (agree, yes, the top of the scale). */
      favourable: z.boolean(),
    }),
  ),
  /** Answers that are no answer: don't know, refused. They are left out of every percentage, and their share is told. */
  nonAnswers: z.array(z.object({ code: z.string(), label: localisedText })),
});
export type SurveyScale = z.infer<typeof surveyScale>;

/** What changed in a question against the version before. */
export const wordingChange = z.object({
  what: z.array(z.enum(["wording", "scale", "direction", "base"])).min(1),
  why: localisedText,
});
export type WordingChange = z.infer<typeof wordingChange>;

/** Of whom a question is asked. */
export const itemBase = z.object({ text: localisedText });

/** What must be told of a wave before anything of it is. @see AAPOR Code of Professional Ethics and Practices (2021), III.A, items for immediate disclosure. */
export const waveMethod = z.object({
  sponsor: localisedText,
  conductor: localisedText,
  population: localisedText,
  geography: localisedText,
  /** The list or panel that people were drawn from. */
  frame: localisedText,
  /** How they were chosen and recruited, quotas and incentives included. */
  recruitment: localisedText,
  modes: z.array(localisedText).min(1),
  /** BCP 47 tags. */
  languages: z.array(z.string()).min(1),
  /** People asked to take part; null where nobody was asked by name, as in an opt-in survey. */
  invited: z.number().int().positive().nullable(),
  /** Answers that are used. */
  completes: z.number().int().positive(),
  /** Null with a definition that says why there is none. */
  responseRate: z.object({ rate: share.nullable(), definition: localisedText }),
  /** How answers were checked and cleaned. */
  processing: localisedText,
  limitations: localisedText,
  /** Where the questionnaire stands, if it is online. */
  questionnaireUrl: z.string().nullable(),
});
export type WaveMethod = z.infer<typeof waveMethod>;

/** How a wave was weighted. */
export const waveWeighting = z.object({
  method: z.enum(["none", "supplied", "raked"]),
  /** In words: to what, by whom, and why. */
  statement: localisedText,
  margins: z.array(
    z.object({
      name: z.string(),
      /** The groups it is made of: age, gender. */
      by: z.array(z.string()),
      source: localisedText,
      categories: z.array(
        z.object({
          code: z.string(),
          /** What it is called: of a combination, the names of its parts. */
          label: localisedText.optional(),
          /** Share of the population, of the answers as they came (to the nearest 5 %; null where too few answered to tell), and as weighted. Of those who said. */
          target: share,
          unweighted: share.nullable(),
          weighted: share.nullable(),
          /** The category it was merged into, because nobody or too few answered. */
          mergedInto: z.string().nullable(),
        }),
      ),
      largestDifference: share,
    }),
  ),
  /** Bounds of a weight, in multiples of the mean one; null where weights were not trimmed. */
  trim: z.object({ lowest: z.number(), highest: z.number() }).nullable(),
  iterations: z.number().int().nullable(),
  /** Kish: how much less precise weighting made the wave, and how many unweighted answers it is worth. */
  designEffect: z.number().min(1),
  nEffective: z.number().int().positive(),
});
export type WaveWeighting = z.infer<typeof waveWeighting>;

/** How well the questions of each construct agree in a wave: Cronbach's alpha over those who answered all of them. */
export const waveReliability = z.object({
  constructs: z.array(
    z.object({
      code: z.string(),
      items: z.array(z.string()).min(2),
      /** Null where too few answered them all. */
      alpha: z.number().max(1).nullable(),
      /** Rounded, as every number of answers. */
      n: z.number().int().nullable(),
    }),
  ),
});
export type WaveReliability = z.infer<typeof waveReliability>;

/** A wave's sample design, as the store has it. */
export const sampleDesign = z.enum(sampleDesigns);
