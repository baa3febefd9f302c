import { copyLine, type Database, type Transaction } from "@openbeat/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databases, type TestDatabase } from "../../test/support/databases.ts";

const hash = "b".repeat(64);

/** A release with a survey, still to be sealed: the ids that its rows point at. */
async function writeSurvey(transaction: Transaction, release: number) {
  const id = async (sql: string, parameters: readonly unknown[]) =>
    Number((await transaction.query(`${sql} RETURNING id`, parameters))[0]?.id);
  const level = await id("INSERT INTO geography_level (release_id, code, name, plural, position) VALUES ($1, 'city', '{}', '{}', 0)", [
    release,
  ]);
  const area = await id("INSERT INTO area (release_id, level_id, code, name, position) VALUES ($1, $2, 'C', '{}', 0)", [release, level]);
  const datasets: number[] = [];
  for (const code of ["survey", "other"])
    datasets.push(
      await id(
        "INSERT INTO dataset (release_id, code, title, description, theme, coverage_from, coverage_to, source, position) VALUES ($1, $2, '{}', '{}', 'trust', '2026-01-01', '2026-12-31', '{}', 0)",
        [release, code],
      ),
    );
  const [dataset = 0, other = 0] = datasets;
  const measure = await id(
    "INSERT INTO measure (release_id, code, title, description, kind, unit, direction, decimals, method) VALUES ($1, 'TRU.FAV', '{}', '{}', 'PROPORTION', '{}', 'BETTER', 0, '{}')",
    [release],
  );
  const table = await id(
    "INSERT INTO published_table (release_id, dataset_id, code, title, policy, row_count, suppressed_count, sha256, position) VALUES ($1, $2, 't', '{}', '{}', 1, 0, $3, 0)",
    [release, dataset, hash],
  );
  await transaction.query("INSERT INTO table_measure (table_id, measure_id, position) VALUES ($1, $2, 0)", [table, measure]);
  const grouping = await id(
    `INSERT INTO "grouping" (table_id, levels, cell_count, suppressed_count, position) VALUES ($1, '{city}', 1, 0, 0)`,
    [table],
  );
  const period = await id(`INSERT INTO period (code, grain, "start", "end") VALUES ($1, 'rolling_year', '2025-10-01', '2026-09-30')`, [
    `2026-Q3-12M ${release}`,
  ]);
  const instrument = await id(
    "INSERT INTO survey_instrument (release_id, dataset_id, code, title, permission, position) VALUES ($1, $2, '1', '{}', '{}', 0)",
    [release, dataset],
  );
  const item = await id(
    "INSERT INTO survey_item (release_id, dataset_id, code, title, base, position) VALUES ($1, $2, 'q', '{}', '{}', 0)",
    [release, dataset],
  );
  return { release, area, dataset, other, measure, table, grouping, period, instrument, item };
}

type Ids = Awaited<ReturnType<typeof writeSurvey>>;

const addWave = (
  transaction: Transaction,
  { release, dataset, instrument, period }: Ids,
  { code = "2026-Q3", design = "opt_in", to = "2026-08-31" } = {},
) =>
  transaction.query(
    `INSERT INTO survey_wave (release_id, dataset_id, instrument_id, period_id, code, title, field_from, field_to, sample_design, series, method, weighting, reliability, position)
     VALUES ($1, $2, $3, $4, $5, '{}', '2026-08-01', $6::date, $7, 1, '{}', '{}', '{}', 0)`,
    [release, dataset, instrument, period, code, to, design],
  );
const addWording = (transaction: Transaction, { item, instrument }: Pick<Ids, "item" | "instrument">) =>
  transaction.query(
    "INSERT INTO survey_wording (item_id, instrument_id, wording, scale, reversed, series, position) VALUES ($1, $2, '{}', '{}', false, 1, 0)",
    [item, instrument],
  );
const seal = (transaction: Transaction, { release }: Ids) =>
  transaction.query(
    "INSERT INTO release (id, version, published_at, hub, manifest, certificate, sha256) VALUES ($1, $2, now(), '{}', '{}', '{}', $3)",
    [release, `${release}.0.0`, String(release).padStart(64, "0")],
  );

const columns = [
  "table_id",
  "seq",
  "grouping_id",
  "measure_id",
  "area_id",
  "period_id",
  "codes",
  "value",
  "status",
  "flags",
  "n",
  "n_effective",
];
const interval = ["lower", "upper", "interval_level", "interval_method"];
/** One estimate: 62 % of 380, or what is changed of it. */
const estimate = (
  { table, grouping, measure, area, period }: Ids,
  changed: Readonly<Record<string, string | number | readonly string[] | null>>,
) => {
  const whole: Readonly<Record<string, string | number | readonly string[] | null>> = {
    ...{ table_id: table, seq: 1, grouping_id: grouping, measure_id: measure, area_id: area, period_id: period, codes: [], value: 62 },
    ...{
      status: "AVAILABLE",
      flags: ["ESTIMATED"],
      n: 380,
      n_effective: 270,
      lower: 56,
      upper: 68,
      interval_level: 0.95,
      interval_method: "Korn-Graubard",
    },
    ...changed,
  };
  return copyLine([...columns, ...interval].map((column) => whole[column] ?? null));
};

