import { existsSync } from "node:fs";
import { examples } from "@openbeat/schema/graphql";
import { type Browser, chromium as engine } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";

const chromium = "/usr/bin/chromium";
const hasChromium = existsSync(chromium);
if (!hasChromium) console.warn(`SKIPPED: GraphiQL was not looked at in a browser, because there is no ${chromium}.`);

/** GraphiQL in a real browser: what it asks for, and that an example answers. */
export function testGraphiql(url: () => string): void {
  let browser: Browser | undefined;
  beforeAll(async () => {
    if (!hasChromium) return;
    const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
    browser = await engine.launch({ executablePath: chromium, args: ["--no-sandbox", "--disable-gpu", "--disable-quic", ...quiet] });
  });
  afterAll(() => browser?.close());

  it.skipIf(!hasChromium)("opens with a tab for each example, answers one when it is run, and asks no other server", async () => {
    const page = await browser?.newPage();
    if (page === undefined) throw new Error("There is no browser.");
    const elsewhere: string[] = [];
    const complaints: string[] = [];
    page.on("request", (request) => {
      if (!request.url().startsWith(`${url()}/`) && !/^(data|blob):/.test(request.url())) elsewhere.push(request.url());
    });
    page.on("console", (message) => {
      if (/Content Security Policy/i.test(message.text())) complaints.push(message.text());
    });
    await page.goto(`${url()}/graphql`);
    const tabs = page.getByRole("tab");
    await tabs.first().waitFor();
    await expect.poll(() => tabs.count()).toBeGreaterThanOrEqual(examples.length);
    await page.getByRole("tab", { name: "TrustInMyDistrict" }).click();
    // The editor writes other spaces, and only the lines that fit on the screen. It takes a moment to know the tab's operation.
    const answer = async () => {
      await page.getByRole("button", { name: /Execute query/ }).click();
      await page.waitForTimeout(500);
      return ((await page.locator(".result-window").textContent()) ?? "").replace(/\s+/g, " ");
    };
    await expect.poll(answer, { interval: 1000, timeout: 30_000 }).toContain('"The police do a good job"');
    expect(elsewhere).toEqual([]);
    expect(complaints).toEqual([]);
  });
}
