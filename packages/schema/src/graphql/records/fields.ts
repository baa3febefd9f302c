import type { Field } from "@openbeat/standard";
import { catalogueOf, type StoredRecord } from "../../store/index.ts";
import { AreaRef } from "../area.ts";
import type { SchemaTypes } from "../builder.ts";
import type { Context } from "../context.ts";
import { languageArgument, words } from "../words.ts";
import { enumOf } from "./enums.ts";
import { recordTypeOf, recordTypes } from "./kinds.ts";

type FieldBuilder = PothosSchemaTypes.ObjectFieldBuilder<SchemaTypes, StoredRecord>;

const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? (value as readonly string[]) : []);
/** Columns of areas that are not named so. */
const otherAreas: readonly string[] = ["hot", "cold", "neighbours", "areas_not_reached"];
const isOfAreas = ({ name, type }: Field) =>
  (type === "string" && name === "area") || (type === "list" && (/(^|_)areas$/.test(name) || otherAreas.includes(name)));
const isPublic = (kind: string) => recordTypes.some((one) => one.kind.name === kind);

/** The area of a code that a record names. The store has checked that there is one. */
function areaOf(record: StoredRecord, code: string) {
  const area = catalogueOf(record).areaByCode.get(code);
  if (area === undefined) throw new Error("A record names an area that its release does not have.");
  return area;
}

async function recordOf(record: StoredRecord, kind: string, code: string, { store }: Context): Promise<StoredRecord> {
  const found = (await store.records(catalogueOf(record))).find(kind, code);
  if (found === undefined) throw new Error("A record refers to one that its release does not have.");
  return found;
}

/** The field of a column: of the type that the standard gives it. Areas, codes and other records are told as what they are, and not by their codes. */
export function columnField(t: FieldBuilder, field: Field) {
  const { name, type, required, codes, refersTo } = field;
  // Here an area is told as itself, and not by its code.
  const description = isOfAreas(field) ? field.description.replace(/^Codes? of (?:the )?/, "The ") : field.description;
  const nullable = !required;
  const stored = (record: StoredRecord) => record.values[name] ?? null;
  const textOf = (record: StoredRecord) => stored(record) as string | null;
  if (type === "list") {
    const complexity = { field: 1, multiplier: 5 };
    if (isOfAreas(field))
      return t.field({
        ...{ type: [AreaRef], description, complexity },
        resolve: (record) => listOf(stored(record)).map((code) => areaOf(record, code)),
      });
    if (refersTo !== undefined && isPublic(refersTo))
      return t.field({
        ...{ type: [recordTypeOf(refersTo).ref], description, complexity },
        resolve: (record, _, context: Context) =>
          Promise.all(listOf(stored(record)).map((code) => recordOf(record, refersTo, code, context))),
      });
    if (codes !== undefined)
      return t.field({ ...{ type: [enumOf(codes)], description, complexity: 1 }, resolve: (record) => [...listOf(stored(record))] });
    return t.stringList({ description, complexity: 1, resolve: (record) => [...listOf(stored(record))] });
  }
  if (isOfAreas(field))
    return t.field({
      ...{ type: AreaRef, nullable, description },
      resolve: (record) => (textOf(record) === null ? null : areaOf(record, textOf(record) ?? "")) as never,
    });
  if (refersTo !== undefined && isPublic(refersTo))
    return t.field({
      ...{ type: recordTypeOf(refersTo).ref, nullable, description },
      resolve: async (record, _, context: Context) =>
        (textOf(record) === null ? null : await recordOf(record, refersTo, textOf(record) ?? "", context)) as never,
    });
  if (codes !== undefined)
    return t.field({ ...{ type: enumOf(codes), nullable, description }, resolve: (record) => textOf(record) as never });
  switch (type) {
    case "text":
      return t.string({
        ...{ nullable, description, args: languageArgument() },
        resolve: (record, { language }) => (stored(record) === null ? null : words(record, stored(record), language)) as never,
      });
    case "integer":
      return t.int({ nullable, description, resolve: (record) => stored(record) as never });
    case "number":
      return t.float({ nullable, description, resolve: (record) => stored(record) as never });
    case "boolean":
      return t.boolean({ nullable, description, resolve: (record) => stored(record) as never });
    case "date":
    case "datetime":
      return t.field({
        ...{ type: type === "date" ? ("Date" as const) : ("DateTime" as const), nullable, description },
        resolve: (record) => (textOf(record) === null ? null : new Date(textOf(record) ?? "")) as never,
      });
    default:
      return t.string({ nullable, description, resolve: (record) => textOf(record) as never });
  }
}
