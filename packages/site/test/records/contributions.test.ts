import { describe, expect, it } from "vitest";
import type { Contribution } from "../../src/data/records.ts";
import { broughtTexts } from "../../src/records/contributions.ts";
import { recordsEn as words } from "../../src/words/records-en.ts";

const brought = (type: Contribution["type"], more: Partial<Contribution> = {}) =>
  ({ type, hours: null, moneyBand: null, ...more }) as Contribution;

describe("broughtTexts(contributions, words, language)", () => {
  it("adds hours up, and tells what is alike once, with how often", () => {
    const all = [
      brought("HOURS", { hours: 15 }),
      brought("SPACE"),
      brought("MONEY", { moneyBand: "FROM_1000_9999" }),
      brought("HOURS", { hours: 15 }),
      brought("SPACE"),
      brought("HOURS", { hours: 2.5 }),
      brought("MONEY", { moneyBand: "UNDER_1000" }),
      brought("MONEY", { moneyBand: "FROM_1000_9999" }),
    ];
    expect(broughtTexts(all, words, "en")).toEqual([
      "Hours of work (32.5 hours)",
      "Space × 2",
      `Money (${words.codes.money_band["1000_9999"]}) × 2`,
      `Money (${words.codes.money_band.under_1000})`,
    ]);
    expect(broughtTexts([], words, "en")).toEqual([]);
  });
});
