import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration, AstroUserConfig } from "astro";
import site from "../../astro.config.ts";
import { figureCsv } from "../../src/downloads/csv.ts";
import { liveEditions } from "../../src/edition.ts";
import { areaFigures } from "./area-figures.ts";

// Pages of one chart and one table for each area, and nothing else of the site: what another generator is compared with.

/** The file that each page links to. */
const files: AstroIntegration = {
  name: "area-files",
  hooks: {
    "astro:build:done": async ({ dir }) => {
      for (const edition of await liveEditions())
        for (const { area, figure } of areaFigures(edition)) {
          const file = join(fileURLToPath(dir), "places", area.code, `${figure.spec.id}.csv`);
          mkdirSync(dirname(file), { recursive: true });
          writeFileSync(file, figureCsv(edition.hub, figure));
        }
    },
  },
};

const config: AstroUserConfig = { ...site, integrations: [files] };
export default config;
