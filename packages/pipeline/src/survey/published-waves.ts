import { createHash } from "node:crypto";
import { PipelineError } from "../errors.ts";
import type { PastDataset } from "../history/past.ts";
import { quoted } from "../read/workbench.ts";
import { periodOfKey } from "./cells.ts";
import { type AnswerCounts, nameOfColumn } from "./estimate.ts";
import type { SurveyPlan } from "./plan.ts";
import { answerColumns, type SurveyAnswers } from "./read-answers.ts";

/** What was published of each wave: fingerprints, the number of its correction, and who answered, counted by each column. */
export type PublishedWaves = NonNullable<PastDataset["survey"]>["waves"];

/**
 * Checks that the answers of every wave, their weights, and how they are read are those that were published. What was published of a wave is final, unless the steward says that it was corrected.
 * @param people Who answered each wave: `peopleOf`.
 * @param before What earlier releases published, the latest of each wave.
 * @returns What this release publishes of each wave.
 * @throws {PipelineError} `WAVE_CHANGED`
 */
export async function wavesAsPublished(
  plan: SurveyPlan,
  answers: SurveyAnswers,
  people: WavePeople,
  before: PublishedWaves,
): Promise<PublishedWaves> {
  const { survey } = plan.file.spec;
  const prints = await printsOf(plan, answers);
  const counted = await answers.workbench.rows("SELECT wave::INT AS wave, count(*)::INT AS n FROM answers GROUP BY wave");
  const counts = new Map(counted.map(({ wave, n }) => [Number(wave), Number(n)]));
  return Object.fromEntries(
    plan.waves.map(({ code, spec }, wave) => {
      const now = {
        prints: Object.fromEntries(prints[wave] ?? []),
        correction: spec.correction?.number ?? 0,
        completes: counts.get(wave) ?? 0,
        people: people[wave] ?? {},
      };
      const then = before[code];
      const readings = Object.keys(then?.prints ?? {}).filter((name) => name.startsWith(readingOf("")));
      const other = readings.find((name) => now.prints[name] !== undefined && now.prints[name] !== then?.prints[name]);
      if (other !== undefined)
        throw new PipelineError(
          "WAVE_CHANGED",
          `The answers to ${other.slice(readingOf("").length)} in the wave ${code} of the survey ${survey} are read otherwise than when they were published: other scores, other favourable answers or another order. Keep the scale as it was, or give the question a code of its own.`,
        );
      if (then !== undefined && isOther(then.prints, now.prints)) {
        if (now.correction <= then.correction)
          throw new PipelineError(
            "WAVE_CHANGED",
            `The answers of the wave ${code} of the survey ${survey} are not those that were published. Restore its file; or, if it was wrong, say so in the wave: correction, with a number higher than before and why.`,
          );
      }
      if (then !== undefined) refuseFewMoved(plan, code, then.people, now.people);
      return [code, now];
    }),
  );
}

/** By wave: of each column of who answered, how many have each code. */
export type WavePeople = readonly Readonly<Record<string, Readonly<Record<string, number>>>>[];

/** Weights are counted in bands of a quarter: what moves less changes no figure by a person. */
const bandOf = "round(4 * weight) / 4";

/** Counts who answered each wave, by area, by each grouping whether it is shown or not, and by weight as it was supplied. */
export async function peopleOf(plan: SurveyPlan, { workbench, areas, hasWeights }: SurveyAnswers): Promise<WavePeople> {
  const people = plan.waves.map((): Record<string, Record<string, number>> => ({}));
  const count = async (name: string, by: string, codeOf: (value: unknown) => string) => {
    const rows = await workbench.rows(
      `SELECT wave::INT AS wave, ${by} AS value, count(*)::INT AS n FROM answers GROUP BY ALL ORDER BY ALL`,
    );
    for (const { wave, value, n } of rows) {
      const own = people[Number(wave)];
      if (own === undefined) continue;
      const counts = own[name] ?? {};
      counts[codeOf(value)] = Number(n);
      own[name] = counts;
    }
  };
  await count("area", "area::INT", (place) => areas[Number(place)] ?? "");
  for (const { name, groups } of plan.groupings)
    await count(`group ${name}`, `${quoted(name)}::INT`, (place) => (place === null ? "" : (groups[Number(place)]?.code ?? "")));
  if (hasWeights) await count("weight", bandOf, String);
  return people;
}

/**
 * The weights of everybody go by who answered: a correction that moves few people in any column would tell of them by every figure of the wave.
 * @throws {PipelineError} `WAVE_CHANGED`
 */
function refuseFewMoved(plan: SurveyPlan, wave: string, then: WavePeople[number], now: WavePeople[number]): void {
  const { survey, policy } = plan.file.spec;
  for (const [column, counts] of Object.entries(then)) {
    const own = now[column];
    if (own === undefined) continue;
    const codes = new Set([...Object.keys(counts), ...Object.keys(own)]);
    const moved = [...codes].reduce((sum, code) => sum + Math.abs((counts[code] ?? 0) - (own[code] ?? 0)), 0);
    if (moved > 0 && moved < 2 * policy.width) throw tooFewCorrected(survey, wave);
  }
}

const tooFewCorrected = (survey: string, period: string) =>
  new PipelineError(
    "WAVE_CHANGED",
    `The correction of the survey ${survey} changes so few answers of ${period} that comparing the two releases would tell of each. Correct them together with others.`,
  );

type PastSurvey = NonNullable<PastDataset["survey"]>;

