import type { LocalisedText } from "@openbeat/schema/domain";
import type { Geography } from "../geography/areas.ts";
import type { PublicRecord, PublicRecords } from "../records/record.ts";
import type { ReadyCodeList, ReadyDataset, ReadyTable } from "../release/content.ts";
import { type AreaLevels, concerns } from "./area-levels.ts";
import { amount, derivedPrefix, derivedTable, type FigureAt, flatList, shareOfRecords } from "./derived-table.ts";
import { everything } from "./published-figures.ts";
import { dayOf, listOf, recordsOf, wordOf } from "./record-values.ts";

const withComparison = ["comparison", "comparison_buffer", "randomised"];

/** Problems and their assessments, counted (POP.01 to POP.05). @param evaluated Findings of the kind `evaluations`. */
export function problemTables(
  records: PublicRecords,
  evaluated: readonly PublicRecord[],
  geography: Geography,
  levels: AreaLevels,
  coverage: ReadyDataset["coverage"],
): { readonly tables: readonly ReadyTable[]; readonly codeLists: readonly ReadyCodeList[] } {
  const problems = recordsOf(records, "problems");
  const assessments = recordsOf(records, "assessments");
  const common = { areaLevels: levels.wide, grains: ["quarter", "year"] as const };
  const tables: ReadyTable[] = [];
  if (problems.length > 0) {
    const measures = problemFigures(problems, assessments, geography);
    tables.push(derivedTable({ code: `${derivedPrefix}problems`, title: titles.problems, ...common, measures }, geography, coverage));
  }
  if (assessments.length === 0) return { tables, codeLists: [] };
  const verdicts = new Map(evaluated.map(({ code, values }) => [code, values.verdict]));
  const inPeriod = (area: string, from: string, to: string) =>
    assessments.filter((one) => {
      const day = dayOf(one, "after_to");
      return day !== null && day >= from && day <= to && concerns(geography, listOf(one, "response_areas"), area);
    });
  const compared: FigureAt = ({ area, covered: { from, to } }) => {
    const own = inPeriod(area, from, to);
    return shareOfRecords(own.filter((one) => withComparison.includes(wordOf(one, "design") ?? "")).length, own.length);
  };
  const found: FigureAt = ({ area, covered: { from, to }, code }) =>
    amount(inPeriod(area, from, to).filter((one) => code === everything || verdicts.get(one.code) === code).length);
  tables.push(
    derivedTable(
      { code: `${derivedPrefix}assessments`, title: titles.assessments, ...common, measures: [{ code: "POP.03", figureAt: compared }] },
      geography,
      coverage,
    ),
    derivedTable(
      {
        ...{ code: `${derivedPrefix}assessments-by-verdict`, title: titles.verdicts, ...common },
        category: { list: verdictList, levels: ["verdict", "all"] },
        measures: [{ code: "POP.04", figureAt: found }],
      },
      geography,
      coverage,
    ),
  );
  return { tables, codeLists: [verdictList] };
}

function problemFigures(
  problems: readonly PublicRecord[],
  assessments: readonly PublicRecord[],
  geography: Geography,
): readonly { readonly code: string; readonly figureAt: FigureAt }[] {
  const assessed = new Set(
    assessments.flatMap((one) => ((wordOf(one, "design") ?? "none") === "none" ? [] : (wordOf(one, "problem") ?? []))),
  );
  const at = (area: string) => problems.filter((one) => concerns(geography, listOf(one, "areas"), area));
  const within = (column: string, { area, covered: { from, to } }: Parameters<FigureAt>[0]) =>
    at(area).filter((one) => {
      const day = dayOf(one, column);
      return day !== null && day >= from && day <= to;
    });
  const opened: FigureAt = (place) => amount(within("opened_on", place).length);
  const closed: FigureAt = (place) => amount(within("closed_on", place).length);
  const open: FigureAt = ({ area, covered: { to } }) =>
    amount(at(area).filter((one) => (dayOf(one, "opened_on") ?? "9") <= to && (dayOf(one, "closed_on") ?? "9") > to).length);
  const closedAssessed: FigureAt = (place) => {
    const own = within("closed_on", place);
    return shareOfRecords(own.filter((one) => assessed.has(wordOf(one, "id") ?? one.code)).length, own.length);
  };
  const fromResidents: FigureAt = (place) => {
    const own = within("opened_on", place);
    return shareOfRecords(own.filter((one) => wordOf(one, "source") === "residents").length, own.length);
  };
  return [
    { code: "POP.01", figureAt: open },
    { code: "POP.01.O", figureAt: opened },
    { code: "POP.01.C", figureAt: closed },
    { code: "POP.02", figureAt: closedAssessed },
    { code: "POP.05", figureAt: fromResidents },
  ];
}

const titles = {
  problems: { en: "Problems that are worked on", es: "Problemas en los que se trabaja" },
  assessments: { en: "How problems are assessed", es: "Cómo se evalúan los problemas" },
  verdicts: { en: "What assessments found", es: "Qué encontraron las evaluaciones" },
} as const;

const verdictLabels: readonly (readonly [string, LocalisedText])[] = [
  ["improved", { en: "Improved", es: "Mejora" }],
  ["no_clear_change", { en: "No clear change", es: "Sin cambio claro" }],
  ["worsened", { en: "Worsened", es: "Empeoramiento" }],
  ["not_assessable", { en: "Cannot be assessed", es: "No se puede evaluar" }],
];

const verdictList: ReadyCodeList = flatList("verdict", { en: "Verdict", es: "Veredicto" }, verdictLabels, {
  en: "All assessments",
  es: "Todas las evaluaciones",
});
