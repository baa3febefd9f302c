import type { Area, Code, Period } from "@openbeat/database/client";
import {
  type EstimatePair,
  type Overlap,
  publicPolicy,
  roundingStep,
  roundingSteps,
  type SampleDesign,
  type SurveyEstimate,
  type SurveyMeasure,
  sampleDesigns,
  surveyMeasures,
} from "../domain/index.ts";
import { QueryError } from "../errors.ts";
import { didYouMean, quoted } from "./did-you-mean.ts";
import {
  addressOf,
  type EstimateAddress,
  type EstimateQuestion,
  type FoundEstimate,
  itemsBehind,
  selectEstimates,
  usualMeasure,
  wavesBehind,
} from "./survey-estimates.ts";
import { areasAbove, everyone, findMember, questionOf, type Survey, type WaveRecord, wavesOf } from "./surveys.ts";

/** One side of a comparison: what is left out is the widest area, the latest wave, everyone. */
export interface SideQuestion {
  readonly area?: string | null | undefined;
  readonly period?: string | null | undefined;
  readonly group?: string | null | undefined;
}

/** Two estimates of the same thing to be compared. */
export interface PairQuestion {
  readonly item?: string | null | undefined;
  readonly answer?: string | null | undefined;
  readonly construct?: string | null | undefined;
  readonly first: SideQuestion;
  readonly second: SideQuestion;
}

const listed = (code: string | null | undefined) => (code == null ? undefined : [code]);

function whatOf(survey: Survey, { item, answer, construct }: PairQuestion): { readonly code: Code; readonly question: EstimateQuestion } {
  if ((item == null) === (construct == null)) {
    throw new QueryError("BAD_USER_INPUT", "A pair is of exactly one thing: write `item` or `construct`.");
  }
  if (answer != null && item == null) throw new QueryError("BAD_USER_INPUT", "`answer` is one of the answers to an `item`.");
  const code = (found: Code | undefined): Code => {
    if (found === undefined) throw new Error("What a survey asks is not in its code list.");
    return found;
  };
  if (construct != null) {
    const { code: own } = findMember(survey.constructs, construct, "construct");
    return { code: code(survey.itemCodes.get(own)), question: { constructs: [own] } };
  }
  const { code: own } = findMember(survey.items, item ?? "", "item");
  if (answer == null) return { code: code(survey.itemCodes.get(own)), question: { items: [own] } };
  const found = survey.itemCodes.get(`${own}.${answer}`);
  if (found !== undefined) return { code: found, question: { answersOf: [own] } };
  const answers = [...survey.itemCodes.values()].flatMap(({ code: one, level }) =>
    level === "answer" && one.startsWith(`${own}.`) ? [one.slice(own.length + 1)] : [],
  );
  throw new QueryError("UNKNOWN_MEMBER", `The item ${quoted(own)} has no answer ${quoted(answer)}.`, didYouMean(answer, answers));
}

/** The two estimates that a pair names. @throws {QueryError} Where one of them does not exist, or was not published. */
export function addressesOf(
  survey: Survey,
  pair: PairQuestion,
  measure: SurveyMeasure | null | undefined,
): readonly [EstimateAddress, EstimateAddress] {
  const { code, question } = whatOf(survey, pair);
  const wanted = measure ?? usualMeasure[code.level === "construct" || code.level === "answer" ? code.level : "item"];
  const address = ({ area, period, group }: SideQuestion): EstimateAddress => {
    const found = selectEstimates(survey, {
      ...question,
      measures: [wanted],
      areas: listed(area),
      periods: listed(period),
      groups: listed(group),
    });
    const [ownArea, ownPeriod, ownGroup] = [found.areas[0], found.periods[0], found.groups[0]];
    if (ownArea === undefined || ownPeriod === undefined || ownGroup === undefined) throw new Error("A survey has no estimate at all.");
    return { measure: wanted, item: code, area: ownArea, period: ownPeriod, group: ownGroup };
  };
  return [address(pair.first), address(pair.second)];
}

/** The design that an estimate's precision must be called by: where waves of several stand together, the one that promises least. */
export function designOf(waves: readonly WaveRecord[]): SampleDesign {
  const leastFirst: readonly SampleDesign[] = ["opt_in", "nonprobability_quota", "census_of_contacts", "probability"];
  return leastFirst.find((design) => waves.some((wave) => wave.design === design)) ?? sampleDesigns[2];
}

