import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { type Database, openDatabase } from "@openbeat/database";
import { examples, limits } from "@openbeat/schema/graphql";
import { getIntrospectionQuery } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEmbedded, databases, hasPostgresql } from "../../../test/support/databases.ts";
import { type FixtureDatabase, openFixture } from "../../../test/support/fixture-database.ts";
import { type RunningApi, startApi } from "../src/server.ts";

// biome-ignore lint/suspicious/noExplicitAny: JSON of many shapes, each looked at by its own test
type Json = any;

/** Asks over real HTTP. */
const ask = async (url: string, query: string, variables?: object) => {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Json };
};

/** The status line, headers and body of a request, as Node gives them. */
const raw = (url: string, options: { readonly method?: string; readonly headers?: Record<string, string> } = {}) =>
  new Promise<{ status: number | undefined; headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
    httpRequest(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }));
    })
      .on("error", reject)
      .end();
  });

for (const { name, available, create } of databases) {
  describe.skipIf(!available)(`the API on ${name}`, () => {
    let fixture: FixtureDatabase;
    let api: RunningApi;
    const faults: unknown[] = [];
    beforeAll(async () => {
      fixture = await openFixture(create);
      api = await startApi({ database: fixture.reader, port: 0, tellFault: (error) => faults.push(error) });
    });
    afterAll(async () => {
      await api.close();
      await fixture.drop();
      expect(faults).toEqual([]);
    });

    it("answers GET, so that a question can be a link", async () => {
      const response = await fetch(`${api.url}/graphql?query=${encodeURIComponent("{ release { version } }")}`);
      expect([response.status, await response.json()]).toEqual([200, { data: { release: { version: "1.1.0" } }, extensions: { cost: 2 } }]);
    });

    it("answers HEAD as it would GET, without the body", async () => {
      const path = `/graphql?query=${encodeURIComponent("{ release { version } }")}`;
      const head = await raw(`${api.url}${path}`, { method: "HEAD" });
      expect([head.status, head.body.length]).toEqual([200, 0]);
      expect((await raw(`${api.url}/health`, { method: "HEAD" })).status).toBe(200);
    });

    it("says how it is", async () => {
      expect(await (await fetch(`${api.url}/health`)).json()).toEqual({ status: "ok" });
      const ready = await fetch(`${api.url}/ready`);
      expect([ready.status, await ready.json()]).toEqual([200, { status: "ready" }]);
    });

    it("leads from its root to the API, and nowhere else", async () => {
      const root = await fetch(`${api.url}/`, { redirect: "manual" });
      expect([root.status, root.headers.get("location")]).toEqual([302, "/graphql"]);
      for (const path of ["/graphql/x", "/.env", "/../package.json"]) {
        const nothing = await fetch(`${api.url}${path}`);
        expect([nothing.status, ((await nothing.json()) as Json).code]).toEqual([404, "NOT_FOUND"]);
      }
      expect((await fetch(`${api.url}/health`, { method: "POST" })).status).toBe(404);
    });

    it("lets every site ask, and none with a visitor's credentials", async () => {
      const response = await fetch(`${api.url}/graphql`, {
        method: "OPTIONS",
        headers: {
          origin: "https://news.example",
          "access-control-request-method": "POST",
          "access-control-request-headers": "content-type",
        },
      });
      expect(response.headers.get("access-control-allow-origin")).toBe("*");
      expect(response.headers.get("access-control-allow-credentials")).toBeNull();
      const answer = await ask(api.url, "{ release { version } }");
      expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    });

    it("passes refusals of the schema on, with code, hint and a page that explains it", async () => {
      const { status, body } = await ask(api.url, '{ release { dataset(code: "incident") { code } } }');
      expect(status).toBe(200);
      expect(body).toMatchObject({
        data: { release: { dataset: null } },
        errors: [
          {
            path: ["release", "dataset"],
            extensions: { code: "UNKNOWN_DATASET", hint: 'Did you mean "incidents"?', docs: "/errors/UNKNOWN_DATASET" },
          },
        ],
      });
      const page = await fetch(new URL(body.errors[0].extensions.docs, api.url));
      expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
      expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(await page.text()).toContain("has no dataset of this code");
      expect((await fetch(`${api.url}/errors/NO_SUCH_CODE`)).status).toBe(404);
    });
  });
}

