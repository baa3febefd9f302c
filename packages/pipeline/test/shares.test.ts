import { PipelineError, prepare, publish } from "@openbeat/pipeline";
import { describe, expect, it } from "vitest";
import { createEmbedded } from "../../../test/support/databases.ts";
import { auditReleases } from "../src/audit/audit-releases.ts";
import { readFromStore } from "../src/audit/from-store.ts";
import { type SmallHub, writeSmallHub } from "./support/small-hub.ts";

type Counts = Readonly<Record<string, readonly [inTime: number, late: number, none: number]>>;

/** Concerns of January, by district and by whether they were answered in time. */
const concerns =
  (counts: Counts, table: object = {}) =>
  (parts: SmallHub): void => {
    const rows = Object.entries(counts).flatMap(([district, own]) =>
      own.flatMap((count, place) => Array.from({ length: count }, () => `${district},${["in_time", "late", "none"][place]}`)),
    );
    parts.files["concerns/2026.csv"] = `id,day,district,response\n${rows.map((row, at) => `${at + 1},2026-01-05,${row}`).join("\n")}\n`;
    parts.dataset.dataset = "concerns";
    parts.dataset.theme = "communication";
    parts.dataset.source = { files: "concerns/*.csv", format: "csv" };
    parts.dataset.select = "id, day::DATE AS date, district AS area, response";
    parts.dataset.coverage = { from: "2026-01-01", to: "2026-01-31" };
    const code = (name: string) => ({ code: name, level: "response", parent: "all", label: { en: name } });
    parts.dataset.codes = {
      response: {
        title: { en: "Response" },
        levels: ["response", "all"],
        codes: [{ code: "all", level: "all", label: { en: "All" } }, ...["in_time", "late", "none"].map(code)],
      },
    };
    parts.dataset.tables = [
      {
        name: "responses",
        title: { en: "Responses" },
        dimensions: { area: ["district", "city"], period: ["month"], response: ["response", "all"] },
        measures: ["DLG.01", "DLG.02"],
        policy: { method: "suppress", threshold: 5, width: 5 },
        ...table,
      },
    ];
  };

/** The cells of DLG.02 by area and code, and those of DLG.01. */
async function cellsOf(counts: Counts) {
  const { content } = await prepare(writeSmallHub(concerns(counts)), () => {});
  const cells = (content.datasets[0]?.tables ?? []).flatMap(({ measures, observations }) =>
    [...observations()].map((cell) => ({ ...cell, measure: measures[cell.measure]?.code })),
  );
  return (measure: string, area: string, code: string) =>
    cells.find((cell) => cell.measure === measure && cell.area === area && cell.codes[0] === code);
}

const problemsOf = async (table: object) => {
  const error: unknown = await prepare(writeSmallHub(concerns({ "1": [9, 9, 9], "2": [9, 9, 9] }, table)), () => {}).catch(
    (thrown: unknown) => thrown,
  );
  return error instanceof PipelineError ? error.problems.map(({ message }) => message) : [];
};

describe("a share of records", () => {
  it("is worked out from its two counts, with Wilson's interval, where the category is whole", async () => {
    const cell = await cellsOf({ "1": [60, 30, 10], "2": [8, 12, 20] });
    expect(cell("DLG.02", "1", "all")).toMatchObject({ status: "AVAILABLE", value: 60, numerator: 60, denominator: 100, flags: [] });
    // By R: prop.test(60, 100, correct = FALSE)$conf.int
    expect(cell("DLG.02", "1", "all")?.interval).toEqual({ lower: 50.2, upper: 69.06, level: 0.95, method: "Wilson" });
    expect(cell("DLG.02", "S", "all")).toMatchObject({ value: 48.57, numerator: 68, denominator: 140 });
    expect(cell("DLG.02", "1", "late")).toMatchObject({ status: "NOT_APPLICABLE", value: null, numerator: null });
  });

  it("is hidden where one of its counts is, and says that it says little where it is out of few", async () => {
    const cell = await cellsOf({ "1": [3, 30, 40], "2": [9, 8, 7] });
    expect(cell("DLG.01", "1", "in_time")?.status).toBe("SUPPRESSED");
    for (const area of ["1", "2", "S"]) {
      const counts = [cell("DLG.01", area, "in_time"), cell("DLG.01", area, "all")];
      const share = cell("DLG.02", area, "all");
      const isShown = counts.every((count) => count?.status === "AVAILABLE");
      expect(share?.status, area).toBe(isShown ? "AVAILABLE" : "SUPPRESSED");
      if (!isShown) expect([share?.value, share?.numerator, share?.denominator, share?.interval]).toEqual([null, null, null, null]);
    }
    const small = await cellsOf({ "1": [60, 30, 10], "2": [9, 8, 7] });
    expect(small("DLG.02", "2", "all")).toMatchObject({ status: "AVAILABLE", denominator: 24, flags: ["LOW_RELIABILITY"] });
  });

  it("is of nothing where there are no records", async () => {
    const cell = await cellsOf({ "1": [60, 30, 10], "2": [0, 0, 0] });
    expect(cell("DLG.02", "2", "all")).toMatchObject({ status: "NOT_APPLICABLE", value: null });
  });

  it("is refused without its count, without its category or all of it, and where counts are changed", async () => {
    expect(await problemsOf({ measures: ["DLG.02"] })).toContainEqual(expect.stringMatching(/lacks DLG\.01/));
    const dimensions = { area: ["district", "city"], period: ["month"] };
    expect(await problemsOf({ dimensions })).toContainEqual(expect.stringMatching(/lacks the category response/));
    expect(await problemsOf({ dimensions: { ...dimensions, response: ["response"] } })).toContainEqual(
      expect.stringMatching(/lacks the level of response that holds all of it/),
    );
    expect(await problemsOf({ dimensions: { ...dimensions, response: ["all"] } })).toContainEqual(
      expect.stringMatching(/lacks the code in_time of response/),
    );
    expect(await problemsOf({ policy: { method: "controlledRounding", base: 5 } })).toContainEqual(
      expect.stringMatching(/changed do not make such figures/),
    );
  });

  it("stands in the audit as the two counts that it is", async () => {
    const database = await createEmbedded();
    try {
      const folder = writeSmallHub(concerns({ "1": [3, 30, 40], "2": [9, 8, 7] }));
      await publish(folder, { openStore: () => database.open("publisher"), now: () => new Date("2026-02-05"), progress: () => {} });
      const reader = await database.open("reader");
      const release = await readFromStore(reader, "1.0.0");
      await reader.close();
      const found: boolean[] = [];
      for await (const { holds } of auditReleases([release], 0, () => {})) found.push(holds);
      expect(found.length).toBeGreaterThan(0);
      expect(found).not.toContain(false);
      // A share that is shown beside its hidden count tells it.
      const cells = release.cells.get("responses") ?? [];
      const hidden = cells.find(({ measure, area, status }) => measure === "DLG.02" && area === "1" && status === "SUPPRESSED");
      const bared = cells.map((cell) =>
        cell === hidden ? { ...cell, status: "AVAILABLE", value: 4.11, numerator: 3, denominator: 73 } : cell,
      );
      const told: boolean[] = [];
      for await (const { holds } of auditReleases([{ ...release, cells: new Map([...release.cells, ["responses", bared]]) }], 0, () => {}))
        told.push(holds);
      expect(told).toContain(false);
    } finally {
      await database.drop();
    }
  });
});
