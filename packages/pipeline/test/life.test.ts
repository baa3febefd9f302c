import { createHash, generateKeyPairSync } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databases, type TestDatabase } from "../../../test/support/databases.ts";
import type { Diff } from "../src/diff/diff.ts";
import { readLog } from "../src/log/log.ts";
import { type ArchiveHeader, archivedTables, archiveStatement } from "../src/release/archive/format.ts";
import { hubKey, publicFingerprint, signStatement } from "../src/release/sign.ts";
import { runCommand } from "./support/run-command.ts";
import { smallCounts, smallRecords, writeSmallHub } from "./support/small-hub.ts";

const clock = () => new Date("2026-04-01T09:00:00Z");
const openbeat = (name: string, ...words: string[]) => runCommand(name, words, clock);

/** The counts of the small hub, with thefts of January in the north as often as a test says, and more of them in February. */
const counts = (thefts: number, later: number) => (district: number, month: number, category: number) => {
  const usual = smallCounts(district, month, category);
  if (district !== 1 || category !== 0) return usual;
  return [thefts, usual + later][month] ?? usual;
};
const write = (thefts: number, folder?: string, later = 0) =>
  writeSmallHub((parts) => {
    parts.files["incidents/2026.csv"] = smallRecords(counts(thefts, later));
  }, folder);