const [embedded] = databases;

describe("the limits of the API", () => {
  let fixture: FixtureDatabase;
  let api: RunningApi;
  beforeAll(async () => {
    if (embedded === undefined) throw new Error("The embedded database is always there.");
    fixture = await openFixture(embedded.create);
    api = await startApi({ database: fixture.reader, port: 0 });
  });
  afterAll(async () => {
    await api.close();
    await fixture.drop();
  });
  const refused = async (query: string, variables?: object) => {
    const { status, body } = await ask(api.url, query, variables);
    expect(status).toBe(["GRAPHQL_VALIDATION_FAILED", "TOO_MANY_TOKENS"].includes(body.errors[0].extensions.code) ? 200 : 400);
    expect(body.data ?? null).toBeNull();
    expect(body.errors.length).toBeLessThanOrEqual(6);
    return { status, ...body.errors[0], errors: body.errors };
  };
  const repeat = (times: number, text: (at: number) => string) => Array.from({ length: times }, (_, at) => text(at)).join(" ");

  it("refuses too many aliases, root fields and tokens", async () => {
    expect((await refused(`{ release { ${repeat(51, (at) => `a${at}: version`)} } }`)).extensions).toMatchObject({
      code: "TOO_MANY_ALIASES",
      max: 50,
    });
    expect((await refused(`{ ${repeat(21, (at) => `a${at}: service { version }`)} }`)).extensions).toMatchObject({
      code: "TOO_MANY_ROOT_FIELDS",
      max: 20,
    });
    const hidden = `{ ...A ...A ...A ...A ...A } fragment A on Query { ${repeat(5, (at) => `a${at}: service { version }`)} }`;
    expect((await refused(hidden)).extensions).toMatchObject({ code: "TOO_MANY_ROOT_FIELDS", measured: 25 });
    const bomb = `{ ...A0 } ${repeat(60, (at) => `fragment A${at} on Query { ${at < 59 ? `...A${at + 1} ...A${at + 1}` : "__typename"} }`)}`;
    expect((await refused(bomb)).extensions).toMatchObject({ code: "TOO_MANY_ROOT_FIELDS" });
    const long = `{ ${repeat(2001, () => "service { version }")} }`;
    expect((await refused(long)).extensions).toMatchObject({ code: "TOO_MANY_TOKENS", max: 2000 });
    expect((await refused(long)).extensions).toMatchObject({ code: "TOO_MANY_TOKENS" });
    expect((await refused("{ ...A } fragment A on Query { ...A }")).extensions.code).toBe("GRAPHQL_VALIDATION_FAILED");
  });

  it("refuses what nests too deeply or asks for too much, whatever the variables were before", async () => {
    const deep = `{ release { area(code: "D1") { ${"parent { ".repeat(12)} code ${"} ".repeat(12)} } } }`;
    expect((await refused(deep)).extensions).toMatchObject({ code: "QUERY_TOO_DEEP", max: 12 });
    const wide = `query ($first: Int!) { release { areas(first: $first) { nodes { children { children { children { code name } } } } } } }`;
    expect((await ask(api.url, wide, { first: 1 })).status).toBe(200);
    const refusal = await refused(wide, { first: 500 });
    expect(refusal.status).toBe(400);
    expect((await ask(api.url, "{ release { version publishedAt } }")).headers.get("x-query-cost")).toBe("3");
    expect(refusal.extensions).toMatchObject({ code: "QUERY_TOO_EXPENSIVE", max: 20_000, measured: expect.any(Number) });
    expect((await ask(api.url, wide, { first: 1 })).status).toBe(200);
    const counts = `{ release { dataset(code: "incidents") { ${repeat(40, (at) => `a${at}: cells(measures: ["OUT.01"], by: ["period.year"], first: 1) { totalCount }`)} } } }`;
    expect((await ask(api.url, counts)).status).toBe(200);
    const dear = `{ release { dataset(code: "incidents") { ${repeat(45, (at) => `a${at}: table(measures: ["OUT.01"], by: ["period.year"], limit: 10000) { value }`)} } } }`;
    expect((await refused(dear)).extensions.code).toBe("QUERY_TOO_EXPENSIVE");
  });

  it("allows a full page of cells with everything about each", async () => {
    const { status, body } = await ask(
      api.url,
      `{ release { dataset(code: "incidents") { cells(measures: ["OUT.01"], by: ["area.district", "period.month", "offence.category"], first: 500) { totalCount nodes {
          key dims labels release measure { code title unit } area { code name } period { code start end } estimate { value text unit status flags uncertainty numerator denominator n interval { lower upper } } } } } } }`,
    );
    expect(body.errors).toBeUndefined();
    expect([status, body.data.release.dataset.cells.nodes.length]).toEqual([200, 288]);
  });

  it("refuses long bodies, several questions at once, forms and text", async () => {
    const post = (type: string, body: string) => fetch(`${api.url}/graphql`, { method: "POST", headers: { "content-type": type }, body });
    expect(
      (await post("application/json", JSON.stringify({ query: `{ service { version } } #${"x".repeat(limits.maxBodyBytes)}` }))).status,
    ).toBe(413);
    expect((await post("application/json", JSON.stringify([{ query: "{ service { version } }" }]))).status).toBe(400);
    for (const type of ["application/x-www-form-urlencoded", "text/plain", "application/graphql", "multipart/form-data; boundary=x"]) {
      expect((await post(type, "query={service{version}}")).status, type).toBe(415);
    }
  });

  it("stops at five errors", async () => {
    const { errors } = await refused(`{ ${repeat(15, (at) => `nothing${at}`)} }`);
    expect(errors.length).toBe(6);
    expect(errors[5].message).toMatch(/Too many validation errors/);
  });

  it("tells its schema to whoever asks, and what was meant", async () => {
    const { body } = await ask(api.url, getIntrospectionQuery());
    expect(body.data.__schema.types.length).toBeGreaterThan(50);
    expect((await refused("{ release { versoin } }")).message).toMatch(/Did you mean "version"/);
  });

  it("gives its contract as text", async () => {
    const contract = await fetch(`${api.url}/schema.graphql`);
    expect(await contract.text()).toBe(readFileSync(new URL("../../schema/schema.graphql", import.meta.url), "utf8"));
  });

  it("tells the limits that it keeps", async () => {
    const fields = Object.keys(limits).join(" ");
    expect((await ask(api.url, `{ service { limits { ${fields} } } }`)).body.data.service.limits).toEqual(limits);
  });
});

