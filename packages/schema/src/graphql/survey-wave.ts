import type { SurveyWave } from "@openbeat/database/client";
import {
  type DisclosureItem,
  type DisclosureList,
  disclosureList,
  precisionName,
  precisionNote,
  type WaveReliability,
} from "../domain/index.ts";
import { catalogueOf, findWave, surveyOf, waveRecordOf } from "../store/index.ts";
import { builder } from "./builder.ts";
import { TimePeriodRef } from "./period.ts";
import { SurveyConstructRef } from "./survey-construct.ts";
import { SampleDesignRef } from "./survey-enums.ts";
import { SurveyInstrumentRef } from "./survey-instrument.ts";
import { SurveyItemRef } from "./survey-item.ts";
import { addSurveyNode } from "./survey-node.ts";
import { WeightingRef } from "./survey-weighting.ts";
import { languageArgument, words } from "./words.ts";

const isoDay = (day: Date) => day.toISOString().slice(0, 10);

const disclosureLists = new WeakMap<SurveyWave, DisclosureList>();
/** What must be told of a wave, put together once. */
function disclosureOf(wave: SurveyWave): DisclosureList {
  const kept = disclosureLists.get(wave);
  if (kept !== undefined) return kept;
  const { design, method, weighting } = waveRecordOf(wave);
  const made = disclosureList({
    design,
    fieldFrom: isoDay(wave.fieldFrom),
    fieldTo: isoDay(wave.fieldTo),
    method,
    weighting,
    questions: surveyOf(wave).questions.filter(({ row }) => row.instrumentId === wave.instrumentId).length,
  });
  disclosureLists.set(wave, made);
  return made;
}

const DisclosureItemRef = builder.objectRef<{ readonly wave: SurveyWave; readonly item: DisclosureItem }>("DisclosureItem").implement({
  description:
    "One of the things that must be told of a survey, by the code of the American Association for Public Opinion Research (AAPOR).",
  fields: (t) => ({
    code: t.string({ description: "Its short name.", resolve: ({ item }) => item.code }),
    label: t.string({
      description: "What it is.",
      args: languageArgument(),
      resolve: ({ wave, item }, { language }) => words(wave, item.label, language),
    }),
    text: t.string({
      description: "What is told. Empty where nothing is.",
      args: languageArgument(),
      resolve: ({ wave, item }, { language }) => words(wave, item.text, language),
    }),
    given: t.boolean({ description: "Whether it is told.", resolve: ({ item }) => item.given }),
  }),
});

const CompletenessRef = builder.objectRef<DisclosureList["completeness"]>("DisclosureCompleteness").implement({
  description: "How much of what must be told of a survey is told.",
  fields: (t) => ({
    given: t.exposeInt("given", { description: "How many things are told." }),
    of: t.exposeInt("of", { description: "How many must be." }),
  }),
});

interface Reliability {
  readonly wave: SurveyWave;
  readonly value: WaveReliability["constructs"][number];
}
const ReliabilityRef = builder.objectRef<Reliability>("SurveyReliability").implement({
  description: "How well the items of a construct agree in a wave (Cronbach's alpha).",
  fields: (t) => ({
    construct: t.field({
      type: SurveyConstructRef,
      description: "The construct.",
      resolve({ wave, value }) {
        const construct = surveyOf(wave).constructs.find(({ code }) => code === value.code);
        if (construct === undefined) throw new Error("A reliability has no construct.");
        return construct;
      },
    }),
    alpha: t.float({
      nullable: true,
      description:
        "Cronbach's alpha: 1 where the items agree fully; 0.7 and more is usually held to be good. Null where too few answered them all.",
      resolve: ({ value }) => value.alpha,
    }),
    n: t.int({
      nullable: true,
      description: "How many answered them all, rounded; null where that was too few to tell.",
      resolve: ({ value }) => value.n,
    }),
    items: t.field({
      type: [SurveyItemRef],
      description: "The items.",
      complexity: { field: 1, multiplier: 5 },
      resolve: ({ wave, value }) => surveyOf(wave).items.filter(({ code }) => value.items.includes(code)),
    }),
  }),
});
const reliabilityOf = (wave: SurveyWave): Reliability[] => waveRecordOf(wave).reliability.constructs.map((value) => ({ wave, value }));

