import { prepare } from "@openbeat/pipeline";
import { methodCertificate } from "@openbeat/schema/domain";
import { describe, expect, it } from "vitest";
import { smallRecords, writeSmallHub } from "./support/small-hub.ts";

const attacksOf = async (policy: object, records: string | null = null) => {
  const folder = writeSmallHub((parts) => {
    if (records !== null) parts.files["incidents/2026.csv"] = records;
    for (const table of parts.dataset.tables as { policy: object }[]) table.policy = policy;
  });
  const { content } = await prepare(folder, () => {});
  const [entry] = content.datasets[0]?.certificates ?? [];
  const { attacks, suppressed } = methodCertificate.parse(entry?.certificate);
  return { suppressed, attacks: new Map(attacks.map((attack) => [attack.by, attack])) };
};

describe("the certificate that is published", () => {
  it("says of every hidden cell that it was attacked, and never how many of them are small", async () => {
    const { attacks, suppressed } = await attacksOf({ method: "suppress", threshold: 5, width: 5 });
    expect(suppressed).toBeGreaterThan(1);
    for (const by of ["linear", "interval", "whole number"] as const) expect(attacks.get(by)?.attacked).toBe(suppressed);
    for (const by of ["singleton", "differencing"] as const) expect(attacks.get(by)?.attacked).toBeNull();
    expect(attacks.get("singleton")?.narrowest).toBeGreaterThanOrEqual(5);
  });
  it.each([{ method: "smallCountRounding" }, { method: "controlledRounding" }, { method: "cellKey", mostRecovered: 1 }])(
    "is the same whether or not $method found a small count, or an attack was right about it",
    async (policy) => {
      const without = await attacksOf(
        policy,
        smallRecords(() => 40),
      );
      const withOne = await attacksOf(
        policy,
        smallRecords((d, m, c) => (d === 1 && m === 0 && c === 0 ? 1 : 40)),
      );
      const withSome = await attacksOf(
        policy,
        smallRecords((d, m, c) => 3 + d + m + c),
      );
      expect(withOne).toEqual(without);
      expect(withSome).toEqual(without);
    },
  );
  it("says that hidden figures keep the width of the policy, and not by how much more", async () => {
    const { attacks } = await attacksOf({ method: "suppress", threshold: 5, width: 3 });
    for (const { narrowest } of attacks.values()) expect(narrowest).toBe(3);
  });
  it("claims no attack that was not made", async () => {
    const { attacks } = await attacksOf({ method: "suppress", threshold: 5, width: 5, knownCells: 0 });
    expect([...attacks.keys()]).toEqual(["linear", "interval", "whole number", "differencing"]);
  });
  it.each([{ method: "smallCountRounding" }, { method: "controlledRounding" }, { method: "cellKey", mostRecovered: 1 }])(
    "does not say how many counts are small where $method changes them",
    async (policy) => {
      const { attacks } = await attacksOf(policy);
      expect(attacks.size).toBeGreaterThan(0);
      for (const { attacked } of attacks.values()) expect(attacked).toBeNull();
    },
  );
});
