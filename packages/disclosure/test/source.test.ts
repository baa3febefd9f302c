import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const folder = join(import.meta.dirname, "../src");
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));

describe("the engine's own source", () => {
  it.each(files)("%s draws nothing from Math.random, reads no clock and no file, and prints nothing", (file) => {
    const source = readFileSync(join(folder, file), "utf8");
    expect(source).not.toMatch(/Math\.random|Date\.now|new Date\(|console\.|node:fs|node:http|fetch\(/);
    if (file !== "clock.ts") expect(source).not.toMatch(/performance\.now/);
  });
});
