import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noBarriers } from "../audit/barriers.ts";
import { hasChromium, openBrowser } from "../audit/browser.ts";
import { clearColours, tokenStyles } from "../audit/contrast.ts";
import { type Finding, holds } from "../audit/finding.ts";
import { shortHeadlines } from "../audit/headlines.ts";
import { fastPages, type Measurement } from "../audit/lighthouse.ts";
import { wholeLinks } from "../audit/links.ts";
import { validMarkup } from "../audit/markup.ts";
import { nothingHidden } from "../audit/not-shown.ts";
import { printsWhole } from "../audit/printing.ts";
import { auditPage, type RecordedFinding, recordOf, withEarlier } from "../audit/report.ts";
import { sameInFiles, sameInPictures, sameInTables } from "../audit/same-figures.ts";
import { cellName } from "../audit/schema-cells.ts";
import type { SiteFolder } from "../audit/site-folder.ts";
import { templatesOf } from "../audit/templates.ts";
import { cleanVisits } from "../audit/visit.ts";
import { lightPages } from "../audit/weight.ts";
import { seenWithoutScripts } from "../audit/without-scripts.ts";
import { wholeCatalogues } from "../audit/word-keys.ts";
import { startSite } from "../src/serve.ts";
import { chart, csv, type Files, json, page, siteOf, sound, writeSite } from "./support/tiny-site.ts";

type Browser = Awaited<ReturnType<typeof openBrowser>>;

const cell = (value: string, status: string) => ({
  value,
  status,
  flags: "",
  numerator: value,
  denominator: "",
  n: "",
  n_effective: "",
  lower: "",
  upper: "",
});
const cells = new Map(
  [
    ["2025-01", cell("12", "AVAILABLE")] as const,
    ["2025-02", cell("", "SUPPRESSED")] as const,
    ["2025-03", cell("34", "AVAILABLE")] as const,
  ].map(([period, one]) => [cellName("1.0.0", "incidents", "OUT.01", { area: "D1", period }), one]),
);

const checks: Readonly<Record<string, (site: SiteFolder) => Finding | Promise<Finding>>> = {
  markup: validMarkup,
  links: wholeLinks,
  headlines: shortHeadlines,
  "not-shown": nothingHidden,
  "same-in-files": (site) => sameInFiles(site, cells),
  "same-in-tables": sameInTables,
  "same-in-pictures": (site) => sameInPictures(site, ["charts/a/index.html"]),
};
const withChart = (change: (html: string) => string): Files => ({ ...sound, "charts/a/index.html": page(change(chart)) });
const withIndex = (content: string, head = ""): Files => ({ ...sound, "index.html": page(content, head) });

const withEvaluation = (values: string): Files => ({
  ...sound,
  "data/records/evaluations.csv": `problem,verdict,reason,response_before,response_after,estimate,sentence\r\nharbour,${values}Said.\r\n`,
});

