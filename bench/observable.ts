import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { benchAreas, benchFigures, benchMonths } from "./site-hub.ts";

// The same area pages as a project of Observable Framework, installed outside the workspace: heading, sentence, a table of 24 months, a link to
// the file. Its charts are drawn in the browser and come from another company's server: there are none. Its pages are plain Markdown, as if
// every data loader had been run before: what is measured is the best that it can do.

export const observableVersion = "1.13.4";
const folder = join(tmpdir(), `openbeat-observable-${observableVersion}`);

async function run(program: string, words: readonly string[]): Promise<void> {
  const child = spawn(program, words, {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, OBSERVABLE_TELEMETRY_DISABLE: "true" },
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => said.push(String(chunk)));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`${program} ${words.join(" ")} ended with ${String(code)}.\n${said.join("").slice(-2000)}`);
}

/** Installs Observable Framework where it is not there yet, and writes a project of that many areas. */
export async function prepareObservable(neighbourhoods: number): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  if (!existsSync(join(folder, "node_modules/@observablehq/framework")))
    await run("npm", ["install", "--no-audit", "--no-fund", `@observablehq/framework@${observableVersion}`]);
  rmSync(join(folder, "src"), { recursive: true, force: true });
  mkdirSync(join(folder, "src/areas"), { recursive: true });
  writeFileSync(join(folder, "observablehq.config.js"), 'export default { title: "Testhaven", sidebar: false, pager: false };\n');
  writeFileSync(join(folder, "src/index.md"), "# Testhaven\n");
  const number = (value: number) => value.toFixed(1);
  for (const [at, area] of benchAreas(neighbourhoods).entries()) {
    if (area.level !== "neighbourhood") continue;
    const rows = benchMonths.map((month, index) => ({ month, ...benchFigures(area, at, index, false) }));
    const last = rows.at(-1);
    const table = rows.map(
      ({ month, rate, events, lower, upper }) => `| ${month} | ${number(rate)} | ${events} | ${number(lower)} | ${number(upper)} |`,
    );
    writeFileSync(
      join(folder, "src/areas", `${area.code}.md`),
      `# ${area.name}\n\n${number(last?.rate ?? 0)} incidents per 1,000 residents in ${last?.month}.\n\n| Month | Rate | Events | From | To |\n|---|---|---|---|---|\n${table.join("\n")}\n\n<a href="/areas/${area.code}.csv">Download</a>\n`,
    );
  }
}

/** Builds that project anew. */
export async function buildObservable(): Promise<void> {
  for (const made of ["dist", "src/.observablehq"]) rmSync(join(folder, made), { recursive: true, force: true });
  await run(process.execPath, ["node_modules/@observablehq/framework/dist/bin/observable.js", "build"]);
}

/** Where it was built. */
export const observableSite = join(folder, "dist");
