import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { withPage } from "./browser.ts";
import { digits, type Finding } from "./finding.ts";
import { address } from "./site-folder.ts";

/** The looks in which pages are seen. */
export const schemes = ["light", "dark", "forced colours"] as const;
export type Scheme = (typeof schemes)[number];
/** Widths of windows, in CSS pixels. */
export const widths = [1280, 390, 320] as const;

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The rules whose answer can change with colours or widths. All others read the page itself, which is the same in every look. */
const rulesOfLooks = [
  "color-contrast",
  "link-in-text-block",
  "target-size",
  "scrollable-region-focusable",
  "aria-hidden-focus",
  "nested-interactive",
  "region",
  "css-orientation-lock",
  "bypass",
  "skip-link",
];

/** A page in one look and one width. */
export interface Sight {
  /** A file of the site. */
  readonly page: string;
  readonly scheme: Scheme;
  readonly width: number;
}

/** Every page in every look and width. */
export const everySight = (pages: readonly string[]): readonly Sight[] =>
  pages.flatMap((page) => widths.flatMap((width) => schemes.map((scheme) => ({ page, scheme, width }))));

/** Each page in one look and width, another one than the page before: in nine pages all of them. */
export const someSights = (pages: readonly string[]): readonly Sight[] =>
  pages.map((page, at) => ({
    page,
    scheme: schemes[at % schemes.length] ?? "light",
    width: widths[Math.floor(at / schemes.length) % widths.length] ?? 320,
  }));

const media = (scheme: Scheme) => ({
  colorScheme: scheme === "dark" ? ("dark" as const) : ("light" as const),
  forcedColors: scheme === "forced colours" ? ("active" as const) : ("none" as const),
});

/** Axe, within the page: its other mode opens a second one for each look, for frames of other sites, which our pages have none of. */
export const axeOn = (page: Page) => new AxeBuilder({ page }).setLegacyMode();

interface Seen {
  readonly violations: string[];
  readonly undecided: string[];
  readonly wide: string[];
}

/** Shows all of what scrolls on a page, or lets it scroll again. It runs in the page. */
function showAll(isOpen: boolean): void {
  for (const scroller of document.querySelectorAll<HTMLElement>(".scroller")) {
    scroller.style.overflow = isOpen ? "visible" : "";
    scroller.style.maxHeight = isOpen ? "none" : "";
    // Letters that stand half on it and half beside it have two grounds, of which axe names none.
    scroller.style.width = isOpen ? "max-content" : "";
  }
  // What reaches beyond the page stands on nothing, of which axe cannot tell the colour: to the left, where lines begin at the right.
  const reaches = [...document.querySelectorAll(".scroller > *")].map((table) => {
    const { left, right } = table.getBoundingClientRect();
    return Math.max(right, document.documentElement.clientWidth - left);
  });
  // A wider page has wider margins.
  document.documentElement.style.minWidth = isOpen && reaches.length > 0 ? `${Math.ceil(Math.max(...reaches)) + 100}px` : "";
}

/** Letters inside drawings, whose contrast axe cannot tell. That of the colours themselves is reckoned apart. */
const isInDrawing = (html: string) => /^<(text|tspan|svg|path|g)\b/.test(html);

async function see(page: Page, { scheme, width, page: file }: Sight, isFirst: boolean, seen: Seen): Promise<void> {
  const place = `${address(file)}, ${scheme}, ${width} px`;
  const { violations, incomplete } = await (isFirst ? axeOn(page).withTags(tags) : axeOn(page).withRules(rulesOfLooks)).analyze();
  const reach = await page.evaluate(() => document.documentElement.scrollWidth);
  if (reach > width) seen.wide.push(`${place}: ${reach} px`);
  const tell = (results: typeof violations, list: string[], isTold: (id: string, html: string) => boolean) => {
    for (const { id, nodes } of results)
      for (const { html } of nodes) if (isTold(id, html)) list.push(`${place}: ${id} at ${html.slice(0, 160)}`);
  };
  const isLetters = (id: string, html: string) => id === "color-contrast" && !isInDrawing(html);
  tell(violations, seen.violations, () => true);
  tell(incomplete, seen.undecided, (id) => id !== "color-contrast");
  if (!incomplete.some(({ id, nodes }) => nodes.some(({ html }) => isLetters(id, html)))) return;
  // What a table that scrolls keeps out of sight axe cannot judge: it is asked again with all of it in sight.
  await page.evaluate(showAll, true);
  const again = await axeOn(page).withRules(["color-contrast"]).analyze();
  await page.evaluate(showAll, false);
  tell(again.violations, seen.violations, () => true);
  tell(again.incomplete, seen.undecided, isLetters);
}

/** Whether axe finds barriers on pages, can decide on all but letters in drawings, and whether any page is wider than its window. */
export async function noBarriers(browser: Browser, url: string, sights: readonly Sight[]): Promise<readonly Finding[]> {
  const seen: Seen = { violations: [], undecided: [], wide: [] };
  const pages = Map.groupBy(sights, ({ page }) => page);
  await withPage(browser, {}, async (page) => {
    for (const [file, own] of pages) {
      await page.goto(`${url}${address(file)}`);
      for (const sight of own) {
        await page.setViewportSize({ width: sight.width, height: 800 });
        await page.emulateMedia(media(sight.scheme));
        await see(page, sight, sight === own[0], seen);
      }
    }
  });
  const looked = sights.length;
  const matrix = `${digits(pages.size)} pages, ${digits(looked)} sights (look × width)`;
  const narrow = sights.filter(({ width }) => width === 320).length;
  return [
    {
      id: "axe",
      subject: "Accessibility",
      target: "0 violations of axe (WCAG 2.0 to 2.2 A and AA, best practice, target size included)",
      measured: `${digits(seen.violations.length)} on ${matrix}`,
      looked,
      faults: seen.violations,
    },
    {
      id: "axe-undecided",
      subject: "Accessibility",
      target: "axe is undecided on nothing but the contrast of letters in drawings",
      measured: `${digits(seen.undecided.length)} other places on ${matrix}`,
      looked,
      faults: seen.undecided,
    },
    {
      id: "reflow",
      subject: "Accessibility",
      target: "0 pages wider than their window, down to 320 px",
      measured: `${digits(seen.wide.length)} of ${digits(looked)} sights, ${digits(narrow)} of them at 320 px`,
      looked: narrow,
      faults: seen.wide,
    },
  ];
}
