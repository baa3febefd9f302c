import { isSignedAs, publish, type Signature } from "@openbeat/pipeline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPostgresql, databases, hasPostgresql, type TestDatabase } from "../../../test/support/databases.ts";
import { hashOf } from "../src/release/hash.ts";
import { type SmallHub, smallCounts, smallRecords, writeSmallHub } from "./support/small-hub.ts";

const run = (folder: string, database: TestDatabase) =>
  publish(folder, { openStore: () => database.open("publisher"), now: () => new Date("2026-04-01T09:00:00Z"), progress: () => {} });

const figures = `
  SELECT m.code AS measure, a.code AS area, p.code AS period, o.codes, o.value, o.status::text AS status, o.flags::text[] AS flags, o.numerator, o.denominator
  FROM observation o JOIN measure m ON m.id = o.measure_id JOIN area a ON a.id = o.area_id JOIN period p ON p.id = o.period_id
  JOIN published_table t ON t.id = o.table_id JOIN release r ON r.id = t.release_id WHERE r.version = $1 ORDER BY o.table_id, o.seq`;

for (const { name, available, create } of databases) {
  describe.skipIf(!available)(`publish(folder, effects) on ${name}`, () => {
    let database: TestDatabase;
    const home = writeSmallHub();
    const changed = (change: (parts: SmallHub) => void) => writeSmallHub(change, home);
    beforeAll(async () => {
      database = await create();
    });
    afterAll(() => database.drop());

    const read = async (version: string, from = database) => {
      const reader = await from.open("reader");
      const rows = await reader.query(figures, [version]);
      await reader.close();
      return rows;
    };

    it("publishes every cell of the cube, and its true figure wherever it is shown", async () => {
      const { published } = await run(
        changed(() => {}),
        database,
      );
      expect(published).toMatchObject({ version: "1.0.0", isNew: true });
      const rows = await read("1.0.0");
      const counts = rows.filter(({ measure }) => measure === "OUT.01");
      expect(counts).toHaveLength((2 + 1) * (3 + 1) * (2 + 1));
      for (const { area, period, codes, value, status } of counts) {
        const districts = area === "S" ? [1, 2] : [Number(area)];
        const months = String(period).includes("Q") ? [0, 1, 2] : [Number(String(period).slice(5)) - 1];
        const [code] = codes as string[];
        const categories = code === "ALL" ? [0, 1] : [code === "THEFT" ? 0 : 1];
        const truth = districts.flatMap((d) => months.flatMap((m) => categories.map((c) => smallCounts(d, m, c)))).reduce((a, b) => a + b);
        if (status === "AVAILABLE") expect(value).toBe(truth);
        else expect(value).toBeNull();
      }
      const hidden = counts.filter(({ status }) => status === "SUPPRESSED");
      expect(hidden).toContainEqual(expect.objectContaining({ area: "2", period: "2026-03", codes: ["ARSON"] }));
      expect(hidden.length).toBeGreaterThanOrEqual(4);
    });

    it("calls each dimension what its code list is called, and area and period by their words", async () => {
      const reader = await database.open("reader");
      const titles = await reader.query("SELECT DISTINCT d.code, d.title->>'en' AS title FROM dimension d ORDER BY d.code");
      await reader.close();
      expect(titles).toEqual([
        { code: "area", title: "Area" },
        { code: "offence", title: "Offence" },
        { code: "period", title: "Period" },
      ]);
    });

    it("signs the release with the hub's own key, so that neither its number nor its hash can be another", async () => {
      const reader = await database.open("reader");
      const [row] = await reader.query("SELECT version, sha256, certificate, manifest FROM release WHERE version = '1.0.0'");
      await reader.close();
      const { signature, ...certificate } = (row?.certificate ?? {}) as { signature?: Signature };
      const statement = { hub: "smallville", version: "1.0.0", publishedAt: "2026-04-01T09:00:00.000Z", sha256: String(row?.sha256) };
      expect(isSignedAs(signature, statement)).toBe(true);
      for (const other of [
        { version: "1.0.1" },
        { sha256: "0".repeat(64) },
        { hub: "elsewhere" },
        { publishedAt: "2026-04-01T09:00:00.001Z" },
      ]) {
        expect(isSignedAs(signature, { ...statement, ...other })).toBe(false);
      }
      expect(isSignedAs({ ...signature, signature: Buffer.alloc(64).toString("base64") }, statement)).toBe(false);
      expect(isSignedAs(undefined, statement)).toBe(false);
      // The hash that is signed is of the manifest, and the manifest has that of the certificate.
      expect(hashOf(row?.manifest)).toBe(row?.sha256);
      expect(hashOf(certificate)).toBe(((row?.manifest ?? {}) as { certificateSha256?: string }).certificateSha256);
    });

    it("gives a rate its count and its residents, and hides it with its count", async () => {
      const rows = await read("1.0.0");
      const rate = rows.find(
        (row) => row.measure === "OUT.01.R" && row.area === "1" && row.period === "2026-01" && String(row.codes) === "THEFT",
      );
      expect(rate).toMatchObject({ numerator: smallCounts(1, 0, 0), denominator: 4000, value: (smallCounts(1, 0, 0) / 4000) * 1000 });
      const key = ({ area, period, codes }: (typeof rows)[number]) => `${area} ${period} ${String(codes)}`;
      const hiddenOf = (measure: string) => rows.filter((row) => row.measure === measure && row.status === "SUPPRESSED").map(key);
      expect(hiddenOf("OUT.01.R")).toEqual(hiddenOf("OUT.01"));
      for (const row of rows.filter(({ status }) => status === "SUPPRESSED"))
        expect([row.numerator, row.denominator]).toEqual([null, null]);
    });

    it("publishes nothing again where nothing changed: the same inputs have the same hash", async () => {
      const { published } = await run(
        changed(() => {}),
        database,
      );
      expect(published).toMatchObject({ version: "1.0.0", isNew: false });
    });

    it("numbers a changed value as minor, words alone as a patch, a removed code as major", async () => {
      const more = (parts: SmallHub) => {
        parts.files["incidents/2026.csv"] = smallRecords(
          (district, month, category) => smallCounts(district, month, category) + (month === 0 ? 7 : 0),
        );
      };
      expect((await run(changed(more), database)).published.version).toBe("1.1.0");
      const reworded = changed((parts) => {
        more(parts);
        parts.hub.description = { en: "Other words." };
      });
      expect((await run(reworded, database)).published.version).toBe("1.1.1");
      const fewer = changed((parts) => {
        more(parts);
        const [table] = parts.dataset.tables as { dimensions: { offence: string[] } }[];
        if (table !== undefined) table.dimensions.offence = ["all"];
      });
      expect((await run(fewer, database)).published.version).toBe("2.0.0");
    });

    it("goes back to what an earlier release held as a new release", async () => {
      const { published } = await run(
        changed(() => {}),
        database,
      );
      expect(published).toMatchObject({ version: "2.1.0", isNew: true });
      expect(await read("2.1.0")).toEqual(await read("1.0.0"));
    });

    it("marks periods that the records cover in part, and keeps a true zero a zero", async () => {
      const other = await create();
      const { published } = await run(
        writeSmallHub((parts) => {
          parts.dataset.coverage = { from: "2026-01-01", to: "2026-03-20" };
          parts.files["incidents/2026.csv"] = smallRecords((district, month, category) =>
            category === 1 && month === 1 ? 0 : 20 + district,
          );
        }),
        other,
      );
      const rows = (await read(published.version, other)).filter(({ measure }) => measure === "OUT.01");
      const partial = new Set(rows.filter(({ flags }) => String(flags) === "PARTIAL_COVERAGE").map(({ period }) => period));
      expect([...partial].sort()).toEqual(["2026-03", "2026-Q1"]);
      expect(rows.find((row) => row.area === "S" && row.period === "2026-02" && String(row.codes) === "ARSON")).toMatchObject({
        value: 0,
        status: "AVAILABLE",
      });
      await other.drop();
    });

    it("publishes nothing where the store would hold other figures than those that were verified", async () => {
      const other = await create();
      const owner = await other.open("owner");
      await owner.query(
        "CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.seq = 7 THEN NEW.value := NEW.value + 1; END IF; RETURN NEW; END $$",
      );
      await owner.query("CREATE TRIGGER meddle BEFORE INSERT ON observation FOR EACH ROW EXECUTE FUNCTION meddle()");
      await owner.close();
      await expect(run(writeSmallHub(), other)).rejects.toMatchObject({ code: "STORE_DIFFERS" });
      const reader = await other.open("reader");
      expect(
        await reader.query("SELECT (SELECT count(*) FROM release)::int AS releases, (SELECT count(*) FROM observation)::int AS cells"),
      ).toEqual([{ releases: 0, cells: 0 }]);
      await reader.close();
      await other.drop();
    });
  });
}

describe.skipIf(!hasPostgresql)("publish(folder, effects) beside another publication on PostgreSQL", () => {
  it("waits for it a while, then publishes nothing and says what to do", async () => {
    const database = await createPostgresql();
    const owner = await database.open("owner");
    await owner.query("ALTER FUNCTION begin_publication() SET lock_timeout = '100ms'");
    const folder = writeSmallHub(() => {});
    const other = await database.open("publisher");
    await other.transaction(async (transaction) => {
      await transaction.query("SELECT begin_publication()");
      await expect(run(folder, database)).rejects.toMatchObject({
        code: "RELEASE_MEANWHILE",
        message: expect.stringContaining("being written at this moment"),
      });
    });
    expect(await owner.query("SELECT count(*)::int AS releases FROM release")).toEqual([{ releases: 0 }]);
    expect((await run(folder, database)).published).toMatchObject({ version: "1.0.0", isNew: true });
    await Promise.all([owner.close(), other.close()]);
    await database.drop();
  });
});
