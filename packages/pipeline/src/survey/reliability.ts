import type { WaveReliability } from "@openbeat/schema/domain";
import { cronbachAlpha } from "./cronbach-alpha.ts";
import type { PlannedItem, SurveyPlan } from "./plan.ts";
import type { SurveyAnswers } from "./read-answers.ts";
import { itemScore, scoredItems } from "./scores.ts";

/** Of fewer people alpha is not told: with the answers it would tell who gave two of them. */
const fewest = 200;
/** To which multiple alpha is rounded. */
const step = 0.05;

/**
 * How well the items of each construct agree in each wave, among those who answered them all. It is not told where nearly all gave one answer to an item:
 * there it would say what the few others answered elsewhere.
 */
export async function reliabilityOf(plan: SurveyPlan, { workbench }: SurveyAnswers): Promise<readonly WaveReliability[]> {
  const { constructs, policy } = plan.file.spec;
  const result = plan.waves.map(() => [] as WaveReliability["constructs"]);
  for (const { code } of constructs) {
    for (const [wave, told] of result.entries()) {
      const asked = scoredItems(code, plan.items).filter((place) => plan.items[place]?.wordings[wave] != null);
      if (asked.length < 2) continue;
      const names = asked.map((place) => `s${place}`);
      const scores = asked.map((place, at) => `${itemScore(plan.items[place] as PlannedItem, `i${place}`)} AS ${names[at]}`).join(", ");
      const complete = `(SELECT * FROM (SELECT ${scores} FROM answers WHERE wave = ${wave}) WHERE ${names.map((name) => `${name} IS NOT NULL`).join(" AND ")})`;
      // Each pair once: in the other order it would differ in its last digits.
      const pairs = names.flatMap((a, i) => names.slice(i).map((b, j) => ({ i, j: i + j, sql: `covar_samp(${a}, ${b})` })));
      const [row = []] = numbersOf(
        await workbench.columns(`SELECT count(*)::DOUBLE, ${pairs.map(({ sql }) => sql).join(", ")} FROM ${complete}`),
      );
      const [n = 0, ...covariances] = row;
      const most = await Promise.all(
        names.map(async (name) => {
          const [top = []] = numbersOf(
            await workbench.columns(`SELECT max(c)::DOUBLE FROM (SELECT count(*) AS c FROM ${complete} GROUP BY ${name})`),
          );
          return top[0] ?? n;
        }),
      );
      const matrix = names.map((_, i) =>
        names.map((_, j) => covariances[pairs.findIndex((pair) => pair.i === Math.min(i, j) && pair.j === Math.max(i, j))] ?? Number.NaN),
      );
      const ofSum = matrix.flat().reduce((sum, value) => sum + value, 0);
      const ofItems = matrix.reduce((sum, own, i) => sum + (own[i] ?? 0), 0);
      const isTold = n >= fewest && most.every((count) => n - count >= policy.smallestBase) && ofSum > 1e-9 * ofItems;
      told.push({
        code,
        items: asked.map((place) => plan.items[place]?.code ?? ""),
        alpha: isTold ? Math.round(Math.round(cronbachAlpha(matrix) / step) * step * 100) / 100 : null,
        n: isTold ? Math.round(n / policy.roundBaseTo) * policy.roundBaseTo : null,
      });
    }
  }
  return result.map((own) => ({ constructs: own }));
}

/** The rows of a result of numbers; NaN where there is none. */
const numbersOf = (columns: readonly (readonly unknown[])[]): readonly (readonly number[])[] =>
  (columns[0] ?? []).map((_, row) => columns.map((column) => (column[row] == null ? Number.NaN : Number(column[row]))));
