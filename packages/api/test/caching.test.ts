import { request as httpRequest } from "node:http";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import type { Database } from "@openbeat/database";
import { examples } from "@openbeat/schema/graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databases, type TestDatabase } from "../../../test/support/databases.ts";
import { publishCorrection, publishFixture } from "../../../test/support/fixture-release.ts";
import { Answer, AnswerCache } from "../src/answer-cache.ts";
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
      for (const mutable of ['{ release(version: "1.0.0") { isLatest } }', "{ releases { totalCount } }", "{ service { version } }"]) {
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
      const example = examples.find(({ variables }) => variables !== undefined);
      const withVariables = await get(
        `${api.url}/graphql?documentId=${documentId(example?.query ?? "")}&variables=${encodeURIComponent(JSON.stringify(example?.variables))}`,
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
  it("does not keep what is too large for it", () => {
    const cache = new AnswerCache(100_000);
    cache.set("large", answer(50_000));
    expect([cache.get("large"), cache.bytes]).toEqual([undefined, 0]);
  });
});

describe("watchEdition(ask)", () => {
  it("asks once for all who want to know, and believes the last while nobody answers", async () => {
    let calls = 0;
    const edition = watchEdition(() => {
      calls++;
      return calls === 1 ? Promise.resolve("1") : Promise.reject(new Error("gone"));
    });
    expect(await Promise.all([edition(), edition(), edition()])).toEqual(["1", "1", "1"]);
    expect(calls).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 260));
    expect(await edition()).toBe("1");
    expect(calls).toBe(2);
  });
  it("does not invent one", async () => {
    await expect(watchEdition(() => Promise.reject(new Error("gone")))()).rejects.toThrow("gone");
  });
});
