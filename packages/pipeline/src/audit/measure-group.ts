import { derivedFrom, measureByCode, type ReleaseStructure, wholeOf } from "@openbeat/schema/domain";
import type { PublicCell, PublicRelease } from "./public-release.ts";

export type PublishedTable = ReleaseStructure["tables"][number];

/** One figure of a measure, by the code of each dimension that its table has. */
export interface Figure {
  readonly codes: ReadonlyMap<string, string>;
  /** Null where it is hidden. */
  readonly value: number | null;
}

/** All that a release shows and hides of one measure that is counted or summed, under one method. */
export interface MeasureGroup {
  readonly dataset: string;
  readonly measure: string;
  readonly method: string;
  readonly tables: readonly PublishedTable[];
  readonly dimensions: ReadonlyMap<string, PublishedTable["dimensions"][number]>;
  readonly figures: readonly Figure[];
}

/** The codes of a cell, by dimension. */
export function codesOf(table: PublishedTable, { area, period, codes }: PublicCell): ReadonlyMap<string, string> {
  let place = 0;
  return new Map(
    table.dimensions.map(({ code, kind }) => [code, kind === "GEOGRAPHY" ? area : kind === "TIME" ? period : (codes[place++] ?? "")]),
  );
}

/** Of what was not reported the records hold none, and whoever adds up knows that. Other cells that say nothing are no figures, and no hidden ones. */
function figureOf(table: PublishedTable, cell: PublicCell, value: number | null): readonly Figure[] {
  if (cell.status === "NOT_REPORTED" || cell.status === "NOT_COLLECTED") return [{ codes: codesOf(table, cell), value: 0 }];
  if (cell.status === "SUPPRESSED") return [{ codes: codesOf(table, cell), value: null }];
  return cell.status === "AVAILABLE" && value !== null ? [{ codes: codesOf(table, cell), value }] : [];
}

/** The count that a measure is worked out from. */
function countedBy(code: string): string | undefined {
  const measure = measureByCode(code);
  return measure === undefined ? undefined : derivedFrom(measure);
}

/** Whether the code list of a category has a code. */
const listHas =
  ({ codeLists }: ReleaseStructure, table: PublishedTable, category: string) =>
  (code: string) => {
    const name = table.dimensions.find((own) => own.code === category)?.codeList;
    return codeLists.some((list) => list.code === name && list.codes.some((own) => own.code === code));
  };

/** A rate is its count: whoever has the one has the other. A share is two of them, a figure of waits has the count of all of them. */
function countsBehind(structure: ReleaseStructure, table: PublishedTable, cell: PublicCell): readonly Figure[] {
  const { shareOf, partOf, waitOf, representationOf } = measureByCode(cell.measure) ?? {};
  const parts = shareOf ?? partOf ?? waitOf ?? representationOf;
  if (parts === undefined) return figureOf(table, cell, cell.numerator);
  const { category } = parts;
  const counts =
    partOf !== undefined
      ? [{ code: partOf.code, value: cell.value }]
      : shareOf !== undefined
        ? [
            { code: shareOf.code, value: cell.numerator },
            { code: wholeOf(shareOf, listHas(structure, table, category)), value: cell.denominator },
          ]
        : representationOf !== undefined
          ? [
              { code: undefined, value: cell.numerator },
              { code: representationOf.outOf, value: cell.denominator },
            ]
          : [{ code: waitOf?.outOf, value: cell.denominator }];
  return counts.flatMap(({ code, value }) =>
    figureOf(table, cell, value).map((figure) => ({
      ...figure,
      codes: code === undefined ? figure.codes : new Map([...figure.codes, [category, code]]),
    })),
  );
}

/** What the cells of all tables tell of a measure of another dataset: the bases of their rates, of all categories together. */
function basesOf({ structure, cells }: PublicRelease, dataset: string, measure: string): readonly Figure[] {
  return structure.tables.flatMap((table) => {
    const rates = table.measures.filter((code) => {
      const base = measureByCode(code)?.ratioOf?.base;
      return base?.dataset === dataset && base.measure === measure;
    });
    if (rates.length === 0) return [];
    return (cells.get(table.code) ?? []).flatMap((cell): Figure[] => {
      if (!rates.includes(cell.measure) || cell.status !== "AVAILABLE" || cell.denominator === null) return [];
      const places = table.dimensions.flatMap(({ code, kind }) =>
        kind === "CATEGORY" ? [] : [[code, codesOf(table, cell).get(code) ?? ""] as const],
      );
      return [{ codes: new Map(places), value: cell.denominator }];
    });
  });
}

/**
 * The figures of each measure, method by method: its counts, what rates say of them, and, where it is told, the number of all records.
 * Rates and other measures that are not counted have no group of their own.
 */
export function measureGroups(release: PublicRelease): readonly MeasureGroup[] {
  const { structure, cells } = release;
  const kinds = new Map(structure.measures.map(({ code, kind }) => [code, kind]));
  const keys = new Map<string, { dataset: string; measure: string; method: string; tables: PublishedTable[] }>();
  for (const table of structure.tables) {
    for (const code of table.measures) {
      const measure = countedBy(code) ?? code;
      if (measure === code && !["COUNT", "SUM"].includes(kinds.get(code) ?? "")) continue;
      const key = JSON.stringify([table.dataset, measure, table.policy.method]);
      const group = keys.get(key) ?? { dataset: table.dataset, measure, method: table.policy.method, tables: [] };
      if (!group.tables.includes(table)) group.tables.push(table);
      keys.set(key, group);
    }
  }
  return [...keys.values()].map((group): MeasureGroup => {
    const figures: Figure[] = [];
    for (const table of group.tables) {
      for (const cell of cells.get(table.code) ?? []) {
        if (cell.measure === group.measure) figures.push(...figureOf(table, cell, cell.value));
        else if (countedBy(cell.measure) === group.measure && cell.status === "AVAILABLE")
          figures.push(...countsBehind(structure, table, cell));
      }
    }
    figures.push(...basesOf(release, group.dataset, group.measure));
    const records = structure.datasets.find(({ code }) => code === group.dataset)?.recordsUsed ?? null;
    if (
      group.method === "suppress" &&
      records !== null &&
      kinds.get(group.measure) === "COUNT" &&
      measureByCode(group.measure)?.sum === undefined
    )
      figures.push({ codes: new Map(), value: records });
    return { ...group, dimensions: new Map(group.tables.flatMap(({ dimensions }) => dimensions.map((one) => [one.code, one]))), figures };
  });
}

/**
 * Exact counts of the records of a dataset that are published beside a measure, and cut by dimensions that it is cut by, too: where such a count
 * is zero there is no record, and so every sum is zero as well.
 */
export function countsBeside(group: MeasureGroup, groups: readonly MeasureGroup[]): readonly Figure[] {
  const isCut = ({ codes }: Figure) => [...codes.keys()].every((code) => group.dimensions.has(code));
  return groups
    .filter(({ dataset, measure, method }) => dataset === group.dataset && method === "none" && isCountOfRecords(measure))
    .flatMap(({ figures }) => figures.filter(isCut));
}

function isCountOfRecords(code: string): boolean {
  const measure = measureByCode(code);
  return measure !== undefined && measure.sum === undefined && measure.kind === "COUNT";
}