for (const { name, available, create } of databases) {
  describe.skipIf(!available)(`surveys in the public store on ${name}`, () => {
    let database: TestDatabase;
    let publisher: Database;
    let next = 2;

    beforeAll(async () => {
      database = await create();
      publisher = await database.open("publisher");
      await publisher.transaction(async (transaction) => {
        const ids = await writeSurvey(transaction, 1);
        await addWave(transaction, ids);
        await addWording(transaction, ids);
        await transaction.copy("observation", [...columns, ...interval], [estimate(ids, {})]);
        await seal(transaction, ids);
      });
    });
    afterAll(async () => {
      await publisher.close();
      await database.drop();
    });
    const attempt = (work: (transaction: Transaction, ids: Ids) => Promise<unknown>) =>
      publisher.transaction(async (transaction) => {
        const ids = await writeSurvey(transaction, next++);
        await work(transaction, ids);
        await seal(transaction, ids);
      });

    it("are read by Prisma, with their waves and wordings", async () => {
      const [wave] = await publisher.prisma.surveyWave.findMany({ include: { instrument: { include: { wordings: true } }, period: true } });
      expect(wave).toMatchObject({ sampleDesign: "opt_in", period: { grain: "ROLLING_YEAR" }, instrument: { wordings: [{ series: 1 }] } });
    });

    it.each([
      ["without an interval", { lower: null, upper: null, interval_level: null, interval_method: null }],
      ["without a number of people, and an effective one", { n: null }],
      ["without an effective number", { n_effective: null }],
      ["of nobody", { n: 0 }],
      ["outside its interval", { value: 70 }],
      [
        "estimated, with neither people nor interval",
        { n: null, n_effective: null, lower: null, upper: null, interval_level: null, interval_method: null },
      ],
      [
        "hidden, with a number of people",
        { status: "SUPPRESSED", value: null, lower: null, upper: null, interval_level: null, interval_method: null, n_effective: null },
      ],
    ])("refuse an estimate %s", async (_, changed) => {
      const write = attempt((transaction, ids) => transaction.copy("observation", [...columns, ...interval], [estimate(ids, changed)]));
      await expect(write).rejects.toThrow(/observation_/);
    });

    it("take an estimate that is hidden, and says nothing", async () => {
      const nothing = Object.fromEntries(["value", "n", "n_effective", ...interval].map((column) => [column, null]));
      await attempt((transaction, ids) =>
        transaction.copy("observation", [...columns, ...interval], [estimate(ids, { ...nothing, status: "UNRELIABLE" })]),
      );
    });

    it("refuse a wave of an unknown design, and one that ends before it begins", async () => {
      await expect(attempt((transaction, ids) => addWave(transaction, ids, { design: "panel" }))).rejects.toThrow(
        /survey_wave_design_is_known/,
      );
      await expect(attempt((transaction, ids) => addWave(transaction, ids, { to: "2026-07-01" }))).rejects.toThrow(
        /survey_wave_runs_forward/,
      );
    });

    it("refuse a wording that joins two surveys", async () => {
      const write = attempt(async (transaction, ids) => {
        const [row] = await transaction.query(
          "INSERT INTO survey_item (release_id, dataset_id, code, title, base, position) VALUES ($1, $2, 'q', '{}', '{}', 0) RETURNING id",
          [ids.release, ids.other],
        );
        await addWording(transaction, { item: Number(row?.id), instrument: ids.instrument });
      });
      await expect(write).rejects.toThrow(/points at something of another/);
    });

    it("take no wave after their release is sealed", async () => {
      const add = publisher.query(
        `INSERT INTO survey_wave (release_id, dataset_id, instrument_id, period_id, code, title, field_from, field_to, sample_design, series, method, weighting, reliability, position)
         SELECT release_id, dataset_id, instrument_id, period_id, 'late', title, field_from, field_to, sample_design, series, method, weighting, reliability, 9 FROM survey_wave LIMIT 1`,
      );
      await expect(add).rejects.toThrow(/sealed/);
    });

    it("stay as they were released, also for the owner of the database", async () => {
      const tables = ["survey_instrument", "survey_construct", "survey_item", "survey_wording", "survey_wave"];
      for (const table of tables) await expect(publisher.query(`DELETE FROM ${table}`)).rejects.toThrow();
      await publisher.close();
      const owner = await database.open("owner");
      for (const table of tables) {
        await expect(owner.query(`DELETE FROM ${table}`)).rejects.toThrow(/never changed or removed/);
        await expect(owner.query(`TRUNCATE ${table} CASCADE`)).rejects.toThrow(/never changed or removed/);
      }
      await owner.close();
      publisher = await database.open("publisher");
    });
  });
}
