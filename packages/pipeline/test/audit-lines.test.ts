import { fc, test } from "@fast-check/vitest";
import { feasibleIntervals } from "@openbeat/disclosure";
import type { ReleaseManifest, ReleaseStructure } from "@openbeat/schema/domain";
import { describe, expect } from "vitest";
import { measureGroups } from "../src/audit/measure-group.ts";
import { shownEquations } from "../src/audit/shown-equations.ts";

const [districts, wards, offences] = [
  ["D1", "D2"],
  ["W1", "W2"],
  ["THEFT", "ARSON"],
] as const;
const structure: ReleaseStructure = {
  ...{ format: 1, hub: "lines", version: "1.0.0", publishedAt: "", sha256: "" },
  levels: [],
  areas: [
    { code: "S", level: "city", parent: null },
    ...districts.map((code) => ({ code, level: "district", parent: "S" })),
    ...wards.map((code) => ({ code, level: "ward", parent: "S" })),
  ],
  codeLists: [
    {
      code: "offence",
      codes: [{ code: "ALL", level: "all", parent: null }, ...offences.map((code) => ({ code, level: "category", parent: "ALL" }))],
    },
  ],
  datasets: [{ code: "incidents", coverage: { from: "2026-01-01", to: "2026-01-31" }, recordsUsed: null }],
  measures: [{ code: "OUT.01", kind: "COUNT" }],
  tables: [
    {
      ...{
        code: "t",
        dataset: "incidents",
        file: "",
        policy: { method: "suppress", threshold: 5, width: 5 },
        measures: ["OUT.01"],
        groupings: [],
      },
      dimensions: [
        { code: "area", kind: "GEOGRAPHY", levels: ["district", "ward", "city"], codeList: null },
        { code: "period", kind: "TIME", levels: ["month"], codeList: null },
        { code: "offence", kind: "CATEGORY", levels: ["category", "all"], codeList: "offence" },
      ],
    },
  ],
};
/** Every slice of a district and a ward, by offence. */
const slices = districts.flatMap((district) => wards.flatMap((ward) => offences.map((offence) => ({ district, ward, offence }))));
const cells = ["S", ...districts, ...wards].flatMap((area) =>
  ["ALL", ...offences].map((offence) => ({
    area,
    offence,
    atoms: slices.flatMap((slice, at) =>
      (area === "S" || area === slice.district || area === slice.ward) && (offence === "ALL" || offence === slice.offence) ? [at] : [],
    ),
  })),
);

describe("shownEquations(releases, linked) where areas stand in two lines that do not nest", () => {
  const counts = fc.array(fc.nat({ max: 12 }), { minLength: slices.length, maxLength: slices.length });
  const hiding = fc.array(fc.boolean(), { minLength: cells.length, maxLength: cells.length });
  test.prop([counts, hiding], { numRuns: 100 })(
    "leaves the same intervals as unknowns for every slice between the lines",
    async (atoms, flags) => {
      const told = cells.map((cell, at) => {
        const value = cell.atoms.reduce((sum, atom) => sum + (atoms[atom] ?? 0), 0);
        return { ...cell, value: flags[at] === true && value > 0 ? null : value };
      });
      const suppressed = told.flatMap(({ value }, at) => (value === null ? [at] : []));
      const columns = told.map((cell) => cell.atoms);
      const values = told.map(({ value }) => value ?? 0);
      const expected = await feasibleIntervals({ atomCount: slices.length, columns, values, suppressed, least: 1, seconds: 20 });

      const release = {
        structure,
        ...{ manifest: {} as ReleaseManifest, rawManifest: {}, certificate: {} },
        cells: new Map([
          [
            "t",
            told.map(({ area, offence, value }) => ({
              ...{ measure: "OUT.01", area, period: "2026-01", codes: [offence], value },
              ...{
                status: value === null ? "SUPPRESSED" : "AVAILABLE",
                flags: [],
                numerator: null,
                denominator: null,
                n: null,
                nEffective: null,
                interval: null,
              },
            })),
          ],
        ]),
        records: new Map(),
      };
      const [group] = measureGroups(release);
      if (group === undefined) throw new Error("There is no measure.");
      const { unknownCount, equations, links } = shownEquations([{ release, group, least: 1 }], true);
      const found = await feasibleIntervals({
        atomCount: unknownCount,
        columns: equations.map(({ unknowns }) => [...unknowns]),
        values: equations.map(({ value }) => value ?? 0),
        suppressed: equations.flatMap(({ value }, at) => (value === null ? [at] : [])),
        attacked: equations.flatMap(({ value, isCopy }, at) => (value === null && !isCopy ? [at] : [])),
        links: links.map(({ plus, minus }) => ({ plus: [...plus], minus: [...minus], value: 0 })),
        ...{ least: 1, seconds: 20 },
      });
      const rounded = (list: readonly { low: number; high: number }[]) =>
        list.map(({ low, high }) => [low, high].map((end) => Math.round(end * 1e4)));
      expect(rounded(found)).toEqual(rounded(expected));
      // Fewer unknowns: those of both lines, not of every slice.
      expect(links).toHaveLength(offences.length);
    },
  );
});
