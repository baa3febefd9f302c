import * as z from "zod";
import { datasetSchema } from "./dataset-schema.ts";
import { hubSchema } from "./hub-schema.ts";
import { surveySchema } from "./survey-schema.ts";

/** JSON Schema files by name, for editors: completion and checks while the steward writes. */
export const jsonSchemas = (): Readonly<Record<string, object>> => ({
  "hub.schema.json": z.toJSONSchema(hubSchema, { io: "input" }),
  "dataset.schema.json": z.toJSONSchema(datasetSchema, { io: "input" }),
  "survey.schema.json": z.toJSONSchema(surveySchema, { io: "input" }),
});
