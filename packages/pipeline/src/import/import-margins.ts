import { join } from "node:path";
import { PipelineError } from "../errors.ts";
import { csvText, readCsvRows } from "./csv-rows.ts";
import { writeWhole } from "./files.ts";
import { ageBand } from "./guess/codebook.ts";
import { readHubGeography } from "./hub-geography.ts";

/** A file of the American Community Survey whose people become margins. */
export interface MarginsImport {
  readonly file: string;
  readonly hub: string;
  /** Of a file of several places: the one whose people count. */
  readonly geoid: string | undefined;
}

export interface MarginsReport {
  readonly files: readonly { readonly path: string; readonly rows: number; readonly people: number }[];
  readonly notes: readonly string[];
}

/** Where margins stand in a hub. */
export const marginsFolder = "population/margins";

const lastAge = 120;

/** Ages of a row of table B01001, from its label's last part. */
function agesOf(label: string): { readonly from: number; readonly to: number } | undefined {
  const text = label.replace(/ years?/g, "").trim();
  const under = /^Under (\d+)/.exec(text);
  if (under !== null) return { from: 0, to: Number(under[1]) - 1 };
  const two = /^(\d+) and (\d+)$/.exec(text);
  if (two !== null) return { from: Number(two[1]), to: Number(two[2]) };
  const single = /^(\d+)$/.exec(text);
  if (single !== null) return { from: Number(single[1]), to: Number(single[1]) };
  const band = ageBand(text);
  return band === undefined ? undefined : { from: band.from, to: band.to ?? lastAge };
}

/**
 * Makes margins out of a file of the American Community Survey with the columns variable, estimate, moe and label: people by sex and age (table
 * B01001), and by race or ethnicity (table B03002).
 * @throws {PipelineError} `IMPORT_INVALID` where the file has no such columns or tables, or several places and none was named.
 */
export async function importMargins({ file, hub, geoid }: MarginsImport): Promise<MarginsReport> {
  await readHubGeography(hub);
  const { columns, rows: all } = await readCsvRows(file);
  const lacking = ["variable", "estimate", "label"].filter((name) => !columns.includes(name));
  if (lacking.length > 0)
    throw new PipelineError(
      "IMPORT_INVALID",
      `The file lacks ${lacking.join(", ")}: margins are made of the census's own variables and labels. Nothing was written.`,
    );
  const places = new Set(all.map(({ GEOID = "" }) => GEOID));
  if (geoid === undefined && places.size > 1)
    throw new PipelineError(
      "IMPORT_INVALID",
      `The file has ${places.size} places. Say which one the survey is about: --geoid. Nothing was written.`,
    );
  const rows = all.filter(({ GEOID = "" }) => geoid === undefined || GEOID === geoid);
  const parts = (label = "") => label.split("!!").map((part) => part.replace(/:$/, "").trim());
  const sexAge = rows.flatMap(({ variable = "", estimate = "", moe = "", label }) => {
    const [, , sex, age] = parts(label);
    const ages = age === undefined ? undefined : agesOf(age);
    if (!/^B01001_\d+$/.test(variable) || ages === undefined || (sex !== "Male" && sex !== "Female")) return [];
    return [
      {
        sex: sex === "Male" ? "man" : "woman",
        age_from: String(ages.from),
        age_to: String(ages.to),
        people: String(Number(estimate)),
        moe,
      },
    ];
  });
  const race = rows.flatMap(({ variable = "", estimate = "", moe = "", label }) => {
    const [, , origin, group, more] = parts(label);
    if (!/^B03002_\d+$/.test(variable) || more !== undefined) return [];
    const isHispanic = origin === "Hispanic or Latino" && group === undefined;
    if (!isHispanic && !(origin === "Not Hispanic or Latino" && group !== undefined)) return [];
    return [{ race_ethnicity: isHispanic ? "Hispanic or Latino" : (group ?? ""), people: String(Number(estimate)), moe }];
  });
  const made = [
    {
      path: `${marginsFolder}/sex-age.csv`,
      columns: ["sex", "age_from", "age_to", "people", "moe"],
      rows: sexAge as readonly Record<string, string>[],
    },
    { path: `${marginsFolder}/race.csv`, columns: ["race_ethnicity", "people", "moe"], rows: race as readonly Record<string, string>[] },
  ].filter((one) => one.rows.length > 0);
  if (made.length === 0)
    throw new PipelineError(
      "IMPORT_INVALID",
      "The file has neither table B01001 (sex by age) nor B03002 (race and Hispanic origin). Nothing was written.",
    );
  for (const one of made) writeWhole(join(hub, one.path), csvText(one));
  return {
    files: made.map((one) => ({
      path: one.path,
      rows: one.rows.length,
      people: one.rows.reduce((sum, { people }) => sum + Number(people), 0),
    })),
    notes: [
      "Estimates of a sample: their margins of error stand beside them, and are not used in weighting.",
      ...(race.length > 0 ? ["Race and ethnicity are of people of all ages; of Hispanic people the race is not told apart."] : []),
    ],
  };
}
