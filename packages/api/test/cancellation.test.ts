import { once } from "node:events";
import { request } from "node:http";
import { type Database, openDatabase } from "@openbeat/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPostgresql, hasPostgresql } from "../../../test/support/databases.ts";
import { type FixtureDatabase, openFixture } from "../../../test/support/fixture-database.ts";
import { createGate } from "../src/gate.ts";
import { type RunningApi, startApi } from "../src/server.ts";
import { createSharing } from "../src/sharing.ts";

const later = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

async function eventually(holds: () => Promise<boolean>, within: number): Promise<boolean> {
  for (const end = performance.now() + within; performance.now() < end; await later(20)) if (await holds()) return true;
  return holds();
}

describe("createSharing(longest).share(key, begin, asker)", () => {
  it("goes on while somebody waits, and stops when the last has gone", async () => {
    const sharing = createSharing<string>(60_000);
    const [first, second] = [new AbortController(), new AbortController()];
    let stopped = false;
    const begin = (signal: AbortSignal) =>
      new Promise<string>((resolve) => {
        signal.addEventListener("abort", () => {
          stopped = true;
          resolve("stopped");
        });
      });
    const asked = [first, second].map(({ signal }) => sharing.share("key", begin, signal).catch(({ name }: Error) => name));
    first.abort();
    expect([await asked[0], stopped]).toEqual(["AbortError", false]);
    second.abort();
    expect([await asked[1], stopped]).toEqual(["AbortError", true]);
  });
  it("begins anew for who comes after everybody has gone", async () => {
    const sharing = createSharing<number>(60_000);
    const gone = new AbortController();
    const hanging = sharing.share("key", () => new Promise(() => {}), gone.signal).catch(() => {});
    gone.abort();
    await hanging;
    expect(await sharing.share("key", () => Promise.resolve(2))).toBe(2);
  });
  it("stops what takes too long, for everybody", async () => {
    const sharing = createSharing<number>(20);
    const asked = [1, 2].map(() => sharing.share("key", () => new Promise(() => {})));
    for (const one of asked) await expect(one).rejects.toMatchObject({ name: "TimeoutError" });
    expect(await sharing.share("key", () => Promise.resolve(2))).toBe(2);
  });
});

describe("createGate(limits), asked with a signal", () => {
  it("gives the place in the queue to the next when one who waits has gone", async () => {
    const gate = createGate({ running: 1, waiting: 1, patience: 5000 });
    const [busy, gone] = [Promise.withResolvers<string>(), new AbortController()];
    const [running, waiting] = [gate(() => busy.promise), gate(() => Promise.resolve("never"), gone.signal)];
    expect(gate.load()).toEqual({ running: 1, waiting: 1 });
    gone.abort();
    expect(await waiting).toBeUndefined();
    const next = gate(() => Promise.resolve("next"));
    busy.resolve("first");
    expect(await Promise.all([running, next])).toEqual(["first", "next"]);
    expect(gate.load()).toEqual({ running: 0, waiting: 0 });
  });
});

const table = 'dataset(code: "incidents") { table(measures: ["OUT.01"], by: ["area.district", "period.month"]) { value } }';

describe.skipIf(!hasPostgresql)("work that nobody waits for, on PostgreSQL", () => {
  let fixture: FixtureDatabase;
  let owner: Database;
  let api: RunningApi;
  const faults: unknown[] = [];
  beforeAll(async () => {
    fixture = await openFixture(createPostgresql);
    owner = await openDatabase(fixture.url, { role: "owner" });
    api = await startApi({ database: fixture.reader, port: 0, longest: 1500, tellFault: (fault) => faults.push(fault) });
    // What is read once of a release and kept is finished, whoever asked for it first: it is not what is stopped here.
    await ask(`{ release { ${table} } }`).answer;
  });
  afterAll(async () => {
    await api.close();
    await owner.close();
    await fixture.drop();
    expect(faults).toEqual([]);
  });
  function ask(query: string) {
    const sent = request(`${api.url}/graphql?query=${encodeURIComponent(query)}`).end();
    const answer = (async () => {
      const [response] = await once(sent, "response");
      let text = "";
      for await (const chunk of response) text += String(chunk);
      return { status: response.statusCode as number, body: JSON.parse(text) };
    })();
    return { answer, hangUp: () => sent.destroy() };
  }
  const locked = async () => {
    const sql = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND wait_event_type = 'Lock'";
    return (await owner.query(sql)).length;
  };
  const whileLocked = (work: () => Promise<void>) =>
    owner.transaction(async (transaction) => {
      await transaction.query("LOCK TABLE observation IN ACCESS EXCLUSIVE MODE");
      await work();
    });

  it("stops when its client hangs up", () =>
    whileLocked(async () => {
      const { answer, hangUp } = ask(`{ release { a: version ${table} } }`);
      const refused = expect(answer).rejects.toThrow(/socket hang up/);
      expect(await eventually(async () => (await locked()) === 1, 3000)).toBe(true);
      hangUp();
      await refused;
      expect(await eventually(async () => (await locked()) === 0, 1800)).toBe(true);
    }));

  it("goes on where somebody else asked the same", async () => {
    let [first, second] = [ask("{ __typename }"), ask("{ __typename }")];
    await Promise.all([first.answer, second.answer]);
    await whileLocked(async () => {
      first = ask(`{ release { b: version ${table} } }`);
      second = ask(`{ release { b: version ${table} } }`);
      first.answer.catch(() => {});
      expect(await eventually(async () => (await locked()) === 1, 3000)).toBe(true);
      await later(50);
      first.hangUp();
      await later(400);
      expect(await locked()).toBe(1);
    });
    expect((await second.answer).body.data.release.dataset.table.value.length).toBeGreaterThan(10);
  });

  it("stops a whole question that takes too long, and says so", () =>
    whileLocked(async () => {
      const { status, body } = await ask(`{ release { c: version ${table} } }`).answer;
      expect([status, body.errors[0].extensions.code]).toEqual([503, "TIMEOUT"]);
      expect(await eventually(async () => (await locked()) === 0, 1800)).toBe(true);
    }));

  it("leaves the connections of the others whole", async () => {
    const answers = await Promise.all(
      Array.from({ length: 30 }, async (_, at) => {
        const { answer, hangUp } = ask(`{ release { d${at}: version ${table} } }`);
        if (at % 2 === 0) return answer;
        answer.catch(() => {});
        await later(at);
        hangUp();
        return undefined;
      }),
    );
    for (const answer of answers) if (answer !== undefined) expect(answer.body.data.release.dataset.table.value.length).toBeGreaterThan(10);
    expect(fixture.reader.pool?.()).toMatchObject({ waiting: 0 });
  });
});
