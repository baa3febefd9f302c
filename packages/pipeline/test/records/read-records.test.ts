import { rmSync } from "node:fs";
import { join } from "node:path";
import { fc, test } from "@fast-check/vitest";
import { PipelineError, type Problem, type ProblemCode, prepare, publish } from "@openbeat/pipeline";
import { publicKinds } from "@openbeat/standard";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databases, type TestDatabase } from "../../../../test/support/databases.ts";
import { readFromStore } from "../../src/audit/from-store.ts";
import { integrityOf } from "../../src/audit/integrity.ts";
import { personalData } from "../../src/records/personal-data.ts";
import { type SmallHub, writeSmallHub } from "../support/small-hub.ts";
import { writeSmallSurvey } from "../support/small-survey.ts";

const files: Readonly<Record<string, string>> = {
  "records/partners.csv": `id,name,sector,areas,since
library,Smallville Library,local_government,1;2,2024-01-01
neighbours,North Neighbours,community_organisation,1,
`,
  "records/problems.csv": `id,title,type,source,areas,opened_on,closed_on,harm
bike-thefts,Stolen bicycles at the station,crime,residents,1,2025-02-01,2026-02-28,People give up cycling.
`,
  "records/problem-stages.csv": `problem,stage,from,to,summary,evidence
bike-thefts,scanning,2025-02-01,2025-03-01,Thefts were named at three meetings.,https://smallville.example/bikes
bike-thefts,analysis,2025-03-02,2025-05-01,"Most happen on weekdays, where racks cannot be seen.",
`,
  "records/responses.csv": `problem,title,type,partners,from,to,dosage,officer_hours
bike-thefts,Racks in sight of the ticket office,environmental,library;neighbours,2025-06-01,2025-06-30,40 racks were moved.,12.5
`,
  "records/engagement.csv": `id,title,type,status,area,start,end,languages,access,hosts,x_ours
E-1,North meeting,beat_meeting,planned,1,2027-01-10T18:00:00-06:00,2027-01-10T19:30:00-06:00,en;es,step_free,neighbours,7
E-2,South meeting,beat_meeting,held,2,2026-02-10T18:00:00-06:00,,en,,,
`,
};

const now = () => new Date("2026-11-26T12:00:00Z");
const told = () => {};
const withRecords = (change: (parts: SmallHub) => void = () => {}) =>
  writeSmallHub((parts) => {
    Object.assign(parts.files, files);
    change(parts);
  });
const problemsOf = async (change: (parts: SmallHub) => void): Promise<readonly Problem[]> => {
  const refused = await prepare(withRecords(change), told, [], now).catch((error: unknown) => error);
  if (!(refused instanceof PipelineError)) throw new Error("The hub was not refused.", { cause: refused });
  return refused.problems;
};
/** The file of records, with a text in the place of another. */
const replaced = (path: string, before: string, after: string) => (parts: SmallHub) => {
  const text = files[path] ?? "";
  if (!text.includes(before)) throw new Error(`${path} does not have the text.`);
  parts.files[path] = text.replace(before, after);
};

