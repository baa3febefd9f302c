import { AsyncLocalStorage } from "node:async_hooks";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createEmbedded } from "../../../test/support/databases.ts";
import { type FixtureDatabase, openFixture } from "../../../test/support/fixture-database.ts";
import { clientAddress, createClientNames } from "../src/client-names.ts";
import { createRateLimit } from "../src/rate-limit.ts";
import { type RunningApi, startApi } from "../src/server.ts";

const requestOf = (remoteAddress: string, forwarded?: string) =>
  ({ socket: { remoteAddress }, headers: forwarded === undefined ? {} : { "x-forwarded-for": forwarded } }) as unknown as IncomingMessage;

describe("clientAddress(request, proxies)", () => {
  it.each([
    ["203.0.113.7", undefined, 0, "203.0.113.7"],
    ["::ffff:203.0.113.7", undefined, 0, "203.0.113.7"],
    ["203.0.113.7", "198.51.100.1", 0, "203.0.113.7"],
    ["127.0.0.1", undefined, 0, undefined],
    ["::1", undefined, 0, undefined],
    ["::ffff:127.0.0.1", undefined, 0, undefined],
    ["10.0.0.1", "198.51.100.1", 1, "198.51.100.1"],
    ["10.0.0.1", "6.6.6.6, 198.51.100.1:4711", 1, "198.51.100.1"],
    ["10.0.0.1", "6.6.6.6, 198.51.100.1, 10.0.0.2", 2, "198.51.100.1"],
    ["10.0.0.1", "198.51.100.1", 2, "10.0.0.1"],
    ["10.0.0.1", "anything", 1, "10.0.0.1"],
    ["127.0.0.1", undefined, 1, "127.0.0.1"],
    ["2001:db8:1:2:3:4:5:6", undefined, 0, "2001:db8:1:2"],
    ["2001:db8:1:2::9", undefined, 0, "2001:db8:1:2"],
    ["2001:db8::9%eth0", undefined, 0, "2001:db8:0:0"],
    ["10.0.0.1", "[2001:DB8:1:2:9::]:443", 1, "2001:db8:1:2"],
  ])("takes %s with X-Forwarded-For %s behind %i proxies for %s", (connection, forwarded, proxies, expected) => {
    expect(clientAddress(requestOf(connection, forwarded), proxies)).toBe(expected);
  });
});

describe("createClientNames()", () => {
  it("gives an address one name, which another process does not know", async () => {
    const [here, there] = [createClientNames(), createClientNames()];
    const name = await here("203.0.113.7");
    expect(name).toMatch(/^[\w-]{22}$/);
    expect(await here("203.0.113.7")).toBe(name);
    expect(await here("203.0.113.8")).not.toBe(name);
    expect(await there("203.0.113.7")).not.toBe(name);
  });
});

const redisUrl = process.env.OPENBEAT_TEST_REDIS ?? "redis://127.0.0.1:6379/11";
const connect = (url: string) => new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
const redis = connect(redisUrl).on("error", () => {});
const hasRedis = await redis.connect().then(
  () => true,
  () => false,
);
if (!hasRedis) console.warn("SKIPPED with Redis: no server answers. Set OPENBEAT_TEST_REDIS to the URL of one to run these tests.");

describe("createRateLimit(options)", () => {
  it("keeps nothing of a request while its client's time runs", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const visits = new AsyncLocalStorage<object>();
    const limit = createRateLimit({ points: 1000, seconds: 600 });
    const held = await Promise.all(
      ["203.0.113.11", "203.0.113.12"].map(async (address) => {
        const visit = { address };
        await visits.run(visit, async () => (await limit(requestOf(address)))?.pay(500));
        return new WeakRef(visit);
      }),
    );
    for (let wait = 0; wait < 10 && held.some((visit) => visit.deref() !== undefined); wait++) {
      await new Promise((resolve) => setImmediate(resolve));
      collect();
    }
    expect(held.map((visit) => visit.deref())).toEqual([undefined, undefined]);
  });
});

