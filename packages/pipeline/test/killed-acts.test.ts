import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databases } from "../../../test/support/databases.ts";
import { acts, hubOfActs, timesAsked } from "./support/acts.ts";

const openbeat = fileURLToPath(new URL("../src/bin/openbeat.ts", import.meta.url));
/** How long an act is taken to last before one has been seen to its end. */
const firstGuess = 2500;

/** Runs the command line, and kills it outright after a time. */
async function killedAfter(words: readonly string[], milliseconds: number) {
  const began = performance.now();
  const child = spawn(process.execPath, [openbeat, ...words], { stdio: "ignore" });
  const timer = setTimeout(() => child.kill("SIGKILL"), milliseconds);
  const [, signal] = (await once(child, "close")) as [number | null, string | null];
  clearTimeout(timer);
  return { killed: signal === "SIGKILL", lasted: performance.now() - began };
}

for (const [place, { name, available, create }] of databases.entries()) {
  describe.skipIf(!available)(`acts that are killed at any moment, on ${name}`, () => {
    // The embedded database is slow to open.
    const kills = timesAsked(name === "PostgreSQL" ? 2 : 1);
    let tried: Awaited<ReturnType<typeof hubOfActs>>;
    beforeAll(async () => {
      tried = await hubOfActs(create);
    });
    afterAll(() => tried.database.drop());

    it(
      "leave whole releases and a log that holds, and can be run again",
      async () => {
        const lasted = new Map<string, number>();
        let killed = 0;
        for (let step = 1; step <= kills; step++) {
          const attempt = await tried.attempt(acts[(step + 2 * place) % acts.length] ?? "publish", step);
          const moment = Math.random() * (lasted.get(attempt.act) ?? firstGuess);
          const said = `${attempt.act}, killed after ${Math.round(moment)} ms`;
          const run = await killedAfter(attempt.words, moment);
          killed += Number(run.killed);
          // One that was faster than its kill says how long it takes; one that was not may take longer than was thought.
          lasted.set(attempt.act, run.killed ? Math.max(run.lasted * 1.2, lasted.get(attempt.act) ?? firstGuess) : run.lasted);
          await tried.expectAgain(attempt, await tried.expectWhole(attempt, said), said);
          await attempt.end();
        }
        if (kills > 8) console.info(`${name}: ${killed} of ${kills} acts were killed before their end.`);
        expect(kills < 8 || killed > kills / 2).toBe(true);
      },
      Math.max(180_000, kills * 30_000),
    );
  });
}
