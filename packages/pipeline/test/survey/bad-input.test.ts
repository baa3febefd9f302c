import type { Database } from "@openbeat/database";
import { PipelineError, type PipelineErrorCode, type Prepared, type ProblemCode, prepare, publish } from "@openbeat/pipeline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEmbedded, type TestDatabase } from "../../../../test/support/databases.ts";
import {
  answersFile,
  type Respondent,
  respondentsFile,
  type SmallSurvey,
  smallMethod,
  smallRespondents,
  smallScales,
  surveyFile,
  writeSmallSurvey,
} from "../support/small-survey.ts";

const secret = "XQSECRETQX";

/** The answers with some changed: `by` gets the place of each, of which the first stands in row 2. */
const changed = (by: (one: Respondent, place: number) => Respondent) => (parts: SmallSurvey) => {
  parts.files[answersFile] = respondentsFile(smallRespondents.map(by));
};
/** The answers with one part of the one in row 5 changed. */
const inRow5 = (part: Partial<Respondent>) => changed((one, place) => (place === 3 ? { ...one, ...part } : one));
const both =
  (...changes: readonly ((parts: SmallSurvey) => void)[]) =>
  (parts: SmallSurvey) => {
    for (const change of changes) change(parts);
  };
const select = (more: string) => (parts: SmallSurvey) => {
  parts.survey.select = `${String(parts.survey.select)}, ${more}`;
};
const supplied = both(select("weight"), (parts) => {
  parts.survey.weighting = { method: "supplied", statement: { en: "By a firm." } };
});
/** Raked to the margins of `people.csv`, by age and sex unless told otherwise. */
const raked =
  (margin: Record<string, unknown> = {}, terms: Record<string, unknown> = {}) =>
  (parts: SmallSurvey) => {
    const own = { name: "age-sex", by: ["age", "sex"], file: "people.csv", select: "age, sex, people", source: { en: "A count" } };
    parts.survey.weighting = { method: "raked", margins: [{ ...own, ...margin }], ...terms };
  };
const people = (rows: string) => (parts: SmallSurvey) => {
  parts.files["people.csv"] = `age,sex,people\n${rows}\n`;
};
const items = (parts: SmallSurvey) => parts.survey.items as Record<string, unknown>[];
const waves = (parts: SmallSurvey) => parts.survey.waves as Record<string, unknown>[];

interface Fault {
  readonly what: string;
  readonly change: (parts: SmallSurvey) => void;
  /** Of a problem of the hub, or of the refusal itself. */
  readonly code: ProblemCode | PipelineErrorCode;
  readonly file?: string;
  readonly row?: number;
  readonly column?: string;
  readonly says?: RegExp;
}

const inAnswers = { file: answersFile, row: 5 };

const wrongWeights: readonly Fault[] = ["-1", "0", "", secret, "NaN", "Infinity", "1e999"].flatMap((weight) => [
  {
    what: `a supplied weight of “${weight}”`,
    change: both(supplied, inRow5({ weight })),
    code: "WEIGHT_INVALID",
    ...inAnswers,
    column: "weight",
  },
  {
    what: `a weight of “${weight}” that raking would begin with`,
    change: both(raked(), select("weight"), inRow5({ weight })),
    code: "WEIGHT_INVALID",
    ...inAnswers,
    column: "weight",
  },
]);

