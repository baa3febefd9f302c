import { createHash } from "node:crypto";
import { brotliCompressSync } from "node:zlib";
import { releaseList, releaseStructure } from "@openbeat/schema/domain";
import { execute } from "@openbeat/schema/graphql";
import { openReader } from "@openbeat/schema/store";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditSite, browserParts } from "../audit/audit.ts";
import { hasChromium, openBrowser } from "../audit/browser.ts";
import { parseCsv } from "../audit/csv.ts";
import { holds } from "../audit/finding.ts";
import { wholeLinks } from "../audit/links.ts";
import { sameInTables } from "../audit/same-figures.ts";
import { attributes, pagesOf } from "../audit/site-folder.ts";
import { type RunningSite, startSite } from "../src/serve.ts";
import { type BuiltSite, buildFixtureSites } from "./support/built-site.ts";
import { describeChartPages } from "./support/chart-pages.ts";
import { describeDataFiles } from "./support/data-files.ts";
import { describeHeadlines } from "./support/headlines.ts";
import { lengthenWords } from "./support/longer-words.ts";
import { namesIn } from "./support/names.ts";
import { describeOneValue } from "./support/one-value.ts";
import { textOf } from "./support/pages.ts";
import { describePlacePages, describeResidentsPath } from "./support/place-pages.ts";
import { describeRecordPages } from "./support/record-pages.ts";
import { describeReferencePages, describeSearch } from "./support/reference-pages.ts";
import { describeCouncilMember, describeReports, describeReportsInBrowser } from "./support/report-pages.ts";
import { describeSurveyPages } from "./support/survey-pages.ts";

let site: BuiltSite;
let surveySite: BuiltSite;
let firstSite: BuiltSite;
let server: RunningSite;
let names: readonly string[];
beforeAll(async () => {
  [site, surveySite, firstSite] = await buildFixtureSites();
  names = [...(await namesIn(site.database)), ...(await namesIn(surveySite.database))];
  server = await startSite({ folder: site.folder, port: 0 });
}, 300_000);
afterAll(async () => {
  await server?.close();
  site?.remove();
  surveySite?.remove();
  firstSite?.remove();
});

/** A chart alone has neither the head nor the foot of other pages. */
const isEmbed = (page: string): boolean => /(^|\/)embed\//.test(page);

