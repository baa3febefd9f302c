import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { drawnOnce } from "../src/picture-store.ts";

const folder = mkdtempSync(join(tmpdir(), "openbeat-pictures-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("drawnOnce(folder, inputs, draw)", () => {
  let draws = 0;
  const draw = (value: number) =>
    drawnOnce(folder, ["chart", value], () => {
      draws += 1;
      return { drawing: `<path d="${value}\n"/>` };
    });
  it("draws the same chart once, and another one anew", () => {
    expect([draw(1), draw(1), draw(2)]).toEqual([
      { drawing: '<path d="1\n"/>' },
      { drawing: '<path d="1\n"/>' },
      { drawing: '<path d="2\n"/>' },
    ]);
    expect(draws).toBe(2);
  });
  it("draws anew what was spoilt on disk", () => {
    for (const name of readdirSync(folder)) writeFileSync(join(folder, name), `${"0".repeat(64)}\n{"drawing":"other"}`);
    expect(draw(1)).toEqual({ drawing: '<path d="1\n"/>' });
    expect(draws).toBe(3);
  });
  it("draws on where the folder is removed meanwhile", () => {
    const gone = join(folder, "gone");
    expect(drawnOnce(gone, "chart", () => "drawing")).toBe("drawing");
  });
  it("draws everything without a folder", () => {
    expect([1, 2].map((value) => drawnOnce(undefined, "same", () => value))).toEqual([1, 2]);
  });
});
