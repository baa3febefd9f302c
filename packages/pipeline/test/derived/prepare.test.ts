import { prepare } from "@openbeat/pipeline";
import { describe, expect, it } from "vitest";
import { type SmallHub, writeSmallHub } from "../support/small-hub.ts";

const prepared = (change?: (hub: SmallHub) => void) =>
  prepare(
    writeSmallHub(change),
    () => {},
    [],
    () => new Date("2026-04-01T09:00:00Z"),
  );

describe("prepare(folder, progress): what is worked out", () => {
  it("stands after the hub's own datasets, with a policy that needs no certificate, and is the same for the same records", async () => {
    const [one, other] = [await prepared(), await prepared()];
    expect(one.content.datasets.map(({ code }) => code)).toEqual(["incidents", "derived-coverage"]);
    const [, derived] = one.content.datasets;
    expect(derived).toMatchObject({ certificates: [], source: { publisher: { en: "Smallville Police" }, recordsUsed: null } });
    expect(derived?.tables.map(({ policy }) => policy.method)).toEqual(["none"]);
    expect(other.content.sha256).toBe(one.content.sha256);
    expect(other.content.records).toEqual(one.content.records);
    expect(one.content.records.length).toBeGreaterThan(0);
    expect(one.history.map(({ dataset }) => dataset)).toEqual(["incidents"]);
  });

  it("counts as hidden what the release hides, and nothing else (DQ.03)", async () => {
    const { content } = await prepared();
    const [incidents, derived] = content.datasets;
    const cells = incidents?.tables.flatMap((table) => [...table.observations()]).filter(({ measure }) => measure === 0) ?? [];
    const hidden = cells.filter(({ status }) => status === "SUPPRESSED").length;
    const whole = [...(derived?.tables[0]?.observations() ?? [])].find(({ area, period }) => area === "S" && period === "2026-Q1");
    expect(whole).toMatchObject({ numerator: hidden, denominator: cells.length });
    expect(hidden).toBeGreaterThan(0);
  });

  it("refuses a table of the hub whose name is one of those that are worked out", async () => {
    const named = prepared(({ dataset }) => {
      for (const table of dataset.tables as { name: string }[]) table.name = "derived-incidents";
    });
    await expect(named).rejects.toMatchObject({
      code: "HUB_HAS_PROBLEMS",
      problems: [expect.objectContaining({ code: "HUB_INVALID", message: expect.stringContaining("derived-") })],
    });
  });
});
