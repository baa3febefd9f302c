import { startApiProcess } from "../test/support/api-process.ts";
import { databases, hasPostgresql } from "../test/support/databases.ts";
import { openFixture } from "../test/support/fixture-database.ts";
import { flood } from "../test/support/flood.ts";

// A minute of ten times as many questions as the server can answer, over loopback. `--seconds N` for another time.

const mostBytes = 640e6;
const longestRecovery = 2000;

/** Floods the API and says what became of it: `pnpm bench flood`. Ends with 1 where an answer was wrong, or it did not recover. */
export async function run(words: readonly string[] = []): Promise<void> {
  const at = words.indexOf("--seconds");
  const seconds = at < 0 ? 60 : Number(words[at + 1]);
  const database = databases.find(({ name }) => name === (hasPostgresql ? "PostgreSQL" : "embedded PGlite"));
  if (database === undefined || !(seconds > 0)) throw new Error("There is no database to measure on, or no time to do it in.");
  const fixture = await openFixture(database.create);
  if (!hasPostgresql) await fixture.reader.close();
  const api = await startApiProcess(fixture.url, ["--behind-proxy", "1", "--rate-limit", "20000/60"]);
  try {
    const { capacity, rate, answered, refused, wrong, took, mostBytes: most, recovery } = await flood(api, seconds);
    const rows = [
      ["On", database.name],
      ["Answered in a second, without a flood", capacity.toFixed(0)],
      ["Asked in a second, for", `${rate.toFixed(0)}, ${seconds} s: ${(rate / capacity).toFixed(1)} times as many`],
      [
        "Answered in a second, in the flood",
        `${(answered / seconds).toFixed(0)}, half of them within ${took[0].toFixed(0)} ms, 99 % within ${took[1].toFixed(0)} ms`,
      ],
      ["Refused", `${refused["429"]} with 429, ${refused["503"]} with 503`],
      ["Wrong", String(wrong.length)],
      ["Memory at most", `${(most / 1e6).toFixed(0)} MB`],
      ["Answered as usual again after", `${recovery.toFixed(0)} ms`],
    ];
    for (const [name = "", value = ""] of rows) console.log(`${name.padEnd(40)} ${value}`);
    for (const one of wrong.slice(0, 5)) console.error(one);
    const isFlood = rate >= 9.5 * capacity;
    if (!isFlood) console.error("This machine could not ask ten times as much as the server can answer.");
    if (!isFlood || wrong.length > 0 || answered === 0 || most > mostBytes || recovery > longestRecovery) process.exitCode = 1;
  } finally {
    await api.stop();
    if (hasPostgresql) await fixture.drop();
  }
}

if (import.meta.main) await run(process.argv.slice(2));