describe("each check of the files of a site", () => {
  it.each(Object.entries(checks))("%s holds where nothing is wrong, and not where there is nothing to look at", async (_, check) => {
    expect(await check(siteOf(sound))).toMatchObject({ faults: [] });
    expect(holds(await check(siteOf(sound)))).toBe(true);
    if (check !== checks["same-in-pictures"]) expect(holds(await check(siteOf({})))).toBe(false);
  });

  it.each<[string, string, Files]>([
    ["markup", "a picture without words", withIndex('<img src="/icon.svg">')],
    ["markup", "a list of what may not be in one", withIndex("<ul><p>Item</p></ul>")],
    ["links", "a link to nowhere", withIndex('<a href="/nowhere/">Nowhere</a>')],
    ["links", "an anchor that is not there", withIndex('<a href="/charts/a/#b">B</a>')],
    ["links", "a missing picture", withIndex('<img src="/missing.png" alt="Gone">')],
    ["links", "an id that stands twice", withIndex('<p id="x">1</p><p id="x">2</p>')],
    [
      "links",
      "a whole address of the site that is not there",
      withIndex('<a href="https://hub.example/gone/">Gone</a>', '<link rel="canonical" href="https://hub.example/">'),
    ],
    [
      "headlines",
      "thirteen words",
      withChart((html) => html.replace("in March 2025", "in March 2025 and then some more words than it may have")),
    ],
    ["not-shown", "a figure on a row that is not shown", { ...sound, "data/a.csv": csv.replace(",,SUPPRESSED", ",3,SUPPRESSED") }],
    ["not-shown", "what a hidden figure was divided by", { ...sound, "data/a.csv": csv.replace("SUPPRESSED,,,,", "SUPPRESSED,,,3,") }],
    ["not-shown", "a count of an assessment that rests on a hidden one", withEvaluation("not_assessable,hidden,3,,,")],
    ["not-shown", "an estimate of an assessment that could not be made", withEvaluation("not_assessable,too_few_events,12,9,3,")],
    ["same-in-files", "another number in the CSV", { ...sound, "charts/a.csv": csv.replace(",34,AVAILABLE", ",35,AVAILABLE") }],
    ["same-in-files", "another number in the JSON", { ...sound, "charts/a.json": json.replace('"value":34', '"value":35') }],
    [
      "same-in-files",
      "another status in both",
      {
        ...sound,
        "charts/a.csv": csv.replace("SUPPRESSED", "NOT_REPORTED"),
        "charts/a.json": json.replace("SUPPRESSED", "NOT_REPORTED"),
      },
    ],
    [
      "same-in-files",
      "a cell that the schema has not",
      {
        ...sound,
        "charts/a.csv": csv.replaceAll("2025-03", "2025-04"),
        "charts/a.json": json.replaceAll("2025-03", "2025-04"),
      },
    ],
    ["same-in-tables", "another number in the table", withChart((html) => html.replace('value="34"', 'value="35"'))],
    ["same-in-tables", "a number for what is not shown", withChart((html) => html.replace(/<abbr.*?<\/abbr>/, '<data value="3">3</data>'))],
    ["same-in-tables", "another reason for what is not shown", withChart((html) => html.replace("[c]</abbr>", "[x]</abbr>"))],
    ["same-in-tables", "a row too few", withChart((html) => html.replace(/<tr><th scope="row">March.*?<\/tr>/, ""))],
    ["same-in-pictures", "a line that goes elsewhere", withChart((html) => html.replace(/(<path d="M\d+(?:\.\d+)? )(\d)/, "$19"))],
    ["same-in-pictures", "a label with another number", withChart((html) => html.replace(">34</text>", ">35</text>"))],
    ["same-in-pictures", "a table with another number", withChart((html) => html.replace('value="34">34', 'value="30">30'))],
  ])("%s finds %s", async (name, _, files) => {
    const finding = await checks[name]?.(siteOf(files));
    expect(finding?.faults.length).toBeGreaterThan(0);
    // What is not shown is told nowhere, not even in what an audit finds.
    if (name === "not-shown") expect(finding?.faults.join()).not.toMatch(/\b3\b/);
  });

  it("not-shown counts the files that it looks at, and no others", () => {
    const files = { ...withEvaluation("no_clear_change,,12,9,3,"), "data/records/partners.csv": "id,name\r\na,Harbour\r\n" };
    expect(nothingHidden(siteOf(files))).toMatchObject({ faults: [], measured: "0 on 1 such rows of 2 CSV files with figures" });
  });
});

/** Letters in no order, which brotli makes no shorter. */
const noise = (length: number) => {
  let state = 1;
  return Array.from({ length }, () => {
    state = (state * 48271) % 2147483647;
    return String.fromCharCode(97 + (state % 26));
  }).join("");
};

describe("lightPages(site, effort)", () => {
  it.each<[string, Files]>([
    ["weight-pages", withIndex(`<p>${noise(50_000)}</p>`)],
    ["weight-place", { ...sound, "places/D1/index.html": page(`<p>${noise(70_000)}</p>`) }],
    ["weight-styles", { ...sound, "site.css": `/* ${noise(25_000)} */` }],
    [
      "weight-scripts",
      {
        ...withIndex("", '<script type="module" src="/a.js"></script>'),
        "a.js": 'import"./b.js";',
        "b.js": `// ${noise(8_000)}`,
      },
    ],
    [
      "weight-charts",
      {
        ...sound,
        "charts/a/index.html": page(chart, '<script type="module" src="/a.js"></script>'),
        "a.js": 'import("./b.js")',
        "b.js": `// ${noise(120_000)}`,
      },
    ],
    ["weight-scripts", withIndex("", '<script type="module" src="/gone.js"></script>')],
    ["weight-scripts", { ...withIndex("", '<script type="module" src="/a.js"></script>'), "a.js": 'import"/assets/b.js";' }],
    ["weight-embed", { ...sound, "embed/a/index.html": page(`<p>${noise(30_000)}</p>`) }],
    ["weight-drawings", withChart((html) => html.replace('<svg class="wide"', `<svg class="wide" data-noise="${noise(8_000)}"`))],
  ])("finds what is too heavy: %s", async (id, files) => {
    const of = async (own: Files) => (await lightPages(siteOf(own), 5)).find((finding) => finding.id === id)?.faults.length;
    expect(await of(sound)).toBe(0);
    expect(await of(files)).toBeGreaterThan(0);
  });
});

describe("templatesOf(site, languages)", () => {
  it("takes the heaviest page of each kind and language, and names pages of no kind", () => {
    const { templates, unknown } = templatesOf(
      siteOf({
        "index.html": "",
        "404.html": "",
        "es/404/index.html": "",
        "places/D1/index.html": "a",
        "places/D2/index.html": "aa",
        "es/places/D1/index.html": "a",
        "places/D1/outcomes/index.html": "",
        "trust/index.html": "",
        "trust/D1/index.html": "",
        "trust/waves/2025/index.html": "",
        "r/1.0.0/places/D9/index.html": "aaaa",
        "elsewhere/index.html": "",
      }),
      ["en", "es"],
    );
    expect(templates.map(({ name, language, page: file }) => `${name} ${language} ${file}`)).toEqual([
      "404.astro en 404.html",
      "404.astro es es/404/index.html",
      "index.astro en index.html",
      "places/[code].astro en places/D2/index.html",
      "places/[code].astro es es/places/D1/index.html",
      "places/[code]/[theme].astro en places/D1/outcomes/index.html",
      "trust/[...page].astro en trust/index.html",
      "trust/[...page].astro (one) en trust/D1/index.html",
      "trust/[...page].astro (waves) en trust/waves/2025/index.html",
    ]);
    expect(unknown).toEqual(["elsewhere/index.html"]);
  });
});

describe("clearColours(css)", () => {
  it("finds letters and lines that are too pale, by day and by night", () => {
    expect(clearColours().every(holds)).toBe(true);
    const pale = (from: RegExp, to: string) => clearColours(tokenStyles().replace(from, to)).map(({ faults }) => faults.length > 0);
    expect(pale(/--muted: #4d5660/, "--muted: #999999")).toEqual([true, false]);
    expect(pale(/--c2: #e69f00/, "--c2: #222222")).toEqual([false, true]);
    expect(pale(/--hatch: #868e97/, "--hatch: #cccccc")).toEqual([false, true]);
    expect(pale(/--ink: #15181c/, "--ink: gone")).toEqual([true, true]);
  });
});

describe("wholeCatalogues(catalogues)", () => {
  it("finds a missing, an unknown and an empty word", () => {
    const of = (other: unknown) =>
      wholeCatalogues(
        new Map<string, unknown>([
          ["en", { a: "A", b: { c: "C" } }],
          ["es", other],
        ]),
      ).faults;
    expect(of({ a: "A", b: { c: "C" } })).toEqual([]);
    expect(of({ a: "A", b: {} })).toEqual(["es lacks b.c"]);
    expect(of({ a: "", b: { c: "C" }, d: "D" })).toEqual(["es alone has d", "es has an empty a"]);
  });
});

describe("fastPages(measurements)", () => {
  const good: Measurement = {
    url: "http://localhost/",
    scores: { performance: 0.97, accessibility: 1, "best-practices": 1, seo: 1 },
    largestPaint: 800,
    shift: 0.001,
    blocked: 100,
    failed: [],
  };
  it.each<[string, Partial<Measurement>]>([
    ["lighthouse-performance", { scores: { ...good.scores, performance: 0.94 } }],
    ["lighthouse-accessibility", { scores: { ...good.scores, accessibility: 0.99 } }],
    ["lighthouse-best-practices", { scores: { ...good.scores, "best-practices": null } }],
    ["lighthouse-seo", { scores: { ...good.scores, seo: 0.9 } }],
    ["lighthouse-largest-paint", { largestPaint: 1600 }],
    ["lighthouse-shift", { shift: 0.03 }],
    ["lighthouse-blocked", { blocked: 210 }],
  ])("finds what %s misses", (id, change) => {
    const missed = (measurements: readonly Measurement[]) =>
      fastPages(measurements)
        .filter((one) => !holds(one))
        .map((one) => one.id);
    expect(missed([good])).toEqual([]);
    expect(missed([{ ...good, ...change }])).toEqual([id]);
    // Of three measurements the one in the middle counts.
    expect(missed([good, { ...good, ...change }, good])).toEqual([]);
  });
  it("finds a page that was not measured", () => {
    expect(fastPages([{ ...good, error: "NO_FCP", largestPaint: Number.NaN }]).some(holds)).toBe(false);
    expect(fastPages([]).some(holds)).toBe(false);
  });
});

describe("auditPage(record)", () => {
  it("tells what was missed, and where", () => {
    const finding = { id: "a", subject: "Links", target: "0 broken", looked: 9 };
    const text = auditPage({
      date: "2026-11-26",
      pages: 1,
      files: 2,
      languages: ["en"],
      browser: "Chromium",
      load: ["0", "0"],
      findings: [
        recordOf({ ...finding, measured: "0", faults: [] }, "2026-11-26", false),
        recordOf({ ...finding, measured: "1", faults: ["a | b"] }, "2026-11-26", true),
        recordOf({ ...finding, measured: "nothing", looked: 0, faults: [] }, "2026-11-26", false),
      ],
    });
    expect(text).toContain("**1 of 3 targets are met.**");
    expect(text).toContain("- `a | b`");
    expect(text).toContain("Nothing was looked at.");
    expect(text).toContain("| Links | 0 broken * | 1 | **no** |");
  });
  it("keeps what was found earlier by the parts that are not made again", () => {
    const finding = (id: string, measured: string) =>
      recordOf({ id, subject: "Links", target: "", measured, looked: 1, faults: [] }, measured, false);
    const record = (...findings: readonly RecordedFinding[]) => ({
      date: "",
      pages: 0,
      files: 0,
      languages: [],
      browser: "",
      load: ["", ""] as const,
      findings,
    });
    expect(
      withEarlier(record(finding("b", "2026"), finding("c", "2026")), record(finding("a", "2025"), finding("b", "2025"))).findings.map(
        ({ id, date }) => [id, date],
      ),
    ).toEqual([
      ["a", "2025"],
      ["b", "2026"],
      ["c", "2026"],
    ]);
  });
});

if (!hasChromium) console.warn("Skipped: the checks in a browser were not tried, because there is no Chromium.");
describe.skipIf(!hasChromium)("each check in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  /** What checks of a tiny site find, by their ids. */
  async function missed(files: Files, check: (url: string) => Promise<readonly Finding[]>): Promise<readonly string[]> {
    const { folder, remove } = writeSite(files);
    const server = await startSite({ folder, port: 0 });
    try {
      return (await check(server.url)).filter((one) => !holds(one)).map(({ id }) => id);
    } finally {
      await server.close();
      remove();
    }
  }

  const visits = (url: string) => cleanVisits(browser, url, ["index.html"]);
  const script = (text: string): Files => ({ ...withIndex("", '<script src="/a.js"></script>'), "a.js": text });
  it.each<[string, string, Files]>([
    ["cookies", "a cookie", script('document.cookie = "a=b"')],
    ["storage", "a key in the storage", script('localStorage.setItem("a", "b")')],
    ["storage", "a database", script('indexedDB.open("a")')],
    ["elsewhere", "a request to somebody else", script('new Image().src = "http://127.0.0.1:9/a.png"')],
    [
      "console",
      "a violation of the policy",
      withIndex("", `<meta http-equiv="Content-Security-Policy" content="script-src 'none'"><script>1</script>`),
    ],
    ["console", "an error of a script", script("throw new Error('broken')")],
    [
      "requests",
      "seven requests",
      {
        ...withIndex([1, 2, 3, 4, 5, 6].map((at) => `<img src="/${at}.svg" alt="${at}">`).join("")),
        ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((at) => [`${at}.svg`, '<svg xmlns="http://www.w3.org/2000/svg"/>'])),
      },
    ],
    ["weight-whole", "a heavy page", withIndex(`<p>${noise(200_000)}</p>`)],
  ])("%s finds %s", async (id, _, files) => {
    expect(await missed(files, visits)).toContain(id);
  });
  it("finds nothing in a visit to a sound page", async () => {
    expect(await missed(sound, visits)).toEqual([]);
  });

  const sight = { page: "index.html", scheme: "light" as const, width: 320 };
  const small = '<button type="button" style="width:9px;height:9px;padding:0" aria-label="Small"></button>';
  const barriers = (url: string) => noBarriers(browser, url, [sight]);
  it.each<[string, string, Files]>([
    ["axe", "letters that are too pale", withIndex('<p style="color:#bbb">Pale</p>')],
    ["axe", "a picture without words", withIndex('<img src="/icon.svg">')],
    ["axe", "targets that are too small", withIndex(small + small)],
    ["axe-undecided", "letters on a picture", withIndex('<p style="background:linear-gradient(red,blue)">Unclear</p>')],
    ["reflow", "a page wider than its window", withIndex('<div style="width:400px">Wide</div>')],
  ])("%s finds %s", async (id, _, files) => {
    expect(await missed(files, barriers)).toContain(id);
  });
  const scrolling = (colour: string) =>
    withIndex(
      `<div class="scroller" tabindex="0" role="region" aria-label="Table" style="overflow:auto;width:100px"><p style="width:900px;padding-inline-start:600px;color:${colour}">Out of sight</p></div>`,
    );
  it("judges the letters that scroll out of sight, too", async () => {
    expect(await missed(scrolling("#111"), barriers)).toEqual([]);
    expect(await missed(scrolling("#bbb"), barriers)).toEqual(["axe"]);
  });
  it("finds no barrier on a sound page, in no look", async () => {
    const all = (url: string) =>
      noBarriers(browser, url, [sight, { ...sight, scheme: "dark" }, { ...sight, page: "charts/a/index.html", scheme: "forced colours" }]);
    expect(await missed(sound, all)).toEqual([]);
  });

  const without = async (url: string) => [await seenWithoutScripts(browser, url, ["charts/a/index.html"])];
  it.each<[string, Files]>([
    ["a drawing that waits for a script", { ...sound, "site.css": "svg { display: none }" }],
    ["two drawings at once", { ...sound, "site.css": "" }],
    [
      "no table",
      { ...sound, "charts/a/index.html": page(chart.replace(/<table.*<\/table>/, ""), '<link rel="stylesheet" href="/site.css">') },
    ],
  ])("sees %s with JavaScript off", async (_, files) => {
    expect(await missed(sound, without)).toEqual([]);
    expect(await missed(files, without)).toEqual(["without-scripts"]);
  });

  const handout = "places/D1/handout/index.html";
  const print = (url: string) => printsWhole(browser, url, [handout]);
  it.each<[string, string, string]>([
    ["print-edges", "a part that is cut off", '<div style="width:1200px">Wide</div>'],
    ["print-sheets", "a second sheet", '<div style="height:1800px">Long</div>'],
  ])("%s finds %s", async (id, _, content) => {
    expect(await missed({ [handout]: page("<p>Short</p>") }, print)).toEqual([]);
    expect(await missed({ [handout]: page(content) }, print)).toContain(id);
  });
});
