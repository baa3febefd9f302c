import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { filesUnder } from "./permanence/files-under.ts";

const home = fileURLToPath(new URL("../", import.meta.url));
const store = join(home, "node_modules/.cache/openbeat/pictures");
const keptFor = 90 * 24 * 60 * 60 * 1000;

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === "ENOENT";
const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");

/** All that draws: a drawing made by other code is never used. */
function drawingCode(): string {
  const hash = createHash("sha256").update(process.version);
  const { version } = JSON.parse(readFileSync(join(home, "node_modules/chart.js/package.json"), "utf8")) as { version: string };
  hash.update(version);
  for (const file of [...filesUnder(home, "src/chart"), "src/figures/pictures.ts"])
    hash.update(file).update(readFileSync(join(home, file)));
  return hash.digest("hex").slice(0, 32);
}

/** The folder of the drawings that this code made, made where it is missing; those of other code and very old ones are removed. */
export function pictureStore(): string {
  const own = drawingCode();
  mkdirSync(join(store, own), { recursive: true });
  for (const other of readdirSync(store)) if (other !== own) rmSync(join(store, other), { recursive: true, force: true });
  for (const name of readdirSync(join(store, own))) {
    const file = join(store, own, name);
    if (Date.now() - statSync(file).mtimeMs > keptFor) rmSync(file, { force: true });
  }
  return join(store, own);
}

/**
 * What `draw` makes of its inputs, or made of the same ones in an earlier build.
 * @param folder Of `pictureStore`; without one, everything is drawn. @param inputs Everything that `draw` depends on, but for its code.
 */
export function drawnOnce<Drawing>(folder: string | undefined, inputs: unknown, draw: () => Drawing): Drawing {
  if (folder === undefined) return draw();
  const file = join(folder, hashOf(JSON.stringify(inputs)));
  try {
    const [hash = "", text = ""] = readFileSync(file, "utf8").split("\n");
    if (hashOf(text) === hash) return JSON.parse(text) as Drawing;
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  const drawing = draw();
  const text = JSON.stringify(drawing);
  try {
    // Beside it first: another build may read it meanwhile.
    writeFileSync(`${file}.${process.pid}`, `${hashOf(text)}\n${text}`);
    renameSync(`${file}.${process.pid}`, file);
  } catch (error) {
    // A build by other code has removed the folder: this one draws on without it.
    if (!isMissing(error)) throw error;
  }
  return drawing;
}
