import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, openDatabase } from "@openbeat/database";
import { compiledPages } from "../../../../test/support/compiled-pages.ts";
import { publishFixture } from "../../../../test/support/fixture-release.ts";
import { publishSurveyFixture } from "../../../../test/support/fixture-survey.ts";
import { type SiteFolder, siteIn } from "../../audit/site-folder.ts";
import { buildSite } from "../../src/build.ts";

/** Testhaven, published and built. */
export interface BuiltSite extends SiteFolder {
  readonly database: string;
  remove(): void;
}

/** Reads what was built in a folder. */
export const builtIn = (folder: string, database: string, remove: () => void): BuiltSite => ({ ...siteIn(folder), database, remove });

/** Builds the site of an embedded database that stands in a folder of its own, in some languages. */
async function build(base: string, languages: string): Promise<BuiltSite> {
  const database = `file:${join(base, "database")}`;
  const folder = join(base, "site");
  // Read by the build as it begins: another one may follow at once.
  process.env.OPENBEAT_SITE_LANGUAGES = languages;
  await buildSite({ database, out: folder });
  return builtIn(folder, database, () => rmSync(base, { recursive: true, force: true }));
}

/** Publishes into the embedded database of a folder, which is made where it is missing. */
export async function publish(base: string, write: (database: Database) => Promise<unknown>): Promise<void> {
  const database = await openDatabase(`file:${join(base, "database")}`, { role: "publisher" });
  try {
    await write(database);
  } finally {
    await database.close();
  }
}

/**
 * Publishes the fixture into new embedded databases and builds the sites of them, as `start` does: in processes of their own.
 * @returns The site of all its releases, that of a hub whose only release has the survey, and that of one that has only published 1.0.0.
 */
export async function buildFixtureSites(): Promise<readonly [BuiltSite, BuiltSite, BuiltSite]> {
  await compiledPages();
  const [whole = "", survey = "", first = ""] = [0, 1, 2].map(() => mkdtempSync(join(tmpdir(), "openbeat-site-")));
  // The oldest release, so that the latest one stays as it is: its survey is read under its own address.
  await publish(survey, (database) => publishSurveyFixture(database, "0.9.0", "2025-12-30T12:00:00Z"));
  cpSync(join(survey, "database"), join(whole, "database"), { recursive: true });
  const surveySite = build(survey, "en");
  await publish(whole, (database) => publishFixture(database, { corrected: true }));
  await publish(first, (database) => publishFixture(database));
  const firstSite = build(first, "en");
  // The hub's own two languages, and one that is written from right to left.
  return Promise.all([build(whole, "en,es,ar"), surveySite, firstSite]);
}
