import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";
import { editions, siteData } from "../edition.ts";
import { apiFiles } from "./api-files.ts";
import { changesFile } from "./changes-file.ts";
import { dataFiles, placeDataFiles } from "./data-files.ts";
import { filesOf, type SiteFile } from "./files.ts";
import { machineFiles } from "./machines.ts";
import { frozenManifest } from "./manifest.ts";
import { releaseFiles } from "./release-files.ts";
import { searchIndex } from "./search-index.ts";

/** Writes the files beside the pages, when the pages stand: in one pass, from the data the pages were made of. */
export const downloads = (): AstroIntegration => ({
  name: "openbeat-downloads",
  hooks: {
    "astro:build:done": async ({ dir, pages, logger }) => {
      const root = fileURLToPath(dir);
      const written: string[] = [];
      const write = ({ path, text }: SiteFile | { readonly path: string; readonly text: Uint8Array }) => {
        const file = join(root, path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
        written.push(path);
      };
      for (const edition of await editions()) {
        for (const file of filesOf(edition)) write(file);
        if (edition.isFrozen && edition.language === edition.siblings[0]?.language)
          for (const file of [...releaseFiles(edition, await dataFiles(edition.hub.version)), changesFile(edition.hub)]) write(file);
      }
      written.push(...(await placeDataFiles(root)));
      for (const file of apiFiles((await siteData()).answers)) write(file);
      const [latest] = await editions();
      for (const release of latest?.releases ?? []) {
        write({ path: `r/${release.version}/manifest.json`, text: `${JSON.stringify(frozenManifest(root, release), null, 1)}\n` });
      }
      if (latest !== undefined)
        for (const file of await machineFiles(
          (await editions()).filter(({ isFrozen }) => !isFrozen),
          await dataFiles(latest.hub.version),
          written,
        ))
          write(file);
      const live = pages.map(({ pathname }) => pathname).filter((path) => !/^r\/|(^|\/)404\/?$/.test(path));
      for (const { path, content } of await searchIndex(
        root,
        live.map((path) => `${path}index.html`),
      ))
        write({ path, text: content });
      logger.info(`${written.length} files written.`);
    },
  },
});
