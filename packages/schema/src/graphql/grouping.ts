import type { Grouping } from "@openbeat/database/client";
import type { CatalogueTable } from "../store/index.ts";
import { byOf } from "../store/selection.ts";
import { builder } from "./builder.ts";

/** A combination of levels of a table. */
export interface PublishedGrouping {
  readonly table: CatalogueTable;
  readonly grouping: Grouping;
}

export const groupingsOf = (tables: readonly CatalogueTable[]): PublishedGrouping[] =>
  tables.flatMap((table) => table.groupings.map((grouping) => ({ table, grouping })));

export const GroupingRef = builder.objectRef<PublishedGrouping>("Grouping").implement({
  description: "A combination of levels that was published: what `by` may ask for. Nothing else can be read.",
  fields: (t) => ({
    by: t.stringList({
      description: "One `dimension.level` for each dimension, ready to be passed as `by`. Those that stand for the whole may be left out.",
      complexity: 1,
      resolve: ({ table, grouping }) => byOf(table, grouping),
    }),
    measures: t.stringList({
      description: "Codes of the measures it holds.",
      complexity: 1,
      resolve: ({ table }) => table.measures.map(({ code }) => code),
    }),
    table: t.string({ description: "Code of the published table it belongs to.", resolve: ({ table }) => table.row.code }),
    cellCount: t.int({ description: "How many cells it has.", resolve: ({ grouping }) => grouping.cellCount }),
    suppressedCount: t.int({
      description: "How many of them are not shown, to protect people's identity.",
      resolve: ({ grouping }) => grouping.suppressedCount,
    }),
  }),
});
