import { globSync } from "node:fs";
import { startSite } from "../src/serve.ts";
import { openBrowser } from "./support/browser.ts";
import { clippedOn, papers, sheetsOf, withoutLists } from "./support/paper.ts";

// Prints every handout and report of a built site on A4 and Letter, and fails where one takes more sheets than it may or where something is
// cut off: pnpm --filter @openbeat/site run paper FOLDER
const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("Name the folder of a built site.");
const pages = globSync(["places/*/handout/", "*/places/*/handout/", "reports/*/*/", "*/reports/*/*/"], { cwd: folder })
  .map((path) => `/${path.replace(/\/$/, "")}/`)
  .filter((path) => !path.startsWith("/embed/") && !path.endsWith("/present/"))
  .toSorted();
const server = await startSite({ folder, port: 0 });
const browser = await openBrowser();
const page = await (await browser.newContext({ javaScriptEnabled: true })).newPage();
const faults: string[] = [];
const most = { handout: 0, report: 0, whole: 0 };
for (const path of pages) {
  const isHandout = path.endsWith("/handout/");
  for (const paper of papers) {
    await page.goto(server.url + path);
    for (const part of await clippedOn(page, paper)) faults.push(`${path} ${paper.format}: ${part} is cut off`);
    if (!isHandout) {
      most.whole = Math.max(most.whole, await sheetsOf(page, paper));
      await page.evaluate(withoutLists);
    }
    const sheets = await sheetsOf(page, paper);
    const kind = isHandout ? "handout" : "report";
    most[kind] = Math.max(most[kind], sheets);
    if (sheets > (isHandout ? 1 : 2)) faults.push(`${path} ${paper.format}: ${sheets} sheets`);
  }
}
await browser.close();
await server.close();
const handouts = pages.filter((path) => path.endsWith("/handout/")).length;
console.log(`${handouts} handouts, at most ${most.handout} sheet(s) each.`);
console.log(`${pages.length - handouts} reports, in short at most ${most.report} sheet(s) each, with their lists at most ${most.whole}.`);
console.log(faults.length === 0 ? "Nothing is cut off." : faults.join("\n"));
if (faults.length > 0 || pages.length === 0) process.exitCode = 1;
