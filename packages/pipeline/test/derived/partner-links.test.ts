import { describe, expect, it } from "vitest";
import { partnerLinkFindings, partnerLinks } from "../../src/derived/partner-links.ts";
import { publicRecord, publicRecords } from "../support/published.ts";

const records = [
  publicRecord("responses", { problem: "speeding", title: "Crossing", partners: ["streets", "school"] }, "speeding/Crossing"),
  publicRecord("responses", { problem: "speeding", title: "Letters", partners: ["school"] }, "speeding/Letters"),
  publicRecord("responses", { problem: "noise", title: "Hours", partners: [] }, "noise/Hours"),
  publicRecord("contributions", { id: "K1", partner: "association", problem: "speeding", activity: null }),
  publicRecord("contributions", { id: "K2", partner: "association", problem: "noise", activity: null }),
  publicRecord("contributions", { id: "K3", partner: "school", problem: "noise", activity: "E1" }),
  publicRecord("contributions", { id: "K4", partner: "streets", problem: null, activity: "E3" }),
  publicRecord("engagement", { id: "E1", status: "held", hosts: ["association"], partners: ["association"] }),
  publicRecord("engagement", { id: "E2", status: "held", hosts: ["association"], partners: ["school"] }),
  publicRecord("engagement", { id: "E3", status: "cancelled", hosts: ["association"], partners: ["school"] }),
  publicRecord("engagement", { id: "E4", status: "planned", hosts: ["association"], partners: ["streets"] }),
];
const expected = [
  { a: "association", b: "school", problems: ["noise", "speeding"], activities: 2 },
  { a: "association", b: "streets", problems: ["speeding"], activities: 0 },
  { a: "school", b: "streets", problems: ["speeding"], activities: 0 },
];

describe("partnerLinks(records)", () => {
  it("links partners of the same problem and of the same activity that was held, each pair once", () => {
    expect(partnerLinks(publicRecords(records))).toEqual(expected);
    expect(partnerLinkFindings(publicRecords(records)).map(({ code }) => code)).toEqual([
      "association/school",
      "association/streets",
      "school/streets",
    ]);
  });

  it("is the same in any order of the records, and empty where there are none", () => {
    expect(partnerLinks(publicRecords(records.toReversed()))).toEqual(expected);
    expect(partnerLinks(new Map())).toEqual([]);
  });
});
