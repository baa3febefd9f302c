import type { Browser, Page } from "playwright-core";
import { withPage } from "./browser.ts";
import { digits, type Finding } from "./finding.ts";
import { address } from "./site-folder.ts";

/** What of each chart of a page is not to be seen. Runs in the browser, where the page's own scripts do not. */
const unseen = () =>
  [...document.querySelectorAll("figure.figure")].map((figure) => {
    for (const details of figure.querySelectorAll("details")) details.open = true;
    const isSeen = (element: Element) =>
      element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && element.getBoundingClientRect().height > 20;
    const faults: string[] = [];
    const drawings = [...figure.querySelectorAll(".picture svg")].filter(isSeen);
    if (drawings.length !== 1) faults.push(`${drawings.length} drawings`);
    else if (drawings[0]?.querySelector("path") === null) faults.push("an empty drawing");
    const isAlone = document.body.classList.contains("embedded");
    const table = figure.querySelector("table");
    if (!isAlone && (table === null || !isSeen(table) || table.querySelectorAll("tbody td").length === 0)) faults.push("no table");
    return { id: figure.id, faults };
  });

async function look(page: Page, url: string, file: string): Promise<{ readonly charts: number; readonly faults: readonly string[] }> {
  await page.goto(`${url}${address(file)}`, { waitUntil: "load" });
  const charts = await page.evaluate(unseen);
  return { charts: charts.length, faults: charts.flatMap(({ id, faults }) => faults.map((fault) => `${file}#${id}: ${fault}`)) };
}

/** Whether every chart of some pages is there without JavaScript: one drawing that is seen, and its table. */
export async function seenWithoutScripts(browser: Browser, url: string, pages: readonly string[]): Promise<Finding> {
  const faults: string[] = [];
  let charts = 0;
  for (const width of [390, 1280])
    await withPage(browser, { javaScriptEnabled: false, viewport: { width, height: 800 } }, async (page) => {
      for (const file of pages) {
        const seen = await look(page, url, file);
        charts += seen.charts;
        faults.push(...seen.faults.map((fault) => `${fault}, ${width} px`));
      }
    });
  return {
    id: "without-scripts",
    subject: "JavaScript off",
    target: "100 % of charts visible as a drawing and a table",
    measured: `${digits(charts - faults.length)} of ${digits(charts)} charts on ${digits(pages.length)} pages, at 390 and 1280 px`,
    looked: charts,
    faults,
  };
}
