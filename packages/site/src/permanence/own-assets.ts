import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { filesUnder, hashOf } from "./files-under.ts";

const isText = (file: string) => /\.(html|json|js|css|svg)$/.test(file);
const icon = 'href="/icon.svg"';

/**
 * Gives a frozen release its own copy of every asset that its pages name, under its own address: the next build brings others, and the
 * release must not lose its styles. Nothing else of its pages is changed.
 * @param root The folder of the built site.
 * @returns The SHA-256 of every file that then stands under the address of the release, by its path, in the order of the paths.
 */
export function ownAssets(root: string, version: string): Readonly<Record<string, string>> {
  const own = `r/${version}`;
  const assets = filesUnder(root, "assets").map((file) => file.slice("assets/".length));
  const there = new Set(assets);
  const named = new Set<string>();
  const moved = (text: string) =>
    text
      .replaceAll(/\/assets\/([\w./-]+)/g, (whole, name: string) => {
        if (!there.has(name)) return whole;
        named.add(name);
        return `/${own}/assets/${name}`;
      })
      .replaceAll(icon, `href="/${own}/assets/icon.svg"`);
  const hashes = new Map<string, string>();
  for (const file of filesUnder(root, own)) {
    const bytes = readFileSync(join(root, file));
    if (!isText(file) || !(bytes.includes("/assets/") || bytes.includes(icon))) {
      hashes.set(file, hashOf(bytes));
      continue;
    }
    const after = moved(bytes.toString("utf8"));
    writeFileSync(join(root, file), after);
    hashes.set(file, hashOf(after));
  }
  const copy = (from: string, name: string) => {
    const to = `${own}/assets/${name}`;
    cpSync(join(root, from), join(root, to));
    if (isText(name)) writeFileSync(join(root, to), moved(readFileSync(join(root, from), "utf8")));
    hashes.set(to, hashOf(readFileSync(join(root, to))));
  };
  // A set takes what is added while it is walked: what a script or a style names comes after it.
  for (const name of named) {
    copy(`assets/${name}`, name);
    if (!isText(name)) continue;
    const text = readFileSync(join(root, "assets", name), "utf8");
    for (const other of assets) if (other !== name && text.includes(basename(other))) named.add(other);
  }
  if (existsSync(join(root, "icon.svg"))) copy("icon.svg", "icon.svg");
  return Object.fromEntries([...hashes].sort(([one], [other]) => (one < other ? -1 : 1)));
}
