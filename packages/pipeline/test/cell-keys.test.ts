import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Prepared, prepare } from "@openbeat/pipeline";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { type SmallHub, smallCounts, smallRecords, writeSmallHub } from "./support/small-hub.ts";

const cellKey = { method: "cellKey", most: 4, variance: 2, blocked: 2, mostRecovered: 1 };
const keyed =
  (to: string, counts: (d: number, m: number, c: number) => number = smallCounts) =>
  (parts: SmallHub): void => {
    for (const table of parts.dataset.tables as { policy: object }[]) table.policy = cellKey;
    parts.dataset.coverage = { from: "2026-01-01", to };
    parts.dataset.tolerate = { OUTSIDE_COVERAGE: 1000 };
    parts.files["incidents/2026.csv"] = smallRecords(counts);
  };
const pastOf = (before: Prepared) => [{ version: "1.0.0", datasets: new Map(before.history.map((dataset) => [dataset.dataset, dataset])) }];
const figures = ({ content }: Prepared, measure = 0) =>
  new Map(
    content.datasets
      .slice(0, 1)
      .flatMap(({ tables }) =>
        tables.flatMap(({ observations }) =>
          [...observations()]
            .filter((cell) => cell.measure === measure)
            .map((cell) => [`${cell.area} ${cell.period} ${cell.codes.join()}`, cell] as const),
        ),
      ),
  );

describe("a hub whose counts are changed by cell keys", () => {
  it("changes none by more than it says, shows no blocked count, and says between which values the truth lies", async () => {
    const release = await prepare(writeSmallHub(keyed("2026-03-31")), () => {});
    const truth = (area: string, period: string, code: string) => {
      const of = (list: readonly number[], all: boolean, one: number) => (all ? list : [one]);
      return of([1, 2], area === "S", Number(area)).reduce(
        (sum, d) =>
          sum +
          of([0, 1, 2], period.includes("Q"), Number(period.slice(5)) - 1).reduce(
            (some, m) => some + of([0, 1], code === "ALL", code === "THEFT" ? 0 : 1).reduce((few, c) => few + smallCounts(d, m, c), 0),
            0,
          ),
        0,
      );
    };
    const cells = [...figures(release).values()];
    expect(cells.length).toBe(36);
    for (const { area, period, codes, value, status, flags, interval } of cells) {
      const count = truth(area, period, codes[0] ?? "");
      expect(status).toBe("AVAILABLE");
      expect(flags).toEqual(["PERTURBED"]);
      expect(Math.abs((value ?? 0) - count)).toBeLessThanOrEqual(4);
      expect([1, 2]).not.toContain(value);
      expect(interval?.lower).toBeLessThanOrEqual(count);
      expect(interval?.upper).toBeGreaterThanOrEqual(count);
    }
    expect(cells.some(({ area, period, codes, value }) => value !== truth(area, period, codes[0] ?? ""))).toBe(true);
    const rates = [...figures(release, 1).values()];
    for (const { value, interval } of rates) {
      expect(interval?.lower).toBeLessThanOrEqual(value ?? Number.NaN);
      expect(interval?.upper).toBeGreaterThanOrEqual(value ?? Number.NaN);
    }
  });

  it("changes the same records alike in every release, by a secret that stays in the hub folder", async () => {
    const folder = writeSmallHub(keyed("2026-02-28"));
    const before = await prepare(folder, () => {});
    writeSmallHub(keyed("2026-03-31"), folder);
    const after = await prepare(folder, () => {}, pastOf(before));
    const now = figures(after);
    for (const [key, { value, period }] of figures(before)) if (!period.includes("Q")) expect(now.get(key)?.value).toBe(value);
    const secret = join(folder, ".openbeat/record-secret");
    expect(statSync(secret).mode & 0o077).toBe(0);
    const bytes = readFileSync(secret);
    expect(JSON.stringify(after.content.certificate)).not.toContain(bytes.toString("hex"));
    const elsewhere = figures(await prepare(writeSmallHub(keyed("2026-03-31")), () => {}));
    expect([...elsewhere].some(([key, { value }]) => now.get(key)?.value !== value)).toBe(true);
  });

  it("is not published again where that secret is lost", async () => {
    const folder = writeSmallHub(keyed("2026-02-28"));
    const before = await prepare(folder, () => {});
    rmSync(join(folder, ".openbeat/record-secret"));
    await expect(prepare(folder, () => {}, pastOf(before))).rejects.toMatchObject({
      code: "HISTORY_MISSING",
      message: expect.stringContaining("record-secret"),
    });
    expect(existsSync(join(folder, ".openbeat/record-secret"))).toBe(false);
  });

  it("is not published where that secret is lost and another dataset comes first", async () => {
    const folder = writeSmallHub(keyed("2026-02-28"));
    const before = await prepare(folder, () => {});
    rmSync(join(folder, ".openbeat/record-secret"));
    writeSmallHub((parts) => {
      keyed("2026-02-28")(parts);
      parts.files["datasets/concerns.yaml"] = stringify({
        ...parts.dataset,
        dataset: "concerns",
        theme: "communication",
        tables: (parts.dataset.tables as object[]).map((table) => ({ ...table, name: "concerns-by-district", measures: ["DLG.01"] })),
      });
    }, folder);
    await expect(prepare(folder, () => {}, pastOf(before))).rejects.toMatchObject({ code: "HISTORY_MISSING" });
  });

  it("does not change a published count again where only the ids of its records are other ones", async () => {
    const folder = writeSmallHub(keyed("2026-02-28"));
    const before = await prepare(folder, () => {});
    writeSmallHub((parts) => {
      keyed("2026-03-31")(parts);
      parts.dataset.select = String(parts.dataset.select).replace("incident AS id", "'again ' || incident AS id");
    }, folder);
    const after = await prepare(folder, () => {}, pastOf(before));
    expect(after.datasets[0]?.held).toEqual(["2026-01", "2026-02"]);
    const now = figures(after);
    for (const [key, { value, period }] of figures(before)) if (!period.includes("Q")) expect(now.get(key)?.value).toBe(value);
  });

  it("is refused by other terms than before: two changes of one count tell more of it than either", async () => {
    const none = () => 40; // No small count: no attack can be right about one.
    const folder = writeSmallHub(keyed("2026-02-28", none));
    const before = await prepare(folder, () => {});
    const withTerms = (terms: object) =>
      prepare(
        writeSmallHub((parts) => {
          keyed("2026-03-31", none)(parts);
          for (const table of parts.dataset.tables as { policy: object }[]) table.policy = { ...cellKey, ...terms };
        }, folder),
        () => {},
        pastOf(before),
      );
    for (const terms of [{ most: 5 }, { variance: 1 }, { blocked: 1 }, { monotone: false }])
      await expect(withTerms(terms)).rejects.toMatchObject({ code: "METHOD_CHANGED" });
    await withTerms({ mostRecovered: 0.99, timeLimitSeconds: 200 });
  });

  it("is refused where averaging would give too many small counts away", async () => {
    const folder = writeSmallHub((parts) => {
      keyed("2026-03-31", (d, m, c) => 1 + ((d + m + c) % 4))(parts);
      for (const table of parts.dataset.tables as { policy: object }[])
        table.policy = { ...cellKey, most: 1, variance: 0.1, blocked: 0, mostRecovered: 0.1 };
    });
    await expect(prepare(folder, () => {})).rejects.toMatchObject({ code: "UNPROTECTABLE" });
  });
});
