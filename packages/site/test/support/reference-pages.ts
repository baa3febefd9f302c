import { type Context, createContext, examples, execute, limits } from "@openbeat/schema/graphql";
import { openReader } from "@openbeat/schema/store";
import type { BrowserContextOptions, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { address, attributes, pagesOf } from "../../audit/site-folder.ts";
import type { BuiltSite } from "./built-site.ts";
import { textOf } from "./pages.ts";

const plain = (html: string) => textOf(html).replace(/\s+/g, " ");
const unescaped = (html: string) =>
  html
    .replaceAll("&quot;", '"')
    .replaceAll("&#34;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
/** The texts of the code blocks of a page. */
const codeOf = (html: string) =>
  [...html.matchAll(/<pre\b[^>]*>\s*<code>([\s\S]*?)<\/code>\s*<\/pre>/g)].map(([, code = ""]) => unescaped(code));
const jsonLdOf = (html: string) =>
  [...html.matchAll(/<script type="application\/ld\+json">([\s\S]*?)<\/script>/g)].map(
    ([, text = ""]) => JSON.parse(text) as { "@type": string; itemListElement?: { item: string }[] },
  );

/** The pages that explain: methods, releases, corrections, the guide to the API, promises, the search. */
export function describeReferencePages(site: () => BuiltSite): void {
  const ask = async <Result>(work: (context: Context) => Promise<Result>): Promise<Result> => {
    const database = await openReader(site().database);
    try {
      return await work(createContext({ database }));
    } finally {
      await database.close();
    }
  };
  /** The pages of the latest release, without those that stand in the place of another one. */
  const live = () =>
    pagesOf(site()).filter((file) => !file.startsWith("r/") && !site().read(file).includes('name="robots" content="noindex"'));

  describe("the layout of pages", () => {
    it("leads to the same page in every language from its top", () => {
      for (const page of live()) {
        const path = address(page).replace(/^\/(es|ar)\//, "/");
        const tools = /<div class="tools">([\s\S]*?)<\/div>/.exec(site().read(page))?.[1] ?? "";
        for (const language of ["", "/es", "/ar"]) expect(attributes(tools, "href"), page).toContain(`${language}${path}`);
      }
    });

    it("says to search engines where a page stands, by addresses that exist", () => {
      for (const page of live()) {
        const objects = jsonLdOf(site().read(page));
        const isHome = /^((es|ar)\/)?index\.html$/.test(page);
        expect(
          objects.map((object) => object["@type"]),
          page,
        ).toEqual(expect.arrayContaining(isHome ? ["WebSite", "DataCatalog"] : ["BreadcrumbList"]));
        for (const { item } of objects.flatMap(({ itemListElement }) => itemListElement ?? []))
          expect(site().files, page).toContain(`${decodeURIComponent(new URL(item).pathname).slice(1)}index.html`);
      }
      expect(jsonLdOf(site().read("meetings/index.html")).some((object) => object["@type"] === "Event")).toBe(true);
    });
  });

  describe("the page of a measure", () => {
    const pages = () => live().filter((file) => /^methods\/[^/]+\/index\.html$/.test(file));

    it("stands for each measure, in each language, and has all its parts", () => {
      const measures = [
        ...site()
          .read("methods/index.html")
          .matchAll(/href="\/methods\/([^"#/]+)\/"/g),
      ].map(([, code]) => code);
      expect(pages()).toHaveLength(new Set(measures).size);
      expect(measures.length).toBeGreaterThan(3);
      for (const page of pages())
        for (const file of [page, `es/${page}`, `ar/${page}`, `r/1.0.0/${page}`])
          if (site().files.includes(file))
            expect(attributes(site().read(file), "id"), file).toEqual(
              expect.arrayContaining(["meaning", "source", "range", "example", "limits", "protection", "used", "history"]),
            );
    });

    it("explains a figure that the API gives to the question beside it", async () => {
      await ask(async (context) => {
        for (const page of pages()) {
          const html = site().read(page);
          const [question] = codeOf(html);
          if (question === undefined) throw new Error(`${page} has no question.`);
          const { release } = await execute<{
            release: {
              dataset: { cells: { nodes: { estimate: { value: number; numerator: number | null; denominator: number | null } }[] } };
            };
          }>(question, undefined, { context });
          const { nodes } = release.dataset.cells;
          expect(nodes, page).toHaveLength(1);
          const { value } = nodes[0]?.estimate ?? {};
          expect(Number(/data-example="([^"]*)"/.exec(html)?.[1]), page).toBe(value);
        }
      });
    }, 60_000);

    it("works a rate and a sum out again", () => {
      const rate = plain(site().read("methods/OUT.01.R/index.html"));
      const [, part = "", whole = "", times = "", result = ""] = /([\d,.]+) ÷ ([\d,.]+) × ([\d,.]+) = ([\d,.]+?)\. /.exec(rate) ?? [];
      const number = (text: string) => Number(text.replaceAll(",", ""));
      expect((number(part) / number(whole)) * number(times)).toBeCloseTo(number(result), 0);
      const count = plain(site().read("methods/OUT.01/index.html"));
      const [, parts = "", sum = ""] = /add up to it: (.*?) = ([\d,]+)\. /.exec(count) ?? [];
      const added = [...parts.matchAll(/([\d,]+) \(/g)].map(([, text = ""]) => number(text));
      expect(added.length).toBeGreaterThan(1);
      expect(added.reduce((all, one) => all + one, 0)).toBe(number(sum));
    });
  });

  describe("the page of a release", () => {
    it("says what changed by dataset as its file does, and knows of no later release", () => {
      const changes = JSON.parse(site().read("releases/1.1.0/changes.json")) as {
        since: string;
        changed: number;
        datasets: { dataset: string; changed: number; added: number; removed: number }[];
        largest: { before: { value: number | null }; after: { value: number | null } }[];
      };
      expect(changes.since).toBe("1.0.0");
      expect(changes.changed).toBe(changes.datasets.reduce((all, { changed }) => all + changed, 0));
      expect(changes.changed).toBeGreaterThan(0);
      const page = plain(site().read("releases/1.1.0/index.html"));
      expect(page).toMatch(/Testhaven, March 2025, All offences 177 186/);
      for (const { before, after } of changes.largest) expect(before?.value === null && after?.value === null).toBe(false);
      expect(JSON.parse(site().read("releases/0.9.0/changes.json"))).toMatchObject({ since: null, changed: null, isComplete: null });
      expect(site().files).toContain("r/1.0.0/releases/1.0.0/index.html");
      expect(site().files).not.toContain("r/1.0.0/releases/1.1.0/index.html");
    });
  });

  describe("corrections", () => {
    it("are told on their page, in a file and in the feed of each language, with the figures they changed", () => {
      const [correction] = JSON.parse(site().read("corrections.json")) as {
        page: string;
        release: string;
        what: string;
        areas: string[];
      }[];
      if (correction === undefined) throw new Error("There is no correction.");
      const html = site().read("corrections/index.html");
      expect(attributes(html, "id")).toContain(correction.page.split("#")[1]);
      expect(correction.release).toBe("1.1.0");
      expect(correction.areas).toContain("D2");
      expect(attributes(html, "href")).toContain("/places/D2/");
      expect(plain(html)).toContain(correction.what);
      expect(plain(html)).toMatch(/Testhaven, March 2025, All offences 177 186/);
      for (const root of ["", "es/", "ar/"]) {
        const feed = site().read(`${root}releases.atom`);
        expect(feed).toContain(`https://testhaven.example/${root}${correction.page}`);
        expect(attributes(site().read(`${root}index.html`), "href")).toContain(`/${root}releases.atom`);
      }
      expect(site().read("r/1.0.0/corrections/index.html")).not.toContain("correction-1-1-0");
    });
  });

  describe("the guide to the API", () => {
    it("records for each question what the API answers", async () => {
      const questions = codeOf(site().read("api/index.html")).filter((code) => /^query /m.test(code));
      expect(questions.length).toBeGreaterThan(5);
      const files = site().files.filter((file) => file.startsWith("api/answers/"));
      expect(files).toHaveLength(examples.length);
      const answers = files.filter((file) => (JSON.parse(site().read(file)) as { data: unknown }).data !== null);
      expect(answers).toHaveLength(questions.length);
      await ask(async (context) => {
        for (const question of questions) {
          const data = JSON.parse(JSON.stringify(await execute(question, undefined, { context }))) as unknown;
          expect(
            answers.some((file) => JSON.stringify((JSON.parse(site().read(file)) as { data: unknown }).data) === JSON.stringify(data)),
            question,
          ).toBe(true);
        }
      });
      for (const most of Object.values(limits)) expect(plain(site().read("api/index.html"))).toContain(most.toLocaleString("en"));
    }, 60_000);
  });

  describe("the search", () => {
    it("may compile the program that reads its index, on its own pages and no other", () => {
      const allowed = pagesOf(site()).filter((page) => site().read(page).includes("wasm-unsafe-eval"));
      expect(allowed).toEqual(["ar/search/index.html", "es/search/index.html", "search/index.html"]);
    });

    it("holds the pages of the latest release in every language, and none of the frozen ones or of those for paper", () => {
      const { languages } = JSON.parse(site().read("pagefind/pagefind-entry.json")) as {
        languages: Record<string, { page_count: number }>;
      };
      const found = live().filter((file) => site().read(file).includes("data-pagefind-body"));
      expect(Object.keys(languages).toSorted()).toEqual(["ar", "en", "es"]);
      expect(Object.values(languages).reduce((all, { page_count }) => all + page_count, 0)).toBe(found.length);
      const nowhere = pagesOf(site()).filter((file) => file.startsWith("r/") || file.endsWith("/handout/index.html"));
      for (const page of nowhere) expect(site().read(page), page).not.toContain("data-pagefind-body");
    });
  });
}

/** What the search does in a browser. */
export function describeSearch({
  url,
  visit,
}: {
  readonly url: () => string;
  visit(paths: readonly string[], options: BrowserContextOptions, look: (page: Page, path: string) => Promise<void>): Promise<void>;
}): void {
  it("finds pages of the reader's language, asking this site alone and never for what was typed", async () => {
    const cases = [
      ["/search/", "harbour", /^\/(?!es|ar|r\/)/],
      ["/es/search/", "puerto", /^\/es\//],
    ] as const;
    for (const [path, text, wanted] of cases)
      await visit([path], {}, async (page) => {
        const asked: string[] = [];
        page.on("request", (request) => asked.push(`${request.url()} ${request.postData() ?? ""}`));
        await page.fill("#search-field", text);
        const first = page.locator(".results a").first();
        await first.waitFor();
        expect(new URL((await first.getAttribute("href")) ?? "", url()).pathname).toMatch(wanted);
        for (const request of asked) expect(request.toLowerCase()).not.toContain(text);
        expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
      });
  }, 60_000);

  it("is a list of pages where scripts do not run", async () => {
    await visit(["/search/"], { javaScriptEnabled: false }, async (page) => {
      expect(await page.locator("#search").isVisible()).toBe(false);
      expect(await page.locator("main a").count()).toBeGreaterThan(20);
    });
  });
}
