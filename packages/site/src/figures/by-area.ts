import type { Area, PublishedTable } from "../data/hub.ts";
import type { Row } from "../data/row.ts";
import type { Edition } from "../edition.ts";
import { capitalised, numberText, periodText } from "../words/formats.ts";
import { altText } from "./alt.ts";
import { brokenDownBy, lastWholePeriod } from "./cubes.ts";
import type { Figure } from "./figure.ts";
import { aboutMeasure, idOf, measureOf, named } from "./over-time.ts";
import { namedPositions } from "./positions.ts";

const mostAreas = 30;
const grains = ["year", "quarter", "month"];

/** A measure in every area of a level, in the last whole period. In the order of the list of areas: it ranks nobody. */
export function byArea(edition: Edition, table: PublishedTable, measureCode: string, level: string): Figure | undefined {
  const { hub, words, language } = edition;
  const measure = measureOf(hub, measureCode);
  const areas = [...hub.areas.values()].filter((area) => area.level === level);
  const coverageTo = hub.datasets.find(({ code }) => code === table.dataset)?.coverageTo ?? "";
  const [cube] = table.cubes
    .filter(({ areaLevel }) => areaLevel === level)
    .filter((one) => brokenDownBy(hub, table, one).length === 0)
    .toSorted((a, b) => grains.indexOf(a.grain) - grains.indexOf(b.grain));
  if (measure === undefined || cube === undefined || areas.length < 2 || areas.length > mostAreas) return undefined;
  const own = cube.rows.filter((row) => row.measure === measureCode);
  const period = lastWholePeriod(
    own.map((row) => row.period),
    coverageTo,
  );
  const byCode = new Map(own.filter((row) => row.period === period).map((row) => [row.area, row]));
  const entries = areas.flatMap((area): { code: string; label: string; row: Row; area: Area }[] => {
    const row = byCode.get(area.code);
    return row === undefined ? [] : [{ code: area.code, label: area.name, row, area }];
  });
  const values = entries.flatMap(({ row }) => (row.observation.status === "AVAILABLE" ? [row.observation.value] : []));
  if (period === undefined || values.length === 0) return undefined;
  const text = (value: number) => numberText(value, language, measure.decimals);
  const when = periodText(period, language);
  const spec = {
    id: idOf(measure.code, `by-${level.replace(/[^a-z0-9]+/gi, "-")}`),
    kind: "bars" as const,
    headline: words.headlineByArea(measure.title, text(Math.min(...values)), text(Math.max(...values)), when),
    subtitle: words.subtitleAreas(
      named(measure),
      (hub.levels.find(({ code }) => code === level)?.plural ?? level).toLocaleLowerCase(language),
      when,
    ),
    measure: aboutMeasure(measure),
    axis: capitalised(hub.levels.find(({ code }) => code === level)?.name ?? level, language),
    positions: namedPositions(entries),
    series: [{ label: when, rows: entries.map(({ row }) => row) }],
  };
  return { table: table.code, spec: { ...spec, alt: altText(spec, words, language) } };
}
