import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { root } from "./stamp.ts";

// The pictures of the README, taken from the demonstration while `start` runs: node scripts/screenshots.ts [URL of the site]
const site = process.argv[2] ?? "http://localhost:4321";
const pictures = [
  { name: "home", path: "/", width: 1280, height: 860 },
  { name: "place", path: "/places/D1/", width: 1280, height: 1500 },
  { name: "trust", path: "/trust/", width: 1280, height: 1500, at: "#overall-confidence" },
  { name: "problem", path: "/problems/customs-quay-thefts/", width: 1280, height: 1500, at: "#assessment" },
  { name: "place-phone", path: "/places/D1/", width: 390, height: 844 },
] as const;

const folder = join(root, "docs/images");
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
for (const { name, path, width, height, ...more } of pictures) {
  const page = await browser.newPage({ viewport: { width, height } });
  await page.goto(new URL(path, site).href, { waitUntil: "networkidle" });
  if ("at" in more) await page.locator(more.at).evaluate((element) => element.scrollIntoView());
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.close();
}
await browser.close();
