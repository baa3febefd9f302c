import { describe, expect, it } from "vitest";
import type { Figure } from "../src/figures/figure.ts";
import { withOwnIds } from "../src/figures/own-ids.ts";

const figure = (id: string) => ({ table: id, spec: { id } }) as unknown as Figure;

describe("withOwnIds(sections)", () => {
  it("names a figure by its dataset where an earlier one of the page has its id, and leaves all others as they are", () => {
    const sections = [
      { dataset: { code: "concerns" }, figures: [figure("dlg-01-over-time"), figure("dlg-02-over-time")] },
      { dataset: { code: "concerns-estimated" }, figures: [figure("dlg-01-over-time"), figure("dlg-03-over-time")] },
    ];
    const own = withOwnIds(sections);
    expect(own.map(({ figures }) => figures.map(({ spec }) => spec.id))).toEqual([
      ["dlg-01-over-time", "dlg-02-over-time"],
      ["dlg-01-over-time-concerns-estimated", "dlg-03-over-time"],
    ]);
    expect(own[0]?.figures[0]).toBe(sections[0]?.figures[0]);
  });
});
