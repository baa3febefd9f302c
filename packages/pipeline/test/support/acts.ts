import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import type { TestDatabase } from "../../../../test/support/databases.ts";
import { runCommand } from "./run-command.ts";
import { smallCounts, smallRecords, writeSmallHub } from "./small-hub.ts";

/** The acts that write a store. */
export const acts = ["publish", "correct", "withdraw", "restore"] as const;
export type Act = (typeof acts)[number];

/** How many acts a test lets fail: few in the suite, as many as one asks for otherwise. */
export const timesAsked = (usual: number): number => Number(process.env.OPENBEAT_KILLS ?? usual);

/** One act that is to fail, and the store it writes. */
export interface Attempt {
  readonly act: Act;
  readonly words: readonly string[];
  readonly target: TestDatabase;
  /** Releases before it. */
  readonly before: number;
  end(): Promise<void>;
}

/** A small hub with one release and an archive of it, from which acts are tried again and again. */
export async function hubOfActs(create: () => Promise<TestDatabase>, place: string = mkdtempSync(join(tmpdir(), "openbeat-acts-"))) {
  const hub = join(place, "hub");
  const archive = join(place, "hub.openbeat");
  const write = (step: number) =>
    writeSmallHub((parts) => {
      parts.files["incidents/2026.csv"] = smallRecords((district, month, category) => (20 + step) * smallCounts(district, month, category));
    }, hub);
  const database = await create();
  const into = (target: TestDatabase) => ["--database", target.url];
  write(0);
  await runCommand("publish", [hub, ...into(database)]);
  await runCommand("export", [hub, archive, ...into(database)]);

  const releasesIn = async (target: TestDatabase) => {
    const reader = await target.open("reader");
    try {
      const [counted] = await reader.query("SELECT count(*)::int AS releases FROM release");
      return Number(counted?.releases);
    } finally {
      await reader.close();
    }
  };
  const wordsOf = (act: Act, step: number): readonly string[] => {
    const said = ["--what", `Step ${step}.`, "--why", "A test.", "--impact", "All of it.", "--noticed", "2026-04-01"];
    if (act === "restore") return [act, archive];
    if (act === "publish") return [act, hub];
    return act === "correct" ? [act, hub, "--affects", "1.0.0", ...said] : [act, hub, "1.0.0", ...said];
  };
  return {
    hub,
    database,
    /** Makes everything ready for an act that has something to write. */
    async attempt(act: Act, step: number): Promise<Attempt> {
      const target = act === "restore" ? await create() : database;
      if (act !== "restore") write(step);
      return {
        ...{ act, target, words: [...wordsOf(act, step), ...into(target)], before: await releasesIn(target) },
        end: async () => (act === "restore" ? target.drop() : undefined),
      };
    },
    /** Every release is whole, all that are there and no more than one was added, and the log holds. @returns Whether the act had succeeded. */
    async expectWhole({ target, before }: Attempt, said: string): Promise<boolean> {
      const after = await releasesIn(target);
      expect([before, before + 1], said).toContain(after);
      if (after > 0) expect((await runCommand("verify", into(target))).result, said).toMatchObject({ holds: true });
      expect((await runCommand("log", [hub, ...into(target)])).result, said).toMatchObject({ holds: true });
      return after > before;
    },
    /** The same act again succeeds, and there is one release more than at first. @param done What `expectWhole` found. */
    async expectAgain({ act, words: [name = "", ...words], target, before }: Attempt, done: boolean, said: string): Promise<void> {
      if (act === "restore" && done) await expect(runCommand(name, words), said).rejects.toMatchObject({ code: "STORE_NOT_EMPTY" });
      else expect((await runCommand(name, words)).exitCode, `${said}, and run again`).toBe(0);
      expect(await releasesIn(target), said).toBe(before + 1);
      expect((await runCommand("verify", into(target))).result, said).toMatchObject({ holds: true });
    },
  };
}
