import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";
import { editions } from "../edition.ts";
import { filesOf } from "./files.ts";
import { frozenManifest } from "./manifest.ts";

/** Writes the files beside the pages, when the pages stand: in one pass, from the data the pages were made of. */
export const downloads = (): AstroIntegration => ({
  name: "openbeat-downloads",
  hooks: {
    "astro:build:done": async ({ dir, logger }) => {
      const root = fileURLToPath(dir);
      let written = 0;
      for (const edition of await editions()) {
        for (const { path, text } of filesOf(edition)) {
          const file = join(root, path);
          mkdirSync(dirname(file), { recursive: true });
          writeFileSync(file, text);
          written += 1;
        }
      }
      const [latest] = await editions();
      for (const release of latest?.releases ?? []) {
        const manifest = JSON.stringify(frozenManifest(root, release), null, 1);
        writeFileSync(join(root, "r", release.version, "manifest.json"), `${manifest}\n`);
        written += 1;
      }
      logger.info(`${written} files written.`);
    },
  },
});
