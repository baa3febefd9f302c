import type { LocalisedText, WaveWeighting } from "@openbeat/schema/domain";
import { PipelineError } from "../errors.ts";
import type { Geography } from "../geography/areas.ts";
import { quoted } from "../read/workbench.ts";
import { kishEffectiveSize } from "./kish.ts";
import { codesBy, type PopulationMargin } from "./margins.ts";
import type { SurveyPlan } from "./plan.ts";
import { type Margin, type RakingReport, rake } from "./rake.ts";
import type { SurveyAnswers } from "./read-answers.ts";

/** Who answered a wave, as far as weights ask: one entry a respondent. */
interface Respondents {
  readonly count: number;
  readonly base: Float64Array;
  /** By grouping, or `area`: the place of the code; -1 where it was not stated. */
  readonly places: ReadonlyMap<string, Int32Array>;
}

/**
 * Weighs the answers of every wave to a mean of 1 and writes the weights into the table `answers`.
 * @returns How each wave was weighted, oldest first.
 * @throws {PipelineError} `WEIGHT_INVALID`, `MARGIN_EMPTY`, `MARGIN_WITHOUT_PEOPLE` or `RAKING_DIVERGED`, naming the wave.
 */
export async function weighAnswers(
  plan: SurveyPlan,
  answers: SurveyAnswers,
  geography: Geography,
  margins: readonly PopulationMargin[],
  progress: (what: string) => void,
): Promise<readonly WaveWeighting[]> {
  const { survey, weighting } = plan.file.spec;
  const weights: Float64Array[] = [];
  const told: WaveWeighting[] = [];
  for (const [wave, { code, spec }] of plan.waves.entries()) {
    const respondents = await readRespondents(plan, answers, wave);
    const statement = spec.weighting ?? weighting.statement;
    if (weighting.method !== "raked") {
      const own = ofMeanOne(respondents.base);
      weights.push(own);
      const method = weighting.method;
      told.push({ method, statement: statement ?? {}, margins: [], trim: null, iterations: null, ...precisionOf(own) });
      continue;
    }
    progress(`${survey}: weighting the wave ${code}`);
    const own = margins.map((margin) => marginOf(plan, geography, margin, respondents));
    try {
      const { weights: raked, report } = rake(respondents.base, own, {
        smallestCategory: weighting.smallestCategory,
        trim: weighting.trim,
        tolerance: weighting.tolerance,
        mostIterations: weighting.mostIterations,
      });
      weights.push(raked);
      told.push({
        method: "raked",
        statement: statement ?? rakedTo(margins),
        margins: margins.map((margin, place) =>
          toldMargin(margin, own[place] as Margin, report, weighting.tolerance, (codes) => labelOf(plan, geography, margin, codes)),
        ),
        trim: weighting.trim,
        iterations: report.iterations,
        ...precisionOf(raked),
      });
    } catch (error) {
      if (!(error instanceof PipelineError)) throw error;
      throw new PipelineError(error.code, `The wave ${code} of the survey ${survey}: ${error.message}`, { cause: error });
    }
  }
  await writeWeights(answers, weights);
  return told;
}

async function readRespondents(plan: SurveyPlan, { workbench, hasWeights }: SurveyAnswers, wave: number): Promise<Respondents> {
  const names = ["area", ...plan.groupings.map(({ name }) => name)];
  const columns = await workbench.columns(
    `SELECT weight, ${names.map(quoted).join(", ")} FROM answers WHERE wave = ${wave} ORDER BY __row`,
  );
  const [weight = [], ...codes] = columns;
  return {
    count: weight.length,
    base: hasWeights ? Float64Array.from(weight as readonly number[]) : new Float64Array(weight.length).fill(1),
    places: new Map(names.map((name, place) => [name, Int32Array.from(codes[place] ?? [], (code) => (code === null ? -1 : Number(code)))])),
  };
}

/** The category of each respondent: stated only where every grouping of the margin is. */
function marginOf(
  plan: SurveyPlan,
  geography: Geography,
  { spec, people, neighbour }: PopulationMargin,
  { count, places }: Respondents,
): Margin {
  const category = new Int32Array(count);
  for (const column of spec.by) {
    const own = places.get(column);
    const codes = codesBy(plan, geography, column).length;
    for (let at = 0; at < count; at++) {
      const [before, place] = [category[at] ?? -1, own?.[at] ?? -1];
      category[at] = before === -1 || place === -1 ? -1 : before * codes + place;
    }
  }
  return { name: spec.name, category, targets: people, neighbour };
}

function ofMeanOne(weights: Float64Array): Float64Array {
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  return weights.map((weight) => weight / mean);
}

