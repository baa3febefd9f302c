import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commands } from "../../src/commands/all.ts";
import { completionFor, type Shell, shells } from "../../src/commands/form/completion.ts";

// What somebody has typed when the Tab key is pressed, and the only word that may stand there then.
const typed: readonly (readonly [line: string, word: string])[] = [
  ["pub", "publish"],
  ["import cale", "calendar"],
  ["import calendar --fr", "--from"],
  ["import incidents a.csv --repl", "--replace"],
  ["completion z", "zsh"],
  ["correct hub --class corr", "correction"],
  ["check place/fol", "place/folder"],
  ["import incidents place/rec", "place/records.csv"],
];

const folder = mkdtempSync(join(tmpdir(), "openbeat-completion-"));
mkdirSync(join(folder, "place/folder"), { recursive: true });
writeFileSync(join(folder, "place/records.csv"), "");
const scriptOf = (shell: Shell) => {
  const file = join(folder, `openbeat.${shell}`);
  writeFileSync(file, completionFor(shell, commands));
  return file;
};
const run = (program: string, words: readonly string[]) =>
  execFileSync(program, words, { encoding: "utf8", cwd: folder, timeout: 20_000 }).trimEnd().split("\n");

/** What the shell offers, or makes, of each line. */
const offered: Readonly<Record<Shell, () => readonly (readonly string[])[]>> = {
  bash: () => {
    const script = scriptOf("bash");
    return typed.map(([line]) => {
      const words = line.split(" ");
      const quoted = words.map((word) => `"${word}"`).join(" ");
      return run("bash", [
        "-c",
        `source ${script}; COMP_WORDS=(openbeat ${quoted}); COMP_CWORD=${words.length}; _openbeat; printf '%s\\n' "\${COMPREPLY[@]}"`,
      ]);
    });
  },
  // A shell of its own behind a terminal of its own, in which the Tab key is pressed: the line is then run by a function that says its words.
  zsh: () => {
    const press = `zmodload zsh/zpty
      zpty typist zsh -f -i
      zpty -w typist 'PROMPT=; unsetopt beep; autoload -Uz compinit; compinit -u -D; source ${scriptOf("zsh")}; openbeat() { print -r -- "<$*>" }; print rea""dy'
      zpty -r -m typist said '*ready*'
      for line in "$@"; do
        zpty -w -n typist "openbeat $line"$'\\t\\n'
        zpty -r -m typist said $'*<*>*\\n'
        print -r -- "\${\${said##*<}%%>*}"
      done
      zpty -d typist`;
    return run("zsh", ["-f", "-c", press, "zsh", ...typed.map(([line]) => line)]).map((line) => [line.split(" ").at(-1) ?? ""]);
  },
  fish: () => {
    const script = scriptOf("fish");
    const asks = typed.map(([line]) => `complete -C 'openbeat ${line}'; echo =`).join("; ");
    const answers = run("fish", ["--no-config", "-c", `source ${script}; ${asks}`])
      .join("\n")
      .split(/\n?=(?:\n|$)/)
      .slice(0, -1);
    return answers.map((answer) => answer.split("\n").map((one) => one.split("\t")[0] ?? ""));
  },
};

describe("completionFor(shell, commands)", () => {
  for (const shell of shells) {
    const isThere = spawnSync(shell, ["-c", "exit 0"]).status === 0;
    if (!isThere) console.warn(`SKIPPED: the machine has no ${shell}, so its completion is not tried.`);
    it.skipIf(!isThere)(`offers a user of ${shell} commands, their second words, options, choices, files and folders`, () => {
      const words = offered[shell]().map((own) => own.map((word) => word.replace(/\/$/, "")));
      expect(words.map((own, at) => [typed[at]?.[0], ...own])).toEqual(typed);
    });
  }
  it.each(shells)("knows every command and option of it in %s", (shell) => {
    const script = completionFor(shell, commands);
    for (const { name, options } of commands) {
      for (const word of name.split(" ")) expect(script).toContain(word);
      for (const option of Object.keys(options)) expect(script).toContain(shell === "fish" ? `-l ${option}` : `--${option}`);
    }
  });
});
