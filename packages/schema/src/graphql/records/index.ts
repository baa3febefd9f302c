import type { CodeListName, Field } from "@openbeat/standard";
import { QueryError } from "../../errors.ts";
import { didYouMean, quoted } from "../../store/did-you-mean.ts";
import { type Catalogue, catalogueOf, type StoredRecord } from "../../store/index.ts";
import { builder } from "../builder.ts";
import type { Context } from "../context.ts";
import { nodeKey, readNodeKey, registerNode } from "../node-id.ts";
import { connectionType, pageArguments, pageComplexity, pageOf } from "../page.ts";
import { findMeasure, openingCost, ReleaseRef } from "../release.ts";
import { enumOf } from "./enums.ts";
import { columnField } from "./fields.ts";
import { camelCase, type RecordType, recordTypeOf, recordTypes } from "./kinds.ts";

/** The columns that a type has fields for; the name that an `id` gives is the record's code. */
const columnsOf = ({ kind }: RecordType): readonly Field[] => kind.fields.filter(({ name, use }) => use === "published" && name !== "id");

for (const type of recordTypes) {
  const { kind, naming, ref } = type;
  registerNode(naming.type);
  ref.implement({
    description: `One row for each ${kind.row}. ${kind.description}`,
    fields: (t) => ({
      code: t.exposeString("code", {
        description: kind.key.includes("id")
          ? "Its public name, the same in every release."
          : `What tells it from the others, the same in every release: ${kind.key.join(", ")}.`,
      }),
      ...Object.fromEntries(columnsOf(type).map((field) => [camelCase(field.name), columnField(t, field)])),
    }),
  });
  builder.nodeRef(ref, {
    id: { resolve: (record) => nodeKey(record, (record as StoredRecord).code) },
    async loadOne(key: string, context: Context) {
      const [version = "", code = ""] = readNodeKey(key) ?? [];
      const release = await context.existing(version);
      if (release === undefined) return null;
      return ((await context.store.records(await context.catalogue(release))).find(kind.name, code) ?? null) as StoredRecord | null;
    },
  });
}

/** Records that name others by one of their columns, told with those: a problem has its stages. */
const relations: readonly {
  readonly of: string;
  readonly field: string;
  readonly from: string;
  readonly column: string;
  readonly description: string;
}[] = [
  {
    of: "problems",
    field: "stages",
    from: "problem-stages",
    column: "problem",
    description: "What was found and done in each stage, in their order.",
  },
  { of: "problems", field: "responses", from: "responses", column: "problem", description: "What was done about it." },
  { of: "problems", field: "assessments", from: "assessments", column: "problem", description: "The comparisons by which it is judged." },
  {
    of: "problems",
    field: "evaluations",
    from: "evaluations",
    column: "problem",
    description: "What its assessments come to, worked out from published counts alone.",
  },
  { of: "problems", field: "contributions", from: "contributions", column: "problem", description: "What partners brought to it." },
  { of: "partners", field: "responses", from: "responses", column: "partners", description: "Responses to problems that it took part in." },
  { of: "partners", field: "contributions", from: "contributions", column: "partner", description: "What it brought." },
  { of: "partners", field: "activitiesHosted", from: "engagement", column: "hosts", description: "Activities that it holds." },
  { of: "partners", field: "activitiesJoined", from: "engagement", column: "partners", description: "Activities that it takes part in." },
  { of: "engagement", field: "contributions", from: "contributions", column: "activity", description: "What partners brought to it." },
];
for (const { of, field, from, column, description } of relations)
  builder.objectField(recordTypeOf(of).ref, field, (t) =>
    t.field({
      type: [recordTypeOf(from).ref],
      description,
      complexity: { field: 2, multiplier: 8 },
      resolve: async (record, _, { store }) => [...(await store.records(catalogueOf(record))).naming(from, column, record.code)],
    }),
  );

builder.objectField(recordTypeOf("assessments").ref, "evaluation", (t) =>
  t.field({
    type: recordTypeOf("evaluations").ref,
    nullable: true,
    description: "What it comes to, worked out from published counts alone. Null in releases of earlier versions.",
    complexity: 2,
    resolve: async (record, _, { store }) => (await store.records(catalogueOf(record))).find("evaluations", record.code),
  }),
);
builder.objectField(recordTypeOf("partners").ref, "links", (t) =>
  t.field({
    type: [recordTypeOf("partner-links").ref],
    description: "With whom it works together, on which problems and how many activities.",
    complexity: { field: 2, multiplier: 8 },
    async resolve(record, _, { store }) {
      const records = await store.records(catalogueOf(record));
      return ["a", "b"].flatMap((column) => records.naming("partner-links", column, record.code));
    },
  }),
);

