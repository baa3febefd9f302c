import { getIntrospectionQuery } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ApiProcess, startApiProcess } from "../../../test/support/api-process.ts";
import { createEmbedded, createPostgresql, hasPostgresql } from "../../../test/support/databases.ts";
import { type FixtureDatabase, openFixture } from "../../../test/support/fixture-database.ts";

// Questions that are meant to hurt, each against the server as it ships, in a process of its own. Its processor time is measured, not
// the time that passes, so that a busy machine changes nothing. OPENBEAT_ATTACK_DATABASE names another store, such as the sample city;
// OPENBEAT_ATTACK_ROUNDS says how often all come again; OPENBEAT_TELL prints what was measured.

const repeat = (times: number, text: (at: number) => string) => Array.from({ length: times }, (_, at) => text(at)).join(" ");
const nest = (times: number, open: string, inner: string, close = "}") => `${open.repeat(times)}${inner}${close.repeat(times)}`;
const dataset = (code: string, inner: string) => `{ release { dataset(code: "${code}") { ${inner} } } }`;

interface Store {
  readonly dataset: string;
  readonly measure: string;
  readonly by: string;
}

/** What it is refused with, or that it is answered, says that it gets as far as it is meant to. */
type Attack = readonly [name: string, outcome: string, body: unknown];

/** Attacks on the text, its fragments and its directives. */
const textual: readonly Attack[] = [
  ["2,000 aliases", "TOO_MANY_TOKENS", { query: `{ ${repeat(2000, (at) => `a${at}: __typename`)} }` }],
  ["5,000 times the same field", "TOO_MANY_TOKENS", { query: `{ ${repeat(5000, () => "__typename")} }` }],
  [
    "150 fragments that overlap",
    "TOO_MANY_ROOT_FIELDS",
    { query: `{ ${repeat(150, (at) => `...F${at}`)} } ${repeat(150, (at) => `fragment F${at} on Query { service { version } }`)}` },
  ],
  [
    "fragments that double 60 times",
    "TOO_MANY_ROOT_FIELDS",
    { query: `{ ...A0 } ${repeat(60, (at) => `fragment A${at} on Query { ${at < 59 ? `...A${at + 1} ...A${at + 1}` : "__typename"} }`)}` },
  ],
  [
    "fields that conflict within 100 fragments",
    "TOO_MANY_ROOT_FIELDS",
    {
      query: `{ ${repeat(100, (at) => `...F${at}`)} } ${repeat(100, (at) => `fragment F${at} on Query { release { version x: ${at % 2 === 0 ? "version" : "isLatest"} } }`)}`,
    },
  ],
  ["5,000 directives", "TOO_MANY_TOKENS", { query: `{ __typename ${"@skip(if: false) ".repeat(5000)} }` }],
  ["300 directives that there are not", "GRAPHQL_VALIDATION_FAILED", { query: `{ __typename ${repeat(300, (at) => `@x${at}`)} }` }],
  ["fragments in a circle", "GRAPHQL_VALIDATION_FAILED", { query: "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }" }],
  ["90,000 brackets", "GRAPHQL_PARSE_FAILED", { query: "{".repeat(90_000) }],
  [
    "brackets within brackets within a value",
    "QUERY_TOO_DEEP",
    { query: `{ release(version: ${nest(20_000, "[", "1", "]")}) { version } }` },
  ],
  ["fields within fields within fields", "GRAPHQL_VALIDATION_FAILED", { query: nest(650, "{ x ", "") }],
  ["90,000 bytes of one name", "GRAPHQL_VALIDATION_FAILED", { query: `{ ${"x".repeat(90_000)} }` }],
  ["90,000 bytes of text", "RELEASE_NOT_FOUND", { query: `{ release(version: "${"x".repeat(90_000)}") { version } }` }],
  ["300 operations", "answered", { query: repeat(300, (at) => `query Q${at} { __typename }`), operationName: "Q299" }],
  ["100 fields that there are not", "GRAPHQL_VALIDATION_FAILED", { query: `{ release { ${repeat(100, (at) => `versioon${at}`)} } }` }],
  ["a subscription", "GRAPHQL_VALIDATION_FAILED", { query: "subscription { release { version } }" }],
  ["1,000 questions at once", "BAD_REQUEST", Array.from({ length: 1000 }, () => ({ query: "{ __typename }" }))],
  [
    "900,000 bytes of variables",
    "REQUEST_ENTITY_TOO_LARGE",
    { query: "query ($v: String) { release(version: $v) { version } }", variables: { v: "x".repeat(900_000) } },
  ],
  ["variables nested 10,000 deep", "answered", `{"query":"{__typename}","variables":${nest(10_000, '{"a":', "1")}}`],
  [
    "8,000 names of variables",
    "answered",
    { query: "{ __typename }", variables: Object.fromEntries(Array.from({ length: 8000 }, (_, at) => [`v${at}`, 1])) },
  ],
  [
    "a prototype",
    "BAD_REQUEST",
    '{"query":"{__typename}","variables":{"__proto__":{"x":1},"constructor":{"prototype":{}}},"__proto__":{"query":"x"}}',
  ],
];

