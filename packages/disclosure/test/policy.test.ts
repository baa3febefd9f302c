import { type Policy, policyHash, policySchema, readPolicy } from "@openbeat/disclosure";
import { describe, expect, it } from "vitest";
import { policy } from "./cubes.ts";

describe("policyHash(policy)", () => {
  it("is the same whatever the order of the keys, the defaults left out, and the time limit", () => {
    const { timeLimitSeconds, threshold, ...rest } = policy;
    expect(policyHash({ threshold, ...rest, timeLimitSeconds: timeLimitSeconds + 1, knownCells: 0 })).toBe(policyHash(policy));
    expect(policyHash(policy)).toMatch(/^[0-9a-f]{64}$/);
  });
  it("changes with every term, and refuses what is no policy", () => {
    const hashes = [policy, { ...policy, threshold: 6 }, { ...policy, width: 6 }, { ...policy, knownCells: 1 as const }].map(policyHash);
    expect(new Set(hashes).size).toBe(4);
    expect(() => policyHash({ ...policy, threshold: Number.NaN })).toThrow(expect.objectContaining({ code: "POLICY_INVALID" }));
  });
});

describe("policySchema", () => {
  const fraction = { numerator: 1, denominator: 100 };
  const policies: readonly Policy[] = [
    { ...policy, knownCells: 0, groups: { dimension: "offence", others: 2 } },
    { method: "smallCountRounding", base: 5, timeLimitSeconds: 9 },
    { method: "controlledRounding", base: 5, timeLimitSeconds: 9 },
    { method: "cellKey", most: 5, variance: 2.5, blocked: 2, monotone: true, mostRecovered: 0.5, timeLimitSeconds: 9 },
    { method: "differentialPrivacy", unit: "person", contributions: 3, rho: fraction, delta: 1e-9, timeLimitSeconds: 9 },
  ];
  it.each(policies)("names the keys of $method that readPolicy knows, and requires those it requires", (terms) => {
    const schema = policySchema.oneOf.find(({ title }) => title === terms.method);
    expect(Object.keys(schema?.properties ?? {}).sort()).toEqual(Object.keys(readPolicy(terms)).sort());
    expect(() => readPolicy({ ...terms, surprise: 1 })).toThrow(expect.objectContaining({ code: "POLICY_INVALID" }));
    for (const key of schema?.required ?? [])
      expect(() => readPolicy({ ...terms, [key]: undefined })).toThrow(expect.objectContaining({ code: "POLICY_INVALID" }));
    for (const [key, value] of Object.entries(terms))
      for (const wrong of [Number.NaN, -1, "5", null, ...(typeof value === "number" && Number.isInteger(value) ? [value + 0.5] : [])])
        if (!(key === "timeLimitSeconds" && typeof wrong === "number" && wrong > 0))
          expect(() => readPolicy({ ...terms, [key]: wrong })).toThrow(expect.objectContaining({ code: "POLICY_INVALID" }));
  });
  it("gives every method a title, and knows no other", () => {
    expect(policySchema.oneOf.map(({ title }) => title).sort()).toEqual(policies.map(({ method }) => method).sort());
  });
});
