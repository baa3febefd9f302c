import { existsSync } from "node:fs";
import { type Browser, type BrowserContextOptions, chromium as engine, type Page } from "playwright-core";

/** Where Chromium stands: `CHROMIUM` says where else. */
export const chromium = process.env.CHROMIUM ?? "/usr/bin/chromium";
export const hasChromium = existsSync(chromium);

export const chromiumFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A browser with an empty profile. */
export const openBrowser = (): Promise<Browser> => engine.launch({ executablePath: chromium, args: chromiumFlags });

/** Does something with a page of a new context, and closes it. */
export async function withPage<Result>(
  browser: Browser,
  options: BrowserContextOptions,
  work: (page: Page) => Promise<Result>,
): Promise<Result> {
  const context = await browser.newContext(options);
  try {
    return await work(await context.newPage());
  } finally {
    await context.close();
  }
}
