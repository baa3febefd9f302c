import type { ChartSpec } from "../chart/spec.ts";
import { breaksIn } from "../data/breaks.ts";
import { type Coverage, coverageOf } from "../data/coverage.ts";
import type { Area, Cube, Hub, Measure, PublishedTable } from "../data/hub.ts";
import type { Row } from "../data/row.ts";
import { anchor, type Edition } from "../edition.ts";
import { againstWhole } from "../headlines/around.ts";
import type { Change } from "../headlines/change.ts";
import { besideWholeHeadline } from "../headlines/places.ts";
import { seriesHeadline, type Told } from "../headlines/series.ts";
import { altText } from "./alt.ts";
import { brokenDownBy, hiddenIn, lastWholePeriod, rowsOf, tablesAt, wholePeriods } from "./cubes.ts";
import type { Figure } from "./figure.ts";
import { periodPositions } from "./positions.ts";
import { partsOf } from "./whole-of.ts";

interface Candidate {
  readonly table: PublishedTable;
  readonly cube: Cube;
  readonly rows: readonly Row[];
}

/** Every series of totals there is of a measure in an area: one for each grain and table. */
function candidates(hub: Hub, dataset: string, measure: string, area: Area): readonly Candidate[] {
  const own = hub.datasets.find(({ code }) => code === dataset);
  const coverage = own === undefined ? undefined : coverageOf(own, measure);
  return tablesAt(hub, dataset, area.level).flatMap((table) =>
    table.cubes
      .filter((cube) => cube.areaLevel === area.level && brokenDownBy(hub, table, cube).length === 0)
      .map((cube) => ({ table, cube, rows: wholePeriods(rowsOf(cube, measure, area.code), coverage) }))
      .filter(({ rows }) => rows.length > 0),
  );
}

const grains = ["month", "quarter", "year"];
const mostPoints = 72;
const mostHidden = 0.25;
const hiddenShare = ({ rows }: Candidate) => hiddenIn(rows) / rows.length;

/** The finest series that has most of its values; where none has, the one that has most. */
function best(series: readonly Candidate[]): Candidate | undefined {
  const finestFirst = series
    .filter(({ rows }) => rows.length <= mostPoints)
    .toSorted((a, b) => grains.indexOf(a.cube.grain) - grains.indexOf(b.cube.grain));
  const good = finestFirst.find((candidate) => candidate.rows.length >= 4 && hiddenShare(candidate) <= mostHidden);
  return good ?? finestFirst.toSorted((a, b) => hiddenShare(a) - hiddenShare(b))[0];
}

const idOf = (measure: string, form: string) => `${anchor(measure)}-${form}`;
const measureOf = (hub: Hub, code: string): Measure | undefined => hub.measures.find((measure) => measure.code === code);
const aboutMeasure = ({ code, title, unit, decimals }: Measure) => ({ code, title, unit, decimals });

/** A measure in an area over time. Nothing where the release has no such series. */
export function overTime(edition: Edition, dataset: string, measureCode: string, area: Area): Figure | undefined {
  const { hub, words, language } = edition;
  const measure = measureOf(hub, measureCode);
  const chosen = best(candidates(hub, dataset, measureCode, area));
  if (measure === undefined || chosen === undefined) return undefined;
  const { rows, cube, table } = chosen;
  return {
    table: table.code,
    spec: timeSpec(
      edition,
      { id: idOf(measure.code, "over-time"), measure, cube, place: area.name, series: [{ label: area.name, rows }] },
      (coverage) => seriesHeadline({ measure, rows, coverage, breaks: breaksIn(hub, dataset, measureCode) }, words, language),
    ),
  };
}

// The pages of all areas of a level tell of one test, made of all of them.
const tested = new WeakMap<Cube, Map<string, ReadonlyMap<string, Change>>>();

/**
 * What the areas of a cube say against the whole, all together, so that every page says the same.
 * @param one The row of one of them: of its measure, period and codes are the others. @param all The row of the whole.
 */
function levelAgainstWhole(hub: Hub, cube: Cube, one: Row, whole: Area, all: Row): ReadonlyMap<string, Change> {
  const ofCube = tested.get(cube) ?? new Map<string, ReadonlyMap<string, Change>>();
  tested.set(cube, ofCube);
  const isLikeOne = (row: Row) => row.measure === one.measure && row.period === one.period && row.codes.join() === one.codes.join();
  const key = JSON.stringify([one.measure, one.period, one.codes, whole.code]);
  const verdicts = ofCube.get(key) ?? againstWhole(partsOf(hub, cube.rows.filter(isLikeOne), whole), all);
  ofCube.set(key, verdicts);
  return verdicts;
}

