import { QueryError } from "@openbeat/schema";
import { execute, limits } from "@openbeat/schema/graphql";
import { didYouMean, quoted } from "@openbeat/schema/store";
import { parse } from "graphql";
import type { Asking } from "./file-door.ts";
import { costOf } from "./limits.ts";
import {
  type Columns,
  type ComparisonNode,
  comparisonColumns,
  comparisonFields,
  type EstimateNode,
  estimateColumns,
  estimateFragment,
} from "./survey-rows.ts";

/** Asks in process. */
function ask<Answer>(question: string, variables: Readonly<Record<string, unknown>>, { context, pay }: Asking): Promise<Answer> {
  pay(costOf(parse(question), variables));
  return execute<Answer>(question, variables, { context });
}

/** Rows of one file of estimates: each has a sentence, so they are dearer than those of a table. */
const mostRows = 1000;
/** Rows that are asked for at once: as many cost well below the most that one question may. */
const pageRows = 100;

/** The parameters of an address: read once each, the rest refused. */
function readParameters(search: string, known: readonly string[]) {
  const parameters = new URLSearchParams(search);
  for (const name of parameters.keys()) {
    if (!known.includes(name)) throw new QueryError("BAD_USER_INPUT", `There is no parameter ${quoted(name)}.`, didYouMean(name, known));
  }
  const list = (name: string): readonly string[] | null => {
    const values = parameters
      .getAll(name)
      .flatMap((text) => text.split(","))
      .filter((text) => text !== "");
    return values.length === 0 ? null : values;
  };
  const text = (name: string): string | null => parameters.get(name) || null;
  const flag = (name: string): boolean | null => {
    const value = text(name);
    if (value !== null && value !== "true" && value !== "false") {
      throw new QueryError("BAD_USER_INPUT", `\`${name}\` is neither \`true\` nor \`false\`.`);
    }
    return value === null ? null : value === "true";
  };
  return { list, text, flag };
}

interface Release<Survey> {
  readonly release: { readonly version: string; readonly citation: string; readonly survey: Survey } | null;
}

/** What a file tells, before it is written in one of the formats. */
export interface File {
  readonly release: string;
  readonly citation: string;
  readonly columns: readonly string[];
  /** Values in the order of `columns`. */
  readonly rows: readonly (readonly (string | number | null)[])[];
}

const fileOf = <Node>(
  release: { readonly version: string; readonly citation: string },
  columns: Columns<Node>,
  nodes: readonly Node[],
): File => ({
  release: release.version,
  citation: release.citation,
  columns: [...Object.keys(columns), "citation"],
  rows: nodes.map((node) => [...Object.values(columns).map((read) => read(node)), release.citation]),
});

const estimatesQuestion = (
  fields: string,
) => `query SurveyEstimates($survey: String!, $items: [String!], $constructs: [String!], $answersOf: [String!], $measures: [SurveyMeasure!],
  $areas: [String!], $areaLevel: String, $periods: [String!], $allWaves: Boolean, $rolling: Boolean, $groups: [String!], $grouping: String,
  $status: [ObservationStatus!], $language: String, $first: Int!, $after: String) {
  release { version citation(language: $language) survey(code: $survey) {
    estimates(items: $items, constructs: $constructs, answersOf: $answersOf, measures: $measures, areas: $areas, areaLevel: $areaLevel,
      periods: $periods, allWaves: $allWaves, rolling: $rolling, groups: $groups, grouping: $grouping, status: $status, first: $first, after: $after) {
      ${fields}
    }
  } }
}`;
const countQuestion = estimatesQuestion("totalCount");
const rowsQuestion = `${estimatesQuestion("nodes { ...EstimateRow } pageInfo { hasNextPage endCursor }")}\n${estimateFragment}`;

