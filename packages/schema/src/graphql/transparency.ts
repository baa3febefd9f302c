import {
  type CriterionResult,
  type CriterionSource,
  criterionSources,
  criterionSourceText,
  criterionText,
  type ScoredCriterion,
  type TransparencyScore,
  transparencyScore,
  transparencySentence,
} from "../domain/index.ts";
import { publishedCatalogue } from "../store/index.ts";
import { builder } from "./builder.ts";
import { openingCost, ReleaseRef } from "./release.ts";

/** The score of a release, and the language that its hub speaks. */
interface Scored {
  readonly score: TransparencyScore;
  readonly language: string;
}
interface ScoredOne {
  readonly scored: ScoredCriterion;
  readonly language: string;
}

const languageArgument = () => ({
  language: builder.args((t) => ({
    language: t.string({
      description: "BCP 47 tag: `en`, `es` or `ar`. Left out: the hub's own language; English where there are no words in it.",
    }),
  })).language,
});

const CriterionResultRef = builder.enumType("CriterionResult", {
  description: "How a criterion of transparency stands.",
  values: {
    YES: { description: "It is met." },
    IN_PART: { description: "Some of what it asks for is published, and some is not." },
    NO: { description: "It is not met." },
    CANNOT_BE_TOLD: { description: "Nothing that is published says whether it is met. It is not scored." },
  } satisfies Record<CriterionResult, { readonly description: string }>,
});

const CriterionSourceRef = builder.enumType("CriterionSource", {
  description: "Who asks for what a criterion of transparency is about.",
  values: Object.fromEntries(Object.entries(criterionSources).map(([code, { meaning }]) => [code, { description: meaning }])) as Record<
    CriterionSource,
    { readonly description: string }
  >,
});

const CriterionRef = builder.objectRef<ScoredOne>("TransparencyCriterion").implement({
  description: "One thing that an open release has, and whether this one has it.",
  fields: (t) => ({
    code: t.string({ description: "Its short name, such as `next-date`.", resolve: ({ scored }) => scored.criterion.code }),
    title: t.string({
      description: "What it is called, in a few words.",
      args: languageArgument(),
      resolve: ({ scored, language }, args) => criterionText(scored, args.language ?? language).title,
    }),
    asks: t.string({
      description: "What it asks for, in a sentence. The words are the software's own, after the source.",
      args: languageArgument(),
      resolve: ({ scored, language }, args) => criterionText(scored, args.language ?? language).asks,
    }),
    source: t.field({ type: CriterionSourceRef, description: "Who asks for it.", resolve: ({ scored }) => scored.criterion.source }),
    sourceText: t.string({
      description: "Who asks for it, in words, with the number of the test where the source counts its tests.",
      args: languageArgument(),
      resolve: ({ scored: { criterion }, language }, args) =>
        criterionSourceText(criterionSources[criterion.source].name, criterion.test, args.language ?? language),
    }),
    sourceUrl: t.string({
      nullable: true,
      description: "Where the source stands. Null for what the software added.",
      resolve: ({ scored }) => criterionSources[scored.criterion.source].url,
    }),
    test: t.int({
      nullable: true,
      description:
        "Which of the six tests of the Police Open Data Census it is a part of: 1 to 6. Null for a type of data, and for what the software added.",
      resolve: ({ scored }) => scored.criterion.test,
    }),
    result: t.field({ type: CriterionResultRef, description: "How it stands.", resolve: ({ scored }) => scored.result }),
    resultText: t.string({
      description: "How it stands, in words.",
      args: languageArgument(),
      resolve: ({ scored, language }, args) => criterionText(scored, args.language ?? language).result,
    }),
    how: t.string({
      description: "What was looked at in the release, and what was found: the sentence to quote.",
      args: languageArgument(),
      resolve: ({ scored, language }, args) => criterionText(scored, args.language ?? language).how,
    }),
    toEarn: t.string({
      nullable: true,
      description: "What the agency would have to do to meet it. Null where it is met.",
      args: languageArgument(),
      resolve: ({ scored, language }, args) => criterionText(scored, args.language ?? language).toEarn,
    }),
    count: t.int({
      nullable: true,
      description: "How many of the things that were looked at meet it, such as datasets. Null where nothing is counted.",
      resolve: ({ scored }) => scored.count,
    }),
    of: t.int({
      nullable: true,
      description: "How many things were looked at. Null where nothing is set against a whole.",
      resolve: ({ scored }) => scored.of,
    }),
  }),
});

const ScoreRef = builder.objectRef<Scored>("TransparencyScore").implement({
  description:
    "How open a release is: a self-assessment that the software works out from the catalogue of the release, and nobody outside has checked. Say so when quoting it. It is no grade: criteria differ in weight, and it says nothing of how good the police are or whether the figures are right.",
  fields: (t) => ({
    sentence: t.string({
      description: "The score in a sentence: so many of those that can be told.",
      args: languageArgument(),
      resolve: ({ score, language }, args) => transparencySentence(score, args.language ?? language),
    }),
    met: t.int({ description: "Criteria that are met.", resolve: ({ score }) => score.met }),
    inPart: t.int({
      description: "Criteria that are met in part. They are not among those that are met.",
      resolve: ({ score }) => score.inPart,
    }),
    notMet: t.int({ description: "Criteria that are not met.", resolve: ({ score }) => score.notMet }),
    told: t.int({
      description: "Criteria that can be told from what is published: what `met` is out of.",
      resolve: ({ score }) => score.told,
    }),
    cannotBeTold: t.int({
      description: "Criteria that cannot be told from what is published, and are not scored.",
      resolve: ({ score }) => score.cannotBeTold,
    }),
    criteria: t.field({
      type: [CriterionRef],
      description: "Every criterion, those that cannot be told as well.",
      complexity: { field: 1, multiplier: 22 },
      resolve: ({ score, language }) => score.criteria.map((scored) => ({ scored, language })),
    }),
  }),
});

builder.prismaObjectField(ReleaseRef, "transparency", (t) =>
  t.field({
    type: ScoreRef,
    description:
      "How open this release is by criteria of Code for America and the Vera Institute of Justice, worked out from its own catalogue and the day that the release before it named. No figure is looked at.",
    complexity: openingCost,
    async resolve(release, _, context) {
      const [catalogue, releases] = await Promise.all([context.catalogue(release), context.releases()]);
      const before = releases[releases.findIndex(({ id }) => id === release.id) + 1];
      return { score: transparencyScore(publishedCatalogue(catalogue, before)), language: catalogue.language };
    },
  }),
);
