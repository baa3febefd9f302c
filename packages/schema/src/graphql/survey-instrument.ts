import { questionRecordOf, surveyOf } from "../store/index.ts";
import { builder } from "./builder.ts";
import { addSurveyNode } from "./survey-node.ts";
import { SurveyQuestionRef } from "./survey-question.ts";
import { languageArgument, words } from "./words.ts";

export const SurveyInstrumentRef = builder.prismaObject("SurveyInstrument", {
  description: "One version of a survey's questionnaire. A changed word makes a new one.",
  fields: (t) => ({
    version: t.exposeString("code", { description: "Its version: 1, 2 and so on, in the order of the waves." }),
    title: t.string({
      description: "What it is called.",
      args: languageArgument(),
      resolve: (instrument, { language }) => words(instrument, instrument.title, language),
    }),
    permission: t.string({
      description: "Who owns the wording of the questions, and under which terms it may be shown.",
      args: languageArgument(),
      resolve: (instrument, { language }) => words(instrument, instrument.permission, language),
    }),
    languages: t.stringList({
      description: "The languages its questions were asked in, as BCP 47 tags.",
      complexity: 1,
      resolve: (instrument) => {
        const own = surveyOf(instrument).questions.filter(({ row }) => row.instrumentId === instrument.id);
        return [...new Set(own.flatMap(({ row }) => Object.keys(row.wording as object)))];
      },
    }),
    questions: t.field({
      type: [SurveyQuestionRef],
      description: "Its questions, in the order in which they were asked.",
      complexity: { field: 1, multiplier: 20 },
      resolve: (instrument) =>
        surveyOf(instrument)
          .questions.filter(({ row }) => row.instrumentId === instrument.id)
          .map(({ row }) => row),
    }),
  }),
});
builder.prismaObjectField(SurveyQuestionRef, "instrument", (t) =>
  t.field({
    type: SurveyInstrumentRef,
    description: "The version of the questionnaire that asked it.",
    resolve: (question) => questionRecordOf(question).instrument,
  }),
);
addSurveyNode(SurveyInstrumentRef, {
  name: "SurveyInstrument",
  codes: ({ code }) => [code],
  find: ({ instruments }, code) => instruments.find((instrument) => instrument.code === code),
});
