import type { Database } from "@openbeat/database";
import { describe, expect, it } from "vitest";
import { createGate } from "../src/gate.ts";
import { startApi } from "../src/server.ts";

const later = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

describe("createGate({ running, waiting, patience })", () => {
  it("lets a few work at once, a few wait, and turns the others away at once", async () => {
    const gate = createGate({ running: 2, waiting: 3, patience: 5000 });
    let [busy, most] = [0, 0];
    const work = async (at: number) => {
      most = Math.max(most, ++busy);
      await later(20);
      busy--;
      return at;
    };
    const results = await Promise.all(Array.from({ length: 8 }, (_, at) => gate(() => work(at))));
    expect(results).toEqual([0, 1, 2, 3, 4, undefined, undefined, undefined]);
    expect(most).toBe(2);
  });
  it("lets nobody wait longer than its patience", async () => {
    const gate = createGate({ running: 1, waiting: 10, patience: 30 });
    let isOver = false;
    const slow = gate(async () => {
      await later(1000);
      isOver = true;
      return "slow";
    });
    expect(await gate(() => Promise.resolve("quick"))).toBeUndefined();
    expect(isOver).toBe(false);
    expect(await slow).toBe("slow");
    expect(await gate(() => Promise.resolve("quick"))).toBe("quick");
  });
  it("goes on after work that failed", async () => {
    const gate = createGate({ running: 1, waiting: 1, patience: 100 });
    await expect(gate(() => Promise.reject(new Error("failed")))).rejects.toThrow("failed");
    expect(await gate(() => Promise.resolve(1))).toBe(1);
  });
});

describe("the API under a flood", () => {
  it("answers those it let in, refuses the others with 503 and Retry-After, and recovers at once", async () => {
    const slow = async () => {
      await later(150);
      return [];
    };
    const database = { query: async () => [{ releases: 0, hash: "" }], prisma: { release: { findMany: slow } } } as unknown as Database;
    // Every question asks for the list of releases anew, as if one were published each time.
    let edition = 0;
    const changing = { ...database, query: async () => [{ releases: edition++, hash: "" }] } as Database;
    const api = await startApi({ database: changing, port: 0, gate: { running: 4, waiting: 8, patience: 1000 } });
    const ask = async (at: number) => {
      const response = await fetch(`${api.url}/graphql?query=${encodeURIComponent(`{ release { a${at}: version } }`)}`);
      return {
        status: response.status,
        retry: response.headers.get("retry-after"),
        body: (await response.json()) as { errors?: { extensions: { code: string } }[] },
      };
    };
    const answers = await Promise.all(Array.from({ length: 150 }, (_, at) => ask(at)));
    const refused = answers.filter(({ status }) => status === 503);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(12);
    expect(refused.length).toBeGreaterThan(0);
    expect(answers.length - refused.length).toBe(answers.filter(({ status }) => status === 200).length);
    for (const { retry, body } of refused) expect([retry, body.errors?.[0]?.extensions.code]).toEqual(["2", "OVERLOADED"]);
    expect((await ask(1000)).status).toBe(200);
    await api.close();
  });
});
