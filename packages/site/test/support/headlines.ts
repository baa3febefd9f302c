import { describe, expect, it } from "vitest";
import { pagesOf } from "../../audit/site-folder.ts";
import { wordCount } from "../../src/headlines/say.ts";
import type { BuiltSite } from "./built-site.ts";
import { textOf } from "./pages.ts";
import { readingGrade } from "./reading-grade.ts";

interface Printed {
  readonly page: string;
  readonly language: "en" | "es";
  readonly headline: string;
  readonly figure: string;
}

/** Every headline of a chart on the pages of the latest release, in English and Spanish. */
const headlinesOf = (site: BuiltSite): readonly Printed[] =>
  pagesOf(site)
    .filter((page) => !/^(r|ar)\//.test(page))
    .flatMap((page) =>
      [...site.read(page).matchAll(/<figure class="figure"[\s\S]*?<\/figure>/g)].flatMap(([figure]) => {
        const [, headline] = /<h[1-4] id="[^"]*-headline"[^>]*>([\s\S]*?)<\/h[1-4]>/.exec(figure) ?? [];
        return headline === undefined
          ? []
          : [
              {
                page,
                language: page.startsWith("es/") ? ("es" as const) : ("en" as const),
                headline: textOf(headline).trim(),
                figure: textOf(figure),
              },
            ];
      }),
    );

/** A change or a difference that a headline claims. */
const claims =
  /\b(rose|fell|longer|less time|above|below|clear improvement|clear worsening)\b|al alza|a la baja|por encima|por debajo|más tiempo|menos tiempo/;
/** What a chart says where the interval of the difference leaves out zero. */
const isClear = /Chance alone would seldom make|chance would seldom make it|El azar por sí solo rara vez|el azar rara vez produce/;

/** @param names Of what a hub names itself: categories, questions, areas. Readers take a name as it is: each of its words counts as one syllable. */
export function describeHeadlines(sites: () => readonly BuiltSite[], names: () => readonly string[]): void {
  describe("every headline of the built pages", () => {
    const all = () => sites().flatMap(headlinesOf);
    it("has at most twelve words and no decimals, in English and Spanish", () => {
      const printed = all();
      for (const language of ["en", "es"]) expect(printed.filter((one) => one.language === language).length).toBeGreaterThan(100);
      for (const { page, headline } of printed) {
        expect(wordCount(headline), `${page}: ${headline}`).toBeLessThanOrEqual(12);
        expect(headline, page).not.toMatch(/\d[.,]\d{1,2}(?!\d)|…$|[{}]/);
      }
    });
    it("can be read after eight years of school, in English", () => {
      const known = names().toSorted((a, b) => b.length - a.length);
      const plain = (headline: string) => known.reduce((text, name) => text.replaceAll(name, name.replaceAll(/\p{L}+/gu, "it")), headline);
      for (const { page, headline, language } of all())
        if (language === "en") expect(Math.round(readingGrade(plain(headline))), `${page}: ${headline}`).toBeLessThanOrEqual(8);
    });
    it("claims no change and no difference that its chart does not say to be more than chance", () => {
      const claiming = all().filter(({ headline }) => claims.test(headline));
      expect(claiming.length).toBeGreaterThan(10);
      for (const { page, headline, figure } of claiming) expect(figure, `${page}: ${headline}`).toMatch(isClear);
    });
  });
}
