import { fileAt, isDraft, siteDoors } from "@openbeat/schema/domain";
import { type Edition, href, siteAddress, slug } from "../edition.ts";
import { surveyPages, surveyPath } from "../figures/survey-pages.ts";
import { themesOf } from "../figures/theme-figures.ts";
import { markupText } from "../markup-text.ts";
import { measurePath } from "../methods/measure-path.ts";
import { placePath, placeThemePath, themesApart } from "../place/themes.ts";
import { publicationDay } from "../records/publication-day.ts";
import { recordLists, recordPaths } from "../records/record-pages.ts";
import { correctionsOf } from "../releases/corrections.ts";
import { changesPath, releasePath } from "../releases/release-pages.ts";
import { handoutPath } from "../report/handout.ts";
import { reportPaths } from "../report/report.ts";
import { calendarPath } from "./calendar.ts";
import { catalogue } from "./catalogue.ts";
import type { DataFile } from "./data-files.ts";
import { chartPath } from "./embed-code.ts";
import { chartsOnce, type SiteFile } from "./files.ts";
import { siteOpenApi } from "./open-api.ts";
import { packageOfRelease, saidOfAll } from "./package.ts";
import { recordsPath } from "./record-files.ts";
import { instant, jsonText } from "./release-files.ts";

// What programs read: a map of the site, a feed of its releases, catalogues of its data. Of the live edition in the hub's own language.

/** The addresses of the pages of a live edition, within it. */
export const pagesOf = (edition: Edition): readonly string[] => [
  "",
  "places/",
  ...[...edition.hub.areas.values()].flatMap((area) => [
    placePath(area),
    ...themesApart(edition, area).map(({ theme }) => placeThemePath(area, theme)),
    handoutPath(area.code),
  ]),
  "themes/",
  ...themesOf(edition).map((theme) => `themes/${slug(theme)}/`),
  ...surveyPages(edition).map(({ path }) => path),
  ...recordPaths(edition.hub),
  ...reportPaths(edition.hub),
  "charts/",
  ...chartsOnce(edition).all.map(chartPath),
  "data/",
  ...edition.hub.tables.map(({ code }) => `data/${slug(code)}/`),
  "api/",
  "methods/",
  ...edition.hub.measures.map(({ code }) => measurePath(code)),
  "certificate/",
  "transparency/",
  "releases/",
  ...edition.releases.map(({ version }) => releasePath(version)),
  "corrections/",
  "about/",
  "accessibility/",
  "privacy/",
  "languages/",
  "search/",
];

const sitemap = (edition: Edition, base: string): string => {
  const entry = (path: string) => {
    const alternates = edition.siblings
      .map((sibling) => `<xhtml:link rel="alternate" hreflang="${sibling.language}" href="${markupText(base + href(sibling, path))}"/>`)
      .join("");
    return edition.siblings
      .map(
        (sibling) =>
          `<url><loc>${markupText(base + href(sibling, path))}</loc><lastmod>${publicationDay(edition.hub)}</lastmod>${alternates}</url>`,
      )
      .join("\n");
  };
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${pagesOf(edition).map(entry).join("\n")}
</urlset>
`;
};

/** Releases and corrections as Atom (RFC 4287), newest first. Links are relative to the site where the hub does not know its address. */
async function feed(edition: Edition, base: string | undefined): Promise<string> {
  const { hub, releases, words, language } = edition;
  const entry = (id: string, title: string, publishedAt: string, path: string, summary: string) => `<entry>
<id>${markupText(id)}</id>
<title>${markupText(title)}</title>
<updated>${new Date(publishedAt).toISOString()}</updated>
<link href="${markupText(`${base ?? ""}${path}`)}"/>
<summary>${markupText(summary)}</summary>
</entry>`;
  const corrections = await correctionsOf(edition);
  const entries = releases.flatMap(({ version, sha256, publishedAt, supersedes }) => [
    ...corrections
      .filter((told) => told.entry.release.version === version)
      .map(({ id, correction: { affectedVersion, kind, what, why, impact } }) =>
        entry(
          `urn:sha256:${sha256}#${id}`,
          kind === "withdrawal"
            ? words.permanence.withdrawnTitle(affectedVersion)
            : `${words.correctionOf(affectedVersion)} (${words.reference.corrections.kinds[kind] ?? kind})`,
          publishedAt,
          href(edition, `corrections/#${id}`),
          `${what} ${words.why}: ${why} ${words.impact}: ${impact}`,
        ),
      ),
    entry(
      `urn:sha256:${sha256}#${version}`,
      words.releaseTitle(version),
      publishedAt,
      href(edition, releasePath(version)),
      [hub.hub.title, ...(supersedes == null ? [] : [words.supersedes(supersedes.version)])].join(". "),
    ),
  ]);
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}">
<id>urn:openbeat:${markupText(hub.hub.code)}:releases${edition.root === "" ? "" : `:${edition.root}`}</id>
<title>${markupText(`${hub.hub.title}: ${words.releases}`)}</title>
<updated>${new Date(hub.publishedAt).toISOString()}</updated>
<author><name>${markupText(hub.hub.publisher)}</name></author>
<link rel="self" href="${markupText(`${base ?? ""}${href(edition, fileAt(siteDoors.feed))}`)}"/>
<link href="${markupText(`${base ?? ""}${href(edition, "releases/")}`)}"/>
${entries.join("\n")}
</feed>
`;
}

/** Every correction, with the release that it came with and what that one changed. */
const correctionList = async (edition: Edition): Promise<object> =>
  (await correctionsOf(edition)).map(({ id, entry: { release, told }, correction }) => {
    const changes = edition.withdrawn.has(release.version) ? null : told.changes;
    return {
      page: `corrections/#${id}`,
      release: release.version,
      publishedAt: instant(release.publishedAt),
      ...correction,
      changes: changesPath(release.version),
      areas: changes?.areas ?? [],
      measures: changes?.measures ?? [],
    };
  });

