import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { dayIn, editionDoors, type FileDoor, isBehind, releaseDoors } from "@openbeat/schema/domain";
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
  /^(assets|embed)\//.test(path) ||
  [editionDoors.card, editionDoors.chartImage].some((door) => isBehind(door, path)) ||
  Object.values<FileDoor>(releaseDoors).some((door) => isBehind(door, `r/0.0.0/${path}`));

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
  /** What stands in the place of a page, in the language that its address begins with. */
  const leading = (version: string, language: string, title: string, address: string) => {
    const { edition, page } = templates.get(language) ?? { edition: own, page: templates.get("")?.page ?? "" };
    const { permanence } = edition.words;
    const release = own.releases.find((one) => one.version === version);
    const day = release === undefined ? "" : dateText(dayIn(release.publishedAt, own.hub.hub.timezone), edition.language);
    const told = permanence.endedTold(version, day);
    return filledIn(page, { title, told, address, open: permanence.endedOpen(version) });
  };
  const ended = new Map<string, string>();
  const write = (path: string, version: string, content: string | Buffer) => {
    ended.set(path, version);
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  for (const version of standing) {
    for (const file of filesUnder(root, `r/${version}`)) {
      const path = file.slice(`r/${version}/`.length);
      const [first = "", ...inside] = path.split("/");
      const language = languages.includes(first) ? first : "";
      const within = language === "" ? path : inside.join("/");
      if (isOnlyFrozen(within) || existsSync(join(root, path))) continue;
      const bytes = readFileSync(join(root, file));
      if (!path.endsWith(".html")) write(path, version, bytes);
      else
        write(
          path,
          version,
          leading(
            version,
            language,
            titleOf(bytes.toString("utf8")),
            encodeURI(href({ root: "" }, file.replace(/(^|\/)index\.html$/, "$1"))),
          ),
        );
      if (!isBehind(editionDoors.chartAbout, within)) continue;
      // The chart's own page and the one for other sites stood beside its files. In somebody else's page it stays the chart, which says of which release it is.
      const { title, permanentUrl } = JSON.parse(bytes.toString("utf8")) as { readonly title: string; readonly permanentUrl: string };
      const { pathname, hash } = new URL(permanentUrl, "https://site.invalid");
      const begin = language === "" ? "" : `${language}/`;
      const page = decodeURIComponent(pathname).slice(`/r/${version}/${begin}`.length);
      const id = within.slice("charts/".length, -".metadata.json".length);
      write(`${begin}charts/${id}/index.html`, version, leading(version, language, title, `${pathname}${hash}`));
      const embedded = join(root, `r/${version}/${begin}embed/${page}${decodeURIComponent(hash.slice(1))}/index.html`);
      write(`${begin}embed/${id}/index.html`, version, readFileSync(embedded));
    }
  }
  return ended;
}
