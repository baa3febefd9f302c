import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databases, type TestDatabase } from "../../../test/support/databases.ts";
import { runCommand } from "./support/run-command.ts";
import { smallCounts, smallRecords, writeSmallHub } from "./support/small-hub.ts";

const openbeat = fileURLToPath(new URL("../src/bin/openbeat.ts", import.meta.url));
const acts = ["publish", "correct", "withdraw", "restore"] as const;
/** How many runs are killed on each database: few in the suite, as many as one asks for otherwise. */
const kills = Number(process.env.OPENBEAT_KILLS ?? acts.length);
/** How long an act is taken to last before one has been seen to its end. */
const firstGuess = 3000;

/** Runs the command line, and kills it outright after a time where one is given. */
async function run(words: readonly string[], killAfter?: number) {
  const began = performance.now();
  const child = spawn(process.execPath, [openbeat, ...words, "--json"], { stdio: ["ignore", "pipe", "pipe"] });
  const parts: Buffer[] = [];
  child.stdout.on("data", (part: Buffer) => parts.push(part));
  child.stderr.resume();
  const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfter);
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  clearTimeout(timer);
  return { killed: signal === "SIGKILL", code, printed: Buffer.concat(parts).toString(), lasted: performance.now() - began };
}

for (const { name, available, create } of databases) {
  describe.skipIf(!available)(`acts that are killed at any moment, on ${name}`, () => {
    let database: TestDatabase;
    const archive = join(mkdtempSync(join(tmpdir(), "openbeat-killed-")), "hub.openbeat");
    const write = (step: number, folder?: string) =>
      writeSmallHub((parts) => {
        parts.files["incidents/2026.csv"] = smallRecords(
          (district, month, category) => (20 + step) * smallCounts(district, month, category),
        );
      }, folder);
    const hub = write(0);
    beforeAll(async () => {
      database = await create();
      await runCommand("publish", [hub, "--database", database.url]);
      await runCommand("export", [hub, archive, "--database", database.url]);
    });
    afterAll(() => database.drop());

    const wordsOf = (act: (typeof acts)[number], step: number, target: TestDatabase): readonly string[] => {
      const said = ["--what", `Step ${step}.`, "--why", "A test.", "--impact", "All of it.", "--noticed", "2026-04-01"];
      const to = ["--database", target.url];
      if (act === "restore") return [act, archive, ...to];
      if (act === "publish") return [act, hub, ...to];
      return act === "correct" ? [act, hub, "--affects", "1.0.0", ...said, ...to] : [act, hub, "1.0.0", ...said, ...to];
    };
    const releasesIn = async (target: TestDatabase) => {
      const reader = await target.open("reader");
      const [counted] = await reader.query("SELECT count(*)::int AS releases FROM release");
      await reader.close();
      return Number(counted?.releases);
    };

    it(
      "leave whole releases and a log that holds, and can be run again",
      async () => {
        const lasted = new Map<string, number>();
        let killed = 0;
        for (let step = 1; step <= kills; step++) {
          const act = acts[step % acts.length] ?? "publish";
          const target = act === "restore" ? await create() : database;
          if (act !== "restore") write(step, hub);
          const words = wordsOf(act, step, target);
          const before = await releasesIn(target);
          const moment = Math.random() * (lasted.get(act) ?? firstGuess);
          const said = `${act}, killed after ${Math.round(moment)} ms`;
          killed += Number((await run(words, moment)).killed);

          const after = await releasesIn(target);
          expect([before, before + 1], said).toContain(after);
          if (after > 0) expect((await runCommand("verify", ["--database", target.url])).result, said).toMatchObject({ holds: true });
          expect((await runCommand("log", [hub, "--database", target.url])).result, said).toMatchObject({ holds: true });

          const isRestored = act === "restore" && after === 1;
          const again = await run(words);
          expect(again.code, `${said}, and run again: ${again.printed}`).toBe(isRestored ? 1 : 0);
          expect(await releasesIn(target), said).toBe(before + 1);
          expect((await runCommand("verify", ["--database", target.url])).result, said).toMatchObject({ holds: true });
          if (!isRestored) lasted.set(act, again.lasted);
          if (act === "restore") await target.drop();
        }
        expect(killed).toBeGreaterThan(0);
      },
      Math.max(180_000, kills * 30_000),
    );
  });
}
