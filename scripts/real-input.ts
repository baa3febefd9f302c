// Takes real files of real agencies (../shared/data, which never enters the repository) from raw to a published hub, by the commands a steward has and small
// edits of YAML, each of which is listed. Then some records come otherwise, late or not at all, and a correction is published: what `openbeat diff`, the
// correction and the API say of it is compared with an independent question to the store. Ends with 1 where something does not hold, and says so where the
// files are not there.
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { openDatabase } from "@openbeat/database";
import { commands } from "../packages/pipeline/src/commands/all.ts";
import type { Diff } from "../packages/pipeline/src/diff/diff.ts";
import { releasesOf } from "../packages/pipeline/src/release/write.ts";
import { compareReleases } from "./compare-releases.ts";
import { type Delivery, deliverAgain } from "./deliver-again.ts";

const data = resolve(fileURLToPath(new URL("../../shared/data/", import.meta.url)));
const files = (pattern: string) =>
  globSync(pattern, { cwd: data })
    .sort()
    .map((path) => join(data, path));

/** A line of a YAML file that a steward changes: the texts are found once, and replaced. */
type Edit = readonly [path: string, from: string | RegExp, to: string];

interface Again {
  readonly file: string;
  readonly delivery: Delivery;
}

interface City {
  readonly name: string;
  readonly needs: string;
  /** Words of commands, HUB standing for the hub folder, in turn with edits. */
  readonly steps: readonly (readonly string[] | Edit)[];
  /** Records that must come out of it: read and used by dataset. */
  readonly holds: (result: Readonly<Record<string, unknown>>) => string | undefined;
  /** The second delivery: steps, in which CALENDAR stands for the calendar as it is then, and files of the hub folder that come again. */
  readonly again: readonly (readonly string[] | Edit | Again)[];
}

const isEdit = (step: readonly string[] | Edit | Again): step is Edit =>
  Array.isArray(step) && step.length === 3 && /\.yaml$/.test(String(step[0]));
