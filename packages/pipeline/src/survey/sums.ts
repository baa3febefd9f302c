import { PipelineError } from "../errors.ts";
import type { Geography } from "../geography/areas.ts";
import { quoted, type Workbench } from "../read/workbench.ts";
import { type Groups, groupsOf } from "./groups.ts";
import { type Overlaps, overlapsOf } from "./overlaps.ts";
import type { PlannedItem, SurveyPlan } from "./plan.ts";
import { answerColumns, type SurveyAnswers } from "./read-answers.ts";
import { constructScore, scoredItems } from "./scores.ts";

/** Sums over the answers of a domain in one stratum of a wave. Lists are parallel to the places of answers. */
export interface DesignSums {
  readonly wave: number;
  /** Primary sampling units of the stratum in the wave, in the domain or not: respondents where there are no clusters. */
  readonly sampled: number;
  /** How many answered so, unweighted. */
  readonly n: Float64Array;
  /** Σ of weights, and of their squares. */
  readonly weight: Float64Array;
  readonly weightSquared: Float64Array;
  /** The largest weight. */
  readonly heaviest: Float64Array;
  /** Σ of weights in each cluster that has an answer; null where units are respondents. */
  readonly clusters: readonly Float64Array[] | null;
}

/** The answers to one column in one domain: a wave, an area and a group. One entry a stratum. */
export type DomainSums = readonly DesignSums[];

/** A column of answers or of scores. */
export interface SummedColumn {
  /** Number of places of answers; of a score, each different one is a place. */
  readonly places: number;
  /** The scores, ascending; null for answers. */
  readonly scores: readonly number[] | null;
  /** By `domainKey`. */
  readonly domains: ReadonlyMap<string, DomainSums>;
}

export const everyone = "everyone";

/** The name of a domain. @param grouping Name of a grouping, or `everyone`. @param group Code of the group, or `everyone`. */
export const domainKey = (wave: number, area: string, grouping: string, group: string): string => `${wave} ${area} ${grouping} ${group}`;

/** Sums by column of answers (`AnswerColumn.column`) and by construct. */
export interface SurveySums {
  readonly items: ReadonlyMap<string, SummedColumn>;
  readonly constructs: ReadonlyMap<string, SummedColumn>;
  readonly overlaps: Overlaps;
}

/** Rows of sums, in columns. */
interface SumRows {
  readonly count: number;
  readonly column: (name: string) => readonly unknown[];
  readonly numbers: (name: string) => readonly number[];
}

/** @param names Of the columns that the query selects, in their order. */
async function readRows(workbench: Workbench, names: readonly string[], query: string): Promise<SumRows> {
  const columns = await workbench.columns(query);
  const column = (name: string) => columns[names.indexOf(name)] ?? [];
  return { count: columns[0]?.length ?? 0, column, numbers: (name) => column(name) as readonly number[] };
}

/**
 * Adds the answers up: DuckDB item by item, then each area into those above it. Over all items at once it would need a row for each answer.
 * The table `answers` has its final weights.
 * @throws {PipelineError} `STRATUM_WITH_ONE_UNIT`
 */
export async function sumAnswers(
  plan: SurveyPlan,
  answers: SurveyAnswers,
  geography: Geography,
  folded: ReadonlySet<string>,
): Promise<SurveySums> {
  const { workbench, hasClusters, hasStrata } = answers;
  const groupings = plan.groupings.map(({ name }) => name).filter((name) => plan.tables.some(({ groups }) => groups.includes(name)));
  const groups = groupings.map(quoted);
  const columns = answerColumns(plan.items);
  const design = [...(hasStrata ? ["stratum"] : []), ...(hasClusters ? ["cluster"] : [])];
  const keys = ["wave", "area", ...design.map(quoted), "answer"];
  // GROUPING(x) is 1 where a row is not by x: it tells "not stated", which is NULL too, from "everybody".
  const by = groups.length === 0 ? "0 AS own" : `GROUPING(${groups.join(", ")})::INT AS own`;
  const sets = [[], ...groups.map((name) => [name])].map((set) => `(${[...keys, ...set].join(", ")})`);
  const sums = [by, "count(*)::DOUBLE AS n", "sum(weight) AS w", "sum(weight * weight) AS w2", "max(weight) AS top"];
  const names = ["wave", "area", ...design, "answer", ...groupings, "own", "n", "w", "w2", "top"];
  /** @param answer SQL: what is counted, NULL where a person is not. */
  const sumsOf = (answer: string): Promise<SumRows> =>
    readRows(
      workbench,
      names,
      `SELECT ${[...keys, ...groups, ...sums].join(", ")} FROM (SELECT *, ${answer} AS answer FROM answers) WHERE answer IS NOT NULL GROUP BY GROUPING SETS (${sets.join(", ")})`,
    );
  const sampled = await sampledUnits(plan, answers);
  const add = addingUp(plan, answers, geography, groupings, folded, sampled);

  const items = new Map<string, SummedColumn>();
  for (const { column, item, option } of columns) {
    const places = option === null ? placesOf(plan.items[item]) : 3;
    items.set(column, { places, scores: null, domains: add(await sumsOf(column), places, Number) });
  }

  const constructs = new Map<string, SummedColumn>();
  for (const { code } of plan.file.spec.constructs) {
    const own = scoredItems(code, plan.items);
    if (own.length === 0) continue;
    const rows = await sumsOf(constructScore(own, plan.items));
    const scores = [...new Set(rows.numbers("answer"))].sort((a, b) => a - b);
    const placeOf = new Map(scores.map((score, place) => [score, place]));
    constructs.set(code, { places: scores.length, scores, domains: add(rows, scores.length, (score) => placeOf.get(score) ?? -1) });
  }
  const overlaps = await overlapsOf(plan, answers, geography, groupings, folded);
  return { items, constructs, overlaps };
}

