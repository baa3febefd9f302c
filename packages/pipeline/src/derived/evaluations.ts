import {
  type Assessment,
  type AssessmentData,
  type AssessmentOptions,
  assess,
  type BeforeAfter,
  displacementQuotient,
  type EvaluationDesign,
  evaluationDesigns,
  grossEffect,
  inLanguage,
  type LocalisedText,
  type NotAssessableReason,
  netEffect,
  notAssessed,
  type PublishedArea,
  type PublishedCount,
  periodsBetween,
  relativeEffect,
  totalNetEffect,
  weightedDisplacementDifference,
} from "@openbeat/schema/domain";
import type { Geography } from "../geography/areas.ts";
import type { PublicRecord, PublicRecords, RecordValue } from "../records/record.ts";
import { countOfAreas, hasBreak, sumOf } from "./count-over.ts";
import { everything, type PublishedFigures, type PublishedMeasure } from "./published-figures.ts";
import { dayOf, listOf, recordsOf, roundedTo, textOf, wordOf } from "./record-values.ts";

/** What an area is in an assessment, and the column that lists the areas that are. */
const roles = {
  response: "response_areas",
  comparison: "comparison_areas",
  buffer: "buffer_areas",
  buffer_comparison: "buffer_comparison_areas",
} as const;
type Role = keyof typeof roles;

/** Roles that each design compares. One in brackets may be left out. */
const compared: Readonly<Record<EvaluationDesign, { readonly needed: readonly Role[]; readonly optional: readonly Role[] }>> = {
  none: { needed: [], optional: [] },
  after_only: { needed: [], optional: [] },
  before_after: { needed: ["response"], optional: [] },
  comparison: { needed: ["response", "comparison"], optional: [] },
  comparison_buffer: { needed: ["response", "comparison", "buffer"], optional: ["buffer_comparison"] },
  time_series: { needed: ["response"], optional: [] },
  randomised: { needed: ["response", "comparison"], optional: [] },
};

const level = 0.95;

/**
 * Works out every assessment from published counts: sums of areas over published periods that make up its times exactly.
 * A count that is not shown as it is, or a time that no published periods make up, and nothing is assessed.
 * @returns One finding of the kind `evaluations` for each record of the kind `assessments`, of the same code.
 */
export function evaluations(figures: PublishedFigures, geography: Geography, records: PublicRecords): readonly PublicRecord[] {
  return recordsOf(records, "assessments").map((record) => evaluationOf(figures, geography, record));
}

interface Comparison {
  readonly measure: PublishedMeasure | undefined;
  readonly category: string;
  readonly design: EvaluationDesign;
  readonly areas: Readonly<Record<Role, readonly string[]>>;
  readonly before: Span;
  readonly after: Span;
  readonly counted: LocalisedText;
}
interface Span {
  readonly from: string;
  readonly to: string;
}

function comparisonOf(figures: PublishedFigures, record: PublicRecord): Comparison {
  const measure = figures.measures.get(wordOf(record, "measure") ?? "");
  const given = wordOf(record, "category");
  const category = given === null || measure?.wholeCodes.has(given) ? everything : given;
  const design = wordOf(record, "design") ?? "none";
  const span = (when: string): Span => ({ from: dayOf(record, `${when}_from`) ?? "", to: dayOf(record, `${when}_to`) ?? "" });
  return {
    measure,
    category,
    design: isDesign(design) ? design : "none",
    areas: {
      response: listOf(record, roles.response),
      comparison: listOf(record, roles.comparison),
      buffer: listOf(record, roles.buffer),
      buffer_comparison: listOf(record, roles.buffer_comparison),
    },
    before: span("before"),
    after: span("after"),
    counted: countedWords(measure, category),
  };
}

const isDesign = (design: string): design is EvaluationDesign => Object.hasOwn(evaluationDesigns, design);

/** What was counted, in the plural: the title of the measure and of the category. */
export function countedWords(measure: PublishedMeasure | undefined, category: string): LocalisedText {
  const title = measure?.measure.title ?? {};
  const label = measure?.categories.get(category);
  if (label === undefined) return title;
  return Object.fromEntries(Object.entries(title).map(([language, words]) => [language, `${words} (${inLanguage(label, language)})`]));
}