const wrongAnswers: readonly Fault[] = [
  { what: "an answer outside the scale", change: inRow5({ fair: secret }), code: "UNKNOWN_ANSWER", ...inAnswers, column: "fair" },
  {
    what: "the place of an answer instead of its code",
    change: inRow5({ fair: "0" }),
    code: "UNKNOWN_ANSWER",
    ...inAnswers,
    column: "fair",
  },
  {
    what: "an answer in a wave that did not ask",
    change: inRow5({ quality: "4" }),
    code: "UNKNOWN_ANSWER",
    ...inAnswers,
    column: "quality",
    says: /did not ask/,
  },
  {
    what: "no answer where everybody is asked",
    change: inRow5({ contacted: "" }),
    code: "UNKNOWN_ANSWER",
    ...inAnswers,
    column: "contacted",
  },
  { what: "blanks for an answer", change: inRow5({ contacted: "  " }), code: "UNKNOWN_ANSWER", ...inAnswers, column: "contacted" },
  {
    what: "an option that was not offered",
    change: inRow5({ channels: `web;${secret}` }),
    code: "UNKNOWN_ANSWER",
    ...inAnswers,
    column: "channels",
  },
  { what: "an option and none", change: inRow5({ channels: "web;none" }), code: "UNKNOWN_ANSWER", ...inAnswers, column: "channels" },
  {
    what: "an option and a separator alone",
    change: inRow5({ channels: "web;" }),
    code: "UNKNOWN_ANSWER",
    ...inAnswers,
    column: "channels",
  },
  {
    what: "no choice where everybody is asked",
    change: inRow5({ channels: "" }),
    code: "UNKNOWN_ANSWER",
    ...inAnswers,
    column: "channels",
  },
  { what: "an unknown wave", change: inRow5({ wave: secret }), code: "UNKNOWN_WAVE", ...inAnswers, column: "wave" },
  { what: "no wave", change: inRow5({ wave: "" }), code: "UNKNOWN_WAVE", ...inAnswers, column: "wave" },
  { what: "an unknown area", change: inRow5({ district: secret }), code: "UNKNOWN_AREA", ...inAnswers, column: "area" },
  { what: "the city instead of a district", change: inRow5({ district: "S" }), code: "UNKNOWN_AREA", ...inAnswers, column: "area" },
  { what: "an unknown group", change: inRow5({ age: secret }), code: "UNKNOWN_CODE", ...inAnswers, column: "age" },
  { what: "no id", change: inRow5({ id: "" }), code: "ID_MISSING", ...inAnswers, column: "id" },
  { what: "a repeated id", change: inRow5({ id: "2026-Q1-0" }), code: "ID_DUPLICATE", ...inAnswers, column: "id" },
  {
    what: "an id of another wave",
    change: changed((one, place) => (place === 80 ? { ...one, id: "2026-Q1-0" } : one)),
    code: "ID_DUPLICATE",
    file: answersFile,
    row: 82,
    column: "id",
  },
  { what: "no stratum", change: both(select("stratum"), inRow5({ stratum: "" })), code: "UNKNOWN_CODE", ...inAnswers, column: "stratum" },
  { what: "no cluster", change: both(select(`"cluster"`), inRow5({ cluster: "" })), code: "UNKNOWN_CODE", ...inAnswers, column: "cluster" },
  {
    what: "a stratum with one respondent",
    change: both(select("stratum"), inRow5({ stratum: secret })),
    code: "STRATUM_WITH_ONE_UNIT",
    says: /2026-Q1.*residents/,
  },
  {
    what: "a stratum with one cluster",
    change: both(
      select(`stratum, "cluster"`),
      changed((one) => (one.stratum === "s1" ? { ...one, cluster: secret } : one)),
    ),
    code: "STRATUM_WITH_ONE_UNIT",
    says: /2026-Q1.*residents/,
  },
  {
    what: "a wave without answers",
    change: (parts) => {
      parts.files[answersFile] = respondentsFile(smallRespondents.slice(0, 80));
    },
    code: "WAVE_WITHOUT_ANSWERS",
    file: surveyFile,
    says: /2026-Q2/,
  },
  {
    what: "no answers at all",
    change: (parts) => {
      parts.files[answersFile] = respondentsFile([]);
    },
    code: "FILE_WITHOUT_ROWS",
    file: answersFile,
  },
  { what: "no file of answers", change: (parts) => delete parts.files[answersFile], code: "FILE_MISSING", file: "answers/*.csv" },
  {
    what: "a select without a grouping",
    change: (p) => (p.survey.select = String(p.survey.select).replace("age, ", "")),
    code: "SELECT_INVALID",
    file: surveyFile,
    column: "age",
  },
  {
    what: "a select without an item",
    change: (p) => (p.survey.select = String(p.survey.select).replace("rude, ", "")),
    code: "SELECT_INVALID",
    file: surveyFile,
    column: "rude",
  },
  {
    what: "supplied weights that the select does not name",
    change: (p) => {
      p.survey.weighting = { method: "supplied", statement: { en: "By a firm." } };
    },
    code: "SELECT_INVALID",
    file: surveyFile,
    column: "weight",
  },
];

