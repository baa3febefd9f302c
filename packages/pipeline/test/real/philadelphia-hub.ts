import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";

export const philadelphiaData = fileURLToPath(new URL("../../../../../shared/data/philadelphia/", import.meta.url));

/** Whether the real records of Philadelphia stand beside the checkout. They never enter it. */
export const hasPhiladelphia = existsSync(join(philadelphiaData, "incidents"));
if (!hasPhiladelphia) console.warn("SKIPPED: the real records of Philadelphia are not beside this checkout (shared/data/philadelphia).");

/** The agency's own categories in FBI Uniform Crime Reporting order, and the class we count each in. */
const categories = {
  VIOLENT: [
    "Homicide - Criminal",
    "Homicide - Justifiable",
    "Rape",
    "Robbery Firearm",
    "Robbery No Firearm",
    "Aggravated Assault Firearm",
    "Aggravated Assault No Firearm",
  ],
  PROPERTY: ["Burglary Non-Residential", "Burglary Residential", "Theft from Vehicle", "Thefts", "Motor Vehicle Theft", "Arson"],
  OTHER: [
    "Other Assaults",
    "Forgery and Counterfeiting",
    "Fraud",
    "Embezzlement",
    "Receiving Stolen Property",
    "Vandalism/Criminal Mischief",
    "Weapon Violations",
    "Prostitution and Commercialized Vice",
    "Other Sex Offenses (Not Commercialized)",
    "Narcotic / Drug Law Violations",
    "Gambling Violations",
    "Offenses Against Family and Children",
    "DRIVING UNDER THE INFLUENCE",
    "Liquor Law Violations",
    "Public Drunkenness",
    "Disorderly Conduct",
    "Vagrancy/Loitering",
    "All Other Offenses",
  ],
} as const;

export const codeOf = (category: string) =>
  category
    .toUpperCase()
    .replaceAll(/[^A-Z]+/g, "-")
    .replaceAll(/^-|-$/g, "");

const codes = [
  { code: "ALL", level: "all", label: { en: "All offences" } },
  ...Object.entries(categories).flatMap(([offenceClass, names]) => [
    { code: offenceClass, level: "class", parent: "ALL", label: { en: offenceClass } },
    ...names.map((name) => ({ code: codeOf(name), level: "category", parent: offenceClass, label: { en: name } })),
  ]),
];

const policy = { method: "suppress", threshold: 5, width: 5 };

export const philadelphiaTables = [
  {
    name: "city-by-month-and-category",
    title: { en: "Incidents in the city by month and category" },
    dimensions: { area: ["city"], period: ["month", "quarter", "year"], offence: ["category", "class", "all"] },
    measures: ["OUT.01"],
    policy,
  },
  {
    name: "districts-by-quarter-and-class",
    title: { en: "Incidents in each district by quarter and class" },
    dimensions: { area: ["district"], period: ["quarter", "year"], offence: ["class", "all"] },
    measures: ["OUT.01"],
    policy,
  },
  {
    name: "districts-by-month-and-class",
    title: { en: "Incidents in each district by month and class" },
    dimensions: { area: ["district"], period: ["month"], offence: ["class", "all"] },
    measures: ["OUT.01"],
    policy,
  },
];

/** The hub of Philadelphia: the city, its police districts and their residents. */
export const philadelphiaHub = {
  hub: "philadelphia",
  title: { en: "Philadelphia" },
  description: { en: "Real incidents of Philadelphia, for a test." },
  publisher: { en: "City of Philadelphia" },
  languages: ["en"],
  timezone: "America/New_York",
  licence: { name: "Not stated", url: "https://opendataphilly.org/" },
  agencies: [{ code: "PPD", name: { en: "Philadelphia Police Department" } }],
  geography: {
    levels: [
      { code: "city", name: { en: "City" }, plural: { en: "Cities" }, areas: [{ code: "PHL", name: { en: "Philadelphia" } }] },
      {
        code: "district",
        name: { en: "Police district" },
        plural: { en: "Police districts" },
        parent: "city",
        file: "geography/police_districts.geojson",
        // The boundaries number the districts 1, 2, 3; the records write them 01, 02, 03.
        select: "lpad(dist_num, 2, '0') AS code, 'District ' || dist_num AS name",
      },
    ],
  },
  population: [
    {
      file: "geography/census_tracts_pop.geojson",
      select: "total_pop AS residents, '2022' AS year",
      assign: { level: "district", method: "interior_point" },
      source: "US Census Bureau, American Community Survey",
    },
  ],
};

/** Whether a file's month, as its name has it, is one of those. */
const isOfMonths = (name: string, { from, to }: Months) => {
  const month = /_(\d{4})_(\d{2})\./.exec(name)?.slice(1).join("-") ?? "";
  return month >= from && month <= to;
};
interface Months {
  /** Such as 2025-04. */
  readonly from: string;
  readonly to: string;
}

/**
 * Makes a hub folder of the real records, as a steward would.
 * @param tables What is to be published. @param months Whose files are taken; all unless told otherwise. @returns The folder.
 */
export function makePhiladelphiaHub(
  tables: readonly object[] = philadelphiaTables,
  coverage = { from: "2024-01-01", to: "2026-01-20" },
  months: Months = { from: "0000-00", to: "9999-99" },
): string {
  const folder = mkdtempSync(join(tmpdir(), "openbeat-philadelphia-"));
  for (const part of ["geography", "datasets", "incidents"]) mkdirSync(join(folder, part));
  for (const file of ["police_districts.geojson", "census_tracts_pop.geojson"])
    cpSync(join(philadelphiaData, file), join(folder, "geography", file));
  for (const name of readdirSync(join(philadelphiaData, "incidents")))
    if (isOfMonths(name, months)) cpSync(join(philadelphiaData, "incidents", name), join(folder, "incidents", name));
  const dataset = {
    dataset: "incidents",
    title: { en: "Recorded incidents" },
    description: { en: "Incidents recorded by the Philadelphia Police Department." },
    theme: "outcomes",
    source: { files: "incidents/*.csv.gz", format: "csv" },
    // The local day of dispatch; dispatch_date_time is in UTC, and near midnight falls on another day.
    select: `objectid AS id, dispatch_date::DATE AS date, lpad(dc_dist, 2, '0') AS area,
      trim(regexp_replace(upper(text_general_code), '[^A-Z]+', '-', 'g'), '-') AS offence`,
    coverage,
    codes: { offence: { title: { en: "Offence" }, levels: ["category", "class", "all"], codes } },
    // The last file has a header and no rows.
    tolerate: { OUTSIDE_COVERAGE: 2000, UNKNOWN_AREA: 3000, FILE_WITHOUT_ROWS: 1 },
    notes: [
      { code: "without-coordinates", title: { en: "Records without coordinates" }, where: "the_geom IS NULL" },
      {
        code: "other-day-in-utc",
        title: { en: "Records that fall on another day in UTC" },
        where: "dispatch_date_time[1:10] <> dispatch_date",
      },
    ],
    tables,
  };
  writeFileSync(join(folder, "hub.yaml"), stringify(philadelphiaHub));
  writeFileSync(join(folder, "datasets/incidents.yaml"), stringify(dataset));
  return folder;
}
