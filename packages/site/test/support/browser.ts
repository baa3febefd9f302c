import { type Browser, chromium as engine } from "playwright-core";
import { chromium } from "./built-site.ts";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A browser with an empty profile. */
export const openBrowser = (): Promise<Browser> => engine.launch({ executablePath: chromium, args: flags });
