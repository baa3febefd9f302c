import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { stringify } from "yaml";

/** The files of a small, correct hub: two districts of a city, incidents by month in two categories. */
export interface SmallHub {
  hub: Record<string, unknown>;
  dataset: Record<string, unknown>;
  /** Other files, by path. */
  files: Record<string, string | Uint8Array>;
}

const days = ["2026-01-05", "2026-01-20", "2026-02-11", "2026-03-03"];

/** Records of the small hub: `count(district, month index, category)` of them each, one a row. */
export function smallRecords(count: (district: number, month: number, category: number) => number): string {
  const rows: string[] = ["incident,day,district,kind"];
  for (let district = 1; district <= 2; district++) {
    for (let month = 0; month < 3; month++) {
      for (let category = 0; category < 2; category++) {
        for (let record = 0; record < count(district, month, category); record++) {
          rows.push(`${rows.length},${days[month === 0 ? record % 2 : month + 1]},${district},${["theft", "arson"][category]}`);
        }
      }
    }
  }
  return `${rows.join("\n")}\n`;
}

/** What the small hub counts. District 2 has 3 arsons in March: they are hidden, and what would tell them with it. */
export const smallCounts = (district: number, month: number, category: number) =>
  category === 1 && month === 2 ? (district === 1 ? 12 : 3) : 10 + 4 * district + 2 * month + category;

export const smallHub = (): SmallHub => ({
  hub: {
    hub: "smallville",
    title: { en: "Smallville" },
    description: { en: "A hub for a test." },
    publisher: { en: "Smallville Police" },
    languages: ["en"],
    timezone: "America/Chicago",
    licence: { name: "CC BY 4.0", url: "https://creativecommons.org/licenses/by/4.0/" },
    agencies: [{ code: "SPD", name: { en: "Smallville Police" } }],
    geography: {
      levels: [
        { code: "city", name: { en: "City" }, plural: { en: "Cities" }, areas: [{ code: "S", name: { en: "Smallville" } }] },
        {
          code: "district",
          name: { en: "District" },
          plural: { en: "Districts" },
          parent: "city",
          areas: [
            { code: "1", name: { en: "North" } },
            { code: "2", name: { en: "South" } },
          ],
        },
      ],
    },
    population: [{ file: "population.csv", select: "area, residents, year", source: "A count for a test, 2025" }],
  },
  dataset: {
    dataset: "incidents",
    title: { en: "Recorded incidents" },
    description: { en: "Incidents for a test." },
    theme: "outcomes",
    source: { files: "incidents/*.csv", format: "csv" },
    select: "incident AS id, day::DATE AS date, district AS area, upper(kind) AS offence",
    coverage: { from: "2026-01-01", to: "2026-03-31" },
    codes: {
      offence: {
        title: { en: "Offence" },
        levels: ["category", "all"],
        codes: [
          { code: "ALL", level: "all", label: { en: "All" } },
          { code: "THEFT", level: "category", parent: "ALL", label: { en: "Theft" } },
          { code: "ARSON", level: "category", parent: "ALL", label: { en: "Arson" } },
        ],
      },
    },
    tables: [
      {
        name: "incidents-by-district",
        title: { en: "Incidents by district" },
        dimensions: { area: ["district", "city"], period: ["month", "quarter"], offence: ["category", "all"] },
        measures: ["OUT.01", "OUT.01.R"],
        policy: { method: "suppress", threshold: 5, width: 5 },
      },
    ],
  },
  files: {
    "population.csv": "area,residents,year\n1,4000,2025\n2,6000,2025\n",
    "incidents/2026.csv": smallRecords(smallCounts),
  },
});

/**
 * Writes the small hub, changed where a test wants it otherwise.
 * @param folder Where it stood before: what the hub keeps of earlier releases stays there.
 * @returns The folder.
 */
export function writeSmallHub(change: (hub: SmallHub) => void = () => {}, folder = mkdtempSync(join(tmpdir(), "openbeat-hub-"))): string {
  const parts = smallHub();
  change(parts);
  return writeFiles({ "hub.yaml": stringify(parts.hub), "datasets/incidents.yaml": stringify(parts.dataset), ...parts.files }, folder);
}

/** Writes files into a folder, by path. @returns The folder. */
export function writeFiles(files: Readonly<Record<string, string | Uint8Array>>, folder: string): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}
