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

const widths = [390, 1280] as const;

interface Looked {
  readonly charts: number;
  readonly faults: readonly string[];
}

async function look(page: Page, url: string, file: string): Promise<readonly Looked[]> {
  await page.goto(`${url}${address(file)}`, { waitUntil: "load" });
  const looked: Looked[] = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    const charts = await page.evaluate(unseen);
    const faults = charts.flatMap((chart) => chart.faults.map((fault) => `${file}#${chart.id}: ${fault}, ${width} px`));
    looked.push({ charts: charts.length, faults });
  }
  return looked;
}

/** Whether every chart of some pages is there without JavaScript: one drawing that is seen, and its table. */
export async function seenWithoutScripts(browser: Browser, url: string, pages: readonly string[]): Promise<Finding> {
  const looked: Looked[] = [];
  await withPage(browser, { javaScriptEnabled: false }, async (page) => {
    for (const file of pages) looked.push(...(await look(page, url, file)));
  });
  const charts = looked.reduce((sum, one) => sum + one.charts, 0);
  const faults = looked.flatMap((one) => one.faults);
  return {
    id: "without-scripts",
    subject: "JavaScript off",
    target: "100 % of charts visible as a drawing and a table",
    measured: `${digits(charts - faults.length)} of ${digits(charts)} charts on ${digits(pages.length)} pages, at ${widths.join(" and ")} px`,
    looked: charts,
    faults,
  };
}
