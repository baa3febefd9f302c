import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";

const data = fileURLToPath(new URL("../../../../../shared/data/kansas-city/", import.meta.url));
const responses = "kcmo_resident_survey_2021Q3_1QSEP2021.csv";
const census = "acs5_city_2021.csv";
const districts = "council_districts_2023.geojson";

/** Whether the real answers of Kansas City stand beside the checkout. They never enter it. */
export const hasKansasCity = existsSync(join(data, responses));
if (!hasKansasCity) console.warn("SKIPPED: the real answers of Kansas City are not beside this checkout (shared/data/kansas-city).");

const satisfaction = ["Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Very satisfied"];

/** The police and safety items of the survey, with the column of its file and the words of its code book. */
export const satisfactionItems = [
  { code: "police_services", column: "q3_01", construct: "confidence", title: "Police services" },
  { code: "protection", column: "q5_01", construct: "effectiveness", title: "Effectiveness of local police protection" },
  { code: "relationship", column: "q5_02", construct: "engagement", title: "The relationship between my neighborhood and the police" },
  { code: "prevention", column: "q5_03", construct: "effectiveness", title: "The city's overall efforts to prevent crime" },
  { code: "emergencies", column: "q5_06", construct: "effectiveness", title: "How quickly police respond to emergencies" },
  {
    code: "concerns",
    column: "q5_07",
    construct: "engagement",
    title: "Responsiveness of the police department to resident concerns",
  },
  { code: "safety_city", column: "q2_05", construct: "perceived_safety", title: "Overall feeling of safety in the city" },
  { code: "safety_neighborhood", column: "q2_06", construct: "perceived_safety", title: "How safe you feel in your neighborhood" },
] as const;

export const yesNoItems = [
  {
    code: "contact",
    column: "q31_02",
    title: "Contact with a KCPD officer",
    wording: "Have you had contact with a KCPD police officer during the last year?",
  },
  {
    code: "victim",
    column: "q31_01",
    title: "Victim of a crime in the household",
    wording: "Were you or anyone in your household the victim of any crime in Kansas City, Missouri during the last year?",
  },
  { code: "city_meetings", column: "q31_21", title: "Attended city meetings", wording: "Have you attended any city meetings?" },
] as const;

/** Groups, with what the survey's file has for each. */
export const races = [
  { code: "white", raw: "White", label: "White" },
  { code: "black", raw: "Black/African American", label: "Black or African American" },
  { code: "hispanic", raw: "Hispanic", label: "Hispanic" },
  { code: "two_or_more", raw: "two or more races", label: "Two or more races" },
  { code: "asian", raw: "Asian/Pacific Islander", label: "Asian or Pacific Islander" },
  { code: "american_indian", raw: "American Indian/Eskimo", label: "American Indian" },
  { code: "another_race", raw: "Other", label: "Another race" },
] as const;
export const ages = [
  { code: "18_24", raw: "1", label: "18 to 24", census: ["18 and 19 years", "20 years", "21 years", "22 to 24 years"] },
  { code: "25_34", raw: "2", label: "25 to 34", census: ["25 to 29 years", "30 to 34 years"] },
  { code: "35_44", raw: "3", label: "35 to 44", census: ["35 to 39 years", "40 to 44 years"] },
  { code: "45_54", raw: "4", label: "45 to 54", census: ["45 to 49 years", "50 to 54 years"] },
  { code: "55_64", raw: "5", label: "55 to 64", census: ["55 to 59 years", "60 and 61 years", "62 to 64 years"] },
  {
    code: "65_plus",
    raw: "6",
    label: "65 and over",
    census: ["65 and 66 years", "67 to 69 years", "70 to 74 years", "75 to 79 years", "80 to 84 years", "85 years and over"],
  },
] as const;
const genders = [
  { code: "man", raw: "1", label: "Male" },
  { code: "woman", raw: "2", label: "Female" },
  { code: "another_gender", raw: "3", label: "Another gender" },
] as const;

/**
 * Tables of adults by race in the census, the group of the survey that each is counted as, and the row of table B03002 with those of the race who are
 * not Hispanic. The survey has Hispanic as one answer beside the races, so people of each race who are Hispanic are counted as that and nowhere else.
 */
export const censusRaces = [
  { table: "B01001H", group: "white", notHispanic: null },
  { table: "B01001I", group: "hispanic", notHispanic: null },
  { table: "B01001B", group: "black", notHispanic: "B03002_004" },
  { table: "B01001C", group: "american_indian", notHispanic: "B03002_005" },
  { table: "B01001D", group: "asian", notHispanic: "B03002_006" },
  { table: "B01001E", group: "asian", notHispanic: "B03002_007" },
  { table: "B01001F", group: "another_race", notHispanic: "B03002_008" },
  { table: "B01001G", group: "two_or_more", notHispanic: "B03002_009" },
] as const;

