import type { Browser } from "playwright-core";
import { withPage } from "./browser.ts";
import { digits, type Finding, kilobytes } from "./finding.ts";
import { address } from "./site-folder.ts";

const limits = { bytes: 100_000, requests: 6 } as const;

interface Visit {
  readonly page: string;
  readonly requests: number;
  readonly bytes: number;
  readonly elsewhere: readonly string[];
  readonly cookies: readonly string[];
  readonly kept: readonly string[];
  readonly violations: readonly string[];
}

/** Opens a page for the first time, scrolls through it so that its charts wake, and notes what it fetched and left behind. */
async function visit(browser: Browser, url: string, file: string): Promise<Visit> {
  return withPage(browser, { viewport: { width: 390, height: 800 } }, async (page) => {
    const context = page.context();
    const elsewhere: string[] = [];
    const violations: string[] = [];
    let requests = 0;
    const sizes: Promise<number>[] = [];
    page.on("requestfinished", (request) => {
      if (request.url().startsWith("data:")) return;
      requests += 1;
      sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
    });
    page.on("request", (request) => {
      if (!request.url().startsWith(`${url}/`) && !request.url().startsWith("data:")) elsewhere.push(request.url());
    });
    page.on("console", (message) => {
      if (message.type() === "error") violations.push(message.text());
    });
    page.on("pageerror", (error) => violations.push(error.message));
    await page.goto(`${url}${address(file)}`, { waitUntil: "load" });
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    for (let at = 0; at < height; at += 1500) await page.evaluate((top) => window.scrollTo(0, top), at);
    await page.waitForLoadState("networkidle");
    const kept = await page.evaluate(async () => [
      ...Object.keys(localStorage).map((key) => `local storage: ${key}`),
      ...Object.keys(sessionStorage).map((key) => `session storage: ${key}`),
      ...(await indexedDB.databases()).map(({ name }) => `database: ${name ?? ""}`),
      ...(await caches.keys()).map((name) => `cache: ${name}`),
    ]);
    const cookies = (await context.cookies()).map(({ name }) => name);
    const bytes = (await Promise.all(sizes)).reduce((all, one) => all + one, 0);
    return { page: file, requests, bytes, elsewhere, cookies, kept, violations };
  });
}

/** What pages fetch and leave behind when they are opened for the first time in a browser, scripts on and every chart awake. */
export async function cleanVisits(browser: Browser, url: string, pages: readonly string[]): Promise<readonly Finding[]> {
  const visits: Visit[] = [];
  for (const page of pages) visits.push(await visit(browser, url, page));
  const finding = (id: string, subject: string, target: string, faultsOf: (visit: Visit) => readonly string[]): Finding => {
    const faults = visits.flatMap((one) => faultsOf(one).map((fault) => `${one.page}: ${fault}`));
    return { id, subject, target, measured: `${digits(faults.length)} on ${digits(visits.length)} pages`, looked: visits.length, faults };
  };
  const heaviest = visits.reduce((most, one) => (one.bytes > most.bytes ? one : most), { page: "none", bytes: 0 });
  const busiest = visits.reduce((most, one) => (one.requests > most.requests ? one : most), { page: "none", requests: 0 });
  return [
    finding("elsewhere", "Privacy", "0 requests to anybody else", ({ elsewhere }) => elsewhere),
    finding("cookies", "Privacy", "0 cookies", ({ cookies }) => cookies),
    finding("storage", "Privacy", "0 keys in any storage of the browser", ({ kept }) => kept),
    finding("console", "Privacy", "0 violations of the security policy, and no other error in the console", ({ violations }) => violations),
    {
      id: "weight-whole",
      subject: "Weight",
      target: `a whole page with all it fetches, as our server sends it, ≤ ${digits(limits.bytes / 1000)} KB`,
      measured: `at most ${kilobytes(heaviest.bytes)} (${heaviest.page})`,
      looked: visits.length,
      faults: visits.filter(({ bytes }) => bytes > limits.bytes).map(({ page, bytes }) => `${page}: ${kilobytes(bytes)}`),
    },
    {
      id: "requests",
      subject: "Weight",
      target: `≤ ${limits.requests} requests a page`,
      measured: `at most ${busiest.requests} (${busiest.page})`,
      looked: visits.length,
      faults: visits.filter(({ requests }) => requests > limits.requests).map(({ page, requests }) => `${page}: ${requests} requests`),
    },
  ];
}
