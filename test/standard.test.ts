import { derivedMeasureCatalogue, evaluationDesigns, measureCatalogue, notAssessableReasons } from "@openbeat/schema/domain";
import { codeLists, recordKinds, themes } from "@openbeat/standard";
import { describe, expect, it } from "vitest";
import { hotspotsNotTold } from "../packages/pipeline/src/derived/hotspots.ts";
import { sectorList } from "../packages/pipeline/src/derived/partnership.ts";
import { trendsNotTold } from "../packages/pipeline/src/derived/trend-words.ts";

const codesOf = (list: readonly { readonly code: string }[]) => list.map(({ code }) => code).sort();

describe("the standard and the hub", () => {
  it("know the same designs of an assessment, and the same reasons why there is none", () => {
    expect(codesOf(codeLists.assessment_design)).toEqual(Object.keys(evaluationDesigns).sort());
    expect(codesOf(codeLists.not_assessable_reason)).toEqual(notAssessableReasons.map((reason) => reason.toLowerCase()).sort());
  });

  it("know the same reasons why nothing was found out, and the same sectors of partners", () => {
    const reasons = new Set([...trendsNotTold, ...hotspotsNotTold].map((reason) => reason.toLowerCase()));
    expect(codesOf(codeLists.finding_reason)).toEqual([...reasons].sort());
    expect(codesOf([...sectorList.codes.values()].filter(({ level }) => level === "sector"))).toEqual(codesOf(codeLists.partner_sector));
  });

  it("name the kinds of records alike that measures are of, and the themes of those that are worked out", () => {
    const kinds = recordKinds.map(({ name }) => name);
    const derived = new Set(derivedMeasureCatalogue.map(({ code }) => code));
    expect(derived.size).toBe(derivedMeasureCatalogue.length);
    // What data.police.uk has, and no kind of the standard.
    const apart = ["crime-outcomes"];
    expect(kinds.filter((kind) => apart.includes(kind))).toEqual([]);
    for (const { code, dataset } of measureCatalogue)
      expect(derived.has(code) ? Object.keys(themes).map((theme) => `derived-${theme}`) : [...kinds, ...apart], code).toContain(dataset);
  });
});
