import type { Database, Transaction } from "@openbeat/database";
import { addCharge, type Charge } from "@openbeat/disclosure";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPostgresql, databases, hasPostgresql, type TestDatabase } from "../../test/support/databases.ts";

const january: Charge = {
  dataset: "concerns",
  measure: "COM.01",
  grouping: "district,month",
  period: "2026-01",
  firstDay: "2026-01-01",
  lastDay: "2026-01-31",
  unit: "person",
  rhoBillionths: 100_000_000n,
  budgetBillionths: 1_000_000_000n,
};
const february: Partial<Charge> = { period: "2026-02", firstDay: "2026-02-01", lastDay: "2026-02-28" };

let releases = 0;
/** A release with nothing but charges: ids and versions never come twice. */
async function publish(
  database: Database,
  charges: readonly Charge[],
  before: (transaction: Transaction) => Promise<unknown> = async () => {},
) {
  const release = ++releases;
  await database.transaction(async (transaction) => {
    await before(transaction);
    for (const charge of charges) await insert(transaction, release, charge);
    await seal(transaction, release);
  });
  return release;
}
const seal = (transaction: Transaction, release: number) =>
  transaction.query(
    "INSERT INTO release (id, version, published_at, hub, manifest, certificate, sha256) VALUES ($1, $2, now(), '{}', '{}', '{}', $3)",
    [release, `${release}.0.0`, String(release).padStart(64, "0")],
  );
