import { command } from "./form/command.ts";
import { reportLines, type Terminal, tellError } from "./terminal.ts";

/** What a check exits with where something is to be known and `--strict` was said. */
const toKnow = 3;

/** One check of a folder, told and written. @returns The exit code and the report, or what it is refused with. */
async function checkOnce(folder: string, html: string | undefined, strict: boolean, terminal: Terminal, now: () => Date) {
  const { checkHub } = await import("../check/check-hub.ts");
  const { report, prepared, error } = await checkHub(folder, { progress: terminal.progress, now });
  if (html !== undefined) {
    const { writeWhole } = await import("../private/write-whole.ts");
    const { checkPage } = await import("../check/html.ts");
    writeWhole(html, checkPage(report));
    terminal.out(`${html} holds the report. It is for your eyes: it tells what is hidden and why.`);
  }
  if (error !== undefined || prepared === undefined) return { error };
  const { checkLines } = await import("../check/report-lines.ts");
  for (const line of reportLines({ ...prepared, warnings: report.warnings })) terminal.out(line);
  for (const line of checkLines(report)) terminal.out(line);
  terminal.out("The hub can be published.");
  const exitCode = strict && report.outcome === "to know" ? toKnow : 0;
  // A program's output is kept where logs are: what tells of unprotected records stays out of it.
  const { totals, counts: _, persons, risks, ...told } = report;
  const looked = { totals: totals.length, persons: persons.length, tables: risks.length };
  return { exitCode, result: { ...told, looked, sha256: prepared.content.sha256 } };
}

export const check = command(
  {
    name: "check",
    purpose: "Read, validate, tabulate and protect a hub folder, and tell its steward everything. Writes nothing into it.",
    details:
      "Does everything that publish does but the writing. Looks besides for gaps, for months far from the usual, for what may stand for persons, and tells what would be hidden and why: for your eyes, never in public. Exits with 0 where the hub can be published, with 1 where it cannot, with 2 on a bug; with --strict, 3 where there is something to know.",
    arguments: [{ name: "HUB", does: "The hub folder.", kind: "folder" }],
    options: {
      html: { value: "FILE", does: "Write the report as one page as well, readable by you alone." },
      strict: { does: "Exit with 3 where the hub can be published and there is something to know." },
      watch: { does: "Check again whenever something in the folder changes, until it is stopped." },
    },
    failure: "The hub cannot be published like this.",
    examples: [
      { line: "openbeat check my-hub", does: "Tell what would be published, or every problem found." },
      { line: "openbeat check my-hub --html report.html", does: "The same, as a page to read and print." },
      { line: "openbeat check my-hub --watch", does: "Check again after every change." },
    ],
  },
  async ({ given: { HUB: folder }, values: { html, strict, watch } }, terminal, now) => {
    if (watch) {
      const { runOnChange } = await import("../check/watch.ts");
      const stop = new AbortController();
      process.once("SIGINT", () => stop.abort());
      await runOnChange(
        folder,
        async () => {
          const { error } = await checkOnce(folder, html, strict, terminal, now);
          if (error !== undefined) tellError(error, terminal, "check");
          terminal.out("Waiting for a change. Ctrl+C ends it.");
        },
        stop.signal,
      );
      return { exitCode: 0, result: { folder } };
    }
    const { error, exitCode = 0, result = {} } = await checkOnce(folder, html, strict, terminal, now);
    if (error !== undefined) throw error;
    return { exitCode, result };
  },
);
