import type { Geography } from "../geography/areas.ts";
import { quoted } from "../read/workbench.ts";
import { groupsOf } from "./groups.ts";
import type { PlannedItem, SurveyPlan } from "./plan.ts";
import { answerColumns, type SurveyAnswers } from "./read-answers.ts";
import { constructScore, scoredItems } from "./scores.ts";

/** People whom a column counts: those who were asked, "don't know" included, and those who gave an answer. */
export interface Counted {
  readonly asked: number;
  readonly answered: number;
}

/** How many people of an area and wave are in two groups of different groupings at once, by the published codes of the groups. */
export interface Overlaps {
  /** @param column Name of a column of answers, or code of a construct. */
  readonly inBoth: (column: string, wave: number, area: string, group: string, other: string) => Counted;
}

const nobody: Counted = { asked: 0, answered: 0 };

/** SQL: whether an answer is one, and not "don't know". */
function isAnswer({ wordings }: PlannedItem, column: string, option: number | null): string {
  if (option !== null) return `${column} < 2`;
  const places = wordings.map((wording) => wording?.scale.answers.length ?? 0);
  const branches = [...Map.groupBy(places.keys(), (wave) => places[wave] ?? 0)].map(
    ([count, waves]) => `WHEN wave IN (${waves.join(", ")}) THEN ${column} < ${count}`,
  );
  return `(CASE ${branches.join(" ")} END)`;
}

/** Counts who is in two groups at once: in one pass over the answers, by all groupings together. */
export async function overlapsOf(
  plan: SurveyPlan,
  { workbench, areas: areaCodes }: SurveyAnswers,
  geography: Geography,
  groupings: readonly string[],
  folded: ReadonlySet<string>,
): Promise<Overlaps> {
  if (groupings.length < 2) return { inBoth: () => nobody };
  const items = answerColumns(plan.items).map(({ column, item, option }) => ({
    name: column,
    asked: `count(${column})`,
    answered: `count(*) FILTER (${isAnswer(plan.items[item] as PlannedItem, column, option)})`,
  }));
  const constructs = plan.file.spec.constructs.flatMap(({ code }) => {
    const own = scoredItems(code, plan.items);
    const scored = `count(${constructScore(own, plan.items)})`;
    return own.length === 0 ? [] : [{ name: code, asked: scored, answered: scored }];
  });
  const counted = [...items, ...constructs];
  const placeOf = new Map(counted.map(({ name }, place) => [name, place]));
  const columns = await workbench.columns(
    `SELECT wave, area, ${groupings.map(quoted).join(", ")}, ${counted.map(({ asked, answered }) => `${asked}::DOUBLE, ${answered}::DOUBLE`).join(", ")} FROM answers GROUP BY wave, area, ${groupings.map(quoted).join(", ")}`,
  );
  const [waves = [], areas = []] = columns;
  const codes = groupings.map((name, place) => {
    const { codeAt } = groupsOf(plan, name, folded);
    return (columns[2 + place] ?? []).map(codeAt);
  });
  const numbers = columns.slice(2 + groupings.length) as readonly (readonly number[])[];
  const levels = [...new Set(plan.tables.flatMap(({ area }) => area))];
  const above = areaCodes.map((code) => levels.flatMap((level) => geography.ancestor(code, level) ?? []));
  const sums = new Map<string, Float64Array>();
  for (let row = 0; row < waves.length; row++) {
    for (const area of above[Number(areas[row])] ?? []) {
      for (let one = 0; one < codes.length; one++) {
        for (let other = one + 1; other < codes.length; other++) {
          const key = `${Number(waves[row])} ${area} ${codes[one]?.[row]} ${codes[other]?.[row]}`;
          const own = sums.get(key) ?? new Float64Array(numbers.length);
          sums.set(key, own);
          for (let column = 0; column < numbers.length; column++) own[column] = (own[column] ?? 0) + (numbers[column]?.[row] ?? 0);
        }
      }
    }
  }
  return {
    inBoth(column, wave, area, group, other) {
      const own = sums.get(`${wave} ${area} ${group} ${other}`) ?? sums.get(`${wave} ${area} ${other} ${group}`);
      const place = placeOf.get(column);
      if (place === undefined) throw new Error("Nobody counted a column.");
      return own === undefined ? nobody : { asked: own[2 * place] ?? 0, answered: own[2 * place + 1] ?? 0 };
    },
  };
}
