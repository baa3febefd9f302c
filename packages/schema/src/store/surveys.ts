import type { Database } from "@openbeat/database";
import type {
  Area,
  Code,
  Dataset,
  Grouping,
  Measure,
  Period,
  SurveyConstruct,
  SurveyInstrument,
  SurveyItem,
  SurveyWave,
  SurveyWording,
} from "@openbeat/database/client";
import {
  publicPolicy,
  rollingYearOf,
  type SampleDesign,
  type SurveyScale,
  sampleDesign,
  surveyScale,
  type WaveMethod,
  type WaveReliability,
  type WaveWeighting,
  type WordingChange,
  waveMethod,
  waveReliability,
  waveWeighting,
  wordingChange,
} from "../domain/index.ts";
import { QueryError } from "../errors.ts";
import { adopt, type Catalogue, type CatalogueTable, catalogueOf } from "./catalogue.ts";
import { didYouMean, quoted } from "./did-you-mean.ts";

/** A wave, its columns of JSON checked. */
export interface WaveRecord {
  readonly row: SurveyWave;
  readonly period: Period;
  readonly design: SampleDesign;
  readonly method: WaveMethod;
  readonly weighting: WaveWeighting;
  readonly reliability: WaveReliability;
}

/** A question as one version of the questionnaire asked it, its columns of JSON checked. */
export interface QuestionRecord {
  readonly row: SurveyWording;
  readonly item: SurveyItem;
  readonly instrument: SurveyInstrument;
  readonly scale: SurveyScale;
  readonly change: WordingChange | null;
}

/** Where one kind of estimate is published: which grouping of which table, and under which measure. */
export interface PublishedEstimates {
  readonly table: CatalogueTable;
  readonly grouping: Grouping;
  readonly measure: Measure;
  /** Place of the table among those of the survey. */
  readonly place: number;
}

/** A survey of a release: what was asked, how each wave was held, and where its figures stand. */
export interface Survey {
  readonly catalogue: Catalogue;
  readonly dataset: Dataset;
  readonly instruments: readonly SurveyInstrument[];
  readonly constructs: readonly SurveyConstruct[];
  readonly items: readonly SurveyItem[];
  /** In the order of the instruments, and in each as they were asked. */
  readonly questions: readonly QuestionRecord[];
  /** Newest first. */
  readonly waves: readonly WaveRecord[];
  readonly tables: readonly CatalogueTable[];
  /** By `publishedKey`: the first table that publishes the combination. */
  readonly published: ReadonlyMap<string, PublishedEstimates>;
  /** The codes of the dimensions `item` and `group`, in their order. */
  readonly itemCodes: ReadonlyMap<string, Code>;
  readonly groupCodes: ReadonlyMap<string, Code>;
}

/** The level, and the code on it, that stands for everybody. */
export const everyone = "everyone";

/** The levels of the dimension `item`. */
export type ItemLevel = "answer" | "item" | "construct";

/** A period's grain as levels of dimensions write it. */
export const grainOf = ({ grain }: Period): string => grain.toLowerCase();

export const publishedKey = (measure: string, ...levels: readonly [area: string, grain: string, item: string, group: string]): string =>
  [measure, ...levels].join(" ");

const surveys = new WeakMap<object, Survey>();
const waveRecords = new WeakMap<SurveyWave, WaveRecord>();
const questionRecords = new WeakMap<SurveyWording, QuestionRecord>();

function read<Value>(map: { get(row: object): Value | undefined }, row: object): Value {
  const value = map.get(row);
  if (value === undefined) throw new Error("This row was not read with its survey.");
  return value;
}

/** The survey that a row was read with. Every row that the types of surveys are made of comes out of one. */
export const surveyOf = (row: object): Survey => read(surveys, row);
export const waveRecordOf = (row: SurveyWave): WaveRecord => read(waveRecords as WeakMap<object, WaveRecord>, row);
export const questionRecordOf = (row: SurveyWording): QuestionRecord => read(questionRecords as WeakMap<object, QuestionRecord>, row);

