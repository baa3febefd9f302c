import { isDeepStrictEqual, parseArgs } from "node:util";
import { hasPostgresql } from "../test/support/databases.ts";
import { type BenchStore, createBenchStore } from "./api/bench-store.ts";
import { load } from "./api/load.ts";
import { type Asked, type Json, type Question, questions } from "./api/questions.ts";
import { type BenchServer, installPeers, startServer } from "./api/servers.ts";

// What an answer of the API costs beside PostGraphile, Mercurius and a bare node:http server: processor time of the serving process
// a request, over loopback. All read the same rows of the same tables; the figures of their answers are compared before any is timed.

const clients = 10;

/** A server, how it is asked, and whether each question is a new one to it. */
interface Contender {
  readonly server: BenchServer;
  readonly asked: Asked;
  readonly distinct: boolean;
}

/** For a request: processor time of the server and of the database in milliseconds; and what else was seen. */
interface Measured {
  readonly processor: number;
  readonly database: number;
  readonly rate: number;
  readonly p50: number;
  readonly p99: number;
  readonly memory: number;
}

const addressOf = ({ server, asked }: Contender, { query }: Question) =>
  `${server.url}?query=${encodeURIComponent(query[asked].replace(/\s+/g, " "))}`;

async function figuresOf(contender: Contender, question: Question): Promise<Json> {
  const response = await fetch(addressOf(contender, question));
  const { data, errors } = (await response.json()) as { readonly data: Json; readonly errors?: Json };
  if (response.status !== 200 || errors !== undefined) {
    throw new Error(`${contender.server.name} does not answer "${question.name}": ${JSON.stringify(errors).slice(0, 500)}`);
  }
  return question.figures[contender.asked](data);
}

/**
 * Refuses to measure servers that do not give the same figures.
 * @returns How long each took for its first answer, in milliseconds.
 */
async function requireSameFigures(contenders: readonly Contender[], question: Question): Promise<ReadonlyMap<Contender, number>> {
  const first = new Map<Contender, number>();
  let expected: Json;
  for (const contender of contenders) {
    const begin = performance.now();
    const figures = await figuresOf(contender, question);
    first.set(contender, performance.now() - begin);
    expected ??= figures;
    if (!isDeepStrictEqual(figures, expected)) throw new Error(`${contender.server.name} gives other figures for "${question.name}".`);
  }
  return first;
}

async function measure(contender: Contender, question: Question, requests: number, store: BenchStore): Promise<Measured> {
  const { server, distinct } = contender;
  const databaseBefore = await store.processorTimes();
  const before = server.processorTime();
  const { seconds, p50, p99, bad } = await load({ url: addressOf(contender, question), requests, clients, distinct });
  if (bad > 0) throw new Error(`${server.name} refused ${bad} of ${requests} requests.`);
  const processor = (server.processorTime() - before) / requests;
  let database = 0;
  for (const [pid, time] of await store.processorTimes()) database += time - (databaseBefore.get(pid) ?? 0);
  return { processor, database: database / requests, rate: requests / seconds, p50, p99, memory: server.memory() };
}

const median = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
const medians = (all: readonly Measured[]): Measured => ({
  processor: median(all.map(({ processor }) => processor)),
  database: median(all.map(({ database }) => database)),
  rate: median(all.map(({ rate }) => rate)),
  p50: median(all.map(({ p50 }) => p50)),
  p99: median(all.map(({ p99 }) => p99)),
  memory: Math.max(...all.map(({ memory }) => memory)),
});

const head = `| server | CPU ms | times | database ms | req/s | p50 ms | p99 ms | first ms | MB |
|---|---:|---:|---:|---:|---:|---:|---:|---:|`;
const line = (name: string, { processor, database, rate, p50, p99, memory }: Measured, times: number, first: number) =>
  `| ${[
    name,
    processor.toFixed(3),
    times.toFixed(2),
    database.toFixed(2),
    rate.toFixed(0),
    p50.toFixed(1),
    p99.toFixed(1),
    first.toFixed(0),
    (memory / 1e6).toFixed(0),
  ].join(" | ")} |`;

interface Options {
  readonly rounds: number;
  /** About how many milliseconds of the server's processor a round of one server takes. */
  readonly effort: number;
  readonly asked: readonly Question[];
}

