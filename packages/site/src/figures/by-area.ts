import { coverageOf } from "../data/coverage.ts";
import type { Area, Cube, Hub, PublishedTable } from "../data/hub.ts";
import type { Row } from "../data/row.ts";
import type { Edition } from "../edition.ts";
import { areasHeadline } from "../headlines/places.ts";
import { capitalised, periodText } from "../words/formats.ts";
import { altText } from "./alt.ts";
import { brokenDownBy, hiddenIn, lastWholePeriod, wholeFirst } from "./cubes.ts";
import type { Figure } from "./figure.ts";
import { aboutMeasure, idOf, measureOf, named } from "./over-time.ts";
import { namedPositions } from "./positions.ts";
import { partsOf, wholeOf } from "./whole-of.ts";

const mostAreas = 30;
const grains = ["year", "quarter", "month"];

/** A measure in every area of a level, in the last whole period. In the order of the list of areas: it ranks nobody. */
export function byArea(edition: Edition, table: PublishedTable, measureCode: string, level: string): Figure | undefined {
  const { hub, words, language } = edition;
  const measure = measureOf(hub, measureCode);
  const areas = [...hub.areas.values()].filter((area) => area.level === level);
  const dataset = hub.datasets.find(({ code }) => code === table.dataset);
  if (dataset === undefined) return undefined;
  const coverage = coverageOf(dataset, measureCode);
  const longestFirst = table.cubes
    .filter(({ areaLevel }) => areaLevel === level)
    .filter((one) => brokenDownBy(hub, table, one).length === 0)
    .toSorted((a, b) => grains.indexOf(a.grain) - grains.indexOf(b.grain));
  const [chosen] = wholeFirst(
    longestFirst.map((cube) => ({ cube })),
    measureCode,
    coverage,
  );
  const cube = chosen?.cube;
  if (measure === undefined || cube === undefined || areas.length < 2 || areas.length > mostAreas) return undefined;
  const own = cube.rows.filter((row) => row.measure === measureCode);
  const period = lastWholePeriod(
    own.map((row) => row.period),
    coverage,
  );
  const byCode = new Map(own.filter((row) => row.period === period).map((row) => [row.area, row]));
  const entries = areas.flatMap((area): { code: string; label: string; row: Row; area: Area }[] => {
    const row = byCode.get(area.code);
    return row === undefined ? [] : [{ code: area.code, label: area.name, row, area }];
  });
  if (period === undefined || hiddenIn(entries.map(({ row }) => row)) === entries.length) return undefined;
  const rows = entries.map(({ row }) => row);
  const whole = wholeOfRow(hub, table, entries[0]?.row, cube.grain);
  const parts = whole === undefined ? [] : partsOf(hub, rows, whole.area);
  const isRanged = entries.some(({ row: { observation } }) => observation.status === "AVAILABLE" && observation.lower !== null);
  const when = periodText(period, language);
  const plural = (hub.levels.find(({ code }) => code === level)?.plural ?? level).toLocaleLowerCase(language);
  // Of figures with ranges, what all of them are set against stands first, as a line behind them: where it is in the same table, and so in the file.
  const reference = isRanged && whole?.isOwn === true && parts.length === rows.length ? whole : undefined;
  const all = [
    ...(reference === undefined ? [] : [{ code: reference.area.code, label: reference.area.name, row: reference.row }]),
    ...entries,
  ];
  const spec = {
    id: idOf(measure.code, `by-${level.replace(/[^a-z0-9]+/gi, "-")}`),
    kind: isRanged ? ("dots" as const) : ("bars" as const),
    ...areasHeadline(
      {
        measure,
        rows,
        parts,
        whole: whole?.row,
        period: when,
        names: { level: plural, whole: whole?.area.name ?? "" },
      },
      words,
      language,
    ),
    subtitle: words.subtitleAreas(named(measure), plural, when),
    measure: aboutMeasure(measure),
    axis: capitalised(hub.levels.find(({ code }) => code === level)?.name ?? level, language),
    positions: namedPositions(all),
    series: [{ label: when, rows: all.map(({ row }) => row) }],
    ...(reference === undefined ? {} : { reference: 0 }),
  };
  return { table: table.code, spec: { ...spec, alt: altText(spec, words, language) } };
}

/** The row of the whole that an area is part of: of the same dataset, measure and period as that of the area. */
function wholeOfRow(
  hub: Hub,
  table: PublishedTable,
  part: Row | undefined,
  grain: Cube["grain"],
): { area: Area; row: Row; isOwn: boolean } | undefined {
  const own = hub.areas.get(part?.area ?? "");
  const area = own === undefined ? undefined : wholeOf(hub, own);
  if (area === undefined || part === undefined || area.code === own?.code) return undefined;
  // The whole may be published in a table of its own.
  const tables = [table, ...hub.tables.filter((one) => one !== table && one.dataset === table.dataset)];
  const cubes = tables.flatMap((one) =>
    one.cubes.filter((cube) => cube.areaLevel === area.level && cube.grain === grain && brokenDownBy(hub, one, cube).length === 0),
  );
  const cube = cubes.find(({ rows }) => rows.some(({ measure }) => measure === part.measure));
  const row = cube?.rows.find((one) => one.measure === part.measure && one.area === area.code && one.period === part.period);
  return row === undefined || cube === undefined ? undefined : { area, row, isOwn: table.cubes.includes(cube) };
}
