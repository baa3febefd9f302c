import { parseArgs } from "node:util";
import { openDatabase } from "@openbeat/database";
import { feasibleIntervals } from "@openbeat/disclosure";
import { readPublicTables } from "../audit/public-tables.ts";
import { PipelineError } from "../errors.ts";
import { isSignedAs } from "../release/sign.ts";
import type { Terminal } from "./terminal.ts";

/** How long one attack may take, in seconds, before the audit has failed. */
const secondsPerAttack = 120;
const slack = 1e-6;

/** Every n-th of a list, so that at most `most` are left. */
const spread = <Item>(items: readonly Item[], most: number): readonly Item[] => {
  const step = Math.max(1, Math.ceil(items.length / most));
  return items.filter((_, place) => place % step === 0);
};

/**
 * `openbeat audit [--database URL] [--release VERSION] [--at-most N]`: checks a release's signature, and attacks its hidden figures from what the
 * public can read, with a solver and without the code that protected them. `--at-most` takes that many hidden cells of each measure (5), spread
 * over them all; 0 takes every one.
 */
export async function audit(words: readonly string[], terminal: Terminal): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: { database: { type: "string" }, release: { type: "string" }, "at-most": { type: "string", default: "5" } },
  });
  const atMost = Number(values["at-most"]);
  if (!Number.isSafeInteger(atMost) || atMost < 0) throw new PipelineError("COMMAND_INVALID", "--at-most takes a whole number ≥ 0.");
  const store = await openDatabase(values.database ?? process.env.DATABASE_URL);
  try {
    const [release] = await store.query(
      `SELECT version, sha256, hub->>'code' AS hub, certificate->'signature' AS signature, to_char(published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS published_at
       FROM release WHERE $1::text IS NULL OR version = $1 ORDER BY id DESC LIMIT 1`,
      [values.release ?? null],
    );
    if (release === undefined)
      throw new PipelineError("COMMAND_INVALID", "The database has no such release. Leave --release out for the latest.");
    const version = String(release.version);
    const statement = { hub: String(release.hub), version, publishedAt: String(release.published_at), sha256: String(release.sha256) };
    let sound = isSignedAs(release.signature, statement);
    terminal.out(`Release ${version}: the signature ${sound ? "is of this release, by the key it names" : "is NOT of this release"}.`);
    for (const { dataset, measure, width, table } of await readPublicTables(store, version)) {
      const attacked = atMost === 0 ? table.suppressed : spread(table.suppressed, atMost);
      terminal.progress(`attacking ${dataset} ${measure}: ${attacked.length} hidden cells, ${table.atomCount} unknowns`);
      const intervals = await feasibleIntervals({ ...table, attacked, seconds: secondsPerAttack });
      const narrowest = intervals.reduce((least, { low, high }) => Math.min(least, high - low), Number.POSITIVE_INFINITY);
      const holds = narrowest >= width - slack;
      sound &&= holds;
      const found =
        intervals.length === 0
          ? "no cell is hidden"
          : `the narrowest interval is ${Number.isFinite(narrowest) ? Math.round(narrowest * 1000) / 1000 : "unbounded"} (promised ${width})`;
      terminal.out(
        `${dataset} ${measure}: ${table.suppressed.length} hidden cells, ${attacked.length} attacked; ${found}${holds ? "" : ": BROKEN"}.`,
      );
    }
    terminal.out(sound ? "The release holds." : "The release does NOT hold. Tell its publisher.");
    return sound ? 0 : 1;
  } finally {
    await store.close();
  }
}
