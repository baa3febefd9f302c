import type { Database } from "@openbeat/database";
import { describe, expect, it } from "vitest";
import { databases } from "../../../../test/support/databases.ts";
import { publishCorrection, publishFixture } from "../../../../test/support/fixture-release.ts";
import { editionOf, releasesIn } from "../../src/store/edition.ts";
import { Store } from "../../src/store/store.ts";

for (const { name, available, create } of databases) {
  describe.skipIf(!available)(`the edition of a store, on ${name}`, () => {
    it("is the same worked out there and here, and another one with every release", async () => {
      const test = await create();
      const database = await test.open("publisher");
      const store = new Store(database);
      const editions: string[] = [];
      const look = async () => {
        const edition = await store.edition();
        expect(editionOf(await store.releases())).toBe(edition);
        editions.push(edition);
      };
      await look();
      await publishFixture(database);
      await look();
      await publishCorrection(database);
      await look();
      expect(editions.map(releasesIn)).toEqual([0, 1, 2]);
      expect(new Set(editions).size).toBe(3);
      await database.close();
      await test.drop();
    });
  });
}

describe("Store.releases(age)", () => {
  it("asks which releases there are only where it is not known from so little time ago", async () => {
    let asked = 0;
    const hash = editionOf([]).split(".")[1];
    const query = async () => {
      asked++;
      return [{ releases: 0, hash }];
    };
    const store = new Store({ query, prisma: { release: { findMany: async () => [] } } } as unknown as Database);
    for (const age of [undefined, 10_000, 10_000, undefined, 0]) await store.releases(age);
    expect(asked).toBe(3);
    await new Promise((resolve) => setTimeout(resolve, 30));
    await store.releases(20);
    expect(asked).toBe(4);
  });
});

describe("editionOf(releases)", () => {
  const release = { id: 1, version: "1.0.0", sha256: "a".repeat(64), publishedAt: new Date("2026-01-15T12:00:00Z") };
  it.each([{ id: 2 }, { version: "1.0.1" }, { sha256: "b".repeat(64) }, { publishedAt: new Date("2026-01-15T12:00:00.001Z") }])(
    "is another one where %j differs",
    (changed) => {
      expect(editionOf([{ ...release, ...changed }])).not.toBe(editionOf([release]));
    },
  );
  it("does not ask for an order", () => {
    const later = { ...release, id: 2, version: "1.1.0" };
    expect(editionOf([later, release])).toBe(editionOf([release, later]));
  });
});