describe("the built site", () => {
  it("has a page for everything that the release holds", () => {
    for (const page of [
      "index.html",
      "404.html",
      "places/index.html",
      "places/testhaven/index.html",
      "places/D2/index.html",
      "places/D3B/index.html",
      "places/W1/index.html",
      "themes/outcomes/index.html",
      "data/index.html",
      "data/incidents-by-district/index.html",
      "methods/index.html",
      "certificate/index.html",
      "es/certificate/index.html",
      "ar/certificate/index.html",
      "r/1.0.0/certificate/index.html",
      "releases/index.html",
      "about/index.html",
    ]) {
      expect(site.files).toContain(page);
    }
    expect(site.files).toContain("data/incidents-by-district.csv");
    expect(site.files).toContain("places/D2/out-01-over-time.csv");
  });

  it("has no broken link, no missing file and no missing anchor where its only release has a survey", () => {
    expect(wholeLinks(surveySite).faults).toEqual([]);
  });

  it("has a survey of the latest release at trust/, and leads there from its pages and its map", () => {
    const trust = surveySite.files.filter((file) => /^trust\/.*\.html$/.test(file) || file === "trust/index.html");
    expect(trust).toEqual(
      site.files.filter((file) => /^r\/0\.9\.0\/trust\/.*\.html$/.test(file)).map((file) => file.slice("r/0.9.0/".length)),
    );
    const map = surveySite.read("sitemap.xml");
    for (const page of trust) {
      expect(map, page).toContain(`/${page.slice(0, -"index.html".length)}</loc>`);
      expect(attributes(surveySite.read(page), "href"), page).toContain(`/r/0.9.0/${page.slice(0, -"index.html".length)}`);
    }
    for (const page of ["index.html", "places/D1/index.html"]) expect(attributes(surveySite.read(page), "href"), page).toContain("/trust/");
    expect(attributes(surveySite.read("places/D1/index.html"), "href")).toContain("/trust/D1/");
  });

  it("fetches nothing from elsewhere, and says so in its security policy", () => {
    for (const page of pagesOf(site)) {
      const html = site.read(page);
      expect(html).toContain("default-src 'none'");
      expect(html).not.toMatch(/unsafe-inline|(?<!wasm-)unsafe-eval/);
      expect(html, page).not.toMatch(/\sstyle="/);
      for (const source of attributes(html, "src")) expect(source).toMatch(/^\//);
      for (const [tag] of html.matchAll(/<link\b[^>]*>/g)) {
        if (!/rel="(canonical|alternate)"/.test(tag)) expect(tag).toMatch(/href="\//);
      }
    }
  });

  it("says on every page that the data are fictional, in the page's language", () => {
    for (const page of pagesOf(site)) {
      const html = site.read(page);
      if (isEmbed(page)) {
        expect(html).toMatch(/Fictional sample data|Datos de muestra ficticios|بيانات نموذجية خيالية/);
        continue;
      }
      expect(html).toMatch(page.includes("ar/") ? /<html lang="ar" dir="rtl"/ : /<html lang="(en|es)" dir="ltr"/);
      expect(html).toMatch(/class="fictional band"/);
      expect(html, page).toMatch(/planned for April 15, 2026\.|prevista para el 15 de abril de 2026\.|في ١٥ أبريل ٢٠٢٦|في 15 أبريل 2026/);
    }
  });

  it("prints no value that is none, and no rule by which a cell was hidden", () => {
    for (const page of pagesOf(site)) {
      // One code of the standard is called so.
      const whole = textOf(site.read(page).replaceAll("<code>undefined</code>", ""));
      // The guide to the API tells of null.
      const text = /^((es|ar)\/)?api\//.test(page) ? whole.replaceAll(/\bnull\b/g, "") : whole;
      expect(text, page).not.toMatch(/\b(NaN|undefined|null|Infinity)\b|\[object/);
      expect(text, page).not.toMatch(/\b(primary|secondary)\b|\b(below|under|fewer than|less than) 5\b/i);
    }
  });
});

describeHeadlines(
  () => [site, surveySite],
  () => names,
);
describeRecordPages(() => site);
describePlacePages(() => site);
describeReferencePages(() => site);
describeChartPages(() => site);
describeDataFiles(
  () => site,
  () => server.url,
);

describe("the reports of districts", () => describeReports(() => site));

describe("what programs read", () => {
  it("is a whole table in every file: as many rows as were published", () => {
    const { resources } = JSON.parse(site.read("datapackage.json")) as {
      resources: { path: string; schema: { fields: { name: string }[] } }[];
    };
    expect(resources).toHaveLength(5);
    for (const { path, schema } of resources) {
      const lines = site.read(path).split("\r\n");
      expect(lines[0]?.split(",")).toEqual(schema.fields.map(({ name }) => name));
      const told = /<dt>Rows<\/dt>\s*<dd>([\d,]+)<\/dd>/.exec(site.read(`${path.replace(/\.csv$/, "")}/index.html`))?.[1];
      expect(lines.length - 2, path).toBe(Number(told?.replace(",", "")));
    }
  });

  it("says what every column of a file means, beside the file", () => {
    for (const file of site.files.filter((name) => /^(es\/)?data\/[^/]+\.csv$/.test(name))) {
      const { url, tableSchema } = JSON.parse(site.read(`${file}-metadata.json`)) as {
        url: string;
        tableSchema: { columns: { name: string; "dc:description": string }[] };
      };
      expect(file.endsWith(`/${url}`)).toBe(true);
      expect(tableSchema.columns.map(({ name }) => name)).toEqual(site.read(file).split("\r\n")[0]?.split(","));
      for (const column of tableSchema.columns) expect(column["dc:description"], column.name).toMatch(/\w/);
    }
  });

  it("is a catalogue, a map of the site, a feed and a word to crawlers, whose addresses all exist", () => {
    const there = (url: string) => {
      const path = decodeURIComponent(new URL(url).pathname.slice(1));
      return site.files.includes(path === "" || path.endsWith("/") ? `${path}index.html` : path);
    };
    const catalogue = JSON.parse(site.read("data.json")) as { dataset: { landingPage: string; distribution: { downloadURL: string }[] }[] };
    for (const { landingPage, distribution } of catalogue.dataset) {
      expect(there(landingPage), landingPage).toBe(true);
      for (const { downloadURL } of distribution) expect(there(downloadURL), downloadURL).toBe(true);
    }
    const places = [...site.read("sitemap.xml").matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, url = ""]) => url);
    expect(places.length).toBeGreaterThan(50);
    for (const url of places) expect(there(url), url).toBe(true);
    const entries = [...site.read("releases.atom").matchAll(/<entry>[\s\S]*?<link href="([^"]+)"/g)].map(([, url = ""]) => url);
    // Three releases and a correction.
    expect(entries).toHaveLength(4);
    for (const url of entries) expect(there(url), url).toBe(true);
    expect(site.read("robots.txt")).toContain("Sitemap: https://testhaven.example/sitemap.xml");
  });

  it("says what changed since the release before", () => {
    expect(textOf(site.read("releases/index.html")).replace(/\s+/g, " ")).toMatch(/Testhaven, March 2025, All offences 177 186/);
  });
});

if (!hasChromium) console.warn("Skipped: the pages were not looked at in a browser, because there is no /usr/bin/chromium.");
describe.skipIf(!hasChromium)("the pages in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  /** Opens pages one after the other, and collects what the browser complains of and whom it asks. */
  async function visit(paths: readonly string[], options: BrowserContextOptions, look: (page: Page, path: string) => Promise<void>) {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(`${page.url()}: ${message.text()}`);
    });
    page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
    page.on("request", (request) => {
      if (!request.url().startsWith(server.url) && !request.url().startsWith("data:")) complaints.push(`asked ${request.url()}`);
    });
    for (const path of paths) {
      await page.goto(`${server.url}${path}`);
      await look(page, path);
    }
    expect(await context.cookies()).toEqual([]);
    await context.close();
    expect(complaints).toEqual([]);
  }
  describeSurveyPages({ site: () => site, visit });
  describeReportsInBrowser(visit);
  describeCouncilMember(
    () => browser,
    () => firstSite,
    () => site,
  );
  describeResidentsPath({ site: () => site, url: () => server.url, visit });
  describeSearch({ url: () => server.url, visit });

  it.each([
    ["files", ["files"], 18],
    ["in a browser", browserParts, 13],
  ] as const)(
    "meet every target of the audit in its quick form: %s",
    async (_, made, targets) => {
      const missed: string[] = [];
      const options = { site, url: server.url, database: site.database, parts: made, quick: true, times: 0, progress: () => {} };
      let looked = 0;
      for await (const finding of auditSite(options)) {
        looked += 1;
        if (!holds(finding)) missed.push(`${finding.id}: ${finding.measured}\n${finding.faults.join("\n")}`);
      }
      expect(missed).toEqual([]);
      expect(looked).toBe(targets);
    },
    600_000,
  );

  it("are found out where the chart of an assessment shows another count than its file", () => {
    const files = ["problems/harbour-speeding/index.html", "data/records/evaluations.csv"];
    const changed = (change: (csv: string) => string) => ({
      ...site,
      files,
      read: (file: string) => (file.endsWith(".csv") ? change(site.read(file)) : site.read(file)),
    });
    expect(sameInTables(changed((csv) => csv))).toMatchObject({ looked: 6, faults: [] });
    const [before = ""] = /(?<=,)\d{2,}(?=,)/.exec(site.read("data/records/evaluations.csv")) ?? [];
    expect(sameInTables(changed((csv) => csv.replace(`,${before},`, `,${before}1,`))).faults).toHaveLength(1);
  });

  it("need no more room alone than the code that embeds them gives, in a phone's column and in a wide one", async () => {
    const charts = ["", "es/", "ar/"].flatMap((root) =>
      site.files
        .flatMap((file) => new RegExp(`^${root}charts/(.*)\\.oembed\\.json$`).exec(file)?.[1] ?? [])
        .filter((_, at) => at % 10 === 0)
        .map((chart) => [root, chart] as const),
    );
    expect(charts.length).toBeGreaterThan(15);
    for (const width of [340, 1000])
      await visit(
        charts.map(([root, chart]) => `/${root}embed/${chart}/`),
        { viewport: { width, height: 200 } },
        async (page, path) => {
          const { height } = JSON.parse(site.read(`${path.slice(1, -1).replace("embed/", "charts/")}.oembed.json`)) as { height: number };
          expect(await page.evaluate(() => document.documentElement.scrollHeight), `${path} at ${width}`).toBeLessThanOrEqual(height);
        },
      );
  });

  it("show everything with JavaScript off: pictures, tables, places, files", async () => {
    await visit(["/places/D3/"], { javaScriptEnabled: false, viewport: { width: 390, height: 800 } }, async (page) => {
      for (const picture of await page.locator(".picture").all()) {
        expect(await picture.locator("svg:visible").count()).toBe(1);
        expect((await picture.boundingBox())?.height).toBeGreaterThan(80);
      }
      await page.locator("summary").first().click();
      expect(await page.locator("figure.figure table").first().isVisible()).toBe(true);
      expect(await page.locator("canvas").count()).toBe(0);
    });
    await visit(["/"], { javaScriptEnabled: false }, async (page) => {
      expect(await page.getByRole("link", { name: "Old Town D2" }).isVisible()).toBe(true);
      expect(await page.locator("[data-filter]").isVisible()).toBe(false);
    });
  });

  it("wake a chart when it comes near, without moving anything, and let keys read its values", async () => {
    await visit(["/places/D2/"], { viewport: { width: 1280, height: 900 } }, async (page) => {
      const figure = page.locator("#out-01-over-time");
      await figure.scrollIntoViewIfNeeded();
      const before = await figure.boundingBox();
      await figure.locator("canvas").waitFor();
      expect(await figure.boundingBox()).toEqual(before);
      expect(await figure.locator("canvas").getAttribute("aria-hidden")).toBe("true");
      const group = figure.getByRole("group").first();
      const described = (await group.getAttribute("aria-describedby"))?.split(" ") ?? [];
      const help = await Promise.all(described.map((id) => page.locator(`[id="${id}"]`).textContent()));
      expect(help.at(-1)).toContain("left and right arrow keys");
      const spoken = figure.getByRole("status");
      expect(await spoken.textContent()).toBe("");
      await figure.locator(".picture").focus();
      await page.keyboard.press("Home");
      expect(await figure.locator(".tip").textContent()).toBe("January 202472");
      await page.keyboard.press("ArrowLeft");
      expect(await figure.locator(".tip").textContent()).toBe("January 202472");
      await page.keyboard.press("ArrowRight");
      expect(await figure.locator(".tip").textContent()).toContain("February 2024");
      await figure.getByText("February 2024, ").waitFor();
      expect(await spoken.textContent()).toMatch(/^February 2024, \d+$/);
      await page.keyboard.press("Escape");
      expect(await figure.locator(".tip").isVisible()).toBe(false);
      expect(
        await page.evaluate(() => performance.getEntriesByType("resource").filter(({ name }) => name.endsWith(".js")).length),
      ).toBeGreaterThan(0);
      expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
    });
  });

  it("give what scripts bring to life its place from the start, so that nothing moves", async () => {
    await visit(["/", "/places/", "/places/D2/", "/themes/outcomes/"], { viewport: { width: 412, height: 823 } }, async (page, path) => {
      await page.waitForLoadState("networkidle");
      const shift = await page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            let sum = 0;
            const watch = new PerformanceObserver((list) => {
              for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { readonly value: number }).value;
            });
            watch.observe({ type: "layout-shift", buffered: true });
            setTimeout(() => resolve(sum), 200);
          }),
      );
      expect(shift, path).toBeLessThan(0.02);
      if (path === "/places/")
        for (const part of ["[data-filter]", "[data-near]"]) expect(await page.locator(part).isVisible(), part).toBe(true);
    });
  });

  it("narrow the list of places while one types", async () => {
    await visit(["/places/"], {}, async (page) => {
      await page.getByLabel("Type a name or number").fill("hill");
      expect(await page.locator("[data-place]:visible").allInnerTexts()).toEqual(["Hillside D3"]);
      expect(await page.getByRole("status").textContent()).toBe("Areas found: 1");
      await page.getByLabel("Type a name or number").fill("nowhere at all");
      expect(await page.getByRole("status").textContent()).toContain("No area of that name");
    });
  });

  it("stay within 320 pixels with words two fifths longer, as a translation may have them", async () => {
    const pages = ["/", "/places/D2/", "/themes/outcomes/", "/problems/", "/data/", "/releases/", "/about/"];
    await visit(pages, { viewport: { width: 320, height: 800 } }, async (page, path) => {
      expect(await lengthenWords(page), path).toBeGreaterThan(50);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(320);
    });
  });

  it("fit on paper, tables open and pictures shown", async () => {
    await visit(["/places/D3/"], { viewport: { width: 1280, height: 900 } }, async (page) => {
      await page.emulateMedia({ media: "print" });
      expect(await page.locator("figure.figure table").first().isVisible()).toBe(true);
      const pdf = await page.pdf({ format: "Letter", tagged: true });
      expect(pdf.includes("StructTreeRoot")).toBe(true);
    });
  });
});