const all = "young,woman,300\nyoung,man,310\nold,woman,420\nold,man,400";
const nobodyOld = changed((one) => (one.age === "old" ? { ...one, age: "young" } : one));
const wrongMargins: readonly Fault[] = [
  {
    what: "a margin with a group that nobody answered from",
    change: both(raked(), nobodyOld),
    code: "MARGIN_EMPTY",
    says: /2026-Q1.*age-sex/,
  },
  {
    what: "respondents in a group without people",
    change: both(raked(), people(all.replace("420", "0"))),
    code: "MARGIN_WITHOUT_PEOPLE",
    says: /2026-Q1.*age-sex/,
  },
  {
    what: "respondents in groups without people, which only have each other as neighbours",
    change: both(raked({ collapse: true }), people(all.replace("420", "0").replace("400", "0"))),
    code: "MARGIN_WITHOUT_PEOPLE",
  },
  {
    what: "a margin of unknown groups",
    change: both(raked(), people(`${all}\n${secret},woman,3`)),
    code: "MARGIN_INVALID",
    file: "people.csv",
    row: 6,
  },
  { what: "a margin without rows", change: both(raked(), people("")), code: "MARGIN_INVALID", file: "people.csv" },
  {
    what: "a margin of which no row counts",
    change: both(raked({ where: "age = 'child'" }), people(all)),
    code: "MARGIN_INVALID",
    file: "people.csv",
    says: /no row/,
  },
  {
    what: "fewer than nobody",
    change: both(raked(), people(all.replace("310", "-310"))),
    code: "MARGIN_INVALID",
    file: "people.csv",
    row: 3,
  },
  {
    what: "people that are no number",
    change: both(raked(), people(all.replace("310", secret))),
    code: "MARGIN_INVALID",
    file: "people.csv",
    row: 3,
  },
  { what: "no people", change: both(raked(), people(all.replace("310", ""))), code: "MARGIN_INVALID", file: "people.csv", row: 3 },
  {
    what: "a margin that counts nobody",
    change: both(raked(), people("young,woman,0\nold,man,0")),
    code: "MARGIN_INVALID",
    file: "people.csv",
  },
  {
    what: "a margin that does not name its people",
    change: raked({ select: "age, sex" }),
    code: "MARGIN_INVALID",
    file: "people.csv",
    says: /people/,
  },
  {
    what: "a margin that does not name a group",
    change: raked({ select: "age, people" }),
    code: "MARGIN_INVALID",
    file: "people.csv",
    says: /sex/,
  },
  {
    what: "a margin whose file lacks a column",
    change: raked({ select: "years AS age, sex, people" }),
    code: "COLUMN_MISSING",
    column: "years",
  },
  { what: "a margin without its file", change: raked({ file: "nobody.csv" }), code: "FILE_MISSING", file: "nobody.csv" },
  {
    what: "a margin by what is no grouping",
    change: raked({ by: ["age", "income"] }),
    code: "HUB_INVALID",
    file: surveyFile,
    says: /income/,
  },
  {
    what: "two margins that contradict one another",
    change: (parts) => {
      raked()(parts);
      people(all)(parts);
      const more = { name: "age", by: ["age"], file: "ages.csv", select: "age, people", source: { en: "Another count" } };
      (parts.survey.weighting as { margins: object[] }).margins.push(more);
      parts.files["ages.csv"] = "age,people\nyoung,900\nold,100\n";
    },
    code: "RAKING_DIVERGED",
    says: /2026-Q1.*residents/,
  },
  {
    what: "bounds that no weights keep to",
    change: both(raked({}, { trim: { lowest: 0.9, highest: 1.01 } }), people(all.replace("300", "9000"))),
    code: "RAKING_DIVERGED",
  },
];