interface Count {
  readonly estimates: { readonly totalCount: number };
}
interface Estimates {
  readonly estimates: {
    readonly nodes: readonly EstimateNode[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

/** Parameters of estimates: lists, texts, and what is true or false. */
export const estimateLists = ["items", "constructs", "answersOf", "measures", "areas", "periods", "groups", "status"] as const;
export const estimateTexts = ["areaLevel", "grouping", "language"] as const;
export const estimateFlags = ["allWaves", "rolling"] as const;

/** All estimates that the arguments of `estimates` name, in an address as in GraphQL. */
export async function readEstimates(survey: string, search: string, asking: Asking): Promise<File | undefined> {
  const { list, text, flag } = readParameters(search, [...estimateLists, ...estimateTexts, ...estimateFlags]);
  const variables = {
    survey,
    ...Object.fromEntries(estimateLists.map((name) => [name, list(name)])),
    ...Object.fromEntries(estimateTexts.map((name) => [name, text(name)])),
    ...Object.fromEntries(estimateFlags.map((name) => [name, flag(name)])),
  };
  // A question costs what it may answer, so it is counted first how much that is.
  const counted = await ask<Release<Count>>(countQuestion, { ...variables, first: 1 }, asking);
  if (counted.release === null) return undefined;
  const { totalCount } = counted.release.survey.estimates;
  if (totalCount > mostRows) {
    throw new QueryError("PAGE_TOO_LARGE", `There are ${totalCount} figures.`, {
      hint: "Name items, areas or periods. All figures of a survey are in the table of its dataset: /datasets/CODE/query.csv.",
      max: mostRows,
    });
  }
  const nodes: EstimateNode[] = [];
  let after: string | null = null;
  for (;;) {
    const first = Math.min(Math.max(totalCount - nodes.length, 1), pageRows);
    const { release }: Release<Estimates> = await ask<Release<Estimates>>(rowsQuestion, { ...variables, first, after }, asking);
    if (release === null) return undefined;
    const { nodes: page, pageInfo }: Estimates["estimates"] = release.survey.estimates;
    nodes.push(...page);
    if (!pageInfo.hasNextPage) return fileOf(release, estimateColumns, nodes);
    after = pageInfo.endCursor;
  }
}

const surveysQuestion = `query Surveys($language: String) {
  release { version citation(language: $language) surveys {
    code title(language: $language) waves { code fieldFrom fieldTo sampleDesign series }
  } }
}`;
interface ListedWave {
  readonly code: string;
  readonly fieldFrom: string;
  readonly fieldTo: string;
  readonly sampleDesign: string;
  readonly series: number;
}
interface Surveys {
  readonly release: {
    readonly version: string;
    readonly citation: string;
    readonly surveys: readonly { readonly code: string; readonly title: string; readonly waves: readonly ListedWave[] }[];
  } | null;
}

/** Every survey with its waves, newest first: a row for each wave. */
export async function readSurveys(_: string, search: string, asking: Asking): Promise<File | undefined> {
  const { text } = readParameters(search, ["language"]);
  const { release } = await ask<Surveys>(surveysQuestion, { language: text("language") }, asking);
  if (release === null) return undefined;
  const columns: Columns<ListedWave & { readonly survey: string; readonly title: string }> = {
    survey: ({ survey }) => survey,
    title: ({ title }) => title,
    wave: ({ code }) => code,
    field_from: ({ fieldFrom }) => fieldFrom,
    field_to: ({ fieldTo }) => fieldTo,
    sample_design: ({ sampleDesign }) => sampleDesign,
    series: ({ series }) => series,
    release: () => release.version,
  };
  return fileOf(
    release,
    columns,
    release.surveys.flatMap(({ code: survey, title, waves }) => waves.map((wave) => ({ ...wave, survey, title }))),
  );
}

const wavesQuestion = `query SurveyWaves($survey: String!) { release { version citation survey(code: $survey) { waves { period { code } } } } }`;
interface Waves {
  readonly waves: readonly { readonly period: { readonly code: string } }[];
}

/** The wave before the one of a period, or before the latest. @throws {QueryError} `BAD_USER_INPUT` where there is none. */
async function waveBefore(survey: string, period: string | null, asking: Asking): Promise<string> {
  const { release } = await ask<Release<Waves>>(wavesQuestion, { survey }, asking);
  const waves = release?.survey.waves.map((wave) => wave.period.code) ?? [];
  const at = period === null ? 0 : waves.indexOf(period);
  const before = at < 0 ? undefined : waves[at + 1];
  if (before !== undefined) return before;
  throw new QueryError("BAD_USER_INPUT", "There is no wave before the second figure's to compare it with.", {
    hint: "Say what to compare with: `first.period`, `first.area` or `first.group`.",
  });
}

const comparisonQuestion = `query SurveyComparison($survey: String!, $pairs: [SurveyPairInput!]!, $measure: SurveyMeasure, $adjustment: ComparisonAdjustment!, $language: String) {
  release { version citation(language: $language) survey(code: $survey) {
    compare(pairs: $pairs, measure: $measure, adjustment: $adjustment) { ${comparisonFields} }
  } }
}
${estimateFragment}`;
interface Comparisons {
  readonly compare: readonly ComparisonNode[];
}

const sideNames = ["area", "period", "group"] as const;
/** Parameters of comparisons. */
export const comparisonParameters = [
  ...["items", "constructs", "areas", "groups", "period", "measure", "adjustment", "language"],
  ...sideNames.flatMap((name) => [`first.${name}`, `second.${name}`]),
];

/**
 * Compares figures two by two: a pair for each of `items` and `constructs`, in each of `areas`, for each of `groups`. `first.…` and
 * `second.…` say in what its two figures differ; where neither does, they are of the wave before and of the latest.
 */
export async function readComparisons(survey: string, search: string, asking: Asking): Promise<File | undefined> {
  const { list, text } = readParameters(search, comparisonParameters);
  const things = [...(list("items") ?? []).map((item) => ({ item })), ...(list("constructs") ?? []).map((construct) => ({ construct }))];
  if (things.length === 0) {
    throw new QueryError("BAD_USER_INPUT", "The question names nothing to compare.", {
      hint: "Name `items` or `constructs`: `release { survey(code: …) { items { code } constructs { code } } }` lists them.",
    });
  }
  const areas = list("areas") ?? [null];
  const groups = list("groups") ?? [null];
  // Before any is made: an address is short, and a product of three lists is not.
  if (things.length * areas.length * groups.length > limits.maxPairs) {
    throw new QueryError("PAGE_TOO_LARGE", `The address names more than ${limits.maxPairs} pairs.`, {
      hint: "Name fewer items, areas or groups: there is a pair for each of each.",
      max: limits.maxPairs,
    });
  }
  const side = (name: "first" | "second") => Object.fromEntries(sideNames.map((part) => [part, text(`${name}.${part}`)]));
  const own = { first: side("first"), second: side("second") };
  const period = text("period");
  const isByWave = [...Object.entries(own.first), ...Object.entries(own.second)].every(
    ([part, value]) => part === "period" || value === null,
  );
  if (isByWave && own.first.period === null) own.first.period = await waveBefore(survey, own.second.period ?? period, asking);
  const pairs = things.flatMap((thing) =>
    areas.flatMap((area) =>
      groups.map((group) => {
        const common = { area, period, group };
        const merged = (name: "first" | "second") => Object.fromEntries(sideNames.map((part) => [part, own[name][part] ?? common[part]]));
        return { ...thing, first: merged("first"), second: merged("second") };
      }),
    ),
  );
  const variables = {
    survey,
    pairs,
    measure: text("measure"),
    adjustment: text("adjustment") ?? "HOLM",
    language: text("language"),
  };
  const { release } = await ask<Release<Comparisons>>(comparisonQuestion, variables, asking);
  return release === null ? undefined : fileOf(release, comparisonColumns, release.survey.compare);
}