describe("a release under its own address", () => {
  const cell = (file: string) =>
    parseCsv(site.read(file)).find(
      (row) => row.area === "D2" && row.period === "2025-03" && row.offence === "all" && row.measure === "OUT.01",
    );

  it("keeps its figures when the next release mends them", () => {
    const [before, after, live] = ["r/1.0.0/", "r/1.1.0/", ""].map((root) => Number(cell(`${root}places/D2/out-01-over-time.csv`)?.value));
    expect(after).toBe((before ?? 0) + 9);
    expect(live).toBe(after);
    expect(site.read("r/1.0.0/places/D2/index.html")).toMatch(new RegExp(`March 2025</th>\\s*<td[^>]*>\\s*<data value="${before}">`));
  });

  it("knows nothing of later releases, so that it never changes", () => {
    for (const page of pagesOf(site).filter((file) => file.startsWith("r/1.0.0/") && !isEmbed(file))) {
      expect(site.read(page), page).not.toContain("1.1.0");
      expect(site.read(page), page).toContain('class="frozen band"');
    }
  });

  it("lists the hash of each of its pages and files", () => {
    for (const version of ["1.0.0", "1.1.0"]) {
      const { files } = JSON.parse(site.read(`r/${version}/manifest.json`)) as { files: Record<string, string> };
      const there = site.files.filter((file) => file.startsWith(`r/${version}/`) && !file.endsWith("/manifest.json"));
      expect(Object.keys(files)).toEqual(there);
      for (const file of there) expect(createHash("sha256").update(site.bytes(file)).digest("hex"), file).toBe(files[file]);
    }
  });

  it("has each chart alone, to be embedded: in 15 kB, without scripts, with its source", () => {
    const page = site.read("r/1.0.0/embed/places/D2/out-01-over-time/index.html");
    expect(page).not.toContain("<script");
    expect(page).toContain('href="https://testhaven.example/r/1.0.0/places/D2/#out-01-over-time"');
    const [style = ""] = attributes(page, "href").filter((link) => link.endsWith(".css"));
    expect(brotliCompressSync(page).length + brotliCompressSync(site.read(style.slice(1))).length).toBeLessThan(15_000);
  });

  it("is what live pages cite", () => {
    expect(site.read("places/D2/index.html")).toContain('href="/r/1.1.0/places/D2/#out-01-over-time"');
    expect(site.read("es/places/D2/index.html")).toContain('href="/r/1.1.0/es/places/D2/#out-01-over-time"');
  });
});

