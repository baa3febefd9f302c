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

interface Measured {
  readonly processor: number;
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

/** Refuses to measure servers that do not give the same figures. */
async function requireSameFigures(contenders: readonly Contender[], question: Question): Promise<void> {
  const [first, ...others] = contenders;
  if (first === undefined) return;
  const expected = await figuresOf(first, question);
  for (const other of others) {
    if (!isDeepStrictEqual(await figuresOf(other, question), expected)) {
      throw new Error(`${other.server.name} and ${first.server.name} do not give the same figures for "${question.name}".`);
    }
  }
}

async function measure(contender: Contender, question: Question, requests: number): Promise<Measured> {
  const { server, distinct } = contender;
  const before = server.processorTime();
  const { seconds, p50, p99, bad } = await load({ url: addressOf(contender, question), requests, clients, distinct });
  if (bad > 0) throw new Error(`${server.name} refused ${bad} of ${requests} requests.`);
  return { processor: (server.processorTime() - before) / requests, rate: requests / seconds, p50, p99, memory: server.memory() };
}

const median = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
const medians = (all: readonly Measured[]): Measured => ({
  processor: median(all.map(({ processor }) => processor)),
  rate: median(all.map(({ rate }) => rate)),
  p50: median(all.map(({ p50 }) => p50)),
  p99: median(all.map(({ p99 }) => p99)),
  memory: Math.max(...all.map(({ memory }) => memory)),
});

const line = (name: string, { processor, rate, p50, p99, memory }: Measured, times: string) =>
  `| ${name.padEnd(30)} | ${processor.toFixed(3).padStart(7)} | ${times.padStart(6)} | ${rate.toFixed(0).padStart(6)} | ${p50.toFixed(1).padStart(6)} | ${p99.toFixed(1).padStart(6)} | ${(memory / 1e6).toFixed(0).padStart(4)} |`;

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
    const contenders = [...others, uncached, cached, bare];
    for (const question of asked) {
      await requireSameFigures(contenders, question);
      const results = new Map<Contender, Measured[]>(contenders.map((contender) => [contender, []]));
      const requests = new Map<Contender, number>();
      for (const contender of contenders) {
        await measure(contender, question, 300);
        const { processor } = await measure(contender, question, 200);
        requests.set(contender, Math.min(10_000, Math.max(100, Math.round(effort / processor))));
      }
      // The first round is for the compiler of the servers, and not counted.
      for (let round = 0; round <= rounds; round++) {
        for (const [contender, all] of results) {
          const measured = await measure(contender, question, requests.get(contender) ?? 0);
          if (round > 0) all.push(measured);
        }
      }
      console.log(`\n${question.name}\n\n| server | CPU ms | times | req/s | p50 ms | p99 ms | MB |\n|---|---:|---:|---:|---:|---:|---:|`);
      const first = contenders[0] ?? uncached;
      const base = medians(results.get(first) ?? []).processor;
      for (const [{ server }, all] of results) {
        const middle = medians(all);
        console.log(line(server.name, middle, (middle.processor / base).toFixed(2)));
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
