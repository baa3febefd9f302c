import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { blanks } from "../src/permanence/blanks.ts";
import { leadOn } from "../src/permanence/ended.ts";
import { wordsOf } from "../src/words/words.ts";

let root: string;
const put = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const read = (path: string) => readFileSync(join(root, path), "utf8");
const releases = ["2.0.0", "1.1.0", "1.0.0"].map((version) => ({ version, publishedAt: "2026-01-16T03:00:00Z" }));
// Where the release was published it is still the 15th, and in Greenwich the 16th.
const hub = { hub: { timezone: "America/Chicago" } };
const edition = (base: string, language: string) => ({ root: base, language, words: wordsOf(language), releases, hub });
const live = [edition("", "en"), edition("es", "es")] as unknown as Parameters<typeof leadOn>[1];
const page = (title: string) => `<title>${title} – Testhaven</title>`;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "openbeat-ended-"));
  for (const base of ["", "es/"])
    put(`${base}ended/index.html`, `${blanks.title}|${blanks.told}|<a href="${blanks.address}">${blanks.open}</a>`);
  put("index.html", page("Home"));
  for (const version of ["1.0.0", "1.1.0", "2.0.0"]) put(`r/${version}/index.html`, page("Home"));
});
afterEach(() => rmSync(root, { recursive: true }));

describe("leadOn(root, live, standing)", () => {
  const versions = ["2.0.0", "1.1.0", "1.0.0"];

  it("leads from an address to the newest release that has it, and leaves those that the latest has", () => {
    put("r/1.0.0/places/D3/index.html", page("Old hill"));
    put("r/1.1.0/places/D3/index.html", page("Harbour &amp; “Hill” – upper – &lt;D3&gt;"));
    put("r/1.0.0/es/places/D3/index.html", page("Ladera"));
    expect([...leadOn(root, live, versions)]).toEqual([
      ["places/D3/index.html", "1.1.0"],
      ["es/places/D3/index.html", "1.0.0"],
    ]);
    expect(read("places/D3/index.html")).toMatch(
      /^Harbour &amp; “Hill” – upper – &lt;D3&gt;\|Release 1\.1\.0 of January 15, 2026 was the last/,
    );
    expect(read("places/D3/index.html")).toContain('<a href="/r/1.1.0/places/D3/">');
    expect(read("es/places/D3/index.html")).toMatch(/^Ladera\|La edición 1\.0\.0 del 15 de enero de 2026/);
    expect(read("index.html")).toBe(page("Home"));
  });

  it("tells of a page in a language that has ended in the hub's own", () => {
    put("r/1.0.0/ar/places/index.html", page("الأماكن"));
    leadOn(root, live, versions);
    expect(read("ar/places/index.html")).toMatch(/^الأماكن\|Release 1\.0\.0/);
  });

  it("keeps files as they last were, and leaves out what only a frozen release has", () => {
    put("r/1.0.0/places/D3/out-01.csv", "a");
    for (const file of ["manifest.json", "structure.json", "records/problems.ndjson", "assets/x.css", "embed/places/D3/x/index.html"])
      put(`r/1.0.0/${file}`, "x");
    expect([...leadOn(root, live, versions).keys()]).toEqual(["places/D3/out-01.csv"]);
    expect(read("places/D3/out-01.csv")).toBe("a");
  });

  it("does not lead to a withdrawn release", () => {
    put("r/1.1.0/places/D3/index.html", page("Hillside"));
    expect([...leadOn(root, live, ["2.0.0", "1.0.0"])]).toEqual([]);
  });
});
