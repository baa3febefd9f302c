import { randomBytes } from "node:crypto";
import { request as httpRequest } from "node:http";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import type { Database } from "@openbeat/database";
import { examples } from "@openbeat/schema/graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databases, type TestDatabase } from "../../../test/support/databases.ts";
import { publishCorrection, publishFixture } from "../../../test/support/fixture-release.ts";
import { Answer, AnswerCache, answerKey } from "../src/answer-cache.ts";
import { documentId } from "../src/documents.ts";
import { watchEdition } from "../src/edition.ts";
import { type RunningApi, startApi } from "../src/server.ts";

const get = (url: string, headers: Record<string, string> = {}, method = "GET") =>
  new Promise<{ status: number | undefined; headers: Record<string, string | undefined>; body: Buffer }>((resolve, reject) => {
    httpRequest(url, { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () =>
        resolve({
          status: response.statusCode,
          headers: response.headers as Record<string, string | undefined>,
          body: Buffer.concat(chunks),
        }),
      );
    })
      .on("error", reject)
      .end();
  });

const table =
  'dataset(code: "incidents") { table(measures: ["OUT.01"], by: ["area.district", "period.month", "offence.category"]) { key value status } }';
const pinned = `{ release(version: "1.0.0") { version ${table} } }`;
const latest = `{ release { version ${table} } }`;

