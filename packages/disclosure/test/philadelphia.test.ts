import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { type Cube, protect } from "@openbeat/disclosure";
import { describe, expect, it } from "vitest";
import { atomsPerCell, crossed, policy, trueCounts } from "./cubes.ts";

const folder = join(import.meta.dirname, "../../../../shared/data/philadelphia/incidents");
const absent = !existsSync(folder);
if (absent) console.warn("Skipped: the incidents of Philadelphia are not on this machine.");

const categoryClass = (code: string) => {
  if (/Homicide|Rape|Robbery|Assault/.test(code)) return "violent";
  return /Theft|Burglary|Arson|Fraud|Embezzlement|Forgery|Stolen|Vandalism/.test(code) ? "property" : "other";
};

/** Incidents by district, month and category, with their roll-ups. */
function philadelphia(): Cube {
  const keys = readdirSync(folder)
    .sort()
    .flatMap((file) => {
      const [header, ...lines] = gunzipSync(readFileSync(join(folder, file)))
        .toString()
        .trimEnd()
        .split(/\r?\n/);
      const place = (column: string) => fields(header ?? "").indexOf(column);
      const [district, date, category] = [place("dc_dist"), place("dispatch_date"), place("text_general_code")];
      return lines
        .map(fields)
        .map((row) => [(row[district] ?? "").padStart(2, "0"), (row[date] ?? "").slice(0, 7), row[category] ?? ""] as const);
    });
  const [districts, months, categories] = [0, 1, 2].map((d) => [...new Set(keys.map((key) => key[d] as string))].sort()) as [
    string[],
    string[],
    string[],
  ];
  const by = (leaves: readonly string[], nodeOf: (leaf: string) => string) =>
    [...new Set(leaves.map(nodeOf))].map((code) => ({
      code,
      leaves: [...leaves.keys()].filter((leaf) => nodeOf(leaves[leaf] as string) === code),
    }));
  const self = (leaf: string) => leaf;
  const counts = new Map<number, number>();
  for (const [district, month, category] of keys) {
    const atom = (districts.indexOf(district) * months.length + months.indexOf(month)) * categories.length + categories.indexOf(category);
    counts.set(atom, (counts.get(atom) ?? 0) + 1);
  }
  return {
    dimensions: [
      {
        code: "area",
        leafCount: districts.length,
        levels: [
          { code: "district", nodes: by(districts, self) },
          { code: "city", nodes: by(districts, () => "city") },
        ],
      },
      {
        code: "period",
        leafCount: months.length,
        levels: [
          { code: "month", nodes: by(months, self) },
          { code: "quarter", nodes: by(months, (month) => `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5)) / 3)}`) },
          { code: "year", nodes: by(months, (month) => month.slice(0, 4)) },
        ],
      },
      {
        code: "category",
        leafCount: categories.length,
        levels: [
          { code: "category", nodes: by(categories, self) },
          { code: "class", nodes: by(categories, categoryClass) },
          { code: "all", nodes: by(categories, () => "all") },
        ],
      },
    ],
    atoms: { index: Float64Array.from(counts.keys()), count: Float64Array.from(counts.values()) },
    groupings: [],
  };
}

const fields = (line: string) =>
  Array.from(`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g), ([, quoted, plain]) => quoted ?? plain ?? "");

describe.skipIf(absent)("protect(the incidents of Philadelphia)", () => {
  const all = absent ? undefined : philadelphia();
  it.each([
    ["city × month × category", crossed([["city"], ["month", "quarter", "year"], ["category", "class", "all"]])],
    [
      "district × quarter × class",
      crossed([
        ["district", "city"],
        ["quarter", "year"],
        ["class", "all"],
      ]),
    ],
    [
      "district × month × category, the finest",
      crossed([
        ["district", "city"],
        ["month", "quarter", "year"],
        ["category", "class", "all"],
      ]),
    ],
  ])(
    "publishes %s with all roll-ups, every hidden cell proved",
    async (_, groupings) => {
      const cube = { ...(all as Cube), groupings };
      const { groupings: tables, certificate } = await protect(cube, { ...policy, timeLimitSeconds: 110 });
      expect(certificate.provedByTables).toBe(certificate.suppressed);
      expect(certificate.suppressed / certificate.cells).toBeLessThan(0.4);
      for (const { levels, cells } of tables) {
        const counts = trueCounts(cube, levels);
        expect(atomsPerCell(cube, levels).length).toBe(cells.length);
        for (const [i, cell] of cells.entries())
          if (cell.status === "published") expect(cell.count === counts[i] && (cell.count === 0 || cell.count >= 5)).toBe(true);
      }
    },
    120_000,
  );
});