/** How many answers an item has in the wave that offers most, "don't know" included. */
const placesOf = (item: PlannedItem | undefined): number =>
  Math.max(
    ...(item?.wordings ?? []).map((wording) => (wording === null ? 0 : wording.scale.answers.length + wording.scale.nonAnswers.length)),
  );

/**
 * Units by wave and stratum: those outside a domain count as zeros in its variance.
 * @throws {PipelineError} `STRATUM_WITH_ONE_UNIT`
 */
async function sampledUnits(
  { file, waves }: SurveyPlan,
  { workbench, hasClusters, hasStrata }: SurveyAnswers,
): Promise<ReadonlyMap<string, number>> {
  const units = hasClusters ? `count(DISTINCT "cluster")` : "count(*)";
  const rows = await workbench.rows(
    `SELECT wave::INT AS wave, ${hasStrata ? "stratum" : "''"} AS stratum, ${units}::DOUBLE AS units FROM answers GROUP BY ALL ORDER BY 1`,
  );
  const alone = rows.find(({ units: count }) => Number(count) === 1);
  if (alone !== undefined)
    throw new PipelineError(
      "STRATUM_WITH_ONE_UNIT",
      `The wave ${waves[Number(alone.wave)]?.code} of the survey ${file.spec.survey} has a stratum of one ${hasClusters ? "cluster" : "answer"} only, so its variance cannot be known. Join it with another stratum.`,
    );
  return new Map(rows.map(({ wave, stratum, units: count }) => [`${Number(wave)} ${String(stratum)}`, Number(count)]));
}

/** Which grouping a row is by: its place, or -1 for everybody. `own` has a bit for each grouping, the first one highest, set where the row is not by it. */
function groupingOf(own: number, count: number): number {
  for (let place = 0; place < count; place++) if ((own & (1 << (count - 1 - place))) === 0) return place;
  return -1;
}

interface Adding {
  readonly n: Float64Array;
  readonly weight: Float64Array;
  readonly weightSquared: Float64Array;
  readonly heaviest: Float64Array;
  readonly clusters: Map<string, Float64Array> | null;
}

/** Makes what adds rows into each domain of the plan: the areas above, and the group that a folded one belongs to. */
function addingUp(
  plan: SurveyPlan,
  { areas: areaCodes, hasStrata, hasClusters }: SurveyAnswers,
  geography: Geography,
  groupings: readonly string[],
  folded: ReadonlySet<string>,
  sampled: ReadonlyMap<string, number>,
) {
  const levels = [...new Set(plan.tables.flatMap(({ area }) => area))];
  const above = areaCodes.map((code) => levels.flatMap((level) => geography.ancestor(code, level) ?? []));
  const groups = groupings.map((name): Groups => groupsOf(plan, name, folded));
  return (rows: SumRows, places: number, placeOf: (answer: number) => number): ReadonlyMap<string, DomainSums> => {
    const domains = new Map<string, Map<string, Adding>>();
    const [wave, area, answer, own] = (["wave", "area", "answer", "own"] as const).map(rows.numbers);
    const [n, w, w2, top] = (["n", "w", "w2", "top"] as const).map(rows.numbers);
    const [stratum, cluster] = ["stratum", "cluster"].map(rows.column);
    const groupColumns = groupings.map(rows.column);
    for (let row = 0; row < rows.count; row++) {
      const grouping = groupingOf(Number(own?.[row] ?? 0), groupings.length);
      const name = groupings[grouping] ?? everyone;
      const group = groups[grouping]?.codeAt(groupColumns[grouping]?.[row]) ?? everyone;
      const place = placeOf(Number(answer?.[row]));
      const weight = w?.[row] ?? 0;
      for (const code of above[Number(area?.[row])] ?? []) {
        const key = domainKey(Number(wave?.[row]), code, name, group);
        const domain = domains.get(key) ?? new Map<string, Adding>();
        if (domain.size === 0) domains.set(key, domain);
        const inStratum = hasStrata ? String(stratum?.[row]) : "";
        let sums = domain.get(inStratum);
        if (sums === undefined) {
          const zeros = () => new Float64Array(places);
          sums = { n: zeros(), weight: zeros(), weightSquared: zeros(), heaviest: zeros(), clusters: hasClusters ? new Map() : null };
          domain.set(inStratum, sums);
        }
        sums.n[place] = (sums.n[place] ?? 0) + (n?.[row] ?? 0);
        sums.weight[place] = (sums.weight[place] ?? 0) + weight;
        sums.weightSquared[place] = (sums.weightSquared[place] ?? 0) + (w2?.[row] ?? 0);
        sums.heaviest[place] = Math.max(sums.heaviest[place] ?? 0, top?.[row] ?? 0);
        if (sums.clusters === null) continue;
        const unit = String(cluster?.[row]);
        const weights = sums.clusters.get(unit) ?? new Float64Array(places);
        weights[place] = (weights[place] ?? 0) + weight;
        sums.clusters.set(unit, weights);
      }
    }
    const whole = (key: string, domain: ReadonlyMap<string, Adding>): DomainSums => {
      const ofWave = Number(key.slice(0, key.indexOf(" ")));
      return [...domain].map(([name, { clusters, ...sums }]) => ({
        ...sums,
        wave: ofWave,
        sampled: sampled.get(`${ofWave} ${name}`) ?? 0,
        clusters: clusters === null ? null : [...clusters.values()],
      }));
    };
    return new Map([...domains].map(([key, domain]) => [key, whole(key, domain)]));
  };
}
