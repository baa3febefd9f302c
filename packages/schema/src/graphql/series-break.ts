import type { Dataset } from "@openbeat/database/client";
import type { DatasetSource } from "../domain/index.ts";
import { builder } from "./builder.ts";
import { languageArgument, words } from "./words.ts";

interface Break {
  readonly dataset: Dataset;
  readonly change: NonNullable<DatasetSource["breaks"]>[number];
}

export const SeriesBreakRef = builder.objectRef<Break>("SeriesBreak").implement({
  description: "A change in what is recorded or how. Figures before and after it are not compared.",
  fields: (t) => ({
    from: t.field({
      type: "Date",
      description: "First day that was recorded in the new way.",
      resolve: ({ change }) => new Date(change.from),
    }),
    title: t.string({
      description: "What changed.",
      args: languageArgument(),
      resolve: ({ dataset, change }, { language }) => words(dataset, change.title, language),
    }),
  }),
});
