import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import pg from "pg";

const run = promisify(execFile);

/** Folders in which programs may stand: those of Debian's PostgreSQL are on no PATH. */
const folders = [
  ...(process.env.PATH ?? "").split(delimiter),
  ...(existsSync("/usr/lib/postgresql") ? readdirSync("/usr/lib/postgresql").map((version) => `/usr/lib/postgresql/${version}/bin`) : []),
];
const find = (program: string) => folders.map((folder) => join(folder, program)).find((path) => existsSync(path));

const [initdb = "", postgres = "", basebackup = "", psql = ""] = ["initdb", "postgres", "pg_basebackup", "psql"].map(find);
const redis = find("redis-server") ?? "";

/** PostgreSQL refuses to run as root: then it runs as the user that Debian made for it. `undefined` where there is none. */
function findOwner(): { readonly uid?: number; readonly gid?: number } | undefined {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = ["-u", "-g"].map((which) => Number(spawnSync("id", [which, "postgres"], { encoding: "utf8" }).stdout || Number.NaN));
  return Number.isNaN(uid) || uid === undefined || gid === undefined ? undefined : { uid, gid };
}
const owner = findOwner();

/** Whether the programs are there of which these tests start servers of their own, to stop and to break them. */
export const hasPostgresqlPrograms = owner !== undefined && [initdb, postgres, basebackup, psql].every((path) => path !== "");
export const hasRedisProgram = redis !== "";
if (!hasPostgresqlPrograms)
  console.warn("SKIPPED: initdb, postgres, pg_basebackup or psql is not there. Install PostgreSQL's server and client.");
if (!hasRedisProgram) console.warn("SKIPPED: redis-server is not there. Install Redis.");

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("A server without a port.");
  return address.port;
}

/** A server that a test started for itself: it may be stopped, hung and started again, at the same address. */
export interface OwnServer {
  readonly url: string;
  start(): Promise<void>;
  /** Stops it at once, as a power cut would: its clients are not waited for. */
  stop(): Promise<void>;
  /** Stops it from answering, without closing anything; and lets it go on. */
  hang(): void;
  resume(): void;
  /** Stops it for good and removes what it wrote. */
  remove(): Promise<void>;
}

interface Program {
  readonly url: string;
  /** Removed with it. */
  readonly folder: string;
  readonly begin: () => ChildProcess;
  /** Rejects until it answers. */
  readonly answers: () => Promise<unknown>;
  /** PostgreSQL leaves shared memory behind when it is killed. */
  readonly endsBy: "SIGKILL" | "SIGQUIT";
}

/** Signals a server and its processes: PostgreSQL has one for each connection, which go on without it. */
function signalAll(child: ChildProcess | undefined, signal: "SIGSTOP" | "SIGCONT"): void {
  if (child?.pid === undefined) return;
  const { stdout } = spawnSync("pgrep", ["--parent", String(child.pid)], { encoding: "utf8" });
  for (const pid of [child.pid, ...stdout.split("\n").filter(Boolean).map(Number)]) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      // It has ended meanwhile.
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}

function ownServer({ url, folder, begin, answers, endsBy }: Program): OwnServer {
  let child: ChildProcess | undefined;
  const stop = async () => {
    const last = child;
    child = undefined;
    if (last === undefined || last.exitCode !== null) return;
    const exit = once(last, "exit");
    last.kill(endsBy);
    signalAll(last, "SIGCONT");
    await exit;
  };
  return {
    url,
    async start() {
      child = begin();
      for (let attempt = 0; ; attempt++) {
        try {
          await answers();
          return;
        } catch (error) {
          if (attempt > 200 || child.exitCode !== null) throw error;
          await wait(50);
        }
      }
    },
    stop,
    hang: () => signalAll(child, "SIGSTOP"),
    resume: () => signalAll(child, "SIGCONT"),
    async remove() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A Redis without a file, at a port of its own. */
export async function startRedis(): Promise<OwnServer> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "openbeat-redis-"));
  const words = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder];
  const server = ownServer({
    url: `redis://127.0.0.1:${port}`,
    folder,
    begin: () => spawn(redis, words, { stdio: "ignore" }),
    async answers() {
      const socket = connect(port, "127.0.0.1");
      await once(socket, "connect");
      socket.destroy();
    },
    endsBy: "SIGKILL",
  });
  await server.start();
  return server;
}

const query = async (url: string, sql: string) => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
};

async function cluster(make: (folder: string, as: NonNullable<typeof owner>) => Promise<void>): Promise<OwnServer> {
  const as = owner ?? {};
  const port = await freePort();
  const home = mkdtempSync(join(tmpdir(), "openbeat-cluster-"));
  if (as.uid !== undefined && as.gid !== undefined) chownSync(home, as.uid, as.gid);
  const data = join(home, "data");
  await make(data, as);
  const settings = ["fsync=off", "full_page_writes=off", "listen_addresses=127.0.0.1", `port=${port}`, `unix_socket_directories=${home}`];
  const words = ["-D", data, ...settings.flatMap((setting) => ["-c", setting])];
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
  const server = ownServer({
    url,
    folder: home,
    begin: () => spawn(postgres, words, { ...as, cwd: home, stdio: "ignore" }),
    answers: () => query(url, "SELECT 1"),
    endsBy: "SIGQUIT",
  });
  await server.start();
  return server;
}

/** A PostgreSQL of its own, empty. */
export const startPostgresql = (): Promise<OwnServer> =>
  cluster(async (data, as) => {
    await run(initdb, ["-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "--no-locale", "-E", "UTF8"], as);
    appendFileSync(join(data, "postgresql.conf"), "wal_level = replica\nmax_wal_senders = 4\nshared_buffers = 32MB\n");
  });

const rolesScript = fileURLToPath(new URL("../../../../deploy/roles.sh", import.meta.url));

/** Makes the users of `deploy/roles.sh`, as the container of PostgreSQL does. */
export async function makeUsers({ url }: OwnServer): Promise<void> {
  const { hostname, port } = new URL(url);
  await run("bash", [rolesScript], {
    env: {
      ...{ PATH: `${dirname(psql)}${delimiter}${process.env.PATH}`, PGHOST: hostname, PGPORT: port },
      ...{ POSTGRES_USER: "postgres", POSTGRES_DB: "postgres", READER_PASSWORD: "reader's", PUBLISHER_PASSWORD: "publisher's" },
    },
  });
}

/** The address of a server for one of its users. */
export const asUser = ({ url }: OwnServer, user: "hub_reader" | "hub_publisher"): string => url.replace("postgres@", `${user}@`);

/** A replica by streaming replication, which can be made to lag behind. */
export interface Replica extends OwnServer {
  /** Stops it from taking over what its primary wrote; its clients see the past. */
  pause(): Promise<void>;
  /** Lets it catch up. */
  catchUp(): Promise<void>;
}

/** Starts a replica of a running primary. */
export async function startReplica(primary: OwnServer): Promise<Replica> {
  const server = await cluster(async (data, as) => {
    await run(basebackup, ["-D", data, "-d", primary.url, "-R", "-X", "stream", "--checkpoint=fast", "--no-sync"], as);
  });
  return {
    ...server,
    pause: async () => void (await query(server.url, "SELECT pg_wal_replay_pause()")),
    catchUp: async () => void (await query(server.url, "SELECT pg_wal_replay_resume()")),
  };
}