describe("how open a release is", () => {
  const roots = ["", "es/", "ar/", "r/1.0.0/", "r/1.0.0/es/", "r/0.9.0/"];

  it("is a page in every language and edition, with every criterion, what was found, what would meet it and what is not seen", () => {
    for (const root of roots) {
      const html = site.read(`${root}transparency/index.html`);
      expect(attributes(html, "id"), root).toEqual(
        expect.arrayContaining(["tests", "types", "added", "cannot-see", "files", "next-date", "force"]),
      );
      expect(attributes(html, "href"), root).toContain(`/${root}transparency/criteria.csv`);
    }
    const text = textOf(site.read("transparency/index.html")).replace(/\s+/g, " ");
    expect(text).toMatch(
      /Met: \d+ of 18 that can be told\. Met in part: \d+\. Not met: \d+\. Cannot be told from what is published, and not scored: 4\./,
    );
    expect(text).toContain("This is a self-assessment, worked out by the software that makes this site. Nobody outside has checked it.");
    expect(text).toContain("The next release is planned for April 15, 2026.");
    expect(textOf(site.read("es/transparency/index.html"))).toContain("Esta es una autoevaluación");
    expect(textOf(site.read("ar/transparency/index.html"))).toContain("هذا تقييم ذاتي");
  });

  it("is a file for programs and one for spreadsheets, as the schema gives it", async () => {
    const database = await openReader(site.database);
    const { release } = await execute<{ release: { transparency: { criteria: readonly object[] } } }>(
      `{ release(version: "1.0.0") { transparency { met told criteria { code result how } } } }`,
      undefined,
      { database },
    );
    await database.close();
    const file = JSON.parse(site.read("r/1.0.0/transparency.json"));
    expect(file).toMatchObject({ version: "1.0.0", selfAssessment: expect.stringContaining("self-assessment"), ...release.transparency });
    const rows = parseCsv(site.read("r/1.0.0/transparency/criteria.csv"));
    expect(rows.map(({ criterion, result, how }) => ({ code: criterion, result, how }))).toEqual(release.transparency.criteria);
  });

  it("is linked from every page, and told where goals and data are", () => {
    for (const page of pagesOf(site).filter((file) => !isEmbed(file)))
      expect(
        attributes(site.read(page), "href").some((link) => link.endsWith("transparency/")),
        page,
      ).toBe(true);
    const main = (page: string) => /<main[\s\S]*<\/main>/.exec(site.read(page))?.[0] ?? "";
    for (const page of ["data/index.html", "themes/index.html", "themes/communication/index.html", "search/index.html"])
      expect(attributes(main(page), "href"), page).toContain("/transparency/");
    expect(site.read("sitemap.xml")).toContain("<loc>https://testhaven.example/es/transparency/</loc>");
  });
});

