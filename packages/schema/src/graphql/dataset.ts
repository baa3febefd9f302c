import type { Dataset } from "@openbeat/database/client";
import { type DatasetSource, datasetSource } from "../domain/index.ts";
import { type CatalogueTable, type CellOrder, catalogueOf } from "../store/index.ts";
import { builder } from "./builder.ts";
import { CellConnectionRef, connectionOfCells } from "./cell.ts";
import { DimensionRef, mergedDimensions } from "./dimension.ts";
import { CellOrderRef, ObservationStatusRef } from "./enums.ts";
import { DimensionFilterRef } from "./filter.ts";
import { GroupingRef, groupingsOf } from "./grouping.ts";
import { limits } from "./limits.ts";
import { MeasureRef } from "./measure.ts";
import { addNode } from "./node.ts";
import { requirePageSize } from "./page.ts";
import { PublishedTableRef } from "./published-table.ts";
import { SeriesBreakRef } from "./series-break.ts";
import { TableRef } from "./table.ts";
import { languageArgument, words } from "./words.ts";

const LeftOutRef = builder.objectRef<DatasetSource["leftOut"][number]>("LeftOut").implement({
  description: "Records that were left out because something was wrong with them.",
  fields: (t) => ({
    code: t.exposeString("code", { description: "What was wrong: a code of the list of problems in the documentation." }),
    records: t.string({
      description: "How many, as an order of magnitude, such as `hundreds`. Earlier releases have numbers.",
      resolve: ({ records }) => String(records),
    }),
  }),
});

interface Note {
  readonly dataset: Dataset;
  readonly note: { readonly code: string; readonly title: Readonly<Record<string, string>>; readonly records: string };
}
const SourceNoteRef = builder.objectRef<Note>("SourceNote").implement({
  description: "A number that the agency reports beside its figures, such as records without a place on the map.",
  fields: (t) => ({
    code: t.string({ description: "Its short name.", resolve: ({ note }) => note.code }),
    title: t.string({
      description: "What was counted.",
      args: languageArgument(),
      resolve: ({ dataset, note }, { language }) => words(dataset, note.title, language),
    }),
    records: t.string({
      description: "How many, as an order of magnitude, such as `hundreds`.",
      resolve: ({ note }) => note.records,
    }),
  }),
});

interface ServiceStandard {
  readonly dataset: Dataset;
  readonly standard: DatasetSource["standards"][number];
}
const ServiceStandardRef = builder.objectRef<ServiceStandard>("ServiceStandard").implement({
  description: "A time that an agency promises, such as a response within 72 hours.",
  fields: (t) => ({
    code: t.string({ description: "Its code.", resolve: ({ standard }) => standard.code }),
    title: t.string({
      description: "What is promised.",
      args: languageArgument(),
      resolve: ({ dataset, standard }, { language }) => words(dataset, standard.title, language),
    }),
    hours: t.float({ description: "Within how many hours.", resolve: ({ standard }) => standard.hours }),
    from: t.string({
      nullable: true,
      description: "First day of the promise (ISO 8601). Null where the records do not go back beyond it.",
      resolve: ({ standard }) => standard.from,
    }),
  }),
});
const DatasetSourceRef = builder.objectRef<Dataset>("DatasetSource").implement({
  description: "Whose records a dataset comes from, how many there were, and what was left out.",
  fields: (t) => ({
    publisher: t.string({
      description: "Who keeps the records.",
      args: languageArgument(),
      resolve: (dataset, { language }) => words(dataset, datasetSource.parse(dataset.source).publisher, language),
    }),
    recordsRead: t.int({
      nullable: true,
      description: "Records that were read. Null where it would tell how many were left out, or wait.",
      resolve: ({ source }) => datasetSource.parse(source).recordsRead,
    }),
    recordsUsed: t.int({
      nullable: true,
      description: "Records that were counted. Null where the total is itself hidden.",
      resolve: ({ source }) => datasetSource.parse(source).recordsUsed,
    }),
    leftOut: t.field({
      type: [LeftOutRef],
      description: "Records that were left out, by what was wrong with them.",
      complexity: { field: 1, multiplier: 5 },
      resolve: ({ source }) => datasetSource.parse(source).leftOut,
    }),
    breaks: t.field({
      type: [SeriesBreakRef],
      description: "Changes in what is recorded or how. Figures of the first period after one have the flag BREAK_IN_SERIES.",
      complexity: { field: 1, multiplier: 2 },
      resolve: (dataset) => (datasetSource.parse(dataset.source).breaks ?? []).map((change) => ({ dataset, change })),
    }),
    notes: t.field({
      type: [SourceNoteRef],
      description: "What else was counted on the way.",
      complexity: { field: 1, multiplier: 5 },
      resolve: (dataset) => datasetSource.parse(dataset.source).notes.map((note) => ({ dataset, note })),
    }),
    standards: t.field({
      type: [ServiceStandardRef],
      description: "Times that the agency promises: what shares of answers in time are measured by.",
      complexity: { field: 1, multiplier: 5 },
      resolve: (dataset) => datasetSource.parse(dataset.source).standards.map((standard) => ({ dataset, standard })),
    }),
  }),
});

const tablesOf = (dataset: Dataset): readonly CatalogueTable[] => catalogueOf(dataset).tablesByDataset.get(dataset.id) ?? [];

/** What every question for figures costs, however few it asks for: it is looked up, read, and perhaps counted. */
const figuresCost = 100;

/** What an order by value costs besides: every selected cell is read for every page. */
const orderCost = (orderBy: CellOrder | null | undefined) => ((orderBy ?? "PUBLISHED") === "PUBLISHED" ? 0 : figuresCost);

