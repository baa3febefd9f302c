import { createServer, request as httpRequest, type IncomingMessage } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createEmbedded } from "../../../test/support/databases.ts";
import { type FixtureDatabase, openFixture } from "../../../test/support/fixture-database.ts";
import { createLog } from "../src/log.ts";
import { createOutbox } from "../src/outbox.ts";
import { type RunningApi, startApi } from "../src/server.ts";

describe("what every answer says", () => {
  let fixture: FixtureDatabase;
  let api: RunningApi;
  beforeAll(async () => {
    fixture = await openFixture(createEmbedded);
    api = await startApi({ database: fixture.reader, port: 0 });
  });
  afterAll(async () => {
    await api.close();
    await fixture.drop();
  });
  const ask = (path: string, method = "GET", headers: Record<string, string> = {}) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      httpRequest(`${api.url}${path}`, { method, headers }, (response) => resolve(response.resume()))
        .on("error", reject)
        .end();
    });

  it.each([
    ["an answer", "/graphql?query={__typename}", "GET", 200],
    ["an answer by HEAD", "/graphql?query={__typename}", "HEAD", 200],
    ["an answer of a named release", "/r/1.0.0/graphql?query={__typename}", "GET", 200],
    ["an invalid question", "/graphql?query={x", "GET", 200],
    ["a mutation by GET", `/graphql?query=${encodeURIComponent("mutation { x }")}`, "GET", 405],
    ["a file", "/datasets/incidents/query.csv?measures=OUT.01&by=period.year", "GET", 200],
    ["a file that is refused", "/datasets/nothing/query.csv?measures=OUT.01", "GET", 404],
    ["a question whether one may ask", "/graphql", "OPTIONS", 204],
    ["a method that there is not", "/graphql", "DELETE", 405],
    ["a form", "/graphql", "POST", 415],
    ["the contract", "/schema.graphql", "GET", 200],
    ["the state", "/health", "GET", 200],
    ["the way to the API", "/", "GET", 302],
    ["nothing", "/nothing", "GET", 404],
  ])("%s may be read by all, and used for nothing else", async (_, path, method, status) => {
    const type = method === "POST" ? { "content-type": "application/x-www-form-urlencoded" } : undefined;
    const response = await ask(path, method, { origin: "https://news.example", cookie: "a=b", ...type });
    expect(response.statusCode).toBe(status);
    expect(response.headers).toMatchObject({
      "access-control-allow-origin": "*",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "cross-origin",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
    });
    for (const name of ["access-control-allow-credentials", "set-cookie", "x-powered-by", "server"]) {
      expect(response.headers[name], name).toBeUndefined();
    }
  });

  it("a client that goes away while it sends its question is no fault", async () => {
    const faults: unknown[] = [];
    const lines: string[] = [];
    const log = createLog("info", { write: (line) => void lines.push(line) });
    const own = await startApi({ database: fixture.reader, port: 0, log, tellFault: (error) => faults.push(error) });
    const socket = connect(Number(new URL(own.url).port), "127.0.0.1");
    socket.write('POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"query":');
    await new Promise((resolve) => setTimeout(resolve, 100));
    socket.destroy();
    await vi.waitFor(() => expect(lines.join("")).toContain('"status":499'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(faults).toEqual([]);
    await own.close();
  });

  it("GraphiQL runs, in no frame, and loads nothing from elsewhere", async () => {
    const { headers } = await ask("/graphql", "GET", { accept: "text/html" });
    expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; script-src .*frame-ancestors 'none'$/);
    expect(headers["x-frame-options"]).toBe("DENY");
  });
});

describe("createOutbox({ bytes, patience })", () => {
  const size = 8 * 2 ** 20;
  /** A server that gives large answers, and clients that do not read them. */
  async function withReaders(
    limits: Parameters<typeof createOutbox>[0],
    work: (connectReader: () => Promise<() => boolean>, bytes: () => number) => Promise<void>,
  ) {
    const outbox = createOutbox(limits);
    const server = createServer((_, response) => {
      response.end(Buffer.alloc(size));
      outbox.watch(response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const sockets: ReturnType<typeof connect>[] = [];
    try {
      await work(async () => {
        let isOpen = true;
        const arrived = new Promise((resolve) => server.once("request", () => setImmediate(resolve)));
        const socket = connect(port, "127.0.0.1", () => socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
        server.once("connection", (connection) =>
          connection.once("close", () => {
            isOpen = false;
          }),
        );
        socket.pause().on("error", () => {});
        sockets.push(socket);
        await arrived;
        return () => isOpen;
      }, outbox.bytes);
    } finally {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
    await vi.waitFor(() => expect(outbox.bytes()).toBe(0));
  }
  const later = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  it("hangs up on who takes too long", () =>
    withReaders({ bytes: 10 * size, patience: 150 }, async (connectReader, bytes) => {
      const isOpen = await connectReader();
      expect([isOpen(), bytes() > size / 4]).toEqual([true, true]);
      await later(400);
      expect([isOpen(), bytes()]).toEqual([false, 0]);
    }));

  it("hangs up on who waits longest where too much waits", () =>
    withReaders({ bytes: 2 * size, patience: 60_000 }, async (connectReader, bytes) => {
      const readers = [];
      for (let at = 0; at < 5; at++) readers.push(await connectReader());
      await later(50);
      expect(bytes()).toBeLessThanOrEqual(2 * size);
      expect(readers[0]?.()).toBe(false);
      expect(readers.at(-1)?.()).toBe(true);
    }));
});
