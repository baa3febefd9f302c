import type { Queryable, Transaction } from "@openbeat/database";
import type { LogHead } from "./log.ts";

/** Notes the head of the log beside a release that is being written. */
export async function writeLogHead(transaction: Transaction, release: number, { seq, sha256 }: LogHead): Promise<void> {
  await transaction.query("INSERT INTO log_head (release_id, seq, sha256) VALUES ($1, $2, $3)", [release, seq, sha256]);
}

/** The heads that a store's releases were published at, oldest first. */
export async function storedHeads(store: Queryable): Promise<readonly (LogHead & { readonly version: string })[]> {
  const rows = await store.query("SELECT r.version, h.seq, h.sha256 FROM log_head h JOIN release r ON r.id = h.release_id ORDER BY r.id");
  return rows.map(({ version, seq, sha256 }) => ({ version: String(version), seq: Number(seq), sha256: String(sha256) }));
}
