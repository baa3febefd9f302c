import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { Resvg } from "@resvg/resvg-js";
import { collect } from "../collect.ts";
import { fontsFor } from "./fonts.ts";
import { packed, pngOf, type Strip } from "./png.ts";
import { pngStore } from "./png-store.ts";

const { resolve } = createRequire(import.meta.url);
const drawnBy = ["@resvg/resvg-js", "dejavu-fonts-ttf"].map((name) => readFileSync(resolve(`${name}/package.json`)));
const packedBy = readFileSync(new URL("png.ts", import.meta.url));

async function drawStrip(svg: string): Promise<Strip> {
  const fontFiles = [...(await fontsFor(svg))];
  const image = new Resvg(svg, { font: { loadSystemFonts: false, fontFiles, defaultFontFamily: "DejaVu Sans" } }).render();
  return packed(image.pixels, image.width, image.height);
}

/**
 * Draws SVG of one width as PNG, one below the other, with the fonts of the package and none of the machine's: the same bytes from the
 * same version of Node. What has no paint is black.
 */
export const drawPng = async (...svgs: readonly string[]): Promise<Buffer> => pngOf(await Promise.all(svgs.map(drawStrip)));

const drawnTogether = 8;
let drawn = 0;
async function giveBack(): Promise<void> {
  drawn += 1;
  if (drawn % drawnTogether > 0) return;
  collect({ type: "minor" });
  await setImmediate();
}

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === "ENOENT";
const numbers = 3;

function read(file: string): Strip | undefined {
  try {
    const bytes = readFileSync(file);
    const [width, height, sum] = [0, 4, 8].map((at) => bytes.readUInt32LE(at)) as [number, number, number];
    return { width, height, sum, blocks: bytes.subarray(4 * numbers) };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function drawnOnce(svg: string): Promise<Strip> {
  const key = createHash("sha256").update(`${process.version}\n`);
  for (const part of [...drawnBy, packedBy, svg]) key.update(part);
  const file = join(pngStore, key.digest("hex"));
  const known = read(file);
  if (known !== undefined) return known;
  const strip = await drawStrip(svg);
  const head = Buffer.alloc(4 * numbers);
  for (const [at, number] of [strip.width, strip.height, strip.sum].entries()) head.writeUInt32LE(number, 4 * at);
  mkdirSync(pngStore, { recursive: true });
  // Two builds may draw it at once: each puts a whole file in place.
  const own = `${file}.${process.pid}`;
  writeFileSync(own, Buffer.concat([head, strip.blocks]));
  renameSync(own, file);
  await giveBack();
  return strip;
}

/** The same, each part kept by content: what was drawn once is not drawn again. */
export async function cachedPng(...svgs: readonly string[]): Promise<Buffer> {
  const strips: Strip[] = [];
  for (const svg of svgs) strips.push(await drawnOnce(svg));
  return pngOf(strips);
}
