import { dataFormats } from "./data-formats.ts";

// Every address of a site at which a file stands: what writes the files takes their paths from here, and so does what describes them.

/** An address of files. What stands in braces is filled in. */
export interface FileDoor {
  /** From the root of the site. */
  readonly path: string;
  readonly mediaType: string;
  /** What the file is, in a sentence. */
  readonly summary: string;
}

const csv = dataFormats.CSV.mediaType;
const json = "application/json";
const calendar = "text/calendar";

/** Files of an edition: of the latest release at the root of the site, and of every release under its own address. */
export const editionDoors = {
  table: { path: "data/{table}.csv", mediaType: csv, summary: "A published table, whole." },
  tableColumns: { path: "data/{table}.csv-metadata.json", mediaType: json, summary: "What the columns of a table mean (CSVW)." },
  tableChart: { path: "data/{table}/{chart}.csv", mediaType: csv, summary: "The figures of a chart on the page of a table." },
  placeChart: { path: "places/{area}/{chart}.csv", mediaType: csv, summary: "The figures of a chart on the page of an area." },
  themeChart: { path: "themes/{theme}/{chart}.csv", mediaType: csv, summary: "The figures of a chart on the page of a theme." },
  reportChart: {
    path: "reports/{area}/{quarter}/{chart}.csv",
    mediaType: csv,
    summary: "The figures of a chart in the report of a district.",
  },
  surveyChart: { path: "trust/{chart}.csv", mediaType: csv, summary: "The figures of a chart on the page of a survey." },
  surveyPageChart: {
    path: "trust/{page}/{chart}.csv",
    mediaType: csv,
    summary: "The figures of a chart on a further page of a survey, such as that of an area.",
  },
  surveyQuestionChart: {
    path: "trust/questions/{question}/{chart}.csv",
    mediaType: csv,
    summary: "The figures of a chart on the page of a question.",
  },
  chart: { path: "charts/{chart}.csv", mediaType: csv, summary: "The figures of a chart, wherever it stands." },
  chartRows: { path: "charts/{chart}.json", mediaType: json, summary: "The figures of a chart with its title, licence and citation." },
  chartAbout: {
    path: "charts/{chart}.metadata.json",
    mediaType: json,
    summary: "What the figures of a chart are: title, measure, period, areas, licence, citation, hash.",
  },
  chartText: { path: "charts/{chart}.md", mediaType: "text/markdown", summary: "A chart as text: title, table, source." },
  chartPicture: { path: "charts/{chart}.svg", mediaType: "image/svg+xml", summary: "The picture of a chart, with its source." },
  chartImage: {
    path: "charts/{chart}.png",
    mediaType: "image/png",
    summary: "The picture of a chart on the page of a theme, in pixels. Of a release only.",
  },
  chartEmbed: {
    path: "charts/{chart}.oembed.json",
    mediaType: json,
    summary: "How to put a chart on another page (oEmbed). Only where the hub knows its own address.",
  },
  card: {
    path: "cards/{card}.png",
    mediaType: "image/png",
    summary: "What is shown of a page where it is shared. Of a release only, and only where the hub knows its own address.",
  },
  records: { path: "data/records/{kind}.csv", mediaType: csv, summary: "The public records of a kind, for people." },
  recordsColumns: {
    path: "data/records/{kind}.csv-metadata.json",
    mediaType: json,
    summary: "What the columns of the records of a kind mean (CSVW).",
  },
  transparency: { path: "transparency/criteria.csv", mediaType: csv, summary: "How open the release is: a row for each criterion." },
  calendar: {
    path: "calendar/{area}.ics",
    mediaType: calendar,
    summary: "Planned activities of an area, or of `all` of them (iCalendar).",
  },
  outlines: {
    path: "places/outlines.json",
    mediaType: json,
    summary: "The boundaries of all areas, rounded: for finding in which of them a point is.",
  },
} as const satisfies Readonly<Record<string, FileDoor>>;

