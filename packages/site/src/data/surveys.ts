import { limits } from "@openbeat/schema/graphql";
import { surveyCell } from "../figures/survey-cells.ts";
import type { CompareQuery, EstimatesQuery, SurveyPairInput, SurveysQuery, WavesQuery, WordingsQuery } from "../generated/graphql.ts";
import { compareQuery, estimatesQuery, groupPoolsQuery, surveysQuery, wavesQuery, wordingsQuery } from "../queries/survey.ts";
import type { Ask } from "./ask.ts";
import type { Area, PublishedTable } from "./hub.ts";
import { wholeList } from "./whole-list.ts";
import { yearBefore } from "./year-before.ts";

const perPage = 500;

type WithWaves = NonNullable<WavesQuery["release"]>["surveys"][number];
type SurveyNode = NonNullable<SurveysQuery["release"]>["surveys"][number] & WithWaves;
type SurveyOf<Query extends { readonly release?: { readonly survey?: unknown } | null }> = NonNullable<
  NonNullable<Query["release"]>["survey"]
>;
export type Wave = SurveyNode["waves"][number];
export type Item = SurveyNode["items"][number];
export type Construct = SurveyNode["constructs"][number];
export type Question = Item["questions"][number];
export type Grouping = SurveyNode["groupings"][number];
export type Instrument = SurveyNode["instruments"][number];
export type Questionnaire = SurveyOf<WordingsQuery>["instruments"][number];
/** What may be said of one estimate of the latest wave. */
export type Told = SurveyOf<EstimatesQuery>["estimates"]["nodes"][number];
/** The nearest figure that is shown in the place of one that is not. */
export type Pool = NonNullable<Told["pool"]>;
type Comparison = SurveyOf<CompareQuery>["compare"][number];

/** Two figures that were compared: areas, groups or periods, by what tells them apart. */
export interface Compared extends Comparison {
  readonly first: string;
  readonly second: string;
}

/** A survey with all that the site says of it. */
export interface Survey extends SurveyNode {
  /** Areas that it has figures for, in the order of the list of areas. */
  readonly areas: readonly string[];
  /** The questionnaires by the language that they are in. */
  readonly questionnaires: ReadonlyMap<string, readonly Questionnaire[]>;
  readonly told: ReadonlyMap<string, Told>;
  /** The latest wave against the one before it and against the year before. */
  readonly changes: ReadonlyMap<string, readonly Compared[]>;
  /** Each area against the whole that it is part of, all areas of an item together. */
  readonly againstWhole: ReadonlyMap<string, readonly Compared[]>;
  /** Every two groups of a demographic, all of an item together. */
  readonly betweenGroups: ReadonlyMap<string, { readonly period: string; readonly pairs: readonly Compared[] }>;
  /** Items whose areas, and items with a demographic whose groups, are more pairs than can be compared at once: of them none is. */
  readonly tooMany: ReadonlySet<string>;
  /** In the place of each group's figure that is not shown, by item, group and period. */
  readonly groupPools: ReadonlyMap<string, Pool>;
}

export const favourable = "TRU.FAV";

/** What the texts and comparisons of a figure are found by. */
export const keyOf = (...parts: readonly string[]): string => parts.join(" ");

/** Twelve months up to the end of a wave's period. */
export const rollingYear = (period: string): string => `${period}-12M`;

interface Source {
  readonly ask: Ask;
  readonly version: string;
  readonly language: string;
  readonly tables: readonly PublishedTable[];
  /** All areas, the widest first. */
  readonly areas: ReadonlyMap<string, Pick<Area, "parent">>;
}

/** Whether an area is part of another. */
function isPartOf({ areas }: Source, code: string, whole: string): boolean {
  for (let up = areas.get(code)?.parent ?? null; up !== null; up = areas.get(up)?.parent ?? null) if (up === whole) return true;
  return false;
}

async function readTold({ ask, version, language }: Source, survey: string, areas: readonly string[], period: string) {
  const nodes = await wholeList<Told>(
    async (after) =>
      (await ask(estimatesQuery, { version, survey, areas: [...areas], period, language, first: perPage, after })).release?.survey
        ?.estimates,
  );
  return new Map(
    nodes.map((node) => [
      keyOf(node.area.code, node.kind === "INDEX" ? (node.construct?.code ?? "") : (node.item?.code ?? ""), node.kind),
      node,
    ]),
  );
}

/** The pools of groups, in the periods that these are shown for. */
async function readGroupPools({ ask, version, language }: Source, survey: string, area: string, shownBy: ReadonlyMap<string, Set<string>>) {
  const pools = new Map<string, Pool>();
  for (const [grouping, periods] of shownBy) {
    for (const period of periods) {
      const estimates = await wholeList(
        async (after) =>
          (await ask(groupPoolsQuery, { version, survey, area, period, grouping, language, first: perPage, after })).release?.survey
            ?.estimates,
      );
      for (const { item, group, pool } of estimates) if (item && pool) pools.set(keyOf(item.code, group.code, period), pool);
    }
  }
  return pools;
}

