import { posix } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzipSync } from "node:zlib";
import { chartsOnPage } from "./charts-on-page.ts";
import { digits, type Finding, kilobytes, percentile } from "./finding.ts";
import { attributes, isEmbed, isFrozen, pagesOf, type SiteFolder } from "./site-folder.ts";

/** What pages may weigh, in bytes as they are sent: KB are 1,000 bytes. */
export const budgets = {
  page: 25_000,
  place: 35_000,
  styles: 12_000,
  scripts: 3_000,
  scriptsWithCharts: 60_000,
  embed: 15_000,
  pictures: 3_000,
} as const;

/** How hard brotli tries: 11 is what is kept for a web server, 5 what ours does while it sends. */
export type Effort = 5 | 11;

const compress = promisify(brotliCompress);

/** Weighs files of a site, each once. */
function scales(site: SiteFolder, effort: Effort) {
  const known = new Map<string, Promise<number>>();
  return (file: string): Promise<number> => {
    const weighed =
      known.get(file) ?? compress(site.bytes(file), { params: { [constants.BROTLI_PARAM_QUALITY]: effort } }).then(({ length }) => length);
    known.set(file, weighed);
    return weighed;
  };
}

const sheetsOf = (html: string): readonly string[] =>
  [...html.matchAll(/<link\b[^>]*rel="stylesheet"[^>]*>/g)].flatMap(([tag]) => attributes(tag, "href")).map((link) => link.slice(1));

/** The scripts that a page loads. */
interface Scripts {
  /** Those it needs at once. */
  readonly now: ReadonlySet<string>;
  /** Those it may fetch for a chart later. */
  readonly later: ReadonlySet<string>;
  /** Those that are named and not in the site: what they weigh is not known. */
  readonly missing: ReadonlySet<string>;
}

/** Tells the scripts that the pages of a site load. */
function scripts(site: SiteFolder): (html: string) => Scripts {
  const files = new Set(site.files);
  const pathFrom = (script: string, named: string) => (named.startsWith("/") ? named.slice(1) : posix.join(posix.dirname(script), named));
  return (html) => {
    const missing = new Set<string>();
    const reach = (from: Iterable<string>, pattern: RegExp) => {
      const found = new Set<string>();
      const next = [...from];
      for (let script = next.pop(); script !== undefined; script = next.pop()) {
        if (found.has(script)) continue;
        if (!files.has(script)) {
          missing.add(script);
          continue;
        }
        found.add(script);
        for (const [, named = ""] of site.read(script).matchAll(pattern)) next.push(pathFrom(script, named));
      }
      return found;
    };
    const begin = [...html.matchAll(/<script\b[^>]*\ssrc="([^"]+)"/g)].map(([, script = ""]) => script.replace(/^\//, ""));
    const now = reach(begin, /(?:from|import)\s*["'`]([./][^"'`]+\.js)["'`]/g);
    const every = reach(begin, /(?:from|import)\s*\(?\s*["'`]([./][^"'`]+\.js)["'`]/g);
    return { now, later: every.difference(now), missing };
  };
}

const sum = async (weigh: (file: string) => Promise<number>, files: Iterable<string>) =>
  (await Promise.all([...files].map(weigh))).reduce((all, one) => all + one, 0);

interface Weight {
  readonly page: string;
  readonly bytes: number;
}
const heaviest = (weights: readonly Weight[]) =>
  weights.reduce((most, one) => (one.bytes > most.bytes ? one : most), { page: "none", bytes: 0 });
const tooHeavy = (weights: readonly Weight[], limit: number) =>
  weights
    .filter(({ bytes }) => bytes > limit)
    .toSorted((a, b) => b.bytes - a.bytes)
    .map(({ page, bytes }) => `${page}: ${kilobytes(bytes)}`);

const finding = (id: string, target: string, limit: number, weights: readonly Weight[], more: readonly string[] = []): Finding => ({
  id,
  subject: "Weight",
  target: `${target} ≤ ${digits(limit / 1000)} KB`,
  measured: `at most ${kilobytes(heaviest(weights).bytes)} (${heaviest(weights).page})`,
  looked: weights.length,
  faults: [...tooHeavy(weights, limit), ...more],
});

/** Whether pages, styles, scripts, embedded charts and pictures are as light as promised. Frozen pages are copies and are left out, but for embedded ones. */
export async function lightPages(site: SiteFolder, effort: Effort): Promise<readonly Finding[]> {
  const weigh = scales(site, effort);
  const scriptsOf = scripts(site);
  const weigher = async (page: string): Promise<Weight> => ({ page, bytes: await weigh(page) });
  const live = pagesOf(site).filter((page) => !isFrozen(page) && !isEmbed(page));
  const pages: Weight[] = [];
  for (const page of live) pages.push(await weigher(page));
  const places = pages.filter(({ page }) => /^([a-z]{2}\/)?places\/[^/]+\/index\.html$/.test(page));
  const share = percentile(
    pages.map(({ bytes }) => bytes),
    0.95,
  );
  const styles: Weight[] = [];
  const now: Weight[] = [];
  const later: Weight[] = [];
  const missing: string[] = [];
  const pictures: Weight[] = [];
  for (const page of live) {
    const html = site.read(page);
    styles.push({ page, bytes: await sum(weigh, sheetsOf(html)) });
    const own = scriptsOf(html);
    missing.push(...[...own.missing].map((script) => `${page}: ${script} is not in the site`));
    now.push({ page, bytes: await sum(weigh, own.now) });
    if (html.includes("data-chart=")) later.push({ page, bytes: await sum(weigh, [...own.now, ...own.later]) });
    for (const chart of chartsOnPage(html))
      pictures.push({ page: `${page}#${chart.id}`, bytes: gzipSync(chart.pictures.join(""), { level: 9 }).length });
  }
  const embeds: Weight[] = [];
  for (const page of pagesOf(site).filter(isEmbed))
    embeds.push({ page, bytes: (await weigh(page)) + (await sum(weigh, sheetsOf(site.read(page)))) });
  const most = heaviest(pages);
  return [
    {
      id: "weight-pages",
      subject: "Weight",
      target: `HTML of a page, brotli, 95th percentile ≤ ${digits(budgets.page / 1000)} KB`,
      measured: `${kilobytes(share)}; at most ${kilobytes(most.bytes)} (${most.page})`,
      looked: pages.length,
      faults: share > budgets.page ? tooHeavy(pages, budgets.page) : [],
    },
    finding("weight-place", "HTML of the page of an area, brotli", budgets.place, places),
    finding("weight-styles", "styles of a page, brotli", budgets.styles, styles),
    finding("weight-scripts", "scripts before any chart is near, brotli", budgets.scripts, now, missing),
    finding("weight-charts", "scripts with charts, brotli", budgets.scriptsWithCharts, later),
    finding("weight-embed", "an embedded chart with its styles, brotli", budgets.embed, embeds),
    finding("weight-drawings", "the two drawings of a chart, gzip", budgets.pictures, pictures),
  ];
}
