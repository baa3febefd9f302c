import type { Problem } from "../errors.ts";
import { type Geography, readMapped } from "../geography/areas.ts";
import { product } from "../hub/plan.ts";
import type { HubFolder } from "../hub/read-hub.ts";
import type { MarginSpec } from "../hub/survey-schema.ts";
import type { SurveyPlan } from "./plan.ts";
import type { Margin } from "./rake.ts";

/** A margin of the population: its categories, and how many people are in each. */
export interface PopulationMargin {
  readonly spec: MarginSpec;
  /** Codes of each category, in the order of `by`. */
  readonly categories: readonly (readonly string[])[];
  readonly people: readonly number[];
  readonly neighbour: Margin["neighbour"];
}

/** The codes of a grouping, or of the areas that answers are counted by. */
export function codesBy(plan: SurveyPlan, geography: Geography, column: string): readonly string[] {
  if (column === "area") return geography.atLevel(plan.areaLevel).map(({ code }) => code);
  return plan.groupings.find(({ name }) => name === column)?.groups.map(({ code }) => code) ?? [];
}

/** Reads the people of each category of the margins that a survey is raked to. */
export async function readMargins(
  hub: HubFolder,
  plan: SurveyPlan,
  geography: Geography,
): Promise<{ readonly margins: readonly PopulationMargin[]; readonly problems: readonly Problem[] }> {
  const { weighting, survey } = plan.file.spec;
  if (weighting.method !== "raked") return { margins: [], problems: [] };
  const problems: Problem[] = [];
  const margins: PopulationMargin[] = [];
  for (const spec of weighting.margins) {
    const read = await readMargin(hub, plan, geography, spec);
    problems.push(...read.problems.map((problem) => ({ ...problem, dataset: survey })));
    margins.push(read.margin);
  }
  return { margins, problems };
}

async function readMargin(hub: HubFolder, plan: SurveyPlan, geography: Geography, spec: MarginSpec) {
  const lists = spec.by.map((column) => codesBy(plan, geography, column));
  const categories = product(lists);
  const people = categories.map(() => 0);
  // The next code of the last grouping, with the same codes of the others; the last one joins the one before it.
  const own = lists.at(-1)?.length ?? 0;
  const neighbour = categories.map((_, place) => (!spec.collapse || own < 2 ? null : place % own < own - 1 ? place + 1 : place - 1));
  const margin: PopulationMargin = { spec, categories, people, neighbour };
  const select = spec.where === undefined ? spec.select : `${spec.select}\n, (${spec.where}\n) AS __counts`;
  const { rows, problems: found } = await readMapped(hub.folder, spec.file, select, hub.spec.timezone, plan.file.path);
  const problems: Problem[] = [...found];
  const wrong = (message: string, row?: number) =>
    problems.push({
      code: "MARGIN_INVALID",
      file: spec.file,
      ...(row === undefined ? {} : { row }),
      message: `The margin ${spec.name}: ${message}`,
    });
  const placeOf = new Map(categories.map((codes, place) => [JSON.stringify(codes), place]));
  let counted = 0;
  for (const { row, values } of rows) {
    if (spec.where !== undefined && values.__counts !== "true") continue;
    counted += 1;
    const lacking = [...spec.by, "people"].find((name) => !(name in values));
    if (lacking !== undefined) {
      wrong(`its select does not name ${lacking}.`);
      break;
    }
    const place = placeOf.get(JSON.stringify(spec.by.map((name) => values[name])));
    const number = Number(values.people ?? Number.NaN);
    if (place === undefined)
      wrong("the row is of no group of the survey's groupings, or of no area. Map it, or leave it out by `where`.", row);
    else if (!(number >= 0 && number < Number.POSITIVE_INFINITY)) wrong("the people of the row are not a number ≥ 0.", row);
    else people[place] = (people[place] ?? 0) + number;
  }
  if (found.length === 0 && counted === 0) wrong("no row of its file counts.");
  else if (problems.length === 0 && !people.some((number) => number > 0)) wrong("its file counts nobody.");
  return { margin, problems: problems.slice(0, mostNamed) };
}

/** How many wrong rows of a file are named. */
const mostNamed = 20;
