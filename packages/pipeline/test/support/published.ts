import { measureByCode, type ObservationFlag, type ObservationStatus, periodsBetween } from "@openbeat/schema/domain";
import type { Area, Geography } from "../../src/geography/areas.ts";
import type { Residents } from "../../src/geography/population.ts";
import type { PublicRecord, PublicRecords, RecordValue } from "../../src/records/record.ts";
import { type ReadyCodeList, type ReadyDataset, readyTable } from "../../src/release/content.ts";
import type { Observation } from "../../src/release/observations.ts";

/** What a test says of a cell: its count, or why there is none. */
export type Told =
  | number
  | Exclude<ObservationStatus, "AVAILABLE">
  | { readonly value: number; readonly flags: readonly ObservationFlag[] };

const square = (x: number, y: number): Area["boundary"] => {
  const [west, south] = [-75 + x / 100, 40 + y / 100];
  const [east, north] = [west + 0.01, south + 0.01];
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { geometry: { type: "Polygon", coordinates: [ring] }, sha256: `${x},${y}` };
};

/**
 * A city of square beats side by side, as many to a row as there are rows; each row is a district.
 * @param size Rows.
 */
export function squareCity(size: number): Geography {
  const level = (code: string, parent?: string) => ({
    code,
    name: { en: code },
    plural: { en: `${code}s` },
    ...(parent === undefined ? {} : { parent }),
  });
  const areas: Area[] = [{ code: "C", level: "city", name: { en: "City" }, parent: undefined, boundary: undefined }];
  for (let y = 1; y <= size; y++) {
    areas.push({ code: `D${y}`, level: "district", name: { en: `District ${y}` }, parent: "C", boundary: undefined });
    for (let x = 1; x <= size; x++)
      areas.push({ code: `B${y}${x}`, level: "beat", name: { en: `Beat ${y}${x}` }, parent: `D${y}`, boundary: square(x, y) });
  }
  const levels = [level("city"), level("district", "city"), level("beat", "district")] as Geography["levels"];
  const byCode = new Map(areas.map((area) => [area.code, area]));
  const ancestor = (code: string, at: string): string | undefined => {
    const area = byCode.get(code);
    if (area === undefined || area.level === at) return area?.code;
    return area.parent === undefined ? undefined : ancestor(area.parent, at);
  };
  const chains: Readonly<Record<string, readonly string[]>> = {
    city: ["city"],
    district: ["district", "city"],
    beat: ["beat", "district", "city"],
  };
  return {
    levels,
    areas: byCode,
    atLevel: (code) => areas.filter((area) => area.level === code).sort((a, b) => (a.code < b.code ? -1 : 1)),
    chain: (code) => chains[code] ?? [],
    ancestor,
  };
}

/** Residents of every beat, district and the city, the same number in each beat. */
export const evenPopulation = (geography: Geography, perBeat: number): readonly Residents[] =>
  [...geography.areas.values()].map(({ code, level }) => ({
    ...{ area: code, group: "all", year: 2020, source: "A test" },
    residents: perBeat * geography.atLevel("beat").filter((beat) => geography.ancestor(beat.code, level) === code).length,
  }));

const kinds: ReadyCodeList = {
  code: "kind",
  title: { en: "Kind" },
  codes: new Map([
    ["a", { code: "a", level: "kind", parent: "every", label: { en: "Kind A" } }],
    ["b", { code: "b", level: "kind", parent: "every", label: { en: "Kind B" } }],
    ["every", { code: "every", level: "every", parent: undefined, label: { en: "Every kind" } }],
  ]),
};

/** A dataset with one table of one measure, as it stands before a release is put together. */
export function publishedDataset({
  dataset,
  measure,
  geography,
  areaLevels,
  periodLevels,
  coverage,
  told,
}: {
  readonly dataset: string;
  readonly measure: string;
  readonly geography: Geography;
  readonly areaLevels: readonly string[];
  readonly periodLevels: readonly ("month" | "quarter" | "year")[];
  readonly coverage: { readonly from: string; readonly to: string };
  /** `kind` is a, b or every. */
  readonly told: (area: string, period: string, kind: string) => Told;
}): ReadyDataset {
  const definition = measureByCode(measure);
  if (definition === undefined) throw new Error("The measure of a test is not in the catalogue.");
  const groupings = areaLevels.flatMap((area) =>
    periodLevels.flatMap((period) => [
      [area, period, "kind"],
      [area, period, "every"],
    ]),
  );
  function* observations(): Generator<Observation> {
    for (const [grouping, [areaLevel = "", periodLevel = "", kindLevel]] of groupings.entries())
      for (const { code: area } of geography.atLevel(areaLevel))
        for (const period of periodsBetween(coverage.from, coverage.to, periodLevel as "month"))
          for (const kind of kindLevel === "kind" ? ["a", "b"] : ["every"])
            yield {
              ...{ grouping, measure: 0, area, period: period.code, codes: [kind], numerator: null, denominator: null },
              ...{ n: null, nEffective: null, interval: null },
              ...cellOf(told(area, period.code, kind), period.start < coverage.from || period.end > coverage.to),
            };
  }
  const table = {
    ...{ code: `${dataset}-table`, title: { en: dataset }, measures: [definition], groupings },
    dimensions: [
      { code: "area", levels: areaLevels },
      { code: "period", levels: periodLevels },
      { code: "kind", levels: ["kind", "every"] },
    ],
    policy: { method: "none" as const, explanation: { en: "A test." }, threshold: null, width: null },
  };
  return {
    ...{
      code: dataset,
      title: { en: dataset },
      description: { en: dataset },
      theme: "outcomes",
      coverage,
      codeLists: [kinds],
      survey: null,
    },
    source: { publisher: { en: "A test" }, recordsRead: null, recordsUsed: null, leftOut: [], notes: [], standards: [] },
    ...{ tables: [readyTable(table, observations)], certificates: [], drawings: [] },
  };
}

function cellOf(told: Told, isPartial: boolean): Pick<Observation, "status" | "value" | "flags"> {
  const partial: readonly ObservationFlag[] = isPartial ? ["PARTIAL_COVERAGE"] : [];
  if (typeof told === "string") return { status: told, value: null, flags: partial };
  if (typeof told === "number") return { status: "AVAILABLE", value: told, flags: partial };
  return { status: "AVAILABLE", value: told.value, flags: [...told.flags, ...partial] };
}

/** A record of a kind. Its code is its `id`, or `code` where it is given. */
export const publicRecord = (kind: string, values: Readonly<Record<string, RecordValue>>, code = String(values.id)): PublicRecord => ({
  ...{ kind, code, values },
  areas: [],
});

/** Records by kind. */
export const publicRecords = (all: readonly PublicRecord[]): PublicRecords => Map.groupBy(all, ({ kind }) => kind);
