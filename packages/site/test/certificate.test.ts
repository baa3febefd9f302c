import { describe, expect, it } from "vitest";
import { certificateOf } from "../src/data/certificate.ts";
import type { Hub } from "../src/data/hub.ts";

const hubWith = (certificate: unknown): Hub =>
  ({
    certificate,
    datasets: [{ code: "incidents", title: "Incidents" }],
    measures: [{ code: "OUT.01", kind: "COUNT" }],
    surveys: [],
    tables: [{ code: "table", dataset: "incidents", measures: ["OUT.01"], policy: { method: "suppress" }, cubes: [] }],
  }) as unknown as Hub;

describe("certificateOf(hub)", () => {
  it.each([null, {}, "certificate"])("does not take what cannot be read for nothing that is hidden: %j", (unread) => {
    const { isRead, datasets, signature } = certificateOf(hubWith(unread));
    expect(isRead).toBe(false);
    expect(datasets.flatMap(({ measures }) => measures.map(({ certificate }) => certificate))).toEqual([undefined]);
    expect(signature).toBeUndefined();
  });
});
