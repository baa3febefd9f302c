import { PipelineError, prepare, publish } from "@openbeat/pipeline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databases, type TestDatabase } from "../../../test/support/databases.ts";
import { type SmallHub, smallRecords, writeSmallHub } from "./support/small-hub.ts";

const noise = { method: "differentialPrivacy", rho: "1/50", budgetPerYear: "1/2" };
const withNoise = (parts: SmallHub, to: string, policy: object = noise) => {
  (parts.dataset.tables as { policy: object }[]).forEach((table) => {
    table.policy = policy;
  });
  parts.dataset.coverage = { from: "2026-01-01", to };
  parts.dataset.tolerate = { OUTSIDE_COVERAGE: 1000 };
};

describe.each(databases.filter(({ available }) => available))("figures with noise, on $name", ({ create }) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await create();
  });
  afterAll(() => database.drop());
  const publishInto = (folder: string) =>
    publish(folder, { openStore: () => database.open("publisher"), now: () => new Date("2026-06-01T09:00:00Z"), progress: () => {} });
  const figures = async (version: string) => {
    const store = await database.open("reader");
    const rows = await store.query(
      `SELECT g.levels, a.code AS area, p.code AS period, o.codes, m.code AS measure, o.value, o.status, o.flags::text[], o.lower, o.upper
       FROM observation o JOIN published_table t ON t.id = o.table_id JOIN release r ON r.id = t.release_id JOIN "grouping" g ON g.id = o.grouping_id
       JOIN area a ON a.id = o.area_id JOIN period p ON p.id = o.period_id JOIN measure m ON m.id = o.measure_id WHERE r.version = $1`,
      [version],
    );
    await store.close();
    return new Map(rows.map((row) => [JSON.stringify([row.measure, row.area, row.period, row.codes]), row]));
  };
  const charges = async () => {
    const store = await database.open("reader");
    const rows = await store.query(
      'SELECT "grouping", period, rho_billionths::text AS rho, unit::text AS unit FROM privacy_charge ORDER BY id',
    );
    await store.close();
    return rows;
  };

  it("are drawn once for each period that is over, entered in the ledger, and published again as they were", async () => {
    const folder = writeSmallHub((parts) => withNoise(parts, "2026-02-28"));
    const first = await publishInto(folder);
    const before = await figures(first.published.version);
    const counted = [...before].filter(([key]) => key.includes('OUT.01"'));
    const of = (period: string) => counted.filter(([, row]) => row.period === period);
    expect(of("2026-01").every(([, row]) => row.status === "AVAILABLE" && String(row.flags).includes("PERTURBED"))).toBe(true);
    expect(of("2026-Q1").every(([, row]) => row.status === "NOT_YET_PUBLISHED" && row.value === null)).toBe(true);
    expect(await charges()).toHaveLength(8);

    const again = await publishInto(folder);
    expect(again.published.isNew).toBe(false);

    writeSmallHub((parts) => {
      withNoise(parts, "2026-03-31");
      // Late records of January stay out of it: it is final.
      parts.files["incidents/2026.csv"] = smallRecords((d, m, c) => 30 + 5 * d + m + c);
    }, folder);
    const second = await publishInto(folder);
    const after = await figures(second.published.version);
    for (const [key, row] of before)
      if (row.status === "AVAILABLE") expect(after.get(key)).toMatchObject({ value: row.value, lower: row.lower, upper: row.upper });
    expect([...after.values()].every(({ status }) => status === "AVAILABLE")).toBe(true);
    const ledger = await charges();
    expect(ledger).toHaveLength(16);
    expect(ledger.every(({ rho, unit }) => rho === "20000000" && unit === "record")).toBe(true);
    // Within a period, districts add up to the city, and categories to all.
    const value = (area: string, period: string, code: string) =>
      Number(after.get(JSON.stringify(["OUT.01", area, period, [code]]))?.value);
    for (const period of ["2026-01", "2026-02", "2026-03", "2026-Q1"]) {
      for (const code of ["THEFT", "ARSON", "ALL"])
        expect(value("1", period, code) + value("2", period, code)).toBe(value("S", period, code));
      expect(value("S", period, "THEFT") + value("S", period, "ARSON")).toBe(value("S", period, "ALL"));
    }
  });

  it("are refused, and nothing drawn, past the budget of a year", async () => {
    const other = await create();
    try {
      const folder = writeSmallHub((parts) => withNoise(parts, "2026-03-31", { ...noise, budgetPerYear: "1/10" }));
      const error: unknown = await publish(folder, {
        openStore: () => other.open("publisher"),
        now: () => new Date("2026-06-01T09:00:00Z"),
        progress: () => {},
      }).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: "BUDGET_EXCEEDED", message: expect.stringContaining("privacy budget") });
      const store = await other.open("reader");
      expect(await store.query("SELECT 1 FROM privacy_charge")).toEqual([]);
      await store.close();
    } finally {
      await other.drop();
    }
  });

  it("are refused beside exact figures of the same records that were published before", async () => {
    const other = await create();
    try {
      const effects = { openStore: () => other.open("publisher"), now: () => new Date("2026-06-01T09:00:00Z"), progress: () => {} };
      const folder = writeSmallHub();
      await publish(folder, effects);
      writeSmallHub((parts) => withNoise(parts, "2026-03-31"), folder);
      const error: unknown = await publish(folder, effects).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(PipelineError);
      expect(error).toMatchObject({ code: "METHOD_CHANGED" });
    } finally {
      await other.drop();
    }
  });

  it("hide a person in a quarter as well as in a month, in which that person has fewer records", async () => {
    const other = await create();
    try {
      const folder = writeSmallHub((parts) => {
        withNoise(parts, "2026-03-31", { ...noise, rho: "1/200" });
        parts.dataset.protection = { unit: { of: "person", mostPerPeriod: 2 } };
        parts.dataset.select = `${String(parts.dataset.select)}, 'p' || (incident::INTEGER % 7)::VARCHAR AS person`;
      });
      const effects = { openStore: () => other.open("publisher"), now: () => new Date("2026-06-01T09:00:00Z"), progress: () => {} };
      await publish(folder, effects);
      const store = await other.open("reader");
      const rows = await store.query("SELECT period, variance_numerator::float8 / variance_denominator AS variance FROM privacy_charge");
      await store.close();
      // Two records a month move a month's figures by 2 and a quarter's by 6: variances of 2² and 6² over 2ρ.
      for (const { period, variance } of rows) expect(variance).toBe(String(period).includes("Q") ? 3600 : 400);
    } finally {
      await other.drop();
    }
  });

  it("are all that is told of the records: neither how many were left out nor how many a note is about", async () => {
    const folder = writeSmallHub((parts) => {
      withNoise(parts, "2026-02-28");
      parts.dataset.notes = [{ code: "north", title: { en: "In the north" }, where: "district = '1'" }];
    });
    const { content } = await prepare(folder, () => {});
    expect(content.datasets[0]?.source).toMatchObject({ recordsRead: null, recordsUsed: null, leftOut: [], notes: [] });
  });

  it("count no more records of a person in a period than the policy says", async () => {
    const other = await create();
    try {
      const folder = writeSmallHub((parts) => {
        withNoise(parts, "2026-03-31");
        parts.dataset.protection = { unit: { of: "person", mostPerPeriod: 2 } };
        parts.dataset.select = `${String(parts.dataset.select)}, 'p' || (incident::INTEGER % 7)::VARCHAR AS person`;
      });
      const result = await publish(folder, {
        openStore: () => other.open("publisher"),
        now: () => new Date("2026-06-01T09:00:00Z"),
        progress: () => {},
      });
      // Seven persons, two records each in each of three months.
      const [report] = result.datasets;
      expect((report?.used ?? 0) - (report?.bounded ?? 0)).toBe(7 * 2 * 3);
    } finally {
      await other.drop();
    }
  });
});
