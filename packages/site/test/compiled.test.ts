import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { codeOnly } from "../src/compiled/code-only.ts";
import { codeKey, compiledSite, isWhole, seal } from "../src/compiled/compiled-site.ts";
import { parts } from "../src/compiled/parts.ts";
import { filesUnder } from "../src/permanence/files-under.ts";

describe("codeKey(base)", () => {
  let base: string;
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(base, path)), { recursive: true });
    writeFileSync(join(base, path), text);
  };
  beforeAll(() => {
    base = mkdtempSync(join(tmpdir(), "openbeat-code-key-"));
    put("packages/site/src/pages/index.astro", "<p>One</p>");
    put("packages/site/public/icon.svg", "<svg/>");
    put("packages/schema/src/domain/index.ts", "export {};");
    put("packages/site/astro.config.ts", "export default {};");
    put("node_modules/.pnpm/lock.yaml", "packages: {}");
  });
  afterAll(() => rmSync(base, { recursive: true }));

  it("is another one with every change of a source, a setting or a dependency, and the same without", () => {
    const seen = [codeKey(base)];
    expect(codeKey(base)).toBe(seen[0]);
    for (const change of [
      () => put("packages/site/src/pages/index.astro", "<p>Two</p>"),
      () => put("packages/site/src/pages/more.astro", "<p>One</p>"),
      () => renameSync(join(base, "packages/site/src/pages/more.astro"), join(base, "packages/site/src/pages/other.astro")),
      () => put("packages/site/public/icon.svg", "<svg></svg>"),
      () => put("packages/schema/src/domain/index.ts", "export const one = 1;"),
      () => put("packages/site/astro.config.ts", "export default { base: 1 };"),
      () => put("packages/site/.env", "PUBLIC_ONE=1"),
      () => put("node_modules/.pnpm/lock.yaml", "packages: { astro: 1 }"),
    ]) {
      change();
      seen.push(codeKey(base));
    }
    expect(new Set(seen).size).toBe(seen.length);
    put("packages/site/test/more.test.ts", "");
    expect(codeKey(base)).toBe(seen.at(-1));
    const ofOtherPages = codeKey(base, "packages/site/test");
    expect(ofOtherPages).not.toBe(seen.at(-1));
    put("packages/site/test/.astro/types.d.ts", "");
    expect(codeKey(base, "packages/site/test")).toBe(ofOtherPages);
  });
});

describe("compiledSite(work)", () => {
  const works = fileURLToPath(new URL("../.builds", import.meta.url));
  let work: string;
  beforeAll(() => {
    mkdirSync(works, { recursive: true });
    work = mkdtempSync(join(works, "build-"));
  });
  afterAll(() => rmSync(work, { recursive: true }));

  it("gives what is kept, which is what is compiled anew, and takes nothing else for it", async () => {
    const kept = await compiledSite(work);
    expect(await compiledSite(work)).toBe(kept);
    expect(isWhole(kept)).toBe(true);
    const anew = await compiledSite(work, { anew: true });
    expect(anew).not.toBe(kept);
    // A folder's own path, and the key that Astro makes up for parts of pages that a server would render: there are none.
    const text = (folder: string, file: string) =>
      readFileSync(join(folder, file), "utf8")
        .replaceAll(/file:\/\/[^"]*\/code-[^/"]+\/client\//g, "")
        .replace(/"key":"[\w+/=]+"/, "");
    const files = Object.values(parts).flatMap((part) => filesUnder(anew, part));
    expect(files.length).toBeGreaterThan(50);
    expect(Object.values(parts).flatMap((part) => filesUnder(kept, part))).toEqual(files);
    for (const file of files) expect(text(anew, file) === text(kept, file), file).toBe(true);
    expect(isWhole(anew)).toBe(false);
    seal(anew);
    expect(isWhole(anew)).toBe(true);
    appendFileSync(join(anew, files[0] ?? ""), " ");
    expect(isWhole(anew)).toBe(false);
    seal(anew);
    rmSync(join(anew, files[0] ?? ""));
    expect(isWhole(anew)).toBe(false);
  }, 120_000);
});

describe("a build by Astro alone", () => {
  afterAll(() => vi.unstubAllEnvs());
  const begin = (command: string) => () => codeOnly("").hooks["astro:config:setup"]?.({ command, updateConfig: () => ({}) } as never);

  it("is refused: it would write no pages, and could stand in the place of frozen releases", () => {
    vi.stubEnv("OPENBEAT_SITE_CODE", undefined);
    expect(begin("build")).toThrow(/Use pnpm/);
    expect(begin("dev")).not.toThrow();
    vi.stubEnv("OPENBEAT_SITE_CODE", "/somewhere");
    expect(begin("build")).not.toThrow();
  });
});
