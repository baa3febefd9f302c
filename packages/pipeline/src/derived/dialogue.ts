import type { Geography } from "../geography/areas.ts";
import type { PublicRecord, PublicRecords } from "../records/record.ts";
import type { ReadyDataset, ReadyTable } from "../release/content.ts";
import { type AreaLevels, areasWithin, concerns, levelsAbove, liesIn } from "./area-levels.ts";
import { derivedPrefix, derivedTable, type FigureAt, nothing, shareOfAll, shareOfRecords } from "./derived-table.ts";
import { dayOf, recordsOf, wordOf } from "./record-values.ts";

/** Priorities looked at (DLG.07), contacts named (DLG.08) and commitments kept (DLG.09): each where there are such records. */
export function dialogueTables(
  records: PublicRecords,
  geography: Geography,
  levels: AreaLevels,
  coverage: ReadyDataset["coverage"],
): readonly ReadyTable[] {
  const priorities = recordsOf(records, "priorities");
  const contacts = recordsOf(records, "contacts");
  const commitments = recordsOf(records, "commitments");
  const make = (name: string, title: ReadyTable["title"], areaLevels: readonly string[], code: string, figureAt: FigureAt) =>
    derivedTable(
      { code: `${derivedPrefix}${name}`, title, areaLevels, grains: ["quarter", "year"], measures: [{ code, figureAt }] },
      geography,
      coverage,
    );
  const tables: ReadyTable[] = [];
  const byArea = [
    { name: "priorities-reviewed", code: "DLG.07", title: titles.priorities, own: priorities, of: isReviewed },
    { name: "contacts-named", code: "DLG.08", title: titles.contacts, own: contacts, of: isNamed },
  ];
  for (const { name, code, title, own, of } of byArea) {
    if (own.length === 0) continue;
    const unit = finestOf(own, geography, levels);
    const figureAt: FigureAt = ({ area, covered }) => {
      const units = areasWithin(geography, unit, area);
      const found = units.map((one) =>
        of(
          own.filter((record) => isFor(geography, record, one)),
          covered.to,
        ),
      );
      if (found.includes(null)) return nothing("NOT_COLLECTED");
      return shareOfAll(found.filter((yes) => yes === true).length, found.length);
    };
    tables.push(make(name, title, levelsAbove(levels, unit), code, figureAt));
  }
  if (commitments.length > 0) {
    const figureAt: FigureAt = ({ area, covered: { from, to } }) => {
      const due = commitments.filter((one) => isWithin(dayOf(one, "due"), from, to) && concerns(geography, areasOf(one), area));
      return shareOfRecords(due.filter(isOnTime).length, due.length);
    };
    tables.push(make("commitments-kept", titles.commitments, levels.wide, "DLG.09", figureAt));
  }
  return tables;
}

const titles = {
  priorities: { en: "Priorities that were reviewed", es: "Prioridades revisadas" },
  contacts: { en: "Areas with a named contact", es: "Áreas con un contacto con nombre" },
  commitments: { en: "Commitments that were kept on time", es: "Compromisos cumplidos a tiempo" },
} as const;

const isWithin = (day: string | null, from: string, to: string): boolean => day !== null && day >= from && day <= to;

/** The area that a record names, else those it was read for. */
function areasOf(record: PublicRecord): readonly string[] {
  const area = wordOf(record, "area");
  return area === null ? record.areas : [area];
}

/** The finest level of the chain that records are for. */
function finestOf(own: readonly PublicRecord[], geography: Geography, { chain }: AreaLevels): string {
  const used = new Set(own.flatMap(areasOf).map((area) => geography.areas.get(area)?.level ?? ""));
  return chain.find((level) => used.has(level)) ?? chain.at(-1) ?? "";
}

const isFor = (geography: Geography, record: PublicRecord, area: string): boolean =>
  areasOf(record).some((one) => liesIn(geography, area, one));

/** Whether a priority in force was agreed or reviewed in the three months up to a day; `null` where a later review has taken the place of the last one before. */
function isReviewed(priorities: readonly PublicRecord[], day: string): boolean | null {
  const from = threeMonthsBefore(day);
  const own = priorities.filter((one) => isInForce(dayOf(one, "adopted_on"), dayOf(one, "ended_on"), day));
  const isRecent = (at: string | null) => at !== null && at > from && at <= day;
  if (own.some((one) => isRecent(dayOf(one, "adopted_on")) || isRecent(dayOf(one, "reviewed_on")))) return true;
  return own.some((one) => (dayOf(one, "reviewed_on") ?? "") > day) ? null : false;
}

const isInForce = (from: string | null, to: string | null, day: string): boolean =>
  from !== null && from <= day && (to === null || to > day);

/** The same day three months before, or the last of that month. */
function threeMonthsBefore(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  const lastOfMonth = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 2, 0)).getUTCDate();
  const before = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 3, Math.min(date.getUTCDate(), lastOfMonth)));
  return before.toISOString().slice(0, 10);
}

function isNamed(contacts: readonly PublicRecord[], day: string): boolean {
  return contacts.some((one) => one.values.named === true && (dayOf(one, "since") ?? day) <= day && (dayOf(one, "until") ?? day) >= day);
}

function isOnTime(commitment: PublicRecord): boolean {
  const [due, on] = [dayOf(commitment, "due"), dayOf(commitment, "status_on")];
  return wordOf(commitment, "status") === "kept" && due !== null && on !== null && on <= due;
}
