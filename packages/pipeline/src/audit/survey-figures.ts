import { type MethodCertificate, releaseCertificate, surveyMeasures } from "@openbeat/schema/domain";
import type { Finding } from "./audit-releases.ts";
import { codesOf, type PublishedTable } from "./measure-group.ts";
import type { PublicCell, PublicRelease } from "./public-release.ts";

type SurveyCertificate = Extract<MethodCertificate, { readonly method: "survey" }>;

/** Bases of fewer people than this are never shown, whatever the policy. @see NCHS, Vital and Health Statistics 2(175). */
const smallestSample = 30;
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

function checkTables(release: PublicRelease, tables: readonly PublishedTable[], { roundBaseTo, roundPercentTo }: SurveyCertificate) {
  let shown = 0;
  const [bare, coarse, small, outside, told] = [[0], [0], [0], [0], [0]] as [[number], [number], [number], [number], [number]];
  const values = new Map<string, number>();
  const distributions = new Map<string, { readonly item: string; readonly statuses: string[] }>();
  // Items with a mean have one answer a person; of a multiple choice each option stands by itself.
  const ofOneAnswer = new Set<string>();
  for (const table of tables) {
    for (const cell of release.cells.get(table.code) ?? []) {
      const { status, value, n, nEffective, interval, measure } = cell;
      if (measure === surveyMeasures.share) {
        const item = cell.codes[0]?.slice(0, cell.codes[0].lastIndexOf(".")) ?? "";
        const key = JSON.stringify([table.code, cell.area, cell.period, item, ...cell.codes.slice(1)]);
        const own = distributions.get(key) ?? { item, statuses: [] };
        own.statuses.push(status);
        distributions.set(key, own);
      }
      if (measure === surveyMeasures.index && status !== "NOT_APPLICABLE" && status !== "NOT_COLLECTED")
        ofOneAnswer.add(cell.codes[0] ?? "");
      if (status !== "AVAILABLE") continue;
      shown += 1;
      if (value === null || n === null || nEffective === null || interval === null) {
        bare[0] += 1;
        continue;
      }
      if (
        n % roundBaseTo !== 0 ||
        nEffective % roundBaseTo !== 0 ||
        [value, interval.lower, interval.upper].some((figure) => figure % roundPercentTo !== 0)
      )
        coarse[0] += 1;
      if (n < smallestSample || nEffective > n) small[0] += 1;
      if (value < 0 || value > 100 || value < interval.lower || value > interval.upper) outside[0] += 1;
      const key = keyOf(table, cell);
      const known = values.get(key);
      if (known !== undefined && known !== value) told[0] += 1;
      values.set(key, value);
    }
  }
  // The answers to a question are hidden together: the one that is missing would be what is left of a hundred.
  const alone = [...distributions.values()].filter(
    ({ item, statuses }) => ofOneAnswer.has(item) && statuses.includes("SUPPRESSED") && statuses.includes("AVAILABLE"),
  ).length;
  const found: readonly (readonly [number, string])[] = [
    [bare[0], "without an interval or a number of people"],
    [coarse[0], "not rounded as promised"],
    [small[0], "of too few people"],
    [outside[0], "outside its own interval"],
    [told[0], "shown otherwise in another table"],
    [alone, "of which one answer is hidden beside those that are shown"],
  ];
  return { shown, broken: found.flatMap(([count, words]) => (count === 0 ? [] : [`${plural(count, "figure")} ${words}`])) };
}

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
