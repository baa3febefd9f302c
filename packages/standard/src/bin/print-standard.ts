import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { recordKinds, version } from "../index.ts";
import { jsonSchema } from "../write/json-schema.ts";
import { frontPage, page } from "../write/page.ts";
import { dataPackage, tableSchema } from "../write/table-schema.ts";
import { template } from "../write/template.ts";

const files = new URL(`../../${version}/`, import.meta.url);
const pages = new URL("../../../../docs/standard/", import.meta.url);
const json = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;

for (const folder of [files, pages]) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}
writeFileSync(new URL("datapackage.json", files), json(dataPackage()));
writeFileSync(new URL("README.md", pages), `${frontPage()}\n`);
for (const kind of recordKinds) {
  writeFileSync(new URL(`${kind.name}.schema.json`, files), json(jsonSchema(kind)));
  writeFileSync(new URL(`${kind.name}.table.json`, files), json(tableSchema(kind)));
  writeFileSync(new URL(`${kind.name}.csv`, files), template(kind));
  writeFileSync(new URL(`${kind.name}.md`, pages), `${page(kind)}\n`);
}
