import { fileURLToPath } from "node:url";
import type { AstroUserConfig } from "astro";
import site from "../../astro.config.ts";
import { codeOnly } from "../../src/compiled/code-only.ts";

// Pages of one chart and one table for each area, and nothing else of the site: what another generator is compared with.
const config: AstroUserConfig = { ...site, integrations: [codeOnly(fileURLToPath(new URL("program.ts", import.meta.url)))] };
export default config;