const wrongSurveys: readonly Fault[] = [
  ...Object.keys(smallMethod).map(
    (part): Fault => ({
      what: `waves that do not tell their ${part}`,
      change: (parts) => {
        parts.survey.allWaves = Object.fromEntries(Object.entries(smallMethod).filter(([name]) => name !== part));
      },
      code: "WAVE_METHOD_MISSING",
      file: surveyFile,
      says: new RegExp(`2026-Q1.*${part}`),
    }),
  ),
  ...(
    [
      ["frame", { en: "  " }],
      ["modes", [{ en: "Online" }, { en: " " }]],
      ["responseRate", { rate: 0.2, definition: { en: " " } }],
      ["sponsor", {}],
    ] as const
  ).map(
    ([part, blank]): Fault => ({
      what: `a wave whose ${part} is blank, though that of all waves is not`,
      change: (parts) => {
        waves(parts)[1] = { ...waves(parts)[1], [part]: blank };
      },
      code: "WAVE_METHOD_MISSING",
      file: surveyFile,
      says: new RegExp(`2026-Q2.*${part}`),
    }),
  ),
  {
    what: "two waves of the same name",
    change: (p) => waves(p).push({ ...waves(p)[1] }),
    code: "HUB_INVALID",
    file: surveyFile,
    says: /listed twice/,
  },
  {
    what: "a wave that is named by a month",
    change: (p) => (waves(p)[1] = { ...waves(p)[1], wave: "2026-04" }),
    code: "HUB_INVALID",
    file: surveyFile,
    says: /quarter/,
  },
  {
    what: "a wave that is not over",
    change: (p) => (waves(p)[1] = { ...waves(p)[1], field: { from: "2026-04-10", to: "2999-01-01" } }),
    code: "HUB_INVALID",
    file: surveyFile,
    says: /later than today/,
  },
  {
    what: "a wave that ends before it begins",
    change: (p) => (waves(p)[1] = { ...waves(p)[1], field: { from: "2026-05-10", to: "2026-04-10" } }),
    code: "HUB_INVALID",
    file: surveyFile,
    says: /before it begins/,
  },
  ...["id", "wave", "area", "weight", "stratum", "cluster", "everyone", "item", "answer", "group", "period", "district", "city", "age"].map(
    (name): Fault => ({
      what: `an item named ${name}`,
      change: (parts) => {
        items(parts)[2] = { ...items(parts)[2], code: name };
      },
      code: "HUB_INVALID",
      file: surveyFile,
      says: new RegExp(`named ${name}|both called ${name}`),
    }),
  ),
  {
    what: "two items of the same name",
    change: (p) => items(p).push({ ...items(p)[0] }),
    code: "HUB_INVALID",
    file: surveyFile,
    says: /called fair/,
  },
  {
    what: "an item of an unknown construct",
    change: (p) => (items(p)[2] = { ...items(p)[2], construct: "other" }),
    code: "HUB_INVALID",
    file: surveyFile,
    says: /constructs/,
  },
  {
    what: "an item of an unknown scale",
    change: (p) => (items(p)[2] = { ...items(p)[2], scale: "other" }),
    code: "HUB_INVALID",
    file: surveyFile,
    says: /scale other/,
  },
  {
    what: "an item asked since an unknown wave",
    change: (p) => (items(p)[2] = { ...items(p)[2], since: "2025-Q4" }),
    code: "HUB_INVALID",
    file: surveyFile,
    says: /2025-Q4/,
  },
  {
    what: "a change that changes nothing",
    change: (parts) => {
      items(parts)[0] = { ...items(parts)[0], changes: [{ from: "2026-Q2", scale: "agreement", why: { en: "None" } }] };
    },
    code: "HUB_INVALID",
    file: surveyFile,
    says: /changes nothing/,
  },
  ...(["agreement", "yes_no"] as const).map(
    (name): Fault => ({
      what: `a scale ${name} with one answer more`,
      change: (parts) => {
        const scale = smallScales[name];
        parts.survey.scales = {
          ...smallScales,
          [name]: { ...scale, answers: [...scale.answers, { code: "more", label: { en: "More" } }] },
        };
      },
      code: "HUB_INVALID",
      file: surveyFile,
      says: new RegExp(`scale ${name}`),
    }),
  ),
  {
    what: "a scale with a code twice",
    change: (parts) => {
      parts.survey.scales = { ...smallScales, yes_no: { ...smallScales.yes_no, nonAnswers: [{ code: "yes", label: { en: "Yes" } }] } };
    },
    code: "HUB_INVALID",
    file: surveyFile,
    says: /twice/,
  },
  {
    what: "a group called other",
    change: (p) => (p.survey.groupings as { sex: { codes: object[] } }).sex.codes.push({ code: "other", label: { en: "Other" } }),
    code: "HUB_INVALID",
    file: surveyFile,
    says: /called other/,
  },
  {
    what: "a table by what is no grouping",
    change: (p) => (p.survey.tables as { groups: string[] }[])[0]?.groups.push("income"),
    code: "HUB_INVALID",
    file: surveyFile,
    says: /income/,
  },
  {
    what: "a survey that is no YAML",
    change: (p) => (p.files["surveys/broken.yaml"] = "survey: broken\ntitle: {en: Broken\n"),
    code: "YAML_INVALID",
    file: "surveys/broken.yaml",
  },
];

