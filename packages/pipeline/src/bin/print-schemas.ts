import { mkdirSync, writeFileSync } from "node:fs";
import { jsonSchemas } from "../hub/json-schema.ts";

const folder = new URL("../../schemas/", import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, schema] of Object.entries(jsonSchemas()))
  writeFileSync(new URL(name, folder), `${JSON.stringify(schema, undefined, 2)}\n`);
