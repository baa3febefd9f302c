import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databases, type TestDatabase } from "../../../test/support/databases.ts";
import { log } from "../src/commands/log.ts";
import { inputFiles } from "../src/log/input-files.ts";
import { appendLog, type LogEntry, logged, readLog } from "../src/log/log.ts";
import { publish } from "../src/publish.ts";
import { hashOf } from "../src/release/hash.ts";
import { smallCounts, smallRecords, writeSmallHub } from "./support/small-hub.ts";

const now = () => new Date("2026-04-01T09:00:00Z");
const fileOf = (hub: string) => join(hub, ".openbeat", "log.jsonl");
const linesOf = (hub: string) => readFileSync(fileOf(hub), "utf8").trimEnd().split("\n");
const writeLines = (hub: string, lines: readonly string[]) => writeFileSync(fileOf(hub), lines.map((line) => `${line}\n`).join(""));
const silent = { out: () => {}, err: () => {}, progress: () => {} };

describe("logged(hub, act, now, work)", () => {
  const hub = mkdtempSync(join(tmpdir(), "openbeat-log-"));
  writeFileSync(join(hub, "hub.yaml"), "");
  it("notes who did what, from which files, and how it ended, each entry with the hash of the one before", async () => {
    expect(await logged(hub, { act: "export", inputs: { "hub.yaml": "ab" } }, now, async () => ({ result: { files: 3 }, value: 7 }))).toBe(
      7,
    );
    const failure = Object.assign(new Error("a message with a figure: 4711"), { code: "UNPROTECTABLE" });
    await expect(logged(hub, { act: "publish" }, now, () => Promise.reject(failure))).rejects.toBe(failure);
    const { entries, wrong } = readLog(hub);
    expect(wrong).toEqual([]);
    expect(entries.map(({ seq, act, stage, of, result }) => ({ seq, act, stage, of, result }))).toEqual([
      { seq: 1, act: "export", stage: "begun", of: undefined, result: {} },
      { seq: 2, act: "export", stage: "done", of: 1, result: { files: 3 } },
      { seq: 3, act: "publish", stage: "begun", of: undefined, result: {} },
      { seq: 4, act: "publish", stage: "refused", of: 3, result: { code: "UNPROTECTABLE" } },
    ]);
    expect(entries.map(({ previous }) => previous)).toEqual([null, ...entries.slice(0, 3).map(({ sha256 }) => sha256)]);
    expect(entries[0]?.who).toMatch(/.+@.+/);
    expect(readFileSync(fileOf(hub), "utf8")).not.toContain("4711");
  });
  it("drops what a run that was stopped left half written, and goes on", () => {
    appendFileSync(fileOf(hub), '{"seq":5,"at":"2026');
    expect(readLog(hub)).toMatchObject({ wrong: [], torn: 19 });
    expect(appendLog(hub, { act: "approve", stage: "done", result: {} }, now()).seq).toBe(5);
    expect(readLog(hub)).toMatchObject({ wrong: [], torn: 0, entries: { length: 5 } });
  });

  const altered: readonly [string, (lines: readonly string[]) => readonly string[]][] = [
    ["an altered entry", ([first = "", ...others]) => [first.replace("export", "import"), ...others]],
    [
      "an altered entry with a hash of its own",
      ([first = "", ...others]) => {
        const { sha256: _, ...content } = { ...(JSON.parse(first) as LogEntry), who: "somebody else" };
        return [JSON.stringify({ ...content, sha256: hashOf(content) }), ...others];
      },
    ],
    ["a removed entry", ([first = "", , ...others]) => [first, ...others]],
    ["reordered entries", ([a = "", b = "", c = "", ...others]) => [a, c, b, ...others]],
    ["an entry twice", ([first = "", ...others]) => [first, first, ...others]],
    ["a line that is no entry", ([first = "", ...others]) => [first, "{}", ...others]],
  ];
  it.each(altered)("finds %s, and adds nothing to such a log", async (_, change) => {
    const lines = linesOf(hub);
    writeLines(hub, change(lines));
    expect(readLog(hub).wrong).toHaveLength(1);
    expect((await log.run([hub], silent)).exitCode).toBe(1);
    expect(() => appendLog(hub, { act: "publish", stage: "begun", result: {} }, now())).toThrow(
      expect.objectContaining({ code: "LOG_ALTERED" }),
    );
    writeLines(hub, lines);
    expect((await log.run([hub], silent)).exitCode).toBe(0);
  });
});

