import type { Code } from "@openbeat/database/client";
import { precisionName, surveyMeasures } from "../domain/index.ts";
import { cellKey, type FoundEstimate, type Survey } from "../store/index.ts";
import { designOf } from "../store/survey-comparison.ts";
import { addressOf, itemOf, wavesBehind } from "../store/survey-estimates.ts";
import { questionOf } from "../store/surveys.ts";
import { AreaRef } from "./area.ts";
import { builder } from "./builder.ts";
import { EstimateRef } from "./estimate.ts";
import { MeasureRef } from "./measure.ts";
import { connectionType } from "./page.ts";
import { TimePeriodRef } from "./period.ts";
import { SurveyConstructRef } from "./survey-construct.ts";
import { SurveyMeasureRef } from "./survey-enums.ts";
import { SurveyGroupRef } from "./survey-grouping.ts";
import { SurveyItemRef } from "./survey-item.ts";
import { SurveyQuestionRef } from "./survey-question.ts";
import { sentenceOf } from "./survey-sentence.ts";
import { SurveyWaveRef } from "./survey-wave.ts";
import { languageArgument, words } from "./words.ts";

const AnswerRef = builder.objectRef<{ readonly survey: Survey; readonly code: Code }>("SurveyAnswer").implement({
  description: "The answer that a share is of.",
  fields: (t) => ({
    code: t.string({
      description: "Its code, as the scale of the question has it.",
      resolve({ survey, code }) {
        const item = itemOf(survey, code)?.code ?? "";
        return code.code.startsWith(`${item}.`) ? code.code.slice(item.length + 1) : code.code;
      },
    }),
    label: t.string({
      description: "Its words.",
      args: languageArgument(),
      resolve: ({ code }, { language }) => words(code, code.label, language),
    }),
  }),
});

export const SurveyEstimateRef = builder.objectRef<FoundEstimate>("SurveyEstimate").implement({
  description:
    "An estimate from a survey: of one item, answer or construct, for one area, one period and one group. It is never told without how sure it is.",
  fields: (t) => ({
    key: t.id({
      description: "Names the same estimate in every release, as the `key` of a cell does.",
      resolve: ({ selection, cell }) => cellKey(selection, cell),
    }),
    kind: t.field({
      type: SurveyMeasureRef,
      description: "What is told of the answers, as `measures` takes it.",
      resolve({ cell: { measure } }) {
        const found = Object.values(surveyMeasures).find((code) => code === measure.code);
        if (found === undefined) throw new Error("An estimate is of no measure of surveys.");
        return found;
      },
    }),
    measure: t.field({ type: MeasureRef, description: "What the number means.", resolve: ({ cell }) => cell.measure }),
    item: t.field({
      type: SurveyItemRef,
      nullable: true,
      description: "What was asked; null for a construct, which several items measure together.",
      resolve: (estimate) => itemOf(estimate.survey, addressOf(estimate).item) ?? null,
    }),
    answer: t.field({
      type: AnswerRef,
      nullable: true,
      description: "The answer that a share is of; null for everything that is told of all answers together.",
      resolve(estimate) {
        const { item } = addressOf(estimate);
        return item.level === "answer" ? { survey: estimate.survey, code: item } : null;
      },
    }),
    construct: t.field({
      type: SurveyConstructRef,
      nullable: true,
      description: "The construct that it is of, or that its item belongs to; null where there is none.",
      resolve(estimate) {
        const { survey } = estimate;
        const code = addressOf(estimate).item;
        const item = itemOf(survey, code);
        return survey.constructs.find((one) => (item === undefined ? one.code === code.code : one.id === item.constructId)) ?? null;
      },
    }),
    area: t.field({ type: AreaRef, description: "Where.", resolve: ({ cell }) => cell.area }),
    period: t.field({
      type: TimePeriodRef,
      description: "When: the period of a wave, or twelve months.",
      resolve: ({ cell }) => cell.period,
    }),
    group: t.field({
      type: SurveyGroupRef,
      description: "Whose answers.",
      resolve: (estimate) => ({ survey: estimate.survey, code: addressOf(estimate).group }),
    }),
    waves: t.field({
      type: [SurveyWaveRef],
      description: "The waves it rests on, newest first: one, or those of twelve months together.",
      complexity: { field: 1, multiplier: 4 },
      resolve: (estimate) => wavesBehind(estimate).map(({ row }) => row),
    }),
    question: t.field({
      type: SurveyQuestionRef,
      nullable: true,
      description: "How the item was put, by the latest of those waves that asked it; null for a construct.",
      resolve(estimate) {
        const { survey } = estimate;
        const item = itemOf(survey, addressOf(estimate).item);
        if (item === undefined) return null;
        return wavesBehind(estimate)
          .map((wave) => questionOf(survey, item, wave)?.row)
          .find((question) => question !== undefined);
      },
    }),
    estimate: t.field({ type: EstimateRef, description: "The value, and what must be known to use it.", resolve: (estimate) => estimate }),
    precision: t.string({
      description: "What the range around it may be called. Only a random sample has a margin of sampling error.",
      args: languageArgument(),
      resolve: (estimate, { language }) => precisionName(designOf(wavesBehind(estimate)), language ?? estimate.survey.catalogue.language),
    }),
    sentence: t.string({
      description:
        "What may be said of it, in plain words: the value with its range, how many answered and how they were chosen; or why it is not shown, and where to look instead.",
      args: languageArgument(),
      complexity: 10,
      async resolve(estimate, { language }, { store }) {
        const pool = estimate.cell.status === "UNRELIABLE" ? await store.poolOf(estimate) : undefined;
        return sentenceOf(estimate, pool, language ?? estimate.survey.catalogue.language);
      },
    }),
    release: t.string({
      description: "Version of the release it stands in.",
      resolve: ({ survey }) => survey.catalogue.release.version,
    }),
  }),
});
builder.objectField(SurveyEstimateRef, "pool", (t) =>
  t.field({
    type: SurveyEstimateRef,
    nullable: true,
    description:
      "For a figure that is not shown, to protect people or because too few answered: the nearest published one that is. First the twelve months up to the same period are looked at, then wider areas, then everyone in the place of a group. Null where the figure itself is shown, or no other is.",
    complexity: 20,
    resolve: (estimate, _, { store }) => store.poolOf(estimate),
  }),
);

export const SurveyEstimateConnectionRef = connectionType(SurveyEstimateRef, { name: "SurveyEstimate", of: "estimates" });
