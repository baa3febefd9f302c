import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createConnection, createServer, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPostgresql, hasPostgresql } from "../../../test/support/databases.ts";
import { acts, hubOfActs, timesAsked } from "./support/acts.ts";
import { runCommand } from "./support/run-command.ts";

const drops = timesAsked(2);

/** Stands between a client and the server, counts what the client says, and hangs up on both once it has said so many bytes. */
async function proxyTo(url: string) {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  let [said, limit] = [0, Number.POSITIVE_INFINITY];
  const hangUp = () => {
    for (const socket of sockets) socket.destroy();
  };
  const server: Server = createServer((client) => {
    const upstream = createConnection(Number(port || 5432), hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on("error", () => {}).on("close", () => to.destroy());
    }
    client.on("data", (chunk: Buffer) => {
      said += chunk.length;
      if (said > limit) hangUp();
      else upstream.write(chunk);
    });
    upstream.on("data", (chunk: Buffer) => client.write(chunk));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: Object.assign(new URL(url), { host: `127.0.0.1:${(server.address() as AddressInfo).port}` }).href,
    said: () => said,
    hangUpAfter(bytes: number) {
      [said, limit] = [0, bytes];
    },
    async close() {
      hangUp();
      server.close();
      await once(server, "close");
    },
  };
}

describe.skipIf(!hasPostgresql)("acts whose connection is dropped at any moment, on PostgreSQL", () => {
  let tried: Awaited<ReturnType<typeof hubOfActs>>;
  beforeAll(async () => {
    tried = await hubOfActs(createPostgresql);
  });
  afterAll(() => tried.database.drop());

  it(
    "leave whole releases and a log that holds, and can be run again",
    async () => {
      // What an act says in bytes, as far as is known: one that was cut says more.
      let usual = 30_000;
      let dropped = 0;
      for (let step = 1; step <= drops; step++) {
        const attempt = await tried.attempt(acts[step % acts.length] ?? "publish", step);
        const proxy = await proxyTo(attempt.target.url);
        const [name = "", ...words] = attempt.words.map((word) => (word === attempt.target.url ? proxy.url : word));
        const bytes = Math.round(Math.random() * usual);
        const said = `${attempt.act}, its connection dropped after ${bytes} bytes`;
        proxy.hangUpAfter(bytes);
        const failed = await runCommand(name, words).then(
          () => false,
          () => true,
        );
        if (failed) dropped += 1;
        usual = failed ? Math.max(usual, bytes * 1.5) : proxy.said();
        await proxy.close();
        const isDone = await tried.expectWhole(attempt, said);
        if (!failed) expect(isDone, said).toBe(true);
        await tried.expectAgain(attempt, isDone, said);
        await attempt.end();
      }
      if (drops > 8) console.info(`${dropped} of ${drops} acts lost their connection before their end.`);
      expect(dropped).toBeGreaterThan(0);
    },
    Math.max(120_000, drops * 20_000),
  );
});