/** An estimate as the domain knows it. */
export function domainEstimate(estimate: FoundEstimate): SurveyEstimate {
  const { cell } = estimate;
  const measure = Object.values(surveyMeasures).find((code) => code === cell.measure.code);
  if (measure === undefined) throw new Error("An estimate is of no measure of surveys.");
  const common = { measure, design: designOf(wavesBehind(estimate)), flags: cell.flags };
  const { status, value, n, nEffective, lower, upper, intervalLevel: level, intervalMethod: method } = cell;
  if (status !== "AVAILABLE") return { ...common, status };
  if (value === null || n === null || nEffective === null || lower === null || upper === null || level === null || method === null) {
    throw new Error("An estimate is shown without its interval or its base.");
  }
  return { ...common, status, value, n, nEffective, interval: { lower, upper, level, method } };
}

/** What of an estimate must be the same for another to be comparable: how it was asked, and how people were chosen. */
function asked(estimate: FoundEstimate): { readonly words: ReadonlySet<string>; readonly held: ReadonlySet<string> } {
  const { survey } = estimate;
  const items = itemsBehind(survey, addressOf(estimate).item);
  const words = new Set<string>();
  const held = new Set<string>();
  for (const wave of wavesBehind(estimate)) {
    const versions = items.flatMap((one) => {
      const question = questionOf(survey, one, wave);
      return question === undefined ? [] : [`${one.code} ${question.row.series}`];
    });
    // A wave that asked none of it adds nothing; one that asked other items of a construct measured something else.
    if (versions.length > 0) words.add(versions.join());
    held.add(`${wave.row.series} ${wave.design}`);
  }
  return { words, held };
}

/** Whether wording, scale or the way the waves were held changed between two estimates, or within one of them. */
function isBroken(first: FoundEstimate, second: FoundEstimate): boolean {
  const [one, other] = [asked(first), asked(second)];
  const series = (held: ReadonlySet<string>) => [...held].map((text) => text.split(" ")[0]);
  return (
    one.words.union(other.words).size > 1 ||
    new Set([...series(one.held), ...series(other.held)]).size > 1 ||
    one.held.size > 1 ||
    other.held.size > 1
  );
}

/** How two things lie to each other. */
type Relation = "same" | "first in second" | "second in first" | "apart" | "unknown";

function relationOfAreas(first: Area, second: Area): Relation {
  if (first.id === second.id) return "same";
  const [aboveFirst, aboveSecond] = [areasAbove(first), areasAbove(second)];
  if (aboveFirst.includes(second)) return "first in second";
  if (aboveSecond.includes(first)) return "second in first";
  // Areas of one level do not overlap, and neither does what lies in them.
  const apart = [first, ...aboveFirst].some((one) =>
    [second, ...aboveSecond].some((other) => one.id !== other.id && one.levelId === other.levelId),
  );
  return apart ? "apart" : "unknown";
}

function relationOfGroups(first: Code, second: Code): Relation {
  if (first.code === second.code) return "same";
  if (second.level === everyone) return "first in second";
  if (first.level === everyone) return "second in first";
  return first.level === second.level ? "apart" : "unknown";
}

/** Finds a published number of answers: 0 where nobody was asked, `undefined` where it is not shown. */
type Base = (address: EstimateAddress) => number | undefined;

interface SharedAnswers {
  /** What must be read to know the overlap. */
  readonly needs: readonly EstimateAddress[];
  readonly overlap: (base: Base) => Overlap | null;
}

const known = (overlap: Overlap | null): SharedAnswers => ({ needs: [], overlap: () => overlap });

