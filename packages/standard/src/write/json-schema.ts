import { type Code, codeLists } from "../codes.ts";
import type { Field, RecordKind } from "../definition.ts";
import { version } from "../index.ts";

type Schema = Readonly<Record<string, unknown>>;

const listItem: Schema = { type: "string", minLength: 1 };
const base: Readonly<Record<Field["type"], Schema>> = {
  string: { type: "string", minLength: 1 },
  text: { type: "string", minLength: 1 },
  integer: { type: "integer" },
  number: { type: "number" },
  boolean: { type: "boolean" },
  date: { type: "string", format: "date" },
  datetime: { type: "string", format: "date-time" },
  uri: { type: "string", format: "uri" },
  list: { type: "array", items: listItem, uniqueItems: true },
};

function schemaOf({ type, codes, minimum, description }: Field): Schema {
  const list: readonly Code[] = codes === undefined ? [] : codeLists[codes];
  const choice = list.length === 0 ? {} : { oneOf: list.map(({ code, label }) => ({ const: code, title: label })) };
  const value = type === "list" ? { ...base.list, items: { ...listItem, ...choice } } : { ...base[type], ...choice };
  return { description, ...value, ...(minimum === undefined ? {} : { minimum }) };
}

/**
 * The JSON Schema (2020-12) of one record of a kind, as an object. A value that is not there is left out. Columns of an agency's own begin with `x_`.
 */
export const jsonSchema = ({ name, title, row, description, fields }: RecordKind): Schema => ({
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: `${title}: one ${row}`,
  description: `${description} Openbeat standard for community policing, version ${version}: ${name}.`,
  type: "object",
  properties: Object.fromEntries(fields.map((field) => [field.name, schemaOf(field)])),
  patternProperties: { "^x_[a-z0-9_]+$": {}, ...otherLanguages(fields) },
  required: fields.filter(({ required }) => required).map((field) => field.name),
  additionalProperties: false,
});

/** The same words in another language stand in a column of their own, named by the language: `title_es`. */
function otherLanguages(fields: readonly Field[]): Schema {
  const texts = fields.filter(({ type, use }) => type === "text" && use === "published").map(({ name }) => name);
  return texts.length === 0 ? {} : { [`^(${texts.join("|")})_[a-z]{2,3}$`]: base.text };
}
