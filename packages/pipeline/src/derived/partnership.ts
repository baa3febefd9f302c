import type { LocalisedText } from "@openbeat/schema/domain";
import type { Geography } from "../geography/areas.ts";
import type { PublicRecords } from "../records/record.ts";
import type { ReadyCodeList, ReadyDataset, ReadyTable } from "../release/content.ts";
import { type AreaLevels, concerns } from "./area-levels.ts";
import { amount, derivedPrefix, derivedTable, type FigureAt, flatList, shareOfRecords } from "./derived-table.ts";
import { everything } from "./published-figures.ts";
import { dayOf, listOf, numberOf, recordsOf, roundedTo, wordOf } from "./record-values.ts";

/** Partners by sector (COL.01), what they brought (COL.02) and where they acted (COL.03): each where there are such records. */
export function partnershipTables(
  records: PublicRecords,
  geography: Geography,
  levels: AreaLevels,
  coverage: ReadyDataset["coverage"],
): { readonly tables: readonly ReadyTable[]; readonly codeLists: readonly ReadyCodeList[] } {
  const partners = recordsOf(records, "partners");
  const contributions = recordsOf(records, "contributions");
  const responses = recordsOf(records, "responses");
  const problems = recordsOf(records, "problems");
  const grains = ["quarter", "year"] as const;
  const tables: ReadyTable[] = [];
  if (partners.length > 0) {
    const active: FigureAt = ({ area, covered: { to }, code }) => {
      const own = partners.filter((one) => {
        const areas = listOf(one, "areas");
        const isHere = areas.length === 0 || concerns(geography, areas, area);
        return isHere && (dayOf(one, "since") ?? "") <= to && (dayOf(one, "until") ?? "9") > to;
      });
      return amount(own.filter((one) => code === everything || wordOf(one, "sector") === code).length);
    };
    const table = {
      ...{ code: `${derivedPrefix}partners`, title: titles.partners, areaLevels: levels.wide, grains },
      ...{ category: { list: sectorList, levels: ["sector", "all"] }, measures: [{ code: "COL.01", figureAt: active }] },
    };
    tables.push(derivedTable(table, geography, coverage));
  }
  if (contributions.length > 0) {
    const of = ({ covered: { from, to } }: Parameters<FigureAt>[0]) =>
      contributions.filter((one) => {
        const day = dayOf(one, "date");
        return day !== null && day >= from && day <= to;
      });
    const hours: FigureAt = (place) =>
      amount(
        roundedTo(
          2,
          of(place).reduce((sum, one) => sum + Math.max(0, numberOf(one, "hours") ?? 0), 0),
        ) ?? 0,
      );
    const table = {
      ...{ code: `${derivedPrefix}contributions`, title: titles.contributions, areaLevels: levels.wide.slice(-1), grains },
      measures: [
        { code: "COL.02", figureAt: hours },
        { code: "COL.02.N", figureAt: (place: Parameters<FigureAt>[0]) => amount(of(place).length) },
      ],
    };
    tables.push(derivedTable(table, geography, coverage));
  }
  if (problems.length > 0 && (responses.length > 0 || contributions.length > 0)) {
    const acted = new Map<string, string>();
    const note = (problem: string | null, day: string | null) => {
      if (problem === null || day === null) return;
      const known = acted.get(problem);
      acted.set(problem, known === undefined || day < known ? day : known);
    };
    for (const one of responses) if (listOf(one, "partners").length > 0) note(wordOf(one, "problem"), dayOf(one, "from"));
    for (const one of contributions) note(wordOf(one, "problem"), dayOf(one, "date"));
    const withPartner: FigureAt = ({ area, covered: { from, to } }) => {
      const own = problems.filter(
        (one) =>
          (dayOf(one, "opened_on") ?? "9") <= to &&
          (dayOf(one, "closed_on") ?? "9") >= from &&
          concerns(geography, listOf(one, "areas"), area),
      );
      return shareOfRecords(own.filter((one) => (acted.get(wordOf(one, "id") ?? one.code) ?? "9") <= to).length, own.length);
    };
    const table = {
      ...{ code: `${derivedPrefix}partner-actions`, title: titles.actions, areaLevels: levels.wide, grains },
      measures: [{ code: "COL.03", figureAt: withPartner }],
    };
    tables.push(derivedTable(table, geography, coverage));
  }
  return { tables, codeLists: partners.length > 0 ? [sectorList] : [] };
}

const titles = {
  partners: { en: "Partners by kind of organisation", es: "Colaboradores por tipo de organización" },
  contributions: { en: "What partners brought", es: "Qué aportaron los colaboradores" },
  actions: { en: "Problems with a partner's action", es: "Problemas con una acción de colaboradores" },
} as const;

const sectors: readonly (readonly [string, LocalisedText])[] = [
  ["local_government", { en: "Local government", es: "Administración local" }],
  ["community_organisation", { en: "Community organisation", es: "Organización comunitaria" }],
  ["school", { en: "School or university", es: "Escuela o universidad" }],
  ["business", { en: "Business", es: "Empresa" }],
  ["faith", { en: "Faith organisation", es: "Organización religiosa" }],
  ["health", { en: "Health service", es: "Servicio de salud" }],
  ["other", { en: "Other", es: "Otros" }],
];

/** The sectors of the standard: always all of them, so that no code is lost when a sector has no partner left. */
export const sectorList: ReadyCodeList = flatList("sector", { en: "Kind of organisation", es: "Tipo de organización" }, sectors, {
  en: "All partners",
  es: "Todos los colaboradores",
});