for (const { name, available, create } of databases) {
  describe.skipIf(!available)(`answers kept, on ${name}`, () => {
    let test: TestDatabase;
    let database: Database;
    let api: RunningApi;
    let asked = 0;
    // On the embedded database one connection writes and reads; the roles have tests of their own.
    beforeAll(async () => {
      test = await create();
      database = await test.open("publisher");
      await publishFixture(database);
      const counting: Database = {
        ...database,
        query(sql, parameters) {
          if (sql.includes("FROM observation")) asked++;
          return database.query(sql, parameters);
        },
      };
      api = await startApi({ database: counting, port: 0, documents: [latest] });
    });
    afterAll(async () => {
      await api.close();
      await database.close();
      await test.drop();
    });
    const ask = (query: string, headers: Record<string, string> = {}, method = "GET") =>
      get(`${api.url}/graphql?query=${encodeURIComponent(query)}`, headers, method);

    it("says how long they hold: named releases for ever, the latest until there is another", async () => {
      expect((await ask(pinned)).headers["cache-control"]).toBe("public, max-age=31536000, immutable");
      expect((await ask(latest)).headers["cache-control"]).toBe("public, max-age=60, stale-while-revalidate=86400");
      for (const mutable of [
        '{ release(version: "1.0.0") { isLatest } }',
        "{ releases { totalCount } }",
        "{ service { version } }",
        "{ __schema { queryType { name } } }",
      ]) {
        expect((await ask(mutable)).headers["cache-control"], mutable).toMatch(/max-age=60/);
      }
      for (const failing of [
        '{ release(version: "9.0.0") { version } }',
        '{ release { dataset(code: "x") { code } } }',
        "{ nothing }",
        "{",
      ]) {
        const { headers } = await ask(failing);
        expect([headers["cache-control"], headers.etag], failing).toEqual(["no-store", undefined]);
      }
    });

    it("tags them by their bytes, and answers 304 to whoever has them", async () => {
      const first = await ask(pinned);
      const etag = String(first.headers.etag);
      expect(etag).toMatch(/^"[\w-]{27}"$/);
      for (const held of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
        const second = await ask(pinned, { "if-none-match": held });
        expect([second.status, second.body.length, second.headers.etag, second.headers["cache-control"]]).toEqual([
          304,
          0,
          etag,
          first.headers["cache-control"],
        ]);
      }
      expect((await ask(pinned, { "if-none-match": '"other"' })).status).toBe(200);
      const head = await ask(pinned, {}, "HEAD");
      expect([head.status, head.body.length, head.headers.etag, head.headers["content-length"]]).toEqual([
        200,
        0,
        etag,
        String(first.body.length),
      ]);
    });

    it("packs long ones, with a tag for each packing", async () => {
      const plain = await ask(pinned);
      const [zipped, brotli] = [
        await ask(pinned, { "accept-encoding": "gzip, deflate" }),
        await ask(pinned, { "accept-encoding": "gzip, br" }),
      ];
      expect(zipped.headers["content-encoding"]).toBe("gzip");
      expect(gunzipSync(zipped.body).equals(plain.body)).toBe(true);
      expect(brotli.headers["content-encoding"]).toBe("br");
      expect(brotliDecompressSync(brotli.body).equals(plain.body)).toBe(true);
      expect(new Set([plain, zipped, brotli].map(({ headers }) => headers.etag)).size).toBe(3);
      expect(plain.headers.vary).toBe("Accept, Accept-Encoding");
      expect((await ask(pinned, { "accept-encoding": "gzip;q=0, br;q=0" })).headers["content-encoding"]).toBeUndefined();
      expect((await ask("{ release { version } }", { "accept-encoding": "gzip" })).headers["content-encoding"]).toBeUndefined();
    });

    it("asks the database once, however many ask", async () => {
      const question = pinned.replace("status", "status text");
      const before = asked;
      const answers = await Promise.all(Array.from({ length: 20 }, () => ask(question)));
      for (const { body } of answers) expect(body.equals(answers[0]?.body ?? Buffer.alloc(0))).toBe(true);
      await ask(question);
      expect(asked).toBeLessThanOrEqual(before + 2);
    });

    it("knows questions by their ID", async () => {
      const byId = await get(`${api.url}/graphql?documentId=${encodeURIComponent(documentId(latest))}`);
      expect(byId.body.equals((await ask(latest)).body)).toBe(true);
      const example = examples.find(({ title }) => title === "One year, in columns");
      const withVariables = await get(
        `${api.url}/graphql?documentId=${documentId(example?.query ?? "")}&variables=${encodeURIComponent('{"year":"2025"}')}`,
      );
      expect(JSON.parse(withVariables.body.toString())).toMatchObject({ data: { release: { dataset: { table: { rowCount: 24 } } } } });
      const unknown = await get(`${api.url}/graphql?documentId=sha256:${"0".repeat(64)}`);
      expect([unknown.status, JSON.parse(unknown.body.toString()).errors[0].extensions.code]).toEqual([404, "DOCUMENT_NOT_FOUND"]);
    });

    it("sees a new release within a second, and never mixes two", async () => {
      expect(JSON.parse((await ask(latest)).body.toString()).data.release.version).toBe("1.0.0");
      const old = await ask(pinned);
      await publishCorrection(database);
      await new Promise((resolve) => setTimeout(resolve, 300));
      const fresh = JSON.parse((await ask(latest)).body.toString()).data.release;
      expect(fresh.version).toBe("1.1.0");
      const again = await ask(pinned);
      expect(again.headers.etag).toBe(old.headers.etag);
      const at = fresh.dataset.table.key.indexOf("incidents/OUT.01/area.district=D2;period.month=2025-03;offence.category=theft");
      const before = JSON.parse(old.body.toString()).data.release.dataset.table.value[at];
      expect(fresh.dataset.table.value[at]).toBe(before + 9);
    });

    it("means the named release at its own address", async () => {
      const at = (version: string) => get(`${api.url}/r/${version}/graphql?query=${encodeURIComponent(latest)}`);
      const first = await at("1.0.0");
      expect(JSON.parse(first.body.toString()).data.release.version).toBe("1.0.0");
      expect(first.headers["cache-control"]).toContain("immutable");
      expect(JSON.parse((await at("1.1.0")).body.toString()).data.release.version).toBe("1.1.0");
      expect(JSON.parse((await at("7.0.0")).body.toString()).errors[0].extensions.code).toBe("RELEASE_NOT_FOUND");
      expect((await get(`${api.url}/r/latest/graphql`)).status).toBe(404);
    });
  });
}

