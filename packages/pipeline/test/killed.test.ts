import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databases, type TestDatabase } from "../../../test/support/databases.ts";
import { smallCounts, smallRecords, writeSmallHub } from "./support/small-hub.ts";

const openbeat = fileURLToPath(new URL("../src/bin/openbeat.ts", import.meta.url));

const killedPids = new Set<number>();

/** Runs `openbeat publish`, and kills it outright when its progress first says `moment`. @returns Whether it was killed, and what it printed. */
async function publish(
  folder: string,
  database: TestDatabase,
  moment?: RegExp,
): Promise<{ readonly killed: boolean; readonly code: number | null; readonly lines: readonly string[] }> {
  const child = spawn(process.execPath, [openbeat, "publish", folder, "--database", database.url], { stdio: ["ignore", "pipe", "pipe"] });
  const lines: string[] = [];
  const watch = (line: string) => {
    lines.push(line);
    if (moment?.test(line) === true) child.kill("SIGKILL");
  };
  createInterface({ input: child.stderr }).on("line", watch);
  createInterface({ input: child.stdout }).on("line", watch);
  if (moment !== undefined && child.pid !== undefined) killedPids.add(child.pid);
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  return { killed: signal === "SIGKILL", code, lines };
}

const moments = [
  { name: "while it reads the geography", moment: /^reading the geography/ },
  { name: "while it reads the records", moment: /reading 1 file/ },
  { name: "while it tabulates", moment: /tabulating/ },
  { name: "while it protects", moment: /protecting/ },
  { name: "in the middle of the transaction", moment: /^writing/ },
] as const;

for (const { name, available, create } of databases) {
  describe.skipIf(!available)(`openbeat publish, killed, on ${name}`, () => {
    let database: TestDatabase;
    // Enough records for each stage to last until the kill arrives.
    const folder = writeSmallHub((parts) => {
      parts.files["incidents/2026.csv"] = smallRecords((district, month, category) => 200 * smallCounts(district, month, category));
    });
    beforeAll(async () => {
      database = await create();
    });
    afterAll(() => database.drop());

    const rowsOf = async () => {
      const reader = await database.open("reader");
      const counts: Record<string, unknown> = {};
      for (const table of ["release", "dataset", "area", "observation", "measure", "code"]) {
        counts[table] = (await reader.query(`SELECT count(*)::int AS rows FROM ${table}`))[0]?.rows;
      }
      await reader.close();
      return counts;
    };
    const nothing = { release: 0, dataset: 0, area: 0, observation: 0, measure: 0, code: 0 };

    it.each(moments)("leaves nothing half published: $name", async ({ moment }) => {
      expect(await publish(folder, database, moment)).toMatchObject({ killed: true });
      expect(await rowsOf()).toEqual(nothing);
    });

    it("publishes at the next run as if nothing had happened, and leaves nothing of the records behind", async () => {
      const { code, lines } = await publish(folder, database);
      expect(code, lines.join("\n")).toBe(0);
      const leftovers = readdirSync(tmpdir()).filter((name) => name.startsWith("openbeat-overflow-"));
      expect(leftovers.filter((name) => killedPids.has(Number(name.split("-")[2])))).toEqual([]);
      expect(killedPids.size).toBeGreaterThanOrEqual(moments.length);
      expect(lines.at(-1)).toMatch(/^Published release 1\.0\.0 \(sha256 [0-9a-f]{64}\)\.$/);
      // The incidents, and what is worked out of them.
      expect(await rowsOf()).toMatchObject({ release: 1, dataset: 2 });
    });
  });
}
