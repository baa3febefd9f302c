import { policyHash, policySchema, readPolicy } from "@openbeat/disclosure";
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
  it("names the keys that readPolicy knows, and requires those it requires", () => {
    expect(Object.keys(policySchema.properties).sort()).toEqual(Object.keys(readPolicy(policy)).sort());
    for (const key of policySchema.required)
      expect(() => readPolicy({ ...policy, [key]: undefined })).toThrow(expect.objectContaining({ code: "POLICY_INVALID" }));
  });
});
