import { schema, limits as schemaLimits } from "@openbeat/schema/graphql";

export type LimitName = keyof typeof schemaLimits;

/** What one question may ask for. */
export const limits = (Object.keys(schemaLimits) as LimitName[]).map((name) => ({ name, most: schemaLimits[name] }));

const query = schema.getQueryType();

/** Where a question begins. */
export const rootFields = Object.values(query?.getFields() ?? {}).map(({ name, type, description }) => ({
  name,
  type: String(type),
  description: description ?? "",
}));

/** The types of objects that answers consist of. What is for pages of lists alone is left out. */
export const objectTypes = Object.values(schema.getTypeMap())
  .filter((type) => "getInterfaces" in type && type !== query && !/^__|(Connection|Edge)$|^PageInfo$/.test(type.name))
  .map(({ name, description }) => ({ name, description: description ?? "" }))
  .toSorted((a, b) => (a.name < b.name ? -1 : 1));