describe("AnswerCache", () => {
  const answer = (length: number) => new Answer({ status: 200, type: "text/plain", lifetime: "for ever", bytes: Buffer.alloc(length) });
  it("stays below its size, and drops what was not asked for longest", () => {
    const cache = new AnswerCache(100_000);
    for (let at = 0; at < 100; at++) {
      cache.set(String(at), answer(1000));
      cache.get("0");
      expect(cache.bytes).toBeLessThanOrEqual(100_000);
    }
    expect(cache.get("0")).toBeDefined();
    expect(cache.get("1")).toBeUndefined();
    expect(cache.get("99")).toBeDefined();
  });
  it("reckons with the encodings that are made later", async () => {
    const cache = new AnswerCache(100_000);
    const kept = new Answer({ status: 200, type: "text/plain", lifetime: "for ever", bytes: randomBytes(5000) });
    cache.set("a", kept);
    const plain = cache.bytes;
    const [zipped, brotli] = [await kept.bytes("gzip"), await kept.bytes("br")];
    expect(cache.bytes).toBe(plain + zipped.length + brotli.length);
    cache.drop("a");
    expect(cache.bytes).toBe(0);
  });
  it("counts headers, and has keys of one length, whatever was asked", () => {
    const link = "x".repeat(10_000);
    const paged = new Answer({ status: 200, type: "text/plain", lifetime: "for ever", bytes: Buffer.alloc(10), headers: { link } });
    expect(paged.size).toBe(answer(10).size + "link".length + link.length);
    expect(answerKey("/path", link)).toHaveLength(answerKey("/path", "").length);
    expect(new Set([answerKey("a", "bc"), answerKey("ab", "c"), answerKey("abc"), answerKey("a", "bc", "")]).size).toBe(4);
  });
  it("drops what is said to be gone", () => {
    const cache = new AnswerCache(100_000);
    for (const key of ["1 a", "1 b", "2 a"]) cache.set(key, answer(10));
    cache.purge((key) => key.startsWith("1 "));
    expect([cache.get("1 a"), cache.get("1 b"), cache.get("2 a")?.size, cache.bytes]).toEqual([undefined, undefined, 1010, 1010]);
  });
  it("does not keep what is too large for it", () => {
    const cache = new AnswerCache(100_000);
    cache.set("large", answer(50_000));
    expect([cache.get("large"), cache.bytes]).toEqual([undefined, 0]);
  });
});

describe("watchEdition(options)", () => {
  const pause = (time: number) => new Promise((resolve) => setTimeout(resolve, time));
  const gone = () => Promise.reject(new Error("gone"));

  it("asks once for all who want to know, and believes the last while nobody answers", async () => {
    let calls = 0;
    const edition = watchEdition({ ask: () => (++calls === 1 ? Promise.resolve("1.a") : gone()) });
    expect(await Promise.all([edition.now(), edition.now(), edition.now()])).toEqual(["1.a", "1.a", "1.a"]);
    expect(calls).toBe(1);
    await pause(260);
    expect(await edition.now()).toBe("1.a");
    expect(calls).toBe(2);
  });

  it("does not invent one", async () => {
    await expect(watchEdition({ ask: gone }).now()).rejects.toThrow("gone");
  });

  it("keeps nobody waiting for a database that hangs", async () => {
    let calls = 0;
    const edition = watchEdition({ ask: () => (++calls === 1 ? Promise.resolve("1.a") : new Promise(() => {})) });
    await edition.now();
    await pause(260);
    const begin = performance.now();
    expect([await edition.now(), await edition.now(), await edition.now()]).toEqual(["1.a", "1.a", "1.a"]);
    expect(performance.now() - begin).toBeLessThan(400);
    expect(calls).toBe(2);
  });

  it("asks as soon as it hears, says what changed, and asks seldom while it listens", async () => {
    let current = "1.a";
    let calls = 0;
    let tell = () => {};
    const changes: unknown[] = [];
    const edition = watchEdition({
      ask: async () => {
        calls++;
        return current;
      },
      listen(heard) {
        tell = heard;
        return { isListening: true, close: async () => {} };
      },
      onChange: (...editions) => changes.push(editions),
    });
    expect(await edition.now()).toBe("1.a");
    await pause(300);
    expect([await edition.now(), calls]).toEqual(["1.a", 1]);
    current = "2.b";
    tell();
    await pause(5);
    expect([await edition.now(), changes]).toEqual(["2.b", [["2.b", "1.a"]]]);
    edition.saw("1.a");
    expect(await edition.now()).toBe("2.b");
    edition.saw("3.c");
    expect(await edition.now()).toBe("3.c");
  });

  it("takes no fewer releases than it saw: a server that lags behind is not believed", async () => {
    const answers = ["2.b", "1.a"];
    const edition = watchEdition({ ask: async () => answers.shift() ?? "1.a" });
    expect(await edition.now()).toBe("2.b");
    await pause(260);
    expect([await edition.now(), answers]).toEqual(["2.b", []]);
  });
});