const circle = (times: number, open: string, close: string) => `${open.repeat(times)}name${close.repeat(times)}`;
/** Attacks on introspection. */
const introspective: readonly Attack[] = [
  ["introspection, whole", "answered", { query: getIntrospectionQuery() }],
  ["introspection in circles", "QUERY_TOO_EXPENSIVE", { query: `{ __schema { types { ${circle(5, "fields { type { ", " } }")} } } }` }],
  [
    "introspection in circles of fragments",
    "QUERY_TOO_EXPENSIVE",
    { query: `{ __schema { types { ...F } } } fragment F on __Type { ${circle(6, "ofType { fields { type { ", " } } }")} }` },
  ],
  [
    "introspection of all fields 48 times",
    "QUERY_TOO_EXPENSIVE",
    { query: `{ __schema { types { ${repeat(48, (at) => `a${at}: fields { description args { description } }`)} } } }` },
  ],
  [
    "introspection of all types by fragments",
    "QUERY_TOO_EXPENSIVE",
    {
      query: `{ ${repeat(20, (at) => `a${at}: __schema { ...S }`)} } fragment S on __Schema { types { ...T } } fragment T on __Type { fields { name description args { name description } } }`,
    },
  ],
  [
    "introspection 20 times",
    "answered",
    { query: `{ ${repeat(20, (at) => `a${at}: __schema { types { name fields { name type { name } } } }`)} }` },
  ],
];

/** Attacks on what is read from the store. */
const reading = ({ dataset: code, measure, by }: Store): readonly Attack[] => [
  [
    "areas in areas in areas",
    "QUERY_TOO_DEEP",
    { query: `{ release { areas(first: 500) { nodes { ${nest(9, "children { ", "code ")} } } } }` },
  ],
  [
    "a page of 100,000",
    "PAGE_TOO_LARGE",
    { query: dataset(code, `cells(measures: ["${measure}"], by: ${by}, first: 100000) { nodes { key } }`) },
  ],
  [
    "45 tables of 10,000 rows",
    "QUERY_TOO_EXPENSIVE",
    {
      query: dataset(
        code,
        repeat(45, (at) => `a${at}: table(measures: ["${measure}"], by: ${by}, limit: 10000) { value }`),
      ),
    },
  ],
  [
    "40 counts",
    "answered",
    {
      query: dataset(
        code,
        repeat(40, (at) => `a${at}: cells(measures: ["${measure}"], by: ${by}, first: 1) { totalCount }`),
      ),
    },
  ],
  [
    "500 cells with everything",
    "answered",
    {
      query: dataset(
        code,
        `cells(measures: ["${measure}"], by: ${by}, first: 500) { nodes { key dims labels estimate { value text status flags interval { lower upper } } } }`,
      ),
    },
  ],
  ["20 releases opened", "answered", { query: `{ ${repeat(20, (at) => `a${at}: release { dataset(code: "${code}") { title } }`)} }` }],
  [
    "8,000 dimensions",
    "UNKNOWN_DIMENSION",
    {
      query: `query ($by: [String!]!) { release { dataset(code: "${code}") { table(measures: ["${measure}"], by: $by) { value } } } }`,
      variables: { by: Array.from({ length: 8000 }, (_, at) => `d${at}.x`) },
    },
  ],
  [
    "1,500 filters",
    "UNKNOWN_MEMBER",
    {
      query: `query ($where: [DimensionFilter!]) { release { dataset(code: "${code}") { table(measures: ["${measure}"], by: ${by}, where: $where) { value } } } }`,
      variables: { where: Array.from({ length: 1500 }, (_, at) => ({ dimension: "area", is: { in: [`D${at}`] } })) },
    },
  ],
  [
    "9,000 members in one filter",
    "UNKNOWN_MEMBER",
    {
      query: `query ($in: [String!]) { release { dataset(code: "${code}") { table(measures: ["${measure}"], by: ${by}, where: [{ dimension: "area", is: { in: $in } }]) { value } } } }`,
      variables: { in: Array.from({ length: 9000 }, (_, at) => `D${at}`) },
    },
  ],
  [
    "a code of 90,000 letters that is looked up",
    "UNKNOWN_DATASET",
    { query: "query ($code: String!) { release { dataset(code: $code) { code } } }", variables: { code: "d".repeat(90_000) } },
  ],
  [
    "a search for 90,000 letters",
    "answered",
    {
      query: "query ($text: String!) { release { search(text: $text) { code } } }",
      variables: { text: "a ".repeat(45_000) },
    },
  ],
  [
    "a cursor of 90,000 letters",
    "CURSOR_INVALID",
    {
      query: `query ($after: String!) { release { dataset(code: "${code}") { cells(measures: ["${measure}"], by: ${by}, after: $after) { nodes { key } } } } }`,
      variables: { after: "A".repeat(90_000) },
    },
  ],
  [
    "an ID of 90,000 letters",
    "NODE_ID_INVALID",
    { query: "query ($id: ID!) { node(id: $id) { id } }", variables: { id: "A".repeat(90_000) } },
  ],
  [
    "a number beyond all numbers",
    "GRAPHQL_VALIDATION_FAILED",
    '{"query":"query ($n: Int!) { release { areas(first: $n) { nodes { code } } } }","variables":{"n":1e999}}',
  ],
];