describe("openbeat log", () => {
  it("does not say of a folder that is no hub that its log holds", async () => {
    const folder = mkdtempSync(join(tmpdir(), "openbeat-no-hub-"));
    await expect(log.run([folder], silent)).rejects.toMatchObject({ code: "COMMAND_INVALID" });
  });
});

describe("inputFiles(hub)", () => {
  it("hashes every file of the hub, and nothing that a run keeps for itself", async () => {
    const hub = writeSmallHub();
    const before = await inputFiles(hub);
    expect(Object.keys(before)).toEqual(["datasets/incidents.yaml", "hub.yaml", "incidents/2026.csv", "population.csv"]);
    appendLog(hub, { act: "approve", stage: "done", result: {} }, now());
    expect(await inputFiles(hub)).toEqual(before);
    appendFileSync(join(hub, "population.csv"), "\n");
    expect(await inputFiles(hub)).not.toEqual(before);
  });
});

for (const { name, available, create } of databases) {
  describe.skipIf(!available)(`the log of a hub that publishes, on ${name}`, () => {
    let database: TestDatabase;
    const hub = writeSmallHub();
    beforeAll(async () => {
      database = await create();
      const effects = { openStore: () => database.open("publisher"), now, progress: () => {} };
      await publish(hub, effects);
      writeSmallHub((parts) => {
        parts.files["incidents/2026.csv"] = smallRecords((district, month, category) => 2 * smallCounts(district, month, category));
      }, hub);
      await publish(hub, effects);
      rmSync(join(hub, "hub.yaml"));
      writeFileSync(join(hub, "hub.yaml"), "hub: [");
      await expect(publish(hub, effects)).rejects.toMatchObject({ code: "HUB_HAS_PROBLEMS" });
    });
    afterAll(() => database.drop());
    const verify = () => log.run([hub, "--database", database.url], silent);

    it("tells of every publication and refusal, and of the files", async () => {
      const { entries } = readLog(hub);
      expect(entries.map(({ act, stage, result }) => [act, stage, result.version ?? result.code ?? null])).toEqual([
        ["publish", "begun", null],
        ["publish", "done", "1.0.0"],
        ["publish", "begun", null],
        ["publish", "done", "1.1.0"],
        ["publish", "begun", null],
        ["publish", "refused", "HUB_HAS_PROBLEMS"],
      ]);
      expect(entries[2]?.inputs?.["incidents/2026.csv"]).toMatch(/^[0-9a-f]{64}$/);
      expect(entries[2]?.inputs?.["incidents/2026.csv"]).not.toBe(entries[0]?.inputs?.["incidents/2026.csv"]);
      expect((await verify()).result).toMatchObject({ holds: true });
    });
    it("is found to be cut, or written anew, by what the database noted at each release", async () => {
      const lines = linesOf(hub);
      writeLines(hub, lines.slice(0, 2));
      expect((await log.run([hub], silent)).result).toMatchObject({ holds: true });
      expect(await verify()).toMatchObject({ exitCode: 1, result: { wrong: [expect.stringContaining("Release 1.1.0")] } });
      rmSync(fileOf(hub));
      for (let at = 0; at < 6; at++) appendLog(hub, { act: "publish", stage: "begun", result: {} }, now());
      expect(await verify()).toMatchObject({ exitCode: 1, result: { wrong: [expect.any(String), expect.any(String)] } });
      writeLines(hub, lines);
      expect((await verify()).exitCode).toBe(0);
    });
    it("cannot have its noted heads changed", async () => {
      const store = await database.open("publisher");
      await expect(store.query("UPDATE log_head SET seq = 1")).rejects.toThrow();
      await expect(store.query("INSERT INTO log_head SELECT release_id, 9, sha256 FROM log_head LIMIT 1")).rejects.toThrow();
      await store.close();
    });
  });
}
