import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { keysOf, wordsOf } from "../src/words/words.ts";

const source = fileURLToPath(new URL("../src/", import.meta.url));
/** Every file that may use a word: not the catalogues themselves. */
const files = globSync("**/*.{ts,astro}", { cwd: source })
  .filter((file) => !/^generated\/|^words\/(?:[a-z]+-)?(?:en|es|ar)\.ts$/.test(file))
  .map((file) => readFileSync(`${source}${file}`, "utf8"));

/** Whether a text of the catalogue is named in the code: by its own name, or as one of several that are chosen among by a code or all told. */
function isUsed(path: string): boolean {
  const parts = path.split(".");
  const [section = ""] = parts;
  const leaf = parts.at(-1) ?? "";
  const named = new RegExp(`\\.${leaf}\\b|["']${leaf}["']|\\{[^{}]*\\b${leaf}\\b[^{}]*\\} = `);
  // Of the many texts of the pages of records, those that are chosen by the name of a list are named in its code.
  const chosen = (section === "recordPages" ? parts.slice(1, -1) : parts.slice(0, -1)).map(
    (part) => new RegExp(`\\b${part}\\)?(?:\\?\\.)?\\[|\\bObject\\.entries\\([\\w.]*\\b${part}\\)`),
  );
  const isTold =
    parts.length === 1
      ? () => true
      : (text: string) => new RegExp(`\\b${section}\\b${section === "recordPages" ? "|\\bRecordWords\\b" : ""}`).test(text);
  return files.some((text) => (isTold(text) && named.test(text)) || chosen.some((one) => one.test(text)));
}

describe("the catalogue", () => {
  it("has no text that no page uses", () => {
    expect(files.length).toBeGreaterThan(100);
    expect(isUsed("skipToContent")).toBe(true);
    expect(isUsed("near.aTextThatNoPageUses")).toBe(false);
    expect(keysOf(wordsOf("en")).filter((path) => !isUsed(path))).toEqual([]);
  });
});
