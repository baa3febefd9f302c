import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningSite, startSite } from "../src/serve.ts";

const base = mkdtempSync(join(tmpdir(), "openbeat-serve-"));
const folder = join(base, "site");
let site: RunningSite;
beforeAll(async () => {
  mkdirSync(join(folder, "places"), { recursive: true });
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>Home</title>");
  writeFileSync(join(folder, "404.html"), "<!doctype html><title>Missing</title>");
  writeFileSync(join(folder, "places/index.html"), "<!doctype html><title>Places</title>");
  writeFileSync(join(folder, "places/table.csv"), "a,b\r\n");
  writeFileSync(join(folder, "places/columns.parquet"), "PAR1 and so on");
  writeFileSync(join(folder, "assets/x.abc.css"), "a{}");
  writeFileSync(join(base, "secret.txt"), "secret");
  symlinkSync(join(base, "secret.txt"), join(folder, "link.txt"));
  site = await startSite({ folder, port: 0 });
});
afterAll(async () => {
  await site.close();
  rmSync(base, { recursive: true });
});

const get = (path: string, init: RequestInit = {}) => fetch(new URL(path, site.url), { redirect: "manual", ...init });
/** A request whose path is sent as it is: `fetch` would tidy it. */
const raw = (path: string) =>
  new Promise<{ readonly status: number; readonly body: string }>((resolve, reject) => {
    const { hostname, port } = new URL(site.url);
    request({ hostname, port, path }, (response) => {
      let body = "";
      response.on("data", (chunk) => {
        body += String(chunk);
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
    })
      .on("error", reject)
      .end();
  });

describe("startSite({ folder, port, host })", () => {
  it("serves pages, files and their types", async () => {
    expect(await (await get("/")).text()).toContain("Home");
    expect((await get("/places/")).headers.get("content-type")).toBe("text/html; charset=utf-8");
    const csv = await get("/places/table.csv");
    expect(csv.headers.get("content-type")).toContain("text/csv");
    expect(csv.headers.get("access-control-allow-origin")).toBe("*");
  });
  it("sends a part of a file to whoever asks for one, as programs do that read columns", async () => {
    const part = async (headers: Record<string, string>) => {
      const response = await get("/places/columns.parquet", { headers });
      return [response.status, response.headers.get("content-range"), await response.text()];
    };
    const whole = await get("/places/columns.parquet");
    expect(whole.headers.get("content-type")).toBe("application/vnd.apache.parquet");
    expect(whole.headers.get("access-control-allow-origin")).toBe("*");
    expect(whole.headers.get("accept-ranges")).toBe("bytes");
    const all = [200, null, "PAR1 and so on"];
    expect(await part({ range: "bytes=0-3" })).toEqual([206, "bytes 0-3/14", "PAR1"]);
    expect(await part({ range: "bytes=12-" })).toEqual([206, "bytes 12-13/14", "on"]);
    expect(await part({ range: "bytes=-5" })).toEqual([206, "bytes 9-13/14", "so on"]);
    expect(await part({ range: "bytes=-99" })).toEqual([206, "bytes 0-13/14", "PAR1 and so on"]);
    expect(await part({ range: "bytes=12-99" })).toEqual([206, "bytes 12-13/14", "on"]);
    expect(await part({ range: "bytes=14-" })).toEqual([416, "bytes */14", ""]);
    expect(await part({ range: "bytes=-0" })).toEqual([416, "bytes */14", ""]);
    for (const range of ["bytes=0-3,5-6", "bytes=3-0", "bytes=-", "bytes=a-b", "pages=0-3"])
      expect(await part({ range }), range).toEqual(all);
    expect(await part({ range: "bytes=0-3", "if-range": whole.headers.get("etag") ?? "" })).toEqual([206, "bytes 0-3/14", "PAR1"]);
    expect(await part({ range: "bytes=0-3", "if-range": '"older"' })).toEqual(all);
    expect((await get("/places/columns.parquet", { method: "HEAD" })).headers.get("content-length")).toBe("14");
  });
  it("packs what every page loads once and as small as can be, and says the same as unpacked", async () => {
    const source = Array.from({ length: 3000 }, (_, at) => `a${(at * 7919) % 1013}{order:${at}}`).join("");
    writeFileSync(join(folder, "assets/long.abc.css"), source);
    writeFileSync(join(folder, "long.css"), source);
    const sent = (path: string) =>
      new Promise<Buffer>((resolve, reject) => {
        request(new URL(path, site.url), { headers: { "accept-encoding": "br" } }, (response) => {
          const parts: Buffer[] = [];
          response.on("data", (part: Buffer) => parts.push(part)).on("end", () => resolve(Buffer.concat(parts)));
          expect(response.headers["content-encoding"]).toBe("br");
        })
          .on("error", reject)
          .end();
      });
    const [lasting, again, other] = [await sent("/assets/long.abc.css"), await sent("/assets/long.abc.css"), await sent("/long.css")];
    for (const bytes of [lasting, again, other]) expect(brotliDecompressSync(bytes).toString()).toBe(source);
    expect(again).toEqual(lasting);
    expect(lasting.length).toBeLessThan(0.95 * other.length);
  });
  it("answers a missing page with the 404 page", async () => {
    const missing = await get("/nowhere/");
    expect(missing.status).toBe(404);
    expect(await missing.text()).toContain("Missing");
  });
  it("sends a folder without its slash to the one with it, and never to another host", async () => {
    const moved = await get("/places");
    expect([moved.status, moved.headers.get("location")]).toEqual([308, "/places/"]);
    expect((await raw("//places")).status).toBe(404);
  });
  it("answers HEAD without a body, and nothing but GET and HEAD", async () => {
    const head = await get("/", { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    expect((await get("/", { method: "POST" })).status).toBe(405);
  });
  it("answers 304 where the reader has the file", async () => {
    const first = await get("/");
    const tag = first.headers.get("etag") ?? "";
    expect(tag).toMatch(/^"[\w-]+"$/);
    expect((await get("/", { headers: { "if-none-match": tag } })).status).toBe(304);
    expect((await get("/assets/x.abc.css")).headers.get("cache-control")).toContain("immutable");
  });
  it.each([
    "/../secret.txt",
    "/..%2fsecret.txt",
    "/%2e%2e/secret.txt",
    "/places/..%2f..%2fsecret.txt",
    "/link.txt",
    "/%00",
    "/..\\secret.txt",
    "/%",
  ])("does not leave its folder for %s", async (path) => {
    const { status, body } = await raw(path);
    expect(status).toBe(404);
    expect(body).not.toContain("secret");
  });
  it("says with every answer what may be done with it", async () => {
    const { headers } = await get("/");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'self'");
    expect((await get("/places/table.csv")).headers.get("content-security-policy")).toContain("default-src 'none'");
    expect((await get("/r/1.0.0/embed/x/")).headers.get("content-security-policy")).toContain("frame-ancestors *");
    for (const live of ["/embed/x/", "/es/embed/x/"])
      expect((await get(live)).headers.get("content-security-policy")).toContain("frame-ancestors *");
    expect((await get("/places/embed/")).headers.get("content-security-policy")).toContain("frame-ancestors 'self'");
    expect((await get("/r/1.0.0/es/embed/x/")).headers.get("content-security-policy")).toContain("frame-ancestors *");
  });
});