for (const { name, available, create } of databases) {
  describe.skipIf(!available)(`the life of a hub's releases, on ${name}`, () => {
    let database: TestDatabase;
    let to: readonly string[];
    const hub = write(14);
    beforeAll(async () => {
      database = await create();
      to = ["--database", database.url];
    });
    afterAll(() => database.drop());

    const ask = async (sql: string) => {
      const store = await database.open("reader");
      try {
        return await store.query(sql);
      } finally {
        await store.close();
      }
    };

    it("begins with a first release; status tells what changed in the folder since", async () => {
      expect((await openbeat("status", hub)).result).toMatchObject({ published: null, next: `openbeat check ${hub}` });
      expect((await openbeat("publish", hub, ...to)).result).toMatchObject({ version: "1.0.0", isNew: true });
      expect((await openbeat("status", hub)).result).toMatchObject({
        published: { version: "1.0.0" },
        files: { added: [], changed: [], removed: [] },
        stopped: [],
      });
      write(34, hub);
      expect((await openbeat("status", hub)).result).toMatchObject({ files: { changed: ["incidents/2026.csv"] } });
    });

    it("compares the draft with what is published, and tells the largest changes; hidden cells by no figure", async () => {
      const { result, lines } = await openbeat("diff", hub, ...to);
      const { tables, records } = result as Diff;
      const table = tables.find(({ table: code }) => code === "incidents-by-district");
      expect(table).toMatchObject({ added: 0, removed: 0 });
      expect(
        table?.largest.find(({ measure, area, period, codes }) => [measure, area, period, ...codes].join(" ") === "OUT.01 1 2026-01 THEFT"),
      ).toMatchObject({
        before: { status: "AVAILABLE", value: 14 },
        after: { status: "AVAILABLE", value: 34 },
      });
      expect(records).toEqual([{ dataset: "incidents", before: expect.any(Number), after: expect.any(Number) }]);
      expect((records[0]?.after ?? 0) - (records[0]?.before ?? 0)).toBe(20);
      expect(lines.join("\n")).toContain("OUT.01 1 2026-01 THEFT: 14 → 34");
      for (const { largest } of tables)
        for (const { before, after } of largest) expect([before.status, after.status]).toEqual(["AVAILABLE", "AVAILABLE"]);
    });

    it("tells why a change that is too small to show is not in the draft", async () => {
      write(15, hub);
      const { result, lines } = await openbeat("diff", hub, ...to);
      expect(result).toMatchObject({ held: [{ dataset: "incidents", periods: ["2026-01"] }] });
      expect(lines.join("\n")).toContain("their late changes are too few to show: 2026-01");
      write(34, hub);
    });

    it("publishes a correction with what was wrong, why, and what the figures say of it, and tells which periods wait", async () => {
      write(34, hub, 1);
      const { result, lines } = await openbeat(
        "correct",
        hub,
        ...to,
        "--affects",
        "1.0.0",
        "--what",
        "Thefts were missing.",
        "--why",
        "A file came late.",
      );
      expect(result).toMatchObject({ version: "1.1.0", notice: { class: "correction", noticed_on: "2026-04-01" } });
      expect(result).toMatchObject({ held: [{ dataset: "incidents", periods: ["2026-02"] }] });
      expect(lines).toContain("  incidents: as published before, because their late changes are too few to show: 2026-02");
      expect(await ask("SELECT affected_version, kind, what->>'en' AS what, impact->>'en' AS impact FROM correction")).toEqual([
        {
          affected_version: "1.0.0",
          kind: "correction",
          what: "Thefts were missing.",
          impact: expect.stringMatching(/^Figures: \d+ changed/),
        },
      ]);
      // The same folder again has nothing more to say.
      expect((await openbeat("publish", hub, ...to)).result).toMatchObject({ version: "1.1.0", isNew: false });
      write(34, hub);
    });

    it("compares two releases as an independent question to the store does", async () => {
      const { tables } = (await openbeat("diff", ...to, "--from", "1.0.0", "--to", "1.1.0")).result as Diff;
      const cells = `SELECT r.version, t.code AS "table", m.code AS measure, a.code AS area, p.code AS period, o.codes, o.value, o.status FROM observation o
        JOIN published_table t ON t.id = o.table_id JOIN release r ON r.id = t.release_id JOIN measure m ON m.id = o.measure_id JOIN area a ON a.id = o.area_id
        JOIN period p ON p.id = o.period_id`;
      const told = await ask(`WITH cells AS (${cells}) SELECT "table", count(*) FILTER (WHERE b.value <> a.value)::int AS changed,
          count(*) FILTER (WHERE b.value IS NULL AND a.value IS NOT NULL)::int AS shown, count(*) FILTER (WHERE a.value IS NULL AND b.value IS NOT NULL)::int AS hidden
        FROM (SELECT * FROM cells WHERE version = '1.0.0') b JOIN (SELECT * FROM cells WHERE version = '1.1.0') a USING ("table", measure, area, period, codes)
        GROUP BY "table" ORDER BY "table"`);
      expect(told.filter(({ changed }) => Number(changed) > 0).length).toBeGreaterThan(0);
      const ours = new Map(tables.map((own) => [own.table, own]));
      for (const { table, changed, shown, hidden } of told) {
        const own = ours.get(String(table));
        expect([own?.changed ?? 0, own?.nowShown ?? 0, own?.noLongerShown ?? 0], String(table)).toEqual([changed, shown, hidden]);
      }
    });

    it("refuses a notice of a release that there is not, and a withdrawal that would publish the same again, and leaves the folder as it was", async () => {
      const before = readFileSync(join(hub, "notices.yaml"), "utf8");
      const words = ["--what", "Wrong.", "--why", "A mistake.", "--impact", "All of it."];
      await expect(openbeat("withdraw", hub, "9.9.9", ...words, ...to)).rejects.toMatchObject({ code: "NOTICE_INVALID" });
      await expect(openbeat("withdraw", hub, "1.1.0", ...words, ...to)).rejects.toMatchObject({ code: "NOTICE_INVALID" });
      expect(readFileSync(join(hub, "notices.yaml"), "utf8")).toBe(before);
      expect(await ask("SELECT count(*)::int AS releases FROM release")).toEqual([{ releases: 2 }]);
    });

    it("says nothing of a person: a notice that may is refused, and taken out again", async () => {
      const before = readFileSync(join(hub, "notices.yaml"), "utf8");
      const words = ["--what", "Wrong.", "--why", "Ask clerk@example.org of it.", "--impact", "All of it."];
      const refusal = await openbeat("correct", hub, "--affects", "1.0.0", ...words, ...to).catch((error: unknown) => error);
      expect(refusal).toMatchObject({ problems: [{ code: "PERSON_IN_TEXT", file: "notices.yaml", row: expect.any(Number) }] });
      expect(JSON.stringify(refusal)).not.toContain("clerk");
      expect(readFileSync(join(hub, "notices.yaml"), "utf8")).toBe(before);
    });

    it("publishes nothing where the log lacks what the store noted", async () => {
      const file = join(hub, ".openbeat", "log.jsonl");
      const lines = readFileSync(file, "utf8");
      writeFileSync(file, lines.split("\n").slice(0, 2).join("\n"));
      await expect(openbeat("publish", hub, ...to)).rejects.toMatchObject({ code: "LOG_ALTERED" });
      writeFileSync(file, lines);
    });

    it("withdraws a release by a new one that says why", async () => {
      const { result } = await openbeat(
        "withdraw",
        hub,
        "1.0.0",
        ...to,
        "--what",
        "Wrong.",
        "--why",
        "A mistake.",
        "--impact",
        "All of it.",
      );
      expect(result).toMatchObject({ version: "1.1.1", notice: { affects: "1.0.0", class: "withdrawal" } });
      expect(await ask("SELECT kind FROM correction ORDER BY id")).toEqual([{ kind: "correction" }, { kind: "withdrawal" }]);
      const { entries, wrong } = readLog(hub);
      expect(wrong).toEqual([]);
      expect(entries.filter(({ stage }) => stage === "done").map(({ act, result: { version } }) => `${act} ${version}`)).toEqual([
        "publish 1.0.0",
        "correct 1.1.0",
        "publish 1.1.0",
        "withdraw 1.1.1",
      ]);
      expect(existsSync(join(hub, "notices.yaml"))).toBe(true);
    });

    describe("the archive of the public record", () => {
      const folder = mkdtempSync(join(tmpdir(), "openbeat-archive-"));
      const file = join(folder, "hub.openbeat");
      let copy: TestDatabase;
      beforeAll(async () => {
        copy = await create();
      });
      afterAll(() => copy.drop());
      const everything = async (own: TestDatabase) => {
        const store = await own.open("reader");
        const rows: Record<string, unknown> = {};
        for (const table of archivedTables)
          rows[table] = await store.query(`SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) AS rows FROM "${table}" t`);
        await store.close();
        return rows;
      };
      const refused = async (text: string, resigned = false) => {
        const lines = text.split("\n").slice(0, -2);
        const sha256 = createHash("sha256")
          .update(lines.map((line) => `${line}\n`).join(""))
          .digest("hex");
        const { privateKey } = generateKeyPairSync("ed25519");
        const head = JSON.parse(lines[0] ?? "") as ArchiveHeader;
        const end = JSON.stringify({ sha256, signature: signStatement(privateKey, archiveStatement(head, sha256)) });
        writeFileSync(join(folder, "altered"), gzipSync(resigned ? `${[...lines, end].join("\n")}\n` : text));
        await expect(openbeat("restore", join(folder, "altered"), "--database", copy.url)).rejects.toMatchObject({
          code: "ARCHIVE_INVALID",
        });
      };

      it("has every table of the store", async () => {
        const tables = await ask(
          "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'",
        );
        expect(tables.map(({ name: table }) => table).toSorted()).toEqual([...archivedTables].toSorted());
      });
      it("is refused where it was altered, cut, or signed by somebody else, and leaves nothing", async () => {
        await openbeat("export", hub, file, ...to);
        const text = gunzipSync(readFileSync(file)).toString();
        const changed = text.replace('"AVAILABLE"', '"SUPPRESSED"');
        expect(changed).not.toBe(text);
        await refused(changed);
        await refused(changed, true);
        await refused(text.replace("Recorded incidents", "Recorded accidents"), true);
        await refused(text.slice(0, text.length / 2));
        await refused(text.split("\n").toSpliced(5, 1).join("\n"));
        await refused(`${text}[]\n`);
        expect((await everything(copy)).release).toEqual([{ rows: null }]);
      });
      it("is refused where another key signed it than the one that is expected", async () => {
        const stranger = write(14);
        hubKey(stranger);
        const into = ["--database", copy.url];
        await expect(openbeat("restore", file, ...into, "--hub", stranger)).rejects.toMatchObject({ code: "ARCHIVE_INVALID" });
        await expect(openbeat("restore", file, ...into, "--key", publicFingerprint(stranger))).rejects.toMatchObject({
          code: "ARCHIVE_INVALID",
        });
        await expect(openbeat("restore", file, ...into, "--hub", stranger, "--key", publicFingerprint(hub))).rejects.toMatchObject({
          code: "COMMAND_INVALID",
        });
        expect((await everything(copy)).release).toEqual([{ rows: null }]);
      });
      it("rebuilds a database to the same rows and hashes, where the hub's life goes on", async () => {
        const { result } = await openbeat("restore", file, "--database", copy.url, "--hub", hub);
        expect(result).toMatchObject({ hub: "smallville", releases: [{ version: "1.0.0" }, { version: "1.1.0" }, { version: "1.1.1" }] });
        expect(await everything(copy)).toEqual(await everything(database));
        expect((await openbeat("verify", "--database", copy.url)).result).toMatchObject({ holds: true });
        expect((await openbeat("log", hub, "--database", copy.url)).result).toMatchObject({ holds: true });
        await expect(openbeat("restore", file, "--database", copy.url)).rejects.toMatchObject({ code: "STORE_NOT_EMPTY" });
        write(64, hub);
        expect((await openbeat("publish", hub, "--database", copy.url)).result).toMatchObject({ version: "1.2.0" });
      });
    });

    it("verifies every release of the store, and finds a notice that was changed behind its back", async () => {
      expect((await openbeat("verify", ...to)).result).toMatchObject({ holds: true, releases: { length: 3 } });
      const owner = await database.open("owner");
      await owner.query("ALTER TABLE correction DISABLE TRIGGER USER");
      await owner.query("UPDATE correction SET impact = jsonb_build_object('en', 'Nothing.') WHERE kind = 'correction'");
      await owner.query("ALTER TABLE correction ENABLE TRIGGER USER");
      await owner.close();
      const { exitCode, lines } = await openbeat("verify", ...to, "--release", "1.1.0");
      expect(exitCode).toBe(1);
      expect(lines.join("\n")).toContain("What it says of earlier releases is not what was published");
    });
  });
}
