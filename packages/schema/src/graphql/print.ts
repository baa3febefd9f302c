import { lexicographicSortSchema, printSchema } from "graphql";
import { schema } from "./schema.ts";

/** The public contract as text: sorted, with every description. */
export const printedSchema = (): string => `${printSchema(lexicographicSortSchema(schema))}\n`;
