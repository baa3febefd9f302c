import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { commands } from "../../src/commands/all.ts";
import { command, usageOf } from "../../src/commands/form/command.ts";
import { helpOf } from "../../src/commands/form/help.ts";
import { nextCommands } from "../../src/commands/form/next-command.ts";
import { timeOf } from "../../src/commands/form/progress-line.ts";
import { problemLines } from "../../src/commands/terminal.ts";
import type { Problem } from "../../src/errors.ts";

const openbeat = fileURLToPath(new URL("../../src/bin/openbeat.ts", import.meta.url));
const { NO_COLOR: _, FORCE_COLOR: __, ...plain } = process.env;
const run = (words: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  spawnSync(process.execPath, [openbeat, ...words], { encoding: "utf8", env: { ...plain, ...env } });
const silent = { out: () => {}, err: () => {}, progress: () => {} };

/** The words of an example after `openbeat`, as a shell would give them. */
const wordsOf = (line: string) =>
  [...(line.split(/ (?:>|&&) /)[0] ?? "").matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word).slice(1);

describe("every command", () => {
  it("has examples whose words are as it declares, and says what each does", async () => {
    const wrong: string[] = [];
    for (const form of commands) {
      expect(form.examples.length, form.name).toBeGreaterThan(0);
      // The same declaration with nothing behind it: only the words are read.
      const reading = command(form, async () => ({ exitCode: 0, result: {} }));
      for (const { line } of form.examples) {
        expect(line.startsWith(`openbeat ${form.name}`), line).toBe(true);
        await reading
          .run(wordsOf(line).slice(form.name.split(" ").length), silent)
          .catch((error: Error) => wrong.push(`${line}: ${error.message}`));
      }
    }
    expect(wrong).toEqual([]);
  });
  it("shows all that it takes in its help", () => {
    for (const form of commands) {
      const help = helpOf(form, 100);
      for (const { line } of form.examples) expect(help).toContain(line);
      for (const name of [...Object.keys(form.options).map((option) => `--${option}`), ...form.arguments.map((own) => own.name), "--json"])
        expect(help, form.name).toContain(name);
    }
  });
  it("refuses words that it does not know, and names its help", async () => {
    for (const form of commands)
      await expect(form.run(["--no-such-option"], silent), form.name).rejects.toMatchObject({
        code: "COMMAND_INVALID",
        message: expect.stringContaining(usageOf(form)),
      });
  });
  it("is what errors send a steward to", () => {
    for (const next of Object.values(nextCommands)) {
      if (next === null) continue;
      const [, name = ""] = next.split(" ");
      expect(name === "COMMAND" || commands.some((form) => form.name === name), next).toBe(true);
    }
  });
});

describe("openbeat", () => {
  it("gives one object on stdout with --json, and all else on stderr", () => {
    const done = run(["completion", "bash", "--json"]);
    expect(JSON.parse(done.stdout)).toMatchObject({ command: "completion", ok: true, result: { shell: "bash" } });
    expect(done.stderr).toContain("complete -o filenames");
    const refused = run(["check", "/nowhere/at/all", "--json"]);
    expect(refused.status).toBe(1);
    expect(JSON.parse(refused.stdout)).toMatchObject({
      command: "check",
      ok: false,
      error: { code: "HUB_HAS_PROBLEMS", next: "openbeat check /nowhere/at/all", problems: [{ code: "FILE_MISSING" }] },
    });
  });
  it("names the next command after an error, and refuses a command that is none", () => {
    const wrong = run(["publish"]);
    expect(wrong).toMatchObject({ status: 1, stdout: "" });
    expect(wrong.stderr).toMatch(/^Name HUB\. Usage: openbeat publish HUB .*\[COMMAND_INVALID\]\nNext: openbeat publish --help\n$/);
    for (const words of [["--hub", "/nowhere/at/all"], ["--hub=/nowhere/at/all"]])
      expect(run(["import", "incidents", "records.csv", ...words]).stderr).toMatch(/\nNext: openbeat check \/nowhere\/at\/all\n$/);
    expect(run(["publsh", "hub"])).toMatchObject({ status: 1, stderr: expect.stringContaining("Next: openbeat --help") });
  });
  it("is plain where it does not write to a terminal, and where NO_COLOR is set", () => {
    const colour = String.fromCharCode(27);
    expect(run(["publish", "--help"]).stdout).not.toContain(colour);
    expect(run(["publish", "--help"], { FORCE_COLOR: "1" }).stdout).toContain(colour);
    expect(run(["publish", "--help"], { NO_COLOR: "1" }).stdout).not.toContain(colour);
  });
});

describe("problemLines(problems)", () => {
  it("names the rows of like problems in one line, and keeps others apart", () => {
    const problem = (row: number, column = "area"): Problem => ({
      code: "UNKNOWN_AREA",
      file: "a.csv",
      row,
      column,
      message: "It is none.",
    });
    expect(problemLines([problem(2), problem(3, "beat"), ...[5, 7, 8, 9, 11, 12, 13].map((row) => problem(row))])).toEqual([
      "  a.csv, rows 2, 5, 7, 8, 9, 11, …, area: It is none. [UNKNOWN_AREA]",
      "  a.csv, row 3, beat: It is none. [UNKNOWN_AREA]",
    ]);
    expect(problemLines([{ code: "HUB_INVALID", file: "hub.yaml", row: 4, message: "No." }])).toEqual([
      "  hub.yaml, line 4: No. [HUB_INVALID]",
    ]);
  });
});

describe("timeOf(now)", () => {
  it("tells what is left of a stage that counts its steps, and how long another has lasted", () => {
    let time = 0;
    const tell = timeOf(() => time);
    expect(tell("hashing, 0 of 100 files").line).toBe("hashing, 0 of 100 files");
    time = 5000;
    expect(tell("hashing, 20 of 100 files")).toEqual({ stage: "hashing", line: "hashing, 20 of 100 files (about 20 s left)" });
    expect(tell("protecting").line).toBe("protecting");
    time = 130_000;
    expect(tell("protecting").line).toBe("protecting (3 min)");
  });
});