const questionArguments = () =>
  builder.args((t) => ({
    measures: t.stringList({ required: true, description: "Codes of the measures, such as `OUT.01`." }),
    by: t.stringList({
      required: true,
      defaultValue: [],
      description:
        "How the figures are broken down: `dimension.level`, such as `area.district`, `period.month`. A dimension that is left out is taken at its total. Only published combinations answer: see `groupings`.",
    }),
    where: t.field({ type: [DimensionFilterRef], description: "Narrows the answer to some members." }),
    status: t.field({ type: [ObservationStatusRef], description: "Only cells of these statuses." }),
    table: t.string({
      description: "Code of the table to read. Left out: the first of the dataset's tables that publishes the combination.",
    }),
    orderBy: t.field({ type: CellOrderRef, required: true, defaultValue: "PUBLISHED", description: "In which order." }),
    after: t.string({
      description: "The `endCursor` of the page before. It belongs to its release and its question: any other refuses it.",
    }),
  }));

export const DatasetRef = builder.prismaObject("Dataset", {
  description: "One kind of record, where it comes from, and the figures that were made of it.",
  fields: (t) => ({
    code: t.exposeString("code", { description: "Its short name, such as `incidents`." }),
    title: t.string({
      description: "What it is called.",
      args: languageArgument(),
      resolve: (dataset, { language }) => words(dataset, dataset.title, language),
    }),
    description: t.string({
      description: "What it holds.",
      args: languageArgument(),
      resolve: (dataset, { language }) => words(dataset, dataset.description, language),
    }),
    theme: t.exposeString("theme", {
      description: "The theme of community policing it belongs to: communication, trust, problem-solving, collaboration or outcomes.",
    }),
    coverageFrom: t.expose("coverageFrom", { type: "Date", description: "First day that the records cover." }),
    coverageTo: t.expose("coverageTo", { type: "Date", description: "Last day that the records cover." }),
    source: t.field({
      type: DatasetSourceRef,
      description: "Whose records, how many, and what was left out.",
      resolve: (dataset) => dataset,
    }),
    tables: t.field({
      type: [PublishedTableRef],
      description: "The tables that were cut from it.",
      complexity: { field: 1, multiplier: 5 },
      resolve: (dataset) => tablesOf(dataset).map(({ row }) => row),
    }),
    measures: t.field({
      type: [MeasureRef],
      description: "The measures of all its tables.",
      complexity: { field: 1, multiplier: 5 },
      resolve: (dataset) => [...new Set(tablesOf(dataset).flatMap(({ measures }) => measures))],
    }),
    dimensions: t.field({
      type: [DimensionRef],
      description: "The dimensions of all its tables, each with every level that some table is published at.",
      complexity: { field: 1, multiplier: 4 },
      resolve: (dataset) => mergedDimensions(tablesOf(dataset)),
    }),
    groupings: t.field({
      type: [GroupingRef],
      description: "The combinations of dimensions that were published: what `by` may ask for.",
      complexity: { field: 1, multiplier: 40 },
      resolve: (dataset) => groupingsOf(tablesOf(dataset)),
    }),
    cells: t.field({
      type: CellConnectionRef,
      description: `Figures as objects, with everything that must be known to use each: up to ${limits.maxCells} a page. For more at once, use \`table\`.`,
      args: {
        ...questionArguments(),
        first: t.arg.int({ required: true, defaultValue: 50, description: `How many cells, at most ${limits.maxCells}; more is refused.` }),
      },
      complexity: ({ first, orderBy }) => ({
        field: figuresCost + orderCost(orderBy),
        multiplier: Math.min(Math.max(first, 1), limits.maxCells),
      }),
      async resolve(dataset, { first, after, ...question }, { store }) {
        requirePageSize(first, limits.maxCells);
        const selection = await store.select(dataset, question);
        return connectionOfCells(await store.cells(selection, { first, after }), { first, after }, () => store.countCells(selection));
      },
    }),
    table: t.field({
      type: TableRef,
      description: `Figures in columns: up to ${limits.maxTableRows} rows at once.`,
      args: {
        ...questionArguments(),
        limit: t.arg.int({
          required: true,
          defaultValue: 1000,
          description: `How many rows, at most ${limits.maxTableRows}; more is refused. \`truncated\` says whether there are others.`,
        }),
        ...languageArgument(),
      },
      complexity: ({ limit, orderBy }) => ({
        field: figuresCost + orderCost(orderBy) + Math.ceil(Math.min(Math.max(limit, 1), limits.maxTableRows) / 20),
        multiplier: 1,
      }),
      async resolve(dataset, { limit, after, language, ...question }, { store }) {
        requirePageSize(limit, limits.maxTableRows, "limit");
        const page = await store.cells(await store.select(dataset, question), { first: limit, after });
        const source = { selection: page.selection, limit, after, language };
        return { ...page, source, language: language ?? catalogueOf(dataset).language };
      },
    }),
  }),
});
builder.prismaObjectField(PublishedTableRef, "dataset", (t) =>
  t.field({
    type: DatasetRef,
    description: "The dataset it was cut from.",
    resolve(table) {
      const dataset = catalogueOf(table).datasets.find(({ id }) => id === table.datasetId);
      if (dataset === undefined) throw new Error("A table has no dataset.");
      return dataset;
    },
  }),
);
addNode(DatasetRef, {
  name: "Dataset",
  codes: (dataset) => [dataset.code],
  find: ({ datasets }, code) => datasets.find((dataset) => dataset.code === code),
});
