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

/** Latin letters with their marks, and the punctuation and signs of our texts. */
const isLatin = (code: number) =>
  (code >= 0x20 && code < 0x250) || (code >= 0x2010 && code < 0x2060) || [0x20ac, 0x2212, 0x2264, 0x2265].includes(code);
const latin = String.fromCodePoint(...Array.from({ length: 0x2300 }, (_, code) => code).filter(isLatin));

async function smaller(file: string): Promise<string> {
  const font = readFileSync(file);
  const name = join(store, `${createHash("sha256").update(font).update(latin).digest("hex")}.ttf`);
  if (existsSync(name)) return name;
  mkdirSync(store, { recursive: true });
  const own = `${name}.${process.pid}`;
  writeFileSync(own, await subsetFont(font, latin, { targetFormat: "truetype" }));
  renameSync(own, name);
  return name;
}
let small: Promise<readonly string[]> | undefined;

/**
 * Font files with all characters of a drawing. The glyphs are the same in all of them; resvg reads the file again for each glyph, so
 * that a file of a tenth of the size saves most of what a drawing costs.
 */
export async function fontsFor(svg: string): Promise<readonly string[]> {
  for (const character of svg) if (!isLatin(character.codePointAt(0) ?? 0) && character !== "\n") return whole;
  small ??= Promise.all(whole.map(smaller));
  return small;
}
