import { createHash } from "node:crypto";
import { codeLists, publicKinds } from "@openbeat/standard";
import type { GraphQLEnumType, GraphQLObjectType } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databases } from "../../../../test/support/databases.ts";
import { type FixtureDatabase, openFixture } from "../../../../test/support/fixture-database.ts";
import { recordLine } from "../../src/domain/index.ts";
import { AnswerError, execute, schema } from "../../src/graphql/index.ts";

// biome-ignore lint/suspicious/noExplicitAny: the answers of many different questions, each looked at by its own test
type Answer = any;

for (const { name, available, create } of databases) {
  describe.skipIf(!available)(`public records from ${name}`, () => {
    let fixture: FixtureDatabase;
    beforeAll(async () => {
      fixture = await openFixture(create);
    });
    afterAll(() => fixture.drop());

    const ask = (document: string): Promise<Answer> => execute(document, {}, { database: fixture.reader });
    const release = async (fields: string, version = "1.1.0") => (await ask(`{ release(version: "${version}") { ${fields} } }`)).release;
    const refusal = async (fields: string) => {
      const error = await release(fields).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      if (!(error instanceof AnswerError)) throw new Error("The question was answered.", { cause: error });
      return (error.errors[0] as { extensions: Answer }).extensions;
    };

    it("tell a problem with its stages, its responses and who took part", async () => {
      const { problem } = await release(`problem(code: "harbour-speeding") {
        code title(language: "es") type source openedOn closedOn harm areas { code name }
        stages { stage summary problem { code } }
        responses { title type officerHours partners { code name sector } }
      }`);
      expect(problem).toEqual({
        ...{ code: "harbour-speeding", title: "Exceso de velocidad en el puerto", type: "TRAFFIC", source: "RESIDENTS" },
        ...{ openedOn: "2024-03-01", closedOn: "2025-06-30", harm: null, areas: [{ code: "D1A", name: "Beat 1A" }] },
        stages: [{ stage: "SCANNING", summary: "Speeding was named at three meetings.", problem: { code: "harbour-speeding" } }],
        responses: [
          {
            ...{ title: "Raised crossing", type: "ENVIRONMENTAL", officerHours: 12.5 },
            partners: [
              { code: "city-streets", name: "Department of Streets", sector: "LOCAL_GOVERNMENT" },
              { code: "harbour-school", name: "Harbour School", sector: "SCHOOL" },
            ],
          },
        ],
      });
    });

    it("tell how open a release is, by its catalogue and the day that the release before it named", async () => {
      const ask = `transparency {
        met inPart notMet told cannotBeTold sentence(language: "es")
        criteria { code source test result resultText how(language: "en") toEarn(language: "ar") count of }
      }`;
      const [first, last] = await Promise.all([release(ask, "1.0.0"), release(ask)]);
      const of = ({ transparency }: Answer, code: string) => transparency.criteria.find((one: Answer) => one.code === code);
      expect(last.transparency.criteria.length).toBe(last.transparency.told + last.transparency.cannotBeTold);
      expect(last.transparency.told).toBe(last.transparency.met + last.transparency.inPart + last.transparency.notMet);
      expect(last.transparency.sentence).toMatch(/^Cumplidos: \d+ de los \d+ que se pueden saber\./);
      expect(of(last, "open-licence")).toMatchObject({
        source: "CODE_FOR_AMERICA",
        test: 1,
        result: "YES",
        resultText: "Yes",
        toEarn: null,
      });
      expect(of(first, "on-time")).toMatchObject({ result: "CANNOT_BE_TOLD" });
      expect(of(last, "on-time")).toMatchObject({ result: "YES" });
      expect(of(last, "denominators")).toMatchObject({ result: "IN_PART", count: 1, of: 3 });
      expect(of(last, "force")).toMatchObject({
        source: "VERA",
        test: null,
        result: "NO",
        toEarn: expect.stringContaining("استخدام القوة"),
      });
    });

    it("tell of a partner what it did", async () => {
      const { partner } = await release(
        `partner(code: "harbour-school") { responses { problem { code } } activitiesHosted { code title start place } contributions { type } }`,
      );
      expect(partner).toEqual({
        responses: [{ problem: { code: "harbour-speeding" } }],
        activitiesHosted: [{ code: "e-1", title: "Harbour meeting", start: "2026-04-02T23:30:00.000Z", place: null }],
        contributions: [],
      });
    });

    it.each([
      [`problems(area: "D1") { nodes { code } }`, ["harbour-speeding"]],
      [`problems(area: "D1A") { nodes { code } }`, ["harbour-speeding"]],
      [`problems(area: "testhaven") { nodes { code } }`, ["harbour-speeding", "old-town-noise"]],
      [`problems(area: "D3") { nodes { code } }`, []],
      [`problems(type: [DISORDER]) { nodes { code } }`, ["old-town-noise"]],
      [`problems(from: "2025-01-01") { nodes { code } }`, ["old-town-noise"]],
      [`problems(to: "2024-03-01") { nodes { code } }`, ["harbour-speeding"]],
      [`partners(sector: [SCHOOL, BUSINESS]) { nodes { code } }`, ["harbour-school"]],
      [`activities(status: [PLANNED], from: "2026-04-02", to: "2026-04-02") { nodes { code } }`, ["e-1"]],
      [`activities(status: [HELD]) { nodes { code } }`, ["e-2"]],
    ])("are listed as asked: %s", async (field, codes) => {
      const [list] = Object.values(await release(field)) as Answer[];
      expect(list.nodes.map(({ code }: Answer) => code)).toEqual(codes);
    });

    it("are listed page by page", async () => {
      const first = (await release("problems(first: 1) { totalCount nodes { code } pageInfo { hasNextPage endCursor } }")).problems;
      expect(first).toMatchObject({ totalCount: 2, nodes: [{ code: "harbour-speeding" }], pageInfo: { hasNextPage: true } });
      const second = (await release(`problems(first: 1, after: "${first.pageInfo.endCursor}") { nodes { code } pageInfo { hasNextPage } }`))
        .problems;
      expect(second).toEqual({ nodes: [{ code: "old-town-noise" }], pageInfo: { hasNextPage: false } });
    });

    it("stay as they were in each release", async () => {
      const closed = async (version: string) => (await release(`problem(code: "old-town-noise") { closedOn }`, version)).problem.closedOn;
      expect(await closed("1.0.0")).toBe(null);
      expect(await closed("1.1.0")).toBe("2026-02-15");
    });

    it("are told as they were published, kind by kind, and hash to what the manifest has", async () => {
      const answer = await release(
        `manifest recordSets { kind rowCount columns { name codes isRequired } rows(first: 500) { nodes { code areas values } } }`,
      );
      expect(answer.recordSets.map(({ kind, rowCount }: Answer) => ({ kind, rows: rowCount }))).toEqual(
        answer.manifest.records.map(({ kind, rows }: Answer) => ({ kind, rows })),
      );
      for (const [at, { rows }] of answer.recordSets.entries()) {
        const text = rows.nodes.map((row: Answer) => `${recordLine(row)}\n`).join("");
        expect(createHash("sha256").update(text).digest("hex")).toBe(answer.manifest.records[at].sha256);
      }
      const { records } = await release(
        `records(kind: "problems") { rows(first: 1) { nodes { values } pageInfo { hasNextPage } } columns { name codes } }`,
      );
      expect(records.rows.nodes[0].values.title).toEqual({ en: "Speeding at the harbour", es: "Exceso de velocidad en el puerto" });
      expect(records.rows.pageInfo.hasNextPage).toBe(true);
      expect(records.columns).toContainEqual({ name: "type", codes: "problem_type" });
      expect(await refusal(`records(kind: "comitments") { rowCount }`)).toMatchObject({
        code: "UNKNOWN_MEMBER",
        suggestions: ["commitments"],
      });
    });

    it("have no column for what is counted or stays inside in the rows of files either", async () => {
      const { records } = await release(`records(kind: "engagement") { columns { name } rows(first: 500) { nodes { values } } }`);
      const names = records.columns.map(({ name }: Answer) => name);
      for (const { values } of records.rows.nodes) expect(Object.keys(values).toSorted()).toEqual(names.toSorted());
      for (const hidden of ["officers", "officer_hours", "attendance"]) expect(names).not.toContain(hidden);
    });

    it("are found again by their ID", async () => {
      const { commitment } = await release(`commitment(code: "c-1") { id status area { name } }`);
      expect(commitment).toMatchObject({ status: "KEPT", area: { name: "Harbour" } });
      const { node } = await ask(`{ node(id: "${commitment.id}") { __typename ... on Commitment { code weWill } } }`);
      expect(node).toEqual({ __typename: "Commitment", code: "c-1", weWill: "We will measure." });
    });

    it("refuse what is not there, and suggest what is", async () => {
      expect(await refusal(`problem(code: "harbour-speding") { code }`)).toMatchObject({
        code: "UNKNOWN_MEMBER",
        suggestions: ["harbour-speeding"],
      });
      expect(await refusal(`problems(area: "D9") { totalCount }`)).toMatchObject({ code: "UNKNOWN_MEMBER" });
    });
  });
}

describe("the types of public records", () => {
  it("have every code of the standard's lists, each with its words", () => {
    for (const [list, codes] of Object.entries(codeLists)) {
      const type = schema.getType(list.replace(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())) as
        | GraphQLEnumType
        | undefined;
      if (type === undefined) continue;
      expect(
        type
          .getValues()
          .map(({ value }) => value)
          .sort(),
      ).toEqual(codes.map(({ code }) => code).sort());
      expect(type.getValues().every(({ description }) => (description ?? "") !== "")).toBe(true);
    }
    expect(schema.getType("ActivityType")).toBeDefined();
  });

  it("have no field for what is counted or stays inside", () => {
    const activity = schema.getType("EngagementActivity") as GraphQLObjectType;
    const hidden = publicKinds.find(({ name }) => name === "engagement")?.fields.filter(({ use }) => use !== "published") ?? [];
    expect(hidden.map(({ name }) => name)).toEqual(["officers", "officer_hours", "attendance"]);
    for (const field of ["officers", "officerHours", "attendance"]) expect(activity.getFields()[field]).toBeUndefined();
  });
});
