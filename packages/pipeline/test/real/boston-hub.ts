import { cpSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";

const data = fileURLToPath(new URL("../../../../../shared/data/boston-311/", import.meta.url));

/** Whether the real service requests of Boston stand beside the checkout. They never enter it. */
export const hasBoston = existsSync(data);
if (!hasBoston) console.warn("SKIPPED: the real service requests of Boston are not beside this checkout (shared/data/boston-311).");

/** The city's own reasons of a request. */
const reasons = [
  ...["Abandoned Bicycle", "Administration", "Administrative & General Requests", "Air Pollution Control", "Alert Boston", "Animal Issues"],
  ...["Billing", "Boston Bikes", "Bridge Maintenance", "Building", "Call Inquiry", "Catchbasin", "Cemetery", "Code Enforcement"],
  ...["Consumer Affairs Issues", "Disability", "Employee & General Comments", "Enforcement & Abandoned Vehicles", "Environmental Services"],
  ...[
    "Fire Department",
    "Fire Hydrant",
    "General Request",
    "Generic Noise Disturbance",
    "Graffiti",
    "Health",
    "Highway Maintenance",
    "Housing",
  ],
  ...[
    "Investigations and Enforcement",
    "MBTA",
    "Massport",
    "Metrolist",
    "Needle Program",
    "Neighborhood Services Issues",
    "Noise Disturbance",
  ],
  ...["Notification", "Office of The Parking Clerk", "Operations", "Park Maintenance & Safety", "Parking Complaints"],
  ...["Participatory Budgeting Idea Collection", "Pothole", "Programs", "Recycling", "Sanitation", "Signs & Signals", "Street Cleaning"],
  ...["Street Lights", "Survey", "Traffic Management & Engineering", "Trees", "Valet", "Water Issues", "Weights and Measures"],
];
export const districts = ["A1", "A15", "A7", "B2", "B3", "C11", "C6", "D14", "D4", "E13", "E18", "E5"];

export const reasonCode = (reason: string) =>
  reason
    .toUpperCase()
    .replaceAll(/[^A-Z]+/g, "-")
    .replaceAll(/^-|-$/g, "");

/** American clocks, of twelve hours. */
const opened = "strptime(OPEN_DT, '%m/%d/%Y %I:%M:%S %p')";
const closed = "strptime(CLOSED_DT, '%m/%d/%Y %I:%M:%S %p')";

/** Makes a hub folder of the real requests, as a steward would. @returns The folder. */
export function makeBostonHub(tolerate: Readonly<Record<string, number>> = { UNKNOWN_AREA: 11_061, OUTSIDE_COVERAGE: 100 }): string {
  const folder = mkdtempSync(join(tmpdir(), "openbeat-boston-"));
  for (const part of ["datasets", "concerns"]) mkdirSync(join(folder, part));
  cpSync(join(data, "boston_311_2015.csv.gz"), join(folder, "concerns/boston_311_2015.csv.gz"));
  const hub = {
    hub: "boston",
    title: { en: "Boston" },
    description: { en: "Real service requests of Boston, for a test." },
    publisher: { en: "City of Boston" },
    languages: ["en"],
    timezone: "America/New_York",
    licence: { name: "Not stated", url: "https://data.boston.gov/" },
    agencies: [{ code: "BPD", name: { en: "Boston Police Department" } }],
    geography: {
      levels: [
        { code: "city", name: { en: "City" }, plural: { en: "Cities" }, areas: [{ code: "BOS", name: { en: "Boston" } }] },
        {
          ...{ code: "district", name: { en: "Police district" }, plural: { en: "Police districts" }, parent: "city" },
          areas: districts.map((code) => ({ code, name: { en: `District ${code}` } })),
        },
      ],
    },
  };
  const dataset = {
    dataset: "concerns",
    title: { en: "Service requests" },
    description: { en: "What residents of Boston asked the city for." },
    theme: "communication",
    source: { files: "concerns/*.csv.gz", format: "csv" },
    select: `CASE_ENQUIRY_ID AS id, ${opened}::DATE AS date, replace(police_district, '-', '') AS area,
      trim(regexp_replace(upper(REASON), '[^A-Z]+', '-', 'g'), '-') AS reason`,
    coverage: { from: "2015-01-01", to: "2015-12-31" },
    codes: {
      reason: {
        title: { en: "Reason" },
        levels: ["reason", "all"],
        codes: [
          { code: "ALL", level: "all", label: { en: "All reasons" } },
          ...reasons.map((name) => ({ code: reasonCode(name), level: "reason", parent: "ALL", label: { en: name } })),
        ],
      },
    },
    tolerate,
    notes: [
      { code: "still-open", title: { en: "Still open" }, where: "CASE_STATUS = 'Open'" },
      { code: "closed-before-opened", title: { en: "Closed before they were opened" }, where: `${closed} < ${opened}` },
      { code: "district-with-a-dash", title: { en: "District written with a dash" }, where: "police_district LIKE '%-%'" },
      { code: "without-district", title: { en: "Without a district" }, where: "coalesce(police_district, '') = ''" },
    ],
    tables: [
      {
        name: "requests-by-district",
        title: { en: "Service requests in each police district by quarter and reason" },
        dimensions: { area: ["district", "city"], period: ["quarter", "year"], reason: ["reason", "all"] },
        measures: ["DLG.01"],
        policy: { method: "suppress", threshold: 5, width: 5 },
      },
    ],
  };
  writeFileSync(join(folder, "hub.yaml"), stringify(hub));
  writeFileSync(join(folder, "datasets/concerns.yaml"), stringify(dataset));
  return folder;
}