function precisionOf(weights: Float64Array): { readonly designEffect: number; readonly nEffective: number } {
  const weight = weights.reduce((sum, one) => sum + one, 0);
  const weightSquared = weights.reduce((sum, one) => sum + one * one, 0);
  const nEffective = kishEffectiveSize({ weight, weightSquared });
  return {
    designEffect: rounded(Math.max(1, weights.length / nEffective), 20),
    nEffective: Math.max(1, Math.floor(nEffective / 10) * 10),
  };
}

const rounded = (value: number, parts: number) => Math.round(value * parts) / parts;

/** Answers that the shares of a margin's categories, as they came, are told from, at least; and to which multiple. */
const toldFrom = 200;
const toldTo = 0.05;

/** The shares of a margin's categories. As they came they are told roughly: how many people answered in a small one is nobody's to know. */
function toldMargin(
  { spec, categories, people }: PopulationMargin,
  { category }: Margin,
  report: RakingReport,
  tolerance: number,
  label: (codes: readonly string[]) => LocalisedText,
): WaveWeighting["margins"][number] {
  const raked = report.margins.find(({ name }) => name === spec.name);
  const stated = 1 - (raked?.notStated ?? 0);
  const all = people.reduce((sum, number) => sum + number, 0);
  const counts = categories.map(() => 0);
  for (const place of category) if (place >= 0) counts[place] = (counts[place] ?? 0) + 1;
  const answered = counts.reduce((sum, count) => sum + count, 0);
  const nameOf = (place: number) => (categories[place] ?? []).join(".");
  const differences = (raked?.categories ?? []).map(({ target, after }) => Math.abs(after - target) / stated);
  return {
    name: spec.name,
    by: [...spec.by],
    source: spec.source,
    categories: categories.map((_, place) => {
      const own = raked?.categories.find((one) => one.category === place);
      const into = report.collapsed.find((one) => one.margin === spec.name && one.category === place)?.into;
      return {
        code: nameOf(place),
        label: label(categories[place] ?? []),
        target: rounded((people[place] ?? 0) / all, 10_000),
        unweighted: answered < toldFrom ? null : rounded(Math.round((counts[place] ?? 0) / answered / toldTo) * toldTo, 100),
        weighted: own === undefined ? null : rounded(own.after / stated, 1000),
        mergedInto: into === undefined ? null : nameOf(into),
      };
    }),
    // In whole tolerances: to a digit more it would go by single people.
    largestDifference: rounded(Math.ceil(Math.max(0, ...differences) / tolerance) * tolerance, 1e6),
  };
}

/** What a category is called, also where its group is folded in the figures: in every language that all its parts have a name in. */
function labelOf(plan: SurveyPlan, geography: Geography, { spec }: PopulationMargin, codes: readonly string[]): LocalisedText {
  const parts = codes.map((code, at): LocalisedText => {
    const column = spec.by[at];
    const area = column === "area" ? geography.atLevel(plan.areaLevel).find((one) => one.code === code)?.name : undefined;
    const group = plan.groupings.find(({ name }) => name === column)?.groups.find((one) => one.code === code)?.label;
    return area ?? group ?? {};
  });
  const languages = Object.keys(parts[0] ?? {}).filter((language) => parts.every((part) => part[language] !== undefined));
  return Object.fromEntries(languages.map((language) => [language, parts.map((part) => part[language]).join(", ")]));
}

const rakedTo = (margins: readonly PopulationMargin[]): LocalisedText => {
  const names = margins.map(({ spec }) => spec.name).join(", ");
  return {
    en: `Weighted so that the answers have the population's shares of: ${names}.`,
    es: `Ponderado para que las respuestas tengan las proporciones de la población en: ${names}.`,
    ar: `مرجّح بحيث تكون للإجابات حصص السكان من: ${names}.`,
  };
};

/** How many weights are handed over at once: DuckDB takes a list as one parameter. */
const atOnce = 100_000;

async function writeWeights({ workbench }: SurveyAnswers, weights: readonly Float64Array[]): Promise<void> {
  await workbench.run("CREATE TABLE weighed (place BIGINT, weight DOUBLE)");
  let written = 0;
  for (const own of weights) {
    for (let from = 0; from < own.length; from += atOnce) {
      const part = own.subarray(from, from + atOnce);
      await workbench.insertNumbers("weighed", written, part);
      written += part.length;
    }
  }
  await workbench.run(`
    CREATE TABLE weighted AS SELECT a.* EXCLUDE (place) REPLACE (w.weight AS weight)
    FROM (SELECT *, row_number() OVER (ORDER BY wave, __row) - 1 AS place FROM answers) a JOIN weighed w USING (place)`);
  await workbench.run("DROP TABLE answers");
  await workbench.run("DROP TABLE weighed");
  await workbench.run("ALTER TABLE weighted RENAME TO answers");
}