async function readSurvey(source: Source, node: SurveyNode): Promise<Survey> {
  const { ask, version, language, tables } = source;
  const [latest, previous] = node.waves;
  const now = latest?.period.code ?? "";
  const at = (item: string, area: string, period: string, group?: string) =>
    surveyCell(tables, node.code, { measure: favourable, area, period, item, ...(group === undefined ? {} : { group }) })?.row.observation;
  const isShown = (...address: Parameters<typeof at>) => at(...address)?.status === "AVAILABLE";
  const items = node.items.map(({ code }) => code);
  const areas = [...source.areas.keys()].filter((area) => items.some((item) => at(item, area, now) !== undefined));
  const [whole] = areas;

  const tooMany = new Set<string>();
  // The verdicts allow for all that is asked at once, so that what is too much is not asked in parts.
  const compare = async (
    key: string,
    pairs: readonly SurveyPairInput[],
    tellsApart: "area" | "period" | "group",
  ): Promise<readonly Compared[]> => {
    if (pairs.length > limits.maxPairs) tooMany.add(key);
    if (pairs.length === 0 || tooMany.has(key)) return [];
    const { release } = await ask(compareQuery, { version, survey: node.code, pairs: [...pairs], language });
    const compared = release?.survey?.compare;
    if (compared?.length !== pairs.length)
      throw new Error("The hub did not compare all figures of a survey that it was asked to. Build the site again.");
    return compared.map((one, index) => ({
      ...one,
      first: pairs[index]?.first[tellsApart] ?? "",
      second: pairs[index]?.second[tellsApart] ?? "",
    }));
  };

  const changes = new Map<string, readonly Compared[]>();
  const againstWhole = new Map<string, readonly Compared[]>();
  const betweenGroups = new Map<string, { period: string; pairs: readonly Compared[] }>();
  const shownBy = new Map<string, Set<string>>();
  const earlier = [...new Set([previous?.period.code ?? now, yearBefore(now)])].filter((period) => period !== now);
  for (const item of items) {
    for (const area of areas) {
      if (!isShown(item, area, now)) continue;
      const pairs = earlier
        .filter((period) => isShown(item, area, period))
        .map((period) => ({ item, first: { area, period }, second: { area, period: now } }));
      changes.set(keyOf(area, item), await compare(keyOf(area, item), pairs, "period"));
    }
    if (whole === undefined) continue;
    if (isShown(item, whole, now)) {
      const others = areas.filter((area) => isPartOf(source, area, whole) && isShown(item, area, now));
      const pairs = others.map((area) => ({ item, first: { area: whole, period: now }, second: { area, period: now } }));
      againstWhole.set(item, await compare(item, pairs, "area"));
    }
    for (const { code: grouping, groups } of node.groupings) {
      const own = groups.filter(({ folded }) => !folded).map(({ code }) => code);
      // Twelve months have more answers than a wave, and so fewer figures that cannot be shown.
      const published = [rollingYear(now), now].filter((one) => own.some((group) => at(item, whole, one, group) !== undefined));
      const period = published.find((one) => own.some((group) => isShown(item, whole, one, group))) ?? published[0];
      if (period === undefined) continue;
      shownBy.set(grouping, (shownBy.get(grouping) ?? new Set()).add(period));
      const shown = own.filter((group) => isShown(item, whole, period, group));
      const pairs = shown.flatMap((group, index) =>
        shown.slice(index + 1).map((other) => ({
          item,
          first: { area: whole, period, group },
          second: { area: whole, period, group: other },
        })),
      );
      const key = keyOf(item, grouping);
      betweenGroups.set(key, { period, pairs: await compare(key, pairs, "group") });
    }
  }

  const questionnaires = new Map<string, readonly Questionnaire[]>();
  for (const spoken of new Set(node.instruments.flatMap(({ languages }) => languages))) {
    const { release } = await ask(wordingsQuery, { version, survey: node.code, language: spoken });
    const own = (release?.survey?.instruments ?? []).filter(({ languages }) => languages.includes(spoken));
    questionnaires.set(spoken, own);
  }
  const told = areas.length === 0 ? new Map<string, Told>() : await readTold(source, node.code, areas, now);
  const groupPools = whole === undefined ? new Map<string, Pool>() : await readGroupPools(source, node.code, whole, shownBy);
  return { ...node, areas, questionnaires, told, changes, againstWhole, betweenGroups, tooMany, groupPools };
}

/** The surveys of a release, with what may be said of their latest wave. */
export async function readSurveys(source: Source): Promise<readonly Survey[]> {
  const { release } = await source.ask(surveysQuery, { version: source.version, language: source.language });
  const answer = await source.ask(wavesQuery, { version: source.version, language: source.language });
  const waves = new Map(answer.release?.surveys.map((survey) => [survey.code, survey.waves]));
  const surveys: Survey[] = [];
  for (const node of release?.surveys ?? []) surveys.push(await readSurvey(source, { ...node, waves: waves.get(node.code) ?? [] }));
  return surveys;
}
