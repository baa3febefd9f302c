import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { mendSwap, swapFolder } from "../src/swap-folder.ts";

const base = mkdtempSync(join(tmpdir(), "openbeat-swap-"));
afterAll(() => rmSync(base, { recursive: true }));
const site = join(base, "site");
function made(text: string): string {
  const folder = join(base, "work");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "index.html"), text);
  return folder;
}
const shown = () => readFileSync(join(site, "index.html"), "utf8");

describe("swapFolder(from, to)", () => {
  it("puts a folder where none was, and in the place of another, and leaves nothing beside it", () => {
    swapFolder(made("one"), site);
    expect(shown()).toBe("one");
    swapFolder(made("two"), site);
    expect(shown()).toBe("two");
    expect(readdirSync(base)).toEqual(["site"]);
  });
  it("leaves the old one where the new one is missing", () => {
    expect(() => swapFolder(join(base, "nowhere"), site)).toThrow();
    expect(shown()).toBe("two");
  });
  it("is mended where it was cut short between its two steps", () => {
    renameSync(site, `${site}.last`);
    mendSwap(site);
    expect(shown()).toBe("two");
    expect(existsSync(`${site}.last`)).toBe(false);
  });
});
