import { catalogueOf, estimateCursor, findMember, findSurvey, findWave, type Survey, selectEstimates } from "../store/index.ts";
import { groupingsOfSurvey } from "../store/surveys.ts";
import { builder } from "./builder.ts";
import { DatasetRef } from "./dataset.ts";
import { ObservationStatusRef } from "./enums.ts";
import { limits } from "./limits.ts";
import { pageArguments, pageComplexity, requirePageSize } from "./page.ts";
import { openingCost, ReleaseRef } from "./release.ts";
import { SurveyConstructRef } from "./survey-construct.ts";
import { SurveyMeasureRef } from "./survey-enums.ts";
import { SurveyEstimateConnectionRef } from "./survey-estimate.ts";
import { SurveyGroupingRef } from "./survey-grouping.ts";
import { SurveyInstrumentRef } from "./survey-instrument.ts";
import { SurveyItemRef } from "./survey-item.ts";
import { addSurveyNode } from "./survey-node.ts";
import { SurveyWaveRef } from "./survey-wave.ts";
import { languageArgument, words } from "./words.ts";

/** What every question for estimates costs, however few it asks for, as for cells. */
const figuresCost = 100;

export const SurveyRef = builder.objectRef<Survey>("Survey").implement({
  description: "A survey of residents: what it asks, how each wave was held, and what people answered.",
  fields: (t) => ({
    code: t.string({ description: "Its short name, which is that of its dataset.", resolve: ({ dataset }) => dataset.code }),
    title: t.string({
      description: "What it is called.",
      args: languageArgument(),
      resolve: ({ dataset }, { language }) => words(dataset, dataset.title, language),
    }),
    description: t.string({
      description: "What it is about.",
      args: languageArgument(),
      resolve: ({ dataset }, { language }) => words(dataset, dataset.description, language),
    }),
    dataset: t.field({
      type: DatasetRef,
      description: "Its figures as a dataset, with cells, tables and files as every other.",
      resolve: ({ dataset }) => dataset,
    }),
    instruments: t.field({
      type: [SurveyInstrumentRef],
      description: "The versions of its questionnaire, the first one first.",
      complexity: { field: 1, multiplier: 3 },
      resolve: ({ instruments }) => [...instruments],
    }),
    constructs: t.field({
      type: [SurveyConstructRef],
      description: "What its questions measure.",
      complexity: { field: 1, multiplier: 6 },
      resolve: ({ constructs }) => [...constructs],
    }),
    construct: t.field({
      type: SurveyConstructRef,
      nullable: true,
      description: "The construct of a code.",
      args: { code: t.arg.string({ required: true, description: "Code of the construct." }) },
      resolve: ({ constructs }, { code }) => findMember(constructs, code, "construct"),
    }),
    items: t.field({
      type: [SurveyItemRef],
      description: "What it asks, in the order of the questionnaire.",
      complexity: { field: 1, multiplier: 20 },
      resolve: ({ items }) => [...items],
    }),
    item: t.field({
      type: SurveyItemRef,
      nullable: true,
      description: "The item of a code.",
      args: { code: t.arg.string({ required: true, description: "Code of the item." }) },
      resolve: ({ items }, { code }) => findMember(items, code, "item"),
    }),
    waves: t.field({
      type: [SurveyWaveRef],
      description: "Every time that it was held, newest first.",
      complexity: { field: 1, multiplier: 12 },
      resolve: ({ waves }) => waves.map(({ row }) => row),
    }),
    wave: t.field({
      type: SurveyWaveRef,
      nullable: true,
      description: "The wave of a code.",
      args: { code: t.arg.string({ description: "Code of the wave. Left out: the latest." }) },
      resolve: (survey, { code }) => findWave(survey, code),
    }),
    groupings: t.field({
      type: [SurveyGroupingRef],
      description: "The demographics that its figures are shown by.",
      complexity: { field: 1, multiplier: 4 },
      resolve: (survey) => groupingsOfSurvey(survey).map((level) => ({ survey, level })),
    }),
    estimates: t.field({
      type: SurveyEstimateConnectionRef,
      description:
        "What people answered. What is left out is taken so: every item and construct, the whole of the hub's area, the latest wave, everyone. Only published combinations of areas, periods and groups answer.",
      args: {
        items: t.arg.stringList({ description: "Codes of items. Naming some leaves out constructs and answers that are not named." }),
        constructs: t.arg.stringList({ description: "Codes of constructs. Naming some leaves out items and answers that are not named." }),
        answersOf: t.arg.stringList({ description: "Codes of items whose answers are told one by one: strongly agree, agree and so on." }),
        measures: t.arg({
          type: [SurveyMeasureRef],
          description: "What is told of the answers. Left out: FAVOURABLE of items, INDEX of constructs, SHARE of answers.",
        }),
        areas: t.arg.stringList({ description: "Codes of areas." }),
        areaLevel: t.arg.string({ description: "All areas of this kind, such as `district`; with `areas`, those of them that are." }),
        periods: t.arg.stringList({
          description: "Periods of waves, such as 2026-Q3, or the twelve months up to the end of one, such as 2026-Q3-12M.",
        }),
        allWaves: t.arg.boolean({ description: "Every wave and not only the latest: a series. Not together with `periods`." }),
        rolling: t.arg.boolean({
          description: "In the place of each wave the twelve months up to its end: more answers, and so more that can be shown.",
        }),
        groups: t.arg.stringList({ description: "Codes of groups, such as `everyone` or `age.18_34`." }),
        grouping: t.arg.string({ description: "All groups of one demographic, such as `age`; with `groups`, those of them that are." }),
        status: t.arg({ type: [ObservationStatusRef], description: "Only estimates of these statuses." }),
        ...pageArguments(50),
      },
      complexity: (page) => ({ ...pageComplexity(page), field: figuresCost }),
      async resolve(survey, { first, after, ...question }, { store }) {
        requirePageSize(first, limits.maxPage);
        const selection = selectEstimates(survey, question);
        const { estimates, hasNextPage, hasPreviousPage } = await store.estimates(selection, { first, after });
        return {
          edges: estimates.map((node) => ({ cursor: estimateCursor(node), node })),
          hasNextPage,
          hasPreviousPage,
          totalCount: () => store.countEstimates(selection),
        };
      },
    }),
  }),
});
addSurveyNode(SurveyRef, { name: "Survey", codes: () => [], find: (survey) => survey });

builder.prismaObjectFields(ReleaseRef, (t) => ({
  surveys: t.field({
    type: [SurveyRef],
    description: "Its surveys of residents.",
    complexity: { field: openingCost, multiplier: 3 },
    resolve: async (release, _, context) => [...(await context.store.surveys(await context.catalogue(release)))],
  }),
  survey: t.field({
    type: SurveyRef,
    nullable: true,
    description: "The survey of a code.",
    args: { code: t.arg.string({ required: true, description: "Code of the survey, such as `resident-survey`." }) },
    complexity: openingCost,
    resolve: async (release, { code }, context) =>
      findSurvey(await context.store.surveys(await context.catalogue(release)), code, release.version),
  }),
}));
builder.prismaObjectField(DatasetRef, "survey", (t) =>
  t.field({
    type: SurveyRef,
    nullable: true,
    description: "The survey whose figures it holds, or null where it holds records.",
    resolve: async (dataset, _, { store }) =>
      (await store.surveys(catalogueOf(dataset))).find((survey) => survey.dataset.id === dataset.id),
  }),
);
