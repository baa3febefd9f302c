import type { Browser } from "playwright-core";
import { withPage } from "./browser.ts";
import { digits, type Finding } from "./finding.ts";
import { clippedOn, papers, sheetsOf, withoutLists } from "./paper.ts";
import { address, isEmbed, isFrozen, pagesOf, type SiteFolder } from "./site-folder.ts";

/** How many sheets may be taken: by a handout, and by a report without its lists. */
const most = { handout: 1, report: 2 } as const;

/** The handouts and reports of a site, as files: those that are made to be printed. Frozen copies are left out. */
export const printedPages = (site: SiteFolder): readonly string[] =>
  pagesOf(site).filter(
    (page) => !isFrozen(page) && !isEmbed(page) && /(^|\/)(places\/[^/]+\/handout|reports\/[^/]+\/[^/]+)\/index\.html$/.test(page),
  );

/** Whether handouts and reports fit their sheets of A4 and Letter, lose nothing at an edge, and become tagged documents. */
export async function printsWhole(browser: Browser, url: string, pages: readonly string[]): Promise<readonly Finding[]> {
  const clipped: string[] = [];
  const sheets: string[] = [];
  const untagged: string[] = [];
  const longest = { handout: 0, report: 0 };
  await withPage(browser, {}, async (page) => {
    for (const file of pages) {
      const kind = file.endsWith("/handout/index.html") ? "handout" : "report";
      for (const paper of papers) {
        const place = `${address(file)}, ${paper.format}`;
        await page.goto(`${url}${address(file)}`);
        for (const part of await clippedOn(page, paper)) clipped.push(`${place}: ${part}`);
        const whole = await sheetsOf(page, paper);
        if (!whole.isTagged) untagged.push(place);
        if (kind === "report") await page.evaluate(withoutLists);
        const count = kind === "report" ? (await sheetsOf(page, paper)).count : whole.count;
        longest[kind] = Math.max(longest[kind], count);
        if (count > most[kind]) sheets.push(`${place}: ${count} sheets`);
      }
    }
  });
  const looked = pages.length * papers.length;
  const on = `${digits(pages.length)} handouts and reports, on ${papers.map(({ format }) => format).join(" and ")}`;
  return [
    {
      id: "print-edges",
      subject: "Print",
      target: "0 parts cut off at an edge of the paper",
      measured: `${digits(clipped.length)} on ${on}`,
      looked,
      faults: clipped,
    },
    {
      id: "print-sheets",
      subject: "Print",
      target: `a handout on ${most.handout} sheet, a report without its lists on ${most.report}`,
      measured: `handouts at most ${longest.handout}, reports at most ${longest.report}`,
      looked,
      faults: sheets,
    },
    {
      id: "print-tagged",
      subject: "Print",
      target: "every PDF is tagged",
      measured: `${digits(untagged.length)} are not, of ${on}`,
      looked,
      faults: untagged,
    },
  ];
}
