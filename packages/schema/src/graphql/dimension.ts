import type { Dimension } from "@openbeat/database/client";
import { type CatalogueTable, catalogueOf } from "../store/index.ts";
import { builder } from "./builder.ts";
import { CodeListRef } from "./code-list.ts";
import { DimensionKindRef } from "./enums.ts";
import { languageArgument, words } from "./words.ts";

/** An axis, at all the levels that one table or a whole dataset is published at. */
export interface PublishedDimension {
  readonly dimension: Dimension;
  readonly levels: readonly string[];
  /** Those that have it. */
  readonly tables: readonly CatalogueTable[];
}

/** The dimensions of tables as one list: each once, with the levels of all. */
export function mergedDimensions(tables: readonly CatalogueTable[]): PublishedDimension[] {
  const merged = new Map<string, { dimension: Dimension; levels: string[]; tables: CatalogueTable[] }>();
  for (const table of tables) {
    for (const dimension of table.dimensions) {
      const found = merged.get(dimension.code);
      if (found === undefined) merged.set(dimension.code, { dimension, levels: [...dimension.levels], tables: [table] });
      else {
        for (const level of dimension.levels) if (!found.levels.includes(level)) found.levels.push(level);
        found.tables.push(table);
      }
    }
  }
  return [...merged.values()];
}

export const DimensionRef = builder.objectRef<PublishedDimension>("Dimension").implement({
  description: "An axis along which figures are broken down.",
  fields: (t) => ({
    code: t.string({ description: "Its short name: `area` in `area.district`.", resolve: ({ dimension }) => dimension.code }),
    title: t.string({
      description: "What it is called.",
      args: languageArgument(),
      resolve: ({ dimension }, { language }) => words(dimension, dimension.title, language),
    }),
    kind: t.field({ type: DimensionKindRef, description: "What its members are.", resolve: ({ dimension }) => dimension.kind }),
    levels: t.stringList({
      description: "The levels it is published at: `district` in `area.district`.",
      complexity: 1,
      resolve: ({ levels }) => levels,
    }),
    codeList: t.field({
      type: CodeListRef,
      nullable: true,
      description: "Its codes, where it is a category; else null.",
      resolve: ({ dimension }) => catalogueOf(dimension).codeListById.get(dimension.codeListId ?? -1),
    }),
  }),
});
