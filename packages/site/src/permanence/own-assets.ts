import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { filesUnder } from "./files-under.ts";

const isText = (file: string) => /\.(html|json|js|css|svg)$/.test(file);

/**
 * Gives a frozen release its own copy of every asset that its pages name, under its own address: the next build brings others, and the
 * release must not lose its styles. Nothing else of its pages is changed.
 * @param root The folder of the built site.
 */
export function ownAssets(root: string, version: string): void {
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
      .replaceAll('href="/icon.svg"', `href="/${own}/assets/icon.svg"`);
  for (const file of filesUnder(root, own).filter(isText)) {
    const text = readFileSync(join(root, file), "utf8");
    const after = moved(text);
    if (after !== text) writeFileSync(join(root, file), after);
  }
  // A set takes what is added while it is walked: what a script or a style names comes after it.
  for (const name of named) {
    const from = join(root, "assets", name);
    const to = join(root, own, "assets", name);
    cpSync(from, to);
    if (!isText(name)) continue;
    const text = readFileSync(from, "utf8");
    for (const other of assets) if (other !== name && text.includes(basename(other))) named.add(other);
    writeFileSync(to, moved(text));
  }
  if (existsSync(join(root, "icon.svg"))) cpSync(join(root, "icon.svg"), join(root, own, "assets/icon.svg"));
}