describe("GraphiQL", () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await startApi({ database: { query: () => Promise.reject(new Error("nobody asks")) } as unknown as Database, port: 0 });
  });
  afterAll(() => api.close());

  it("opens with our examples, and asks nobody but us", async () => {
    const plain = await raw(`${api.url}/graphql`, { headers: { accept: "text/html" } });
    expect(plain.status).toBe(200);
    const html = plain.body.toString();
    for (const { query } of examples) expect(html).toContain(JSON.stringify(query).slice(1, -1));
    expect(html).not.toMatch(/<(script|link|img|iframe)[^>]*\s(src|href)=["']?https?:/i);
    expect(html).not.toMatch(/@import\s+(url\()?["']?https?:/);
    expect(html).not.toMatch(/url\(["']?https?:/);
    const policy = String(plain.headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).not.toMatch(/https?:/);
    const zipped = await raw(`${api.url}/graphql`, { headers: { accept: "text/html", "accept-encoding": "gzip" } });
    expect(gunzipSync(zipped.body).equals(plain.body)).toBe(true);
    expect(
      (await raw(`${api.url}/graphql`, { headers: { accept: "text/html", "if-none-match": String(plain.headers.etag) } })).status,
    ).toBe(304);
  });
});

describe("faults", () => {
  const withQuery = async <Result>(error: unknown, work: (url: string, faults: readonly unknown[]) => Promise<Result>) => {
    const faults: unknown[] = [];
    const reject = () => Promise.reject(error);
    const database = { query: reject, prisma: { release: { findMany: reject } } } as unknown as Database;
    const api = await startApi({ database, port: 0, tellFault: (fault) => faults.push(fault) });
    try {
      return await work(api.url, faults);
    } finally {
      await api.close();
    }
  };

  it("masks a bug, and tells it to the operator", () =>
    withQuery(new Error("relation secret_table does not exist"), async (url, faults) => {
      const { body } = await ask(url, "{ release { version } }");
      expect(body.errors).toEqual([
        {
          message: "Unexpected error.",
          locations: [{ line: 1, column: 3 }],
          path: ["release"],
          extensions: { code: "INTERNAL_SERVER_ERROR", docs: "/errors/INTERNAL_SERVER_ERROR" },
        },
      ]);
      expect(JSON.stringify(body)).not.toContain("secret");
      expect(faults.length).toBe(1);
      expect((await fetch(`${url}/ready`)).status).toBe(503);
      expect((await fetch(`${url}/health`)).status).toBe(200);
    }));

  it.each([
    ["57014", "TIMEOUT"],
    ["ECONNREFUSED", "DATABASE_UNAVAILABLE"],
  ])("says of %s that later may be better", (code, told) =>
    withQuery(Object.assign(new Error("secret"), { code }), async (url, faults) => {
      const { status, headers, body } = await ask(url, "{ release { version } }");
      expect([status, headers.get("retry-after"), body.errors[0].extensions.code]).toEqual([503, "5", told]);
      expect(JSON.stringify(body)).not.toContain("secret");
      expect(faults.length).toBe(1);
    }),
  );

  it.skipIf(!hasPostgresql)("stops a question that takes PostgreSQL too long", async () => {
    const postgresql = databases.find(({ name }) => name === "PostgreSQL");
    if (postgresql === undefined) return;
    const test = await postgresql.create();
    const [reader, owner] = [await test.open("reader"), await test.open("owner")];
    const api = await startApi({ database: reader, port: 0, tellFault: () => {} });
    await owner.transaction(async (transaction) => {
      await transaction.query("LOCK TABLE release IN ACCESS EXCLUSIVE MODE");
      const { status, body } = await ask(api.url, "{ release { version } }");
      expect([status, body.errors[0].extensions.code]).toEqual([503, "TIMEOUT"]);
    });
    expect((await ask(api.url, "{ release { version } }")).body).toEqual({ data: { release: null }, extensions: { cost: 2 } });
    await api.close();
    await reader.close();
    await owner.close();
    await test.drop();
  });

  it.skipIf(!hasPostgresql).each([["release"], ["area"], ["observation"]])(
    "says that the database is gone where its connections break, and goes on when it is back (%s)",
    async (locked) => {
      const postgresql = databases.find(({ name }) => name === "PostgreSQL");
      if (postgresql === undefined) return;
      const fixture = await openFixture(postgresql.create);
      const [reader, owner] = [fixture.reader, await openDatabase(fixture.url, { role: "owner" })];
      const api = await startApi({ database: reader, port: 0, tellFault: () => {} });
      const question = '{ release { dataset(code: "incidents") { table(measures: ["OUT.01"], by: ["period.year"]) { value } } } }';
      await owner.transaction(async (transaction) => {
        await transaction.query(`LOCK TABLE ${locked} IN ACCESS EXCLUSIVE MODE`);
        let answered = false;
        const asked = ask(api.url, question).finally(() => {
          answered = true;
        });
        while (!answered) {
          await owner.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
          );
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        const { status, body } = await asked;
        expect([status, body.errors[0].extensions.code]).toEqual([503, "DATABASE_UNAVAILABLE"]);
      });
      expect((await ask(api.url, question)).body.data.release.dataset.table.value).toHaveLength(2);
      await api.close();
      await owner.close();
      await fixture.drop();
    },
  );
});

describe("the process", () => {
  const serve = fileURLToPath(new URL("../src/bin/serve.ts", import.meta.url));
  const run = (...options: string[]) => spawn(process.execPath, [serve, ...options], { stdio: ["ignore", "pipe", "pipe"] });

  it("finishes what it has begun when it is told to stop", async () => {
    const database = databases.findLast((one) => one.available);
    if (database === undefined) throw new Error("The embedded database is always there.");
    const fixture = await openFixture(database.create);
    await fixture.reader.close();
    const server = run("--database", fixture.url, "--port", "0");
    try {
      const [line] = (await once(server.stdout, "data")) as [Buffer];
      const url = /http:\S+(?=\/graphql)/.exec(line.toString())?.[0] ?? "";
      const question =
        '{ release { dataset(code: "incidents") { table(measures: ["OUT.01", "OUT.01.R"], by: ["area.district", "period.month", "offence.category"]) { key value text } } } }';
      const agent = new Agent({ keepAlive: true, maxSockets: 20 });
      const send = (method: string, path: string, body = "") =>
        new Promise<Json>((resolve, reject) => {
          const request = httpRequest(`${url}${path}`, { method, agent, headers: { "content-type": "application/json" } }, (response) => {
            let text = "";
            response.on("data", (chunk) => {
              text += String(chunk);
            });
            response.on("end", () => resolve(JSON.parse(text)));
            response.on("error", reject);
          });
          request.on("error", reject).end(body);
        });
      // Twenty connections are open before the server is told to stop; what is asked on them was accepted and must be answered.
      await Promise.all(Array.from({ length: 20 }, () => send("GET", "/health")));
      const exit = once(server, "exit");
      const answers = Array.from({ length: 20 }, () => send("POST", "/graphql", JSON.stringify({ query: question })));
      server.kill("SIGTERM");
      for (const answer of await Promise.all(answers)) expect(answer.data.release.dataset.table.value.length).toBe(576);
      expect(await exit).toEqual([0, null]);
      await expect(send("GET", "/health")).rejects.toThrow(/ECONNREFUSED/);
    } finally {
      server.kill("SIGKILL");
      await fixture.drop().catch(() => {});
    }
  });

  it("ends at once when it is told to stop a second time", async () => {
    const fixture = await openFixture(createEmbedded);
    await fixture.reader.close();
    const server = run("--database", fixture.url, "--port", "0");
    try {
      const [line] = (await once(server.stdout, "data")) as [Buffer];
      const { port } = new URL(/http:\S+/.exec(line.toString())?.[0] ?? "");
      const headers = { "content-type": "application/json", "content-length": 100, expect: "100-continue" };
      const pending = httpRequest({ port, path: "/graphql", method: "POST", headers });
      pending.on("error", () => {}).flushHeaders();
      await once(pending, "continue"); // The server has it now, and waits for its body.
      const exit = once(server, "exit");
      server.kill("SIGTERM");
      expect(await Promise.race([exit, pause(300, "waits for what was begun")])).toBe("waits for what was begun");
      server.kill("SIGINT");
      expect(await exit).toEqual([1, null]);
    } finally {
      server.kill("SIGKILL");
      await fixture.drop().catch(() => {}); // The reader is closed already.
    }
  });

  it("tells faults by their kind and place, without their messages", async () => {
    const folder = mkdtempSync(join(tmpdir(), "openbeat-faults-"));
    const broken = join(folder, "broken.mjs");
    writeFileSync(broken, 'URLSearchParams.prototype.get = () => { throw new TypeError("1987-03-02"); };');
    const fixture = await openFixture(createEmbedded);
    await fixture.reader.close();
    const server = spawn(process.execPath, ["--import", broken, serve, "--database", fixture.url, "--port", "0"]);
    try {
      const [line] = (await once(server.stdout, "data")) as [Buffer];
      const url = /http:\S+(?=\/graphql)/.exec(String(line))?.[0];
      const told = once(server.stderr, "data");
      expect((await fetch(`${url}/graphql?query={__typename}`)).status).toBe(500);
      const text = String((await told)[0]);
      expect(JSON.parse(text.split("\n")[0] ?? "").error).toMatchObject({ type: "TypeError" });
      expect(text).not.toContain("1987");
    } finally {
      server.kill("SIGKILL");
      await fixture.drop().catch(() => {});
      rmSync(folder, { recursive: true });
    }
  });

  it.each([
    [["--database", "mysql://nowhere"], 1, /neither with postgresql/],
    [["--port", "http"], 2, /port/],
    [["--public-url", "api.example.org"], 2, /https/],
    [["--nonsense"], 2, /Unknown option/],
    [["--database", "postgresql://nobody@127.0.0.1:1/nothing"], 1, /does not answer/],
  ])("says what is wrong with %j", async (options, expected, message) => {
    const server = run(...options);
    let said = "";
    server.stderr.on("data", (chunk) => {
      said += String(chunk);
    });
    const [code] = await once(server, "exit");
    expect(code).toBe(expected);
    expect(said).toMatch(message);
    expect(said).not.toMatch(/\n\s+at /);
  });
});
