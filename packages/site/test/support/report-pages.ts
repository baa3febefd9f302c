import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { expect, it } from "vitest";
import { parseCsv } from "../../audit/csv.ts";
import { clippedOn, papers, sheetsOf, withoutLists } from "../../audit/paper.ts";
import { attributes } from "../../audit/site-folder.ts";
import { startSite } from "../../src/serve.ts";
import type { BuiltSite } from "./built-site.ts";

const main = (html: string) =>
  (/<main[\s\S]*<\/main>/.exec(html)?.[0] ?? "")
    .replace(/<[^>]*>/g, " ")
    .replaceAll("&#39;", "'")
    .replace(/[\s\u2009\u202f\u00a0]+/g, " ");

/** The reports and handouts of Testhaven, as files. The oldest release, 0.9.0, has no reports. */
export function describeReports(site: () => BuiltSite): void {
  const html = (page: string) => site().read(`${page}index.html`);
  const textOf = (page: string) => main(html(page));
  const roots = ["", "es/", "ar/", "r/1.0.0/", "r/1.1.0/es/"];

  it("are there for each council district and its latest quarters, in every language and edition that has any", () => {
    const reports = ["W1", "W2"].flatMap((district) =>
      ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"].flatMap((quarter) => [
        `reports/${district}/${quarter}/`,
        `reports/${district}/${quarter}/present/`,
      ]),
    );
    const pages = ["reports/", "reports/W1/", "reports/W2/", ...reports];
    for (const root of roots) {
      const there = site().files.filter((file) => file.startsWith(`${root}reports/`) && file.endsWith(".html"));
      expect(there.toSorted(), root).toEqual(pages.map((page) => `${root}${page}index.html`).toSorted());
    }
    expect(site().files.filter((file) => file.startsWith("r/0.9.0/reports/"))).toEqual([]);
    expect(html("r/0.9.0/")).not.toContain("/reports/");
    const map = site().read("sitemap.xml");
    for (const page of [...pages, "places/D1/handout/"]) expect(map).toContain(`<loc>https://testhaven.example/es/${page}</loc>`);
  });

  it("tell the published figures of the quarter, and nothing made of a year", () => {
    const [row] = parseCsv(site().read("data/incidents-by-council-district.csv")).filter(
      ({ area, period }) => area === "W1" && period === "2025-Q2",
    );
    expect(Number(row?.value)).toBeGreaterThan(100);
    const text = textOf("reports/W1/2025-Q2/");
    expect(text).toContain(`Recorded incidents: ${row?.value} in Apr – Jun 2025`);
    expect(html("reports/W1/2025-Q2/")).toMatch(new RegExp(`<data value="${row?.value}">`));
    expect(text).toContain("Not published for a single council district, or not counted by area: Community engagement");
    const years = parseCsv(site().read("data/incidents-by-council-district.csv")).filter(({ period }) => /^\d{4}$/.test(period ?? ""));
    const shown = attributes(html("reports/W1/2025-Q2/"), "value");
    for (const { value } of years) for (const part of [1, 4]) expect(shown).not.toContain(String(Number(value) / part));
  });

  it("say in words which areas lie in the district in part", () => {
    const text = textOf("reports/W1/2025-Q4/");
    expect(text).toMatch(
      /Districts Harbour ?, Old Town \(in part\) Beats Beat 1A ?, Beat 1B ?, Beat 2A \(in part\) ?, Beat 2B \(in part\)/,
    );
    expect(textOf("es/reports/W1/2025-Q4/")).toContain("Casco Antiguo (en parte)");
    expect(textOf("reports/W2/2025-Q4/")).not.toContain("Beat 1A");
  });

  it("tell what stood in the way and what comes next by their rules, and say that nobody wrote it", () => {
    const text = textOf("reports/W1/2025-Q4/");
    expect(text).toContain(
      "Past due since December 31, 2025: “We will agree on closing hours.” Still open on March 3, 2026, past its due date.",
    );
    expect(text).toContain("Agreed on October 1, 2025, and nothing that was done is on record: “Speeding near the school”");
    expect(text).toContain("1 promise was open at the end of the quarter, and past due.");
    expect(text).toContain("The rest is found by rule, not written by anybody");
    const before = textOf("reports/W1/2025-Q3/");
    expect(before).toContain("Due December 31, 2025: “We will agree on closing hours.”");
    expect(before).not.toContain("Speeding near the school");
  });

  it("tell problems with the steps of police and others apart", () => {
    const text = textOf("reports/W1/2025-Q2/");
    expect(text).toMatch(
      /Speeding at the harbour .*By the police Nothing is on record for this quarter\. By the police with others, or by others Raised crossing · Department of Streets ?, Harbour School/,
    );
    expect(textOf("reports/W1/2025-Q4/")).not.toContain("Speeding at the harbour");
  });

  it("are shared by an address that never changes, and tell the releases that have them otherwise", () => {
    const live = "reports/W1/2025-Q1/";
    expect(textOf(live)).toContain("https://testhaven.example/r/1.1.0/reports/W1/2025-Q1/");
    expect(attributes(html(live), "href")).toContain("/r/1.1.0/reports/W1/2025-Q1/");
    expect(textOf(live)).toMatch(
      /Release 1\.1\.0, March 3, 2026 \. This is it\. Release 1\.0\.0, January 15, 2026 \. 1 figure is not what it is here\./,
    );
    expect(textOf("reports/W1/2025-Q2/")).toMatch(/Release 1\.0\.0, January 15, 2026 \. The same figures\./);
    expect(textOf("r/1.0.0/reports/W1/2025-Q1/")).toContain("No other release known here has this report.");
  });

  it("name on paper who says it, which release, the licence, and the address that never changes", () => {
    for (const page of ["", "es/places/D1/", "ar/reports/W1/2025-Q4/", "r/1.0.0/themes/outcomes/", "places/D1/handout/"]) {
      const [paper] = attributes(html(page), "data-paper");
      const root = page.startsWith("r/") ? "" : "r/1.1.0/";
      for (const part of [`https://testhaven.example/${root}${page}`, "CC BY 4.0", page.startsWith("r/") ? "1.0.0" : "1.1.0"])
        expect(paper, page).toContain(part);
    }
  });

  it("are led to from the start and from the district's page", () => {
    expect(attributes(html(""), "href")).toContain("/reports/");
    expect(attributes(html("es/places/W1/"), "href")).toContain("/es/reports/W1/");
    for (const place of ["W1", "D3", "testhaven"])
      expect(attributes(html(`places/${place}/`), "href")).toContain(`/places/${place}/handout/`);
  });
}

