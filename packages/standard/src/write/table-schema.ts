import { type Code, codeLists } from "../codes.ts";
import type { Field, RecordKind } from "../definition.ts";
import { recordKinds, version } from "../index.ts";

type Descriptor = Readonly<Record<string, unknown>>;

const types: Readonly<Record<Field["type"], Descriptor>> = {
  string: { type: "string" },
  text: { type: "string" },
  integer: { type: "integer" },
  number: { type: "number" },
  boolean: { type: "boolean", trueValues: ["true"], falseValues: ["false"] },
  date: { type: "date" },
  datetime: { type: "datetime" },
  uri: { type: "string", format: "uri" },
  list: { type: "list", delimiter: ";", itemType: "string" },
};

function fieldOf({ name, type, description, codes, required, minimum }: Field): Descriptor {
  const isList = type === "list";
  const list: readonly Code[] = codes === undefined ? [] : codeLists[codes];
  const one = `(${list.map(({ code }) => code).join("|")})`;
  const constraints = {
    ...(required ? { required } : {}),
    ...(minimum === undefined ? {} : { minimum }),
    ...(list.length > 0 && !isList ? { enum: list.map(({ code }) => code) } : {}),
    // Of a list the whole is constrained: codes with semicolons between.
    ...(list.length > 0 && isList ? { pattern: `${one}(;${one})*` } : {}),
  };
  return {
    ...{ name, description, ...types[type] },
    ...(list.length > 0 && !isList ? { categories: list.map(({ code, label }) => ({ value: code, label })) } : {}),
    ...(Object.keys(constraints).length === 0 ? {} : { constraints }),
  };
}

/** The Frictionless Table Schema (version 2) of a CSV file of a kind. */
export const tableSchema = ({ key, fields }: RecordKind): Descriptor => ({
  $schema: "https://datapackage.org/profiles/2.0/tableschema.json",
  fields: fields.map(fieldOf),
  // An agency's own columns may stand besides, in any order.
  fieldsMatch: "subset",
  missingValues: [""],
  primaryKey: key,
  ...foreignKeys(fields),
});

/** A list refers to several records at once, which a Table Schema cannot say: the page of the kind does. */
function foreignKeys(fields: readonly Field[]): Descriptor {
  const keys = fields
    .filter(({ refersTo, type }) => refersTo !== undefined && type !== "list")
    .map(({ name, refersTo }) => ({ fields: [name], reference: { resource: refersTo, fields: ["id"] } }));
  return keys.length === 0 ? {} : { foreignKeys: keys };
}

/** The Frictionless Data Package (version 2) of a folder with a CSV file of every kind. */
export const dataPackage = (): Descriptor => ({
  $schema: "https://datapackage.org/profiles/2.0/datapackage.json",
  name: "openbeat-standard",
  title: "Openbeat standard for community policing",
  version,
  licenses: [{ name: "Apache-2.0", path: "https://www.apache.org/licenses/LICENSE-2.0", title: "Apache License 2.0" }],
  resources: recordKinds.map(({ name, title, description }) => ({
    ...{ name, type: "table", title, description, path: `${name}.csv`, format: "csv", mediatype: "text/csv", encoding: "utf-8" },
    schema: `${name}.table.json`,
  })),
});