const own = process.env.OPENBEAT_ATTACK_DATABASE;
const rounds = Number(process.env.OPENBEAT_ATTACK_ROUNDS ?? 4);

describe("attacks on the server as it ships", () => {
  let fixture: FixtureDatabase | undefined;
  let api: ApiProcess;
  let attacks: readonly Attack[];
  let round = 0;
  beforeAll(async () => {
    fixture = own === undefined ? await openFixture(hasPostgresql ? createPostgresql : createEmbedded) : undefined;
    // The embedded database belongs to one process at a time.
    if (!hasPostgresql) await fixture?.reader.close();
    api = await startApiProcess(own ?? fixture?.url ?? "");
    const question = "{ release { datasets { code groupings { by cellCount measures } } } }";
    const { body } = await ask({ query: question });
    const groupings = JSON.parse(body).data.release.datasets.flatMap((one: { code: string; groupings: object[] }) =>
      one.groupings.map((grouping) => ({ dataset: one.code, ...grouping })),
    );
    const [largest] = groupings.sort((a: { cellCount: number }, b: { cellCount: number }) => b.cellCount - a.cellCount);
    const store = { dataset: largest.dataset, measure: largest.measures[0], by: JSON.stringify(largest.by) };
    attacks = [...textual, ...introspective, ...reading(store)];
    // What is read once and kept, and code that runs for the first time, is not what an attack costs.
    for (const [, , body] of attacks) await ask(body);
  });
  afterAll(async () => {
    expect(await api.stop()).toBe(0);
    await fixture?.drop();
  });
  const ask = async (body: unknown) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const response = await fetch(`${api.url}/graphql`, { method: "POST", headers: { "content-type": "application/json" }, body: text });
    return { status: response.status, headers: response.headers, body: await response.text() };
  };
  /** The same attack in other words, so that no answer is a kept one. */
  const anew = (body: unknown): unknown => {
    round++;
    if (typeof body === "string") return body.replace("{", `{"extensions":{"x":${round}},`);
    return Array.isArray(body)
      ? body
      : { ...(body as Readonly<Record<string, unknown>>), query: `${(body as { query: string }).query} #${round}` };
  };

  it("none takes half a second of processor or a megabyte, and none is a fault", async () => {
    const worst: string[] = [];
    for (const [name, outcome, body] of attacks) {
      const before = await api.use();
      const { status, body: answer } = await ask(anew(body));
      const seconds = (await api.use()).seconds - before.seconds;
      worst.push(`${seconds.toFixed(3)} s ${String(answer.length).padStart(7)} bytes ${status} ${name}`);
      expect(seconds, name).toBeLessThan(0.5);
      expect(answer.length, name).toBeLessThan(1_000_000);
      const { errors } = JSON.parse(answer);
      expect([name, errors?.[0].extensions.code ?? "answered"]).toEqual([name, outcome]);
      expect(status < 500, `${name}: ${status}`).toBe(true);
    }
    if (process.env.OPENBEAT_TELL !== undefined) console.log(worst.sort().reverse().join("\n"));
    expect(worst.length).toBe(41);
  });

  it(`memory stays bounded, though they come ${rounds} times`, async () => {
    let [most, last] = [0, 0];
    for (let at = 0; at < rounds; at++) {
      await Promise.all(attacks.map(([, , body]) => ask(anew(body))));
      last = (await api.use()).bytes;
      most = Math.max(most, last);
    }
    if (process.env.OPENBEAT_TELL !== undefined)
      console.log(`${(most / 1e6).toFixed(0)} MB at most, ${(last / 1e6).toFixed(0)} MB at the end`);
    // Where no server answers the embedded engine stands in the same process, and what it once took it keeps.
    const engine = hasPostgresql || own !== undefined ? 0 : 256e6;
    expect(most).toBeLessThan(640e6 + engine);
    expect((await ask({ query: "{ release { version } }" })).status).toBe(200);
  });

  // The checks of graphql-cop, each with what is expected here.
  describe("graphql-cop", () => {
    const get = (search: string, headers: Record<string, string> = {}) => fetch(`${api.url}/graphql${search}`, { headers });
    const code = async (body: unknown) => JSON.parse((await ask(body)).body).errors?.[0]?.extensions?.code;

    it("alias overloading: refused", async () => {
      expect(await code({ query: `{ service { ${repeat(101, (at) => `a${at}: version`)} } }` })).toBe("TOO_MANY_ALIASES");
    });
    it("batch queries: refused", async () => {
      expect((await ask(Array.from({ length: 10 }, () => ({ query: "{ __typename }" })))).status).toBe(400);
    });
    it("directive overloading: refused", async () => {
      expect(await code({ query: `{ __typename ${"@aa".repeat(10)} }` })).toBe("GRAPHQL_VALIDATION_FAILED");
      expect(await code({ query: `{ __typename ${"@skip(if: false)".repeat(500)} }` })).toMatch(
        /TOO_MANY_TOKENS|GRAPHQL_VALIDATION_FAILED/,
      );
    });
    it("circular introspection: refused", async () => {
      expect(
        await code({
          query: "{ __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } } }",
        }),
      ).toMatch(/QUERY_TOO_EXPENSIVE|GRAPHQL_VALIDATION_FAILED/);
    });
    it("field duplication: refused beyond the limit of words", async () => {
      expect(await code({ query: `{ ${"__typename ".repeat(2500)} }` })).toBe("TOO_MANY_TOKENS");
    });
    it("a mutation by GET: refused, and there is none to be asked", async () => {
      expect((await get(`?query=${encodeURIComponent("mutation { __typename }")}`)).status).toBe(405);
    });
    it("POST with a form's type: refused", async () => {
      const body = new URLSearchParams({ query: "{ __typename }" });
      expect((await fetch(`${api.url}/graphql`, { method: "POST", body })).status).toBe(415);
      expect((await fetch(`${api.url}/graphql`, { method: "POST", body: "{ __typename }" })).status).toBe(415);
    });
    it("trace mode: there is none", async () => {
      const { body } = await ask({ query: "{ __typename }" });
      expect(Object.keys(JSON.parse(body).extensions ?? {})).toEqual(["cost"]);
    });
    it("unhandled errors: masked", async () => {
      for (const query of ["qwerty { abc }", "{ release(version: {a: 1}) { version } }", ""]) {
        expect((await ask({ query })).body).not.toMatch(/node_modules|\bat \S+ \(|stacktrace|exception/i);
      }
    });
    it("questions by GET: answered, deliberately: a question is a link, and there is nothing to be changed by one", async () => {
      expect((await get("?query={__typename}")).status).toBe(200);
    });
    it("introspection: answered, deliberately: the schema is public", async () => {
      expect((await ask({ query: "{ __schema { queryType { name } } }" })).body).toContain('"Query"');
    });
    it("suggestions of fields: given, deliberately: they are documentation", async () => {
      expect((await ask({ query: "{ releese { version } }" })).body).toContain("Did you mean");
    });
    it("GraphiQL: served, deliberately, and from our own files", async () => {
      expect(await (await get("", { accept: "text/html" })).text()).toContain("GraphiQL");
    });
  });
});
