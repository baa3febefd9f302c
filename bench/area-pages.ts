import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { pictureStore } from "../packages/site/src/picture-store.ts";

const site = fileURLToPath(new URL("../packages/site/", import.meta.url));

/** Builds, by the site's own layout and chart, one page for each area of a hub: chart, table and its file, and nothing else. */
export async function buildAreaPages(database: string, out: string): Promise<void> {
  const child = spawn(process.execPath, ["node_modules/astro/bin/astro.mjs", "build", "--root", "bench/area-pages"], {
    cwd: site,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      ASTRO_TELEMETRY_DISABLED: "1",
      OPENBEAT_SITE_OUT: out,
      OPENBEAT_DATABASE: database,
      OPENBEAT_SITE_PICTURES: pictureStore(),
    },
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => said.push(String(chunk)));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`The pages of areas could not be built (code ${String(code)}).\n${said.join("").slice(-2000)}`);
}