/** Every estimate of the census file, by variable. */
export function censusEstimates(): ReadonlyMap<string, number> {
  const rows = readFileSync(join(data, census), "utf8").trim().split("\n").slice(1);
  return new Map(
    rows.flatMap((row) => {
      const [, variable, estimate] = /^\d+,"[^"]*",([^,]*),([^,]*),/.exec(row) ?? [];
      return variable === undefined ? [] : [[variable, Number(estimate)] as const];
    }),
  );
}

/** The share of a race that is not Hispanic, among people of all ages: the census has no table of it among adults. */
function notHispanicShare({ table, notHispanic }: (typeof censusRaces)[number], estimates: ReadonlyMap<string, number>): number {
  return notHispanic === null ? 1 : (estimates.get(notHispanic) ?? 0) / (estimates.get(`${table}_001`) ?? 1);
}

const words = (en: string) => ({ en });
/** SQL: the group of what the file has; none for what says that nothing was stated, and an unknown one for anything else. */
const cases = (column: string, codes: readonly { readonly code: string; readonly raw: string }[], ...notStated: readonly string[]) =>
  `CASE ${column} ${codes.map(({ code, raw }) => `WHEN '${raw}' THEN '${code}'`).join(" ")} ${["NA", ...notStated].map((raw) => `WHEN '${raw}' THEN NULL`).join(" ")} ELSE 'unknown' END`;
const groups = (codes: readonly { readonly code: string; readonly label: string }[]) =>
  codes.map(({ code, label }) => ({ code, label: words(label) }));

const notStated = words("Not stated by the source.");

export const kansasCityTables = [
  { name: "by-district", title: words("By council district"), area: ["district", "city"] },
  { name: "by-group", title: words("By group"), area: ["city"], groups: ["race", "age", "gender"] },
  { name: "by-district-and-age", title: words("By council district and age"), area: ["district"], groups: ["age"] },
];

