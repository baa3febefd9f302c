import { everySight, noBarriers, someSights } from "./barriers.ts";
import { openBrowser } from "./browser.ts";
import { clearColours } from "./contrast.ts";
import { digits, type Finding } from "./finding.ts";
import { shortHeadlines } from "./headlines.ts";
import { fastPages, measureWithLighthouse, rounds } from "./lighthouse.ts";
import { wholeLinks } from "./links.ts";
import { validMarkup } from "./markup.ts";
import { nothingHidden } from "./not-shown.ts";
import { fromTests } from "./own-tests.ts";
import { printedPages, printsWhole } from "./printing.ts";
import { sameInFiles, sameInPictures, sameInTables } from "./same-figures.ts";
import { readSchemaCells } from "./schema-cells.ts";
import { isFrozen, pagesOf, type SiteFolder } from "./site-folder.ts";
import { languagesOf, type Template, templatesOf } from "./templates.ts";
import { cleanVisits } from "./visit.ts";
import { lightPages } from "./weight.ts";
import { seenWithoutScripts } from "./without-scripts.ts";
import { wholeCatalogues } from "./word-keys.ts";

/** Parts of an audit, from the lightest to the heaviest: each can be made by itself. */
export const parts = ["files", "visits", "without-scripts", "paper", "barriers", "lighthouse", "tests"] as const;
export type Part = (typeof parts)[number];
/** Those of them that look at pages in a browser. */
export const browserParts = ["visits", "without-scripts", "paper", "barriers"] as const satisfies readonly Part[];

/** What the quick form looks at in part only, by the names of the checks. All others are the same in both forms, or stricter. */
export const shortened: readonly string[] = [
  "markup",
  "same-in-pictures",
  "elsewhere",
  "cookies",
  "storage",
  "console",
  "weight-whole",
  "requests",
  "without-scripts",
  "print-edges",
  "print-sheets",
  "print-tagged",
  "axe",
  "axe-undecided",
  "reflow",
];

/** How a site is audited. */
export interface AuditOptions {
  readonly site: SiteFolder;
  /** Where the site is served, without a slash at the end. */
  readonly url: string;
  /** The public store that it was built from. */
  readonly database: string;
  /** Which parts are made. */
  readonly parts: readonly Part[];
  /** Whether less is enough: fewer pages in fewer looks, and no pages of charts and releases in what takes long. */
  readonly quick: boolean;
  /** How often Lighthouse measures each page. */
  readonly times: number;
  /** Told what is being measured. */
  readonly progress: (what: string) => void;
}

/** The pages that Lighthouse measures: the kinds that most people come to. */
const mainTemplates = [
  "index.astro",
  "places/[code].astro",
  "themes/[theme].astro",
  "reports/[district]/[quarter]/index.astro",
  "charts/[chart].astro",
  "data/[table].astro",
];

/** Whether every kind of page stands in every language, and every page is of a known kind. */
function everyTemplate(templates: readonly Template[], unknown: readonly string[], languages: readonly string[]): Finding {
  const kinds = [...Map.groupBy(templates, ({ name }) => name)];
  // The page of what is missing has a source of its own for the hub's language, and one for the others.
  const faults = kinds.flatMap(([name, own]) =>
    languages
      .filter((language) => !own.some((one) => one.language === language) && name !== "404.astro")
      .map((language) => `${name} has no page in ${language}`),
  );
  return {
    id: "templates",
    subject: "Languages",
    target: "every kind of page in every language, and no page of an unknown kind",
    measured: `${digits(kinds.length)} kinds in ${languages.join(", ")}; ${digits(unknown.length)} pages of none`,
    looked: templates.length,
    faults: [...faults, ...unknown.map((page) => `${page} is of no known kind`)],
  };
}

