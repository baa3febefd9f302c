import type { SurveyWave } from "@openbeat/database/client";
import type { WaveWeighting } from "../domain/index.ts";
import { surveyOf, waveRecordOf } from "../store/index.ts";
import { builder } from "./builder.ts";
import { WeightingMethodRef } from "./survey-enums.ts";
import { languageArgument, words } from "./words.ts";

type Margin = WaveWeighting["margins"][number];
interface OfWave<Value> {
  readonly wave: SurveyWave;
  readonly value: Value;
}

interface Category extends OfWave<Margin["categories"][number]> {
  readonly margin: Margin;
}
const CategoryRef = builder.objectRef<Category>("WeightingCategory").implement({
  description: "A category of a margin. All its shares are from 0 to 1, of those who said which category is theirs.",
  fields: (t) => ({
    code: t.string({ description: "Its code; the codes of a combination are joined.", resolve: ({ value }) => value.code }),
    label: t.string({
      nullable: true,
      description: "What it is called: of a combination, the names of its parts. Null where no name was given.",
      args: languageArgument(),
      resolve({ wave, value, margin }, { language }) {
        if (value.label !== undefined) return words(wave, value.label, language);
        const { groupCodes, catalogue } = surveyOf(wave);
        const [by = "", ...others] = margin.by;
        if (others.length > 0) return null;
        const found = by === "area" ? catalogue.areaByCode.get(value.code) : groupCodes.get(`${by}.${value.code}`);
        if (found === undefined) return null;
        return words(found, "label" in found ? found.label : found.name, language);
      },
    }),
    target: t.float({ description: "Its share of the population.", resolve: ({ value }) => value.target }),
    unweighted: t.float({
      nullable: true,
      description: "Its share of the answers as they came, to the nearest 0.05. Null where too few answered to tell.",
      resolve: ({ value }) => value.unweighted,
    }),
    weighted: t.float({
      nullable: true,
      description: "Its share of the answers as they were weighted. Null where too few answered to tell.",
      resolve: ({ value }) => value.weighted,
    }),
    mergedInto: t.string({
      nullable: true,
      description: "Code of the category it was merged into, because nobody or too few answered; else null.",
      resolve: ({ value }) => value.mergedInto,
    }),
  }),
});

const MarginRef = builder.objectRef<OfWave<Margin>>("WeightingMargin").implement({
  description: "Something whose shares were weighted to those of the population, such as age by gender.",
  fields: (t) => ({
    name: t.string({ description: "Its short name.", resolve: ({ value }) => value.name }),
    by: t.stringList({
      description: "The groups it is made of, such as `age` and `gender`.",
      complexity: 1,
      resolve: ({ value }) => value.by,
    }),
    source: t.string({
      description: "Who counted the population, and when.",
      args: languageArgument(),
      resolve: ({ wave, value }, { language }) => words(wave, value.source, language),
    }),
    largestDifference: t.float({
      description: "How far the weighted share of a category still is from the population's, at most: 0.01 is one percentage point.",
      resolve: ({ value }) => value.largestDifference,
    }),
    categories: t.field({
      type: [CategoryRef],
      description: "Its categories.",
      complexity: { field: 1, multiplier: 12 },
      resolve: ({ wave, value }) => value.categories.map((category) => ({ wave, value: category, margin: value })),
    }),
  }),
});

const TrimRef = builder.objectRef<{ readonly lowest: number; readonly highest: number }>("WeightingTrim").implement({
  description: "Between which bounds the weight of one answer was kept.",
  fields: (t) => ({
    lowest: t.exposeFloat("lowest", { description: "The lowest weight, in multiples of the mean one." }),
    highest: t.exposeFloat("highest", { description: "The highest weight, in multiples of the mean one." }),
  }),
});

export const WeightingRef = builder.objectRef<SurveyWave>("SurveyWeighting").implement({
  description: "How the answers of a wave were weighted, and what that cost in precision.",
  fields: (t) => ({
    method: t.field({ type: WeightingMethodRef, description: "How.", resolve: (wave) => waveRecordOf(wave).weighting.method }),
    statement: t.string({
      description: "In words: to what, by whom, and why.",
      args: languageArgument(),
      resolve: (wave, { language }) => words(wave, waveRecordOf(wave).weighting.statement, language),
    }),
    designEffect: t.float({
      description: "How much less precise weighting made the wave: 1 is not at all, 2 as if half had been asked (Kish).",
      resolve: (wave) => waveRecordOf(wave).weighting.designEffect,
    }),
    nEffective: t.int({
      description: "How many unweighted answers the wave is worth.",
      resolve: (wave) => waveRecordOf(wave).weighting.nEffective,
    }),
    iterations: t.int({
      nullable: true,
      description: "How many rounds raking took; null where nothing was raked.",
      resolve: (wave) => waveRecordOf(wave).weighting.iterations,
    }),
    trim: t.field({
      type: TrimRef,
      nullable: true,
      description: "Bounds of the weight of one answer; null where weights were not trimmed.",
      resolve: (wave) => waveRecordOf(wave).weighting.trim,
    }),
    margins: t.field({
      type: [MarginRef],
      description: "What was weighted to the population.",
      complexity: { field: 1, multiplier: 4 },
      resolve: (wave) => waveRecordOf(wave).weighting.margins.map((value) => ({ wave, value })),
    }),
  }),
});
