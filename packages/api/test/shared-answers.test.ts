import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEmbedded } from "../../../test/support/databases.ts";
import { openFixture } from "../../../test/support/fixture-database.ts";
import { Answer, type Lifetime } from "../src/answer-cache.ts";
import { createGate } from "../src/gate.ts";
import { createKeep } from "../src/keep.ts";
import { startApi } from "../src/server.ts";
import { createBreaker } from "../src/shared/breaker.ts";
import { packAnswer, unpackAnswer } from "../src/shared/pack.ts";
import { openRedis } from "../src/shared/redis.ts";
import { type SharedAnswers, shareAnswers } from "../src/shared/shared-answers.ts";
import { softwareHash } from "../src/shared/software.ts";
import { hasRedisProgram, type OwnServer, startRedis } from "./support/servers.ts";

const edition = "1.abc";
const answerOf = (text: string, lifetime: Lifetime = "until a release") =>
  new Answer({ status: 200, type: "text/plain", lifetime, edition, bytes: Buffer.from(text), headers: { "x-query-cost": "7" } });

describe("packAnswer and unpackAnswer", () => {
  it("give back the answer with its encodings, made once", async () => {
    const answer = answerOf("figures ".repeat(500), "for ever");
    const brotli = await answer.bytes("br");
    const again = unpackAnswer("name", edition, await packAnswer("name", answer));
    expect([again?.status, again?.type, again?.lifetime, again?.headers, again?.edition]).toEqual([
      ...[200, "text/plain", "for ever", { "x-query-cost": "7" }, edition],
    ]);
    expect([again?.etag("br"), again?.size]).toEqual([answer.etag("br"), answer.size]);
    expect([again?.bytes("identity"), again?.bytes("br")]).toEqual([answer.bytes("identity"), brotli]);
  });

  it("take nothing that was changed, cut short, lengthened or put under another name", async () => {
    const packed = await packAnswer("name", answerOf("figures"));
    for (let at = 0; at < packed.length; at++) {
      const changed = Buffer.from(packed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(unpackAnswer("name", edition, changed), `byte ${at}`).toBeUndefined();
      expect(unpackAnswer("name", edition, packed.subarray(0, at)), `${at} bytes`).toBeUndefined();
    }
    expect(unpackAnswer("name", edition, Buffer.concat([packed, Buffer.of(0)]))).toBeUndefined();
    expect(unpackAnswer("other", edition, packed)).toBeUndefined();
    expect(unpackAnswer("name", edition, packed)).toBeDefined();
  });

  it("refuse what may not be kept", async () => {
    await expect(packAnswer("name", answerOf("figures", "not at all"))).rejects.toThrow("may not be kept");
  });
});

describe("createBreaker(onBreak)", () => {
  it("leaves alone what fails, tries it once after a second, and tells once", async () => {
    const told: unknown[] = [];
    const guard = createBreaker((error) => told.push(error));
    let calls = 0;
    const fail = async () => {
      calls++;
      throw new Error("gone");
    };
    for (let at = 0; at < 10; at++) expect(await guard(50, fail)).toBeUndefined();
    expect([calls, told.length]).toEqual([3, 1]);
    await wait(1010);
    expect(await Promise.all([guard(50, fail), guard(50, fail)])).toEqual([undefined, undefined]);
    expect([calls, told.length]).toEqual([4, 1]);
    await wait(1010);
    expect([await guard(50, async () => "well"), await guard(50, async () => "well")]).toEqual(["well", "well"]);
  });

  it("waits no longer than it is told", async () => {
    const guard = createBreaker(() => {});
    const begin = performance.now();
    expect(await guard(30, () => new Promise(() => {}))).toBeUndefined();
    expect(performance.now() - begin).toBeLessThan(200);
  });
});

describe("openRedis(url)", () => {
  it("refuses what is no such URL", () => {
    expect(() => openRedis("http://127.0.0.1:6379")).toThrow("begins neither with redis://");
  });
});

describe("softwareHash(root)", () => {
  it("is another one where a source or a dependency changes, and none where there is nothing", () => {
    const root = mkdtempSync(join(tmpdir(), "openbeat-software-"));
    expect(() => softwareHash(root)).toThrow("are not there");
    const hashes = [
      ["packages/api/src/a/b.ts", "1"],
      ["packages/api/src/a/b.ts", "2"],
      ["packages/schema/package.json", '{ "graphql": "17.1.0" }'],
      ["packages/schema/package.json", '{ "graphql": "17.1.1" }'],
      ["prisma/src/postgresql.ts", "1"],
    ].map(([path = "", text = ""]) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
      return softwareHash(root);
    });
    rmSync(root, { recursive: true });
    expect(new Set(hashes).size).toBe(5);
    expect(softwareHash()).toMatch(/^[\w-]{16}$/);
    expect(softwareHash()).toBe(softwareHash());
  });
});

