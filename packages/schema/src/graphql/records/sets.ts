import { type Field, findingKinds, type RecordKind, version } from "@openbeat/standard";
import { QueryError } from "../../errors.ts";
import { didYouMean, quoted } from "../../store/did-you-mean.ts";
import type { ReleaseRow, StoredRecord } from "../../store/index.ts";
import { builder } from "../builder.ts";
import type { Context } from "../context.ts";
import { connectionType, pageArguments, pageComplexity, pageOf } from "../page.ts";
import { openingCost, ReleaseRef } from "../release.ts";
import { recordTypes } from "./kinds.ts";

// The rows as published, for files: the typed records tell the same to people.

/** The records of one kind in a release. */
interface RecordSet {
  readonly kind: RecordKind;
  readonly release: string;
  readonly records: readonly StoredRecord[];
}

const ColumnRef = builder.objectRef<Field>("RecordColumn").implement({
  description: "A column of a kind of record, as the Openbeat standard has it.",
  fields: (t) => ({
    name: t.exposeString("name", { description: "Its name, in files." }),
    type: t.exposeString("type", {
      description:
        "What its values are: `string`, `text` (words in the hub's languages), `integer`, `number`, `boolean`, `date`, `datetime`, `uri` or `list`.",
    }),
    isRequired: t.exposeBoolean("required", { description: "Whether every record has it." }),
    codes: t.string({
      nullable: true,
      description: "The list of the standard that its values are codes of, or null.",
      resolve: ({ codes }) => codes ?? null,
    }),
    description: t.exposeString("description", { description: "What it means, in English: the standard's own words." }),
  }),
});

const RowRef = builder.objectRef<StoredRecord>("RecordRow").implement({
  description:
    "A record as it was published, every language at once. The hash of its kind in the manifest is of these three, as JSON with sorted keys, a line each.",
  fields: (t) => ({
    code: t.exposeString("code", { description: "What tells it from the others of its kind." }),
    areas: t.stringList({ description: "Codes of every area that it names.", complexity: 1, resolve: ({ areas }) => [...areas] }),
    values: t.field({
      type: "JSON",
      description: "By column, null where nothing is given. Words are an object by language.",
      resolve: ({ values }) => values,
    }),
  }),
});

const RowConnectionRef = connectionType(RowRef, { name: "RecordRow", of: "records" });

const SetRef = builder.objectRef<RecordSet>("RecordSet").implement({
  description: "The curated public records of one kind, as they were published: what the files of them are made of.",
  fields: (t) => ({
    kind: t.string({ description: "The kind, as its files are named: `problems`, `assessments`.", resolve: ({ kind }) => kind.name }),
    theme: t.string({ description: "The theme of community policing that it belongs to.", resolve: ({ kind }) => kind.theme }),
    title: t.string({ description: "What the standard calls it, in English.", resolve: ({ kind }) => kind.title }),
    description: t.string({ description: "What the standard says of it, in English.", resolve: ({ kind }) => kind.description }),
    standard: t.string({ description: "The version of the Openbeat standard that is told here.", resolve: () => version }),
    isFinding: t.boolean({
      description: "Whether the hub worked them out by itself, from what it publishes. The others were written by the agency.",
      resolve: ({ kind }) => findingKinds.includes(kind),
    }),
    columns: t.field({
      type: [ColumnRef],
      description: "Its columns that are public, in the order of the standard.",
      complexity: { field: 1, multiplier: 12 },
      resolve: ({ kind }) => kind.fields.filter(({ use }) => use === "published"),
    }),
    rowCount: t.int({ description: "How many records there are.", resolve: ({ records }) => records.length }),
    rows: t.field({
      type: RowConnectionRef,
      description: "The records, in the order of their file.",
      args: pageArguments(100),
      complexity: pageComplexity,
      resolve: ({ kind, release, records }, page) =>
        pageOf(records, page, { release, list: `rows of ${kind.name}` }, ({ position }) => position),
    }),
  }),
});

/** The kinds that a release has records of, in the order of the standard. */
async function setsOf(release: ReleaseRow, context: Context): Promise<readonly RecordSet[]> {
  const stored = await context.store.records(await context.catalogue(release));
  return recordTypes.flatMap(({ kind }) => {
    const records = stored.of(kind.name);
    return records.length === 0 ? [] : [{ kind, release: release.version, records }];
  });
}

builder.prismaObjectFields(ReleaseRef, (t) => ({
  recordSets: t.field({
    type: [SetRef],
    description:
      "The kinds of curated public records that it holds, each with its rows as they were published. For files: the typed lists tell the same to people.",
    complexity: { field: openingCost, multiplier: 11 },
    resolve: async (release, _, context) => [...(await setsOf(release, context))],
  }),
  records: t.field({
    type: SetRef,
    nullable: true,
    description: "The curated public records of one kind, as they were published.",
    args: { kind: t.arg.string({ required: true, description: "The kind, as its files are named: `problems`, `engagement`." }) },
    complexity: openingCost,
    async resolve(release, { kind }, context) {
      const sets = await setsOf(release, context);
      const found = sets.find((set) => set.kind.name === kind);
      if (found !== undefined) return found;
      throw new QueryError(
        "UNKNOWN_MEMBER",
        `Release ${release.version} has no records of the kind ${quoted(kind)}.`,
        didYouMean(
          kind,
          sets.map((set) => set.kind.name),
        ),
      );
    },
  }),
}));
