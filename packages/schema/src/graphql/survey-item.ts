import { itemBase } from "../domain/index.ts";
import { findWave, questionRecordOf, surveyOf, waveRecordOf } from "../store/index.ts";
import { questionOf } from "../store/surveys.ts";
import { builder } from "./builder.ts";
import { SurveyConstructRef } from "./survey-construct.ts";
import { addSurveyNode } from "./survey-node.ts";
import { questionsOfItem, SurveyQuestionRef } from "./survey-question.ts";
import { languageArgument, words } from "./words.ts";

export const SurveyItemRef = builder.prismaObject("SurveyItem", {
  description: "What a survey asks, wave after wave. How exactly it was put may have changed: see `questions`.",
  fields: (t) => ({
    code: t.exposeString("code", { description: "Its short name: what `items` and `answersOf` take." }),
    title: t.string({
      description: "A short name for tables and charts. It is not the wording.",
      args: languageArgument(),
      resolve: (item, { language }) => words(item, item.title, language),
    }),
    base: t.string({
      description: "Of whom it is asked.",
      args: languageArgument(),
      resolve: (item, { language }) => words(item, itemBase.parse(item.base).text, language),
    }),
    construct: t.field({
      type: SurveyConstructRef,
      nullable: true,
      description: "What it measures together with others, or null where it stands alone.",
      resolve: (item) => surveyOf(item).constructs.find(({ id }) => id === item.constructId),
    }),
    questions: t.field({
      type: [SurveyQuestionRef],
      description: "Its wordings: one for each version of the questionnaire that asked it, in the order of the versions.",
      complexity: { field: 1, multiplier: 3 },
      resolve: (item) => questionsOfItem(item.id, item),
    }),
    question: t.field({
      type: SurveyQuestionRef,
      nullable: true,
      description: "How one wave put it; null where that wave did not ask it.",
      args: { wave: t.arg.string({ description: "Code of the wave. Left out: the latest." }) },
      resolve(item, { wave }) {
        const survey = surveyOf(item);
        const asked = findWave(survey, wave);
        return asked === undefined ? null : questionOf(survey, item, waveRecordOf(asked))?.row;
      },
    }),
  }),
});
builder.prismaObjectField(SurveyQuestionRef, "item", (t) =>
  t.field({ type: SurveyItemRef, description: "What it asks.", resolve: (question) => questionRecordOf(question).item }),
);
builder.prismaObjectField(SurveyConstructRef, "items", (t) =>
  t.field({
    type: [SurveyItemRef],
    description: "The items that measure it.",
    complexity: { field: 1, multiplier: 5 },
    resolve: (construct) => surveyOf(construct).items.filter(({ constructId }) => constructId === construct.id),
  }),
);
addSurveyNode(SurveyItemRef, {
  name: "SurveyItem",
  codes: ({ code }) => [code],
  find: ({ items }, code) => items.find((item) => item.code === code),
});
