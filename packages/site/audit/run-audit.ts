import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildSite } from "../src/build.ts";
import { startSite } from "../src/serve.ts";
import { auditSite, browserParts, type Part, parts, shortened } from "./audit.ts";
import { chromium, hasChromium } from "./browser.ts";
import { holds } from "./finding.ts";
import { type AuditRecord, auditPage, type RecordedFinding, recordOf, withEarlier } from "./report.ts";
import { pagesOf, siteIn } from "./site-folder.ts";
import { languagesOf } from "./templates.ts";

// pnpm --filter @openbeat/site run audit [--site FOLDER --database URL: a built one and its store, in place of the sample city] [--quick]
// [--part NAME: one of them, again for another] [--times N: how often Lighthouse measures each page]
// [--write: keeps the record and the page of the documentation; of parts that are not made, what is there stays]
const { values } = parseArgs({
  options: {
    site: { type: "string" },
    database: { type: "string" },
    quick: { type: "boolean", default: false },
    part: { type: "string", multiple: true, default: [] },
    times: { type: "string", default: "3" },
    write: { type: "boolean", default: false },
  },
});
const root = fileURLToPath(new URL("../../../", import.meta.url));
const sample = join(root, "samples/alderport");
const progress = (what: string) => process.stderr.write(`${what}\n`);
const from = (path: string) => resolve(process.env.INIT_CWD ?? ".", path);

/** Publishes the sample city and builds its site, with a language that is written from right to left beside its own two. */
async function buildSample(base: string): Promise<{ readonly folder: string; readonly database: string }> {
  const database = `file:${join(base, "database")}`;
  const openbeat = join(root, "packages/pipeline/src/bin/openbeat.ts");
  progress("Publishing the sample city");
  execFileSync(process.execPath, [openbeat, "synthesise", "--hub", sample], { stdio: "ignore" });
  execFileSync(process.execPath, [openbeat, "publish", sample, "--database", database], { stdio: ["ignore", "ignore", "inherit"] });
  rmSync(join(sample, ".openbeat"), { recursive: true, force: true });
  progress("Building its site");
  process.env.OPENBEAT_SITE_LANGUAGES = "en,es,ar";
  await buildSite({ database, out: join(base, "site"), clean: true });
  return { folder: join(base, "site"), database };
}

const isPart = (name: string): name is Part => parts.some((part) => part === name);
const kept = join(root, "packages/site/src/reference/audit.json");
const load = () => loadavg()[0]?.toFixed(1) ?? "";

if (!hasChromium) throw new Error(`There is no ${chromium}. Install Chromium, or say where it stands: CHROMIUM=/path/to/chromium.`);
const unknown = values.part.find((name) => !isPart(name));
if (unknown !== undefined) throw new Error(`An audit has no part ${unknown}. Its parts are: ${parts.join(", ")}.`);
if ((values.site === undefined) !== (values.database === undefined))
  throw new Error("Name both, the folder of a built site and the public store that it was built from, or neither.");
const base = mkdtempSync(join(tmpdir(), "openbeat-audit-"));
try {
  const before = load();
  const { folder, database } =
    values.site === undefined || values.database === undefined
      ? await buildSample(base)
      : { folder: from(values.site), database: values.database };
  const server = await startSite({ folder, port: 0 });
  const site = siteIn(folder);
  const date = new Date().toISOString().slice(0, 10);
  const findings: RecordedFinding[] = [];
  try {
    const { quick, times } = values;
    const made = values.part.length > 0 ? values.part.filter(isPart) : quick ? (["files", ...browserParts] as const) : parts;
    for await (const finding of auditSite({ site, url: server.url, database, parts: made, quick, times: Number(times), progress })) {
      findings.push(recordOf(finding, date, quick && shortened.includes(finding.id)));
      console.log(`${holds(finding) ? "met   " : "MISSED"} ${finding.subject}: ${finding.target} — ${finding.measured}`);
      for (const fault of finding.faults.slice(0, 10)) console.log(`         ${fault}`);
    }
  } finally {
    await server.close();
  }
  const missed = findings.filter((finding) => !finding.holds).length;
  console.log(`${findings.length - missed} of ${findings.length} targets are met.`);
  if (missed > 0) process.exitCode = 1;
  if (values.write) {
    const record: AuditRecord = {
      date,
      pages: pagesOf(site).length,
      files: site.files.length,
      languages: languagesOf(site),
      browser: execFileSync(chromium, ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })
        .trim()
        .split(" ")
        .slice(0, 2)
        .join(" "),
      load: [before, load()],
      findings,
    };
    const earlier = existsSync(kept) ? (JSON.parse(readFileSync(kept, "utf8")) as AuditRecord) : undefined;
    const whole = withEarlier(record, earlier);
    writeFileSync(kept, `${JSON.stringify(whole, null, 2)}\n`);
    writeFileSync(join(root, "docs/site-audit.md"), auditPage(whole));
  }
} finally {
  rmSync(base, { recursive: true, force: true });
}