const asked = "id,area,theme,question,asked_on,status,answered_on,answer,answered_by\n";
const set = "id,statement,area,measure,category,baseline_period,aim,target,set_on,due,owner\n";
describe("goals and questions of a hub folder", () => {
  const goal = "g,Fewer thefts.,1,OUT.01,THEFT,2026-01,at_most,5,2026-02-01,2026-12-31,North office\n";
  it("are published, and each goal is judged by the hub's own figures", async () => {
    const { content } = await prepare(
      withRecords(({ files: own }) => {
        own["records/goals.csv"] = `${set}${goal}${goal.replace("g,", "h,").replace("OUT.01,THEFT", "DQ.03,").replace(",5,", ",100,")}`;
        own["records/questions.csv"] =
          `${asked}q,1,traffic,Are speeds measured?,2026-03-01,answered,2026-03-09,"Yes, at night.",North office\nr,2,other,When?,2026-03-02,open,,,\n`;
      }),
      told,
      [],
      now,
    );
    const of = (kind: string) => content.records.find((own) => own.kind === kind)?.records.map(({ values }) => values);
    expect(of("questions")).toMatchObject([
      { id: "q", answer: { en: "Yes, at night." } },
      { id: "r", answer: null, answered_on: null },
    ]);
    expect(of("goal-findings")).toMatchObject([
      { goal: "g", verdict: "cannot_tell", reason: "hidden", latest_period: "2026-03", baseline: 14, latest: null },
      { goal: "h", verdict: "cannot_tell", reason: "no_baseline" },
    ]);
  });

  it("are judged by an answer in a survey, with its range", async () => {
    const folder = writeSmallSurvey(({ files: own }) => {
      const rows = ["contacted,TRU.FAV,contacted,at_most,100", "again,TRU.FAV,contacted,at_least,100"];
      own["records/goals.csv"] =
        `id,measure,category,aim,target,statement,area,baseline_period,set_on,due,owner\n${rows.map((row) => `${row},To be reached.,S,2026-Q1,2026-02-01,2026-06-30,The office\n`).join("")}`;
    });
    const { content } = await prepare(folder, told, [], now);
    const found = content.records.find(({ kind }) => kind === "goal-findings")?.records.map(({ values }) => values);
    expect(found).toMatchObject([
      { goal: "again", verdict: "not_met", latest_period: "2026-Q2", latest_lower: expect.any(Number) },
      { goal: "contacted", verdict: "met", baseline: expect.any(Number) },
    ]);
  });

  it.each<[string, string, string, ProblemCode, string]>([
    [
      "an answered question without its answer",
      "questions",
      `${asked}q,1,traffic,Why?,2026-03-01,answered,2026-03-09,,\n`,
      "VALUE_INVALID",
      "answer",
    ],
    ["an open question with an answer", "questions", `${asked}q,1,traffic,Why?,2026-03-01,open,,Because.,\n`, "VALUE_INVALID", "answer"],
    [
      "an answer from before the question",
      "questions",
      `${asked}q,1,traffic,Why?,2026-03-01,declined,2026-02-01,Because.,\n`,
      "DATE_INVALID",
      "answered_on",
    ],
    [
      "a question with a name in it",
      "questions",
      `${asked}q,1,traffic,What did Officer Miller say?,2026-03-01,open,,,\n`,
      "PERSON_IN_TEXT",
      "question",
    ],
    ["a goal whose owner is a person", "goals", set + goal.replace("North office", "Captain Miller"), "PERSON_IN_TEXT", "owner"],
    ["a goal of no measure", "goals", set + goal.replace("OUT.01", "OUT.99"), "UNKNOWN_CODE", "measure"],
    ["a goal from no period", "goals", set + goal.replace("2026-01", "January"), "VALUE_INVALID", "baseline_period"],
    ["a goal that was due before it was set", "goals", set + goal.replace("2026-12-31", "2026-01-31"), "DATE_INVALID", "due"],
    ["a goal of another area", "goals", set + goal.replace("thefts.,1", "thefts.,9"), "UNKNOWN_AREA", "area"],
  ])("are refused: %s", async (_, kind, text, code, column) => {
    const problems = await problemsOf(({ files: own }) => {
      own[`records/${kind}.csv`] = text;
    });
    expect(problems).toMatchObject([{ code, column, row: 2, file: `records/${kind}.csv` }]);
  });
});

