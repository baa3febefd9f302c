import { spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

/** So many requests to one address by so many clients, each of which asks again when it is answered. */
export interface Load {
  readonly url: string;
  readonly requests: number;
  readonly clients: number;
  /** Whether no two requests are the same: each has a number in its `extensions`, which no server reads. */
  readonly distinct: boolean;
}

/** What came of a load; times in milliseconds. */
export interface LoadResult {
  readonly seconds: number;
  readonly p50: number;
  readonly p99: number;
  /** Answers that were not 200. */
  readonly bad: number;
}

/** Asks from a process of its own, so that asking is not counted as serving. @throws {Error} Where the server goes away. */
export async function load(options: Load): Promise<LoadResult> {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), JSON.stringify(options)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  if (code !== 0) throw new Error("The server went away while it was asked.");
  return JSON.parse(said) as LoadResult;
}

async function ask({ url, requests, clients, distinct }: Load): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const times: number[] = [];
  let bad = 0;
  let next = 0;
  // Begins at the time, so that no load repeats what one before it asked.
  const first = Date.now() * 1000;
  const one = (at: number) =>
    new Promise<void>((resolve, reject) => {
      const begin = performance.now();
      const address = distinct ? `${url}&extensions=${encodeURIComponent(`{"n":${first + at}}`)}` : url;
      request(address, { agent }, (response) => {
        if (response.statusCode !== 200) bad++;
        response.resume();
        response.on("end", () => {
          times.push(performance.now() - begin);
          resolve();
        });
      })
        .on("error", reject)
        .end();
    });
  const client = async () => {
    while (next < requests) await one(next++);
  };
  const begin = performance.now();
  await Promise.all(Array.from({ length: clients }, client));
  const seconds = (performance.now() - begin) / 1000;
  agent.destroy();
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  return { seconds, p50: at(0.5), p99: at(0.99), bad };
}

if (import.meta.main) console.log(JSON.stringify(await ask(JSON.parse(process.argv[2] ?? "{}") as Load)));
