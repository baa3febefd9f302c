import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FrozenManifest } from "@openbeat/schema/domain";
import { cardsOf } from "../cards/cards.ts";
import { chartImages } from "../cards/chart-images.ts";
import { collect } from "../collect.ts";
import { editions, liveEditions, siteData } from "../edition.ts";
import { leadOn } from "../permanence/ended.ts";
import { filesUnder } from "../permanence/files-under.ts";
import { ownAssets } from "../permanence/own-assets.ts";
import { bury } from "../permanence/withdrawn.ts";
import { releasesOf } from "../releases/release-pages.ts";
import { apiFiles } from "./api-files.ts";
import { changesFile } from "./changes-file.ts";
import { dataFiles, placeDataFiles } from "./data-files.ts";
import { filesOf, type SiteFile } from "./files.ts";
import { machineFiles, pagesOf } from "./machines.ts";
import { draftFiles, jsonText, releaseFiles } from "./release-files.ts";
import { searchIndex } from "./search-index.ts";

/** Puts the releases of the earlier site, the withdrawn ones and what only older ones have in their places. */
async function placeReleases(root: string): Promise<number> {
  const { releases, kept, withdrawals } = await siteData();
  const live = await liveEditions();
  // Beside a draft stands no release.
  if (live.some(({ isDraft }) => isDraft)) {
    for (const { root: own } of live)
      for (const name of ["ended", "withdrawn"]) rmSync(join(root, own, name), { recursive: true, force: true });
    return 0;
  }
  const withdrawn = new Set(withdrawals.map(({ version }) => version));
  const standing = releases.filter(({ version }) => !withdrawn.has(version));
  for (const release of standing) {
    const own = `r/${release.version}`;
    if (kept.has(release.version)) cpSync(join(process.env.OPENBEAT_SITE_KEEP ?? "", own), join(root, own), { recursive: true });
    else {
      const manifest: FrozenManifest = { release: release.version, sha256: release.sha256, files: ownAssets(root, release.version) };
      writeFileSync(join(root, own, "manifest.json"), jsonText(manifest));
    }
  }
  const roots = live.map((edition) => edition.root);
  for (const withdrawal of withdrawals) bury(root, roots, withdrawal, kept.get(withdrawal.version));
  for (const language of roots) rmSync(join(root, language, "withdrawn"), { recursive: true, force: true });
  return leadOn(
    root,
    live,
    standing.map(({ version }) => version),
  ).size;
}

/**
 * Writes the files beside the pages, when the pages stand: in one pass, from the data the pages were made of.
 * @param root The folder of the site. @param pages Addresses from it.
 * @returns How many files were written, and how many addresses that ended lead on.
 */
export async function writeFiles(root: string, pages: readonly string[]): Promise<{ readonly written: number; readonly ended: number }> {
  let written = 0;
  const folders = new Set<string>();
  const put = (path: string, content: string | Uint8Array) => {
    const file = join(root, path);
    const folder = dirname(file);
    if (!folders.has(folder)) mkdirSync(folder, { recursive: true });
    folders.add(folder);
    writeFileSync(file, content);
    written += 1;
  };
  const write = ({ path, text }: SiteFile) => put(path, text);
  // The index is made by a process of its own, which needs room beside this one: before pictures are drawn.
  collect({ type: "major" });
  // The page that says that there is none stands in no folder.
  const found = pages.map((page) => `${page}index.html`).filter((path) => !path.startsWith("r/") && existsSync(join(root, path)));
  for (const { path, content } of await searchIndex(root, found)) put(path, content);
  for (const edition of await editions()) {
    for (const file of filesOf(edition)) write(file);
    if (edition.isFrozen)
      for (const images of [cardsOf(edition, root, pagesOf(edition)), chartImages(edition)])
        for await (const { path, png } of images) put(path, png);
    if (edition.isFrozen && edition.language === edition.siblings[0]?.language)
      for (const file of releaseFiles(edition, await dataFiles(edition.hub.version))) write(file);
    if (edition.isDraft && edition.language === edition.siblings[0]?.language) for (const file of draftFiles(edition)) write(file);
  }
  await placeDataFiles(root);
  const live = await liveEditions();
  const [latest] = live;
  if (latest === undefined) throw new Error("There is no latest release.");
  for (const entry of await releasesOf(latest)) write(changesFile(entry, latest.withdrawn));
  for (const file of apiFiles((await siteData()).answers)) write(file);
  const ended = await placeReleases(root);
  for (const file of await machineFiles(live, await dataFiles(latest.hub.version), filesUnder(root, ""))) write(file);
  return { written, ended };
}