describe("the public records of a hub folder", () => {
  it("are read as the standard says, each with its code, its areas and its values", async () => {
    const { content } = await prepare(withRecords(), told, [], now);
    const written = content.records.filter(({ kind }) => publicKinds.some(({ name }) => name === kind));
    expect(written.map(({ kind, records }) => [kind, records.length])).toEqual([
      ["engagement", 2],
      ["problems", 1],
      ["problem-stages", 2],
      ["responses", 1],
      ["partners", 2],
    ]);
    const [response] = content.records.find(({ kind }) => kind === "responses")?.records ?? [];
    expect(response).toEqual({
      kind: "responses",
      code: "bike-thefts/Racks in sight of the ticket office",
      areas: [],
      values: {
        ...{ problem: "bike-thefts", title: { en: "Racks in sight of the ticket office" }, type: "environmental" },
        ...{ partners: ["library", "neighbours"], from: "2025-06-01", to: "2025-06-30" },
        ...{ dosage: { en: "40 racks were moved." }, officer_hours: 12.5 },
      },
    });
    const [meeting] = content.records.find(({ kind }) => kind === "engagement")?.records ?? [];
    expect(meeting?.areas).toEqual(["1"]);
    expect(Object.keys(meeting?.values ?? {})).not.toContain("x_ours");
  });

  it("are said in further languages by columns of their own", async () => {
    const { content } = await prepare(
      withRecords((parts) => {
        parts.hub.languages = ["en", "fr"];
        for (const key of ["title", "description", "publisher"]) parts.hub[key] = { en: "A", fr: "B" };
        parts.files["records/problems.csv"] =
          "id,title,title_fr,type,source,areas,opened_on\nbike-thefts,Stolen bicycles,Vélos volés,crime,residents,1,2025-02-01\n";
      }),
      told,
      [],
      now,
    ).catch((error: unknown) => {
      throw error instanceof PipelineError ? new Error(JSON.stringify(error.problems)) : error;
    });
    expect(content.records.find(({ kind }) => kind === "problems")?.records[0]?.values.title).toEqual({
      en: "Stolen bicycles",
      fr: "Vélos volés",
    });
  });

  const faults: readonly {
    readonly what: string;
    readonly change: (parts: SmallHub) => void;
    readonly code: ProblemCode;
    readonly file: string;
    readonly row?: number;
    readonly column?: string;
  }[] = [
    {
      what: "a file of no kind",
      change: (parts) => {
        parts.files["records/officers.csv"] = "id\n1\n";
      },
      ...{ code: "RECORD_KIND_UNKNOWN", file: "records/officers.csv" },
    },
    {
      what: "a file of a kind that is counted and not shown",
      change: (parts) => {
        parts.files["records/concerns.csv"] = "id,theme\n1,traffic\n";
      },
      ...{ code: "RECORD_KIND_UNKNOWN", file: "records/concerns.csv" },
    },
    {
      what: "how many came to a meeting",
      change: replaced("records/engagement.csv", "x_ours", "attendance"),
      ...{ code: "COLUMN_NOT_PUBLIC", file: "records/engagement.csv", row: 1, column: "attendance" },
    },
    {
      what: "a column that the standard does not have",
      change: replaced("records/engagement.csv", "x_ours", "ours"),
      ...{ code: "COLUMN_UNKNOWN", file: "records/engagement.csv", row: 1 },
    },
    {
      what: "words in a language that the hub does not have",
      change: replaced("records/engagement.csv", "x_ours", "title_de"),
      ...{ code: "COLUMN_UNKNOWN", file: "records/engagement.csv", row: 1 },
    },
    {
      what: "a required column that is missing",
      change: replaced("records/partners.csv", "sector", "x_sector"),
      ...{ code: "COLUMN_MISSING", file: "records/partners.csv", row: 1, column: "sector" },
    },
    {
      what: "an empty required value",
      change: replaced("records/partners.csv", "North Neighbours", ""),
      ...{ code: "VALUE_INVALID", file: "records/partners.csv", row: 3, column: "name" },
    },
    {
      what: "an unknown code",
      change: replaced("records/problems.csv", "crime", "bikes"),
      ...{ code: "UNKNOWN_CODE", file: "records/problems.csv", row: 2, column: "type" },
    },
    {
      what: "an unknown area",
      change: replaced("records/engagement.csv", "held,2", "held,9"),
      ...{ code: "UNKNOWN_AREA", file: "records/engagement.csv", row: 3, column: "area" },
    },
    {
      what: "an unknown area in a list",
      change: replaced("records/partners.csv", "1;2", "1;9"),
      ...{ code: "UNKNOWN_AREA", file: "records/partners.csv", row: 2, column: "areas" },
    },
    {
      what: "a partner that is not listed",
      change: replaced("records/responses.csv", "library;", "museum;"),
      ...{ code: "RECORD_UNKNOWN", file: "records/responses.csv", row: 2, column: "partners" },
    },
    {
      what: "the same record twice",
      change: replaced("records/partners.csv", "neighbours,", "library,"),
      ...{ code: "RECORD_DUPLICATE", file: "records/partners.csv", row: 3, column: "id" },
    },
    {
      what: "a day that is none",
      change: replaced("records/problems.csv", "2025-02-01", "2025-02-30"),
      ...{ code: "DATE_INVALID", file: "records/problems.csv", row: 2, column: "opened_on" },
    },
    {
      what: "a time without its zone",
      change: replaced("records/engagement.csv", "2026-02-10T18:00:00-06:00", "2026-02-10T18:00:00"),
      ...{ code: "DATE_INVALID", file: "records/engagement.csv", row: 3, column: "start" },
    },
    {
      what: "an end before its beginning",
      change: replaced("records/problems.csv", "2026-02-28", "2024-02-28"),
      ...{ code: "DATE_INVALID", file: "records/problems.csv", row: 2, column: "closed_on" },
    },
    {
      what: "a meeting that was held and lies ahead",
      change: replaced("records/engagement.csv", "planned", "held"),
      ...{ code: "DATE_INVALID", file: "records/engagement.csv", row: 2, column: "start" },
    },
    {
      what: "an address that a browser would run",
      change: replaced("records/problem-stages.csv", "https://smallville.example/bikes", "javascript:alert(1)"),
      ...{ code: "VALUE_INVALID", file: "records/problem-stages.csv", row: 2, column: "evidence" },
    },
    {
      what: "hours below zero",
      change: replaced("records/responses.csv", "12.5", "-1"),
      ...{ code: "VALUE_INVALID", file: "records/responses.csv", row: 2, column: "officer_hours" },
    },
    {
      what: "the name of an officer",
      change: replaced("records/problem-stages.csv", "three meetings", "a meeting with Officer Miller"),
      ...{ code: "PERSON_IN_TEXT", file: "records/problem-stages.csv", row: 2, column: "summary" },
    },
    {
      what: "an e-mail address",
      change: replaced("records/responses.csv", "40 racks were moved.", "Write to racks@smallville.example."),
      ...{ code: "PERSON_IN_TEXT", file: "records/responses.csv", row: 2, column: "dosage" },
    },
    {
      what: "words where a code stands",
      change: (parts) => {
        parts.files["records/coverage.csv"] = "kind,area,period,reporting\nask Jane Roe of 5 Elm,1,2026-01,partial\n";
      },
      ...{ code: "VALUE_INVALID", file: "records/coverage.csv", row: 2, column: "kind" },
    },
    {
      what: "words where a period stands",
      change: (parts) => {
        parts.files["records/coverage.csv"] = "kind,area,period,reporting\nincidents,1,spring,partial\n";
      },
      ...{ code: "VALUE_INVALID", file: "records/coverage.csv", row: 2, column: "period" },
    },
    {
      what: "a name that cannot stand in an address",
      change: replaced("records/partners.csv", "neighbours,", "the neighbours,"),
      ...{ code: "VALUE_INVALID", file: "records/partners.csv", row: 3, column: "id" },
    },
  ];
  it.each(faults)("are refused for $what, at its place, and without repeating it", async ({ change, code, file, row, column }) => {
    const problems = await problemsOf(change);
    expect(problems).toContainEqual(
      expect.objectContaining({ code, file, ...(row === undefined ? {} : { row }), ...(column === undefined ? {} : { column }) }),
    );
    for (const { message } of problems) expect(message).not.toMatch(/Miller|museum|javascript|racks@|2025-02-30/);
  });

  it("that have no header are refused without repeating the record that stands in its place", async () => {
    const problems = await problemsOf((parts) => {
      parts.files["records/partners.csv"] =
        "secret-shelter,A name that nobody may read,health,1,2024-01-01\nlibrary,Library,health,1,2024-01-01\n";
    });
    expect(problems.map(({ code }) => code)).toContain("COLUMN_UNKNOWN");
    expect(JSON.stringify(problems)).not.toMatch(/secret|nobody may read/);
  });

  it("are refused all at once, with every problem of every file", async () => {
    const problems = await problemsOf((parts) => {
      replaced("records/problems.csv", "crime", "bikes")(parts);
      replaced("records/partners.csv", "1;2", "1;9")(parts);
    });
    expect(problems.map(({ file }) => file)).toEqual(expect.arrayContaining(["records/problems.csv", "records/partners.csv"]));
  });
});

