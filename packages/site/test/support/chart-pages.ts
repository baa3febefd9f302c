import { createHash } from "node:crypto";
import { brotliCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { parseCsv } from "../../audit/csv.ts";
import { attributes, pagesOf } from "../../audit/site-folder.ts";
import type { BuiltSite } from "./built-site.ts";
import { textOf } from "./pages.ts";

interface ChartFile {
  readonly title: string;
  readonly licence: { readonly url: string };
  readonly values: { readonly all: number; readonly shown: number };
  readonly csv: { readonly sha256: string };
  readonly citations: readonly string[];
  readonly rows: readonly {
    readonly status: string;
    readonly value: number | null;
    readonly lower: number | null;
    readonly upper: number | null;
  }[];
}

/** What is promised of charts as objects: their pages, their files, their embedded forms and the cards of pages. */
export function describeChartPages(site: () => BuiltSite) {
  const named = (pattern: RegExp) => site().files.filter((file) => pattern.test(file));
  /** Pages of the charts of the latest release: those that ended lead on, and say so to search engines. */
  const charts = () =>
    named(/^([a-z]{2}\/)?charts\/[^/]+\/index\.html$/).filter((page) => !site().read(page).includes('name="robots" content="noindex"'));
  const ownCsv = () => charts().flatMap((page) => (page.startsWith("charts/") ? [page.replace("/index.html", ".csv")] : []));
  const rowsOf = (csv: string) => parseCsv(csv).map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => name !== "")));
  const hub = "https://testhaven.example";

  describe("the charts", () => {
    it("have the same pages in every language, and no two of them the same figures", () => {
      const ids = (language: string) => named(new RegExp(`^${language}charts/[^/]+/index\\.html$`)).map((file) => file.split("/").at(-2));
      expect(ids("").length).toBeGreaterThan(20);
      expect(ids("es/")).toEqual(ids(""));
      expect(ids("ar/")).toEqual(ids(""));
      const figures = named(/^charts\/[^/]+\.csv$/).map((file) => site().read(file));
      const names = ids("").map((id) => id?.split("--")[0]);
      expect(new Set(figures.map((csv, at) => `${names[at]} ${csv}`)).size).toBe(ids("").length);
    });

    it("say the same in CSV, JSON, metadata, Markdown and on their page, each file with its licence", () => {
      for (const page of charts()) {
        const base = page.slice(0, -"/index.html".length);
        const csv = site().read(`${base}.csv`);
        const json = JSON.parse(site().read(`${base}.json`)) as ChartFile;
        const { rows, ...about } = json;
        expect(JSON.parse(site().read(`${base}.metadata.json`)), page).toEqual(about);
        expect(
          rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === null ? "" : String(value)]))),
          page,
        ).toEqual(rowsOf(csv));
        expect(about.csv.sha256, page).toBe(createHash("sha256").update(csv).digest("hex"));
        expect(about.values, page).toEqual({ all: rows.length, shown: rows.filter(({ status }) => status === "AVAILABLE").length });
        for (const row of rows) if (row.status !== "AVAILABLE") expect([row.value, row.lower, row.upper]).toEqual([null, null, null]);
        const html = site().read(page);
        const onPage = [...html.matchAll(/<data value="([^"]*)"/g)].map(([, value]) => Number(value)).toSorted();
        expect(onPage, page).toEqual(rows.flatMap(({ value }) => (value === null ? [] : [Number(value)])).toSorted());
        for (const ending of ["md", "svg", "json"]) expect(site().read(`${base}.${ending}`), page).toContain(about.licence.url);
        expect(about.citations[0], page).toContain(`${hub}/r/1.1.0/`);
        expect(site().read(`${base}.svg`), page).not.toMatch(/var\(|NaN|undefined/);
      }
    });

    it("are under the address of their release with the same figures, and keep them when the next one is published", () => {
      for (const file of ownCsv()) expect(site().read(`r/1.1.0/${file}`), file).toBe(site().read(file));
      for (const language of ["", "es/", "ar/"]) {
        const images = named(new RegExp(`^r/1\\.1\\.0/${language}charts/[^/]+\\.png$`));
        expect(images.length).toBeGreaterThan(0);
        const offered = charts()
          .flatMap((page) => attributes(site().read(page), "href"))
          .filter((link) => link.endsWith(".png"));
        for (const image of images) expect(offered).toContain(`/${image}`);
      }
      const [before, after] = ["r/1.0.0/", "r/1.1.0/"].map((root) => site().read(`${root}charts/out-01-over-time--D2.json`));
      expect(before).not.toBe(after);
    });

    it("are marked as revised where a figure has changed, with a way to the corrections, and nowhere else", () => {
      const marked = charts().map((page) => {
        const html = site().read(page);
        const isRevised = site().read(page.replace("/index.html", ".csv")).includes("REVISED");
        expect(html.includes('class="revised"'), page).toBe(isRevised);
        const [language = ""] = /^[a-z]{2}\//.exec(page) ?? [];
        if (isRevised) expect(attributes(html, "href"), page).toContain(`/${language}releases/#corrections`);
        return isRevised;
      });
      expect(new Set(marked)).toEqual(new Set([true, false]));
    });

    it("tell which line is which where they have several, without scripts, on their page and embedded", () => {
      const legends = charts().flatMap((page) => {
        const html = site().read(page);
        const heads = [
          ...(/<thead>[\s\S]*?<\/thead>/.exec(html)?.[0] ?? "").matchAll(/<th scope="col" class="number"[^>]*>([\s\S]*?)<\/th>/g),
        ];
        const labels = heads.map(([, label = ""]) => textOf(label).trim());
        const legendOf = (file: string) =>
          [...(/<ul class="legend"[\s\S]*?<\/ul>/.exec(site().read(file))?.[0] ?? "").matchAll(/<li>([\s\S]*?)<\/li>/g)].map(
            ([, item = ""]) => textOf(item).trim(),
          );
        const embed = page.replace(/(^|\/)charts\//, "$1embed/");
        for (const file of [page, embed]) expect(legendOf(file), file).toEqual(labels.length > 1 ? labels : []);
        return labels.length > 1 ? [page] : [];
      });
      expect(legends.length).toBeGreaterThan(5);
    });

    it("can be embedded, each live and frozen in 15 kB without scripts, by the code on their page and by oEmbed", () => {
      const styles = new Map<string, number>();
      const weight = (file: string) => {
        const known = styles.get(file) ?? brotliCompressSync(site().bytes(file)).length;
        styles.set(file, known);
        return known;
      };
      const embeds = named(/^(r\/1\.1\.0\/|ar\/)?embed\/.*index\.html$/);
      const pages = named(/^([a-z]{2}\/)?charts\/[^/]+\/index\.html$/);
      expect(named(/^([a-z]{2}\/)?embed\/.*index\.html$/)).toHaveLength(pages.length);
      for (const file of embeds) {
        const html = site().read(file);
        expect(html, file).not.toContain("<script");
        const sheets = attributes(html, "href").filter((link) => link.endsWith(".css"));
        expect(sheets.length, file).toBeGreaterThan(0);
        const all = brotliCompressSync(html).length + sheets.reduce((sum, sheet) => sum + weight(sheet.slice(1)), 0);
        expect(all, file).toBeLessThan(15_000);
      }
      const shown = (code: string) => {
        const path = new RegExp(`src="${hub}/([^"]*)"`).exec(code)?.[1] ?? "";
        return site().files.includes(path.endsWith("/") ? `${path}index.html` : path);
      };
      for (const page of charts()) {
        const html = site().read(page);
        const codes = [...html.matchAll(/<pre class="quoted" dir="ltr" tabindex="0"[^>]*>([^<]*)<\/pre>/g)].map(([, code = ""]) =>
          code.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&#34;", '"'),
        );
        expect(codes.map(shown), page).toEqual([true, true, true]);
        const { html: live, title } = JSON.parse(site().read(page.replace("/index.html", ".oembed.json"))) as {
          html: string;
          title: string;
        };
        expect(shown(live), page).toBe(true);
        // What shows a later release one day is not named by the figures of this one.
        expect(attributes(live, "title"), page).not.toEqual([title]);
        expect(attributes(codes[1] ?? "", "title"), page).toEqual([title]);
        expect(attributes(html, "href"), page).toContain(`${hub}/${page.replace("/index.html", ".oembed.json")}`);
        expect(textOf(html), page).toContain(title);
      }
    });
  });

  describe("the cards", () => {
    it("are pictures of their size, one for each page that has its own, and every page names one", () => {
      const cards = new Set<string>();
      for (const file of pagesOf(site()).filter((page) => !/(^|\/)embed\//.test(page))) {
        const [, card = ""] = new RegExp(`<meta property="og:image" content="${hub}/([^"]*)"`).exec(site().read(file)) ?? [];
        expect(card, file).toMatch(/^r\/[\d.]+\//);
        cards.add(decodeURIComponent(card));
      }
      expect(cards).toContain("r/1.1.0/es/cards/places--D2.png");
      expect([...cards].toSorted()).toEqual(named(/\/cards\/.*\.png$/));
      for (const card of cards) {
        const png = site().bytes(card);
        expect([png.readUInt32BE(16), png.readUInt32BE(20)], card).toEqual([1200, 630]);
      }
    });
  });
}
