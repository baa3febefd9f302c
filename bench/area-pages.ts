import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { thrift, thriftyEnvironment } from "../packages/site/src/build.ts";
import { compiledSite } from "../packages/site/src/compiled/compiled-site.ts";
import { parts, serverFiles } from "../packages/site/src/compiled/parts.ts";
import { pictureStore } from "../packages/site/src/picture-store.ts";

const works = fileURLToPath(new URL("../packages/site/.builds", import.meta.url));

/** Builds, by the site's own layout and chart, one page for each area of a hub: chart, table and its file, and nothing else. */
export async function buildAreaPages(database: string, out: string): Promise<void> {
  mkdirSync(works, { recursive: true });
  const work = mkdtempSync(join(works, "build-"));
  try {
    const code = await compiledSite(work, { pages: "packages/site/bench/area-pages" });
    cpSync(join(code, parts.client), out, { recursive: true });
    const child = spawn(process.execPath, [...thrift, join(code, parts.server, serverFiles.program)], {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...thriftyEnvironment(code),
        ...process.env,
        NODE_ENV: "production",
        OPENBEAT_SITE_OUT: out,
        OPENBEAT_DATABASE: database,
        OPENBEAT_SITE_PICTURES: pictureStore(),
      },
    });
    const said: string[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => said.push(String(chunk)));
    const [ended] = (await once(child, "close")) as [number | null];
    if (ended !== 0) throw new Error(`The pages of areas could not be built (code ${String(ended)}).\n${said.join("").slice(-2000)}`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