/** Files of a release, under its own address, where they never change. */
export const releaseDoors = {
  manifest: {
    path: "r/{version}/manifest.json",
    mediaType: json,
    summary: "The SHA-256 of every page and file of the release.",
  },
  certificate: {
    path: "r/{version}/certificate.json",
    mediaType: json,
    summary: "How people are protected in the release, and how it was attacked before it was published; signed.",
  },
  release: { path: "r/{version}/release.json", mediaType: json, summary: "The release's own manifest, whose hash is signed." },
  structure: {
    path: "r/{version}/structure.json",
    mediaType: json,
    summary: "What rolls up into what, what the records cover, and which file holds which table.",
  },
  transparency: {
    path: "r/{version}/transparency.json",
    mediaType: json,
    summary: "How open the release is by criteria of others: a self-assessment of the software, from its catalogue.",
  },
  withdrawn: {
    path: "r/{version}/withdrawn.json",
    mediaType: json,
    summary: "That the release was withdrawn, why, and what stands in its place. Of its other files only the manifest is left.",
  },
  publishedRecords: {
    path: "r/{version}/records/{kind}.ndjson",
    mediaType: "application/x-ndjson",
    summary: "The public records of a kind as they were published, every language at once.",
  },
  package: {
    path: "r/{version}/datapackage.json",
    mediaType: json,
    summary: "The tables of the release as a Frictionless Data Package, with columns, sizes and hashes.",
  },
  parquet: {
    path: `r/{version}/data/{table}.${dataFormats.PARQUET.ending}`,
    mediaType: dataFormats.PARQUET.mediaType,
    summary: "A published table as Parquet.",
  },
  jsonStat: {
    path: `r/{version}/data/{table}.${dataFormats.JSON_STAT.ending}`,
    mediaType: dataFormats.JSON_STAT.mediaType,
    summary: "A published table as JSON-stat 2: a collection with a cube for each published combination.",
  },
  ndjson: {
    path: `r/{version}/data/{table}.${dataFormats.NDJSON.ending}`,
    mediaType: dataFormats.NDJSON.mediaType,
    summary: "A published table as one JSON object a line, compressed.",
  },
  zip: {
    path: `r/{version}/data/{dataset}.${dataFormats.ZIP.ending}`,
    mediaType: dataFormats.ZIP.mediaType,
    summary: "A dataset: its tables as CSV, what they mean, the licence, how to cite it.",
  },
} as const satisfies Readonly<Record<string, FileDoor>>;

/** Files that a site has once. */
export const siteDoors = {
  releases: { path: "releases.json", mediaType: json, summary: "Every release that the site holds, newest first." },
  feed: { path: "releases.atom", mediaType: "application/atom+xml", summary: "Releases and corrections as a feed." },
  changes: {
    path: "releases/{version}/changes.json",
    mediaType: json,
    summary: "What a release changed of the one before it: counts by dataset, tables, the largest changes, corrections.",
  },
  corrections: { path: "corrections.json", mediaType: json, summary: "Every correction of every release, newest first." },
  package: { path: "datapackage.json", mediaType: json, summary: "The tables of the latest release as a Frictionless Data Package." },
  catalogue: {
    path: "data.json",
    mediaType: json,
    summary: "The catalogue (DCAT-US 1.1): every dataset and table with its files. Only where the hub knows its own address.",
  },
  schema: { path: "api/schema.graphql", mediaType: "text/plain", summary: "The contract of the GraphQL API." },
  answer: { path: "api/answers/{example}.json", mediaType: json, summary: "What the API answers to an example of the guide." },
  openApi: { path: "openapi.json", mediaType: json, summary: "This description." },
} as const satisfies Readonly<Record<string, FileDoor>>;

/** A code as the name of a file: without what an address or a disk would take for its own. */
export const fileName = (code: string): string => code.replace(/[\s/\\?#%]+/g, "-").replace(/^\.+/, "-");

/**
 * The path of a file, from the root of the site, not yet written as an address.
 * @param values What stands in the place of the braces; codes are made names of files.
 * @throws {Error} If one is missing: a bug.
 */
export const fileAt = ({ path }: Pick<FileDoor, "path">, values: Readonly<Record<string, string>> = {}): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The address ${path} needs a ${name}.`);
    return fileName(value);
  });

const patterns = new Map<string, RegExp>();

/** What the paths of the files behind a door look like. */
function patternOf(path: string): RegExp {
  const found = patterns.get(path);
  if (found !== undefined) return found;
  const literal = path.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(`^${literal.join("[^/]+")}$`);
  patterns.set(path, pattern);
  return pattern;
}

/** Whether a file, by its path from the root of the site, is one of those behind a door. */
export const isBehind = ({ path }: Pick<FileDoor, "path">, file: string): boolean => patternOf(path).test(file);

/** A path as it stands in an address: `data/a,b.csv` becomes `data/a%2Cb.csv`. */
export const encodedPath = (path: string): string => path.split("/").map(encodeURIComponent).join("/");
