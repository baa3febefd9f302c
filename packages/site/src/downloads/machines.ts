import { type Edition, href, slug } from "../edition.ts";
import { surveyPages, surveyPath } from "../figures/survey-pages.ts";
import { themesOf } from "../figures/theme-figures.ts";
import { recordLists, recordPaths } from "../records/record-pages.ts";
import { calendarPath } from "./calendar.ts";
import type { SiteFile } from "./files.ts";
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
    const corrections = release.corrections.map(({ affectedVersion, kind }) =>
      kind === "withdrawal" ? words.permanence.withdrawnTitle(affectedVersion) : words.correctionOf(affectedVersion),
    );
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

/** The catalogue as DCAT-US 1.1, which open data portals harvest from `/data.json`. */
function dataJson({ hub }: Edition, base: string): object {
  return {
    "@context": "https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld",
    conformsTo: "https://project-open-data.cio.gov/v1.1/schema",
    dataset: hub.tables.map((table) => {
      const dataset = hub.datasets.find(({ code }) => code === table.dataset);
      return {
        "@type": "dcat:Dataset",
        identifier: `${hub.hub.code}/${table.code}`,
        title: table.title,
        description: `${dataset?.description ?? ""} ${table.policy.explanation}`.trim(),
        keyword: [...new Set([dataset?.theme ?? "", table.dataset, "policing"])].filter((word) => word !== ""),
        theme: [dataset?.theme],
        modified: hub.publishedAt.slice(0, 10),
        temporal: `${dataset?.coverageFrom}/${dataset?.coverageTo}`,
        publisher: { "@type": "org:Organization", name: hub.hub.publisher },
        ...(hub.hub.contact == null
          ? {}
          : { contactPoint: { "@type": "vcard:Contact", fn: hub.hub.publisher, hasEmail: `mailto:${hub.hub.contact}` } }),
        accessLevel: "public",
        license: hub.hub.licence.url,
        landingPage: `${base}/data/${slug(table.code)}/`,
        distribution: [
          {
            "@type": "dcat:Distribution",
            title: "CSV",
            mediaType: "text/csv",
            downloadURL: `${base}/r/${hub.version}/data/${slug(table.code)}.csv`,
          },
        ],
      };
    }),
  };
}

/** The published tables as a Data Package of release files, with their columns. */
function datapackage({ hub }: Edition): object {
  const figures = ["value", "numerator", "denominator", "n", "n_effective", "lower", "upper"];
  return {
    $schema: "https://datapackage.org/profiles/2.0/datapackage.json",
    name: hub.hub.code,
    title: hub.hub.title,
    description: hub.hub.description,
    version: hub.version,
    created: new Date(hub.publishedAt).toISOString(),
    licenses: [{ name: hub.hub.licence.name, path: hub.hub.licence.url }],
    resources: hub.tables.map((table) => ({
      name: table.code,
      title: table.title,
      path: `data/${slug(table.code)}.csv`,
      format: "csv",
      mediatype: "text/csv",
      encoding: "utf-8",
      schema: {
        missingValues: [""],
        fields: [
          { name: "measure", type: "string" },
          ...table.dimensions.flatMap(({ code, title }) => [
            { name: code, type: "string", title },
            { name: `${code}_label`, type: "string" },
          ]),
          ...[
            "value",
            "status",
            "obs_status",
            "flags",
            "unit",
            "numerator",
            "denominator",
            "n",
            "n_effective",
            "lower",
            "upper",
            "release",
          ].map((name) => ({
            name,
            type: figures.includes(name) ? "number" : "string",
          })),
        ],
      },
    })),
  };
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

/** The files of the live edition that programs look for. Those that need the site's own address are left out where it is not known. */
export function* machineFiles(edition: Edition): Generator<SiteFile> {
  const base = edition.hub.hub.url?.replace(/\/+$/, "");
  yield { path: "robots.txt", text: `User-agent: *\nAllow: /\n${base === undefined ? "" : `Sitemap: ${base}/sitemap.xml\n`}` };
  yield { path: "llms.txt", text: forReaders(edition) };
  yield { path: "releases.atom", text: feed(edition, base) };
  const releases = edition.releases
    .filter(({ version }) => !edition.withdrawn.has(version))
    .map(({ version, publishedAt, sha256 }) => ({ version, publishedAt: instant(publishedAt), sha256 }));
  yield { path: "releases.json", text: jsonText(releases) };
  yield { path: "datapackage.json", text: `${JSON.stringify(datapackage(edition), null, 2)}\n` };
  if (base === undefined) return;
  yield { path: "sitemap.xml", text: sitemap(edition, base) };
  yield { path: "data.json", text: `${JSON.stringify(dataJson(edition, base), null, 2)}\n` };
}