const insert = (at: Database | Transaction, release: number, charge: Charge, variance: readonly [number, number] = [100, 1]) =>
  at.query(
    `INSERT INTO privacy_charge (release_id, dataset, measure, "grouping", period, first_day, last_day, unit, rho_billionths, budget_billionths,
       variance_numerator, variance_denominator) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      release,
      charge.dataset,
      charge.measure,
      charge.grouping,
      charge.period,
      charge.firstDay,
      charge.lastDay,
      charge.unit,
      String(charge.rhoBillionths),
      String(charge.budgetBillionths),
      ...variance,
    ],
  );
const refusal = /privacy budget of a dataset does not allow|privacy_charge_dataset_measure_grouping_period_key|protects records or persons/;

/** Releases of one to three charges of one dataset, by months, quarters and years; some with a dear table, some the same as earlier ones. */
const histories = fc.constantFrom<Charge["unit"]>("record", "person").chain((unit) =>
  fc.array(
    fc.array(
      fc
        .record({
          grouping: fc.constantFrom("a", "b", "c", "d"),
          length: fc.constantFrom(1, 3, 12),
          year: fc.integer({ min: 2026, max: 2027 }),
          place: fc.nat({ max: 11 }),
          rhoBillionths: fc.bigInt({ min: 1n, max: 500_000_000n }),
          budgetBillionths: fc.constantFrom(1_000_000_000n, 1_000_000_000n, 700_000_001n),
          other: fc.nat({ max: 30 }),
        })
        .map(({ length, year, place, other, ...rest }): Charge => {
          const first = place - (place % length);
          const [from, to] = [first + 1, first + length].map((month) => `${year}-${String(month).padStart(2, "0")}`);
          const own = other === 0 ? (unit === "record" ? "person" : "record") : unit;
          return { ...january, ...rest, unit: own, period: `${from}/${to}`, firstDay: `${from}-01`, lastDay: `${to}-28` };
        }),
      { minLength: 1, maxLength: 3 },
    ),
    { minLength: 1, maxLength: 12 },
  ),
);

/** What the engine's own rule makes of charges that come together: all of them, or none. */
function expected(ledger: readonly Charge[], charges: readonly Charge[]): readonly Charge[] | null {
  try {
    return charges.reduce<readonly Charge[]>((all, charge) => addCharge(all, charge), ledger);
  } catch {
    return null;
  }
}

/** For every dataset, year or day of the ledger: what was spent, and the least budget. Found without the trigger's query. */
async function overspent(database: Database): Promise<readonly unknown[]> {
  const rows = await database.query(
    "SELECT dataset, unit::text AS unit, first_day::text AS first, last_day::text AS last, rho_billionths::text AS rho, budget_billionths::text AS budget FROM privacy_charge",
  );
  return rows.filter((one) => {
    const together = rows.filter(
      (other) =>
        other.dataset === one.dataset &&
        (one.unit === "person"
          ? String(other.first).slice(0, 4) === String(one.first).slice(0, 4)
          : String(other.first) <= String(one.first) && String(one.first) <= String(other.last)),
    );
    const spent = together.reduce((sum, { rho }) => sum + BigInt(String(rho)), 0n);
    return together.some(({ budget }) => spent > BigInt(String(budget)));
  });
}

for (const { name, available, create } of databases) {
  describe.skipIf(!available)(`the privacy ledger on ${name}`, () => {
    let database: TestDatabase;
    let publisher: Database;
    beforeAll(async () => {
      database = await create();
      publisher = await database.open("publisher");
    });
    afterAll(async () => {
      await publisher.close();
      await database.drop();
    });

    it("takes exactly what the engine's own rule takes, and never more than the budget, in whatever order charges come", async () => {
      let run = 0;
      await fc.assert(
        fc.asyncProperty(histories, async (history) => {
          const dataset = `random-${++run}`;
          let ledger: readonly Charge[] = [];
          for (const release of history) {
            const charges = release.map((charge) => ({ ...charge, dataset }));
            const next = expected(ledger, charges);
            if (next === null) await expect(publish(publisher, charges)).rejects.toThrow(refusal);
            else await publish(publisher, charges);
            ledger = next ?? ledger;
          }
          const [count] = await publisher.query("SELECT count(*)::int AS charges FROM privacy_charge WHERE dataset = $1", [dataset]);
          expect(count?.charges).toBe(ledger.length);
        }),
        { numRuns: 40, seed: 51 },
      );
      expect(await overspent(publisher)).toEqual([]);
    });

    it("is exact to one billionth", async () => {
      const own = { ...january, dataset: "exact", rhoBillionths: 999_999_999n };
      await publish(publisher, [own]);
      await expect(publish(publisher, [{ ...own, ...february, rhoBillionths: 2n }])).rejects.toThrow(/budget of a dataset does not allow/);
      await publish(publisher, [{ ...own, ...february, rhoBillionths: 1n }]);
      await expect(publish(publisher, [{ ...own, grouping: "city,month", rhoBillionths: 1n }])).rejects.toThrow(/does not allow/);
    });

    it("refuses a second drawing for the same cells", async () => {
      const own = { ...january, dataset: "twice" };
      await publish(publisher, [own]);
      await expect(publish(publisher, [{ ...own, rhoBillionths: 1n }])).rejects.toThrow(
        /privacy_charge_dataset_measure_grouping_period_key/,
      );
    });

    it("adds charges of one statement up too", async () => {
      const most = { ...january, dataset: "together", rhoBillionths: 600_000_000n };
      await expect(publish(publisher, [most, { ...most, ...february }])).rejects.toThrow(/does not allow/);
      const release = ++releases;
      const statement = publisher.query(
        `INSERT INTO privacy_charge (release_id, dataset, measure, "grouping", period, first_day, last_day, unit, rho_billionths, budget_billionths,
           variance_numerator, variance_denominator)
         SELECT $1, 'together', 'm', g, '2026-01', '2026-01-01', '2026-01-31', 'record', 600, 1000, 1, 1 FROM unnest(ARRAY['a', 'b']) g`,
        [release],
      );
      await expect(statement).rejects.toThrow(/does not allow/);
    });

    it("belongs to a release and is sealed with it", async () => {
      const own = { ...january, dataset: "sealed" };
      const release = await publish(publisher, [own]);
      await expect(insert(publisher, release, { ...own, ...february })).rejects.toThrow(/sealed/);
      await expect(insert(publisher, 999_999, { ...own, ...february })).rejects.toThrow(/another transaction|foreign key/);
    });

    it.each([
      ["a cost of nothing", { rhoBillionths: 0n }, [1, 1], "privacy_charge_is_positive"],
      ["a negative budget", { budgetBillionths: -1n }, [1, 1], "privacy_charge_is_positive"],
      ["noise of no variance", {}, [0, 1], "privacy_charge_is_positive"],
      ["a variance over nothing", {}, [1, 0], "privacy_charge_is_positive"],
      ["a period that ends before it begins", { firstDay: "2026-02-01" }, [1, 1], "privacy_charge_runs_forward"],
      ["a period without end", { lastDay: "infinity" }, [1, 1], "privacy_charge_runs_forward"],
      ["a grouping without a name", { grouping: "" }, [1, 1], "privacy_charge_is_named"],
    ] as const)("refuses %s", async (_, part, variance, constraint) => {
      const wrong = publisher.transaction((transaction) =>
        insert(transaction, 999_999, { ...january, dataset: "wrong", ...part } as Charge, variance),
      );
      await expect(wrong).rejects.toThrow(new RegExp(constraint));
    });

    it.each(["REPEATABLE READ", "SERIALIZABLE"])(
      "refuses to be charged in a transaction that may not see what others spent: %s",
      async (level) => {
        const blind = publish(publisher, [{ ...january, dataset: "blind" }], (transaction) =>
          transaction.query(`SET TRANSACTION ISOLATION LEVEL ${level}`),
        );
        await expect(blind).rejects.toThrow(/READ COMMITTED/);
      },
    );

    it("lets the publisher add and nobody change: UPDATE, DELETE and TRUNCATE are refused, to the owner too", async () => {
      await publish(publisher, [{ ...january, dataset: "for-ever" }]);
      const changes = ["UPDATE privacy_charge SET rho_billionths = 1", "DELETE FROM privacy_charge", "TRUNCATE privacy_charge"];
      for (const sql of changes) await expect(publisher.query(sql), sql).rejects.toThrow(/permission denied/);
    });

    it("gives Prisma whole numbers that are exact", async () => {
      const dear = 9_007_199_254_740_993n; // the first whole number that a double cannot hold
      await publish(publisher, [{ ...january, dataset: "prisma", rhoBillionths: dear, budgetBillionths: dear }]);
      expect(await publisher.prisma.privacyCharge.findMany({ where: { dataset: "prisma" } })).toMatchObject([
        {
          unit: "PERSON",
          period: "2026-01",
          rhoBillionths: dear,
          budgetBillionths: dear,
          varianceNumerator: 100n,
          varianceDenominator: 1n,
        },
      ]);
    });
  });

  describe.skipIf(!available)(`the roles of the privacy ledger on ${name}`, () => {
    it("let the reader read, and the owner change nothing", async () => {
      const database = await create();
      const publisher = await database.open("publisher");
      await publish(publisher, [january]);
      await publisher.close();
      const reader = await database.open("reader");
      expect(await reader.query("SELECT dataset FROM privacy_charge")).toEqual([{ dataset: "concerns" }]);
      await expect(insert(reader, 1, january)).rejects.toThrow(/permission denied|read-only transaction/);
      await reader.close();
      const owner = await database.open("owner");
      for (const sql of ["UPDATE privacy_charge SET rho_billionths = 1", "DELETE FROM privacy_charge", "TRUNCATE privacy_charge"])
        await expect(owner.query(sql), sql).rejects.toThrow(/never changed/);
      await owner.close();
      await database.drop();
    });
  });
}

describe.skipIf(!hasPostgresql)("publications at once on PostgreSQL", () => {
  let database: TestDatabase;
  let publishers: Database[];
  beforeAll(async () => {
    database = await createPostgresql();
    publishers = await Promise.all(Array.from({ length: 4 }, () => database.open("publisher")));
  });
  afterAll(async () => {
    await Promise.all(publishers.map((publisher) => publisher.close()));
    await database.drop();
  });

  it.each([
    ["that begin as they should", "SELECT begin_publication()"],
    ["that forget to", "SELECT 1"],
  ])("never spend more than the budget, %s", async (_, begin) => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(histories, { minLength: 4, maxLength: 4 }), async (all) => {
        const dataset = `at-once-${begin.length}-${++run}`;
        const taken = await Promise.all(
          publishers.map(async (publisher, place) => {
            let charges = 0;
            for (const release of all[place] ?? [])
              try {
                await publish(
                  publisher,
                  release.map((charge) => ({ ...charge, dataset })),
                  (transaction) => transaction.query(begin),
                );
                charges += release.length;
              } catch (error) {
                expect(String(error)).toMatch(new RegExp(`${refusal.source}|deadlock`));
              }
            return charges;
          }),
        );
        const [count] = await (publishers[0] as Database).query("SELECT count(*)::int AS charges FROM privacy_charge WHERE dataset = $1", [
          dataset,
        ]);
        expect(count?.charges).toBe(taken.reduce((sum, charges) => sum + charges, 0));
      }),
      { numRuns: 12, seed: 52 },
    );
    expect(await overspent(publishers[0] as Database)).toEqual([]);
  });
});