/** Which answers two estimates share, told by the published numbers of answers alone. */
function sharedAnswers(survey: Survey, first: EstimateAddress, second: EstimateAddress): SharedAnswers {
  const [firstWaves, secondWaves] = [wavesOf(survey, first.period), wavesOf(survey, second.period)];
  const shared = firstWaves.filter((wave) => secondWaves.includes(wave));
  const areas = relationOfAreas(first.area, second.area);
  const groups = relationOfGroups(first.group, second.group);
  if (shared.length === 0 || areas === "apart" || groups === "apart") return known({ ofFirst: 0, ofSecond: 0 });
  if (areas === "unknown" || groups === "unknown") return known(null);
  const both: EstimateAddress = {
    ...first,
    area: areas === "second in first" ? second.area : first.area,
    group: groups === "second in first" ? second.group : first.group,
  };
  // The same waves: the figures' own bases tell. Others: the bases wave by wave do.
  const isSameTime = shared.length === firstWaves.length && shared.length === secondWaves.length;
  const at = (address: EstimateAddress, waves: readonly WaveRecord[], period: Period): readonly EstimateAddress[] =>
    isSameTime ? [{ ...address, period }] : waves.map((wave) => ({ ...address, period: wave.period }));
  const parts = [at(both, shared, first.period), at(first, firstWaves, first.period), at(second, secondWaves, second.period)] as const;
  return {
    needs: parts.flat(),
    overlap(base) {
      const [common, ofFirst, ofSecond] = parts.map((addresses) => {
        const bases = addresses.map(base);
        return bases.includes(undefined) ? undefined : bases.reduce<number>((sum, one) => sum + (one ?? 0), 0);
      });
      if (common === undefined || !ofFirst || !ofSecond) return null;
      // Bases are rounded, so that a part may seem larger than its whole.
      return { ofFirst: Math.min(1, common / ofFirst), ofSecond: Math.min(1, common / ofSecond) };
    },
  };
}

const keyOf = ({ measure, area, period, item, group }: EstimateAddress): string =>
  [measure, area.id, period.id, item.code, group.code].join(" ");

function baseOf(estimate: FoundEstimate | undefined): number | undefined {
  if (estimate?.cell.status === "AVAILABLE") return estimate.cell.n ?? undefined;
  return estimate?.cell.status === "NOT_COLLECTED" ? 0 : undefined;
}

/** Two estimates, and what is known of how they hang together. */
export interface FoundPair extends EstimatePair {
  readonly found: readonly [FoundEstimate, FoundEstimate];
}

/**
 * Finds the estimates that pairs name, and what they share.
 * @param read Reads estimates one by one.
 * @throws {QueryError} Where an estimate does not exist, or was not published.
 */
export async function findPairs(
  survey: Survey,
  pairs: readonly PairQuestion[],
  measure: SurveyMeasure | null | undefined,
  read: (addresses: readonly EstimateAddress[]) => Promise<readonly (FoundEstimate | undefined)[]>,
): Promise<readonly FoundPair[]> {
  const addresses = pairs.map((pair) => addressesOf(survey, pair, measure));
  const answers = addresses.map(([first, second]) => sharedAnswers(survey, first, second));
  const all = new Map([...addresses.flat(), ...answers.flatMap(({ needs }) => needs)].map((address) => [keyOf(address), address]));
  const estimates = await read([...all.values()]);
  const found = new Map([...all.keys()].map((key, at) => [key, estimates[at]]));
  return addresses.map((pair, at): FoundPair => {
    const [first, second] = pair.map((address) => found.get(keyOf(address)));
    if (first === undefined || second === undefined) {
      throw new QueryError("GROUPING_NOT_PUBLISHED", "One of the figures to be compared was not published.", {
        hint: "Ask `estimates` first: what it gives can be compared.",
        available: [],
      });
    }
    const base: Base = (address) => baseOf(found.get(keyOf(address)));
    return {
      found: [first, second],
      first: domainEstimate(first),
      second: domainEstimate(second),
      overlap: answers[at]?.overlap(base) ?? null,
      break: isBroken(first, second),
    };
  });
}

/** The steps that figures of a survey are rounded to, by the people they rest on: those of its coarsest table. */
export function roundingOf({ tables }: Survey): (estimate: { readonly nEffective: number }) => number {
  const policies = tables.map(({ row }) => publicPolicy.parse(row.policy));
  const rule = {
    width: Math.max(0, ...policies.map(({ width }) => width ?? 0)),
    least: Math.max(1, ...policies.map(({ roundedTo }) => roundedTo ?? 1)),
  };
  return ({ nEffective }) => roundingStep(nEffective, rule) ?? Math.max(...roundingSteps);
}