describe("createRateLimit(options), in Redis", () => {
  const prefixes = async () => [...(await redis.keys("openbeat:rate*")), ...(await redis.keys("openbeat:client-salt*"))];
  afterAll(async () => {
    if (hasRedis) for (const key of await prefixes()) await redis.del(key);
    redis.disconnect();
  });
  it.skipIf(!hasRedis)("counts what a client asks of all processes, and holds no address", async () => {
    const other = connect(redisUrl);
    await other.connect();
    const [first, second] = [redis, other].map((one) => createRateLimit({ points: 1000, seconds: 60, redis: one }));
    const client = requestOf("203.0.113.9");
    expect((await first?.(client))?.pay(2000)).toMatchObject({ ratelimit: '"questions";r=0;t=60' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await second?.(client))?.refusal?.status).toBe(429);
    expect((await second?.(requestOf("203.0.113.10")))?.refusal).toBeUndefined();
    expect((await prefixes()).length).toBeGreaterThanOrEqual(3);
    for (const key of await prefixes()) expect(`${key} ${await redis.get(key)}`).not.toContain("203.0.113");
    other.disconnect();
  });
  it.skipIf(!hasRedis)("names clients as the others do within seconds after Redis was away", async () => {
    const client = "203.0.113.12";
    const name = createClientNames(redis);
    const shared = await name(client);
    const late = new Redis(redisUrl, { lazyConnect: true, enableOfflineQueue: false }).on("error", () => {});
    const own = createClientNames(late);
    expect(await own(client)).not.toBe(shared);
    if (late.status !== "ready") await once(late, "ready");
    vi.useFakeTimers({ toFake: ["performance"] });
    try {
      vi.advanceTimersByTime(3_600_000);
      expect(await own(client)).toBe(shared);
      // What Redis has dropped is given back by whoever knows it.
      for (const key of await redis.keys("openbeat:client-salt*")) await redis.del(key);
      vi.advanceTimersByTime(3_600_000);
      expect(await name(client)).toBe(shared);
      expect(await createClientNames(late)(client)).toBe(shared);
    } finally {
      vi.useRealTimers();
      late.disconnect();
    }
  });
  it.skipIf(!hasRedis)("counts by each policy alone", async () => {
    const [strict, mild] = [50, 60].map((points) => createRateLimit({ points, seconds: 60, redis }));
    const client = requestOf("203.0.113.13");
    (await strict?.(client))?.pay(2000);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await strict?.(client))?.refusal?.status).toBe(429);
    expect((await mild?.(client))?.refusal).toBeUndefined();
  });
  it("counts alone where Redis has gone", async () => {
    const gone = connect("redis://127.0.0.1:1").on("error", () => {});
    const limit = createRateLimit({ points: 25, seconds: 60, redis: gone });
    const outcomes = [];
    for (let at = 0; at < 4; at++) outcomes.push((await limit(requestOf("203.0.113.7")))?.refusal?.status);
    expect(outcomes).toEqual([undefined, undefined, 429, 429]);
    gone.disconnect();
  });
});

describe("an API that limits what one client may ask", () => {
  let fixture: FixtureDatabase;
  let api: RunningApi;
  beforeAll(async () => {
    fixture = await openFixture(createEmbedded);
    api = await startApi({ database: fixture.reader, port: 0, rateLimit: { points: 500, seconds: 60 }, behindProxy: 1 });
  });
  afterAll(async () => {
    await api.close();
    await fixture.drop();
  });
  const ask = async (query: string, client: string, path = "/graphql?query=") => {
    const response = await fetch(`${api.url}${path}${encodeURIComponent(query)}`, { headers: { "x-forwarded-for": client } });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  const kept = "{ release { version } }";
  const dear = (name: string) =>
    `{ release { dataset(code: "incidents") { ${name}: table(measures: ["OUT.01"], by: ["period.year"]) { value } } } }`;

  it("takes the complexity of a question, tells what is left, and refuses who has used it up until the time is over", async () => {
    const first = await ask(dear("a"), "198.51.100.1");
    const cost = Number(first.headers.get("x-query-cost"));
    expect(JSON.parse(first.text).extensions).toEqual({ cost });
    expect(first.headers.get("ratelimit-policy")).toBe('"questions";q=500;w=60;qu="complexity"');
    expect(first.headers.get("ratelimit")).toBe(`"questions";r=${500 - cost};t=60`);
    expect((await ask(dear("b"), "198.51.100.1")).status).toBe(200);
    const refused = await ask(dear("c"), "198.51.100.1");
    expect([refused.status, JSON.parse(refused.text).errors[0].extensions.code]).toEqual([429, "RATE_LIMITED"]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(50);
    expect(refused.headers.get("ratelimit")).toMatch(/^"questions";r=0;t=\d+$/);
    expect(refused.headers.get("cache-control")).toBe("no-store");
    expect(refused.text).not.toContain("198.51.100");
  });

  it("gives everybody what is kept, for nothing", async () => {
    await ask(kept, "198.51.100.2");
    for (let at = 0; at < 100; at++) {
      const { status, headers } = await ask(kept, "198.51.100.1");
      expect([status, headers.get("ratelimit")]).toEqual([200, null]);
    }
  });

  it("counts each client by itself, and a network of IPv6 as one", async () => {
    for (const [at, client] of ["2001:db8::1", "2001:db8::2", "2001:db8::3"].entries()) await ask(dear(`d${at}`), client);
    expect((await ask(dear("e"), "2001:db8::ffff")).status).toBe(429);
    expect((await ask(dear("e"), "2001:db8:0:1::1")).status).toBe(200);
  });

  it("takes next to nothing for a question that is refused, and tells its price", async () => {
    const client = "198.51.100.5";
    const refused = await ask("{ release { areas(first: 500) { nodes { children { children { children { code } } } } } } }", client);
    expect(JSON.parse(refused.text).errors[0].extensions.code).toBe("QUERY_TOO_EXPENSIVE");
    expect(Number(refused.headers.get("x-query-cost"))).toBeGreaterThan(20_000);
    expect(refused.headers.get("ratelimit")).toBe('"questions";r=490;t=60');
    expect((await ask(dear("f"), client)).status).toBe(200);
  });

  it("takes the price of a table for a file", async () => {
    const { headers } = await ask("", "198.51.100.3", "/datasets/incidents/query.csv?measures=OUT.01&by=period.year&limit=100");
    expect(headers.get("ratelimit")).toBe(`"questions";r=${Math.max(0, 500 - Number(headers.get("x-query-cost")))};t=60`);
    expect(Number(headers.get("x-query-cost"))).toBeGreaterThan(400);
  });

  it("tells its policy", async () => {
    const { text } = await ask("{ service { rateLimit { points seconds } } }", "198.51.100.4");
    expect(JSON.parse(text).data.service.rateLimit).toEqual({ points: 500, seconds: 60 });
  });
});
