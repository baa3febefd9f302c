import type { WaveReliability } from "@openbeat/schema/domain";
import { cronbachAlpha } from "./cronbach-alpha.ts";
import type { PlannedItem, SurveyPlan } from "./plan.ts";
import type { SurveyAnswers } from "./read-answers.ts";
import { itemScore, scoredItems } from "./sums.ts";

/** Fewer people than this tell nothing of a scale. */
const fewest = 30;

/** How well the items of each construct agree in each wave, among those who answered them all. */
export async function reliabilityOf(plan: SurveyPlan, { workbench }: SurveyAnswers): Promise<readonly WaveReliability[]> {
  const { constructs, policy } = plan.file.spec;
  const result = plan.waves.map(() => [] as WaveReliability["constructs"]);
  for (const { code } of constructs) {
    for (const [wave, told] of result.entries()) {
      const asked = scoredItems(code, plan.items).filter((place) => plan.items[place]?.wordings[wave] != null);
      if (asked.length < 2) continue;
      const names = asked.map((place) => `s${place}`);
      const scores = asked.map((place, at) => `${itemScore(plan.items[place] as PlannedItem, `i${place}`)} AS ${names[at]}`).join(", ");
      const pairs = names.flatMap((a) => names.map((b) => `covar_samp(${a}, ${b})`));
      const [row = []] = await rowsOf(
        workbench.columns(
          `SELECT count(*)::DOUBLE, ${pairs.join(", ")} FROM (SELECT ${scores} FROM answers WHERE wave = ${wave}) WHERE ${names.map((name) => `${name} IS NOT NULL`).join(" AND ")}`,
        ),
      );
      const [n = 0, ...covariances] = row;
      const matrix = names.map((_, at) => covariances.slice(at * names.length, (at + 1) * names.length));
      const isKnown = n >= fewest && covariances.every(Number.isFinite) && matrix.flat().some((value) => value > 0);
      told.push({
        code,
        items: asked.map((place) => plan.items[place]?.code ?? ""),
        alpha: isKnown ? Math.round(cronbachAlpha(matrix) * 100) / 100 : null,
        n: isKnown ? Math.round(n / policy.roundBaseTo) * policy.roundBaseTo : null,
      });
    }
  }
  return result.map((own) => ({ constructs: own }));
}

/** The rows of a result of numbers; NaN where there is none. */
async function rowsOf(columns: Promise<readonly (readonly unknown[])[]>): Promise<readonly (readonly number[])[]> {
  const all = await columns;
  return (all[0] ?? []).map((_, row) => all.map((column) => (column[row] == null ? Number.NaN : Number(column[row]))));
}