/** The codes of an area, of all in it, and of all that it lies in: a record about any of them is about it. */
function around({ areaByCode, areaById, areaChildren, release }: Catalogue, code: string): ReadonlySet<string> {
  const area = areaByCode.get(code);
  if (area === undefined)
    throw new QueryError(
      "UNKNOWN_MEMBER",
      `Release ${release.version} has no area ${quoted(code)}.`,
      didYouMean(code, [...areaByCode.keys()]),
    );
  const found = new Set([code]);
  const visit = (id: number) => {
    for (const child of areaChildren.get(id) ?? []) {
      found.add(child.code);
      visit(child.id);
    }
  };
  visit(area.id);
  for (let above = area.parentId; above !== null; above = areaById.get(above)?.parentId ?? null) found.add(areaById.get(above)?.code ?? "");
  return found;
}

/** The columns of single codes, by which a list can be cut. */
const codeColumns = (type: RecordType): readonly { readonly name: string; readonly codes: CodeListName }[] =>
  columnsOf(type).flatMap(({ name, codes, type: own }) => (codes === undefined || own === "list" ? [] : [{ name, codes }]));

for (const type of recordTypes) {
  const { kind, naming, ref } = type;
  const { many, one, date } = naming;
  if (many === undefined) continue;
  const connection = connectionType(ref, { name: naming.type, of: kind.title.toLowerCase() });
  builder.prismaObjectField(ReleaseRef, many, (t) =>
    t.field({
      type: connection,
      description: `${kind.title}: ${kind.description}`,
      args: {
        area: t.arg.string({
          description: "Only those about this area, about one that lies in it, or about one that it lies in: its code.",
        }),
        ...Object.fromEntries(
          codeColumns(type).map(({ name, codes }) => [
            camelCase(name),
            t.arg({ type: [enumOf(codes)], description: `Only those whose ${camelCase(name)} is one of these.` }),
          ]),
        ),
        ...(kind.fields.some(({ name }) => name === "measure")
          ? { measure: t.arg.string({ description: "Only those of this measure: its code, such as `OUT.01`." }) }
          : {}),
        ...(date === undefined
          ? {}
          : {
              from: t.arg({ type: "Date", description: `Only those whose ${camelCase(date)} is on this day or later.` }),
              to: t.arg({ type: "Date", description: `Only those whose ${camelCase(date)} is on this day or earlier.` }),
            }),
        ...pageArguments(50),
      },
      complexity: (page) => ({ ...pageComplexity(page), field: openingCost }),
      async resolve(release, { first, after, area, ...where }, context) {
        const catalogue = await context.catalogue(release);
        if (typeof where.measure === "string") findMeasure(catalogue, where.measure);
        const records = (await context.store.records(catalogue)).of(kind.name);
        return pageOf(
          records.filter(matching(type, where, area == null ? undefined : around(catalogue, area))),
          { first, after },
          { release: release.version, list: many },
          ({ position }) => position,
        );
      },
    }),
  );
  if (one !== undefined)
    builder.prismaObjectField(ReleaseRef, one, (t) =>
      t.field({
        type: ref,
        nullable: true,
        description: `The record of ${kind.title.toLowerCase()} of a code.`,
        args: { code: t.arg.string({ required: true, description: "Its public name." }) },
        complexity: openingCost,
        async resolve(release, { code }, context) {
          const records = await context.store.records(await context.catalogue(release));
          const found = records.find(kind.name, code);
          if (found !== undefined) return found;
          const codes = records.of(kind.name).map((record) => record.code);
          throw new QueryError(
            "UNKNOWN_MEMBER",
            `Release ${release.version} has no such ${one}: ${quoted(code)}.`,
            didYouMean(code, codes),
          );
        },
      }),
    );
}

/** Whether a record is one of those that a list asks for. */
function matching(type: RecordType, where: Readonly<Record<string, unknown>>, areas: ReadonlySet<string> | undefined) {
  const asked = codeColumns(type).flatMap(({ name }) => {
    const codes = where[camelCase(name)] as readonly string[] | null | undefined;
    return codes == null ? [] : [{ name, codes }];
  });
  const { date } = type.naming;
  const measure = where.measure as string | null | undefined;
  const [from, to] = [where.from, where.to] as readonly (string | null | undefined)[];
  return ({ areas: own, values }: StoredRecord): boolean => {
    const day = date === undefined ? "" : String(values[date]).slice(0, 10);
    return (
      asked.every(({ name, codes }) => codes.includes(String(values[name]))) &&
      (measure == null || values.measure === measure) &&
      (areas === undefined || own.some((code) => areas.has(code))) &&
      (from == null || day >= from) &&
      (to == null || day <= to)
    );
  };
}
