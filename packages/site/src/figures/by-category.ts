import { measureCatalogue } from "@openbeat/schema/domain";
import { coverageOf } from "../data/coverage.ts";
import type { Area, CodeList, Cube, PublishedTable } from "../data/hub.ts";
import type { Edition } from "../edition.ts";
import { categoriesHeadline } from "../headlines/categories.ts";
import { capitalised, periodText } from "../words/formats.ts";
import { altText } from "./alt.ts";
import { brokenDownBy, categoriesOf, hiddenIn, lastWholePeriod, rowsOf, tablesAt, wholeFirst } from "./cubes.ts";
import type { Figure } from "./figure.ts";
import { aboutMeasure, idOf, measureOf, named } from "./over-time.ts";
import { namedPositions } from "./positions.ts";

const mostBars = 14;
const grains = ["year", "quarter", "month"];

interface Breakdown {
  readonly table: PublishedTable;
  readonly cube: Cube;
  readonly dimension: number;
  readonly list: CodeList | undefined;
  readonly codes: CodeList["codes"];
}

/** Whether codes of a list all roll up into one code. */
function isOneWhole(list: CodeList | undefined, codes: CodeList["codes"]): boolean {
  const byCode = new Map(list?.codes.map((code) => [code.code, code]));
  const rootOf = (code: CodeList["codes"][number]): string => {
    const above = byCode.get(code.parent?.code ?? "");
    return above === undefined ? code.code : rootOf(above);
  };
  return new Set(codes.map(rootOf)).size === 1;
}

/** Whether a dimension tells how long something took: by its spans the catalogue works out a measure of waits. */
const isOfWaits = (measure: string, dimension: string): boolean =>
  measureCatalogue.some(({ waitOf }) => waitOf?.count === measure && waitOf.category === dimension);

/** The breakdowns of a dataset by one category dimension, over the longest periods, that fit in a chart: finest first. */
function breakdowns({ hub }: Edition, dataset: string, level: string): readonly Breakdown[] {
  return tablesAt(hub, dataset, level)
    .flatMap((table) =>
      table.cubes
        .filter(({ areaLevel }) => areaLevel === level)
        .flatMap((cube) => {
          const [dimension, ...more] = brokenDownBy(hub, table, cube);
          if (dimension === undefined || more.length > 0) return [];
          const list = hub.codeLists.find(({ code }) => code === categoriesOf(table)[dimension]?.codeList?.code);
          const codes = (list?.codes ?? []).filter((code) => code.level === cube.levels[dimension]);
          return [{ table, cube, dimension, list, codes }];
        }),
    )
    .filter(({ codes }) => codes.length >= 2 && codes.length <= mostBars)
    .toSorted((a, b) => grains.indexOf(a.cube.grain) - grains.indexOf(b.cube.grain) || b.codes.length - a.codes.length);
}

/** A measure in an area by category, in the last whole period. Nothing where no such breakdown is published, or all of it is hidden. */
export function byCategory(edition: Edition, dataset: string, measureCode: string, area: Area): Figure | undefined {
  const { hub, words, language } = edition;
  const measure = measureOf(hub, measureCode);
  const own = hub.datasets.find(({ code }) => code === dataset);
  if (measure === undefined || own === undefined) return undefined;
  const coverage = coverageOf(own, measureCode);
  for (const { table, cube, dimension, list, codes } of wholeFirst(breakdowns(edition, dataset, area.level), measureCode, coverage)) {
    const all = rowsOf(cube, measureCode, area.code);
    const period = lastWholePeriod(
      all.map((row) => row.period),
      coverage,
    );
    const entries = codes.flatMap((code) => {
      const row = all.find((one) => one.period === period && one.codes[dimension] === code.code);
      return row === undefined ? [] : [{ ...code, row }];
    });
    const rows = entries.map(({ row }) => row);
    if (period === undefined || rows.length < 2 || hiddenIn(rows) === rows.length) continue;
    const when = periodText(period, language);
    const { title: by = "", code: dimensionCode = "category" } = categoriesOf(table)[dimension] ?? {};
    const spec = {
      id: idOf(measure.code, `by-${dimensionCode}`),
      kind: "bars" as const,
      headline: categoriesHeadline(
        {
          measure,
          entries,
          isOneWhole: isOneWhole(list, codes),
          isBands: isOfWaits(measureCode, dimensionCode),
          by: by.toLocaleLowerCase(language),
          period: when,
        },
        words,
        language,
      ),
      subtitle: words.subtitleCategories(named(measure), area.name, by.toLocaleLowerCase(language), when),
      measure: aboutMeasure(measure),
      axis: capitalised(by, language),
      positions: namedPositions(entries),
      series: [{ label: when, rows }],
    };
    return { table: table.code, spec: { ...spec, alt: altText(spec, words, language) } };
  }
  return undefined;
}
