import type { LocalisedText } from "@openbeat/schema/domain";
import type { Geography } from "../geography/areas.ts";
import type { Crosswalk } from "../geography/crosswalks.ts";
import { type ReadyDataset, type ReadyTable, readyTable } from "../release/content.ts";
import type { Observation } from "../release/observations.ts";
import { exactValue } from "./published-figures.ts";

const publicReason = (basis: LocalisedText): LocalisedText => ({
  en: `Worked out from figures that are published already, split by ${basis.en ?? "a crosswalk"}. The range holds the true count, wherever in a divided area its records lie.`,
  es: `Calculado a partir de cifras ya publicadas, repartidas por ${basis.es ?? basis.en ?? "una tabla de correspondencia"}. El intervalo contiene el recuento verdadero, estén donde estén los registros dentro de un área dividida.`,
});

type Parts = readonly {
  readonly area: string;
  readonly share: number;
  /** Whether all of it lies there: it touches no other area of the level. */
  readonly isWhole: boolean;
}[];

/** The areas of the first level that an area of the second is made of, whole or in part. */
function partsOf({ shares }: Crosswalk, to: string): Parts {
  return [...shares].flatMap(([area, own]) => {
    const share = own.get(to);
    return share === undefined ? [] : [{ area, share, isWhole: own.size === 1 }];
  });
}

const rounded = (value: number) => Math.round(value * 10) / 10;

/**
 * What areas of a level add up to, where some are cut: each is split by its share. Hidden where one of them is: nothing is told that the parts do not tell.
 * A count that a method changed is not split: the range would not hold the true one.
 * @returns The estimate, and between what the truth lies whatever the split: nothing of a divided area, or all of it.
 */
export function allocate(
  parts: Parts,
  figureOf: (area: string) => Pick<Observation, "status" | "value" | "flags"> | undefined,
): Pick<Observation, "status" | "value" | "flags" | "interval"> {
  const figures = parts.map(({ area, ...part }) => ({ ...part, figure: figureOf(area) }));
  const lacking = figures.find(({ figure }) => figure === undefined || figure.status !== "AVAILABLE" || figure.value === null);
  if (parts.length === 0 || lacking !== undefined)
    return { status: lacking?.figure?.status ?? "NOT_APPLICABLE", value: null, flags: [], interval: null };
  if (figures.some(({ figure }) => figure !== undefined && exactValue(figure) === null))
    return { status: "NOT_APPLICABLE", value: null, flags: [], interval: null };
  const sum = (weigh: (part: Pick<Parts[number], "share" | "isWhole">) => number) =>
    figures.reduce((total, { figure, ...part }) => total + weigh(part) * (figure?.value ?? 0), 0);
  const partial = figures.some(({ figure }) => figure?.flags.includes("PARTIAL_COVERAGE"));
  return {
    status: "AVAILABLE",
    value: rounded(sum(({ share }) => share)),
    flags: ["ESTIMATED", ...(partial ? (["PARTIAL_COVERAGE"] as const) : [])],
    interval: {
      lower: rounded(sum(({ isWhole }) => (isWhole ? 1 : 0))),
      upper: rounded(sum(() => 1)),
      level: 1,
      method: "allocation",
    },
  };
}

/** A table that is published by the level of a crosswalk, told by the level that cuts across it. */
function estimatedTable(
  table: ReadyTable,
  crosswalk: Crosswalk,
  geography: Geography,
  isPublished: (levels: readonly string[]) => boolean,
): ReadyTable | undefined {
  const { from, to, basis } = crosswalk;
  const level = geography.levels.find(({ code }) => code === to);
  const counted = table.measures.filter(({ kind }) => kind === "COUNT" || kind === "SUM");
  const own = table.groupings.flatMap(({ levels }, place) => (levels[0] === from && !isPublished(levels) ? [{ levels, place }] : []));
  if (level === undefined || counted.length === 0 || own.length === 0) return undefined;
  const areas = geography.atLevel(to).map(({ code }) => ({ code, parts: partsOf(crosswalk, code) }));
  function* observations(): Generator<Observation> {
    const figures = new Map<string, Observation>();
    const addresses = new Map<string, Pick<Observation, "grouping" | "measure" | "period" | "codes">>();
    for (const observation of table.observations()) {
      const grouping = own.findIndex(({ place }) => place === observation.grouping);
      const measure = counted.findIndex(({ code }) => code === table.measures[observation.measure]?.code);
      if (grouping < 0 || measure < 0) continue;
      const { period, codes, area } = observation;
      const address = JSON.stringify([grouping, measure, period, codes]);
      addresses.set(address, { grouping, measure, period, codes });
      figures.set(`${address} ${area}`, observation);
    }
    const groups = Map.groupBy(addresses, ([, { grouping, measure }]) => `${grouping} ${measure}`);
    for (const list of groups.values())
      for (const { code, parts } of areas)
        for (const [address, place] of list)
          yield {
            ...place,
            area: code,
            ...{ numerator: null, denominator: null, n: null, nEffective: null },
            ...allocate(parts, (area) => figures.get(`${address} ${area}`)),
          };
  }
  const [, ...others] = table.dimensions;
  return readyTable(
    {
      code: `${table.code}-by-${to.replaceAll("_", "-")}-estimated`,
      title: Object.fromEntries(
        Object.entries(table.title).map(([language, title]) => [
          language,
          language === "es"
            ? `${title}: estimación por ${level.name.es ?? level.name.en ?? to}`
            : `${title}: estimate by ${level.name[language] ?? level.name.en ?? to}`,
        ]),
      ),
      dimensions: [
        { code: "area", levels: [to] },
        ...others.map(({ code }, at) => ({ code, levels: [...new Set(own.map(({ levels }) => levels[at + 1] ?? ""))] })),
      ],
      measures: counted,
      policy: { method: "none", explanation: publicReason(basis), threshold: null, width: null },
      groupings: own.map(({ levels: [, ...rest] }) => [to, ...rest]),
    },
    observations,
  );
}

/** Whether the records themselves are published by an area's level, in the periods of a table and as finely: then nothing need be estimated. */
const isPublished = ({ tables }: ReadyDataset, to: string, levels: readonly string[]): boolean =>
  tables.some(({ groupings }) => groupings.some(({ levels: own }) => own[0] === to && own.slice(1).join() === levels.slice(1).join()));

/**
 * What a dataset does not publish by a level that cuts across the one it is published by, estimated from what it publishes: as a dataset of its own,
 * since an estimate is no count.
 */
export function estimateAreas(
  datasets: readonly ReadyDataset[],
  crosswalks: readonly Crosswalk[],
  geography: Geography,
): readonly ReadyDataset[] {
  return datasets.flatMap((dataset): ReadyDataset[] => {
    const tables = crosswalks.flatMap((crosswalk) =>
      dataset.tables.flatMap(
        (table) => estimatedTable(table, crosswalk, geography, (levels) => isPublished(dataset, crosswalk.to, levels)) ?? [],
      ),
    );
    if (tables.length === 0) return [];
    return [
      {
        ...dataset,
        code: `${dataset.code}-estimated`,
        title: Object.fromEntries(
          Object.entries(dataset.title).map(([language, title]) => [
            language,
            language === "es" ? `${title}: estimaciones` : `${title}: estimates`,
          ]),
        ),
        source: { ...dataset.source, recordsRead: null, recordsUsed: null, leftOut: [], notes: [] },
        survey: null,
        certificates: [],
        drawings: [],
        tables,
      },
    ];
  });
}
