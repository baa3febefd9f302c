import { createHash } from "node:crypto";
import { PipelineError } from "../errors.ts";
import type { PastDataset } from "../history/past.ts";
import { quoted } from "../read/workbench.ts";
import { nameOfColumn, periodOfKey, type ToldFigures } from "./figures.ts";
import type { SurveyPlan } from "./plan.ts";
import { answerColumns, type SurveyAnswers } from "./read-answers.ts";

/** What was published of each wave: fingerprints, the number of its correction, and how many answered. */
export type PublishedWaves = NonNullable<PastDataset["survey"]>["waves"];

/**
 * Checks that the answers of every wave are those that were published. What was published of a wave is final, unless the steward says that it was corrected.
 * @param before What earlier releases published, the latest of each wave.
 * @returns What this release publishes of each wave.
 * @throws {PipelineError} `WAVE_CHANGED`
 */
export async function wavesAsPublished(plan: SurveyPlan, answers: SurveyAnswers, before: PublishedWaves): Promise<PublishedWaves> {
  const { survey, policy } = plan.file.spec;
  const prints = await printsOf(plan, answers);
  const counted = await answers.workbench.rows("SELECT wave::INT AS wave, count(*)::INT AS n FROM answers GROUP BY wave");
  const counts = new Map(counted.map(({ wave, n }) => [Number(wave), Number(n)]));
  return Object.fromEntries(
    plan.waves.map(({ code, spec }, wave) => {
      const now = {
        prints: Object.fromEntries(prints[wave] ?? []),
        correction: spec.correction?.number ?? 0,
        completes: counts.get(wave) ?? 0,
      };
      const then = before[code];
      if (then !== undefined && isOther(then.prints, now.prints)) {
        const moved = Math.abs(then.completes - now.completes);
        if (now.correction <= then.correction)
          throw new PipelineError(
            "WAVE_CHANGED",
            `The answers of the wave ${code} of the survey ${survey} are not those that were published. Restore its file; or, if it was wrong, say so in the wave: correction, with a number higher than before and why.`,
          );
        if (moved > 0 && moved < policy.smallestBase)
          throw new PipelineError(
            "WAVE_CHANGED",
            `The correction of the wave ${code} of the survey ${survey} adds or removes so few answers that comparing the two releases would tell of each. Correct it together with others.`,
          );
      }
      return [code, now];
    }),
  );
}

/**
 * What an earlier release told, without what it showed of answers that were corrected since: those figures are not of the same answers, so to hide
 * the new ones does undo something. What it hid stays hidden.
 */
export function toldOfTheSame(
  plan: SurveyPlan,
  { figures, waves: then }: NonNullable<PastDataset["survey"]>,
  now: PublishedWaves,
): ToldFigures {
  const isCorrected = ({ code }: SurveyPlan["waves"][number]) => then[code]?.correction !== now[code]?.correction;
  const places = new Set(plan.waves.flatMap((wave, place) => (isCorrected(wave) ? [place] : [])));
  const corrected = new Set(plan.periods.flatMap(({ code, waves }) => (waves.some((wave) => places.has(wave)) ? [code] : [])));
  if (corrected.size === 0) return figures;
  return Object.fromEntries(
    Object.entries(figures).map(([kind, told]) => [
      kind,
      { ...told, shown: told.shown.filter((cell) => !corrected.has(periodOfKey(cell))) },
    ]),
  );
}

/** Whether something that both have is not the same: what was added since, as a grouping, changes nothing that was published. */
const isOther = (then: Readonly<Record<string, string>>, now: Readonly<Record<string, string>>) =>
  Object.entries(then).some(([name, print]) => now[name] !== undefined && now[name] !== print);

/**
 * By the place of the wave: a fingerprint of each column, of who has which code in it. Neither the order of answers nor that of codes, questions or
 * columns makes it another.
 */
async function printsOf(plan: SurveyPlan, { workbench, areas, hasWeights, hasStrata, hasClusters }: SurveyAnswers) {
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
  const design = [...(hasWeights ? ["weight"] : []), ...(hasStrata ? ["stratum"] : []), ...(hasClusters ? ["cluster"] : [])];
  for (const name of design) await add(name, "0", () => "", `md5_number_lower(concat(print, ' ', ${quoted(name)}))`);
  return prints;
}
