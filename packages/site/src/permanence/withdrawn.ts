import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type FrozenManifest, frozenFiles } from "@openbeat/schema/domain";
import type { Withdrawal } from "../data/withdrawals.ts";

/** Addresses that other releases' pages lead to, whether or not this site ever had the withdrawn release. */
const linkedTo: readonly string[] = ["index.html", "certificate/index.html"];

/**
 * Puts the tombstone of a withdrawn release at the address of each page it had, and beside it the manifest as it was: nothing else.
 * @param root The folder of the built site. @param roots The languages of the site as they begin an address, the own one first: `""`, `es`.
 * @param manifest What the release held, where an earlier site had it.
 */
export function bury(root: string, roots: readonly string[], { version, sha256, by }: Withdrawal, manifest?: FrozenManifest): void {
  const own = `r/${version}`;
  rmSync(join(root, own), { recursive: true, force: true });
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const held: FrozenManifest = manifest ?? { release: version, sha256, files: {} };
  const pages = Object.keys(held.files).filter((file) => file.endsWith(".html"));
  const template = join("withdrawn", version);
  for (const language of roots) {
    const page = readFileSync(join(root, language, template, "index.html"), "utf8");
    const begin = language === "" ? `${own}/` : `${own}/${language}/`;
    const others = roots.filter((other) => other !== "").map((other) => `${own}/${other}/`);
    for (const file of linkedTo) write(`${begin}${file}`, page);
    const isOwn = (file: string) => file.startsWith(begin) && (language !== "" || !others.some((other) => file.startsWith(other)));
    for (const file of pages.filter(isOwn)) write(file, page);
  }
  write(frozenFiles(version).manifest, `${JSON.stringify(held, null, 1)}\n`);
  write(frozenFiles(version).withdrawn, `${JSON.stringify({ release: version, sha256, withdrawnBy: by.version }, null, 1)}\n`);
}
