import { spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { fileURLToPath } from "node:url";
import { startApi } from "@openbeat/api";
import { databases, hasPostgresql } from "../test/support/databases.ts";
import { openFixture } from "../test/support/fixture-database.ts";

// What an answer of the API costs: processor time of the serving process per request, ten clients at once, over loopback.
// Kept: the same question again and again. Not kept: each question differs from all before it.

const clients = 10;
const by = 'by: ["area.district", "period.month", "offence.category"]';
const questions: Readonly<Record<string, string>> = {
  "release { version }": "{ release { version } }",
  "table of 576 rows, 9 columns": `{ release { dataset(code: "incidents") { table(measures: ["OUT.01", "OUT.01.R"], ${by}, limit: 1000) {
    key measure dimensions { code members labels } value text status flags } } } }`,
  "50 cells, 12 fields": `{ release { dataset(code: "incidents") { cells(measures: ["OUT.01"], ${by}, first: 50) { nodes {
    key dims labels measure { code title } area { code name } period { code } estimate { value text status flags } } } } } }`,
};

async function ask(address: string, requests: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  let next = 0;
  const one = (at: number) =>
    new Promise<void>((resolve, reject) => {
      request(address.replace("AT", String(at)), { agent }, (response) => {
        response.resume();
        response.on("end", resolve);
      })
        .on("error", reject)
        .end();
    });
  const client = async () => {
    while (next < requests) await one(next++);
  };
  await Promise.all(Array.from({ length: clients }, client));
  agent.destroy();
}

async function measure(): Promise<void> {
  const database = databases.find(({ name }) => name === (hasPostgresql ? "PostgreSQL" : "embedded PGlite"));
  if (database === undefined) throw new Error("There is no database to measure on.");
  const fixture = await openFixture(database.create);
  const api = await startApi({ database: fixture.reader, port: 0 });
  const load = async (address: string, requests: number) => {
    const child = spawn(process.execPath, [fileURLToPath(import.meta.url), address, String(requests)], { stdio: "inherit" });
    await once(child, "exit");
  };
  console.log(`On ${database.name}, ${clients} clients at once:`);
  for (const [name, question] of Object.entries(questions)) {
    for (const kept of [true, false]) {
      const address = (run: string) =>
        `${api.url}/graphql?query=${encodeURIComponent(kept ? question : question.replace("{", `{ ${run}AT: __typename`))}`;
      const requests = kept ? 4000 : 400;
      await load(address("warm"), 200);
      const before = process.cpuUsage();
      await load(address("run"), requests);
      const { user, system } = process.cpuUsage(before);
      console.log(
        `${name.padEnd(32)} ${kept ? "kept    " : "not kept"} ${((user + system) / 1000 / requests).toFixed(2).padStart(6)} ms of processor a request`,
      );
    }
  }
  console.log(`Memory of the process: ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`);
  await api.close();
  await fixture.drop();
}

/** Measures, or asks as one of the clients: `pnpm bench api`. */
export async function run(words: readonly string[] = []): Promise<void> {
  const [address, requests] = words;
  if (address === undefined) await measure();
  else await ask(address, Number(requests));
}

if (import.meta.main) await run(process.argv.slice(2));
