import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import subsetFont from "subset-font";

const { resolve } = createRequire(import.meta.url);
const folder = join(dirname(resolve("dejavu-fonts-ttf/package.json")), "ttf");
const whole = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((file) => join(folder, file));
const store = fileURLToPath(new URL("../../node_modules/.cache/openbeat/fonts/", import.meta.url));

/** Characters by their first and last code point. */
type Ranges = readonly (readonly [number, number])[];

/** Letters, figures and signs of most English texts. */
const plain: Ranges = [
  [0x20, 0x7e],
  [0xa0, 0xa0],
  [0xb7, 0xb7],
  [0x2009, 0x2009],
  [0x2013, 0x2014],
  [0x2018, 0x2019],
  [0x201c, 0x201d],
  [0x2026, 0x2026],
  [0x202f, 0x202f],
  [0x2212, 0x2212],
];
/** Those of Western European languages besides. */
const western: Ranges = [...plain, [0xa0, 0xff], [0x2009, 0x2026], [0x20ac, 0x20ac], [0x2264, 0x2265]];
/** Latin letters with their marks, spaces and punctuation of all widths, and the signs of our texts. */
const latin: Ranges = [
  [0x20, 0x24f],
  [0x2000, 0x206f],
  [0x20ac, 0x20ac],
  [0x2212, 0x2212],
  [0x2264, 0x2265],
];
/** Arabic letters besides, and their forms. */
const arabic: Ranges = [...latin, [0x600, 0x77f], [0xfb50, 0xfdff], [0xfe70, 0xfeff]];
/** From the smallest. */
const alphabets: readonly Ranges[] = [plain, western, latin, arabic];

const newline = 0x0a;
const isIn = (ranges: Ranges, code: number) => code === newline || ranges.some(([first, last]) => code >= first && code <= last);
const textOf = (ranges: Ranges) =>
  ranges.map(([first, last]) => String.fromCodePoint(...Array.from({ length: last - first + 1 }, (_, at) => first + at))).join("");

async function smaller(file: string, characters: string): Promise<string> {
  const font = readFileSync(file);
  const name = join(store, `${createHash("sha256").update(font).update(characters).digest("hex")}.ttf`);
  if (existsSync(name)) return name;
  mkdirSync(store, { recursive: true });
  const own = `${name}.${process.pid}`;
  writeFileSync(own, await subsetFont(font, characters, { targetFormat: "truetype" }));
  renameSync(own, name);
  return name;
}
const small = new Map<Ranges, Promise<readonly string[]>>();
function smallFor(alphabet: Ranges): Promise<readonly string[]> {
  const known = small.get(alphabet);
  if (known !== undefined) return known;
  const made = Promise.all(whole.map((file) => smaller(file, textOf(alphabet))));
  small.set(alphabet, made);
  return made;
}

/**
 * Font files with all characters of a drawing. The glyphs are the same in all of them; resvg reads the file again for each glyph, so
 * that a file of a twentieth of the size saves most of what a drawing costs.
 */
export async function fontsFor(svg: string): Promise<readonly string[]> {
  const codes = new Set(Array.from(svg, (character) => character.codePointAt(0) ?? 0));
  const alphabet = alphabets.find((ranges) => codes.values().every((code) => isIn(ranges, code)));
  return alphabet === undefined ? whole : smallFor(alphabet);
}
