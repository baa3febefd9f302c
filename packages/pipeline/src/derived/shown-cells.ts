import { parsePeriod, periodOf } from "@openbeat/schema/domain";
import type { Geography } from "../geography/areas.ts";
import type { ReadyDataset, ReadyTable } from "../release/content.ts";
import type { AreaLevels } from "./area-levels.ts";
import { derivedPrefix, derivedTable, shareOfAll } from "./derived-table.ts";
import type { PublishedFigures } from "./published-figures.ts";

const grains = ["quarter", "year"] as const;

/** Which share of figures is not shown (DQ.03): of an area and its parts, of a period and those within it. */
export function shownCellsTables(
  figures: PublishedFigures,
  geography: Geography,
  { wide }: AreaLevels,
  coverage: ReadyDataset["coverage"],
): readonly ReadyTable[] {
  const sums = new Map<string, { hidden: number; all: number }>();
  for (const { area, period, hidden, all } of figures.cells) {
    const own = parsePeriod(period);
    if (own === undefined || own.grain === "rolling_year") continue;
    for (const level of wide) {
      const holder = geography.ancestor(area, level);
      if (holder === undefined) continue;
      for (const grain of grains) {
        const around = periodOf(own.start, grain);
        if (periodOf(own.end, grain) !== around) continue;
        const key = JSON.stringify([holder, around]);
        const before = sums.get(key) ?? { hidden: 0, all: 0 };
        sums.set(key, { hidden: before.hidden + hidden, all: before.all + all });
      }
    }
  }
  if (sums.size === 0) return [];
  const table = {
    ...{ code: `${derivedPrefix}figures-not-shown`, title: { en: "Figures that are not shown", es: "Cifras que no se muestran" } },
    ...{ areaLevels: wide, grains },
    measures: [
      {
        code: "DQ.03",
        figureAt: ({ area, covered }: { readonly area: string; readonly covered: { readonly period: { readonly code: string } } }) => {
          const { hidden, all } = sums.get(JSON.stringify([area, covered.period.code])) ?? { hidden: 0, all: 0 };
          return shareOfAll(hidden, all);
        },
      },
    ],
  };
  return [derivedTable(table, geography, coverage)];
}
