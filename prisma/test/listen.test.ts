import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { Database } from "@openbeat/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPostgresql, hasPostgresql, type TestDatabase } from "../../test/support/databases.ts";
import { publishCorrection, publishFixture } from "../../test/support/fixture-release.ts";
import { listenForReleases } from "../src/listen.ts";

const until = async (isSo: () => boolean) => {
  for (const begin = performance.now(); !isSo(); ) {
    expect(performance.now() - begin).toBeLessThan(10_000);
    await wait(10);
  }
};

describe.skipIf(!hasPostgresql)("Database.listen(heard), on PostgreSQL", () => {
  let test: TestDatabase;
  let publisher: Database;
  let reader: Database;
  let heard = 0;
  beforeAll(async () => {
    test = await createPostgresql();
    [publisher, reader] = [await test.open("publisher"), await test.open("reader")];
  });
  afterAll(async () => {
    await Promise.all([publisher.close(), reader.close()]);
    await test.drop();
  });

  it("hears of a release when it is committed, and not of one that is undone", async () => {
    const listener = reader.listen?.(() => heard++);
    await until(() => listener?.isListening === true);
    const before = heard;
    const undone = publisher.transaction(async (transaction) => {
      await transaction.query("SELECT begin_publication()");
      await transaction.query(
        "INSERT INTO release (version, published_at, hub, manifest, certificate, sha256) VALUES ('0.1.0', now(), '{}', '{}', '{}', $1)",
        ["0".repeat(64)],
      );
      await wait(100);
      expect(heard).toBe(before);
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    await publishFixture(publisher);
    await until(() => heard > before);
    expect(heard).toBe(before + 1);
    await listener?.close();
    await publishCorrection(publisher);
    await wait(100);
    expect([heard, listener?.isListening]).toEqual([before + 1, false]);
  });

  it("listens again when its connection breaks, and counts it as heard: a release may have come meanwhile", async () => {
    const listener = reader.listen?.(() => heard++);
    await until(() => listener?.isListening === true);
    const before = heard;
    const owner = await test.open("owner");
    await owner.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'");
    await until(() => heard > before);
    expect(listener?.isListening).toBe(true);
    await publishCorrection(publisher, "1.2.0");
    await until(() => heard === before + 2);
    await listener?.close();
    await owner.close();
  });
});

it("a listener is closed within two seconds, also where the server has stopped to answer", async () => {
  // As PostgreSQL says that one may ask; it hears nothing more.
  const message = (type: string, body: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(body.length + 4);
    return Buffer.concat([Buffer.from(type), length, body]);
  };
  const ready = message("Z", Buffer.from("I"));
  const sockets: Socket[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket);
    socket.on("error", () => {});
    socket.once("data", () => {
      socket.write(Buffer.concat([message("R", Buffer.alloc(4)), ready]));
      socket.once("data", () => socket.write(Buffer.concat([message("C", Buffer.from("LISTEN\0")), ready])));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const listener = listenForReleases(
    { host: "127.0.0.1", port: (server.address() as AddressInfo).port, user: "reader", ssl: false },
    () => {},
  );
  await until(() => listener.isListening);
  const begin = performance.now();
  await listener.close();
  expect(performance.now() - begin).toBeLessThan(2000);
  for (const socket of sockets) socket.destroy();
  server.close();
});

describe.skipIf(!hasPostgresql)("Database.keepUpWith(release), on PostgreSQL", () => {
  it("refuses a server that lacks a release which was read", async () => {
    const test = await createPostgresql();
    const publisher = await test.open("publisher");
    await publishFixture(publisher);
    const reader = await test.open("reader");
    const [release] = await reader.query("SELECT id, sha256 FROM release");
    const [id, sha256] = [Number(release?.id), String(release?.sha256)];
    reader.keepUpWith({ id, sha256 });
    expect(await reader.query("SELECT count(*)::int AS releases FROM release")).toEqual([{ releases: 1 }]);
    expect(await reader.prisma.release.count()).toBe(1);
    // As on a replica that lags behind, or a server that was put back and went another way.
    reader.keepUpWith({ id: id + 1, sha256 });
    const behind = { code: "DATABASE_BEHIND" };
    await expect(reader.query("SELECT 1 FROM release")).rejects.toMatchObject(behind);
    await expect(reader.transaction((transaction) => transaction.query("SELECT 1"))).rejects.toMatchObject(behind);
    await expect(reader.prisma.release.count()).rejects.toMatchObject(behind);
    await Promise.all([reader.close(), publisher.close()]);
    await test.drop();
  });
});
