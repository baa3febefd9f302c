import { createHash } from "node:crypto";
import { appendFileSync, copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startApi } from "@openbeat/api";
import { frozenManifest } from "@openbeat/schema/domain";
import { openReader } from "@openbeat/schema/store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compiledPages } from "../../../test/support/compiled-pages.ts";
import { publishTwo, publishWithdrawal } from "../../../test/support/fixture-release.ts";
import { parseCsv } from "../audit/csv.ts";
import { wholeLinks } from "../audit/links.ts";
import { attributes, pagesOf } from "../audit/site-folder.ts";
import { buildSite } from "../src/build.ts";
import { keptReleases } from "../src/permanence/kept.ts";
import { type RunningSite, startSite } from "../src/serve.ts";
import { type BuiltSite, builtIn, publish } from "./support/built-site.ts";
import { textOf } from "./support/pages.ts";

// Testhaven published 1.0.0 and 1.1.0 and built its site. Then 2.0.0 gave Hillside another code and withdrew 1.1.0, and the site was built again.
const base = mkdtempSync(join(tmpdir(), "openbeat-permanence-"));
const database = `file:${join(base, "database")}`;
const out = join(base, "site");
let before: BuiltSite;
let after: BuiltSite;
/** Built from the API of the same hub by somebody who never had the earlier site, and drawn anew. */
let elsewhere: BuiltSite;
let server: RunningSite;
const told: string[] = [];
beforeAll(async () => {
  await compiledPages();
  process.env.OPENBEAT_SITE_LANGUAGES = "en,es";
  await publish(base, publishTwo);
  await buildSite({ database, out, progress: (what) => told.push(what) });
  cpSync(out, join(base, "before"), { recursive: true });
  before = builtIn(join(base, "before"), database, () => {});
  await publish(base, publishWithdrawal);
  await buildSite({ database, out });
  after = builtIn(out, database, () => {});
  const reader = await openReader(database);
  const api = await startApi({ database: reader, port: 0 });
  await buildSite({ api: `${api.url}/graphql`, out: join(base, "elsewhere"), clean: true });
  await api.close();
  await reader.close();
  elsewhere = builtIn(join(base, "elsewhere"), database, () => {});
  server = await startSite({ folder: out, port: 0 });
}, 300_000);
afterAll(async () => {
  await server?.close();
  rmSync(base, { recursive: true, force: true });
});

const sha256 = (bytes: Buffer | string) => createHash("sha256").update(bytes).digest("hex");
const under = (site: BuiltSite, begin: string) => site.files.filter((file) => file.startsWith(begin));
const bytes = (site: BuiltSite, file: string) => readFileSync(join(site.folder, file));