describe.skipIf(!hasRedisProgram)("answers shared through Redis", () => {
  let server: OwnServer;
  let redis: Redis;
  let shared: SharedAnswers;
  const told: Error[] = [];
  const untilReady = async () => {
    while (redis.status !== "ready") await wait(10);
  };
  beforeAll(async () => {
    server = await startRedis();
    redis = openRedis(server.url);
    shared = shareAnswers(redis, (error) => told.push(error));
    await untilReady();
  });
  afterAll(async () => {
    redis.disconnect();
    await server.remove();
  });

  /** A process, with a memory of its own. */
  const process = () => {
    let made = 0;
    const { keep } = createKeep({
      ask: async () => edition,
      cacheBytes: 1e6,
      gate: createGate({ running: 10, waiting: 10, patience: 1000 }),
      longest: 10_000,
      shared,
    });
    const ask = (key: string, lifetime?: Lifetime) =>
      keep(key, async () => {
        made++;
        return answerOf(`answer to ${key}`, lifetime);
      });
    return { ask, made: () => made };
  };

  it("are made by one process and told by all", async () => {
    const [first, second] = [process(), process()];
    for (const [key, lifetime] of [
      ["latest", "until a release"],
      ["pinned", "for ever"],
    ] as const) {
      const made = await first.ask(key, lifetime);
      const brotli = await made.bytes("br");
      await wait(50);
      const found = await second.ask(key, lifetime);
      expect([found.etag("identity"), found.lifetime]).toEqual([made.etag("identity"), lifetime]);
      // As it was first wanted, it need not be packed again.
      expect((await found.packed()).get("br")).toEqual(brotli);
    }
    await second.ask("refused", "not at all");
    await wait(50);
    await first.ask("refused", "not at all");
    expect([first.made(), second.made()]).toEqual([3, 1]);
  });

  it("are never taken by a process that has another public address", async () => {
    const fixture = await openFixture(createEmbedded);
    const question = '{ release { dataset(code: "incidents") { table(measures: ["OUT.01"], by: ["period.year"]) { source { csv } } } } }';
    const told: string[] = [];
    for (const publicUrl of ["https://one.example", "https://two.example"]) {
      const api = await startApi({ database: fixture.reader, port: 0, redis, publicUrl });
      told.push(await (await fetch(`${api.url}/graphql?query=${encodeURIComponent(question)}`)).text());
      await wait(50);
      await api.close();
    }
    await fixture.drop();
    expect((await redis.keys("openbeat:answer:*")).length).toBeGreaterThan(1);
    expect(told.map((text) => /https:\/\/[^/"]+/.exec(text)?.[0])).toEqual(["https://one.example", "https://two.example"]);
  });

  it("tell of one that cannot be packed, and reject nothing", async () => {
    const broken = answerOf("broken");
    broken.packed = () => Promise.reject(new Error("no memory"));
    const before = told.length;
    await shared.set(edition, "broken", broken);
    expect(told.splice(before).map(({ message }) => message)).toEqual(["An answer could not be shared."]);
  });

  it("are never taken across editions, and are dropped with theirs", async () => {
    await shared.set("1.abc", "question", answerOf("old"));
    await shared.set("2.def", "question", answerOf("new"));
    expect((await shared.get("1.abc", "question"))?.bytes("identity").toString()).toBe("old");
    expect(await shared.get("3.ghi", "question")).toBeUndefined();
    shared.purge("1.abc");
    await wait(100);
    expect(await shared.get("1.abc", "question")).toBeUndefined();
    expect((await shared.get("2.def", "question"))?.bytes("identity").toString()).toBe("new");
  });

  it("are not taken where somebody changed them", async () => {
    await shared.set(edition, "changed", answerOf("true"));
    const [name = ""] = await redis.keys("openbeat:answer:*:1.abc:*");
    const value = (await redis.getBuffer(name)) ?? Buffer.alloc(0);
    await redis.set(name, Buffer.from(value.toString("latin1").replace("true", "fals"), "latin1"), "KEEPTTL");
    expect(await shared.get(edition, "changed")).toBeUndefined();
    await redis.set(name, randomBytes(100), "KEEPTTL");
    expect(await shared.get(edition, "changed")).toBeUndefined();
  });

  it("expire within a day, and are not shared where they are too long", async () => {
    await shared.set(edition, "short", answerOf("short"));
    const names = await redis.keys("*");
    for (const name of names) expect(await redis.ttl(name)).toBeGreaterThan(86_000);
    await shared.set(edition, "long", answerOf("x".repeat(5 * 2 ** 20)));
    expect(await redis.keys("*")).toHaveLength(names.length);
  });

  it("are made as if there were no Redis while it hangs or is gone, and shared again when it is back", async () => {
    const one = process();
    const ask = async (key: string) => {
      const begin = performance.now();
      expect((await one.ask(key)).bytes("identity").toString()).toBe(`answer to ${key}`);
      return performance.now() - begin;
    };
    server.hang();
    for (let at = 0; at < 3; at++) expect(await ask(`hanging ${at}`)).toBeLessThan(300);
    expect(await ask("left alone")).toBeLessThan(30);
    await server.stop();
    for (let at = 0; at < 5; at++) expect(await ask(`gone ${at}`)).toBeLessThan(100);
    expect(told.map(({ message }) => message)).toEqual(["The shared cache does not answer. The API answers without it."]);
    await server.start();
    const begin = performance.now();
    for (let at = 0; ; at++) {
      await one.ask(`back ${at}`);
      await wait(50);
      if ((await shared.get(edition, `back ${at}`)) !== undefined) break;
      expect(performance.now() - begin).toBeLessThan(5000);
    }
    expect(told).toHaveLength(1);
  });
});
