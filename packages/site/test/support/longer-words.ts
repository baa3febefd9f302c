import type { Page } from "playwright-core";

/**
 * Makes every word of a page two fifths longer, as a translation may be, names and numbers of the data included: each keeps its letters and gets
 * more of them, so that it may break no sooner. What lies in a drawing stays, as its room was made when it was drawn.
 */
export const lengthenWords = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    let lengthened = 0;
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (node.parentElement?.closest("script, style, svg, pre, code") !== null) continue;
      node.textContent = (node.textContent ?? "").replaceAll(/\p{L}{2,}/gu, (word) => {
        lengthened += 1;
        return (
          word +
          word
            .toLowerCase()
            .repeat(2)
            .slice(0, Math.ceil(word.length * 0.4))
        );
      });
    }
    return lengthened;
  });