describe("a frozen release", () => {
  it("is carried over byte for byte when the next one is published", () => {
    expect(under(before, "r/1.0.0/").length).toBeGreaterThan(50);
    expect(under(after, "r/1.0.0/")).toEqual(under(before, "r/1.0.0/"));
    for (const file of under(before, "r/1.0.0/")) expect(bytes(after, file).equals(bytes(before, file)), file).toBe(true);
  });

  it("has its own styles and scripts, and its manifest lists them", () => {
    const { files } = frozenManifest.parse(JSON.parse(after.read("r/1.0.0/manifest.json")));
    const own = under(after, "r/1.0.0/assets/");
    expect(own.filter((file) => file.endsWith(".css")).length).toBeGreaterThan(0);
    // The script that wakes a chart names another one, and no page does.
    expect(own.filter((file) => file.endsWith(".js")).length).toBeGreaterThan(1);
    for (const file of own) expect(files[file], file).toBe(sha256(bytes(after, file)));
    for (const page of pagesOf(after).filter((file) => file.startsWith("r/1.0.0/"))) {
      expect(after.read(page), page).not.toMatch(/["(]\/(assets\/|icon\.svg)/);
      for (const link of attributes(after.read(page), "src")) expect(link, page).toMatch(/^\/r\/1\.0\.0\/assets\//);
    }
  });

  it("quotes no figure of another release, which could be withdrawn", () => {
    expect(before.read("releases/index.html")).toContain('<th scope="col" class="number">1.0.0</th>');
    expect(before.read("r/1.1.0/releases/index.html")).not.toContain('<th scope="col" class="number">1.0.0</th>');
  });

  it("is refused where one byte of it is other, one file is gone or one too many", () => {
    const identity = (site: BuiltSite, version: string) => frozenManifest.parse(JSON.parse(site.read(`r/${version}/manifest.json`))).sha256;
    const releases = ["1.0.0", "1.1.0"].map((version) => ({ version, sha256: identity(before, version) }));
    const none = new Set<string>();
    expect([...keptReleases(before.folder, releases, none).keys()].sort()).toEqual(["1.0.0", "1.1.0"]);
    expect(() => keptReleases(before.folder, releases.slice(0, 1), none)).toThrow(/has r\/1\.1\.0\/, and the store has no such release/);
    const other = releases.map((release) => ({ ...release, sha256: "0".repeat(64) }));
    expect(() => keptReleases(before.folder, other, none)).toThrow(/are not the same/);
    const page = "r/1.0.0/places/D3/index.html";
    const spoil = (change: (folder: string) => void) => {
      const folder = mkdtempSync(join(base, "spoilt-"));
      cpSync(join(before.folder, "r/1.0.0"), join(folder, "r/1.0.0"), { recursive: true });
      change(folder);
      return () => keptReleases(folder, releases, none);
    };
    expect(spoil((folder) => appendFileSync(join(folder, page), " "))).toThrow(`changed: ${page}`);
    expect(spoil((folder) => rmSync(join(folder, page)))).toThrow(`missing: ${page}`);
    expect(spoil((folder) => copyFileSync(join(folder, page), join(folder, "r/1.0.0/more.html")))).toThrow(
      "not in its manifest: r/1.0.0/more.html",
    );
    expect(spoil((folder) => rmSync(join(folder, "r/1.0.0/manifest.json")))).toThrow("without its manifest.json");
    // Of a withdrawn release only the manifest is looked at.
    const all = [...releases, { version: "2.0.0", sha256: identity(after, "2.0.0") }];
    expect(keptReleases(after.folder, all, new Set(["1.1.0"])).has("1.1.0")).toBe(true);
    expect(() => keptReleases(after.folder, all, none)).toThrow(/^r\/1\.1\.0\/ of .*missing.*changed/);
  });
});

describe("an address of an older site", () => {
  const isTombstone = (file: string) => file.startsWith("r/1.1.0/");

  it("is still there: each page, and each file that is not of a withdrawn release", () => {
    const gone = before.files.filter(
      (file) => !after.files.includes(file) && !/^(assets|pagefind)\//.test(file) && !(isTombstone(file) && !file.endsWith(".html")),
    );
    expect(gone).toEqual([]);
    expect(wholeLinks(after).faults).toEqual([]);
  });

  it("leads on from a page that has ended to its last copy, in its language", () => {
    for (const [root, label] of [
      ["", "No longer published"],
      ["es/", "Ya no se publica"],
    ] as const) {
      const page = after.read(`${root}places/D3/index.html`);
      expect(attributes(page, "href")).toContain(`/r/1.0.0/${root}places/D3/`);
      expect(textOf(page)).toContain(label);
      expect(page).not.toContain("@@");
      expect(page).toContain('name="robots" content="noindex"');
    }
    expect(after.read("places/D9/index.html")).not.toContain("noindex");
    expect(after.read("sitemap.xml")).not.toContain("/places/D3/");
    expect(after.files.filter((file) => /(^|\/)(ended|withdrawn)\//.test(file))).toEqual([]);
  });

  it("keeps the last file of a chart that has ended, with its release in each row", () => {
    const rows = parseCsv(after.read("places/D3/out-01-over-time.csv"));
    expect(rows.length).toBeGreaterThan(10);
    expect(new Set(rows.map(({ release }) => release))).toEqual(new Set(["1.0.0"]));
  });
});

describe("a withdrawn release", () => {
  it("leaves a tombstone at the address of each page, and its manifest; its figures and files are gone", async () => {
    const { files } = frozenManifest.parse(JSON.parse(before.read("r/1.1.0/manifest.json")));
    const pages = Object.keys(files).filter((file) => file.endsWith(".html"));
    expect(pages.length).toBeGreaterThan(20);
    expect(under(after, "r/1.1.0/")).toEqual([...pages, "r/1.1.0/manifest.json", "r/1.1.0/withdrawn.json"].sort());
    expect(bytes(after, "r/1.1.0/manifest.json").equals(bytes(before, "r/1.1.0/manifest.json"))).toBe(true);
    for (const page of pages) {
      const own = page.startsWith("r/1.1.0/es/") ? "es" : "en";
      expect(after.read(page), page).toBe(after.read(own === "es" ? "r/1.1.0/es/index.html" : "r/1.1.0/index.html"));
    }
    expect(textOf(after.read("r/1.1.0/index.html")).replace(/\s+/g, " ")).toMatch(
      /Release 1\.1\.0 was withdrawn .*release 2\.0\.0 of April 2, 2026.*Some of its figures could point to people\. Why A rule was set wrongly\./,
    );
    expect(textOf(after.read("r/1.1.0/es/index.html"))).toContain("Una regla estaba mal puesta.");
    const file = await fetch(new URL("/r/1.1.0/places/D3/out-01-over-time.csv", server.url));
    expect([file.status, (await file.text()).includes("was withdrawn")]).toEqual([410, true]);
    expect((await fetch(new URL("/r/1.1.0/places/D3/", server.url))).status).toBe(410);
    expect((await fetch(new URL("/r/1.1.0/manifest.json", server.url))).status).toBe(200);
    expect((await fetch(new URL("/r/1.0.0/nowhere.csv", server.url))).status).toBe(404);
  });

  it("is quoted nowhere else", () => {
    const [row] = parseCsv(before.read("places/D2/out-01-over-time.csv"));
    expect(row?.release).toBe("1.1.0");
    for (const file of after.files.filter((name) => name.endsWith(".csv")))
      for (const { release } of parseCsv(after.read(file))) expect(release, file).not.toBe("1.1.0");
    expect(after.read("releases/index.html")).not.toContain('<th scope="col" class="number">1.1.0</th>');
  });

  it("is told by the list of releases and the feed, and is no release to check", () => {
    const page = after.read("releases/index.html");
    expect(textOf(page)).toMatch(/1\.1\.0\s*\(withdrawn\)/);
    expect(after.read("releases.atom")).toContain("Release 1.1.0 was withdrawn");
    expect(JSON.parse(after.read("releases.json")).map(({ version }: { version: string }) => version)).toEqual(["2.0.0", "1.0.0"]);
  });
});

describe("two builds of the same releases", () => {
  it("are the same to the byte: one after the other with what was kept, and a clean one from the API of the hub", () => {
    // What a withdrawn release had is known only to who had it.
    const standing = (site: BuiltSite) => site.files.filter((file) => !file.startsWith("r/1.1.0/"));
    expect(standing(elsewhere)).toEqual(standing(after));
    expect(standing(after).filter((file) => !bytes(elsewhere, file).equals(bytes(after, file)))).toEqual([]);
    expect(under(elsewhere, "r/1.1.0/").filter((file) => !/(index\.html|\/(manifest|withdrawn)\.json)$/.test(file))).toEqual([]);
    expect(wholeLinks(elsewhere).faults).toEqual([]);
  });
});

describe("buildSite({ progress })", () => {
  it("tells how many pages there are", () => {
    const total = Number(/(\d+) pages to render/.exec(told.join("\n"))?.[1]);
    expect(total).toBe(pagesOf(before).length + ["ended/", "es/ended/"].length);
  });
});
