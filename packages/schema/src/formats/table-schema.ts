import { observationStatuses } from "../domain/index.ts";
import type { Column } from "./columns.ts";

/**
 * What the columns of a file are, for programs of Frictionless Data.
 * @param describe What a column means, by its name. @param keys The columns that name a row.
 * @see Table Schema 2.0, datapackage.org.
 */
export const tableSchema = (
  columns: readonly Column[],
  keys: readonly string[],
  describe: (name: string) => string | undefined,
): object => ({
  fieldsMatch: "exact",
  fields: columns.map(({ name, type }) => {
    const description = describe(name);
    return {
      name,
      type,
      ...(description === undefined ? {} : { description }),
      ...(name === "status" ? { constraints: { required: true, enum: Object.keys(observationStatuses) } } : {}),
      ...(keys.includes(name) ? { constraints: { required: true } } : {}),
    };
  }),
  missingValues: [""],
  primaryKey: keys,
});