const releasesOf = (site: SiteFolder): readonly string[] => [
  ...new Set(pagesOf(site).flatMap((page) => /^r\/(\d+\.\d+\.\d+)\//.exec(page)?.[1] ?? [])),
];

/** One page of each kind, in one language after the other. */
const inTurn = (templates: readonly Template[]): readonly string[] =>
  [...Map.groupBy(templates, ({ name }) => name).values()].flatMap((own, at) => own[at % own.length]?.page ?? []);

/** Checks that need no browser. */
async function* ofFiles({ site, database, quick, progress }: AuditOptions): AsyncGenerator<Finding> {
  const pages = pagesOf(site);
  yield wholeCatalogues();
  yield* clearColours();
  progress("Links");
  yield wholeLinks(site);
  progress("HTML of every page");
  yield await validMarkup(
    site,
    quick ? pages.filter((page) => !isFrozen(page) && !/(^|\/)(charts|embed)\/[^/]+\/index/.test(page)) : pages,
  );
  progress("Weights");
  yield* await lightPages(site, quick ? 5 : 11);
  progress("Headlines");
  yield shortHeadlines(site);
  progress("Figures that are not shown");
  yield nothingHidden(site);
  progress("The same figures everywhere");
  yield sameInFiles(site, await readSchemaCells(database, releasesOf(site)));
  yield sameInTables(site);
  yield sameInPictures(site, quick ? pages.filter((page) => !isFrozen(page)) : pages);
}

/** Checks in a browser. */
async function* ofBrowser(
  { site, url, quick, parts: made, progress }: AuditOptions,
  templates: readonly Template[],
): AsyncGenerator<Finding> {
  const [own] = languagesOf(site);
  const ownTemplates = templates.filter(({ language }) => language === own).map(({ page }) => page);
  const frozen = ["index.html", "places/", "embed/places/"].flatMap((start) => {
    const page = pagesOf(site).find((one) => isFrozen(one) && one.replace(/^r\/[^/]+\//, "").startsWith(start));
    return page === undefined ? [] : [page];
  });
  const browser = await openBrowser();
  try {
    if (made.includes("visits")) {
      progress("What pages fetch and leave behind");
      const visited = [...ownTemplates, ...frozen];
      yield* await cleanVisits(browser, url, quick ? visited.filter((_, at) => at % 3 === 0) : visited);
    }
    if (made.includes("without-scripts")) {
      progress("JavaScript off");
      const withCharts = pagesOf(site).filter(
        (page) => !isFrozen(page) && site.read(page).includes('class="figure"') && (!quick || ownTemplates.includes(page)),
      );
      yield await seenWithoutScripts(browser, url, withCharts);
    }
    if (made.includes("paper")) {
      progress("Paper");
      const printed = printedPages(site);
      yield* await printsWhole(browser, url, quick ? printed.filter((page) => ownTemplates.includes(page)) : printed);
    }
    if (made.includes("barriers")) {
      progress("Barriers");
      const every = [...templates.map(({ page }) => page), ...frozen];
      yield* await noBarriers(browser, url, quick ? someSights([...inTurn(templates), ...frozen]) : everySight(every));
    }
  } finally {
    await browser.close();
  }
}

/** What Lighthouse says of the main pages. */
async function ofLighthouse({ site, url, times }: AuditOptions, templates: readonly Template[]): Promise<readonly Finding[]> {
  const [own] = languagesOf(site);
  const main = templates.filter(({ name, language }) => language === own && mainTemplates.includes(name)).map(({ page }) => page);
  return fastPages(await measureWithLighthouse(rounds(url, main, times)));
}

/** Audits a built site against the targets of the site. Each check is told as soon as it is made. */
export async function* auditSite(options: AuditOptions): AsyncGenerator<Finding> {
  const languages = languagesOf(options.site);
  const { templates, unknown } = templatesOf(options.site, languages);
  const isMade = (part: Part) => options.parts.includes(part);
  if (isMade("files")) {
    yield everyTemplate(templates, unknown, languages);
    yield* ofFiles(options);
  }
  if (browserParts.some(isMade)) yield* ofBrowser(options, templates);
  if (isMade("lighthouse")) {
    options.progress("Lighthouse");
    yield* await ofLighthouse(options, templates);
  }
  if (isMade("tests")) {
    options.progress("Leaks and determinism: the tests of the project");
    yield fromTests(
      "leaks",
      "Protection",
      "0 hidden figures in the bytes of a site whose hidden figures are known",
      "test/leak-scan.test.ts",
    );
    yield fromTests(
      "determinism",
      "Builds",
      "two clean builds byte-identical, a later build equal to a clean one",
      "packages/site/test/permanence.test.ts",
    );
  }
}
