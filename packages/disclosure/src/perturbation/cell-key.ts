import { createHmac } from "node:crypto";
import { DisclosureError } from "../errors.ts";
import type { Change, PerturbationTable } from "./perturbation-table.ts";

const recordKeys = 2 ** 32;

/**
 * The key of a record: the same in every table and every release, and a secret to everyone without `secret`.
 * @returns A whole number from 0 to 2³² − 1.
 * @throws {DisclosureError} `POLICY_INVALID` if the secret is shorter than 32 bytes.
 */
export function recordKey(secret: Uint8Array, dataset: string, id: string): number {
  if (secret.length < 32)
    throw new DisclosureError("POLICY_INVALID", "The secret of the record keys is shorter than 32 bytes. Use a random one of 32.");
  return createHmac("sha256", secret)
    .update(JSON.stringify([dataset, id]))
    .digest()
    .readUInt32BE(0);
}

/**
 * The key of a cell: the sum of the keys of its records, so that the same records always give the same key.
 * @param keys Whole numbers from 0 to `range` − 1.
 * @param range How many keys there are: 2³² for those of `recordKey`.
 * @throws {DisclosureError} `COUNT_NOT_WHOLE` if a key is none.
 */
export function cellKey(keys: Iterable<number>, range: number = recordKeys): number {
  let sum = 0;
  for (const key of keys) {
    if (!Number.isSafeInteger(key) || key < 0 || key >= range)
      throw new DisclosureError("COUNT_NOT_WHOLE", "A record has no key of the range. Make the keys again.");
    sum = (sum + key) % range;
  }
  return sum;
}

/**
 * Changes a count by its cell's key: the same records always give the same result, so asking twice, or in two tables, tells nothing new.
 * Perturbed counts do not add up.
 * @param count A whole number ≥ 0.
 * @param key From 0 to `range` − 1.
 * @throws {DisclosureError} `COUNT_NOT_WHOLE` or `POLICY_INVALID`
 * @see Fraser & Wooton (2005), A proposed method for confidentialising tabular output to protect against differencing.
 */
export function perturb(count: number, key: number, table: PerturbationTable, range: number = recordKeys): number {
  if (!Number.isSafeInteger(count) || count < 0)
    throw new DisclosureError("COUNT_NOT_WHOLE", "A count is not a whole number ≥ 0. Count the records again.");
  if (!Number.isSafeInteger(key) || key < 0 || key >= range)
    throw new DisclosureError("COUNT_NOT_WHOLE", "A cell has no key of the range. Make the keys again.");
  const row = rowFor(table, count);
  let reached = 0;
  for (const { change, probability } of row) {
    reached += probability;
    if ((key + 0.5) / range < reached) return count + change;
  }
  const last = row[row.length - 1];
  if (!last || Math.abs(reached - 1) > 1e-9)
    throw new DisclosureError("POLICY_INVALID", "The probabilities of a perturbation do not add up to one. Make the table again.");
  return count + last.change;
}

function rowFor({ rows, period }: PerturbationTable, count: number): readonly Change[] {
  const first = rows.length - period;
  const row = rows[count < rows.length ? count : first + ((count - first) % period)];
  if (!row) throw new DisclosureError("POLICY_INVALID", "The table of perturbations has no row for a count. Make the table again.");
  return row;
}