describe("the certificate of a release", () => {
  const pages = ["certificate/", "es/certificate/", "ar/certificate/", "r/1.0.0/certificate/", "r/1.0.0/es/certificate/"];

  it("is a file as the schema gives it, beside the manifests and what adds up to what", async () => {
    const database = await openReader(site.database);
    const { release } = await execute<{ release: { certificate: unknown; manifest: unknown; sha256: string } }>(
      `{ release(version: "1.0.0") { certificate manifest sha256 } }`,
      undefined,
      { database },
    );
    await database.close();
    expect(JSON.parse(site.read("r/1.0.0/certificate.json"))).toEqual(release.certificate);
    expect(JSON.parse(site.read("r/1.0.0/release.json"))).toEqual(release.manifest);
    const structure = releaseStructure.parse(JSON.parse(site.read("r/1.0.0/structure.json")));
    expect(structure.sha256).toBe(release.sha256);
    for (const { file, groupings, dimensions } of structure.tables) {
      expect(site.files).toContain(file);
      for (const levels of groupings) expect(levels.every((level, at) => dimensions[at]?.levels.includes(level))).toBe(true);
    }
    expect(structure.areas.find(({ code }) => code === "D2B")).toEqual({ code: "D2B", level: "beat", parent: "D2" });
    expect(releaseList.parse(JSON.parse(site.read("releases.json"))).map(({ version }) => version)).toEqual(["1.1.0", "1.0.0", "0.9.0"]);
  });

  it("is a page in every language and edition: the promise, each attack, the key, and how to repeat it", () => {
    for (const page of pages) {
      const html = site.read(`${page}index.html`);
      expect(attributes(html, "id"), page).toEqual(
        expect.arrayContaining(["promise", "attackers", "measures", "signature", "repeat", "not-promised"]),
      );
      expect(attributes(html, "href"), page).toContain(`/r/${page.startsWith("r/") ? "1.0.0" : "1.1.0"}/certificate.json`);
      expect(textOf(html), page).toContain("openbeat audit https://testhaven.example --release ");
    }
    const text = textOf(site.read("certificate/index.html")).replace(/\s+/g, " ");
    expect(text).toMatch(/Counts from 1 to 4 are never shown\. At least two values, 5 or more apart, remain possible/);
    expect(text).toMatch(/Nobody came closer the lowest and the highest possible value stay at least 3 apart/);
    expect(text).toMatch(/Who has a solver 61 values at least 5 apart/);
    expect(text).toMatch(/Figures not shown 61, every one of them attacked/);
  });

  it("is linked from every page, and from each release", () => {
    for (const page of pagesOf(site).filter((file) => !isEmbed(file)))
      expect(
        attributes(site.read(page), "href").some((link) => link.endsWith("certificate/")),
        page,
      ).toBe(true);
    for (const version of ["1.0.0", "1.1.0"])
      expect(attributes(site.read("releases/index.html"), "href")).toContain(`/r/${version}/certificate/`);
  });

  it("says nothing of any one area, period or category", () => {
    const { areas, codeLists } = releaseStructure.parse(JSON.parse(site.read("r/1.1.0/structure.json")));
    const main = textOf(/<main[\s\S]*<\/main>/.exec(site.read("certificate/index.html"))?.[0] ?? "");
    const names = [
      "Harbour",
      "Old Town",
      "Hillside",
      "Assault",
      "Burglary",
      "Theft",
      ...areas.map(({ code }) => code).filter((code) => code !== "testhaven"),
    ];
    for (const name of [
      ...names,
      ...codeLists.flatMap(({ codes }) => codes.map(({ code }) => code)).filter((code) => !["all", "person"].includes(code)),
    ])
      expect(main, name).not.toMatch(new RegExp(`\\b${name}\\b`));
    expect(main).not.toMatch(/\b20\d\d-(Q[1-4]|\d\d)\b(?!-)/);
  });
});

