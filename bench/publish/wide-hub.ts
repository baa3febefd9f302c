import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeSmallHub } from "../../packages/pipeline/test/support/small-hub.ts";

/**
 * Writes a hub folder with a table of at least so many cells, most of them zeros: districts by month by offence. For what a release costs by what it
 * publishes; protection is measured by `pnpm bench disclosure`.
 */
export function writeWideHub(cells: number): string {
  const [districts, months] = [40, 36];
  const offences = Math.ceil(cells / districts / months);
  const name = (text: string) => ({ en: text });
  const codes = (count: number, prefix: string) => Array.from({ length: count }, (_, at) => `${prefix}${at + 1}`);
  const records = codes(2000, "").map((id) => {
    const at = Number(id);
    const month = String((at % 12) + 1).padStart(2, "0");
    return `${id},${2023 + (Math.floor(at / 12) % 3)}-${month}-05,D${(at % districts) + 1},K${((at * 31) % offences) + 1}`;
  });
  return writeSmallHub(
    (parts) => {
      delete parts.hub.population;
      parts.hub.geography = {
        levels: [
          { code: "city", name: name("City"), plural: name("Cities"), areas: [{ code: "S", name: name("Smallville") }] },
          {
            ...{ code: "district", name: name("District"), plural: name("Districts"), parent: "city" },
            areas: codes(districts, "D").map((code) => ({ code, name: name(code) })),
          },
        ],
      };
      parts.dataset = {
        ...parts.dataset,
        coverage: { from: "2023-01-01", to: "2025-12-31" },
        codes: {
          offence: {
            ...{ title: name("Offence"), levels: ["category"] },
            codes: codes(offences, "K").map((code) => ({ code, level: "category", label: name(code) })),
          },
        },
        tables: [
          {
            ...{ name: "incidents-by-district", title: name("Incidents") },
            dimensions: { area: ["district"], period: ["month"], offence: ["category"] },
            measures: ["OUT.01"],
            policy: { method: "none", reason: name("A measurement of made-up records.") },
          },
        ],
      };
      parts.files = { "incidents/all.csv": `incident,day,district,kind\n${records.join("\n")}\n` };
    },
    join(mkdtempSync(join(tmpdir(), "openbeat-bench-wide-")), "hub"),
  );
}
