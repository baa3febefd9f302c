import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";
import { cardsOf } from "../cards/cards.ts";
import { chartImages } from "../cards/chart-images.ts";
import { editions } from "../edition.ts";
import { dataFiles, placeDataFiles } from "./data-files.ts";
import { filesOf, type SiteFile } from "./files.ts";
import { machineFiles, pagesOf } from "./machines.ts";
import { frozenManifest } from "./manifest.ts";
import { releaseFiles } from "./release-files.ts";

/** Writes the files beside the pages, when the pages stand: in one pass, from the data the pages were made of. */
export const downloads = (): AstroIntegration => ({
  name: "openbeat-downloads",
  hooks: {
    "astro:build:done": async ({ dir, logger }) => {
      const root = fileURLToPath(dir);
      const written: string[] = [];
      const put = (path: string, content: string | Buffer) => {
        const file = join(root, path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, content);
        written.push(path);
      };
      const write = ({ path, text }: SiteFile) => put(path, text);
      for (const edition of await editions()) {
        for (const file of filesOf(edition)) write(file);
        if (edition.isFrozen)
          for (const { path, png } of [...cardsOf(edition, root, pagesOf(edition)), ...chartImages(edition)]) put(path, png);
        if (edition.isFrozen && edition.language === edition.siblings[0]?.language)
          for (const file of releaseFiles(edition, await dataFiles(edition.hub.version))) write(file);
      }
      written.push(...(await placeDataFiles(root)));
      const [latest] = await editions();
      for (const release of latest?.releases ?? []) {
        write({ path: `r/${release.version}/manifest.json`, text: `${JSON.stringify(frozenManifest(root, release), null, 1)}\n` });
      }
      if (latest !== undefined) for (const file of machineFiles(latest, await dataFiles(latest.hub.version), written)) write(file);
      logger.info(`${written.length} files written.`);
    },
  },
});
