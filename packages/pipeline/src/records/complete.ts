import type { PublicRecord } from "./record.ts";

/** Columns that belong together: with one of the codes of the first all of the others are given, with any other none. */
const together: Readonly<
  Record<string, { readonly column: string; readonly codes: readonly string[]; readonly others: readonly string[] }>
> = {
  questions: { column: "status", codes: ["answered", "declined"], others: ["answered_on", "answer"] },
};

/** Columns of a record that are empty and must not be, or are given and must not be, as another one says. */
export function* amiss({
  kind,
  values,
}: PublicRecord): Generator<{ readonly column: string; readonly by: string; readonly isMissing: boolean }> {
  const rule = together[kind];
  if (rule === undefined) return;
  const isDue = rule.codes.includes(String(values[rule.column]));
  for (const column of rule.others) if ((values[column] !== null) !== isDue) yield { column, by: rule.column, isMissing: isDue };
}