/** Makes a hub folder of the real answers, as a steward would. @returns The folder. */
export function makeKansasCityHub(): string {
  const folder = mkdtempSync(join(tmpdir(), "openbeat-kansas-city-"));
  for (const part of ["geography", "surveys"]) mkdirSync(join(folder, part));
  cpSync(join(data, districts), join(folder, "geography", districts));
  for (const file of [responses, census]) cpSync(join(data, file), join(folder, file));
  const hub = {
    hub: "kansas-city",
    title: words("Kansas City"),
    description: words("Real answers of Kansas City, for a test."),
    publisher: words("City of Kansas City, Missouri"),
    languages: ["en"],
    timezone: "America/Chicago",
    licence: { name: "Not stated", url: "https://data.kcmo.org/" },
    agencies: [{ code: "KCPD", name: words("Kansas City Police Department") }],
    geography: {
      levels: [
        { code: "city", name: words("City"), plural: words("Cities"), areas: [{ code: "KC", name: words("Kansas City") }] },
        {
          code: "district",
          name: words("Council district"),
          plural: words("Council districts"),
          parent: "city",
          // Boundaries of 2023; whether the survey's districts are these or those before, its source does not say. They only place the figures.
          file: `geography/${districts}`,
          select: "DIST_ID AS code, 'District ' || DIST_ID AS name",
        },
      ],
    },
  };
  const estimates = censusEstimates();
  const share = (race: (typeof censusRaces)[number]) => `WHEN '${race.table}' THEN ${notHispanicShare(race, estimates).toFixed(6)}`;
  // Of the tables by race, rows 7 to 16 are men and 22 to 31 women of 18 years and more.
  const adultRows = "split_part(variable, '_', 2)::INTEGER";
  const survey = {
    survey: "resident-survey",
    title: words("Resident survey"),
    description: words("What residents think of the police and of safety, September 2021."),
    source: { files: responses, format: "csv" },
    select: `id,
      CASE quarte WHEN '1QSEP2021' THEN '2021-Q3' END AS wave,
      counci AS area,
      ${cases("q37_race", races)} AS race,
      ${cases("q40_w", ages)} AS age,
      -- 9 has no label in the source: not stated.
      ${cases("q41_w", genders, "9")} AS gender,
      ${cases("q41_w", genders.slice(0, 2), "9", "3")} AS census_sex,
      ${[...satisfactionItems, ...yesNoItems].map(({ code, column }) => `${column} AS ${code}`).join(",\n      ")}`,
    areaLevel: "district",
    groupings: {
      race: { title: words("Race"), codes: groups(races) },
      age: { title: words("Age"), codes: groups(ages) },
      gender: { title: words("Gender identity"), codes: groups(genders) },
      // Not shown. The census counts two sexes only: who has another gender is in neither category, and keeps the share that answered.
      census_sex: { title: words("Sex, as the census counts it"), codes: groups(genders.slice(0, 2)) },
    },
    permission: words("The City of Kansas City's own questions; its licence is not stated. For a test only."),
    scales: {
      satisfaction: {
        kind: "likert5",
        answers: satisfaction.map((label, at) => ({ code: String(at + 1), label: words(label) })),
        nonAnswers: [{ code: "9", label: words("Don't know") }],
      },
      yes_no: {
        kind: "yesno",
        // Contact, crime and meetings are neither favourable nor not; the scale asks for an order, and yes stands last.
        answers: [
          { code: "2", label: words("No") },
          { code: "1", label: words("Yes") },
        ],
        nonAnswers: [{ code: "9", label: words("Not labelled by the source") }],
      },
    },
    constructs: ["confidence", "effectiveness", "engagement", "perceived_safety"].map((kind) => ({
      code: `of_${kind}`,
      kind,
      title: words(kind),
      description: words(`Items of the survey that we count as ${kind}: the source groups them otherwise.`),
    })),
    items: [
      ...satisfactionItems.map(({ code, construct, title }) => ({
        ...{ code, construct: `of_${construct}`, title: words(title), scale: "satisfaction" },
        wording: words(`How satisfied are you with: ${title}`),
      })),
      ...yesNoItems.map(({ code, title, wording }) => ({ code, title: words(title), wording: words(wording), scale: "yes_no" })),
    ],
    every: "quarter",
    waves: [{ wave: "2021-Q3", field: { from: "2021-07-01", to: "2021-09-30" } }],
    allWaves: {
      // How people were chosen is not known. Nobody may then call the precision a margin of sampling error, as of an open survey.
      sampleDesign: "opt_in",
      sponsor: words("City of Kansas City, Missouri"),
      conductor: notStated,
      population: words("Residents of Kansas City, Missouri. The bands of age begin with 18 years."),
      geography: words("City of Kansas City, Missouri: six council districts."),
      frame: notStated,
      recruitment: words("Not stated by the source. We treat the survey as one that anybody could answer, which claims least."),
      modes: [words("Web"), words("Mail"), words("Phone")],
      languages: ["en"],
      invited: null,
      responseRate: { rate: null, definition: notStated },
      processing: words(
        "De-identified by the source. Blanks stand as don't know or are not labelled. The days in the field are those of the quarter.",
      ),
      limitations: words(
        "The source states neither how people were chosen nor how many were asked, and gives no weights. Seventeen answers were given by phone.",
      ),
    },
    weighting: {
      method: "raked",
      // Six women of 18 to 24 cannot stand for all of them with no weight above five: they are weighted together with those of 25 to 34. So are the
      // five American Indians and the six of another race with each other.
      smallestCategory: 10,
      margins: [
        {
          name: "sex-age",
          by: ["census_sex", "age"],
          collapse: true,
          file: census,
          select: `CASE split_part(label, '!!', 3) WHEN 'Male:' THEN 'man' WHEN 'Female:' THEN 'woman' END AS census_sex,
            CASE ${ages.map(({ code, census: labels }) => `WHEN split_part(label, '!!', 4) IN (${labels.map((label) => `'${label}'`).join(", ")}) THEN '${code}'`).join(" ")} END AS age,
            estimate::DOUBLE AS people`,
          where: `variable LIKE 'B01001\\_%' ESCAPE '\\' AND split_part(label, '!!', 4) <> ''
            AND split_part(label, '!!', 4) NOT IN ('Under 5 years', '5 to 9 years', '10 to 14 years', '15 to 17 years')`,
          source: words(
            "American Community Survey, five years to 2021, table B01001: adults by sex and age. Its finer bands add up to the survey's six.",
          ),
        },
        {
          name: "race",
          by: ["race"],
          collapse: true,
          file: census,
          select: `CASE split_part(variable, '_', 1) ${censusRaces.map(({ table, group }) => `WHEN '${table}' THEN '${group}'`).join(" ")} END AS race,
            estimate::DOUBLE * CASE split_part(variable, '_', 1) ${censusRaces.map(share).join(" ")} END AS people`,
          where: `variable SIMILAR TO 'B01001[B-I]_[0-9]+' AND (${adultRows} BETWEEN 7 AND 16 OR ${adultRows} BETWEEN 22 AND 31)`,
          source: words(
            "American Community Survey, five years to 2021, tables B01001B to I: adults by race. The survey has Hispanic as one answer among the races, so of each other race only those count who are not Hispanic: by their share among all ages in table B03002, as there is none of adults.",
          ),
        },
      ],
    },
    tables: kansasCityTables,
  };
  writeFileSync(join(folder, "hub.yaml"), stringify(hub));
  writeFileSync(join(folder, "surveys/resident-survey.yaml"), stringify(survey));
  return folder;
}