/** A rate in an area over time, beside the rate of the whole it is part of. */
export function comparedWithWhole(edition: Edition, dataset: string, measureCode: string, area: Area, whole: Area): Figure | undefined {
  const { hub, words, language } = edition;
  const measure = measureOf(hub, measureCode);
  const own = candidates(hub, dataset, measureCode, area);
  const others = candidates(hub, dataset, measureCode, whole);
  // A rate moves less by chance over longer periods: quarters first.
  const pairs = ["quarter", "year", "month"].flatMap((grain) =>
    own.flatMap((mine) => {
      const theirs = others.find(({ cube, table }) => cube.grain === grain && table.code === mine.table.code);
      return mine.cube.grain === grain && theirs !== undefined && theirs.rows.length === mine.rows.length ? [{ mine, theirs }] : [];
    }),
  );
  const pair = pairs.find(({ mine }) => hiddenShare(mine) <= mostHidden && mine.rows.length >= 2) ?? pairs[0];
  if (measure === undefined || pair === undefined) return undefined;
  const { mine, theirs } = pair;
  const series = [
    { label: area.name, rows: mine.rows },
    { label: whole.name, rows: theirs.rows },
  ];
  return {
    table: mine.table.code,
    spec: timeSpec(edition, { id: idOf(measure.code, "compared"), measure, cube: mine.cube, place: area.name, series }, (coverage) => {
      const period = lastWholePeriod(
        mine.rows.map((row) => row.period),
        coverage,
      );
      const at = mine.rows.findIndex((row) => row.period === period);
      const [own, all] = [mine.rows[at], theirs.rows[at]];
      if (own?.observation.status !== "AVAILABLE" || all?.observation.status !== "AVAILABLE") {
        return seriesHeadline({ measure, rows: mine.rows, coverage, breaks: breaksIn(hub, dataset, measureCode) }, words, language);
      }
      const verdicts = levelAgainstWhole(hub, mine.cube, own, whole, all);
      const change = verdicts.get(area.code) ?? { verdict: "NOT_COMPARABLE", reason: "HIDDEN" };
      return besideWholeHeadline({ measure, own, whole: all, change, names: { own: area.name, whole: whole.name } }, words, language);
    }),
  };
}

/** Of figures of no dataset: every period is whole. */
const always: Coverage = { coverageFrom: "", coverageTo: "9999-12-31" };

interface TimeParts {
  readonly id: string;
  readonly measure: Measure;
  readonly cube: Cube;
  readonly place: string;
  readonly series: ChartSpec["series"];
}

function timeSpec(
  { hub, words, language }: Edition,
  { id, measure, cube, place, series }: TimeParts,
  tell: (coverage: Coverage) => Told,
): ChartSpec {
  const periods = (series[0]?.rows ?? []).map(({ period }) => period);
  const positions = periodPositions(periods, cube.grain, language);
  const dataset = hub.datasets.find(({ code }) => hub.tables.some((table) => table.dataset === code && table.cubes.includes(cube)));
  const [first, last] = [positions[0]?.label ?? "", positions.at(-1)?.label ?? ""];
  const spec = {
    id,
    kind: positions.length <= 5 && series.length === 1 ? ("columns" as const) : ("line" as const),
    ...tell(dataset === undefined ? always : coverageOf(dataset, measure.code)),
    subtitle: words.subtitleTime(named(measure), place, words.byGrain[cube.grain], first, last),
    measure: aboutMeasure(measure),
    partialLeftOut: rowsOf(cube, measure.code, series[0]?.rows[0]?.area ?? "").length > positions.length,
    axis: words.grain[cube.grain],
    positions,
    series,
  };
  return { ...spec, alt: altText(spec, words, language) };
}

/** A measure as a figure names it: with its unit, where its title does not say what is counted. */
const named = ({ kind, title, unit }: Measure): string =>
  ["COUNT", "SUM"].includes(kind) || title.includes(unit) ? title : `${title} (${unit})`;

export { aboutMeasure, idOf, measureOf, named, timeSpec };