describe("personalData(text)", () => {
  it.each([
    "Call 555-012-3456 for help.",
    "Call (555) 012 3456.",
    "Write to a.person@city.example.",
    "At 24 Mill Road, and next door.",
    "En la calle: Calle Mayor 24.",
    "We thank Sgt. Alvarez.",
    "Con la Sra. Ortiz.",
  ])("finds what may stand for a person in “%s”", (text) => expect(personalData(text)).toBeDefined());
  it.each([
    "From 2025-03-01 to 2025-05-15 speeds were measured on 24 mornings.",
    "Between 2,400 and 3,100 cars pass in a day; 12 were over 50 km/h.",
    "On Mill Road, near the school and the library.",
    "Officers of District 1 and the Department of Streets.",
    "The chief of the fire service came.",
  ])("finds nothing in “%s”", (text) => expect(personalData(text)).toBeUndefined());
  test.prop([fc.stringMatching(/^[a-z]{1,8}@[a-z]{1,8}\.[a-z]{2,3}$/), fc.lorem()])(
    "finds an e-mail address wherever it stands",
    (address, words) => {
      expect(personalData(`${words} ${address} ${words}`)).toBe("an e-mail address");
    },
  );
});

for (const { name, available, create } of databases)
  describe.skipIf(!available)(`publishing public records on ${name}`, () => {
    let database: TestDatabase;
    const folder = withRecords();
    const run = () => publish(folder, { openStore: () => database.open("publisher"), now, progress: told });
    beforeAll(async () => {
      database = await create();
    });
    afterAll(() => database.drop());

    it("keeps them with the release, under a hash that follows from what is there", async () => {
      const { published, content } = await run();
      expect(content.manifest.records?.map(({ kind, rows }) => [kind, rows])).toContainEqual(["partners", 2]);
      const reader = await database.open("reader");
      const release = await readFromStore(reader, published.version);
      await reader.close();
      expect(integrityOf(release).wrong).toEqual([]);
      const [first, ...rest] = release.records.get("partners") ?? [];
      if (first === undefined) throw new Error("There is no partner.");
      const forged = { ...first, values: { ...first.values, name: "Another" } };
      expect(integrityOf({ ...release, records: new Map(release.records).set("partners", [forged, ...rest]) }).wrong).toEqual([
        "The records partners are not those that were published: their hash is another.",
      ]);
    });

    it("publishes nothing where nothing changed, a changed record as a minor release, and a kind that is gone as a major one", async () => {
      expect((await run()).published).toMatchObject({ version: "1.0.0", isNew: false });
      writeSmallHub((parts) => {
        Object.assign(parts.files, files);
        replaced("records/partners.csv", "North Neighbours", "Neighbours of the North")(parts);
      }, folder);
      expect((await run()).published.version).toBe("1.1.0");
      rmSync(join(folder, "records/engagement.csv"));
      expect((await run()).published.version).toBe("2.0.0");
    });

    it("refuses, in the database itself, to change them, to remove them, and to add one to a release that stands", async () => {
      const publisher = await database.open("publisher");
      try {
        await expect(publisher.query("UPDATE public_record SET code = 'x'")).rejects.toThrow();
        await expect(publisher.query("DELETE FROM public_record")).rejects.toThrow();
        await expect(
          publisher.query(
            `INSERT INTO public_record (release_id, kind, code, areas, given, position) SELECT id, 'partners', 'late', '{}', '{}', 9 FROM release LIMIT 1`,
          ),
        ).rejects.toThrow();
      } finally {
        await publisher.close();
      }
    });
  });

it("every kind that is published has no column that is counted in its key", () => {
  for (const { key, fields } of publicKinds)
    for (const name of key) expect(fields.find((field) => field.name === name)?.use).toBe("published");
});
