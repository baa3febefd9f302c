import { connect } from "node:net";
import { context, propagation, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEmbedded } from "../../../test/support/databases.ts";
import { type FixtureDatabase, openFixture } from "../../../test/support/fixture-database.ts";
import { createLog } from "../src/log.ts";
import { type RunningApi, startApi } from "../src/server.ts";

let fixture: FixtureDatabase;
beforeAll(async () => {
  fixture = await openFixture(createEmbedded);
});
afterAll(() => fixture.drop());

const link = (query: string) => `/graphql?query=${encodeURIComponent(query)}`;

describe("the log", () => {
  const lines: string[] = [];
  let api: RunningApi;
  beforeAll(async () => {
    const log = createLog("info", { write: (line) => void lines.push(line) });
    api = await startApi({ database: fixture.reader, port: 0, log, rateLimit: { points: 100_000, seconds: 60 }, behindProxy: 1 });
  });
  afterAll(() => api.close());
  const asked = async (path: string, options: RequestInit = {}) => {
    const from = lines.length;
    const { status } = await fetch(`${api.url}${path}`, options);
    while (lines.length === from) await new Promise((resolve) => setTimeout(resolve, 5));
    return { status, line: JSON.parse(lines.at(-1) ?? "") };
  };

  it("has a line for each request: what was asked by its hash, what it cost, and how it ended", async () => {
    const { line } = await asked(link("{ release { version } }"));
    expect(line).toEqual({
      level: "info",
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      method: "GET",
      path: "/graphql",
      status: 200,
      bytes: expect.any(Number),
      cost: 2,
      ms: expect.any(Number),
      cache: "made",
      document: expect.stringMatching(/^[0-9a-f]{16}$/),
      msg: "request",
    });
    expect(line.bytes).toBeGreaterThan(200);
    const again = await asked(link("{ release { version } }"));
    expect(again.line).toMatchObject({ cost: 0, cache: "kept", document: line.document });
    const refused = await asked(link("{ nothing }"));
    expect(refused.line).toMatchObject({ code: "GRAPHQL_VALIDATION_FAILED" });
    expect((await asked("/nowhere", { method: "DELETE" })).line).toMatchObject({ method: "other", path: "other", status: 404 });
  });

  it("counts the bytes of each answer once, also where several were asked at once", async () => {
    const from = lines.length;
    const socket = connect(Number(new URL(api.url).port), "127.0.0.1");
    const request = (path: string, more = "") => `GET ${path} HTTP/1.1\r\nHost: x\r\n${more}\r\n`;
    socket.write(request("/schema.graphql") + request("/openapi.json") + request("/health", "Connection: close\r\n"));
    let received = 0;
    for await (const chunk of socket) received += (chunk as Buffer).length;
    while (lines.length < from + 3) await new Promise((resolve) => setTimeout(resolve, 5));
    const told = lines.slice(from).map((line) => JSON.parse(line).bytes as number);
    expect(told.reduce((sum, bytes) => sum + bytes, 0)).toBe(received);
    const { line } = await asked("/schema.graphql", { method: "HEAD" });
    expect(line.bytes).toBeLessThan(1500);
  });

  it("says of a question that was refused to its client that nothing was made or shared", async () => {
    const told: string[] = [];
    const log = createLog("info", { write: (line) => void told.push(line) });
    const strict = await startApi({ database: fixture.reader, port: 0, log, rateLimit: { points: 5, seconds: 60 }, behindProxy: 1 });
    expect((await fetch(`${strict.url}${link("{ release { version } }")}`)).status).toBe(429);
    await strict.close();
    expect(JSON.parse(told.at(-1) ?? "")).toMatchObject({ status: 429, code: "RATE_LIMITED" });
    expect(told.at(-1)).not.toContain('"cache"');
  });

  it("holds nothing that a client wrote, nor who it was", async () => {
    const secret = "Xq7SecretWord";
    const headers = {
      "x-forwarded-for": "198.51.100.77",
      cookie: `session=${secret}`,
      authorization: `Bearer ${secret}`,
      "user-agent": secret,
      referer: `https://example.org/${secret}`,
      traceparent: secret,
    };
    const post = (body: unknown) => ({
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const from = lines.length;
    const question = `query ${secret}($code: String!) { ${secret}: release(version: "${secret}") { dataset(code: $code) { code } } }`;
    await asked(link(question), { headers });
    await asked("/graphql", post({ query: question, operationName: secret, variables: { code: secret, [secret]: secret } }));
    await asked("/graphql", post({ query: `{ ${secret} }` }));
    await asked("/graphql", post({ query: `{ "${secret}` }));
    await asked("/graphql", post({ [secret]: secret }));
    await asked("/graphql", { ...post({}), body: secret });
    await asked(`/graphql?documentId=${secret}`, { headers });
    await asked(`/r/9.9.9/graphql?query=${secret}`, { headers });
    await asked(`/${secret}?${secret}`, { headers });
    await asked(`/datasets/${secret}/query.csv?measures=${secret}&${secret}=1`, { headers });
    await asked(`/schema.graphql?${secret}`, { headers: { ...headers, "if-none-match": secret } });
    const told = lines.slice(from).join("");
    expect(lines.length - from).toBe(11);
    expect(told).not.toMatch(new RegExp(secret, "i"));
    expect(told).not.toMatch(/198\.51\.100|127\.0\.0\.1|::1/);
  });

  it("tells of a fault where it was and what kind, without its message", () => {
    const told: string[] = [];
    const log = createLog("error", { write: (line) => void told.push(line) });
    log.fault(
      Object.assign(new Error('invalid input syntax for type date: "1987-03-02"', { cause: new TypeError("1987") }), { code: "22007" }),
    );
    log.fault("1987");
    log.say("not told at this level");
    expect(told.length).toBe(2);
    expect(told.join("")).not.toContain("1987");
    expect(JSON.parse(told[0] ?? "").error).toMatchObject({ type: "Error", code: "22007", cause: { type: "TypeError" } });
    expect(told[0]).toContain("watching.test.ts");
  });
});

describe("the metrics", () => {
  it("count and measure with the same few series, whatever is asked", async () => {
    const api = await startApi({ database: fixture.reader, port: 0, metrics: { port: 0, host: "127.0.0.1" } });
    try {
      const read = async () => (await fetch(api.metricsUrl ?? "")).text();
      const series = (text: string) => new Set(text.match(/^openbeat_[^ ]+/gm));
      const value = (text: string, name: string) =>
        text
          .split("\n")
          .filter((line) => line.startsWith(name))
          .reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
      const kinds = (at: number) => [
        link(`{ release { a${at}: version } }`),
        link(`{ nothing${at} }`),
        `/nowhere/${at}`,
        `/datasets/x${at}/query.csv?measures=m${at}`,
        `/r/1.${at}.0/graphql?query=x${at}`,
      ];
      const ask = (path: string) => fetch(`${api.url}${path}`).then((response) => response.text());
      for (const path of [...kinds(0), ...kinds(0)]) await ask(path);
      const before = await read();
      for (let at = 1; at <= 200; at++) await Promise.all(kinds(at).map(ask));
      const after = await read();
      expect([...series(after)].filter((name) => !series(before).has(name))).toEqual([]);
      expect(value(after, "openbeat_request_seconds_count") - value(before, "openbeat_request_seconds_count")).toBe(1000);
      expect(value(after, 'openbeat_refusals_total{code="GRAPHQL_VALIDATION_FAILED"}')).toBeGreaterThanOrEqual(201);
      expect(series(after).size).toBeLessThan(150);
      for (const name of ["openbeat_gate_running", "openbeat_gate_waiting", "openbeat_cache_bytes", "openbeat_outbox_bytes"]) {
        expect(after, name).toContain(`\n${name} `);
      }
      expect(value(after, "openbeat_cache_bytes")).toBeGreaterThan(1000);
      expect(after).toContain("nodejs_eventloop_lag_seconds");
      expect(after).toContain("process_resident_memory_bytes");
      expect((await fetch(`${api.url}/metrics`)).status).toBe(404);
      expect((await fetch((api.metricsUrl ?? "").replace(/metrics$/, ""))).status).toBe(404);
    } finally {
      await api.close();
    }
    await expect(fetch(api.metricsUrl ?? "")).rejects.toThrow();
  });
});

describe("the traces", () => {
  const exporter = new InMemorySpanExporter();
  beforeAll(() => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
    const [, traceId, spanId] = /^00-(\w{32})-(\w{16})-01$/.exec(caller) ?? [];
    propagation.setGlobalPropagator({
      inject() {},
      fields: () => ["traceparent"],
      extract: (from, carrier, getter) =>
        getter.get(carrier, "traceparent") === caller && traceId !== undefined && spanId !== undefined
          ? trace.setSpanContext(from, { traceId, spanId, traceFlags: 1, isRemote: true })
          : from,
    });
  });
  afterAll(() => {
    trace.disable();
    context.disable();
    propagation.disable();
  });
  const caller = `00-${"a".repeat(32)}-${"b".repeat(16)}-01`;
  const question = '{ release { dataset(code: "incidents") { traced: table(measures: ["OUT.01"], by: ["period.year"]) { value } } } }';

  it("have a span for the request, within it one for the execution, and within that one for each statement", async () => {
    const api = await startApi({ database: fixture.reader, port: 0, traces: true, behindProxy: 1 });
    await fetch(`${api.url}${link(question)}`, { headers: { traceparent: caller } }).then((response) => response.text());
    await api.close();
    const spans = exporter.getFinishedSpans();
    const [request] = spans.filter(({ name }) => name === "request");
    const [execute] = spans.filter(({ name }) => name === "execute");
    expect(request?.parentSpanContext?.spanId).toBe("b".repeat(16));
    expect(execute?.parentSpanContext?.spanId).toBe(request?.spanContext().spanId);
    const statements = spans.filter(
      ({ name, parentSpanContext }) => name === "sql" && parentSpanContext?.spanId === execute?.spanContext().spanId,
    );
    expect(statements.length).toBeGreaterThan(0);
    expect(new Set(spans.map((span) => span.spanContext().traceId))).toEqual(new Set(["a".repeat(32)]));
    expect(request?.attributes).toEqual({ "http.request.method": "GET", "http.response.status_code": 200 });
    expect(JSON.stringify(spans.map(({ attributes, status, events }) => [attributes, status, events]))).not.toMatch(
      /OUT\.01|SELECT|traced/,
    );
  });

  it("belong to no trace that the public names, unless a proxy of ours passes it on", async () => {
    exporter.reset();
    const api = await startApi({ database: fixture.reader, port: 0, traces: true });
    await fetch(`${api.url}/health`, { headers: { traceparent: caller } }).then((response) => response.text());
    await api.close();
    const [request] = exporter.getFinishedSpans();
    expect(request?.parentSpanContext).toBeUndefined();
    expect(request?.spanContext().traceId).not.toBe("a".repeat(32));
    expect(request?.links.map((one) => one.context.traceId)).toEqual(["a".repeat(32)]);
  });

  it("are not made unless they are asked for", async () => {
    exporter.reset();
    const api = await startApi({ database: fixture.reader, port: 0 });
    await fetch(`${api.url}${link(question)}`).then((response) => response.text());
    await api.close();
    expect(exporter.getFinishedSpans()).toEqual([]);
  });
});
