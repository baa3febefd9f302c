import { describe, expect, it } from "vitest";
import { type Cited, citationIn } from "../../src/domain/index.ts";

const cited = (more: Partial<Cited>): Cited => ({
  ...{ publisher: "Cité Police", title: "Incidents, by area", hub: "Cité Open Beat", version: "1.1.0", publishedOn: "2026-03-03" },
  url: "https://cite.example/r/1.1.0/charts/out-01--D1/",
  ...more,
});
const keyOf = (one: Cited) => /^@misc\{([^,]*),/.exec(citationIn("BIBTEX", one))?.[1];
const idOf = (one: Cited) => JSON.parse(citationIn("CSL_JSON", one)).id;

describe("citationIn(style, cited)", () => {
  it("has another key for each part of a release, so that several stand in one library", () => {
    expect(keyOf(cited({}))).toBe("CitePolice2026v1_1_0:charts-out-01-D1");
    expect(idOf(cited({}))).toBe("Cité Police 1.1.0 charts-out-01-D1");
    expect(keyOf(cited({ url: "https://cite.example/r/1.1.0/data/#incidents" }))).toBe("CitePolice2026v1_1_0:data-incidents");
    expect(keyOf(cited({ url: "https://cite.example/r/1.1.0/es/places/D1/" }))).toBe("CitePolice2026v1_1_0:es-places-D1");
  });
  it("tells parts apart by their title where only the hub's address is known, or none", () => {
    for (const url of ["https://cite.example/", "https://cite.example/open/beat/", null])
      expect(keyOf(cited({ url }))).toBe("CitePolice2026v1_1_0:Incidents-by-area");
    const [one, other] = ["الحوادث بحسب المنطقة", "الحوادث بحسب الشهر"].map((title) => keyOf(cited({ url: null, title })));
    expect(one).toMatch(/^CitePolice2026v1_1_0:[a-z0-9]+$/);
    expect(other).not.toBe(one);
  });
  it("takes the place in the release, wherever the hub stands", () => {
    expect(keyOf(cited({ url: "https://cite.example/open/r/1.1.0/places/D1/" }))).toBe("CitePolice2026v1_1_0:places-D1");
  });
  it("names the release alone where all of it is cited", () => {
    const { hub: _, ...release } = cited({ title: "Cité Open Beat", url: "https://cite.example" });
    expect(keyOf(release)).toBe("CitePolice2026v1_1_0");
    expect(idOf(release)).toBe("Cité Police 1.1.0");
  });
});