/**
 * A correction of few answers would tell of each, for whoever has both releases: the counts behind every figure that both hold must be the same, or
 * differ by at least as many answers as the width says.
 * @param before What earlier releases published, oldest first.
 * @throws {PipelineError} `WAVE_CHANGED`
 */
export function refuseSmallCorrections(plan: SurveyPlan, before: readonly PastSurvey[], counts: AnswerCounts): void {
  const { survey, policy } = plan.file.spec;
  const isTold = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0) >= policy.smallestBase;
  for (const [column, then] of before.flatMap((release) => Object.entries(release.counts))) {
    for (const [cell, numbers] of Object.entries(then)) {
      const now = counts[column]?.[cell];
      if (now === undefined) continue;
      const moved = numbers.reduce((sum, number, place) => sum + Math.abs(number - (now[place] ?? 0)), 0);
      // One who answers otherwise counts twice: one less of the one answer, one more of the other.
      if (moved > 0 && moved < 2 * policy.width && isTold(numbers) && isTold(now)) throw tooFewCorrected(survey, periodOfKey(cell));
    }
  }
}

/**
 * A survey is always rounded and hidden as in its first release: two roundings of one figure tell more of it than one, also where the second is coarser.
 * @throws {PipelineError} `HISTORY_UNUSABLE`
 */
export function refuseOtherPolicy(plan: SurveyPlan, before: readonly PastSurvey[]): void {
  const { survey, policy } = plan.file.spec;
  for (const key of ["width", "smallestBase", "smallestAnswer", "roundPercentTo", "roundBaseTo"] as const)
    if (before.some((release) => policy[key] !== release.policy[key]))
      throw new PipelineError(
        "HISTORY_UNUSABLE",
        `The policy of the survey ${survey} has another ${key} than a release that published it. Two roundings of the same answers tell more than either: give it the number that it had.`,
      );
}

/**
 * What a cell tells that is no longer published still counts beside those that are: so every area, group and period that was told of stays in the tables.
 * @param cells Names of the cells of this release.
 * @throws {PipelineError} `HISTORY_UNUSABLE`
 */
export function refuseMissingCells(plan: SurveyPlan, told: ReadonlySet<string>, cells: ReadonlySet<string>): void {
  const periods = new Set(plan.periods.map(({ code }) => code));
  const missing = [...told].find((cell) => periods.has(periodOfKey(cell)) && !cells.has(cell));
  if (missing !== undefined)
    throw new PipelineError(
      "HISTORY_UNUSABLE",
      `The survey ${plan.file.spec.survey} no longer has an area or group of ${periodOfKey(missing)} that an earlier release told of. Beside it, new figures could tell of few people: keep its tables, areas and groupings.`,
    );
}

/** The name of the fingerprint of how an item's answers are read. */
const readingOf = (item: string) => `reading ${item}`;

/** Whether something that both have is not the same: what was added since, as a grouping, changes nothing that was published. */
const isOther = (then: Readonly<Record<string, string>>, now: Readonly<Record<string, string>>) =>
  Object.entries(then).some(([name, print]) => now[name] !== undefined && now[name] !== print);

/**
 * By the place of the wave: a fingerprint of each column, of who has which code in it. Neither the order of answers nor that of codes, questions or
 * columns makes it another.
 */
async function printsOf(plan: SurveyPlan, { workbench, areas, hasStrata, hasClusters }: SurveyAnswers) {
  const prints = plan.waves.map(() => new Map<string, string>());
  const add = async (name: string, by: string, codeOf: (wave: number, place: number) => string | undefined, print = "print") => {
    const rows = await workbench.rows(
      `SELECT wave::INT AS wave, ${by} AS place, count(*)::INT AS n, bit_xor(${print})::VARCHAR AS print FROM answers GROUP BY ALL`,
    );
    for (const [wave, own] of Map.groupBy(rows, (row) => Number(row.wave))) {
      const lines = own.map(
        ({ place, n, print: sum }) => `${place === null ? "" : (codeOf(wave, Number(place)) ?? "")} ${n} ${String(sum)}`,
      );
      prints[wave]?.set(name, createHash("sha256").update(lines.sort().join("\n")).digest("hex"));
    }
  };
  await add("area", "area::INT", (_, place) => areas[place]);
  for (const { name, groups } of plan.groupings) await add(`group ${name}`, `${quoted(name)}::INT`, (_, place) => groups[place]?.code);
  for (const { column, item, option } of answerColumns(plan.items)) {
    const own = plan.items[item];
    await add(`item ${nameOfColumn(own, option)}`, `${column}::INT`, (wave, place) => {
      const scale = own?.wordings[wave]?.scale;
      // Of an option: not chosen, chosen or don't know, whatever its place.
      return option === null ? [...(scale?.answers ?? []), ...(scale?.nonAnswers ?? [])][place]?.code : String(place);
    });
  }
  for (const { code, wordings } of plan.items)
    for (const [wave, wording] of wordings.entries())
      if (wording !== null) {
        const { kind, answers, nonAnswers } = wording.scale;
        const read = [
          kind,
          answers.map((answer) => [answer.code, answer.score, answer.favourable]),
          nonAnswers.map((answer) => answer.code),
        ];
        prints[wave]?.set(readingOf(code), createHash("sha256").update(JSON.stringify(read)).digest("hex"));
      }
  const design = ["weight", ...(hasStrata ? ["stratum"] : []), ...(hasClusters ? ["cluster"] : [])];
  for (const name of design)
    await add(name, "0", () => "", `md5_number_lower(concat(print, ' ', ${name === "weight" ? "round(weight, 4)" : quoted(name)}))`);
  return prints;
}
