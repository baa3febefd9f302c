import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, openDatabase } from "@openbeat/database";
import { publishFixture } from "../../../../test/support/fixture-release.ts";
import { publishSurveyFixture } from "../../../../test/support/fixture-survey.ts";
import { buildSite } from "../../src/build.ts";

/** Testhaven, published and built. */
export interface BuiltSite {
  readonly folder: string;
  readonly database: string;
  /** Every file, from the root of the site. */
  readonly files: readonly string[];
  read(file: string): string;
  remove(): void;
}

const filesIn = (folder: string): readonly string[] =>
  globSync("**/*", { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

/** Publishes into a new embedded database and builds the site of it, in some languages. */
async function buildPublished(languages: string, publish: (database: Database) => Promise<unknown>): Promise<BuiltSite> {
  const base = mkdtempSync(join(tmpdir(), "openbeat-site-"));
  const url = `file:${join(base, "database")}`;
  const database = await openDatabase(url, { role: "publisher" });
  try {
    await publish(database);
  } finally {
    await database.close();
  }
  const folder = join(base, "site");
  // Read by the build as it begins: another one may follow at once.
  process.env.OPENBEAT_SITE_LANGUAGES = languages;
  await buildSite({ database: url, out: folder });
  return {
    folder,
    database: url,
    files: filesIn(folder),
    read: (file) => readFileSync(join(folder, file), "utf8"),
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
}

/** A hub whose latest release has a survey, and nothing else. */
export const buildSurveySite = (): Promise<BuiltSite> =>
  buildPublished("en", (database) => publishSurveyFixture(database, "0.9.0", "2025-12-30T12:00:00Z"));

/** Publishes the fixture into a new embedded database and builds the site of it, as `start` does: in a process of its own. */
export const buildFixtureSite = (): Promise<BuiltSite> =>
  // The hub's own two languages, and one that is written from right to left.
  buildPublished("en,es,ar", async (database) => {
    // The oldest release, so that the latest one stays as it is: its survey is read under its own address.
    await publishSurveyFixture(database, "0.9.0", "2025-12-30T12:00:00Z");
    await publishFixture(database, { corrected: true });
  });

export const chromium = "/usr/bin/chromium";
export const hasChromium = existsSync(chromium);