const dimensionCodes = ["area", "period", "item", "group"];
const ofAnswers = new WeakMap<CatalogueTable, boolean>();
/** Whether a table holds estimates from answers. Looked up once for each: it is asked for every cell. */
export function isOfAnswers(table: CatalogueTable): boolean {
  const kept = ofAnswers.get(table);
  if (kept !== undefined) return kept;
  const { row, dimensions } = table;
  const found = publicPolicy.parse(row.policy).method === "survey" && dimensionCodes.every((code, at) => dimensions[at]?.code === code);
  ofAnswers.set(table, found);
  return found;
}

function publishedIn(tables: readonly CatalogueTable[]): ReadonlyMap<string, PublishedEstimates> {
  const published = new Map<string, PublishedEstimates>();
  for (const [place, table] of tables.entries()) {
    for (const grouping of table.groupings) {
      const [area = "", grain = "", item = "", group = ""] = grouping.levels;
      for (const measure of table.measures) {
        const key = publishedKey(measure.code, area, grain, item, group);
        if (!published.has(key)) published.set(key, { table, grouping, measure, place });
      }
    }
  }
  return published;
}

/** Reads all surveys of a release. */
export async function readSurveys({ prisma }: Database, catalogue: Catalogue): Promise<readonly Survey[]> {
  const where = { releaseId: catalogue.release.id };
  const orderBy = { position: "asc" } as const;
  const [instruments, constructs, items, wordings, waves] = await Promise.all([
    prisma.surveyInstrument.findMany({ where, orderBy }),
    prisma.surveyConstruct.findMany({ where, orderBy }),
    prisma.surveyItem.findMany({ where, orderBy }),
    prisma.surveyWording.findMany({ where: { item: where }, orderBy: [{ instrument: orderBy }, orderBy] }),
    prisma.surveyWave.findMany({ where, orderBy: [{ period: { end: "desc" } }, { position: "desc" }] }),
  ]);
  const one = <Entry>(entry: Entry | undefined): Entry => {
    if (entry === undefined) throw new Error("The release's own rows do not agree.");
    return entry;
  };
  const questions = wordings.map(
    (row): QuestionRecord => ({
      row,
      item: one(items.find(({ id }) => id === row.itemId)),
      instrument: one(instruments.find(({ id }) => id === row.instrumentId)),
      scale: surveyScale.parse(row.scale),
      change: row.change === null ? null : wordingChange.parse(row.change),
    }),
  );
  const records = waves.map(
    (row): WaveRecord => ({
      row,
      period: one(catalogue.periodById.get(row.periodId)),
      design: sampleDesign.parse(row.sampleDesign),
      method: waveMethod.parse(row.method),
      weighting: waveWeighting.parse(row.weighting),
      reliability: waveReliability.parse(row.reliability),
    }),
  );
  adopt(catalogue, [...instruments, ...constructs, ...items, ...wordings, ...waves]);
  for (const record of questions) questionRecords.set(record.row, record);
  for (const record of records) waveRecords.set(record.row, record);
  return catalogue.datasets.flatMap((dataset) => {
    const own = <Row extends { readonly datasetId: number }>(rows: readonly Row[]) =>
      rows.filter(({ datasetId }) => datasetId === dataset.id);
    const ownWaves = records.filter(({ row }) => row.datasetId === dataset.id);
    if (ownWaves.length === 0) return [];
    const tables = (catalogue.tablesByDataset.get(dataset.id) ?? []).filter(isOfAnswers);
    const codesOf = (dimension: string): ReadonlyMap<string, Code> => {
      const list = tables.flatMap(({ dimensions }) => dimensions).find(({ code }) => code === dimension)?.codeListId ?? -1;
      return new Map((catalogue.codesByList.get(list) ?? []).map((code) => [code.code, code]));
    };
    const survey: Survey = {
      catalogue,
      dataset,
      instruments: own(instruments),
      constructs: own(constructs),
      items: own(items),
      questions: questions.filter(({ item }) => item.datasetId === dataset.id),
      waves: ownWaves,
      tables,
      published: publishedIn(tables),
      itemCodes: codesOf("item"),
      groupCodes: codesOf("group"),
    };
    adopt(catalogue, [survey]);
    const rows: readonly object[] = [
      survey,
      ...survey.instruments,
      ...survey.constructs,
      ...survey.items,
      ...survey.questions.map(({ row }) => row),
      ...survey.waves.map(({ row }) => row),
    ];
    for (const row of rows) surveys.set(row, survey);
    return [survey];
  });
}