const init = (place: string, code: string, zone: string) => [
  "init",
  "HUB",
  "--place",
  place,
  "--title",
  place,
  "--code",
  code,
  "--agency",
  `City of ${place}`,
  "--timezone",
  zone,
  "--contact",
  "An office, for a test",
];
const words: readonly Edit[] = [
  ["hub.yaml", /"TODO: one or two[^"]*"/, "Real records, for a test."],
  ["hub.yaml", /"TODO: what such[^"]*"/, "city"],
  ["hub.yaml", /"TODO: the same, of[^"]*"/, "cities"],
];
const tolerate = (path: string, codes: readonly string[]): readonly Edit[] => [
  [path, "# tolerate:", "tolerate:"],
  ...codes.map((code): Edit => [path, new RegExp(`#   (${code}: \\d+)`), "  $1"]),
];
const notStated = (path: string, count: number): readonly Edit[] =>
  Array.from({ length: count }, (): Edit => [path, /"TODO: [^"]*"/, "Not stated by the source"]);

type Datasets = readonly { readonly dataset: string; readonly read: number; readonly used: number }[];
const readAs = (dataset: string, rows: number, least: number) => (result: Readonly<Record<string, unknown>>) => {
  const found = ((result.datasets ?? []) as Datasets).find((one) => one.dataset === dataset);
  return found?.read === rows && found.used >= least
    ? undefined
    : `Of ${dataset}, ${found?.read ?? 0} records were read and ${found?.used ?? 0} used; ${rows} and at least ${least} were expected.`;
};

const isInEastBoston = (row: Readonly<Record<string, string>>) =>
  Math.abs(Number(row.LATITUDE) - 42.376) < 0.006 && Math.abs(Number(row.LONGITUDE) + 71.035) < 0.008;
const isAlike = (row: Readonly<Record<string, string>>) =>
  [row.counci, row.q40_w, row.q41_w, row.q37_race, row.q34_d, row.q39_w].join() === "6,3,1,White,1,4";

const cities: readonly City[] = [
  {
    name: "Philadelphia: incidents, districts, residents of tracts",
    needs: "philadelphia",
    steps: [
      init("Philadelphia", "philadelphia", "America/New_York"),
      ...words,
      ["import geography", ...files("philadelphia/police_districts.geojson"), "--hub", "HUB", "--level", "district", "--code", "dist_numc"],
      [
        "import population",
        ...files("philadelphia/census_tracts_pop.geojson"),
        "--hub",
        "HUB",
        "--year",
        "2022",
        "--source",
        "American Community Survey",
      ],
      [
        "import incidents",
        ...files("philadelphia/incidents/*.csv.gz"),
        "--hub",
        "HUB",
        "--column",
        "id=objectid",
        "--column",
        "offence=text_general_code",
      ],
      ["datasets/incidents.yaml", /"TODO: what these[^"]*"/, "Incidents recorded by the police."],
      ...tolerate("datasets/incidents.yaml", ["OUTSIDE_COVERAGE", "UNKNOWN_AREA", "FILE_WITHOUT_ROWS"]),
    ],
    holds: readAs("incidents", 320_545, 318_000),
    again: [
      {
        file: "incidents/incidents_2025_11.csv.gz",
        delivery: {
          id: "objectid",
          among: (row) => row.text_general_code === "Thefts" && row.dc_dist === "09" && /^2025-11-[12]/.test(row.dispatch_date ?? ""),
          ...{ change: { text_general_code: "Theft from Vehicle" }, changed: 60, withdrawn: 20, late: 35 },
        },
      },
    ],
  },
  {
    name: "Kansas City: a survey, its codebook, margins of the census",
    needs: "kansas-city",
    steps: [
      init("Kansas City", "kansas-city", "America/Chicago"),
      ...words,
      ["import geography", ...files("kansas-city/council_districts_2023.geojson"), "--hub", "HUB", "--level", "council_district"],
      ["import margins", ...files("kansas-city/acs5_city_2021.csv"), "--hub", "HUB"],
      [
        ...["import survey", ...files("kansas-city/kcmo_*.csv"), "--codebook", ...files("kansas-city/codebook.csv"), "--hub", "HUB"],
        ...["--wave", "2021-Q3", "--from", "2021-07-01", "--to", "2021-09-30"],
        ...["q3_01", "q5_01", "q5_02", "q5_03", "q5_06", "q5_07", "q31_01", "q31_02", "q31_21"].flatMap((item) => ["--item", item]),
      ],
      ["surveys/resident-survey.yaml", /"TODO: probability, [^"]*"/, "opt_in"],
      ...notStated("surveys/resident-survey.yaml", 13),
    ],
    holds: readAs("resident-survey", 1033, 1033),
    // A correction that moves few answers of any group would tell of each, and is refused. These are of one group by every question.
    again: [
      ["surveys/resident-survey.yaml", /(\n {4}field: .*)/, "$1\n    correction: { number: 1, why: { en: A file came a second time } }"],
      {
        file: "resident-survey/kcmo_resident_survey_2021Q3_1QSEP2021.csv",
        delivery: { id: "id", among: isAlike, change: { q3_01: "1" }, changed: 3, withdrawn: 2, late: 40 },
      },
    ],
  },
  {
    name: "Boston: service requests as concerns, neighbourhoods",
    needs: "boston-311",
    steps: [
      init("Boston", "boston", "America/New_York"),
      ...words,
      ["import geography", ...files("boston-311/boston_neighborhoods.geojson"), "--hub", "HUB", "--level", "neighborhood"],
      ["import concerns", ...files("boston-311/boston_311_2015.csv.gz"), "--hub", "HUB", "--column", "area=point"],
      ["datasets/concerns.yaml", /"TODO: what these[^"]*"/, "What residents asked the city for."],
      ["datasets/concerns.yaml", "# tolerate:", "tolerate:"],
      ["datasets/concerns.yaml", /# {3}(OUTSIDE_COVERAGE: \d+)/, "  $1"],
      // As check counts them: points on the water and beyond the city's line.
      ["datasets/concerns.yaml", /(\n {2}OUTSIDE_COVERAGE: \d+)/, "$1\n  OUTSIDE_EVERY_AREA: 265"],
    ],
    holds: readAs("concerns", 121_245, 120_000),
    again: [
      {
        file: "concerns/boston_311_2015.csv.gz",
        delivery: {
          id: "CASE_ENQUIRY_ID",
          among: (row) => row.REASON === "Highway Maintenance" && /^03\/..\/2015/.test(row.OPEN_DT ?? "") && isInEastBoston(row),
          ...{ change: { REASON: "Signs & Signals" }, changed: 60, withdrawn: 20, late: 35 },
        },
      },
    ],
  },
  {
    name: "Bloomington: the meetings of a calendar",
    needs: "civic-meetings",
    steps: [
      init("Bloomington", "bloomington", "America/New_York"),
      ...words,
      [
        "import calendar",
        ...files("civic-meetings/bloomington_gov_stripped.ics"),
        "--hub",
        "HUB",
        "--area",
        "WHOLE",
        "--from",
        "2026-02-01",
        "--to",
        "2026-12-31",
      ],
    ],
    holds: () => undefined,
    again: [
      ["import calendar", "CALENDAR", "--hub", "HUB", "--area", "WHOLE", "--from", "2026-02-01", "--to", "2026-12-31"],
      {
        file: "records/engagement.csv",
        delivery: { id: "id", among: (row) => (row.start ?? "") >= "2026-12", change: {}, changed: 0, withdrawn: 1, late: 0 },
      },
    ],
  },
];

/** The calendar of Bloomington, a while later: a meeting has another title, and there is one more. */
function calendarAgain(folder: string): string {
  const [path = ""] = files("civic-meetings/bloomington_gov_stripped.ics");
  const meeting = [
    "BEGIN:VEVENT",
    "DTSTART:20261005T220000Z",
    "DTEND:20261006T000000Z",
    "UID:late@example.org",
    "SUMMARY:Late meeting",
    "END:VEVENT",
  ];
  const text = readFileSync(path, "utf8")
    .replaceAll("SUMMARY:Utilities Service Board - Bid Opening", "SUMMARY:Opening of bids")
    .replace(/END:VCALENDAR\s*$/, [...meeting, "END:VCALENDAR", ""].join("\r\n"));
  const file = join(folder, "calendar.ics");
  writeFileSync(file, text);
  return file;
}

async function versionsOf(url: string): Promise<readonly string[]> {
  const store = await openDatabase(url);
  return releasesOf(store)
    .then((releases) => releases.map(({ version }) => version))
    .finally(() => store.close());
}

const only = process.argv[2];
let failed = 0;
for (const { name, needs, steps, holds, again } of cities) {
  if (only !== undefined && !needs.startsWith(only)) continue;
  if (!existsSync(join(data, needs))) {
    console.warn(`SKIPPED: ${name}. The files are not beside this checkout (../shared/data/${needs}).`);
    continue;
  }
  console.log(`\n== ${name}`);
  const work = mkdtempSync(join(tmpdir(), "openbeat-real-"));
  const hub = join(work, "hub");
  const url = `file:${join(work, "database")}`;
  const terminal = {
    out: (line: string) => console.log(`   ${line}`),
    err: (line: string) => console.error(`   ${line}`),
    progress: () => {},
  };
  const run = async (line: readonly string[]) => {
    const [called = "", ...rest] = line.map((word) => (word === "HUB" ? hub : word === "CALENDAR" ? calendarAgain(work) : word));
    const command = commands.find((one) => one.name === called);
    if (command === undefined) throw new Error(`There is no command ${called}.`);
    console.log(
      ` $ openbeat ${called} ${rest
        .map((word) => word.replace(work, "").replace(data, "…"))
        .slice(0, 8)
        .join(" ")}${rest.length > 8 ? " …" : ""}`,
    );
    return command.run(rest, terminal);
  };
  const started = performance.now();
  const before = process.cpuUsage();
  const tell = (what: string) => {
    const { user, system } = process.cpuUsage(before);
    console.log(
      `-- ${what}; ${((performance.now() - started) / 1000).toFixed(0)} s, ${((user + system) / 1e6).toFixed(0)} s of CPU so far.`,
    );
  };
  let edits = 0;
  const perform = async (step: readonly string[] | Edit | Again) => {
    if ("file" in step) {
      console.log(` ${step.file} comes again: ${await deliverAgain(join(hub, step.file), step.delivery)}`);
      return;
    }
    if (!isEdit(step)) {
      await run(step);
      return;
    }
    const [path, from, to] = step;
    const text = readFileSync(join(hub, path), "utf8");
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`An edit of ${path} finds nothing to change.`);
    const line = text.split("\n").findIndex((own, at) => own !== changed.split("\n")[at]) + 1;
    edits += 1;
    console.log(` edit ${edits}: ${path}, line ${line}: ${changed.split("\n")[line - 1]?.trim().slice(0, 110)}`);
    writeFileSync(join(hub, path), changed);
  };
  try {
    for (const step of steps) await perform(step);
    const { exitCode, result } = await run(["check", "HUB"]);
    const wrong = exitCode === 0 ? holds(result) : "check refused it.";
    if (wrong !== undefined) throw new Error(wrong);
    await run(["publish", "HUB", "--database", url]);
    const first = await versionsOf(url);
    if (first.length !== 1) throw new Error(`${first.length} releases were published.`);
    tell(`published as ${first[0]}: ${edits} edits of YAML`);
    for (const step of again) await perform(step);
    const words = ["--what", "Records came late, were mended or taken back.", "--why", "Real files came a second time, for a test."];
    await run(["correct", "HUB", "--affects", String(first[0]), ...words, "--database", url]);
    const [older = "", newer = "", ...more] = await versionsOf(url);
    if (newer === "" || more.length > 0) throw new Error("There are not two releases.");
    const { result: told } = await run(["diff", "--from", older, "--to", newer, "--largest", "3", "--database", url]);
    const store = await openDatabase(url, { role: "reader" });
    const {
      changes,
      lines,
      wrong: differing,
    } = await compareReleases(store, told as unknown as Diff, [older, newer]).finally(() => store.close());
    for (const line of lines) console.log(`   ${line}`);
    const late = again.reduce((sum, step) => sum + ("file" in step ? step.delivery.late - step.delivery.withdrawn : 0), 0);
    for (const { dataset, before: then, after: now } of (told as unknown as Diff).records)
      if (then !== null && now !== null && now - then !== late)
        throw new Error(`${dataset} is made of ${now - then} records more, and ${late} more were delivered.`);
    if (differing.length > 0) throw new Error(`They do not tell the same. ${differing.join(". ")}`);
    if (changes === 0) throw new Error("The second delivery changed nothing.");
    tell(`${newer} tells ${changes} changes of ${older}, the same by diff, correction, API and SQL`);
  } catch (error) {
    failed += 1;
    const { message, problems = [] } = error as Error & {
      problems?: readonly { readonly file?: string; readonly row?: number; readonly code: string; readonly message: string }[];
    };
    for (const problem of problems.slice(0, 30))
      console.error(`   ${problem.file ?? ""} ${problem.row ?? ""}: ${problem.message} [${problem.code}]`);
    console.error(`-- NOT as it must be: ${message}`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
process.exitCode = failed === 0 ? 0 : 1;
