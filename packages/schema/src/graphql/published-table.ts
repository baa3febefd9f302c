import type { PublishedTable } from "@openbeat/database/client";
import { publicPolicy } from "../domain/index.ts";
import { type CatalogueTable, catalogueOf } from "../store/index.ts";
import { builder } from "./builder.ts";
import { DimensionRef, mergedDimensions } from "./dimension.ts";
import { GroupingRef, groupingsOf } from "./grouping.ts";
import { MeasureRef } from "./measure.ts";
import { addNode } from "./node.ts";
import { languageArgument, words } from "./words.ts";

const PolicyRef = builder.objectRef<PublishedTable>("Policy").implement({
  description: "How a whole table is protected, so that nobody in it can be identified. It never says why one cell is hidden.",
  fields: (t) => ({
    method: t.string({
      description:
        "`suppress` where some cells are hidden; `smallCountRounding` or `controlledRounding` where figures are rounded; `cellKey` or `differentialPrivacy` where they are changed at random; `survey` where they are estimates from answers, of which too small and too unreliable ones are hidden; `none` where they are not about people.",
      resolve: ({ policy }) => publicPolicy.parse(policy).method,
    }),
    explanation: t.string({
      description: "What was done, in plain words.",
      args: languageArgument(),
      resolve: (table, { language }) => words(table, publicPolicy.parse(table.policy).explanation, language),
    }),
    threshold: t.int({
      nullable: true,
      description:
        "Counts from one up to but without this number are never shown, and no zeros where those are sensitive; null where there is no such rule.",
      resolve: ({ policy }) => publicPolicy.parse(policy).threshold,
    }),
    width: t.int({
      nullable: true,
      description:
        "How uncertain every hidden count stays for somebody who computes with the others; for a survey, how many people the step that a figure is rounded to is worth, at least. Null where nothing is hidden.",
      resolve: ({ policy }) => publicPolicy.parse(policy).width,
    }),
    roundedTo: t.float({
      nullable: true,
      description:
        "For a survey: the finest step that percentages and indices are rounded to, in points; figures of fewer people have coarser ones: 1, 2, 5 or 10, the finest that is worth `width` people. Else null.",
      resolve: ({ policy }) => {
        const { method, roundedTo = 1 } = publicPolicy.parse(policy);
        return method === "survey" ? roundedTo : null;
      },
    }),
    zeros: t.string({
      nullable: true,
      description:
        "`safe` where zeros are shown, so that a hidden count is at least one; `sensitive` where they are hidden like small counts; null where nothing is hidden.",
      resolve: ({ policy }) => {
        const { method, zeros = "safe" } = publicPolicy.parse(policy);
        return method === "suppress" ? zeros : null;
      },
    }),
  }),
});

/** The entry of a table in its release's catalogue. */
export function entryOf(table: PublishedTable): CatalogueTable {
  const entry = catalogueOf(table).tables.find(({ row }) => row === table);
  if (entry === undefined) throw new Error("A table is not in its catalogue.");
  return entry;
}

export const PublishedTableRef = builder.prismaObject("PublishedTable", {
  description: "A cube cut from a dataset under one policy of protection: some measures, broken down along some dimensions.",
  fields: (t) => ({
    code: t.exposeString("code", { description: "Its short name." }),
    title: t.string({
      description: "What it is called.",
      args: languageArgument(),
      resolve: (table, { language }) => words(table, table.title, language),
    }),
    dimensions: t.field({
      type: [DimensionRef],
      description: "Its axes: area, period, then the categories.",
      complexity: { field: 1, multiplier: 4 },
      resolve: (table) => mergedDimensions([entryOf(table)]),
    }),
    measures: t.field({
      type: [MeasureRef],
      description: "The measures it holds.",
      complexity: { field: 1, multiplier: 5 },
      resolve: (table) => [...entryOf(table).measures],
    }),
    groupings: t.field({
      type: [GroupingRef],
      description: "The combinations of levels that were published.",
      complexity: { field: 1, multiplier: 20 },
      resolve: (table) => groupingsOf([entryOf(table)]),
    }),
    rowCount: t.exposeInt("rowCount", { description: "How many cells it has, over all its groupings." }),
    suppressedCount: t.exposeInt("suppressedCount", { description: "How many of them are not shown, to protect people's identity." }),
    sha256: t.exposeString("sha256", { description: "Hash of its canonical CSV: the same figures, the same hash." }),
    policy: t.field({ type: PolicyRef, description: "How it is protected.", resolve: (table) => table }),
  }),
});
addNode(PublishedTableRef, {
  name: "PublishedTable",
  codes: (table) => [table.code],
  find: ({ tables }, code) => tables.find(({ row }) => row.code === code)?.row,
});
