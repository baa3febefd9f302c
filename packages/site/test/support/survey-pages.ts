import { createContext, execute } from "@openbeat/schema/graphql";
import { openReader } from "@openbeat/schema/store";
import type { BrowserContextOptions, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { axeOn } from "../../audit/barriers.ts";
import { validMarkup } from "../../audit/markup.ts";
import { address } from "../../audit/site-folder.ts";
import type { BuiltSite } from "./built-site.ts";
import { figuresOf } from "./svg-path.ts";

/** What the tests of surveys need of the tests of the site, which built it once for all. */
export interface SurveyPagesTest {
  readonly site: () => BuiltSite;
  readonly visit: (
    paths: readonly string[],
    options: BrowserContextOptions,
    look: (page: Page, path: string) => Promise<void>,
  ) => Promise<void>;
}

const root = "r/0.9.0/";
const textOf = (html: string) =>
  html
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/g, " ")
    .replace(/<[^>]*>/g, " ")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&")
    .replace(/\s+/g, " ");
const percent = (value: number, language: string) => new Intl.NumberFormat(language, { style: "percent" }).format(value / 100);

/** The pages of the survey that release 0.9.0 of the fixture has. */
export function describeSurveyPages({ site, visit }: SurveyPagesTest): void {
  const pages = (language = "") => site().files.filter((file) => file.startsWith(`${root}${language}trust/`) && file.endsWith(".html"));

  async function ask(query: string, variables: Record<string, unknown> = {}) {
    const reader = await openReader(site().database);
    try {
      return (await execute(query, variables, { context: createContext({ database: reader }) })) as never;
    } finally {
      await reader.close();
    }
  }

  describe("the pages of a survey", () => {
    it("are there for the whole, each area, each question and each wave, in every language", () => {
      for (const language of ["", "es/", "ar/"]) {
        const own = pages(language).map((file) => file.slice(`${root}${language}trust/`.length));
        expect(own).toContain("index.html");
        for (const page of ["D1/", "D2/", "questions/listen/", "questions/safe_night/", "waves/", "waves/2026-Q2/", "waves/2025-Q1/"])
          expect(own).toContain(`${page}index.html`);
      }
      expect(pages().length).toBe(3 + 2 + 1 + 6);
    });

    it("are valid HTML, and say nothing that is no value, or by which rule something is hidden", async () => {
      const all = [...pages(), ...pages("ar/")];
      expect((await validMarkup(site(), all)).faults).toEqual([]);
      for (const page of all) {
        const html = site().read(page);
        expect(textOf(html), page).not.toMatch(/\b(NaN|undefined|null|Infinity)\b|\[object/);
      }
    });

    it("name every table for itself, and by which groups it is, in every language", async () => {
      let byGroup = 0;
      for (const language of ["en", "es", "ar"]) {
        const { release } = (await ask(
          `query ($language: String!) { release(version: "0.9.0") { survey(code: "trust-survey") { groupings { code title(language: $language) } } } }`,
          { language },
        )) as { release: { survey: { groupings: readonly { code: string; title: string }[] } } };
        const titles = new Map(release.survey.groupings.map(({ code, title }) => [code, title]));
        for (const page of pages(language === "en" ? "" : `${language}/`)) {
          const html = site().read(page);
          const captions = [...html.matchAll(/<caption id="([^"]*)-caption">([^<]*)/g)].map(([, id = "", text = ""]) => ({ id, text }));
          expect(new Set(captions.map(({ text }) => text)).size, page).toBe(captions.length);
          for (const { id, text } of captions) {
            const title = titles.get(/-by-(\w+)$/.exec(id)?.[1] ?? "");
            if (title === undefined) continue;
            byGroup += 1;
            expect(text, `${page}#${id}`).toContain(`${title}: `);
          }
        }
      }
      expect(byGroup).toBeGreaterThan(5);
    });

    it("tell the same numbers as the schema, each with its range and how many answered; and nothing for what is hidden", async () => {
      interface Node {
        area: { code: string };
        item: { code: string; title: string };
        question: { wording: string };
        sentence: string;
        pool: { estimate: { value: number; interval: { lower: number; upper: number } } } | null;
        estimate: { value: number | null; status: string; n: number; interval: { lower: number; upper: number } | null };
      }
      for (const language of ["en", "es"]) {
        const answer = (await ask(
          `query ($language: String!) { release(version: "0.9.0") { survey(code: "trust-survey") {
            estimates(areas: ["testhaven", "D1", "D2"], measures: [FAVOURABLE], first: 100) { nodes {
              area { code } item { code title(language: $language) } question { wording(language: $language) } sentence(language: $language)
              pool { estimate { value interval { lower upper } } }
              estimate { value status n interval { lower upper } } } } } } }`,
          { language },
        )) as { release: { survey: { estimates: { nodes: Node[] } } } };
        const { nodes } = answer.release.survey.estimates;
        expect(nodes.length).toBe(9);
        for (const { area, question, sentence, estimate, pool } of nodes) {
          const page = textOf(
            site().read(
              `${root}${language === "en" ? "" : `${language}/`}trust/${area.code === "testhaven" ? "" : `${area.code}/`}index.html`,
            ),
          );
          const from = page.indexOf(question.wording);
          expect(from).toBeGreaterThan(0);
          expect(page).toContain(sentence.replace(/\s+/g, " "));
          const told = page.slice(from, from + 700);
          if (estimate.value === null || estimate.interval === null) {
            if (pool !== null) expect(told).toContain(percent(pool.estimate.value, language).replace(/\s/g, " "));
            continue;
          }
          const { lower, upper } = estimate.interval;
          for (const number of [estimate.value, lower, upper]) expect(told).toContain(percent(number, language).replace(/\s/g, " "));
          expect(told).toContain(String(estimate.n));
        }
      }
    });

    it("offer in the place of each hidden group the pool that the schema names, and of none that is shown", async () => {
      interface Node {
        item: { code: string };
        group: { code: string; label: string; grouping: string };
        estimate: { value: number | null };
        pool: { estimate: { value: number; interval: { lower: number; upper: number } } } | null;
      }
      const figures = new Map(
        site()
          .files.filter((file) => new RegExp(`^${root}embed/trust/.*-by-(?!area)[^/]+/index\\.html$`).test(file))
          .map((file) => [file.split("/").at(-2) ?? "", textOf(site().read(file))]),
      );
      expect(figures.size).toBeGreaterThan(2);
      let hidden = 0;
      for (const [name, text] of figures) {
        const [, item = "", grouping = ""] = /^(.*)-by-(.*)$/.exec(name) ?? [];
        const answer = (await ask(
          `query ($item: String!, $grouping: String!, $period: String!) { release(version: "0.9.0") { survey(code: "trust-survey") {
            estimates(items: [$item], grouping: $grouping, periods: [$period], first: 50) { nodes {
              item { code } group { code label grouping } estimate { value } pool { estimate { value interval { lower upper } } } } } } } }`,
          { item: item.replaceAll("-", "_"), grouping, period: text.includes("Jul 2025") ? "2026-Q2-12M" : "2026-Q2" },
        )) as { release: { survey: { estimates: { nodes: Node[] } } } };
        for (const { group, estimate, pool } of answer.release.survey.estimates.nodes) {
          const line = new RegExp(`In place of [^:.]*“${group.label}”[^:.]*[:.][^)]*\\)`).exec(text)?.[0];
          if (estimate.value !== null) expect(line, `${name} ${group.code}`).toBeUndefined();
          else {
            hidden += 1;
            if (pool !== null)
              for (const number of [pool.estimate.value, pool.estimate.interval.lower, pool.estimate.interval.upper])
                expect(line, `${name} ${group.code}`).toContain(percent(number, "en"));
          }
        }
      }
      expect(hidden).toBeGreaterThan(0);
    });

    it("call the precision of an opt-in wave by no other name than its own", () => {
      const optIn = textOf(site().read(`${root}trust/waves/2025-Q1/index.html`));
      expect(optIn).toContain("odelled precision, assuming the weights remove bias");
      expect(optIn).not.toMatch(/margin of (sampling )?error/i);
      expect(textOf(site().read(`${root}trust/waves/2026-Q2/index.html`))).toMatch(/margin of sampling error/i);
      const figure = textOf(site().read(`${root}embed/trust/listen-waves/index.html`));
      expect(figure).toMatch(/likely range \(margin of sampling error\)/);
      expect(figure).toMatch(/decided themselves to take part, and the line is modelled precision/);
    });

    it("draw a break in a series as a break, and join no opt-in wave to the others", async () => {
      const lines = (id: string) => {
        const html = site().read(`${root}embed/trust/${id}/index.html`);
        const [wide = ""] = /<svg class="wide"[\s\S]*?<\/svg>/.exec(html) ?? [];
        return {
          html,
          wide,
          strokes: [...wide.matchAll(/<path d="([^"]*)" fill="none" stroke="var\(--c1\)" stroke-width="2\.5"/g)].map(
            ([, path = ""]) => path,
          ),
        };
      };
      const broken = lines("respect-waves");
      expect(broken.wide).toContain(">changed<");
      expect(textOf(broken.html)).toContain(
        "The series breaks before Oct – Dec 2025: the question was put otherwise.".replaceAll(" – ", " – "),
      );
      // Six waves: one opt-in, two before the break, three after it. So three segments in two runs, and no line between the runs.
      const runs = broken.strokes.flatMap(figuresOf).map((places) => places.map(([x]) => x));
      expect(runs.map((xs) => xs.length)).toEqual([2, 3]);
      const [before = [], after = []] = runs;
      expect(Math.max(...before)).toBeLessThan(Math.min(...after));
      expect(lines("listen-waves").wide).not.toContain(">changed<");
    });

    it("label an index as no percentage, in every language", () => {
      const words = { "": "not a percentage", "es/": "no un porcentaje", "ar/": "وليس نسبة مئوية" };
      for (const [language, label] of Object.entries(words)) {
        const figure = textOf(site().read(`${root}${language}embed/trust/fairness-index/index.html`));
        expect(figure).toContain(label);
        expect(figure).not.toContain("%");
      }
    });

    it("call a gap between groups, and a difference between areas, only what the schema's verdict calls so", async () => {
      const pairs = `[
        { item: "respect", first: { area: "testhaven", period: "2026-Q2" }, second: { area: "D1", period: "2026-Q2" } }
        { item: "respect", first: { area: "testhaven", period: "2026-Q2" }, second: { area: "D2", period: "2026-Q2" } }]`;
      const answer = (await ask(
        `{ release(version: "0.9.0") { survey(code: "trust-survey") { compare(pairs: ${pairs}) { verdict second { area { name } } } } } }`,
      )) as { release: { survey: { compare: { verdict: string; second: { area: { name: string } } }[] } } };
      const page = ["index.html", "questions/respect/index.html"]
        .map((file) => `${root}trust/${file}`)
        .filter((file) => site().files.includes(file));
      const text = page.map((file) => textOf(site().read(file))).join(" ");
      for (const { verdict, second } of answer.release.survey.compare) {
        const said = { UP: "higher by", DOWN: "lower by", NO_CLEAR_CHANGE: "no clear difference", NOT_COMPARABLE: "cannot be compared" }[
          verdict
        ];
        expect(text).toMatch(new RegExp(`${second.area.name} : ${said}`));
      }
    });

    it("tell how a wave was held: the whole list, the questions word for word in every language, the margins, and what changed", () => {
      const wave = textOf(site().read(`${root}trust/waves/2025-Q4/index.html`));
      expect(wave).toMatch(/\d+ of the \d+ things that survey researchers must tell \(AAPOR\) are told\./);
      for (const told of [
        "Officers in Testhaven treat people with respect.",
        "Los agentes de Testhaven tratan a la gente con respeto.",
        "People asked which police was meant.",
        "Testhaven Census, fictional",
        "28.0%",
        "AAPOR RR1",
        "alpha 0.81, from about 390 people",
      ])
        expect(wave).toContain(told);
      expect(textOf(site().read(`${root}trust/waves/2025-Q2/index.html`))).toContain("It is the first version.");
    });
  });

  describe("the pages of a survey in a browser", () => {
    it("show the same figures in chart, table and file, drawn by the browser as at build time", async () => {
      let charts = 0;
      await visit(
        [...pages().filter((file) => site().read(file).includes('class="figure"')), `${root}es/trust/D2/index.html`].map(address),
        { javaScriptEnabled: false },
        async (page, path) => {
          const figures = await page.evaluate(() =>
            [...document.querySelectorAll("figure.figure")].map((figure) => ({
              id: figure.id,
              kind: (JSON.parse(figure.getAttribute("data-chart") ?? "{}") as { kind: string }).kind,
              columns: [...figure.querySelectorAll("thead th")].slice(1).map((_, column) =>
                [...figure.querySelectorAll("tbody tr")].map((row) => {
                  const cell = row.querySelectorAll("td")[column];
                  const data = cell?.querySelector("data");
                  return {
                    value: data?.value ?? null,
                    lower: data?.dataset.lower ?? "",
                    upper: data?.dataset.upper ?? "",
                    text: data?.textContent?.trim() ?? cell?.textContent?.trim() ?? "",
                  };
                }),
              ),
              pictures: [...figure.querySelectorAll(".picture svg")].map((svg) => svg.textContent ?? ""),
            })),
          );
          for (const { id, kind, columns, pictures } of figures) {
            const [head = "", ...lines] = site()
              .read(`${path.slice(1)}${id}.csv`)
              .trimEnd()
              .split("\r\n");
            const names = head.split(",");
            const cells = columns.flat();
            expect(lines.length, `${path}${id}`).toBe(cells.length);
            for (const [at, line] of lines.entries()) {
              // Words with commas stand in quotation marks; the figures behind them do not.
              const fields = line.replace(/"[^"]*"/g, "").split(",");
              const field = (name: string) => fields[names.indexOf(name)];
              expect([field("value"), field("lower"), field("upper")], `${path}${id}`).toEqual([
                cells[at]?.value ?? "",
                cells[at]?.lower,
                cells[at]?.upper,
              ]);
            }
            // Whatever is written in a picture is a value, a mark or a word of the table; dots have all their values.
            if (kind === "dots" || kind === "bars")
              for (const picture of pictures) for (const { text } of cells) expect(picture).toContain(text);
            charts += 1;
          }
        },
      );
      expect(charts).toBeGreaterThan(25);
    });

    it("wake a bar of answers and a series without moving anything, and tell values with their ranges", async () => {
      await visit([`/${root}trust/`], { viewport: { width: 1280, height: 900 } }, async (page) => {
        for (const [id, told] of [
          ["respect-answers", /\d+%/],
          ["respect-waves", /\d+% \(\d+%–\d+%\)/],
          ["respect-by-age", /\d+% \(\d+%–\d+%\)/],
        ] as const) {
          const figure = page.locator(`#${id}`);
          await figure.scrollIntoViewIfNeeded();
          const before = await figure.boundingBox();
          await figure.locator("canvas").waitFor();
          expect((await figure.boundingBox())?.height).toBe(before?.height);
          await figure.locator(".picture").focus();
          await page.keyboard.press(id.endsWith("waves") ? "End" : "Home");
          expect(await figure.locator(".tip").textContent(), id).toMatch(told);
        }
      });
    });

    for (const [width, colorScheme] of [
      [390, "light"],
      [1280, "light"],
      [1280, "dark"],
    ] as const) {
      it(`have no barrier that axe finds, ${colorScheme}, at ${width} pixels, and nothing wider than the window`, async () => {
        const templates = ["trust/", "ar/trust/D2/", "trust/waves/2025-Q4/", "trust/questions/listen/", "trust/waves/"].map(
          (path) => `/${root}${path}`,
        );
        const paths = width === 390 ? [...new Set([...templates, ...pages().map(address)])] : templates;
        await visit(paths, { colorScheme, viewport: { width, height: 800 } }, async (page, path) => {
          expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(width);
          if (!templates.includes(path)) return;
          const axe = axeOn(page);
          if (colorScheme === "dark") axe.withRules(["color-contrast", "link-in-text-block"]);
          else if (width === 390) axe.withRules(["color-contrast", "target-size", "scrollable-region-focusable", "region"]);
          else axe.withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]);
          const { violations } = await axe.analyze();
          expect(violations.map(({ id, nodes }) => `${path} ${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
        });
      }, 120_000);
    }
  });
}
