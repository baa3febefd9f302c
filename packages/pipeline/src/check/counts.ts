import type { Problem } from "../errors.ts";
import type { Geography } from "../geography/areas.ts";
import type { DatasetPlan } from "../hub/plan.ts";
import { quoted, type Workbench } from "../read/workbench.ts";

/** A month of an area that is far from what is usual there. Its numbers are unprotected: for the steward's eyes. */
export interface UnusualMonth {
  readonly area: string;
  readonly month: string;
  readonly records: number;
  /** Half of the area's months have fewer. */
  readonly usual: number;
}

/** What the counts of a dataset's records say by themselves. */
export interface CountFindings {
  readonly dataset: string;
  /** Areas of the records' level without any record. */
  readonly areasWithout: readonly string[];
  /** Months without a record, of areas that have many in every other month. */
  readonly gaps: readonly UnusualMonth[];
  readonly outliers: readonly UnusualMonth[];
}

/** An area of fewer records in its usual month has empty months by chance. */
const manyAMonth = 8;
/** Fewer months do not say what is usual. */
const leastMonths = 6;
/** How far, in robust standard deviations, and how many times more or fewer. */
const [farDeviations, farRatio] = [4, 1.5];

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

/** Of Poisson counts, a value whose chance is the same everywhere. @see Anscombe (1948), Biometrika 35, 246–254. */
const stabilised = (count: number) => 2 * Math.sqrt(count + 3 / 8);

/**
 * Finds the months of an area that are far from the others: by the median and the median absolute deviation of stabilised counts, so that a few
 * unusual months do not make themselves usual, and never by less than chance alone would give.
 * @see Hampel (1974), JASA 69, 383–393.
 */
export function unusualMonths(
  area: string,
  counts: ReadonlyMap<string, number>,
): { readonly gaps: readonly UnusualMonth[]; readonly outliers: readonly UnusualMonth[] } {
  const months = [...counts];
  const usual = median(months.map(([, records]) => records));
  if (months.length < leastMonths || usual < manyAMonth) return { gaps: [], outliers: [] };
  const centre = median(months.map(([, records]) => stabilised(records)));
  const spread = Math.max(1, 1.4826 * median(months.map(([, records]) => Math.abs(stabilised(records) - centre))));
  const told = ([month, records]: (typeof months)[number]): UnusualMonth => ({ area, month, records, usual });
  const isFar = (records: number) =>
    Math.abs(stabilised(records) - centre) > farDeviations * spread && (records > farRatio * usual || records * farRatio < usual);
  return {
    gaps: months.filter(([, records]) => records === 0).map(told),
    outliers: months.filter(([, records]) => records > 0 && isFar(records)).map(told),
  };
}

/** Whole months of a coverage. */
function wholeMonths(from: string, to: string): readonly string[] {
  const months: string[] = [];
  for (let at = `${from.slice(0, 7)}-01`; at <= to; ) {
    const [year = 0, month = 0] = at.split("-").map(Number);
    const end = new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
    if (at >= from && end <= to) months.push(at.slice(0, 7));
    at = new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
  }
  return months;
}

/** Looks for gaps and outliers in the valid records of a dataset. */
export async function inspectCounts(workbench: Workbench, plan: DatasetPlan, geography: Geography): Promise<CountFindings> {
  const { dataset, coverage } = plan.file.spec;
  const [main] = plan.areaColumns;
  const nothing = { dataset, areasWithout: [], gaps: [], outliers: [] };
  if (main === undefined) return nothing;
  const rows = await workbench.rows(
    `SELECT ${quoted(main.column)} AS area, strftime(date, '%Y-%m') AS month, count(*)::BIGINT AS records FROM records GROUP BY ALL`,
  );
  const found = new Map(rows.map(({ area, month, records }) => [`${String(area)} ${String(month)}`, Number(records)]));
  const withRecords = new Set(rows.map(({ area }) => String(area)));
  const areas = geography.atLevel(main.level).map(({ code }) => code);
  const months = wholeMonths(coverage.from, coverage.to);
  const each = areas.map((area) => unusualMonths(area, new Map(months.map((month) => [month, found.get(`${area} ${month}`) ?? 0]))));
  return {
    dataset,
    areasWithout: areas.filter((area) => !withRecords.has(area)),
    gaps: each.flatMap(({ gaps }) => gaps),
    outliers: each.flatMap(({ outliers }) => outliers),
  };
}

const few = (codes: readonly string[]) => `${codes.slice(0, 8).join(", ")}${codes.length > 8 ? ", …" : ""}`;

/** What is worth knowing of the counts, without a number. */
export function countWarnings({ dataset, areasWithout, gaps, outliers }: CountFindings, file: string): readonly Problem[] {
  const places = (months: readonly UnusualMonth[]) => few(months.map(({ area, month }) => `${area} in ${month}`));
  const warning = (code: "AREA_WITHOUT_RECORDS" | "GAP_SUSPECTED" | "MONTH_UNUSUAL", message: string): Problem => ({
    code,
    file,
    dataset,
    message,
  });
  return [
    ...(areasWithout.length === 0
      ? []
      : [
          warning(
            "AREA_WITHOUT_RECORDS",
            `No record is of ${few(areasWithout)}: their zeros are published as true. If they did not report, say so under reporting.`,
          ),
        ]),
    ...(gaps.length === 0
      ? []
      : [
          warning(
            "GAP_SUSPECTED",
            `No record is of ${places(gaps)}, which have many in other months. Add the missing file, or say under reporting that nothing was reported.`,
          ),
        ]),
    ...(outliers.length === 0
      ? []
      : [
          warning(
            "MONTH_UNUSUAL",
            `Far more or fewer records than is usual there: ${places(outliers)}. Look for files that are there twice, or cut off.`,
          ),
        ]),
  ];
}