/** The survey of a code. @throws {QueryError} `UNKNOWN_SURVEY` */
export function findSurvey(surveys: readonly Survey[], code: string, version: string): Survey {
  const found = surveys.find(({ dataset }) => dataset.code === code);
  if (found !== undefined) return found;
  const codes = surveys.map(({ dataset }) => dataset.code);
  throw new QueryError("UNKNOWN_SURVEY", `Release ${version} has no survey ${quoted(code)}.`, didYouMean(code, codes));
}

/** What has a code, among things of one kind. @throws {QueryError} `UNKNOWN_MEMBER` */
export function findMember<Entry extends { readonly code: string }>(entries: readonly Entry[], code: string, kind: string): Entry {
  const found = entries.find((entry) => entry.code === code);
  if (found !== undefined) return found;
  const codes = entries.map((entry) => entry.code);
  throw new QueryError("UNKNOWN_MEMBER", `This survey has no ${kind} ${quoted(code)}.`, didYouMean(code, codes));
}

/** The wave of a code; left out, the latest. @throws {QueryError} `UNKNOWN_MEMBER` */
export function findWave({ waves }: Survey, code?: string | null): SurveyWave | undefined {
  const rows = waves.map(({ row }) => row);
  return code == null ? rows[0] : findMember(rows, code, "wave");
}

/** The codes of one level of the dimension `item` or `group`, in their order. */
export const codesAt = (codes: ReadonlyMap<string, Code>, level: string): readonly Code[] =>
  [...codes.values()].filter((code) => code.level === level);

/** The demographics that figures are shown by: the levels of the dimension `group` but for everyone. */
export const groupingsOfSurvey = ({ groupCodes, tables }: Survey): readonly string[] => {
  const shown = new Set(tables.flatMap(({ dimensions }) => dimensions.find(({ code }) => code === "group")?.levels ?? []));
  const levels = new Set([...groupCodes.values()].map(({ level }) => level));
  return [...levels].filter((level) => level !== everyone && shown.has(level));
};

/** The waves whose answers figures of a period rest on, newest first: one, or those of the twelve months. */
export const wavesOf = ({ waves }: Survey, period: Period): readonly WaveRecord[] =>
  period.grain === "ROLLING_YEAR"
    ? waves.filter((wave) => wave.period.start >= period.start && wave.period.end <= period.end)
    : waves.filter((wave) => wave.period.id === period.id);

/** The twelve months that end with a period, where the store knows them. */
export const rollingYear = ({ catalogue }: Survey, { code }: Period): Period | undefined =>
  catalogue.periods.find((period) => period.code === rollingYearOf(code));

/** The question that a wave asked, if it did. */
export const questionOf = ({ questions }: Survey, item: SurveyItem, wave: WaveRecord): QuestionRecord | undefined =>
  questions.find(({ row }) => row.itemId === item.id && row.instrumentId === wave.row.instrumentId);

/** The areas that an area lies in, the nearest first. */
export function areasAbove(area: Area): readonly Area[] {
  const { areaById } = catalogueOf(area);
  const parent = area.parentId === null ? undefined : areaById.get(area.parentId);
  return parent === undefined ? [] : [parent, ...areasAbove(parent)];
}