/** Measures all servers on one store. The first contender is what the others are compared with. */
async function compare(store: BenchStore, { rounds, effort, asked }: Options, peers: boolean): Promise<void> {
  const environment = { DATABASE_URL: store.url };
  const servers: BenchServer[] = [];
  const start = async (name: string, file: string, more: Readonly<Record<string, string>> = {}) => {
    const server = await startServer(name, file, { ...environment, ...more });
    servers.push(server);
    return server;
  };
  try {
    const others: Contender[] = peers
      ? [
          { server: await start("PostGraphile", "../peers/postgraphile.mjs"), asked: "postgraphile", distinct: true },
          { server: await start("Mercurius, jit", "../peers/mercurius.mjs"), asked: "mercurius", distinct: true },
        ]
      : [];
    const uncached: Contender = {
      server: await start("Openbeat, not kept", "ours.ts", { CACHE_BYTES: "0" }),
      asked: "openbeat",
      distinct: true,
    };
    const cached: Contender = { server: await start("Openbeat, kept", "ours.ts"), asked: "openbeat", distinct: false };
    const answers = JSON.stringify(asked.map((question) => addressOf(cached, question)));
    const bare: Contender = {
      server: await start("bare node:http", "bare.ts", { ANSWERS_OF: answers }),
      asked: "openbeat",
      distinct: false,
    };
    const sameHead: Contender = {
      server: await start("bare node:http, the same headers", "bare.ts", { ANSWERS_OF: answers, SAME_HEAD: "1" }),
      asked: "openbeat",
      distinct: false,
    };
    const contenders = [...others, uncached, cached, bare, sameHead];
    for (const question of asked) {
      const first = await requireSameFigures(contenders, question);
      const results = new Map<Contender, Measured[]>(contenders.map((contender) => [contender, []]));
      const requests = new Map<Contender, number>();
      for (const contender of contenders) {
        let count = 20;
        for (let pass = 0; pass < 2; pass++) {
          const { processor } = await measure(contender, question, count, store);
          count = Math.min(10_000, Math.max(100, Math.round(effort / processor)));
        }
        requests.set(contender, count);
      }
      // The first round is for the servers' compilers, and not counted; it is longer where answers are fast, which get faster over thousands.
      for (let round = 0; round <= rounds; round++) {
        for (const [contender, all] of results) {
          const count = requests.get(contender) ?? 0;
          const measured = await measure(contender, question, round === 0 && count > 1000 ? 3 * count : count, store);
          if (round > 0) all.push(measured);
        }
      }
      console.log(`\n${question.name}\n\n${head}`);
      const base = medians(results.get(contenders[0] ?? uncached) ?? []).processor;
      for (const [contender, all] of results) {
        const middle = medians(all);
        console.log(line(contender.server.name, middle, middle.processor / base, first.get(contender) ?? Number.NaN));
      }
    }
  } finally {
    for (const server of servers) await server.stop();
  }
}

/** `pnpm bench api`: what an answer costs, side by side with other servers on the same rows. */
export async function run(words: readonly string[] = []): Promise<void> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      sizes: { type: "string", default: "100000" },
      rounds: { type: "string", default: "5" },
      effort: { type: "string", default: "1000" },
      only: { type: "string" },
      "no-peers": { type: "boolean", default: false },
    },
  });
  if (!hasPostgresql || process.platform !== "linux") {
    console.log("SKIPPED: this bench needs Linux, whose book-keeping of processor time it reads, and a PostgreSQL server.");
    return;
  }
  const asked = questions.filter(({ name }) => values.only === undefined || name.startsWith(values.only));
  const peers = !values["no-peers"];
  if (peers) installPeers();
  for (const size of values.sizes.split(",").map(Number)) {
    const store = await createBenchStore(size);
    try {
      console.log(
        `\n${size.toLocaleString("en")} observations, a database of ${(store.bytes / 1e6).toFixed(0)} MB; ${clients} clients, median of ${values.rounds} rounds.`,
      );
      await compare(store, { rounds: Number(values.rounds), effort: Number(values.effort), asked }, peers);
    } finally {
      await store.drop();
    }
  }
}
