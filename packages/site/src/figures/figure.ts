import type { ChartSpec } from "../chart/spec.ts";
import type { Hub } from "../data/hub.ts";
import type { Row } from "../data/row.ts";

/** A chart and where its rows come from. */
export interface Figure {
  readonly spec: ChartSpec;
  /** Code of the published table that its rows are of. */
  readonly table: string;
}

/** The rows of a chart, in the order of its file: series by series. */
export const figureRows = ({ spec }: Figure): readonly Row[] => spec.series.flatMap(({ rows }) => rows);

/** The code of the dataset that a chart tells of; nothing where its table is not one of the release. */
export const datasetOf = ({ tables }: Pick<Hub, "tables">, { table }: Pick<Figure, "table">): string | undefined =>
  tables.find(({ code }) => code === table)?.dataset;
