import type { ChartSpec } from "../chart/spec.ts";
import type { Row } from "../data/row.ts";
import { anchor, type Edition } from "../edition.ts";
import { say } from "../headlines/say.ts";
import { type Assessment, categoryLabel, type Verdict } from "../records/problems.ts";
import { daysText } from "../words/formats.ts";
import { altText } from "./alt.ts";
import { aboutMeasure, measureOf } from "./over-time.ts";
import { namedPositions } from "./positions.ts";

const kinds = {
  IMPROVED: "improved",
  WORSENED: "worsened",
  NO_CLEAR_CHANGE: "noEffect",
  NOT_ASSESSABLE: "notAssessed",
} as const satisfies Record<Verdict, string>;

/**
 * The counts that an assessment compares, before and after, where something was done and where not: with its verdict as the headline.
 * Nothing where it has no result, or no count of it is told.
 */
export function evaluationChart(edition: Edition, assessment: Assessment): ChartSpec | undefined {
  const { hub, words, language } = edition;
  const { recordPages: told } = words;
  const found = assessment.evaluation;
  const measure = measureOf(hub, assessment.measure);
  if (found === null || measure === undefined) return undefined;
  const counts = [
    { role: "response", areas: assessment.responseAreas, before: found.responseBefore, after: found.responseAfter },
    { role: "comparison", areas: assessment.comparisonAreas, before: found.comparisonBefore, after: found.comparisonAfter },
    { role: "buffer", areas: assessment.bufferAreas, before: found.bufferBefore, after: found.bufferAfter },
    {
      role: "buffer_comparison",
      areas: assessment.bufferComparisonAreas,
      before: found.bufferComparisonBefore,
      after: found.bufferComparisonAfter,
    },
  ] as const;
  // Areas that are not compared have no counts; of an assessment that came to nothing none are told.
  const compared = counts.filter(({ before, after }) => before !== null || after !== null);
  if (compared.length === 0) return undefined;
  const counted = assessment.category === null ? measure.shortTitle : categoryLabel(hub, assessment.measure, assessment.category);
  const series = (["before", "after"] as const).map((when) => ({
    label: `${told[when]}: ${daysText(assessment[`${when}From`], assessment[`${when}To`], language)}`,
    rows: compared.map((one) => countRow(assessment, one.areas[0]?.code ?? "", when, one[when])),
  }));
  const spec = {
    id: anchor(assessment.code),
    kind: "bars" as const,
    headline: say(words, kinds[found.verdict], { title: counted }),
    ...(found.verdict === "IMPROVED" || found.verdict === "WORSENED" ? { reading: words.headlines.told.LOWER } : {}),
    subtitle: assessment.category === null ? measure.title : `${measure.title}: ${counted}`,
    measure: aboutMeasure(measure),
    axis: told.compared,
    positions: namedPositions(compared.map(({ role }) => ({ code: role, label: told.role[role] }))),
    series,
  };
  return { ...spec, alt: altText(spec, words, language) };
}

/** A count of an assessment as a row of a chart. It is a sum over areas and days, and no cell of a table: its key is its own. */
function countRow({ code, measure, ...assessment }: Assessment, area: string, when: "before" | "after", count: number | null): Row {
  const own = { key: `${code}/${when}`, measure, area, period: assessment[`${when}From`], codes: [] };
  if (count === null) return { ...own, observation: { status: "SUPPRESSED", flags: [] } };
  const unknown = { lower: null, upper: null, numerator: null, denominator: null, n: null, nEffective: null };
  return { ...own, observation: { status: "AVAILABLE", value: count, flags: [], ...unknown } };
}
