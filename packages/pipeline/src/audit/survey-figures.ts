import { type MethodCertificate, releaseCertificate, roundingStep, surveyMeasures } from "@openbeat/schema/domain";
import { publishedInterval } from "../survey/published-figure.ts";
import type { Finding } from "./audit-releases.ts";
import { codesOf, type PublishedTable } from "./measure-group.ts";
import type { PublicCell, PublicRelease } from "./public-release.ts";

type SurveyCertificate = Extract<MethodCertificate, { readonly method: "survey" }>;

const plural = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;
const keyOf = (table: PublishedTable, cell: PublicCell) => JSON.stringify([cell.measure, ...codesOf(table, cell).values()]);

/** Checks the figures of surveys in some releases, oldest first: alone what their certificates promise, and together that what was hidden stays hidden. */
export function* auditSurveys(releases: readonly PublicRelease[]): Generator<Finding> {
  for (const release of releases) {
    const tables = release.structure.tables.filter(({ policy }) => policy.method === "survey");
    for (const dataset of new Set(tables.map((table) => table.dataset))) {
      const own = tables.filter((table) => table.dataset === dataset);
      const terms = certificateOf(release, dataset, own);
      const label = releases.length > 1 ? `${dataset}, release ${release.structure.version}` : dataset;
      if (terms === undefined) {
        yield { line: `${label}: the certificate says nothing of how these estimates were protected: BROKEN.`, holds: false };
        continue;
      }
      const { shown, broken } = checkTables(release, own, terms);
      if (own.some(({ policy }) => policy.width !== terms.width || policy.threshold !== terms.smallestBase))
        broken.push("the certificate says other numbers than the tables");
      yield {
        line: `${label}: estimates of a survey; ${plural(shown, "figure")} checked; ${broken.length === 0 ? "as promised" : `${broken.join(", ")}: BROKEN`}.`,
        holds: broken.length === 0,
      };
    }
  }
  yield* auditOverTime(releases);
}

function certificateOf({ certificate }: PublicRelease, dataset: string, tables: readonly PublishedTable[]): SurveyCertificate | undefined {
  const read = releaseCertificate.safeParse(certificate);
  const measures = read.data?.datasets.find((one) => one.dataset === dataset)?.measures ?? [];
  const of = (measure: string) => measures.find((one) => one.measure === measure)?.certificate;
  const all = tables.flatMap((table) => table.measures).map(of);
  const [first] = all;
  return first?.method === "survey" && all.every((one) => one?.method === "survey") ? first : undefined;
}

function checkTables(release: PublicRelease, tables: readonly PublishedTable[], terms: SurveyCertificate) {
  const { roundBaseTo, smallestBase } = terms;
  const rule = { width: terms.width, least: terms.roundPercentTo };
  let shown = 0;
  const found = { bare: 0, coarse: 0, small: 0, outside: 0, otherwise: 0, told: 0, exact: 0 };
  const values = new Map<string, number>();
  /** Favourable answers, by what is told of them and of all others: of one question these make a hundred. */
  const ofWhole = new Map<string, number>();
  const { favourable, unfavourable } = surveyMeasures;
  for (const table of tables) {
    for (const cell of release.cells.get(table.code) ?? []) {
      const { status, value, n, nEffective, interval, numerator, denominator } = cell;
      if (status !== "AVAILABLE") {
        if ([value, n, nEffective, interval, numerator, denominator].some((one) => one !== null)) found.exact += 1;
        continue;
      }
      shown += 1;
      if (numerator !== null || denominator !== null) found.exact += 1;
      if (value === null || n === null || nEffective === null || interval === null) {
        found.bare += 1;
        continue;
      }
      const step = roundingStep(nEffective, rule);
      if (step === null || n < smallestBase - roundBaseTo / 2 || nEffective > n || nEffective < smallestEffective) found.small += 1;
      const isRounded = n % roundBaseTo === 0 && nEffective % (roundBaseTo / 2) === 0 && value % (step ?? 1) === 0;
      if (!isRounded || !Number.isInteger(interval.lower) || !Number.isInteger(interval.upper)) found.coarse += 1;
      if (value < 0 || value > 100 || value < interval.lower || value > interval.upper) found.outside += 1;
      if (step !== null && !isMadeFromFigure(cell.measure, value, nEffective, interval, step)) found.otherwise += 1;
      if (cell.measure === favourable || cell.measure === unfavourable) {
        const key = keyOf(table, { ...cell, measure: favourable });
        const own = cell.measure === favourable ? value : 100 - value;
        if ((ofWhole.get(key) ?? own) !== own) found.told += 1;
        ofWhole.set(key, own);
      }
      const key = keyOf(table, cell);
      const known = values.get(key);
      if (known !== undefined && known !== value) found.told += 1;
      values.set(key, value);
    }
  }
  const words: readonly (readonly [number, string])[] = [
    [found.bare, "without an interval or a number of people"],
    [found.coarse, "not rounded as promised"],
    [found.small, "of too few people"],
    [found.outside, "outside its own interval"],
    [found.otherwise, "with an interval that does not follow from the figure"],
    [found.exact, "with a number that no survey tells"],
    [found.told, "shown otherwise elsewhere"],
  ];
  return { shown, broken: words.flatMap(([count, what]) => (count === 0 ? [] : [`${plural(count, "figure")} ${what}`])) };
}

const shares: readonly string[] = [surveyMeasures.share, surveyMeasures.favourable, surveyMeasures.unfavourable, surveyMeasures.nonAnswer];

/** Whether an interval is what the rounded figure makes it: narrower, it would tell more than the figure. */
function isMadeFromFigure(
  measure: string,
  value: number,
  nEffective: number,
  { lower, upper }: { readonly lower: number; readonly upper: number },
  step: number,
): boolean {
  if (shares.includes(measure)) {
    const own = publishedInterval(value, nEffective, step);
    return Math.abs(own.lower - lower) <= 1e-9 && Math.abs(own.upper - upper) <= 1e-9;
  }
  const half = Math.max(value - lower, upper - value);
  return half >= step && half % step === 0 && [value - half, 0].includes(lower) && [value + half, 100].includes(upper);
}

/** Fewer effective answers than this are never shown. @see NCHS, Vital and Health Statistics 2(175). */
const smallestEffective = 30;

/** What an earlier release hid to protect people, no later one shows. */
function* auditOverTime(releases: readonly PublicRelease[]): Generator<Finding> {
  const hidden = new Map<string, string>();
  for (const release of releases) {
    let bared = 0;
    for (const table of release.structure.tables.filter(({ policy }) => policy.method === "survey")) {
      for (const cell of release.cells.get(table.code) ?? []) {
        const key = `${table.dataset} ${keyOf(table, cell)}`;
        if (cell.status === "AVAILABLE" && hidden.has(key)) bared += 1;
      }
    }
    for (const table of release.structure.tables.filter(({ policy }) => policy.method === "survey"))
      for (const cell of release.cells.get(table.code) ?? [])
        if (cell.status === "SUPPRESSED") hidden.set(`${table.dataset} ${keyOf(table, cell)}`, release.structure.version);
    if (bared > 0)
      yield {
        line: `Estimates of surveys, release ${release.structure.version}: ${plural(bared, "figure")} shown that an earlier release hid: BROKEN.`,
        holds: false,
      };
  }
}
