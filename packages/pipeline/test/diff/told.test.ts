import type { ReleaseManifest } from "@openbeat/schema/domain";
import { describe, expect, it } from "vitest";
import { diff, type TableDiff } from "../../src/diff/diff.ts";
import type { DiffSide } from "../../src/diff/side.ts";
import { diffLines, impactOf } from "../../src/diff/told.ts";

const manifest = (records: ReleaseManifest["records"]): ReleaseManifest => ({
  ...{ format: 1, tables: [], codes: {}, records },
  ...{ wordsSha256: "w", referenceSha256: "r", hierarchySha256: "h", certificateSha256: "c" },
});
/** A release of meetings only. */
const release = (name: string, sha256: string, meetings: Readonly<Record<string, string>>): DiffSide => ({
  name,
  manifest: manifest([{ kind: "engagement", rows: Object.keys(meetings).length, sha256 }]),
  records: new Map(),
  async *rows() {},
  publicRecords: async () => new Map(Object.entries(meetings)),
});
const first = release("1.0.0", "a", { M1: "in March", M2: "in April", M3: "in May" });
const second = release("1.1.0", "b", { M1: "in March", M2: "in June", M4: "in July" });
const compare = (before: DiffSide, after: DiffSide) => diff(before, after, 10, () => {});

describe("diff(before, after)", () => {
  it("counts the public records that changed, came and went, of kinds whose hash is another", async () => {
    expect((await compare(first, second)).publicRecords).toEqual([{ kind: "engagement", unchanged: 1, changed: 1, added: 1, removed: 1 }]);
    expect((await compare(first, first)).publicRecords).toEqual([]);
  });
});

describe("impactOf(diff)", () => {
  const table: TableDiff = {
    ...{ dataset: "incidents", table: "incidents-by-district", unchanged: 90, changed: 7, nowShown: 0, noLongerShown: 2 },
    ...{ marked: 3, added: 0, removed: 0, largest: [] },
  };
  it("says in one sentence each which figures and which public records are others", async () => {
    const found = await compare(first, second);
    expect(impactOf(found)).toBe(
      "No figure of a table that both have changed. Public records: engagement (1 changed, 1 added, 1 removed).",
    );
    expect(impactOf({ ...found, tables: [table], removedTables: ["calls-by-hour"] })).toBe(
      "Figures: 7 changed, 2 no longer shown, 3 marked otherwise, in incidents-by-district. Tables removed: calls-by-hour. Public records: engagement (1 changed, 1 added, 1 removed).",
    );
    expect(diffLines(found)).toEqual(["From 1.0.0 to 1.1.0:", "  records/engagement: 1 unchanged, 1 changed, 1 added, 1 removed"]);
  });
  it("says nothing of records that only stand in another order", async () => {
    const turned = release("1.1.0", "b", { M3: "in May", M2: "in April", M1: "in March" });
    expect(impactOf(await compare(first, turned))).toBe("No figure of a table that both have changed.");
  });
});
