import type { Axis, CellPage } from "../store/index.ts";
import { cellCursor, cellKey, memberOf } from "../store/index.ts";
import { AreaRef } from "./area.ts";
import { builder } from "./builder.ts";
import { type CellNode, EstimateRef } from "./estimate.ts";
import { MeasureRef } from "./measure.ts";
import { connectionType, Edge, type Page } from "./page.ts";
import { periodLabel, TimePeriodRef } from "./period.ts";
import { type ResultSource, ResultSourceRef } from "./source.ts";
import { languageArgument, words } from "./words.ts";

/** What the member of a cell on an axis is called. */
export function labelOf({ cell, selection: { catalogue } }: CellNode, { dimension }: Axis, language?: string | null): string {
  if (dimension.kind === "GEOGRAPHY") return words(cell.area, cell.area.name, language);
  if (dimension.kind === "TIME") return periodLabel(cell.period, language ?? catalogue.language);
  const member = cell.codes[dimension.position - 2] ?? "";
  const code = catalogue.codesByList.get(dimension.codeListId ?? -1)?.find((one) => one.code === member);
  return code === undefined ? member : words(code, code.label, language);
}

export const CellRef = builder.objectRef<CellNode>("Cell").implement({
  description: "One statistic: a measure, for one area, one period and one member of each category, as a release published it.",
  fields: (t) => ({
    key: t.id({
      description: "Names the same cell in every release: `dataset/measure/dimension.level=code;…`.",
      resolve: ({ selection, cell }) => cellKey(selection, cell),
    }),
    measure: t.field({ type: MeasureRef, description: "What the number means.", resolve: ({ cell }) => cell.measure }),
    area: t.field({ type: AreaRef, description: "Where.", resolve: ({ cell }) => cell.area }),
    period: t.field({ type: TimePeriodRef, description: "When.", resolve: ({ cell }) => cell.period }),
    dims: t.stringList({
      description: "Codes of its members, in the order of `by`.",
      complexity: 1,
      resolve: ({ selection, cell }) => selection.by.map((axis) => memberOf(cell, axis)),
    }),
    labels: t.stringList({
      description: "Names of its members, in the order of `by`.",
      complexity: 1,
      args: languageArgument(),
      resolve: (node, { language }) => node.selection.by.map((axis) => labelOf(node, axis, language)),
    }),
    release: t.string({
      description: "Version of the release it stands in.",
      resolve: ({ selection }) => selection.catalogue.release.version,
    }),
    estimate: t.field({ type: EstimateRef, description: "The value, and what must be known to use it.", resolve: (node) => node }),
  }),
});

/** A page of cells, with the question that it answers. */
export interface CellConnection extends Page<CellNode> {
  readonly source: ResultSource;
}

export const CellConnectionRef = connectionType<CellNode, CellConnection>(CellRef, { name: "Cell", of: "cells" });
builder.objectField(CellConnectionRef, "source", (t) =>
  t.field({
    type: ResultSourceRef,
    description: "Where these cells come from, and how to cite them.",
    complexity: { field: 0, multiplier: 0 },
    resolve: ({ source }) => source,
  }),
);

const cursorOf = ({ selection, cell }: CellNode) => cellCursor(selection, cell);

export const connectionOfCells = (
  { selection, cells, hasNextPage, hasPreviousPage }: CellPage,
  page: { readonly first: number; readonly after?: string | null | undefined },
  totalCount: () => Promise<number>,
): CellConnection => ({
  source: { selection, limit: page.first, after: page.after },
  edges: cells.map((cell) => new Edge({ selection, cell }, cursorOf)),
  hasNextPage,
  hasPreviousPage,
  totalCount,
});