const attempt = async (run: Promise<unknown>): Promise<unknown> => run.then(() => undefined).catch((thrown: unknown) => thrown);

describe("publish(folder, effects) of a survey", () => {
  let database: TestDatabase;
  let store: Database;
  beforeAll(async () => {
    database = await createEmbedded();
    store = await database.open("publisher");
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
  });
  /** One store for all: to open it takes longer than all the rest. */
  const kept = () =>
    new Proxy(store, {
      get(target, name) {
        if (name === "close") return async () => {};
        const value: unknown = Reflect.get(target, name);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  const effects = () => ({ openStore: async () => kept(), now: () => new Date("2026-11-30T12:00:00Z"), progress: () => {} });

  it.each([...wrongWeights, ...wrongAnswers, ...wrongMargins, ...wrongSurveys])("refuses $what, and publishes nothing", async (fault) => {
    const error = await attempt(publish(writeSmallSurvey(fault.change), effects()));
    expect(error).toBeInstanceOf(PipelineError);
    const { code, message, problems } = error as PipelineError;
    const told = problems.length > 0 ? problems : [{ code, message }];
    const place = Object.fromEntries(
      (["code", "file", "row", "column"] as const).flatMap((name) => (fault[name] === undefined ? [] : [[name, fault[name]]])),
    );
    expect(told, JSON.stringify(told)).toContainEqual(expect.objectContaining(place));
    expect(
      told
        .filter((problem) => problem.code === fault.code)
        .map((problem) => problem.message)
        .join(" "),
    ).toMatch(fault.says ?? /./);
    expect(`${message} ${JSON.stringify(problems)} ${String((error as Error).stack)}`).not.toContain(secret);
    expect(await store.query("SELECT version FROM release")).toEqual([]);
  });
});

/** Makes a release after others, without a database. */
async function releaseAfter(past: readonly Prepared[], change: (parts: SmallSurvey) => void = () => {}): Promise<Prepared> {
  const releases = past.map(({ history }, at) => ({
    version: `1.${at}.0`,
    datasets: new Map(history.map((dataset) => [dataset.dataset, dataset])),
  }));
  return prepare(
    writeSmallSurvey(change),
    () => {},
    releases,
    () => new Date("2026-11-30T12:00:00Z"),
  );
}
let made: Promise<Prepared> | undefined;
/** The release of the survey as it is, made once. */
const published = () => (made ??= releaseAfter([]));

const corrected = (number: number) => (parts: SmallSurvey) => {
  waves(parts)[0] = { ...waves(parts)[0], correction: { number, why: { en: "The firm sent a wrong file." } } };
};
/** The answers of the first wave without the first ones. */
const without = (count: number) => (parts: SmallSurvey) => {
  parts.files[answersFile] = respondentsFile(smallRespondents.slice(count));
};
const inWave1 = (part: Partial<Respondent>) => changed((one, place) => (place === 3 ? { ...one, ...part } : one));

describe("prepare(folder, progress, past) of a survey", () => {
  it("takes the small survey as it is, weighted or not, with strata and clusters or without", async () => {
    for (const change of [
      () => {},
      supplied,
      raked(),
      both(raked({ collapse: true }, { smallestCategory: 20 }), select("weight")),
      select(`stratum, "cluster"`),
    ]) {
      const { datasets, content } = await releaseAfter([], change);
      expect(datasets).toMatchObject([{ dataset: "residents", read: 160, used: 160, leftOut: [] }]);
      expect(content.datasets[0]?.survey?.waves.map(({ method }) => method.completes)).toEqual([80, 80]);
    }
  });

  it("merges a group that nobody answered from into its neighbour where the margin allows it, and says so", async () => {
    const nobody = changed((one) => (one.age === "old" && one.sex === "man" ? { ...one, sex: "woman" } : one));
    const { content } = await releaseAfter([], both(raked({ collapse: true }), nobody));
    const [margin] = content.datasets[0]?.survey?.waves[0]?.weighting.margins ?? [];
    expect(margin?.categories).toContainEqual(
      expect.objectContaining({ code: "old.man", label: { en: "old, man" }, mergedInto: "old.woman", weighted: null }),
    );
    expect(margin?.largestDifference).toBeLessThan(0.001);
  });

  it("leaves out and counts what the steward tolerates, but never an answer without a weight", async () => {
    const tolerant = (parts: SmallSurvey) => {
      parts.survey.tolerate = { UNKNOWN_ANSWER: 1 };
    };
    const { datasets } = await releaseAfter([], both(tolerant, inRow5({ fair: secret })));
    expect(datasets).toMatchObject([{ read: 160, used: 159, leftOut: [{ code: "UNKNOWN_ANSWER", records: 1 }] }]);
    const weightless = (parts: SmallSurvey) => {
      parts.survey.tolerate = { WEIGHT_INVALID: 1 };
    };
    await expect(releaseAfter([], both(supplied, weightless, inRow5({ weight: "" })))).rejects.toMatchObject({
      problems: [expect.objectContaining({ code: "YAML_INVALID" })],
    });
  });

  it.each([
    { what: "an answer", change: inWave1({ fair: "3" }) },
    { what: "somebody's group", change: inWave1({ sex: "man", age: "" }) },
    { what: "somebody's area", change: inWave1({ district: "1" }) },
    { what: "an option", change: inWave1({ channels: "none" }) },
    { what: "answers left out", change: without(20), few: false },
  ])(
    "refuses $what changed in a wave that was published, as a correction too where a figure rests on few of them",
    async ({ change, few = true }) => {
      const first = await published();
      const error = await attempt(releaseAfter([first], change));
      expect(error).toMatchObject({ code: "WAVE_CHANGED", message: expect.stringMatching(/2026-Q1/) });
      const second = await attempt(releaseAfter([first], both(change, corrected(1))));
      if (few) expect(second).toMatchObject({ code: "WAVE_CHANGED", message: expect.stringMatching(/so few/) });
      else expect(second).toBeUndefined();
    },
  );

  it("takes a correction of many answers, under a number that grows with each", async () => {
    const change = changed((one, place) => (place < 40 ? { ...one, fair: "3" } : one));
    const first = await published();
    expect(await attempt(releaseAfter([first], change))).toMatchObject({ code: "WAVE_CHANGED" });
    const second = await releaseAfter([first], both(change, corrected(1)));
    // The number of a correction is spent.
    expect(await attempt(releaseAfter([first, second], corrected(1)))).toMatchObject({ code: "WAVE_CHANGED" });
    await releaseAfter([first, second], both(change, corrected(1)));
    await releaseAfter([first, second], corrected(2));
  });

  it("refuses another reading of the same answers, also as a correction: the difference would tell of each answer", async () => {
    const first = await published();
    for (const change of [
      (parts: SmallSurvey) => {
        (items(parts)[1] as { reversed: boolean }).reversed = false;
      },
      (parts: SmallSurvey) => {
        const scales = structuredClone(parts.survey.scales) as { agreement: { answers: { code: string; favourable?: boolean }[] } };
        for (const answer of scales.agreement.answers) answer.favourable = answer.code === "5";
        parts.survey.scales = scales;
      },
    ]) {
      const error = await attempt(releaseAfter([first], both(change, corrected(1))));
      expect(error).toMatchObject({ code: "WAVE_CHANGED", message: expect.stringMatching(/read otherwise/) });
    }
  });

  it("refuses other weights of a published wave, and any policy but the one it was published by", async () => {
    const first = await published();
    expect(await attempt(releaseAfter([first], raked()))).toMatchObject({ code: "WAVE_CHANGED" });
    for (const [key, value] of Object.entries({ width: 3, smallestBase: 60, smallestAnswer: 6, roundPercentTo: 2, roundBaseTo: 20 })) {
      const other = (parts: SmallSurvey) => {
        parts.survey.policy = { ...(parts.survey.policy as object), [key]: value };
      };
      const message = expect.stringMatching(new RegExp(`another ${key}`));
      expect(await attempt(releaseAfter([first], other)), key).toMatchObject({ code: "HISTORY_UNUSABLE", message });
    }
  });

  it("refuses one supplied weight corrected, which would move every figure that its owner is in, and a table that is no longer there", async () => {
    const first = await releaseAfter([], supplied);
    const heavier = both(
      supplied,
      changed((one, place) => (place === 4 ? { ...one, weight: "16" } : one)),
    );
    expect(await attempt(releaseAfter([first], both(heavier, corrected(1))))).toMatchObject({
      code: "WAVE_CHANGED",
      message: expect.stringMatching(/so few/),
    });
    const withoutGroups = (parts: SmallSurvey) => {
      parts.survey.tables = (parts.survey.tables as { groups?: string[] }[]).map((table) => ({ ...table, groups: [] }));
    };
    expect(await attempt(releaseAfter([first], both(supplied, withoutGroups)))).toMatchObject({ code: "HISTORY_UNUSABLE" });
  });

  it("refuses a wave that is changed while it is left out of a release in between", async () => {
    const first = await published();
    const between = await releaseAfter([first], (parts) => {
      waves(parts).shift();
      parts.survey.allWaves = smallMethod;
      parts.files[answersFile] = respondentsFile(smallRespondents.slice(80));
    });
    expect(await attempt(releaseAfter([first, between], inWave1({ fair: "1" })))).toMatchObject({ code: "WAVE_CHANGED" });
    await releaseAfter([first, between]);
  });

  it("takes a published wave for the same whatever is added to the survey, and in whatever order it lists things", async () => {
    const first = await published();
    const added = (parts: SmallSurvey) => {
      // A new wave with a new question, first of all, and a grouping that is told from now on.
      waves(parts).push({ wave: "2026-Q3", field: { from: "2026-07-10", to: "2026-08-10" } });
      const known = smallRespondents.filter(({ wave }) => wave === "2026-Q2");
      const more = known.map((one, at) => ({ ...one, id: `2026-Q3-${at}`, wave: "2026-Q3" }));
      parts.files[answersFile] = respondentsFile([...more, ...smallRespondents.toReversed()]);
      const item = { ...items(parts)[2], code: "new", since: "2026-Q3", title: { en: "New" } };
      parts.survey.items = [item, ...items(parts).toReversed()];
      parts.survey.select = `${String(parts.survey.select)}, CASE wave WHEN '2026-Q3' THEN contacted END AS new, sex AS gender`;
      const groupings = parts.survey.groupings as Record<string, { codes: object[] }>;
      const young = { code: "child", label: { en: "Child" } };
      parts.survey.groupings = {
        ...groupings,
        age: { ...groupings.age, codes: [young, ...(groupings.age?.codes ?? [])] },
        gender: groupings.sex,
      };
    };
    await releaseAfter([first], added);
  });
});
