import { command, databaseOption } from "./form/command.ts";

export const log = command(
  {
    name: "log",
    purpose: "Show what was done to a hub, by whom and when, and verify that nothing of it was altered, cut or reordered.",
    details:
      "The log stands in .openbeat/log.jsonl of the hub folder. Each entry holds the hash of the one before it. Each release notes in the database the entry it was published at: with --database the log is compared with those too.",
    arguments: [{ name: "HUB", does: "The hub folder.", kind: "folder" }],
    options: {
      database: { ...databaseOption.database, does: "A public store to compare with: postgresql://… or file:FOLDER." },
      last: { value: "N", does: "Show the last N acts; 0 is every one.", fallback: "20" },
    },
    examples: [
      { line: "openbeat log my-hub", does: "The last twenty acts, and whether the log holds." },
      {
        line: "openbeat log my-hub --database postgresql://hub_reader@localhost/hub --last 0",
        does: "Every act, compared with what the database noted.",
      },
    ],
    failure: "The log does not hold: it was altered, cut or reordered. Or the run was refused.",
  },
  async ({ given: { HUB: hub }, values }, terminal) => {
    const { PipelineError } = await import("../errors.ts");
    const last = values.last.trim() === "" ? Number.NaN : Number(values.last);
    if (!Number.isSafeInteger(last) || last < 0) throw new PipelineError("COMMAND_INVALID", "--last takes a whole number ≥ 0.");
    const { requireHub } = await import("../life/status.ts");
    requireHub(hub);
    const { missingHeads, readLog } = await import("../log/log.ts");
    const read = readLog(hub);
    const wrong = [...read.wrong];
    if (values.database !== undefined) {
      const { openDatabase } = await import("@openbeat/database");
      const { storedHeads } = await import("../log/heads.ts");
      const store = await openDatabase(values.database);
      try {
        wrong.push(...missingHeads(read, await storedHeads(store)));
      } finally {
        await store.close();
      }
    }
    const ended = new Set(read.entries.flatMap(({ of }) => (of === undefined ? [] : [of])));
    const shown = last === 0 ? read.entries : read.entries.slice(-last);
    for (const { seq, at, who, act, stage, result } of shown) {
      const told = Object.entries(result).map(([name, value]) => `${name} ${value}`);
      const state = stage === "begun" && !ended.has(seq) ? "begun, and never ended" : stage;
      terminal.out(`${seq}  ${at}  ${who}  ${act}: ${[state, ...told].join(", ")}`);
    }
    for (const sentence of wrong) terminal.out(sentence);
    const holds = wrong.length === 0;
    const head = read.entries.at(-1);
    terminal.out(
      holds
        ? `The log holds: ${read.entries.length} entries${head === undefined ? "" : `, the last with sha256 ${head.sha256}`}.`
        : "The log does NOT hold. Compare it with a copy, and find out who could write to it.",
    );
    return { exitCode: holds ? 0 : 1, result: { holds, wrong, entries: shown } };
  },
);