function evaluationOf(figures: PublishedFigures, geography: Geography, record: PublicRecord): PublicRecord {
  const comparison = comparisonOf(figures, record);
  const { design, counted } = comparison;
  const { needed, optional } = compared[design];
  const used = [...needed, ...optional.filter((role) => comparison.areas[role].length > 0)];
  const refused = refusal(figures, geography, comparison, needed, used);
  const counts = refused === null && design !== "time_series" ? countsOf(figures, geography, comparison, used) : new Map();
  const assessment = refused === null ? assessed(figures, geography, comparison, counts) : notAssessed(design, counted, refused);
  const known = knownCounts(counts, used);
  return {
    kind: "evaluations",
    code: record.code,
    areas: record.areas,
    values: {
      problem: wordOf(record, "problem"),
      measure: wordOf(record, "measure"),
      category: wordOf(record, "category"),
      design,
      verdict: assessment.verdict,
      reason: assessment.reason?.toLowerCase() ?? null,
      ...countValues(known),
      ...effectValues(assessment.verdict === "not_assessable" ? null : known, comparison),
      estimate: roundedTo(4, assessment.estimate),
      estimate_unit: assessment.unit?.toLowerCase() ?? null,
      estimate_lower: roundedTo(4, assessment.interval?.lower),
      estimate_upper: roundedTo(4, assessment.interval?.upper),
      level: assessment.interval?.level ?? null,
      sentence: assessment.sentence,
      cannot_show: evaluationDesigns[design].cannotShow,
      limitations: textOf(record, "limitations"),
      method: methodWords,
    },
  };
}

/** Why the counts cannot be looked up, or must not be used; `null` where they can. */
function refusal(
  figures: PublishedFigures,
  geography: Geography,
  { measure, category, areas, before, after }: Comparison,
  needed: readonly Role[],
  used: readonly Role[],
): NotAssessableReason | null {
  if (needed.length === 0) return null;
  if (needed.some((role) => areas[role].length === 0)) return "AREAS_UNCLEAR";
  const all = used.flatMap((role) => areas[role]);
  if (!areDistinct(geography, all)) return "AREAS_UNCLEAR";
  if (measure === undefined || measure.measure.kind !== "COUNT") return "NOT_COVERED";
  if (before.from === "" || before.to < before.from || after.from <= before.to || after.to < after.from) return "NOT_COVERED";
  if (monthsOf(before) === null || monthsOf(after) === null) return "NOT_COVERED";
  const broken = all.some((area) => hasBreak(figures.series(measure.measure.code, area, category), before.from, after.to));
  return broken ? "NOT_COVERED" : null;
}

/** Areas of one chain of levels, of which none stands twice or lies in another: elsewhere nobody knows how far they overlap. */
function areDistinct(geography: Geography, areas: readonly string[]): boolean {
  const known = areas.flatMap((code) => geography.areas.get(code) ?? []);
  if (known.length < areas.length || new Set(areas).size < areas.length) return false;
  const levels = [...new Set(known.map((area) => area.level))];
  if (!levels.some((finest) => levels.every((one) => geography.chain(finest).includes(one)))) return false;
  return !known.some(({ code }) => known.some((other) => other.code !== code && geography.ancestor(code, other.level) === other.code));
}

/** How many whole months a span is; `null` where it is not of whole months. Months, as leap days make no difference. */
function monthsOf({ from, to }: Span): number | null {
  const months = periodsBetween(from, to, "month");
  return months[0]?.start === from && months.at(-1)?.end === to ? months.length : null;
}

type Counts = ReadonlyMap<Role, PublishedArea>;

function countsOf(figures: PublishedFigures, geography: Geography, comparison: Comparison, used: readonly Role[]): Counts {
  const { measure, category, areas, before, after } = comparison;
  const code = measure?.measure.code ?? "";
  const count = (role: Role, { from, to }: Span) => countOfAreas(figures, geography, code, category, areas[role], from, to);
  return new Map(used.map((role) => [role, { before: count(role, before), after: count(role, after) }]));
}

function assessed(figures: PublishedFigures, geography: Geography, comparison: Comparison, counts: Counts): Assessment {
  const { design, counted, measure, before, after } = comparison;
  const aim = measure?.measure.higherIs === "BETTER" ? "MORE" : "FEWER";
  const time = { before: monthsOf(before) ?? 1, after: monthsOf(after) ?? 1 };
  const options: AssessmentOptions = { counted, aim, time, level };
  const none: PublishedArea = { before: { status: "NOT_REPORTED" }, after: { status: "NOT_REPORTED" } };
  const of = (role: Role) => counts.get(role) ?? none;
  const made = (data: AssessmentData, all: readonly PublishedCount[]): Assessment => {
    const sum = sumOf(all);
    const uncovered = all.length > 0 && sum.status !== "AVAILABLE" && sum.status !== "SUPPRESSED";
    return uncovered ? notAssessed(design, counted, "NOT_COVERED") : assess(data, options);
  };
  const all = [...counts.values()].flatMap((area) => [area.before, area.after]);
  switch (design) {
    case "none":
    case "after_only":
      return made({ design }, []);
    case "before_after":
      return made({ design, response: of("response") }, all);
    case "comparison":
    case "randomised":
      return made({ design, response: of("response"), comparison: of("comparison") }, all);
    case "comparison_buffer":
      return made(
        {
          design,
          response: of("response"),
          comparison: of("comparison"),
          buffer: of("buffer"),
          bufferComparison: counts.get("buffer_comparison") ?? null,
        },
        all,
      );
    case "time_series": {
      const months = monthsBetween(figures, geography, comparison);
      return made({ design, ...months }, months.months);
    }
  }
}

