import { fc, test } from "@fast-check/vitest";
import { feasibleIntervals } from "@openbeat/disclosure";
import type { ReleaseStructure } from "@openbeat/schema/domain";
import { describe, expect } from "vitest";
import { attackHidden } from "../src/audit/attack-hidden.ts";
import type { Figure, MeasureGroup } from "../src/audit/measure-group.ts";
import type { PublicRelease } from "../src/audit/public-release.ts";
import { shownEquations } from "../src/audit/shown-equations.ts";

const codeList = (code: string, codes: readonly string[]) => ({
  code,
  codes: [{ code: "ALL", level: "all", parent: null }, ...codes.map((own) => ({ code: own, level: code, parent: "ALL" }))],
});
const structure = {
  areas: [
    { code: "S", level: "city", parent: null },
    { code: "1", level: "district", parent: "S" },
    { code: "2", level: "district", parent: "S" },
  ],
  codeLists: [codeList("theme", ["T1", "T2"]), codeList("response", ["R1", "R2"])],
  datasets: [{ code: "concerns", coverage: { from: "2026-01-01", to: "2026-02-28" }, recordsUsed: null }],
} as unknown as ReleaseStructure;
const release: PublicRelease = {
  structure,
  manifest: {} as PublicRelease["manifest"],
  rawManifest: {},
  certificate: {},
  cells: new Map(),
  records: new Map(),
};
const dimensions = new Map(
  [
    { code: "area", kind: "GEOGRAPHY", codeList: null },
    { code: "period", kind: "TIME", codeList: null },
    { code: "theme", kind: "CATEGORY", codeList: "theme" },
    { code: "response", kind: "CATEGORY", codeList: "response" },
  ].map((one) => [one.code, one as unknown as NonNullable<ReturnType<MeasureGroup["dimensions"]["get"]>>]),
);

const leaves = [
  ["1", "2"],
  ["2026-01", "2026-02"],
  ["T1", "T2"],
  ["R1", "R2"],
] as const;
const wholes = ["S", "2026-Q1", "ALL", "ALL"];
const names = ["area", "period", "theme", "response"];
const crossed = (lists: readonly (readonly string[])[]) =>
  lists.reduce<string[][]>((rows, list) => rows.flatMap((row) => list.map((code) => [...row, code])), [[]]);
const atoms = crossed(leaves);
/** What is published: themes by district and month, responses by district and quarter, and what each adds up to. */
const cells = [
  ...crossed([["1", "2", "S"], ["2026-01", "2026-02", "2026-Q1"], ["T1", "T2", "ALL"], ["ALL"]]),
  ...crossed([["1", "2", "S"], ["2026-Q1"], ["ALL"], ["R1", "R2"]]),
];
const atomsOf = (cell: readonly string[]) =>
  atoms.flatMap((atom, place) => (cell.every((code, d) => code === wholes[d] || code === atom[d]) ? [place] : []));

describe("shownEquations(releases, linked) where no figure crosses two categories", () => {
  const counts = fc.array(fc.nat({ max: 8 }), { minLength: atoms.length, maxLength: atoms.length });
  const hides = fc.array(fc.boolean(), { minLength: cells.length, maxLength: cells.length });
  test.prop([counts, hides], { numRuns: 40, seed: 9 })(
    "leaves the narrowest interval as wide as over all their combinations, with fewer unknowns",
    async (held, flags) => {
      const columns = cells.map(atomsOf);
      const values = columns.map((own) => own.reduce((sum, atom) => sum + (held[atom] as number), 0));
      const suppressed = cells.flatMap((_, place) => (flags[place] === true && (values[place] as number) > 0 ? [place] : []));
      const hidden = new Set(suppressed);
      const figures = cells.map(
        (cell, place): Figure => ({
          codes: new Map(cell.flatMap((code, d) => (code === "ALL" ? [] : [[names[d] as string, code] as const]))),
          value: hidden.has(place) ? null : (values[place] as number),
        }),
      );
      const group: MeasureGroup = { dataset: "concerns", measure: "DLG.01", method: "suppress", tables: [], dimensions, figures };
      const shown = shownEquations([{ release, group, least: 1 }], true);
      expect(shown.unknownCount).toBeLessThan(atoms.length);
      const found = await attackHidden(shown, [1000], 0, () => undefined);
      const all = await feasibleIntervals({ atomCount: atoms.length, columns, values, suppressed, least: 1, enough: 1000, seconds: 20 });
      const narrowest = all.reduce((least, { low, high }) => Math.min(least, high - low), Number.POSITIVE_INFINITY);
      if (found.outcome !== "attacked") throw new Error("The attack has no outcome.");
      if (narrowest >= 1000) expect(found.narrowest).toBeGreaterThanOrEqual(1000);
      else expect(found.narrowest).toBeCloseTo(narrowest, 4);
    },
  );
});