type Visit = (paths: readonly string[], options: BrowserContextOptions, look: (page: Page, path: string) => Promise<void>) => Promise<void>;

/** The reports and handouts in a browser: on paper, in large type, and over two releases. */
export function describeReportsInBrowser(visit: Visit): void {
  it("print the handout of a place on exactly one sheet, in every language", async () => {
    const places = ["places/testhaven/", "places/D1A/", "places/W1/"];
    const paths = [...places.map((place) => `/${place}handout/`), "/es/places/testhaven/handout/", "/ar/places/W1/handout/"];
    await visit(paths, { javaScriptEnabled: false }, async (page, path) => {
      for (const paper of papers) {
        expect(await sheetsOf(page, paper), `${path} ${paper.format}`).toEqual({ count: 1, isTagged: true });
        expect(await clippedOn(page, paper), `${path} ${paper.format}`).toEqual([]);
      }
    });
  });

  it("print with nothing cut off, the short form of a report on two sheets at most", async () => {
    const paths = ["/reports/W1/2025-Q4/", "/ar/reports/W1/2025-Q4/", "/", "/places/D1/"];
    await visit(paths, { javaScriptEnabled: false }, async (page, path) => {
      for (const paper of papers) expect(await clippedOn(page, paper), `${path} ${paper.format}`).toEqual([]);
    });
    await visit(paths.slice(0, 2), {}, async (page) => {
      const { count: all } = await sheetsOf(page, papers[0]);
      await page.evaluate(withoutLists);
      const { count: short } = await sheetsOf(page, papers[0]);
      expect(short).toBeLessThanOrEqual(2);
      expect(all).toBeGreaterThan(short);
    });
  });

  it("show a report in large type, one screen after the other, without a script", async () => {
    await visit(["/reports/W1/2025-Q4/present/"], { javaScriptEnabled: false, viewport: { width: 1280, height: 800 } }, async (page) => {
      const screens = await page.locator(".slides > section").all();
      expect(screens.length).toBeGreaterThan(4);
      for (const screen of screens) {
        expect((await screen.boundingBox())?.height).toBeGreaterThan(700);
        const size = await screen
          .locator("p, li")
          .first()
          .evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));
        expect(size).toBeGreaterThan(24);
      }
    });
  });
}

/** What a council member does: open the report, print it, share it, and open the shared address after the next release. */
export function describeCouncilMember(browser: () => Browser, before: () => BuiltSite, after: () => BuiltSite): void {
  it("find their district's report, print it, and share an address that has the same figures after the next release", async () => {
    const context = await browser().newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    const told = () =>
      page.evaluate(() => ({
        figures: [...document.querySelectorAll(".report data")].map((data) => [data.getAttribute("value"), data.textContent.trim()]),
        text: document.querySelector("main")?.textContent.replace(/\s+/g, " ").trim(),
      }));
    const [old, next] = await Promise.all([before, after].map((built) => startSite({ folder: built().folder, port: 0 })));
    if (old === undefined || next === undefined) throw new Error("A site was not served.");
    try {
      await page.goto(`${old.url}/`);
      await page.getByRole("link", { name: "Reports", exact: true }).press("Enter");
      await page.getByRole("link", { name: "Council District 1: Jan – Mar 2025" }).press("Enter");
      await page.waitForURL(`${old.url}/reports/W1/2025-Q1/`);
      const live = await told();
      expect(live.figures.length).toBeGreaterThan(4);
      const pdf = await page.pdf({ format: "Letter", tagged: true });
      expect(pdf.includes("StructTreeRoot")).toBe(true);

      const shared = (await page.locator("#share .address").textContent()) ?? "";
      expect(shared).toBe("https://testhaven.example/r/1.0.0/reports/W1/2025-Q1/");
      await page.locator("#share .address").press("Enter");
      await page.waitForURL(`${old.url}/r/1.0.0/reports/W1/2025-Q1/`);
      const frozen = await told();
      expect(frozen.figures).toEqual(live.figures);

      await page.goto(new URL(new URL(shared).pathname, next.url).href);
      expect(await told()).toEqual(frozen);
      // The live address moved on: nine thefts came late.
      await page.goto(`${next.url}/reports/W1/2025-Q1/`);
      const now = await told();
      expect(now.figures).not.toEqual(live.figures);
      expect(now.figures.length).toBe(live.figures.length);
    } finally {
      await context.close();
      await Promise.all([old.close(), next.close()]);
    }
  });
}
