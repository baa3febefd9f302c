import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEmbedded, createPostgresql, hasPostgresql, type TestDatabase } from "../../../test/support/databases.ts";
import { acts, hubOfActs, timesAsked } from "./support/acts.ts";
import { type SmallDisk, smallDisk } from "./support/small-disk.ts";

const openbeat = fileURLToPath(new URL("../src/bin/openbeat.ts", import.meta.url));
const fills = timesAsked(1);
/** At most so many bytes are left on the disk when an act begins; none where it is tried once, so that it must fail. */
const roomAtMost = fills > 1 ? 64 << 10 : 0;

/** Embedded databases on a disk, and a hub folder. */
async function onDisk({ folder }: SmallDisk) {
  const usual = process.env.TMPDIR;
  const create = async () => {
    process.env.TMPDIR = folder;
    try {
      return await createEmbedded();
    } finally {
      if (usual === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = usual;
    }
  };
  return { tried: await hubOfActs(create, folder), end: async () => {} };
}

/** Databases of the server whose tables are on a disk; its log of what it writes is where it always is, and so is the hub folder. */
async function inTablespace({ folder }: SmallDisk) {
  const place = join(folder, "tables");
  mkdirSync(place);
  execFileSync("chown", ["postgres", place]);
  const name = `openbeat_full_${process.pid}`;
  const ask = async (url: string, sql: string) => {
    const client = new pg.Client({ connectionString: Object.assign(new URL(url), { pathname: "/postgres" }).href });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  let server = "";
  const create = async (): Promise<TestDatabase> => {
    const database = await createPostgresql();
    if (server === "") await ask(database.url, `CREATE TABLESPACE ${name} LOCATION '${place}'`);
    server = database.url;
    await ask(database.url, `ALTER DATABASE ${new URL(database.url).pathname.slice(1)} SET TABLESPACE ${name}`);
    return database;
  };
  return { tried: await hubOfActs(create), end: () => ask(server, `DROP TABLESPACE ${name}`) };
}

const disk = smallDisk("300m");
if (disk === undefined) console.warn("SKIPPED on a full disk: this user may not mount one. Run these tests as root.");
afterAll(() => disk?.remove());

const kinds = [
  { name: "embedded PGlite", available: true, prepare: onDisk },
  { name: "PostgreSQL", available: hasPostgresql, prepare: inTablespace },
];
for (const [place, { name, available, prepare }] of kinds.entries()) {
  describe.skipIf(!available || disk === undefined)(`acts on a disk that is full, on ${name}`, () => {
    let own: Awaited<ReturnType<typeof prepare>>;
    beforeAll(async () => {
      own = await prepare(disk as SmallDisk);
    });
    afterAll(async () => {
      await own.tried.database.drop();
      await own.end();
    });

    it(
      "are refused as such, leave whole releases and a log that holds, and can be run again when there is room",
      async () => {
        let failed = 0;
        for (let step = 1; step <= fills; step++) {
          const attempt = await own.tried.attempt(acts[(step + place) % acts.length] ?? "publish", step);
          const left = Math.round(Math.random() * roomAtMost);
          const said = `${attempt.act}, with ${left} bytes left`;
          disk?.fill(left);
          const { status, stdout } = spawnSync(process.execPath, [openbeat, ...attempt.words, "--json"], { encoding: "utf8" });
          disk?.clear();
          if (status !== 0) {
            failed += 1;
            expect({ status, ...JSON.parse(stdout) }, said).toMatchObject({ status: 1, error: { code: "DISK_FULL" } });
          }
          const isDone = await own.tried.expectWhole(attempt, said);
          if (status === 0) expect(isDone, said).toBe(true);
          await own.tried.expectAgain(attempt, isDone, said);
          await attempt.end();
        }
        if (fills > 8) console.info(`${name}: ${failed} of ${fills} acts failed for want of room.`);
        expect(failed).toBeGreaterThan(0);
      },
      Math.max(120_000, fills * 30_000),
    );
  });
}
