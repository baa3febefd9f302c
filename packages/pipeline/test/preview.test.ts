import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { connect } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openDatabase } from "@openbeat/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPostgresql, hasPostgresql } from "../../../test/support/databases.ts";
import { hasChromium, openBrowser, withPage } from "../../site/audit/browser.ts";
import { wholeLinks } from "../../site/audit/links.ts";
import { siteIn } from "../../site/audit/site-folder.ts";
import { dropUnfinished } from "../src/draft/draft.ts";
import { setEmbargo } from "../src/draft/embargo.ts";
import { readLog } from "../src/log/log.ts";
import { prepare } from "../src/prepare.ts";
import { writeDraft } from "../src/preview/draft-store.ts";
import { runCommand } from "./support/run-command.ts";
import { writeFiles } from "./support/small-hub.ts";
import { townHub } from "./support/town-hub.ts";

const openbeat = fileURLToPath(new URL("../src/bin/openbeat.ts", import.meta.url));
const works = fileURLToPath(new URL("../../site/.builds", import.meta.url));
const home = mkdtempSync(join(tmpdir(), "openbeat-preview-"));
const hub = join(home, "hub");
const store = `file:${join(home, "database")}`;
const drafts = () => globSync(".openbeat/preview.*", { cwd: hub });

/** Runs `preview` of a hub beside a store, and reads what it says. */
function startBeside(
  [hubFolder, url]: readonly [hub: string, store: string],
  ...words: readonly string[]
): {
  readonly child: ChildProcess;
  said(): string;
  until(pattern: RegExp): Promise<RegExpExecArray>;
} {
  const child = spawn(process.execPath, [openbeat, "preview", hubFolder, "--database", url, "--port", "0", "--api-port", "0", ...words], {
    env: { ...process.env, OPENBEAT_SITE_LANGUAGES: "en,ar" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => (text += String(part)));
  return {
    child,
    said: () => text,
    until: async (pattern) => {
      for (;;) {
        const found = pattern.exec(text);
        if (found !== null) return found;
        if (child.exitCode !== null) throw new Error(`It ended with code ${child.exitCode}:\n${text}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
  };
}

const start = (...words: readonly string[]) => startBeside([hub, store], ...words);

async function stop(child: ChildProcess, signal: "SIGINT" | "SIGTERM" | "SIGKILL"): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  child.kill(signal);
  const [code] = (await once(child, "close")) as [number | null];
  return code;
}

const releases = async () => {
  const reader = await openDatabase(store);
  const rows = await reader.query("SELECT version, hub->>'url' AS url FROM release ORDER BY id");
  await reader.close();
  return rows;
};

describe("openbeat preview HUB", () => {
  let running: ReturnType<typeof start>;
  let site: string;
  let api: string;
  beforeAll(async () => {
    writeFiles(Object.fromEntries(townHub()), hub);
    const yaml = readFileSync(join(hub, "hub.yaml"), "utf8");
    writeFiles({ "hub.yaml": `${yaml}url: https://hub.example.org\n` }, hub);
    await runCommand("publish", [hub, "--database", store]);
    const { result } = await runCommand("key", [join(home, "alex.pem")]);
    const { publicKey } = result as { publicKey: string };
    const approvals = `approvals: { required: 1, people: [{ name: Alex, key: "${publicKey}" }] }\n`;
    writeFiles(
      { "hub.yaml": `${yaml.replace("A hub for a test.", "A hub for another test.")}url: https://hub.example.org\n${approvals}` },
      hub,
    );
    setEmbargo(hub, new Date("2099-01-01T00:00:00Z"));
    running = start();
    [, site = ""] = await running.until(/Site {2}(\S+)/);
    [, api = ""] = await running.until(/API {3}(\S+)\/graphql/);
    await running.until(/Stop with Ctrl\+C/);
  });
  afterAll(async () => {
    await stop(running.child, "SIGKILL");
    rmSync(home, { recursive: true, force: true });
  });

  it("shows the draft that waits for an approval and its time, beside the releases before it, as what it is", () => {
    expect(running.said()).toMatch(/Draft 1\.0\.1-draft .*It is not published\./);
    expect(running.said()).toContain("Beside it: the releases before it (1).");
  });

  it("answers this machine alone", async () => {
    const outside = Object.values(networkInterfaces()).flatMap((all) =>
      (all ?? []).filter(({ internal, family }) => !internal && family === "IPv4"),
    );
    for (const { address } of outside)
      for (const url of [site, api]) {
        const socket = connect({ host: address, port: Number(new URL(url).port) });
        const answer = await Promise.race([once(socket, "connect").then(() => "open"), once(socket, "error").then(() => "closed")]).catch(
          () => "closed",
        );
        socket.destroy();
        expect(answer).toBe("closed");
      }
    for (const url of [site, api]) expect(new URL(url).hostname).toMatch(/^(localhost|127\.0\.0\.1)$/);
  });

  it("says on every page that it is a draft, in the page's language, and leads nowhere that is not there", () => {
    const built = siteIn(join(hub, drafts()[0] ?? "", "site"));
    const pages = built.files.filter((file) => file.endsWith(".html"));
    expect(pages.length).toBeGreaterThan(80);
    for (const page of pages) {
      const html = built.read(page);
      const said = page.startsWith("ar/") ? "مسودة غير منشورة." : "Draft, not published.";
      expect(html, page).toContain(`<strong>${said}`);
      expect(html, page).toContain(`data-draft="${said}"`);
      expect(html, page).toContain('<meta name="robots" content="noindex">');
      expect(html, page).not.toMatch(/rel="canonical"|application\/ld\+json|hub\.example\.org|releases\.atom|oembed/);
    }
    expect(built.read("releases/index.html")).toContain("1.0.1-draft");
    expect(wholeLinks(built).faults).toEqual([]);
  });

  it("has no file that vouches for it or that is subscribed to, and says in the others what they are of", () => {
    const built = siteIn(join(hub, drafts()[0] ?? "", "site"));
    expect(built.files.filter((file) => /\.atom$|oembed|sitemap|(^|\/)(manifest|release|certificate|catalog)\.json$/.test(file))).toEqual(
      [],
    );
    expect(built.read("robots.txt")).toContain("Disallow: /");
    expect(JSON.parse(built.read("releases.json"))).toMatchObject([{ version: "1.0.0" }]);
    expect(built.read("data/incidents-by-district.csv")).toContain("1.0.1-draft");
    for (const file of ["datapackage.json", "llms.txt"]) expect(built.read(file), file).toContain("Draft, not published.");
    expect(built.read("calendar/all.ics")).toContain("NAME;LANGUAGE=en:Draft");
  });

  it("is built from the draft, not from what was published", async () => {
    expect(await (await fetch(site)).text()).toContain("A hub for another test.");
  });

  it.each([
    ["/graphql?query={release{version}}", 200],
    ["/graphql?query={nothing}", 200],
    ["/datasets/incidents/query.csv?measures=OUT.01&by=area.district", 200],
    ["/r/1.0.1-draft/datasets/incidents/query.json?measures=OUT.01&by=area.district", 200],
    ["/schema.graphql", 200],
    ["/health", 200],
    ["/nowhere", 404],
  ])("says with every answer of the API that it is a draft, and lets none be kept: %s", async (path, status) => {
    const response = await fetch(`${api}${path}`);
    expect(response.status).toBe(status);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      ...{ "cache-control": "no-store", "x-openbeat-draft": "not published", "x-robots-tag": expect.stringContaining("noindex") },
    });
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
    const text = await response.text();
    if (path.startsWith("/graphql"))
      expect(JSON.parse(text)).toMatchObject({ extensions: { draft: expect.stringContaining("not published") } });
    if (path.includes("query={release")) expect(JSON.parse(text)).toMatchObject({ data: { release: { version: "1.0.1-draft" } } });
    if (path.includes("/query.")) expect(text).toContain("1.0.1-draft");
  });

  it("says so on the page for asking questions", async () => {
    const response = await fetch(`${api}/graphql`, { headers: { accept: "text/html" } });
    expect(response.headers.get("x-openbeat-draft")).toBe("not published");
    expect(await response.text()).toMatch(/<p role="status"[^>]*>This is a draft[^<]*<\/p><\/body>/);
  });

  it.skipIf(!hasChromium)("shows it in a browser: a line at the top, and a mark across the screen and the paper", async () => {
    const browser = await openBrowser();
    try {
      for (const width of [390, 1280])
        await withPage(browser, { viewport: { width, height: 800 } }, async (page) => {
          await page.goto(`${site}/releases/`);
          expect(await page.locator(".draft").isVisible()).toBe(true);
          expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
          for (const media of ["screen", "print"] as const) {
            await page.emulateMedia({ media });
            const mark =
              "(({ content, position, opacity }) => ({ content, position, isSeen: Number(opacity) > 0.05 }))(getComputedStyle(document.body, '::after'))";
            expect(await page.evaluate(mark)).toEqual({ content: '"Draft, not published."', position: "fixed", isSeen: true });
            expect(await page.locator(".draft").isVisible()).toBe(true);
          }
        });
    } finally {
      await browser.close();
    }
  });

  it("is no publication: the public store is as it was, the embargo holds, the log names the act, and others keep out", async () => {
    expect(await releases()).toMatchObject([{ version: "1.0.0", url: "https://hub.example.org" }]);
    await expect(runCommand("publish", [hub, "--database", store])).rejects.toMatchObject({ code: "APPROVAL_MISSING" });
    const { entries, wrong } = readLog(hub);
    expect(wrong).toEqual([]);
    expect(entries.filter(({ act }) => act === "preview")).toMatchObject([
      { stage: "begun" },
      { stage: "done", result: { version: "1.0.1-draft", earlier: 1 } },
    ]);
    const { result } = await runCommand("status", [hub]);
    expect(result).toMatchObject({ published: { version: "1.0.0" }, stopped: [] });
    const [folder = ""] = drafts();
    expect(statSync(join(hub, folder)).mode & 0o777).toBe(0o700);
  });

  it("leaves nothing when it ends; of one that was killed, the next act takes it away", async () => {
    dropUnfinished(hub);
    expect(drafts()).toHaveLength(1);
    expect(await stop(running.child, "SIGINT")).toBe(0);
    expect(drafts()).toEqual([]);
    expect(readdirSync(works).filter((name) => name.startsWith(`draft-${running.child.pid}`))).toEqual([]);
    mkdirSync(join(hub, ".openbeat", `preview.${running.child.pid}`));
    dropUnfinished(hub);
    expect(drafts()).toEqual([]);
  });

  it("can be stopped while the draft is made, and leaves nothing", async () => {
    const early = start("--no-site");
    await early.until(/reading the geography/);
    expect(existsSync(join(hub, ".openbeat", `preview.${early.child.pid}`))).toBe(true);
    expect(await stop(early.child, "SIGTERM")).toBe(130);
    expect(drafts()).toEqual([]);
    expect(readLog(hub).entries.at(-1)).toMatchObject({ act: "preview", stage: "refused", result: { code: "STOPPED" } });
  });

  it("writes what no public store takes", async () => {
    const { content } = await prepare(hub, () => {});
    const owner = await openDatabase(store, { role: "owner" });
    const draft = writeDraft(owner, undefined, content, { now: () => new Date(), progress: () => {} });
    await expect(draft).rejects.toThrow(/release_version_is_semantic/);
    await owner.close();
    expect(await releases()).toHaveLength(1);
  });
});

describe.skipIf(!hasPostgresql)("openbeat preview HUB --database postgresql://…", () => {
  it("shows the draft beside the releases of the server, which it only reads", async () => {
    const server = await createPostgresql();
    const own = mkdtempSync(join(tmpdir(), "openbeat-preview-"));
    const before = townHub();
    writeFiles(Object.fromEntries(before), own);
    await runCommand("publish", [own, "--database", server.url]);
    writeFiles({ "hub.yaml": (before.get("hub.yaml") ?? "").replace("A hub for a test.", "A hub for another test.") }, own);
    const rows = async () => {
      const reader = await server.open("reader");
      const found = [
        await reader.query("SELECT * FROM release ORDER BY id"),
        await reader.query("SELECT count(*)::int AS rows FROM observation"),
      ];
      await reader.close();
      return found;
    };
    const published = await rows();
    const running = startBeside([own, server.url], "--no-site");
    try {
      const [, api = ""] = await running.until(/API {3}(\S+)\/graphql/);
      expect(running.said()).toMatch(/Draft 1\.0\.1-draft .*It is not published\./);
      expect(running.said()).toContain("Beside it: the releases before it (1).");
      const answer = await fetch(`${api}/graphql?query={release{version}}`);
      expect(await answer.json()).toMatchObject({ data: { release: { version: "1.0.1-draft" } } });
      for (const version of ["1.0.0", "1.0.1-draft"])
        expect(await (await fetch(`${api}/r/${version}/datasets/incidents/query.json?measures=OUT.01&by=area.district`)).text()).toContain(
          version,
        );
      expect(await rows()).toEqual(published);
    } finally {
      expect(await stop(running.child, "SIGINT")).toBe(0);
      rmSync(own, { recursive: true });
      await server.drop();
    }
  });
});
