import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Resvg } from "@resvg/resvg-js";

const { resolve } = createRequire(import.meta.url);
const fonts = join(dirname(resolve("dejavu-fonts-ttf/package.json")), "ttf");
const fontFiles = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((file) => join(fonts, file));
const { version } = JSON.parse(readFileSync(resolve("@resvg/resvg-js/package.json"), "utf8")) as { version: string };
const cache = fileURLToPath(new URL("../../node_modules/.cache/openbeat/drawings/", import.meta.url));

/** Draws SVG as PNG, with the fonts of the package and none of the machine's: the same bytes everywhere. */
export function drawPng(svg: string): Buffer {
  const image = new Resvg(svg, { font: { loadSystemFonts: false, fontFiles, defaultFontFamily: "DejaVu Sans" } });
  return image.render().asPng();
}

/** The same, kept by content: what was drawn once is not drawn again. */
export function cachedPng(svg: string): Buffer {
  const file = join(cache, `${createHash("sha256").update(`${version}\n${svg}`).digest("hex")}.png`);
  if (existsSync(file)) return readFileSync(file);
  const png = drawPng(svg);
  mkdirSync(cache, { recursive: true });
  // Two builds may draw it at once: each puts a whole file in place.
  const own = `${file}.${process.pid}`;
  writeFileSync(own, png);
  renameSync(own, file);
  return png;
}
