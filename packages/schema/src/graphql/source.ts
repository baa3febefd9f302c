import { citationIn } from "../domain/index.ts";
import type { Selection } from "../store/index.ts";
import { builder } from "./builder.ts";
import { CitationStyleRef } from "./enums.ts";
import { languageArgument, words } from "./words.ts";

/** The arguments of every citation. */
export const citationArguments = () => ({
  ...languageArgument(),
  style: builder.args((t) => ({
    style: t.field({ type: CitationStyleRef, required: true, defaultValue: "TEXT", description: "How to write it down." }),
  })).style,
});

export const ResultSourceRef = builder.objectRef<Selection>("ResultSource").implement({
  description: "Where an answer comes from, and how to cite it.",
  fields: (t) => ({
    release: t.string({ description: "Version of the release.", resolve: ({ catalogue }) => catalogue.release.version }),
    dataset: t.string({ description: "Code of the dataset.", resolve: ({ table }) => table.dataset.code }),
    table: t.string({ description: "Code of the published table that answered.", resolve: ({ table }) => table.row.code }),
    citation: t.string({
      description: "How to cite it.",
      args: citationArguments(),
      resolve: ({ catalogue, table }, { language, style }) =>
        citationIn(style, {
          publisher: words(table.row, catalogue.hub.publisher, language),
          title: words(table.row, table.row.title, language),
          hub: words(table.row, catalogue.hub.title, language),
          version: catalogue.release.version,
          publishedAt: catalogue.release.publishedAt,
          url: catalogue.hub.url,
        }),
    }),
  }),
});
