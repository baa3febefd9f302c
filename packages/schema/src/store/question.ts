import { createHash } from "node:crypto";
import { byOf, type DimensionFilter, type DimensionPredicate, type Selection } from "./selection.ts";

/** A predicate as it matters: the one way that is given, members in order. */
function plain({ in: only, notIn, range, under }: DimensionPredicate): unknown {
  if (only != null) return { in: only.toSorted() };
  if (notIn != null) return { notIn: notIn.toSorted() };
  return range == null ? { under } : { range: [range.from ?? null, range.to ?? null] };
}

const plainFilters = (where: readonly DimensionFilter[]) =>
  where.map(({ dimension, is }) => JSON.stringify([dimension, plain(is)])).toSorted();

const hashes = new WeakMap<Selection, string>();

/**
 * The identity of a question to a dataset, whatever the release, the page and the order in which its parts are written.
 * @returns A SHA-256 in hexadecimal digits.
 */
export function questionHash(selection: Selection): string {
  const known = hashes.get(selection);
  if (known !== undefined) return known;
  const { table, grouping, measures, by, where, status, orderBy } = selection;
  const question = [
    table.dataset.code,
    table.row.code,
    byOf(table, grouping),
    by.map(({ dimension }) => dimension.code),
    measures.map(({ code }) => code).toSorted(),
    plainFilters(where),
    status?.toSorted() ?? null,
    orderBy,
  ];
  const hash = createHash("sha256").update(JSON.stringify(question)).digest("hex");
  hashes.set(selection, hash);
  return hash;
}

/** What a cursor of a question belongs to: its table, and the question itself. */
export const cursorListOf = (selection: Selection): string => `${selection.table.row.code} ${questionHash(selection).slice(0, 16)}`;
