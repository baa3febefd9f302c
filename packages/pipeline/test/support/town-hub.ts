import { smallCounts, smallRecords } from "./small-hub.ts";

/** The files of a correct hub as its steward wrote them, by path: two districts, incidents of three months, code lists, control totals, public records. */
export const townHub = (): Map<string, string> =>
  new Map([
    [
      "hub.yaml",
      `# The hub of a town that does not exist.
hub: smallville
title: { en: Smallville }
description: { en: A hub for a test. }
publisher: { en: Smallville Police }
languages: [en]
timezone: America/Chicago
licence: { name: CC BY 4.0, url: "https://creativecommons.org/licenses/by/4.0/" }
agencies:
  - { code: SPD, name: { en: Smallville Police } }
geography:
  levels:
    - code: city
      name: { en: City }
      plural: { en: Cities }
      areas: [{ code: S, name: { en: Smallville } }]
    - code: district
      name: { en: District }
      plural: { en: Districts }
      parent: city
      file: geography/districts.csv
      select: code, name, parent
population:
  - file: population.csv
    select: area, residents, year
    source: A count for a test, 2025
`,
    ],
    [
      "datasets/incidents.yaml",
      `# One row an incident.
dataset: incidents
title: { en: Recorded incidents }
description: { en: Incidents for a test. }
theme: outcomes
source: { files: "incidents/*.csv", format: csv }
select: |
  incident AS id,
  day::DATE AS date,
  district AS area,
  upper(kind) AS offence
coverage: { from: 2026-01-01, to: 2026-03-31 }
codes:
  offence:
    title: { en: Offence }
    levels: [category, all]
    file: codes/offences.csv
tables:
  - name: incidents-by-district
    title: { en: Incidents by district }
    dimensions: { area: [district, city], period: [month, quarter], offence: [category, all] }
    measures: [OUT.01, OUT.01.R]
    policy: { method: suppress, threshold: 5, width: 5 }
`,
    ],
    ["geography/districts.csv", "code,name,parent\n1,North,S\n2,South,S\n"],
    ["codes/offences.csv", "code,level,parent,label_en\nALL,all,,All\nTHEFT,category,ALL,Theft\nARSON,category,ALL,Arson\n"],
    ["population.csv", "area,residents,year\n1,4000,2025\n2,6000,2025\n"],
    ["incidents/2026.csv", smallRecords(smallCounts)],
    ["control/incidents.csv", controlOf()],
    [
      "records/engagement.csv",
      "id,title,type,status,area,start,mode\nA1,Coffee with officers,community_meeting,planned,1,2026-05-02T10:00:00-05:00,in_person\n",
    ],
  ]);

/** What the records add up to: in all, of a district, of a month and a category. */
function controlOf(): string {
  const sum = (districts: readonly number[], months: readonly number[], categories: readonly number[]) =>
    districts.flatMap((d) => months.flatMap((m) => categories.map((c) => smallCounts(d, m, c)))).reduce((a, b) => a + b, 0);
  return `area,period,offence,records\n,,,${sum([1, 2], [0, 1, 2], [0, 1])}\n1,,,${sum([1], [0, 1, 2], [0, 1])}\n,2026-02,ARSON,${sum([1, 2], [1], [1])}\n`;
}
