import { datasetSource, insteadOfValue, publicPolicy } from "../domain/index.ts";
import { builder } from "./builder.ts";
import { type CellNode, EstimateRef } from "./estimate.ts";
import { SeriesBreakRef } from "./series-break.ts";
import { languageArgument, words } from "./words.ts";

const ProvenanceRef = builder.objectRef<CellNode>("Provenance").implement({
  description: "Where a value comes from: from which release, by which hashes it can be checked, whose records, and how it was computed.",
  fields: (t) => ({
    release: t.string({
      description: "Version of the release it was read from.",
      resolve: ({ selection: { catalogue } }) => catalogue.release.version,
    }),
    releaseSha256: t.string({
      description: "Hash of that release's manifest.",
      resolve: ({ selection: { catalogue } }) => catalogue.release.sha256,
    }),
    publishedAt: t.field({
      type: "DateTime",
      description: "When that release was published.",
      resolve: ({ selection: { catalogue } }) => catalogue.release.publishedAt,
    }),
    table: t.string({ description: "Code of its published table.", resolve: ({ selection: { table } }) => table.row.code }),
    tableSha256: t.string({
      description: "Hash of the table's canonical CSV: the same figures, the same hash.",
      resolve: ({ selection: { table } }) => table.row.sha256,
    }),
    source: t.string({
      description: "Who keeps the records that it was made of.",
      args: languageArgument(),
      resolve: ({ selection: { table } }, { language }) =>
        words(table.dataset, datasetSource.parse(table.dataset.source).publisher, language),
    }),
    method: t.string({
      description: "How it was computed, in words.",
      args: languageArgument(),
      resolve: ({ cell: { measure } }, { language }) => words(measure, measure.method, language),
    }),
  }),
});

/** Statuses of what is there and not shown: what was done is said of the whole table. */
const protectedBy = ["SUPPRESSED", "UNRELIABLE"];

builder.objectFields(EstimateRef, (t) => ({
  notShown: t.string({
    nullable: true,
    description:
      "Why there is no value, in plain words; null where there is one. Of a value that is hidden it says how the whole table is protected, and never by which rule this one was hidden.",
    args: languageArgument(),
    resolve({ cell: { status }, selection: { table, catalogue } }, { language }) {
      if (status === "AVAILABLE") return null;
      const instead = insteadOfValue(status, language ?? catalogue.language);
      if (!protectedBy.includes(status)) return instead;
      return `${instead}. ${words(table.row, publicPolicy.parse(table.row.policy).explanation, language)}`;
    },
  }),
  seriesBreak: t.field({
    type: SeriesBreakRef,
    nullable: true,
    description:
      "What changed in the records, where the flag BREAK_IN_SERIES says that earlier figures are not comparable; else null. Of a survey, its questions say what changed.",
    resolve({ cell: { flags, period }, selection: { table } }) {
      if (!flags.includes("BREAK_IN_SERIES")) return null;
      const breaks = datasetSource.parse(table.dataset.source).breaks ?? [];
      const change = breaks.findLast(({ from }) => new Date(from) <= period.end);
      return change === undefined ? null : { dataset: table.dataset, change };
    },
  }),
  provenance: t.field({ type: ProvenanceRef, description: "Where it comes from.", resolve: (node) => node }),
}));
