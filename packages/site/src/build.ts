import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const home = fileURLToPath(new URL("../", import.meta.url));

/** Puts a finished folder in the place of another, which is gone first. */
function replaceFolder(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(dirname(to), { recursive: true });
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EXDEV") throw error;
    cpSync(from, to, { recursive: true });
  }
}

/**
 * Builds the site from a public store. Each build works in a folder of its own, so that several can run at once, and the site that stood
 * in `out` stays until the new one is whole.
 * @param options.database URL of the store: postgresql://… or file:FOLDER.
 * @param options.out Absolute path of the folder for the site.
 * @throws Where the build fails: with what it said.
 */
export async function buildSite({ database, out }: { readonly database: string; readonly out: string }): Promise<void> {
  // Inside the package: elsewhere Astro would keep its own parts in one folder for all builds.
  const works = join(home, ".builds");
  mkdirSync(works, { recursive: true });
  const work = mkdtempSync(join(works, "build-"));
  try {
    const child = spawn(process.execPath, [join(home, "node_modules/astro/bin/astro.mjs"), "build"], {
      cwd: home,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        NODE_ENV: "production",
        ASTRO_TELEMETRY_DISABLED: "1",
        OPENBEAT_DATABASE: database,
        OPENBEAT_SITE_OUT: join(work, "site"),
      },
    });
    const said: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => said.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => said.push(chunk));
    const [code] = (await once(child, "close")) as [number | null];
    if (code !== 0) throw new Error(`The site could not be built (code ${String(code)}).\n${Buffer.concat(said).toString()}`);
    replaceFolder(join(work, "site"), out);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