/** The months of a time series, and the first of them in which the response had begun: the one after the time before. */
function monthsBetween(figures: PublishedFigures, geography: Geography, { measure, category, areas, before, after }: Comparison) {
  const code = measure?.measure.code ?? "";
  const periods = periodsBetween(before.from, after.to, "month");
  const months = periods.map(({ start, end }) => countOfAreas(figures, geography, code, category, areas.response, start, end));
  return { months, changeAt: periods.filter(({ start }) => start <= before.to).length };
}

type Known = Readonly<Partial<Record<Role, BeforeAfter>>>;

/** The counts as numbers, where every one of them is shown; else none. */
function knownCounts(counts: Counts, used: readonly Role[]): Known | null {
  const known = used.flatMap((role) => {
    const area = counts.get(role);
    if (area === undefined || area.before.status !== "AVAILABLE" || area.after.status !== "AVAILABLE") return [];
    return [[role, { before: area.before.value, after: area.after.value }] as const];
  });
  return known.length === used.length && known.length > 0 ? Object.fromEntries(known) : null;
}

const countValues = (known: Known | null): Readonly<Record<string, RecordValue>> =>
  Object.fromEntries(
    (Object.keys(roles) as readonly Role[]).flatMap((role) => [
      [`${role}_before`, known?.[role]?.before ?? null],
      [`${role}_after`, known?.[role]?.after ?? null],
    ]),
  );

const noEffects = {
  ...{ gross_effect: null, net_effect: null, displacement_quotient: null, displacement: null, total_net_effect: null },
  ...{ difference: null, difference_error: null, difference_lower: null, difference_upper: null },
  ...{ relative_effect: null, relative_lower: null, relative_upper: null },
};

/** The measures of the tool guides: each of them where its areas are there. */
function effectValues(known: Known | null, { before, after }: Comparison): Readonly<Record<string, RecordValue>> {
  const { response, comparison, buffer, buffer_comparison: bufferComparison } = known ?? {};
  if (response === undefined) return noEffects;
  // Nothing else here depends on the lengths of the two times.
  const gross = monthsOf(before) === monthsOf(after) ? grossEffect(response) : null;
  if (comparison === undefined) return { ...noEffects, gross_effect: gross };
  const time = { before: (monthsOf(before) ?? 1) / (monthsOf(after) ?? 1), after: 1 };
  const difference = weightedDisplacementDifference({ response, comparison, buffer, bufferComparison }, { time, level });
  const relative = relativeEffect({ response, comparison }, { level });
  const quotient = buffer === undefined ? null : displacementQuotient({ response, comparison, buffer });
  return {
    gross_effect: gross,
    net_effect: roundedTo(4, netEffect({ response, comparison })),
    displacement_quotient: roundedTo(4, quotient?.value),
    displacement: quotient?.meaning.toLowerCase() ?? null,
    total_net_effect: buffer === undefined ? null : roundedTo(4, totalNetEffect({ response, comparison, buffer })),
    difference: roundedTo(4, difference.difference),
    difference_error: roundedTo(4, difference.standardError),
    difference_lower: roundedTo(4, difference.interval.lower),
    difference_upper: roundedTo(4, difference.interval.upper),
    relative_effect: roundedTo(4, relative?.ratio),
    relative_lower: roundedTo(4, relative?.interval.lower),
    relative_upper: roundedTo(4, relative?.interval.upper),
  };
}

const methodWords: LocalisedText = {
  en: "Counts are sums of published figures. The estimate is the weighted displacement difference (Wheeler and Ratcliffe 2018), of a time as long as the period after; of a time series, the change of level beside trend and season. Counts are taken to vary as Poisson's: where they vary more, the range is too narrow.",
  es: "Los recuentos son sumas de cifras publicadas. La estimación es la diferencia ponderada de desplazamiento (Wheeler y Ratcliffe 2018), para un tiempo igual al período posterior; en una serie temporal, el cambio de nivel aparte de la tendencia y la estación. Se supone que los recuentos varían como los de Poisson: si varían más, el intervalo es demasiado estrecho.",
};