/** What there is of public records, for programs that read for people. */
function records(hub: Edition["hub"], words: Edition["words"]): string {
  const { recordPages: told } = words;
  const { sets, activities } = hub.records;
  if (sets.length === 0) return "";
  const pages = recordLists(hub).map((list) => `- [${told[list]}](/${list}/)`);
  const files = sets.map(
    ({ kind, rowCount }) => `- [${told.kinds[kind] ?? kind}](/r/${hub.version}/${recordsPath(kind)}): ${words.csvOfRows(rowCount)}`,
  );
  const calendars = activities.length === 0 ? [] : [`- [${told.calendarOfAll}](/${calendarPath()}): iCalendar`];
  return `## ${told.files}\n\n${[...pages, ...files, ...calendars].join("\n")}\n\n`;
}

/** What the site is, for programs that read for people. */
function forReaders({ hub, words }: Edition): string {
  const { surveys } = hub;
  return `# ${hub.hub.title}

> ${hub.hub.description}
${saidOfAll(hub, words)
  .map((said) => `\n${said}\n`)
  .join("")}
${words.publishedBy(hub.hub.publisher)}. ${words.releaseTitle(hub.version)}. ${words.licence}: ${hub.hub.licence.name}.
${words.forPrograms}

## ${words.data}

${hub.tables.map(({ code, title, rowCount }) => `- [${title}](/r/${hub.version}/data/${slug(code)}.csv): ${words.csvOfRows(rowCount)}`).join("\n")}

${records(hub, words)}${surveys.length === 0 ? "" : `## ${words.trust.nav}\n\n${surveys.map((survey) => `- [${survey.title}](/${surveyPath(hub, survey)}): ${survey.description}`).join("\n")}\n\n`}## ${words.methods}

- [${words.methods}](/methods/): ${words.methodsLede}
- [${words.certificateTitle}](/certificate/): ${words.certificate.lede}
- [${words.transparency.title}](/transparency/): ${words.transparency.self}
- [${words.releases}](/releases/): ${words.releasesLede}
- [${words.corrections}](/corrections/): ${words.reference.corrections.lede}
- [${words.reference.api.title}](/api/): ${words.reference.api.lede}
`;
}

/**
 * The files that programs look for: feeds of the live editions, and the rest of the first of them. Those that need the site's own address
 * are left out where it is not known.
 * @param files Those of the figures of its release. @param written Every file of the site so far, by its path.
 */
export async function machineFiles(
  live: readonly Edition[],
  files: readonly DataFile[],
  written: readonly string[],
): Promise<readonly SiteFile[]> {
  const [edition] = live;
  if (edition === undefined) return [];
  const { hub, words } = edition;
  const base = siteAddress(hub.hub);
  const releases = edition.releases
    .filter(({ version }) => !edition.withdrawn.has(version) && !isDraft(version))
    .map(({ version, publishedAt, sha256 }) => ({ version, publishedAt: instant(publishedAt), sha256 }));
  const found: SiteFile[] = [
    {
      path: "robots.txt",
      text: edition.isDraft
        ? "User-agent: *\nDisallow: /\n"
        : `User-agent: *\nAllow: /\n${base === undefined ? "" : `Sitemap: ${base}/sitemap.xml\n`}`,
    },
    { path: "llms.txt", text: forReaders(edition) },
    { path: fileAt(siteDoors.releases), text: jsonText(releases) },
    { path: fileAt(siteDoors.corrections), text: jsonText(await correctionList(edition)) },
    { path: fileAt(siteDoors.package), text: jsonText(packageOfRelease(hub, words, files)) },
    { path: fileAt(siteDoors.openApi), text: jsonText(siteOpenApi(edition, written)) },
  ];
  // A feed is subscribed to: none tells of a draft.
  for (const one of edition.isDraft ? [] : live)
    found.push({ path: href(one, fileAt(siteDoors.feed)).slice(1), text: await feed(one, base) });
  if (base !== undefined)
    found.push(
      { path: "sitemap.xml", text: sitemap(edition, base) },
      { path: fileAt(siteDoors.catalogue), text: jsonText(catalogue(edition, base, files)) },
    );
  return found;
}
