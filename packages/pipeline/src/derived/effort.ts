import type { Geography } from "../geography/areas.ts";
import type { PublicRecords } from "../records/record.ts";
import type { ReadyDataset, ReadyTable } from "../release/content.ts";
import { type AreaLevels, concerns, liesIn } from "./area-levels.ts";
import { amount, derivedPrefix, derivedTable, type FigureAt, nothing, shareOfAll, workedOut } from "./derived-table.ts";
import type { Hotspots } from "./hotspots.ts";
import { everything, type PublishedFigures } from "./published-figures.ts";
import { dayOf, listOf, recordsOf, roundedTo, wordOf } from "./record-values.ts";

const hours = "ENG.04";
const raised = "DLG.01";
/** Kinds of datasets whose hot spots ask for a response. */
const harmful: readonly string[] = ["incidents", "calls", "concerns"];

/** Whether hours go where concerns are (RES.01): an area's share of contact hours over its share of concerns, by year. */
export function alignmentTables(figures: PublishedFigures, geography: Geography, { chain }: AreaLevels): readonly ReadyTable[] {
  const [top, below] = [chain.at(-1), chain.at(-2)];
  const coverage = figures.measures.get(raised)?.coverage;
  if (top === undefined || below === undefined || coverage === undefined || !figures.measures.has(hours)) return [];
  const figureAt: FigureAt = ({ area, covered: { period } }) => {
    const whole = geography.ancestor(area, top) ?? "";
    const of = (measure: string, place: string) => figures.series(measure, place).get(period.code);
    const used = [of(hours, area), of(hours, whole), of(raised, area), of(raised, whole)];
    return workedOut(used, ([ownHours = 0, allHours = 0, ownConcerns = 0, allConcerns = 0]) =>
      allHours === 0 || ownConcerns === 0 || allConcerns === 0
        ? nothing("NOT_APPLICABLE")
        : amount(roundedTo(4, ownHours / allHours / (ownConcerns / allConcerns)) ?? 0),
    );
  };
  const table = {
    ...{ code: `${derivedPrefix}hours-and-concerns`, title: titles.alignment },
    ...{ areaLevels: [below], grains: ["year"] as const, measures: [{ code: "RES.01", figureAt }] },
  };
  return [derivedTable(table, geography, coverage)];
}

/** Hot spots of a year in which a response was under way in that year (RES.02). */
export function responseTables(
  records: PublicRecords,
  hotspots: Hotspots,
  geography: Geography,
  { chain, wide }: AreaLevels,
  coverage: ReadyDataset["coverage"],
): readonly ReadyTable[] {
  const responses = recordsOf(records, "responses");
  const questions = hotspots
    .questions()
    .filter(({ measure, level, category }) => category === everything && harmful.includes(measure.dataset) && chain.includes(level));
  if (responses.length === 0 || questions.length === 0) return [];
  const areasOf = new Map(recordsOf(records, "problems").map((one) => [wordOf(one, "id") ?? one.code, listOf(one, "areas")]));
  const byYear = new Map<string, { readonly hot: ReadonlySet<string>; readonly status: "AVAILABLE" | "SUPPRESSED" | "NOT_APPLICABLE" }>();
  for (const [year, own] of Map.groupBy(questions, (question) => question.year)) {
    const level = chain.find((code) => own.some((question) => question.level === code));
    const answers = own.filter((question) => question.level === level).map(hotspots.answer);
    const hot = answers.flatMap(({ scores }) => [...(scores ?? [])].flatMap(([area, { finding }]) => (finding === "hot" ? [area] : [])));
    const isKnown = answers.some(({ scores }) => scores !== null);
    const isHidden = answers.some(({ reason }) => reason === "HIDDEN");
    byYear.set(year, { hot: new Set(hot), status: isKnown ? "AVAILABLE" : isHidden ? "SUPPRESSED" : "NOT_APPLICABLE" });
  }
  const figureAt: FigureAt = ({ area, covered: { period } }) => {
    const found = byYear.get(period.code);
    if (found === undefined) return nothing("NOT_APPLICABLE");
    if (found.status !== "AVAILABLE") return nothing(found.status);
    const hot = [...found.hot].filter((one) => liesIn(geography, one, area));
    const active = responses.filter((one) => (dayOf(one, "from") ?? "9") <= period.end && (dayOf(one, "to") ?? "9") >= period.start);
    const reached = hot.filter((one) =>
      active.some((response) => {
        const areas = areasOf.get(wordOf(response, "problem") ?? "") ?? [];
        return areas.length > 0 && concerns(geography, areas, one);
      }),
    );
    return shareOfAll(reached.length, hot.length);
  };
  const table = {
    ...{ code: `${derivedPrefix}hotspot-responses`, title: titles.responses },
    ...{ areaLevels: wide, grains: ["year"] as const, measures: [{ code: "RES.02", figureAt }] },
  };
  return [derivedTable(table, geography, coverage)];
}

const titles = {
  alignment: { en: "Contact hours against concerns", es: "Horas de contacto frente a preocupaciones" },
  responses: { en: "Hot spots with a response", es: "Puntos calientes con una respuesta" },
} as const;