export const SurveyWaveRef = builder.prismaObject("SurveyWave", {
  description: "One time that a survey was held, with everything that must be known to use its figures.",
  fields: (t) => ({
    code: t.exposeString("code", { description: "Its short name: what `wave` takes." }),
    title: t.string({
      description: "What it is called.",
      args: languageArgument(),
      resolve: (wave, { language }) => words(wave, wave.title, language),
    }),
    period: t.field({
      type: TimePeriodRef,
      description: "The period that its figures stand under.",
      resolve: (wave) => waveRecordOf(wave).period,
    }),
    fieldFrom: t.expose("fieldFrom", { type: "Date", description: "First day on which answers were taken." }),
    fieldTo: t.expose("fieldTo", { type: "Date", description: "Last day on which answers were taken." }),
    sampleDesign: t.field({ type: SampleDesignRef, description: "How people were chosen.", resolve: (wave) => waveRecordOf(wave).design }),
    precisionName: t.string({
      description: "What the range around its figures may be called. Only a random sample has a margin of sampling error.",
      args: languageArgument(),
      resolve: (wave, { language }) => precisionName(waveRecordOf(wave).design, language ?? catalogueOf(wave).language),
    }),
    precisionNote: t.string({
      description: "What that range tells, and what it does not.",
      args: languageArgument(),
      resolve: (wave, { language }) => precisionNote(waveRecordOf(wave).design, language ?? catalogueOf(wave).language),
    }),
    series: t.exposeInt("series", {
      description: "Waves with the same number were held alike and may be compared; another number is a break in every series.",
    }),
    instrument: t.field({
      type: SurveyInstrumentRef,
      description: "The version of the questionnaire that was used.",
      resolve(wave) {
        const instrument = surveyOf(wave).instruments.find(({ id }) => id === wave.instrumentId);
        if (instrument === undefined) throw new Error("A wave has no instrument.");
        return instrument;
      },
    }),
    completes: t.int({ description: "How many answers are used.", resolve: (wave) => waveRecordOf(wave).method.completes }),
    invited: t.int({
      nullable: true,
      description: "How many people were asked to take part; null where nobody was asked by name, as in an opt-in survey.",
      resolve: (wave) => waveRecordOf(wave).method.invited,
    }),
    responseRate: t.float({
      nullable: true,
      description: "Which share of them answered, from 0 to 1; null where there is none: the definition says why.",
      resolve: (wave) => waveRecordOf(wave).method.responseRate.rate,
    }),
    responseRateDefinition: t.string({
      description: "By which definition, or why there is none.",
      args: languageArgument(),
      resolve: (wave, { language }) => words(wave, waveRecordOf(wave).method.responseRate.definition, language),
    }),
    modes: t.stringList({
      description: "How answers were given: online, by post, by telephone.",
      complexity: 1,
      args: languageArgument(),
      resolve: (wave, { language }) => waveRecordOf(wave).method.modes.map((mode) => words(wave, mode, language)),
    }),
    languages: t.stringList({
      description: "In which languages it could be answered, as BCP 47 tags.",
      complexity: 1,
      resolve: (wave) => waveRecordOf(wave).method.languages,
    }),
    limitations: t.string({
      description: "What it cannot tell.",
      args: languageArgument(),
      resolve: (wave, { language }) => words(wave, waveRecordOf(wave).method.limitations, language),
    }),
    questionnaireUrl: t.string({
      nullable: true,
      description: "Where the questionnaire stands, if it is online.",
      resolve: (wave) => waveRecordOf(wave).method.questionnaireUrl,
    }),
    disclosure: t.field({
      type: [DisclosureItemRef],
      description:
        "Everything that must be told of a survey (AAPOR), in words: who paid, who held it, whom it is about, how people were chosen, and so on.",
      complexity: { field: 1, multiplier: 15 },
      resolve: (wave) => disclosureOf(wave).items.map((item) => ({ wave, item })),
    }),
    completeness: t.field({
      type: CompletenessRef,
      description: "How much of that is told.",
      resolve: (wave) => disclosureOf(wave).completeness,
    }),
    weighting: t.field({ type: WeightingRef, description: "How its answers were weighted.", resolve: (wave) => wave }),
    reliability: t.field({
      type: [ReliabilityRef],
      description: "How well the items of each construct agree.",
      complexity: { field: 1, multiplier: 5 },
      resolve: reliabilityOf,
    }),
  }),
});
builder.objectField(ReliabilityRef, "wave", (t) => t.field({ type: SurveyWaveRef, description: "The wave.", resolve: ({ wave }) => wave }));
builder.prismaObjectField(SurveyConstructRef, "reliability", (t) =>
  t.field({
    type: ReliabilityRef,
    nullable: true,
    description: "How well its items agreed in a wave; null where that wave did not ask at least two of them.",
    args: { wave: t.arg.string({ description: "Code of the wave. Left out: the latest." }) },
    resolve(construct, { wave }) {
      const found = findWave(surveyOf(construct), wave);
      return found === undefined ? null : (reliabilityOf(found).find(({ value }) => value.code === construct.code) ?? null);
    },
  }),
);
builder.prismaObjectField(SurveyInstrumentRef, "waves", (t) =>
  t.field({
    type: [SurveyWaveRef],
    description: "The waves that used it, newest first.",
    complexity: { field: 1, multiplier: 12 },
    resolve: (instrument) =>
      surveyOf(instrument)
        .waves.map(({ row }) => row)
        .filter(({ instrumentId }) => instrumentId === instrument.id),
  }),
);
addSurveyNode(SurveyWaveRef, {
  name: "SurveyWave",
  codes: ({ code }) => [code],
  find: ({ waves }, code) => waves.map(({ row }) => row).find((wave) => wave.code === code),
});
