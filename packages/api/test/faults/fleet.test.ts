import { once } from "node:events";
import { connect as connectTo, createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { type Database, migrate, openDatabase } from "@openbeat/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { publishCorrection, publishFixture } from "../../../../test/support/fixture-release.ts";
import { startApi } from "../../src/server.ts";
import { openRedis } from "../../src/shared/redis.ts";
import { type Asked, beginLoad, type Load } from "../support/load.ts";
import { type ApiProcess, startProcess } from "../support/processes.ts";
import {
  asUser,
  hasPostgresqlPrograms,
  hasRedisProgram,
  makeUsers,
  type OwnServer,
  type Replica,
  startPostgresql,
  startRedis,
  startReplica,
} from "../support/servers.ts";

// Two processes of the API as a city would run them, one on the primary and one on its replica, sharing their answers through Redis; and
// what happens to those. Every server is the test's own.

/** How much longer than usual each state is kept, for a long proof: OPENBEAT_FAULTS=20 */
const scale = Number(process.env.OPENBEAT_FAULTS ?? 1);
const aWhile = 200 * scale;

const table =
  'dataset(code: "incidents") { table(measures: ["OUT.01"], by: ["area.district", "period.year"]) { key value status source { release } } }';
const path = (question: string) => `/graphql?query=${encodeURIComponent(question)}`;
/** The latest release's figures: every second question is one that was never asked before. */
const latest = (at: number) => path(`{ release { ${at % 2 === 0 ? "" : `n${at}: version `}version ${table} } }`);

interface Told {
  readonly version: string;
  readonly dataset: { readonly table: { readonly key: readonly string[]; readonly value: readonly number[]; readonly source: object } };
}
const tell = ({ body }: Asked): Told => JSON.parse(body).data.release;
const isAnswer = ({ status }: Asked) => status === 200;

describe.skipIf(!hasPostgresqlPrograms || !hasRedisProgram)("two processes, a primary, a replica and Redis", () => {
  let primary: OwnServer;
  let replica: Replica;
  let redis: OwnServer;
  let publisher: Database;
  let onPrimary: ApiProcess;
  let onReplica: ApiProcess;
  /** What each release holds, asked for by its version when all was quiet. */
  const truth = new Map<string, Told>();

  /** Ends what was started, the last first, also where something else could not be started. */
  const endings: (() => Promise<unknown>)[] = [];
  const started = async <Started>(starting: Promise<Started>, end: (it: Started) => Promise<unknown>): Promise<Started> => {
    const it = await starting;
    endings.unshift(() => end(it));
    return it;
  };
  beforeAll(async () => {
    const remove = (server: OwnServer) => server.remove();
    redis = await started(startRedis(), remove);
    primary = await started(startPostgresql(), remove);
    await makeUsers(primary);
    const owner = await openDatabase(primary.url, { role: "owner" });
    await migrate(owner);
    await owner.close();
    publisher = await openDatabase(asUser(primary, "hub_publisher"), { role: "publisher" });
    endings.unshift(() => publisher.close());
    await publishFixture(publisher);
    replica = await started(startReplica(primary), remove);
    const start = (server: OwnServer) =>
      started(startProcess("--database", asUser(server, "hub_reader"), "--redis", redis.url), async ({ process }) =>
        process.kill("SIGKILL"),
      );
    [onPrimary, onReplica] = await Promise.all([start(primary), start(replica)]);
    await learn("1.0.0");
  });
  afterAll(async () => {
    for (const end of endings) await end();
  });

  const both = () => [onPrimary.url, onReplica.url];
  const askOnce = async (url: string, question: string) =>
    (await fetch(url + path(question))).json() as Promise<{ data: { release: Told | null } }>;
  const learn = async (version: string) => {
    // It may have been published this moment.
    for (const begin = performance.now(); !truth.has(version); await wait(20)) {
      expect(performance.now() - begin).toBeLessThan(1000);
      const { release } = (await askOnce(onPrimary.url, `{ release(version: "${version}") { version ${table} } }`)).data;
      if (release !== null) truth.set(version, release);
    }
    expect(truth.get(version)?.dataset.table.value).toHaveLength(6);
  };
  /** Every answer is wholly of one release: its figures are those of the release that it names. */
  const expectWhole = (asked: readonly Asked[]) => {
    for (const one of asked.filter(isAnswer)) {
      const { version, dataset } = tell(one);
      expect({ version, dataset }).toEqual(truth.get(version));
    }
  };
  const versionsOf = (asked: readonly Asked[]) => [...new Set(asked.filter(isAnswer).map((one) => tell(one).version))].sort();
  const failures = (asked: readonly Asked[]) =>
    asked.filter((one) => !isAnswer(one)).map(({ status, error, body }) => status ?? error ?? body);
  const to = ({ url }: ApiProcess, asked: readonly Asked[]) => asked.filter((one) => one.url === url);
  /** Waits until so many answers came to what was asked after an instant, of each process: a busy machine takes its time. */
  const answered = async ({ asked }: Load, urls: readonly string[], after: number, count = 20) => {
    const deadline = performance.now() + 20_000;
    while (urls.some((url) => asked.filter((one) => one.url === url && isAnswer(one) && one.sentAt > after).length < count)) {
      expect(performance.now()).toBeLessThan(deadline);
      await wait(50);
    }
    await wait(aWhile);
  };
  const publish = async (version: string) => {
    await publishCorrection(publisher, version);
    return performance.now();
  };

  it("see a release that is published during load within a second, and mix nothing", async () => {
    const load = beginLoad(both(), latest);
    await answered(load, both(), 0);
    const committedAt = await publish("1.1.0");
    await answered(load, both(), committedAt + 1000);
    const asked = await load.stop();
    await learn("1.1.0");
    expect(truth.get("1.1.0")?.dataset.table.value).not.toEqual(truth.get("1.0.0")?.dataset.table.value);
    expect(failures(asked)).toEqual([]);
    expectWhole(asked);
    for (const one of [onPrimary, onReplica]) {
      expect(versionsOf(to(one, asked))).toEqual(["1.0.0", "1.1.0"]);
      expect(versionsOf(to(one, asked).filter(({ sentAt }) => sentAt > committedAt + 1000))).toEqual(["1.1.0"]);
    }
  });

  it("tell the release before, wholly, on a replica that lags behind, and the new one when it has caught up", async () => {
    await replica.pause();
    const load = beginLoad(both(), latest);
    const committedAt = await publish("1.2.0");
    await answered(load, both(), committedAt + 1000);
    // What one of them shares, the other does not take for its own.
    const shared = "{ release { shared: version version } }";
    expect((await askOnce(onPrimary.url, shared)).data.release?.version).toBe("1.2.0");
    await wait(100);
    expect((await askOnce(onReplica.url, shared)).data.release?.version).toBe("1.1.0");
    const lagging = [...load.asked];
    await replica.catchUp();
    const caughtUpAt = performance.now();
    await answered(load, both(), caughtUpAt + 1000);
    const asked = await load.stop();
    await learn("1.2.0");
    expect(failures(asked)).toEqual([]);
    expectWhole(asked);
    expect(versionsOf(to(onReplica, lagging))).toEqual(["1.1.0"]);
    expect(versionsOf(to(onPrimary, lagging).filter(({ sentAt }) => sentAt > committedAt + 1000))).toEqual(["1.2.0"]);
    expect(versionsOf(to(onReplica, asked).filter(({ sentAt }) => sentAt > caughtUpAt + 1000))).toEqual(["1.2.0"]);
  });

  it("never take emptiness for truth where one address leads to both servers and one of them lags behind", async () => {
    let connections = 0;
    const ports = [primary, replica].map(({ url }) => Number(new URL(url).port));
    const balancer = createServer((socket) => {
      const server = connectTo(ports[connections++ % 2] ?? 0, "127.0.0.1");
      for (const one of [socket, server]) one.on("error", () => {});
      socket.pipe(server).pipe(socket);
    }).listen(0, "127.0.0.1");
    await once(balancer, "listening");
    const { port } = balancer.address() as { port: number };
    await replica.pause();
    await publish("1.3.0");
    await learn("1.3.0");
    const reader = await openDatabase(asUser(primary, "hub_reader").replace(/:\d+\//, `:${port}/`));
    const api = await startApi({ database: reader, port: 0, tellFault: () => {} });
    const beganAt = performance.now();
    const load = beginLoad([api.url], (at) => latest(2 * at + 1));
    await answered(load, [api.url], beganAt + 1000);
    const asked = await load.stop();
    await replica.catchUp();
    await api.close();
    await reader.close();
    balancer.close();
    expect(connections).toBeGreaterThan(2);
    expectWhole(asked);
    expect(versionsOf(asked.filter(({ sentAt }) => sentAt > beganAt + 1000))).toEqual(["1.3.0"]);
    expect(new Set(failures(asked)).difference(new Set([503]))).toEqual(new Set());
  });

  it("answer as before while Redis is gone, and share again when it is back", async () => {
    const load = beginLoad(both(), latest);
    await answered(load, both(), 0);
    await redis.stop();
    await answered(load, both(), performance.now());
    await redis.start();
    await answered(load, both(), performance.now() + 2000);
    const asked = await load.stop();
    expect(failures(asked)).toEqual([]);
    expectWhole(asked);
    expect(Math.max(...asked.map(({ took }) => took))).toBeLessThan(3000);
    for (const one of [onPrimary, onReplica]) expect(one.said()).toContain("shared-answers.ts");
    // It came back empty.
    const client = openRedis(redis.url);
    await once(client, "ready");
    expect(await client.dbsize()).toBeGreaterThan(10);
    client.disconnect();
  });

  it("tell what they keep while their database hangs, and go on when it does", async () => {
    await askOnce(onPrimary.url, `{ release { version ${table} } }`);
    primary.hang();
    await wait(1000);
    for (let at = 0; at < 3; at++) {
      const begin = performance.now();
      expect((await askOnce(onPrimary.url, `{ release { version ${table} } }`)).data.release).toEqual(truth.get("1.3.0"));
      expect(performance.now() - begin).toBeLessThan(1000);
    }
    primary.resume();
    expect((await askOnce(onPrimary.url, "{ release { goesOn: version version } }")).data.release?.version).toBe("1.3.0");
  });

  it("tell what they keep while their database is stopped, refuse the rest, and recover when it starts", async () => {
    const load = beginLoad(both(), latest);
    await answered(load, both(), 0);
    await primary.stop();
    const stoppedAt = performance.now();
    await answered(load, both(), stoppedAt + 500);
    expect((await fetch(`${onPrimary.url}/ready`)).status).toBe(503);
    const startsAt = performance.now();
    await primary.start();
    const startedAt = performance.now();
    await answered(load, both(), startedAt + 2000);
    const asked = await load.stop();
    expectWhole(asked);
    expect(versionsOf(asked)).toEqual(["1.3.0"]);
    expect(failures(to(onReplica, asked))).toEqual([]);
    const during = to(onPrimary, asked).filter(({ sentAt }) => sentAt > stoppedAt && sentAt < startsAt);
    expect(new Set(during.map(({ status }) => status))).toEqual(new Set([200, 503]));
    for (const { body } of during.filter(({ status }) => status === 503))
      expect(JSON.parse(body).errors[0].extensions.code).toBe("DATABASE_UNAVAILABLE");
    expect(failures(to(onPrimary, asked).filter(({ sentAt }) => sentAt > startedAt + 2000))).toEqual([]);
    expect((await fetch(`${onPrimary.url}/ready`)).status).toBe(200);
  });

  it("hear of releases again after their database was away", async () => {
    // The publisher's connections died with the server.
    await publisher.close();
    publisher = await openDatabase(asUser(primary, "hub_publisher"), { role: "publisher" });
    const committedAt = await publish("1.4.0");
    while ((await askOnce(onPrimary.url, "{ release { version } }")).data.release?.version !== "1.4.0") {
      expect(performance.now() - committedAt).toBeLessThan(1000);
      await wait(20);
    }
    await learn("1.4.0");
  });

  it("drop nothing that was accepted when one of them is told to stop during load", async () => {
    const load = beginLoad([onPrimary.url], latest, 8);
    await answered(load, [onPrimary.url], 0, 50);
    const exit = once(onPrimary.process, "exit");
    onPrimary.process.kill("SIGTERM");
    const [code] = await exit;
    const asked = await load.stop();
    expect(code).toBe(0);
    expectWhole(asked);
    // What was not answered was not accepted: its connection was refused.
    expect(new Set(failures(asked))).toEqual(new Set(["ECONNREFUSED"]));
  });
});
