import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEmbedded, type TestDatabase } from "../../../../test/support/databases.ts";
import { auditReleases } from "../../src/audit/audit-releases.ts";
import { readFromStore } from "../../src/audit/from-store.ts";
import { integrityOf } from "../../src/audit/integrity.ts";
import type { PublicRelease } from "../../src/audit/public-release.ts";
import { deriveFrom } from "../../src/derived/derive.ts";
import { readGeography } from "../../src/geography/areas.ts";
import { readHub } from "../../src/hub/read-hub.ts";
import { prepare } from "../../src/prepare.ts";
import { releaseContent } from "../../src/release/content.ts";
import { hubKey, signRelease } from "../../src/release/sign.ts";
import { writeRelease } from "../../src/release/write.ts";
import { publicRecord, publicRecords } from "../support/published.ts";
import { writeSmallHub } from "../support/small-hub.ts";

const records = publicRecords([
  publicRecord("problems", { id: "noise", areas: ["1"], opened_on: "2026-01-10", closed_on: "2026-02-28", source: "residents" }),
  publicRecord(
    "assessments",
    {
      ...{ problem: "noise", measure: "OUT.01", category: null, design: "comparison", response_areas: ["1"], comparison_areas: ["2"] },
      ...{ before_from: "2026-01-01", before_to: "2026-01-31", after_from: "2026-02-01", after_to: "2026-02-28" },
    },
    "noise/OUT.01",
  ),
  publicRecord("responses", { problem: "noise", title: "Signs", partners: ["school"], from: "2026-01-20", to: null }, "noise/Signs"),
  publicRecord("contributions", { id: "K1", partner: "school", date: "2026-02-01", type: "hours", hours: 2.5, problem: "noise" }),
  publicRecord("partners", { id: "school", sector: "school", areas: [], since: null, until: null }),
  publicRecord("priorities", { id: "p1", area: "1", adopted_on: "2025-06-01", reviewed_on: "2026-05-01", ended_on: null }),
  publicRecord("contacts", { area: "1", team: "North", named: true, since: null, until: null }, "1/North"),
  publicRecord("commitments", { id: "c1", area: "1", due: "2026-02-01", status: "kept", status_on: "2026-01-30" }),
]);

describe("tables that are worked out, in the store", () => {
  let database: TestDatabase;
  let release: PublicRelease;
  beforeAll(async () => {
    database = await createEmbedded();
    const folder = writeSmallHub();
    const { hub } = readHub(folder);
    if (hub === undefined) throw new Error("The hub of the test has problems.");
    const { content } = await prepare(
      folder,
      () => {},
      [],
      () => new Date("2026-04-01T09:00:00Z"),
    );
    const { geography } = await readGeography(folder, hub.spec);
    const { population } = content;
    const datasets = content.datasets.slice(0, 1);
    const derived = deriveFrom({ datasets, records, geography, population, publisher: hub.spec.publisher });
    const store = await database.open("publisher");
    await writeRelease(store, releaseContent(hub, geography, population, [...datasets, ...derived.datasets]), {
      ...{ latest: undefined, head: null, keep: () => {}, progress: () => {}, now: () => new Date("2026-04-01T09:00:00Z") },
      sign: (statement) => signRelease(hubKey(folder), statement),
    });
    await store.close();
    const reader = await database.open("reader");
    release = await readFromStore(reader, "1.0.0");
    await reader.close();
  });
  afterAll(() => database.drop());

  it("are written with their codes, statuses and intervals, and read back as they were signed", () => {
    expect(integrityOf(release).wrong).toEqual([]);
    const tables = release.structure.tables.map(({ code }) => code).filter((code) => code.startsWith("derived-"));
    expect(tables).toEqual([
      ...["derived-priorities-reviewed", "derived-contacts-named", "derived-commitments-kept"],
      ...["derived-problems", "derived-assessments", "derived-assessments-by-verdict"],
      ...["derived-partners", "derived-contributions", "derived-partner-actions", "derived-figures-not-shown"],
    ]);
    const cell = (table: string, measure: string, area: string, period: string, ...codes: readonly string[]) =>
      release.cells
        .get(`derived-${table}`)
        ?.find((one) => one.measure === measure && one.area === area && one.period === period && one.codes.join() === codes.join());
    expect(cell("partners", "COL.01", "2", "2026-Q1", "school")).toMatchObject({ value: 1, status: "AVAILABLE" });
    expect(cell("assessments-by-verdict", "POP.04", "1", "2026-Q1", "no_clear_change")).toMatchObject({ value: 1 });
    expect(cell("priorities-reviewed", "DLG.07", "S", "2026-Q1")).toMatchObject({ value: null, status: "NOT_COLLECTED" });
    expect(cell("problems", "POP.02", "2", "2026-Q1")).toMatchObject({ value: null, status: "NOT_APPLICABLE" });
    expect(cell("problems", "POP.02", "S", "2026-Q1")).toMatchObject({
      value: 100,
      numerator: 1,
      denominator: 1,
      interval: { upper: 100 },
    });
    expect(cell("contributions", "COL.02", "S", "2026-Q1")?.value).toBe(2.5);
  });

  it("make no promise of protection that an audit would have to check", async () => {
    const lines: string[] = [];
    for await (const { line, holds } of auditReleases([release], 0, () => {})) {
      expect(holds, line).toBe(true);
      lines.push(line);
    }
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^incidents OUT\.01: /);
  });
});
