import { fileAt, siteDoors } from "@openbeat/schema/domain";
import { type Edition, href, slug } from "../edition.ts";
import { surveyPages, surveyPath } from "../figures/survey-pages.ts";
import { themesOf } from "../figures/theme-figures.ts";
import { recordLists, recordPaths } from "../records/record-pages.ts";
import { calendarPath } from "./calendar.ts";
import { catalogue } from "./catalogue.ts";
import type { DataFile } from "./data-files.ts";
import { chartPath } from "./embed-code.ts";
import { chartsOnce, type SiteFile } from "./files.ts";
import { siteOpenApi } from "./open-api.ts";
import { packageOfRelease } from "./package.ts";
import { recordsPath } from "./record-files.ts";
import { instant, jsonText } from "./release-files.ts";

// What programs read: a map of the site, a feed of its releases, catalogues of its data. Of the live edition in the hub's own language.

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };
const xml = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? character);

/** The addresses of the pages of an edition, within it. */
export const pagesOf = (edition: Edition): readonly string[] => [
  "",
  "places/",
  ...[...edition.hub.areas.values()].map(({ code }) => `places/${slug(code)}/`),
  "themes/",
  ...themesOf(edition).map((theme) => `themes/${slug(theme)}/`),
  ...surveyPages(edition).map(({ path }) => path),
  ...recordPaths(edition.hub),
  "charts/",
  ...chartsOnce(edition).all.map(chartPath),
  "data/",
  ...edition.hub.tables.map(({ code }) => `data/${slug(code)}/`),
  "methods/",
  "certificate/",
  "releases/",
  "about/",
];

const sitemap = (edition: Edition, base: string): string => {
  const entry = (path: string) => {
    const alternates = edition.siblings
      .map((sibling) => `<xhtml:link rel="alternate" hreflang="${sibling.language}" href="${xml(base + href(sibling, path))}"/>`)
      .join("");
    return edition.siblings
      .map(
        (sibling) =>
          `<url><loc>${xml(base + href(sibling, path))}</loc><lastmod>${edition.hub.publishedAt.slice(0, 10)}</lastmod>${alternates}</url>`,
      )
      .join("\n");
  };
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${pagesOf(edition).map(entry).join("\n")}
</urlset>
`;
};

/** Releases and corrections as Atom (RFC 4287), newest first. Links are relative to `xml:base` where the hub knows its address. */
function feed({ hub, releases, words, language }: Edition, base: string | undefined): string {
  const id = (version: string, sha256: string) => `urn:sha256:${sha256}#${version}`;
  const entries = releases.map((release) => {
    const corrections = release.corrections.map(({ affectedVersion }) => words.correctionOf(affectedVersion));
    return `<entry>
<id>${xml(id(release.version, release.sha256))}</id>
<title>${xml([words.releaseTitle(release.version), ...corrections].join(" – "))}</title>
<updated>${new Date(release.publishedAt).toISOString()}</updated>
<link href="${xml(`${base ?? ""}/r/${release.version}/`)}"/>
<summary>${xml([hub.hub.title, release.supersedes == null ? "" : words.supersedes(release.supersedes.version), ...corrections].filter((text) => text !== "").join(". "))}</summary>
</entry>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}">
<id>urn:openbeat:${xml(hub.hub.code)}:releases</id>
<title>${xml(`${hub.hub.title}: ${words.releases}`)}</title>
<updated>${new Date(hub.publishedAt).toISOString()}</updated>
<author><name>${xml(hub.hub.publisher)}</name></author>
<link rel="self" href="${xml(`${base ?? ""}/releases.atom`)}"/>
<link href="${xml(`${base ?? ""}/releases/`)}"/>
${entries.join("\n")}
</feed>
`;
}

/** What there is of public records, for programs that read for people. */
function records(hub: Edition["hub"], { recordPages: told }: Edition["words"]): string {
  const { sets, activities } = hub.records;
  if (sets.length === 0) return "";
  const pages = recordLists(hub).map((list) => `- [${told[list]}](/${list}/)`);
  const files = sets.map(
    ({ kind, rowCount }) => `- [${told.kinds[kind] ?? kind}](/r/${hub.version}/${recordsPath(kind)}): CSV, ${rowCount} rows`,
  );
  const calendars = activities.length === 0 ? [] : [`- [${told.calendarOfAll}](/${calendarPath()}): iCalendar`];
  return `## ${told.files}\n\n${[...pages, ...files, ...calendars].join("\n")}\n\n`;
}

/** What the site is, for programs that read for people. */
function forReaders({ hub, words }: Edition): string {
  const { surveys } = hub;
  return `# ${hub.hub.title}

> ${hub.hub.description}
${hub.hub.fictional ? `\n${words.fictional} ${words.fictionalMore}\n` : ""}
${words.publishedBy(hub.hub.publisher)}. ${words.releaseTitle(hub.version)}. ${words.licence}: ${hub.hub.licence.name}.
Every figure has a status. A figure that is not shown must not be read as zero. Cite the release.

## ${words.data}

${hub.tables.map(({ code, title, rowCount }) => `- [${title}](/r/${hub.version}/data/${slug(code)}.csv): CSV, ${rowCount} rows`).join("\n")}

${records(hub, words)}${surveys.length === 0 ? "" : `## ${words.trust.nav}\n\n${surveys.map((survey) => `- [${survey.title}](/${surveyPath(hub, survey)}): ${survey.description}`).join("\n")}\n\n`}## ${words.methods}

- [${words.methods}](/methods/): ${words.methodsLede}
- [${words.certificateTitle}](/certificate/): ${words.certificate.lede}
- [${words.releases}](/releases/): ${words.releasesLede}
`;
}

/**
 * The files of the live edition that programs look for. Those that need the site's own address are left out where it is not known.
 * @param files Those of the figures of its release. @param written Every file of the site so far, by its path.
 */
export function* machineFiles(edition: Edition, files: readonly DataFile[], written: readonly string[]): Generator<SiteFile> {
  const { hub, words } = edition;
  const base = hub.hub.url?.replace(/\/+$/, "");
  yield { path: "robots.txt", text: `User-agent: *\nAllow: /\n${base === undefined ? "" : `Sitemap: ${base}/sitemap.xml\n`}` };
  yield { path: "llms.txt", text: forReaders(edition) };
  yield { path: fileAt(siteDoors.feed), text: feed(edition, base) };
  const releases = edition.releases.map(({ version, publishedAt, sha256 }) => ({ version, publishedAt: instant(publishedAt), sha256 }));
  yield { path: fileAt(siteDoors.releases), text: jsonText(releases) };
  yield { path: fileAt(siteDoors.package), text: jsonText(packageOfRelease(hub, words, files)) };
  yield { path: fileAt(siteDoors.openApi), text: jsonText(siteOpenApi(edition, written)) };
  if (base === undefined) return;
  yield { path: "sitemap.xml", text: sitemap(edition, base) };
  yield { path: fileAt(siteDoors.catalogue), text: jsonText(catalogue(edition, base, files)) };
}
