import { createHash, randomUUID } from "node:crypto";
import { appendFileSync, mkdirSync, openSync, readdirSync, readFileSync, readSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { filesUnder, hashOf } from "./permanence/files-under.ts";

const home = fileURLToPath(new URL("../", import.meta.url));
const store = join(home, "node_modules/.cache/openbeat/pictures");
const keptFor = 90 * 24 * 60 * 60 * 1000;

/** All that draws: a drawing made by other code is never used. */
function drawingCode(): string {
  const code = createHash("sha256").update(process.version);
  const { version } = JSON.parse(readFileSync(join(home, "node_modules/chart.js/package.json"), "utf8")) as { version: string };
  code.update(version);
  for (const file of [...filesUnder(home, "src/chart"), "src/figures/pictures.ts", "src/markup-text.ts"])
    code.update(file).update(readFileSync(join(home, file)));
  return code.digest("hex").slice(0, 32);
}

/** The folder of the drawings that this code made, made where it is missing; those of other code and very old ones are removed. */
export function pictureStore(): string {
  const own = drawingCode();
  mkdirSync(join(store, own), { recursive: true });
  for (const other of readdirSync(store)) if (other !== own) rmSync(join(store, other), { recursive: true, force: true });
  for (const name of readdirSync(join(store, own))) {
    const file = join(store, own, name);
    if (Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) > keptFor) rmSync(file, { force: true });
  }
  return join(store, own);
}

/** What `work` gives, or nothing where a file or its folder is not there: a build by other code may have removed it meanwhile. */
function whereItStands<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Where a drawing stands in a pack. */
interface Place {
  readonly pack: string;
  readonly at: number;
  readonly length: number;
  readonly contentHash: string;
}
const drawingsOf = (pack: string) => `${pack}.drawings`;
const listOf = (pack: string) => `${pack}.list`;
const listName = /^(.*)\.list$/;
const listLine = /^([0-9a-f]{64}) ([0-9a-f]{64}) (\d+) (\d+)$/;
/** So many bytes of drawings are written at once. */
const batch = 1 << 20;

/**
 * Drawings of this build and of earlier ones, by what they were made of. Each build that draws writes one pack, and beside it the list of what stands where: a
 * file for each drawing would take a third of the time that drawing takes.
 */
class DrawingStore {
  readonly #folder: string;
  readonly #places = new Map<string, Place>();
  readonly #opened = new Map<string, number | undefined>();
  /** Begins with the time: of two packs that have the same drawing, the later one's is read. */
  readonly #own = `${Date.now()}-${randomUUID()}`;
  #length = 0;
  #unwritten: { readonly bytes: Uint8Array; readonly line: string }[] = [];

  constructor(folder: string) {
    this.#folder = folder;
    const names = whereItStands(() => readdirSync(folder)) ?? [];
    for (const pack of names.flatMap((name) => listName.exec(name)?.[1] ?? []).sort()) this.#readList(pack);
    process.once("exit", () => this.#write());
  }

  /** The drawing of a key, or nothing where there is none, or it is spoilt. */
  find(key: string): string | undefined {
    const place = this.#places.get(key);
    if (place === undefined) return undefined;
    if (place.pack === this.#own) this.#write();
    const file = this.#open(place.pack);
    if (file === undefined) return undefined;
    const bytes = Buffer.alloc(place.length);
    readSync(file, bytes, 0, place.length, place.at);
    return hashOf(bytes) === place.contentHash ? bytes.toString() : undefined;
  }

  keep(key: string, drawing: string): void {
    const bytes = Buffer.from(drawing);
    const place: Place = { pack: this.#own, at: this.#length, length: bytes.length, contentHash: hashOf(bytes) };
    const isFull = Math.floor((this.#length + bytes.length) / batch) > Math.floor(this.#length / batch);
    this.#places.set(key, place);
    this.#unwritten.push({ bytes, line: `${key} ${place.contentHash} ${place.at} ${place.length}\n` });
    this.#length += bytes.length;
    if (isFull) this.#write();
  }

  #readList(pack: string): void {
    const list = whereItStands(() => readFileSync(join(this.#folder, listOf(pack)), "utf8")) ?? "";
    // The last line of a build that was killed may be cut.
    for (const line of list.split("\n")) {
      const [, key, contentHash, at, length] = listLine.exec(line) ?? [];
      if (key !== undefined && contentHash !== undefined)
        this.#places.set(key, { pack, at: Number(at), length: Number(length), contentHash });
    }
  }

  #open(pack: string): number | undefined {
    if (!this.#opened.has(pack))
      this.#opened.set(
        pack,
        whereItStands(() => openSync(join(this.#folder, drawingsOf(pack)), "r")),
      );
    return this.#opened.get(pack);
  }

  #write(): void {
    const entries = this.#unwritten;
    this.#unwritten = [];
    if (entries.length === 0) return;
    whereItStands(() => {
      appendFileSync(join(this.#folder, drawingsOf(this.#own)), Buffer.concat(entries.map(({ bytes }) => bytes)));
      appendFileSync(join(this.#folder, listOf(this.#own)), entries.map(({ line }) => line).join(""));
    });
  }
}

const stores = new Map<string, DrawingStore>();
function storeOf(folder: string): DrawingStore {
  const found = stores.get(folder) ?? new DrawingStore(folder);
  stores.set(folder, found);
  return found;
}

/**
 * What `draw` makes of its inputs, or made of the same ones in an earlier build.
 * @param folder Of `pictureStore`; without one, everything is drawn. @param inputs Everything that `draw` depends on, but for its code.
 */
export function drawnOnce<Drawing>(folder: string | undefined, inputs: unknown, draw: () => Drawing): Drawing {
  if (folder === undefined) return draw();
  const [kept, key] = [storeOf(folder), hashOf(JSON.stringify(inputs))];
  const found = kept.find(key);
  if (found !== undefined) return JSON.parse(found) as Drawing;
  const drawing = draw();
  kept.keep(key, JSON.stringify(drawing));
  return drawing;
}
