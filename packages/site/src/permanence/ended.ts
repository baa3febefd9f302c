import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type FileDoor, isBehind, releaseDoors } from "@openbeat/schema/domain";
import { type Edition, href } from "../edition.ts";
import { dateText } from "../words/formats.ts";
import { languages } from "../words/words.ts";
import { filledIn } from "./blanks.ts";
import { filesUnder } from "./files-under.ts";

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#34": '"', "#38": "&" };

/** What a page is called, without the name of the site behind it. */
const titleOf = (html: string): string =>
  (/<title>([^<]*)<\/title>/.exec(html)?.[1] ?? "")
    .replace(/ – [^–]*$/, "")
    .replaceAll(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole);

/** What a release has for itself, and no live edition ever had. */
const isOnlyFrozen = (path: string): boolean =>
  path.startsWith("assets/") || Object.values<FileDoor>(releaseDoors).some((door) => isBehind(door, `r/0.0.0/${path}`));

/**
 * Leads on from every live address that an older release had and the latest has no more: from a page to its last frozen copy, and a file
 * stays as it last was, with its release in its rows.
 * @param root The folder of the built site, its frozen releases in it. @param live The editions of the latest release.
 * @param standing Versions of the releases that stand there, newest first.
 * @returns The addresses, by path, with the version that had them last.
 */
export function leadOn(root: string, live: readonly Edition[], standing: readonly string[]): ReadonlyMap<string, string> {
  const [own] = live;
  if (own === undefined) throw new Error("There is no latest release.");
  const templates = new Map(
    live.map((edition) => {
      const folder = join(root, edition.root, "ended");
      const page = readFileSync(join(folder, "index.html"), "utf8");
      rmSync(folder, { recursive: true });
      return [edition.root, { edition, page }] as const;
    }),
  );
  const hasEmbeds = existsSync(join(root, "embed"));
  const ended = new Map<string, string>();
  for (const version of standing) {
    const release = own.releases.find((one) => one.version === version);
    for (const file of filesUnder(root, `r/${version}`)) {
      const path = file.slice(`r/${version}/`.length);
      const [language = "", ...inside] = path.split("/");
      const within = languages.includes(language) ? inside.join("/") : path;
      const isEmbed = within.startsWith("embed/");
      if (isOnlyFrozen(within) || (isEmbed && !hasEmbeds) || existsSync(join(root, path))) continue;
      ended.set(path, version);
      const bytes = readFileSync(join(root, file));
      mkdirSync(dirname(join(root, path)), { recursive: true });
      // A chart in somebody else's page stays the chart, which says of which release it is.
      if (isEmbed || !path.endsWith(".html")) {
        writeFileSync(join(root, path), bytes);
        continue;
      }
      const { edition, page } = templates.get(language) ?? { edition: own, page: templates.get("")?.page ?? "" };
      const { permanence } = edition.words;
      const texts = {
        title: titleOf(bytes.toString("utf8")),
        told: permanence.endedTold(version, dateText(release?.publishedAt ?? "", edition.language)),
        address: encodeURI(href({ root: "" }, file.replace(/(^|\/)index\.html$/, "$1"))),
        open: permanence.endedOpen(version),
      };
      writeFileSync(join(root, path), filledIn(page, texts));
    }
  }
  return ended;
}
