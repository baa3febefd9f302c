import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSite } from "../src/serve.ts";

const docs = (name: string) => readFileSync(new URL(`../../../docs/hosting/${name}`, import.meta.url), "utf8");
const has = (program: string, argument: string): boolean => {
  try {
    execFileSync(program, [argument], { stdio: "ignore" });
    return true;
  } catch {
    console.warn(`Skipped: the machine has no ${program}, so its settings in docs/hosting are not run.`);
    return false;
  }
};

const base = mkdtempSync(join(tmpdir(), "openbeat-hosting-"));
const folder = join(base, "site");
const files: Readonly<Record<string, string>> = {
  "index.html": "home",
  "404.html": "missing",
  "es/404/index.html": "no hay",
  "places/index.html": "places",
  "data/x.csv": "a,b\r\n",
  "data/x.parquet": "PAR1",
  "assets/x.css": "a{}",
  "embed/x/index.html": "embedded",
  "r/1.0.0/index.html": "withdrawn",
  "r/1.0.0/es/index.html": "retirado",
  "r/1.0.0/places/index.html": "withdrawn",
  "r/1.0.0/manifest.json": "{}",
  "r/1.0.0/withdrawn.json": "{}",
  "r/1.1.0/index.html": "standing",
  "r/1.1.0/data/x.csv": "a,b\r\n",
  "r/1.1.0/manifest.json": "{}",
};
const addresses = [
  "/",
  "/places/",
  "/data/x.csv",
  "/data/x.parquet",
  "/assets/x.css",
  "/embed/x/",
  "/nowhere/",
  "/es/nowhere/",
  "/fr/nowhere/",
  "/data/none.csv",
  "/r/1.0.0/",
  "/r/1.0.0/places/",
  "/r/1.0.0/data/x.csv",
  "/r/1.0.0/es/places/",
  "/r/1.0.0/fr/",
  "/r/1.0.0/embed/x/",
  "/r/1.0.0/es/embed/x/",
  "/r/1.0.0/manifest.json",
  "/r/1.0.0/withdrawn.json",
  "/r/1.1.0/",
  "/r/1.1.0/data/x.csv",
  "/r/1.1.0/manifest.json",
  "/r/1.1.0/none/",
  "/r/1.2.0/",
  "/r/",
];
const headers = [
  "content-type",
  "content-security-policy",
  "cache-control",
  "access-control-allow-origin",
  "access-control-expose-headers",
  "x-content-type-options",
  "referrer-policy",
  "permissions-policy",
  "cross-origin-opener-policy",
];

async function answers(url: string) {
  const told = addresses.map(async (path) => {
    const response = await fetch(`${url}${path}`, { redirect: "manual" });
    return {
      path,
      status: response.status,
      body: await response.text(),
      ...Object.fromEntries(headers.map((name) => [name, response.headers.get(name)])),
    };
  });
  return Promise.all(told);
}

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const at = server.address();
      server.close(() => resolve(typeof at === "object" && at !== null ? at.port : 0));
    });
  });

async function untilUp(url: string, server: ChildProcess, said: readonly string[]): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (server.exitCode !== null) break;
    try {
      await fetch(url);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error(`The server did not begin.\n${said.join("")}`);
}

/** Runs another server on a port of its own while it is asked. */
async function whileRunning<Value>(program: string, argv: readonly string[], url: string, ask: () => Promise<Value>): Promise<Value> {
  const said: string[] = [];
  const server = spawn(program, argv, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, HOME: base, XDG_DATA_HOME: base, XDG_CONFIG_HOME: base },
  });
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (text) => said.push(String(text)));
  const ended = new Promise((resolve) => server.once("close", resolve));
  try {
    await untilUp(url, server, said);
    return await ask();
  } finally {
    server.kill();
    await ended;
  }
}

let ours: Awaited<ReturnType<typeof answers>>;
beforeAll(async () => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const site = await startSite({ folder, port: 0 });
  ours = await answers(site.url);
  await site.close();
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

describe("docs/hosting, run", () => {
  it("compares with our own server, which says of what is withdrawn that it is gone", () => {
    const of = (path: string) => ours.find((one) => one.path === path);
    expect(of("/r/1.0.0/data/x.csv")).toMatchObject({ status: 410, body: "withdrawn", "content-type": "text/html; charset=utf-8" });
    expect(of("/r/1.0.0/es/places/")).toMatchObject({ status: 410, body: "retirado" });
    expect(of("/r/1.0.0/manifest.json")).toMatchObject({ status: 200, body: "{}" });
    expect(of("/es/nowhere/")).toMatchObject({ status: 404, body: "no hay" });
  });

  it.skipIf(!has("nginx", "-v"))("nginx answers as our own server does", async () => {
    const port = await freePort();
    const kept = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${base}/${name};`).join("\n");
    const own = docs("nginx.conf").replace("listen 8080;", `listen 127.0.0.1:${port};`).replace("root /srv/site;", `root ${folder};`);
    const user = process.getuid?.() === 0 ? "user root;\n" : "";
    const file = join(base, "nginx.conf");
    writeFileSync(
      file,
      `${user}daemon off;\nworker_processes 1;\npid ${base}/nginx.pid;\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\n${kept}\n${own}}\n`,
    );
    const url = `http://127.0.0.1:${port}`;
    expect(await whileRunning("nginx", ["-e", "stderr", "-p", base, "-c", file], url, () => answers(url))).toEqual(ours);
  });

  const hasCaddy = has("caddy", "version");
  const fromCaddy = async (settings: (url: string) => string) => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const file = join(base, "Caddyfile");
    writeFileSync(file, `{\n\tadmin off\n\tauto_https off\n}\n${settings(url)}`);
    return whileRunning("caddy", ["run", "--adapter", "caddyfile", "--config", file], url, () => answers(url));
  };
  it.skipIf(!hasCaddy)("Caddy answers as our own server does", async () => {
    const settings = (url: string) =>
      docs("Caddyfile").replace("example.org {", `${url} {`).replace("root * /srv/site", `root * ${folder}`);
    expect(await fromCaddy(settings)).toEqual(ours);
  });
  it.skipIf(!hasCaddy)("so does the Caddy of deploy", async () => {
    const [, site = ""] = /(\{\$SITE_ADDRESS\} \{[\s\S]*)$/.exec(docs("../../deploy/Caddyfile")) ?? [];
    writeFileSync(join(base, "site.caddy"), docs("../../deploy/site.caddy"));
    expect(await fromCaddy((url) => site.replace("{$SITE_ADDRESS}", url).replace("/srv/site", folder))).toEqual(ours);
  });
});
