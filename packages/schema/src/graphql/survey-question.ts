import type { SurveyWording } from "@openbeat/database/client";
import type { LocalisedText, SurveyScale } from "../domain/index.ts";
import { questionRecordOf, surveyOf } from "../store/index.ts";
import { builder } from "./builder.ts";
import { ScaleKindRef, WordingPartRef } from "./survey-enums.ts";
import { addSurveyNode } from "./survey-node.ts";
import { languageArgument, words } from "./words.ts";

/** Part of a question's columns of JSON, with the question whose languages they are in. */
interface Part<Value> {
  readonly question: SurveyWording;
  readonly value: Value;
}
interface Labelled {
  readonly code: string;
  readonly label: LocalisedText;
}

const ScaleAnswerRef = builder.objectRef<Part<SurveyScale["answers"][number]>>("ScaleAnswer").implement({
  description: "An answer that could be given to a question.",
  fields: (t) => ({
    code: t.string({
      description: "Its code. Its figures have the code ITEM.CODE in the dimension `item`.",
      resolve: ({ value }) => value.code,
    }),
    label: t.string({
      description: "Its words.",
      args: languageArgument(),
      resolve: ({ question, value }, { language }) => words(question, value.label, language),
    }),
    score: t.float({
      nullable: true,
      description: "What it counts in an index: from 0, the least favourable, to 100. Null where the answers have no order.",
      resolve: ({ value }) => value.score,
    }),
    favourable: t.boolean({ description: "Whether it is counted as favourable.", resolve: ({ value }) => value.favourable }),
  }),
});

const NonAnswerRef = builder.objectRef<Part<Labelled>>("NonAnswer").implement({
  description: "An answer that is none, such as don't know: left out of every percentage, and its share is told by itself.",
  fields: (t) => ({
    code: t.string({ description: "Its code.", resolve: ({ value }) => value.code }),
    label: t.string({
      description: "Its words.",
      args: languageArgument(),
      resolve: ({ question, value }, { language }) => words(question, value.label, language),
    }),
  }),
});

const ScaleRef = builder.objectRef<Part<SurveyScale>>("SurveyScale").implement({
  description: "The answers that could be given to a question.",
  fields: (t) => ({
    kind: t.field({ type: ScaleKindRef, description: "How it is answered.", resolve: ({ value }) => value.kind }),
    answers: t.field({
      type: [ScaleAnswerRef],
      description: "The answers, from the least to the most favourable.",
      complexity: { field: 1, multiplier: 6 },
      resolve: ({ question, value }) => value.answers.map((answer) => ({ question, value: answer })),
    }),
    nonAnswers: t.field({
      type: [NonAnswerRef],
      description: "What counts as no answer.",
      complexity: { field: 1, multiplier: 2 },
      resolve: ({ question, value }) => value.nonAnswers.map((answer) => ({ question, value: answer })),
    }),
  }),
});

const WordingChangeRef = builder.objectRef<SurveyWording>("WordingChange").implement({
  description: "What changed in a question against the version before it.",
  fields: (t) => ({
    what: t.field({
      type: [WordingPartRef],
      description: "Which parts of it.",
      complexity: 1,
      resolve: (question) => [...(questionRecordOf(question).change?.what ?? [])],
    }),
    why: t.string({
      description: "Why.",
      args: languageArgument(),
      resolve: (question, { language }) => words(question, questionRecordOf(question).change?.why ?? {}, language),
    }),
  }),
});

export const SurveyQuestionRef = builder.prismaObject("SurveyWording", {
  variant: "SurveyQuestion",
  description: "A question of a survey exactly as one version of the questionnaire asked it.",
  fields: (t) => ({
    wording: t.string({
      description: "The exact words, in one of the languages it was asked in.",
      args: languageArgument(),
      resolve: (question, { language }) => words(question, question.wording, language),
    }),
    languages: t.stringList({
      description: "The languages it was asked in, as BCP 47 tags.",
      complexity: 1,
      resolve: ({ wording }) => Object.keys(wording as object),
    }),
    scale: t.field({
      type: ScaleRef,
      description: "The answers that could be given.",
      resolve: (question) => ({ question, value: questionRecordOf(question).scale }),
    }),
    reversed: t.exposeBoolean("reversed", {
      description: "Whether agreeing is the unfavourable answer. Scores and what counts as favourable are turned round already.",
    }),
    series: t.exposeInt("series", {
      description: "Versions of a question with the same number may be compared; another number is a break in its series.",
    }),
    change: t.field({
      type: WordingChangeRef,
      nullable: true,
      description: "What changed against the version before it, and why; null where nothing did.",
      resolve: (question) => (question.change === null ? null : question),
    }),
    position: t.exposeInt("position", { description: "Its place in the questionnaire." }),
  }),
});
addSurveyNode(SurveyQuestionRef, {
  name: "SurveyQuestion",
  codes: (question) => {
    const { item, instrument } = questionRecordOf(question);
    return [item.code, instrument.code];
  },
  find: ({ questions }, item, instrument) => questions.find((one) => one.item.code === item && one.instrument.code === instrument)?.row,
});

/** The questions of an item, one per version of the questionnaire, in the order of the versions. */
export const questionsOfItem = (itemId: number, row: object): SurveyWording[] =>
  surveyOf(row)
    .questions.filter(({ item }) => item.id === itemId)
    .map((one) => one.row);
