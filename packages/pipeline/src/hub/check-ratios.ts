import type { Problem } from "../errors.ts";
import type { Geography } from "../geography/areas.ts";
import { type DatasetPlan, type TablePlan, wholeLevels } from "./plan.ts";

/** Areas by periods for which a table has figures of all its categories together. */
function wholes(plan: DatasetPlan, { dimensions, groupings }: TablePlan, geography: Geography): readonly string[] {
  const isWhole = wholeLevels(geography, plan.categories);
  return groupings.flatMap((levels) =>
    dimensions.every(({ code }, at) => at < 2 || isWhole(code, levels[at] ?? "")) ? [`${levels[0]} ${levels[1]}`] : [],
  );
}

/** Checks that what rates divide by is published: by another dataset of the hub, exactly, and for some of the same areas and periods. */
export function checkRatios(plans: readonly DatasetPlan[], geography: Geography): readonly Problem[] {
  const problems: Problem[] = [];
  for (const plan of plans) {
    const { path: file, spec } = plan.file;
    const wrong = (message: string) => problems.push({ code: "HUB_INVALID", file, dataset: spec.dataset, message });
    for (const table of plan.tables) {
      for (const { code, ratioOf } of table.measures) {
        if (ratioOf === undefined) continue;
        const { dataset, measure } = ratioOf.base;
        const name = `The table ${table.spec.name} has ${code}`;
        const base = plans.find((other) => other.file.spec.dataset === dataset);
        const tables = base?.tables.filter(({ measures }) => measures.some((own) => own.code === measure)) ?? [];
        if (base === undefined || tables.length === 0) {
          wrong(`${name}, which is divided by ${measure} of the dataset ${dataset}, and the hub has no such figures. Leave ${code} out.`);
          continue;
        }
        const own = new Set(table.groupings.map(([area, period]) => `${area} ${period}`));
        if (!tables.some((other) => wholes(base, other, geography).some((levels) => own.has(levels))))
          wrong(
            `${name}, which is divided by ${measure}, and ${dataset} publishes that by none of the table's areas and periods with all categories together. Add such a table to ${dataset}, or leave ${code} out.`,
          );
        if ([table, ...tables].some(({ spec: { policy } }) => policy.method !== "suppress" && policy.method !== "none"))
          wrong(
            `${name}, a rate of two counts. Counts that were changed do not make such rates: use suppress or none in both datasets, or leave ${code} out.`,
          );
      }
    }
  }
  return problems;
}
