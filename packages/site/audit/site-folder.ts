import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A built site, as the files of a folder. */
export interface SiteFolder {
  readonly folder: string;
  /** Every file, from the root of the site, sorted. */
  readonly files: readonly string[];
  read(file: string): string;
  bytes(file: string): Buffer;
}

/** Reads what was built in a folder. */
export const siteIn = (folder: string): SiteFolder => ({
  folder,
  files: globSync("**/*", { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort(),
  read: (file) => readFileSync(join(folder, file), "utf8"),
  bytes: (file) => readFileSync(join(folder, file)),
});

/** The pages of a built site, as files. */
export const pagesOf = ({ files }: SiteFolder): readonly string[] => files.filter((file) => file.endsWith(".html"));

/** The address of a page, from its file. */
export const address = (file: string): string => `/${file.replace(/(^|\/)index\.html$/, "$1")}`;

/** The values of an attribute, in the order of the page. */
export const attributes = (html: string, name: string): readonly string[] =>
  [...html.matchAll(new RegExp(`\\s${name}="([^"]*)"`, "g"))].map(([, value]) => (value ?? "").replaceAll("&amp;", "&"));

/** Pages of the releases under their own addresses, which are those of a release and never change. */
export const isFrozen = (page: string): boolean => page.startsWith("r/");

/** A chart alone, to stand on somebody else's page: it has neither the head nor the foot of other pages. */
export const isEmbed = (page: string): boolean => /(^|\/)embed\//.test(page);
