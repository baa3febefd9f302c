import { Agent, request } from "node:http";
import { setTimeout as later } from "node:timers/promises";
import type { ApiProcess } from "./api-process.ts";

const by = 'by: ["area.district", "period.month", "offence.category"]';
/** Questions that take a server some milliseconds each. */
const questions = ["value", "value text", "key value", "value status", "value flags text"].map(
  (columns) => `{ release { dataset(code: "incidents") { table(measures: ["OUT.01", "OUT.01.R"], ${by}) { ${columns} } } } }`,
);

interface Reply {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly body: Buffer;
  readonly milliseconds: number;
}

const clients = 600;
const agent = new Agent({ keepAlive: true, maxSockets: clients, maxFreeSockets: clients });

const ask = (api: ApiProcess, query: string, client: string) => get(`${api.url}/graphql?query=${encodeURIComponent(query)}`, client);

function get(url: string, client: string): Promise<Reply> {
  const begin = performance.now();
  return new Promise((resolve, reject) => {
    request(url, { agent, headers: { "x-forwarded-for": client } }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          retryAfter: response.headers["retry-after"],
          body: Buffer.concat(chunks),
          milliseconds: performance.now() - begin,
        }),
      );
    })
      .on("error", reject)
      .end();
  });
}

let asked = 0;
/** A question that nobody asked before, with the answer of one that is known. */
const fresh = (at: number) => `${questions[at % questions.length]} #${asked++}`;
const anybody = () => `198.18.${Math.floor(Math.random() * 256)}.${Math.floor(Math.random() * 256)}`;
const greedy = "203.0.113.99";

/** What a flood came to. */
export interface FloodResult {
  /** Questions that were answered in a second when just enough were asked. */
  readonly capacity: number;
  /** Questions that were asked in a second of the flood. */
  readonly rate: number;
  readonly answered: number;
  readonly refused: Readonly<Record<"429" | "503", number>>;
  /** What was neither the right answer nor a refusal that says when to come again. */
  readonly wrong: readonly string[];
  /** Half of the answers of the flood took less than the first, in milliseconds; all but one in a hundred less than the second. */
  readonly took: readonly [median: number, p99: number];
  readonly mostBytes: number;
  /** How long after the flood a question was answered in the usual time, in milliseconds. */
  readonly recovery: number;
}

const quantile = (sorted: readonly number[], share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;

/** Runs clients that begin at once and then ask one question after the other, until a time. @param pause Milliseconds between two questions of all clients together. */
async function run(count: number, seconds: number, pause: number, one: (at: number) => Promise<void>): Promise<number> {
  const begin = performance.now();
  const end = begin + seconds * 1000;
  let sent = 0;
  const client = async () => {
    while (performance.now() < end) {
      const due = begin + Math.max(0, sent - count) * pause;
      const at = sent++;
      const early = due - performance.now();
      if (early > 1) await later(early);
      await one(at);
    }
  };
  await Promise.all(Array.from({ length: count }, client));
  return sent;
}

/**
 * Asks a server ten times as much as it can answer, half of it in the name of one client. It begins with a question of each of many others at
 * once, which are more than wait at the gate: however slow this process is, some must be turned away.
 * @param api Started with `--behind-proxy 1` and a rate limit that the one client comes to, on the store of the fixture.
 */
export async function flood(api: ApiProcess, seconds: number, times = 10): Promise<FloodResult> {
  const right = await Promise.all(questions.map(async (query) => (await ask(api, query, anybody())).body));
  const calm: number[] = [];
  const calmSeconds = Math.min(5, seconds / 2);
  await run(4, calmSeconds / 2, 0, async (at) => void (await ask(api, fresh(at), anybody())));
  const begin = performance.now();
  await run(4, calmSeconds, 0, async (at) => void calm.push((await ask(api, fresh(at), anybody())).milliseconds));
  const capacity = (calm.length * 1000) / (performance.now() - begin);
  calm.sort((a, b) => a - b);

  // A process takes one new connection at a time between its other work: here they are open before the flood begins.
  await Promise.all(Array.from({ length: clients }, () => get(`${api.url}/health`, greedy)));
  const [wrong, took]: [string[], number[]] = [[], []];
  const refused = { "429": 0, "503": 0 };
  let mostBytes = 0;
  const watch = setInterval(() => {
    api.use().then(
      ({ bytes }) => {
        mostBytes = Math.max(mostBytes, bytes);
      },
      () => {},
    );
  }, 500);
  const sent = await run(clients, seconds, 1000 / (capacity * times), async (at) => {
    try {
      const { status, retryAfter, body, milliseconds } = await ask(api, fresh(at), at < clients || at % 2 === 1 ? anybody() : greedy);
      if (status === 200 && right[at % questions.length]?.equals(body)) took.push(milliseconds);
      else if ((status === 429 || status === 503) && Number(retryAfter) > 0) refused[status]++;
      else wrong.push(`${status}: ${body.subarray(0, 200)}`);
    } catch (error) {
      wrong.push(String(error));
    }
  });
  clearInterval(watch);
  // A process that is busy for the whole of a short flood tells at its end.
  mostBytes = Math.max(mostBytes, (await api.use()).bytes);

  const over = performance.now();
  const usual = 3 * quantile(calm, 0.99) + 50;
  let recovery = Number.POSITIVE_INFINITY;
  while (recovery === Number.POSITIVE_INFINITY && performance.now() - over < 10_000) {
    const { status, milliseconds } = await ask(api, fresh(0), anybody());
    if (status === 200 && milliseconds < usual) recovery = performance.now() - over;
  }
  agent.destroy();
  took.sort((a, b) => a - b);
  return {
    capacity,
    rate: sent / seconds,
    answered: took.length,
    refused,
    wrong,
    took: [quantile(took, 0.5), quantile(took, 0.99)],
    mostBytes,
    recovery,
  };
}
