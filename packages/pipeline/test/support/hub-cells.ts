import { PipelineError, prepare } from "@openbeat/pipeline";
import { stringify } from "yaml";
import type { Observation } from "../../src/release/observations.ts";
import { type SmallHub, writeSmallHub } from "./small-hub.ts";

/** A cell as it will be published, by the codes of its measure and table. */
export type PreparedCell = Omit<Observation, "measure"> & { readonly measure: string; readonly table: string };

/** A dataset of a test, as its YAML says it. */
export interface TestDataset {
  readonly dataset: string;
  readonly select: string;
  /** Rows of its file, the header first. */
  readonly rows: readonly string[];
  readonly codes?: object;
  readonly coverage?: { readonly from: string; readonly to: string };
  readonly tables: readonly object[];
  readonly more?: object;
}

/** A code list with a level that holds all of it. */
export const listOf = (level: string, codes: readonly (string | object)[]) => ({
  title: { en: level },
  levels: [level, "all"],
  codes: [
    { code: "all", level: "all", label: { en: "All" } },
    ...codes.map((code) =>
      typeof code === "string"
        ? { code, level, parent: "all", label: { en: code } }
        : { level, parent: "all", label: { en: "A code" }, ...code },
    ),
  ],
});

export const suppress = { method: "suppress", threshold: 5, width: 5 };

/** A table of a test. */
export const tableOf = (name: string, measures: readonly string[], dimensions: object, policy: object = suppress) => ({
  name,
  title: { en: name },
  dimensions: { area: ["district", "city"], period: ["month"], ...dimensions },
  measures,
  policy,
});

/** Puts a dataset into the small hub, in the place of its incidents or beside others. */
export function withDataset(parts: SmallHub, { dataset, select, rows, codes = {}, coverage, tables, more = {} }: TestDataset): void {
  parts.files[`${dataset}/all.csv`] = `${rows.join("\n")}\n`;
  parts.files[`datasets/${dataset}.yaml`] = stringify({
    dataset,
    title: { en: dataset },
    description: { en: "Records for a test." },
    theme: "outcomes",
    source: { files: `${dataset}/*.csv`, format: "csv" },
    select,
    coverage: coverage ?? { from: "2026-01-01", to: "2026-01-31" },
    codes,
    tables,
    ...more,
  });
}

/** A small hub of these datasets beside its incidents. */
export const hubOf = (datasets: readonly TestDataset[], change: (parts: SmallHub) => void = () => {}): string =>
  writeSmallHub((parts) => {
    for (const dataset of datasets) withDataset(parts, dataset);
    change(parts);
  });

/** Every cell that a hub would publish. */
export async function preparedCells(folder: string): Promise<readonly PreparedCell[]> {
  const { content } = await prepare(folder, () => {});
  return content.datasets.flatMap(({ tables }) =>
    tables.flatMap(({ code: table, measures, observations }) =>
      [...observations()].map((cell) => ({ ...cell, table, measure: measures[cell.measure]?.code ?? "" })),
    ),
  );
}

/** Every cell that a hub would publish; `undefined` where it cannot be protected. */
export const cellsIfSafe = (folder: string): Promise<readonly PreparedCell[] | undefined> =>
  preparedCells(folder).catch((error: unknown) => {
    if (error instanceof PipelineError && error.code === "UNPROTECTABLE") return undefined;
    throw error;
  });

/** What is wrong with a hub, in words. */
export async function problemsOf(folder: string): Promise<readonly string[]> {
  const error: unknown = await prepare(folder, () => {}).catch((thrown: unknown) => thrown);
  return error instanceof PipelineError ? error.problems.map(({ code, message }) => `${code}: ${message}`) : [];
}

/** What holds of every cell, whatever its measure: a value exactly where it is available, no rate without a base, no percentage outside 0 to 100. */
export function brokenPromises(cells: readonly PreparedCell[], kindOf: (measure: string) => string | undefined): readonly string[] {
  return cells.flatMap(({ status, value, numerator, denominator, interval, measure }) => {
    const kind = kindOf(measure) ?? "";
    const isShown = status === "AVAILABLE";
    const found = [
      ...(isShown === (value !== null) ? [] : ["a value where the status is another, or none where it is available"]),
      ...(isShown || (numerator === null && denominator === null && interval === null) ? [] : ["a figure beside a status that has none"]),
      ...(value !== null && !Number.isFinite(value) ? ["a value that is no number"] : []),
      ...(isShown && ["RATE", "PROPORTION", "RATIO"].includes(kind) && !(denominator !== null && denominator > 0) ? ["no base"] : []),
      ...(isShown && kind === "PROPORTION" && !(value !== null && value >= 0 && value <= 100) ? ["outside 0 to 100"] : []),
      ...(interval !== null && value !== null && !(interval.lower <= value && value <= interval.upper) ? ["outside its interval"] : []),
    ];
    return found.map((what) => `${measure}: ${what}`);
  });
}