describe("the same figure", () => {
  describeOneValue(() => [site, surveySite]);
  it("stands in the answer of the schema, on the page and in the file", async () => {
    const database = await openReader(site.database);
    const answer = await execute<{ release: { dataset: { table: { value: (number | null)[]; status: string[] } } } }>(
      `{ release { dataset(code: "incidents") { table(
        measures: ["OUT.01"], by: ["area.district", "period.month", "offence.all"],
        where: [{ dimension: "area", is: { in: ["D2"] } }, { dimension: "period", is: { in: ["2025-03"] } }]
      ) { value status } } } }`,
      undefined,
      { database },
    );
    await database.close();
    const [value] = answer.release.dataset.table.value;
    expect(value).toBeGreaterThan(0);
    const [line] = parseCsv(site.read("places/D2/out-01-over-time.csv")).filter(({ period }) => period === "2025-03");
    expect(Number(line?.value)).toBe(value);
    const [whole] = parseCsv(site.read("data/incidents-by-district.csv")).filter(
      (row) => row.area === "D2" && row.period === "2025-03" && row.offence === "all" && row.measure === "OUT.01",
    );
    expect(Number(whole?.value)).toBe(value);
    expect(site.read("places/D2/index.html")).toMatch(new RegExp(`March 2025</th>\\s*<td[^>]*>\\s*<data value="${value}">`));
  });
});
