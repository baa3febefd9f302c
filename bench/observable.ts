import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BenchArea, benchAreas, benchFigures, benchMonths } from "./site-hub.ts";

// The same area pages as a project of Observable Framework, installed outside the workspace: heading, sentence, a table of 24 months, a link to
// the file. Its charts are drawn in the browser and come from another company's server: there are none. Its pages are made of data as its guide
// has it, by one page loader for all paths: it is run for each page, and what it wrote is kept. The figures of each stand ready in a file of their own.

export const observableVersion = "1.13.4";
const folder = join(tmpdir(), `openbeat-observable-${observableVersion}`);

// Run by Observable Framework for one page. It imports nothing but what Node has: it costs little more than the process.
const pageLoader = `import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { code: { type: "string" } } });
const { name, rows } = JSON.parse(readFileSync("figures/" + values.code + ".json", "utf8"));
const written = (value) => value.toFixed(1);
const last = rows.at(-1);
const table = rows.map(({ month, rate, events, lower, upper }) =>
  "| " + [month, written(rate), events, written(lower), written(upper)].join(" | ") + " |",
);
process.stdout.write([
  "# " + name,
  "",
  written(last.rate) + " incidents per 1,000 residents in " + last.month + ".",
  "",
  "| Month | Rate | Events | From | To |",
  "|---|---|---|---|---|",
  ...table,
  "",
  '<a href="/areas/' + values.code + '.csv">Download</a>',
  "",
].join("\\n"));
`;

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

/** Moves what stands there, so that nothing is removed while builds are measured. @param into A folder, made here. */
function putAside(names: readonly string[], into: string): void {
  mkdirSync(into);
  for (const [at, name] of names.entries()) if (existsSync(join(folder, name))) renameSync(join(folder, name), join(into, String(at)));
}

/**
 * Installs Observable Framework where it is not there yet, and writes a project of that many areas.
 * @param aside A folder, made here, for an earlier project.
 */
export async function prepareObservable(neighbourhoods: number, aside: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  if (!existsSync(join(folder, "node_modules/@observablehq/framework")))
    await run("npm", ["install", "--no-audit", "--no-fund", `@observablehq/framework@${observableVersion}`]);
  putAside(["figures", "src", "dist"], aside);
  for (const name of ["figures", "src/areas"]) mkdirSync(join(folder, name), { recursive: true });
  const areas = [...benchAreas(neighbourhoods).entries()].filter(([, { level }]) => level === "neighbourhood");
  writeFileSync(
    join(folder, "observablehq.config.js"),
    `export default ${JSON.stringify({ title: "Testhaven", sidebar: false, pager: false, dynamicPaths: areas.map(([, { code }]) => `/areas/${code}`) })};\n`,
  );
  writeFileSync(join(folder, "src/index.md"), "# Testhaven\n");
  const figuresOf = (area: BenchArea, at: number) =>
    benchMonths.map((month, index) => ({ month, ...benchFigures(area, at, index, false) }));
  for (const [at, area] of areas)
    writeFileSync(join(folder, "figures", `${area.code}.json`), JSON.stringify({ name: area.name, rows: figuresOf(area, at) }));
  writeFileSync(join(folder, "src/areas/[code].md.js"), pageLoader);
}

/**
 * Puts away what the build before of that project made.
 * @param made Of what the next one is to be made: of the figures, as for the first time, or of the pages that the loader wrote in the build before.
 * @param aside A folder, made here, for what was made.
 */
export const startObservable = (made: "from figures" | "from loaded pages", aside: string): void =>
  putAside(["dist", ...(made === "from figures" ? ["src/.observablehq"] : [])], aside);

/** Builds that project. */
export const buildObservable = (): Promise<void> =>
  run(process.execPath, ["node_modules/@observablehq/framework/dist/bin/observable.js", "build"]);

/** Where it was built. */
export const observableSite = join(folder, "dist");
