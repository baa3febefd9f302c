import { evaluationDesigns, measureCatalogue } from "@openbeat/schema/domain";
import { codeLists, recordKinds } from "@openbeat/standard";
import { describe, expect, it } from "vitest";

describe("the standard and the hub", () => {
  it("know the same designs of an assessment", () => {
    expect(codeLists.assessment_design.map(({ code }) => code).sort()).toEqual(Object.keys(evaluationDesigns).sort());
  });

  it("name the kinds of records alike that measures are of", () => {
    const kinds = recordKinds.map(({ name }) => name);
    for (const { code, dataset } of measureCatalogue) expect(kinds, code).toContain(dataset);
  });
});
