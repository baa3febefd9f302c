import type { Page } from "playwright-core";

/** Sizes of paper, and how wide a page of the site is on them between its margins of 15 mm, in CSS pixels. */
export const papers = [
  { format: "A4", width: 680 },
  { format: "Letter", width: 703 },
] as const;
export type Paper = (typeof papers)[number];

/** How many sheets a page takes, of each of which Chromium writes an object into the file, and whether the file is tagged for screen readers. */
export async function sheetsOf(page: Page, { format }: Paper): Promise<{ readonly count: number; readonly isTagged: boolean }> {
  const pdf = (await page.pdf({ format, tagged: true })).toString("latin1");
  return { count: [...pdf.matchAll(/\/Type\s*\/Page\b(?!s)/g)].length, isTagged: pdf.includes("/StructTreeRoot") };
}

/** What of a page is wider than the paper, or hidden behind an edge, when it is printed. */
export async function clippedOn(page: Page, { width }: Paper): Promise<readonly string[]> {
  const viewport = page.viewportSize();
  await page.setViewportSize({ width, height: 1000 });
  await page.emulateMedia({ media: "print" });
  const clipped = await page.evaluate((room) => {
    const name = (element: Element) => `${element.localName}#${element.id || element.getAttribute("class") || ""}`;
    const parts = [...document.querySelectorAll("main *, footer *")].flatMap((element) => {
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      // What only a screen reader is told of is clipped on purpose, and inside a picture the picture itself counts.
      if (box.width === 0 || element.closest(".visually-hidden, svg svg, svg > *") || style.visibility === "hidden") return [];
      if (style.position === "absolute" && element.localName === "caption") return [];
      const isOutside = box.right > room + 1 || box.left < -1;
      const isCut =
        style.overflow !== "visible" && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1);
      return isOutside || (isCut && element.localName !== "svg") ? [name(element)] : [];
    });
    // Words that run out of their box make no box wider, but the page.
    return document.documentElement.scrollWidth > room + 1 ? [...parts, "page"] : parts;
  }, width);
  await page.emulateMedia({ media: null });
  if (viewport !== null) await page.setViewportSize(viewport);
  return clipped;
}

/** Leaves the short form of a report on its page. Runs in the browser. */
export const withoutLists = () => {
  for (const part of document.querySelectorAll(".annex, .annex ~ *, footer")) part.remove();
};
