import { execFileSync } from "node:child_process";
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drawnOnce } from "../src/picture-store.ts";

const base = mkdtempSync(join(tmpdir(), "openbeat-pictures-"));
const earlier = join(base, "earlier");
const home = fileURLToPath(new URL("../src/picture-store.ts", import.meta.url));

/** A build by itself that draws these numbers; those that it drew anew. */
function build(folder: string, values: readonly number[], then = ""): readonly number[] {
  const program = `
    import { drawnOnce } from ${JSON.stringify(home)};
    const drawn = [];
    for (const value of ${JSON.stringify(values)}) {
      const { drawing } = drawnOnce(${JSON.stringify(folder)}, ["chart", value], () => (drawn.push(value), { drawing: "<path d=\\"" + value + "\\nü\\"/>" }));
      if (drawing !== "<path d=\\"" + value + "\\nü\\"/>") throw new Error("another drawing");
    }
    console.log(JSON.stringify(drawn));
    ${then}`;
  return JSON.parse(execFileSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" })) as readonly number[];
}
/** A copy of what the earlier build left, which something happens to. */
function folderWhere(name: string, happens: (folder: string) => void): string {
  const folder = join(base, name);
  cpSync(earlier, folder, { recursive: true });
  happens(folder);
  return folder;
}
const filesOf = (folder: string, ending: string) => readdirSync(folder).filter((name) => name.endsWith(ending));

beforeAll(() => {
  mkdirSync(earlier);
  expect(build(earlier, [1, 1, 2])).toEqual([1, 2]);
});
afterAll(() => rmSync(base, { recursive: true }));

describe("drawnOnce(folder, inputs, draw)", () => {
  it("takes the drawings of earlier builds, and draws what none of them drew", () => {
    const folder = folderWhere("again", () => {});
    expect(build(folder, [2, 3, 1])).toEqual([3]);
    expect(build(folder, [1, 2, 3])).toEqual([]);
    expect(filesOf(folder, ".drawings")).toHaveLength(2);
  });

  it("draws the same once in a build, whenever it is asked for", () => {
    const folder = folderWhere("many", () => {});
    const many = Array.from({ length: 3000 }, (_, at) => at);
    expect(build(folder, [...many, ...many])).toHaveLength(2998);
    expect(build(folder, many)).toEqual([]);
  });

  it.each([
    ["was spoilt on disk", (folder: string, name: string) => writeFileSync(join(folder, name), "<path d=".repeat(20)), ".drawings", [1, 2]],
    ["is cut on disk", (folder: string, name: string) => writeFileSync(join(folder, name), ""), ".drawings", [1, 2]],
    ["has lost its list", (folder: string, name: string) => rmSync(join(folder, name)), ".list", [1, 2]],
    ["is missing beside its list", (folder: string, name: string) => rmSync(join(folder, name)), ".drawings", [1, 2]],
    ["stands beside a line that was cut", (folder: string, name: string) => appendFileSync(join(folder, name), "0a1b"), ".list", []],
  ])("draws anew what %s, and keeps that", (title, happens, ending, drawn) => {
    const folder = folderWhere(title, (own) => {
      for (const name of filesOf(own, ending)) happens(own, name);
    });
    expect(build(folder, [1, 2])).toEqual(drawn);
    expect(build(folder, [1, 2])).toEqual([]);
  });

  it("keeps what was drawn where the program ends at once", () => {
    const folder = folderWhere("failed", () => {});
    build(folder, [4], "process.exit(0);");
    expect(build(folder, [4])).toEqual([]);
  });

  it("draws on where the folder is removed meanwhile", () => {
    expect(build(join(base, "gone"), [1, 2, 1])).toEqual([1, 2, 1]);
  });

  it("draws everything without a folder", () => {
    expect([1, 2].map((value) => drawnOnce(undefined, "same", () => value))).toEqual([1, 2]);
  });
});
