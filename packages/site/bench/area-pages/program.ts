import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { renderPages } from "../../src/compiled/render-pages.ts";
import { figureCsv } from "../../src/downloads/csv.ts";
import { liveEditions } from "../../src/edition.ts";
import { areaFigures } from "./area-figures.ts";

// Writes the pages of areas, and the file that each of them links to.
const root = process.env.OPENBEAT_SITE_OUT ?? "";
await renderPages(dirname(process.argv[1] ?? ""), root);
for (const edition of await liveEditions())
  for (const { area, figure } of areaFigures(edition)) {
    const file = join(root, "places", area.code, `${figure.spec.id}.csv`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, figureCsv(edition.hub, figure));
  }
