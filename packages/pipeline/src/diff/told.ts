import type { ChangedFigure, Diff, Shown } from "./diff.ts";

const madeOf = ({ numerator, denominator }: Shown) =>
  numerator === null || denominator === null ? "" : ` (${numerator} of ${denominator})`;
const figure = (shown: Shown) => (shown.value === null ? shown.status : `${shown.value}${madeOf(shown)}`);

const change = ({ measure, area, period, codes, before, after }: ChangedFigure) =>
  `    ${[measure, area, period, ...codes].join(" ")}: ${figure(before)} → ${figure(after)}`;
const counted = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${count} ${what}`)
    .join(", ");

/** A comparison in lines, for a terminal: what it is of first, then what changed, the largest changes with what they are made of. */
export function diffLines(diff: Diff): readonly string[] {
  const lines: string[] = [`From ${diff.before} to ${diff.after}:`];
  for (const table of diff.removedTables) lines.push(`  table ${table}: removed`);
  for (const table of diff.addedTables) lines.push(`  table ${table}: added`);
  for (const { list, added, removed } of diff.codes) {
    if (removed.length > 0) lines.push(`  codes of ${list} removed: ${removed.join(", ")}`);
    if (added.length > 0) lines.push(`  codes of ${list} added: ${added.join(", ")}`);
  }
  for (const { dataset, before, after } of diff.records)
    lines.push(`  ${dataset}: made of ${before ?? "an untold number of"} records before, ${after ?? "an untold number of"} now`);
  for (const { kind, ...records } of diff.publicRecords) lines.push(`  records/${kind}: ${counted(records)}`);
  for (const { table, changed, nowShown, noLongerShown, marked, added, removed, unchanged, largest } of diff.tables) {
    const cells = {
      changed,
      "now shown": nowShown,
      "no longer shown": noLongerShown,
      "marked otherwise": marked,
      added,
      removed,
      unchanged,
    };
    lines.push(`  table ${table}: ${counted(cells)}`, ...largest.map(change));
  }
  if (diff.wordsChanged) lines.push("  words changed: titles, labels, descriptions or sources");
  if (diff.referenceChanged) lines.push("  boundaries, populations or what rolls up into what changed");
  return lines.length === 1 ? [`From ${diff.before} to ${diff.after} nothing changed.`] : lines;
}

/** A comparison in one sentence, as the impact that a correction states where its author states none. */
export function impactOf(diff: Diff): string {
  const sum = (of: "changed" | "nowShown" | "noLongerShown" | "marked" | "added" | "removed") =>
    diff.tables.reduce((total, table) => total + table[of], 0);
  const cells = counted({
    changed: sum("changed"),
    "now shown": sum("nowShown"),
    "no longer shown": sum("noLongerShown"),
    "marked otherwise": sum("marked"),
    added: sum("added"),
    removed: sum("removed"),
  });
  const tables = diff.tables.map(({ table }) => table);
  const gone = diff.removedTables.length === 0 ? "" : ` Tables removed: ${diff.removedTables.join(", ")}.`;
  const records = diff.publicRecords
    .filter(({ changed, added, removed }) => changed + added + removed > 0)
    .map(({ kind, changed, added, removed }) => `${kind} (${counted({ changed, added, removed })})`);
  const others = records.length === 0 ? "" : ` Public records: ${records.join(", ")}.`;
  return `${cells === "" ? "No figure of a table that both have changed." : `Figures: ${cells}, in ${tables.join(", ")}.`}${gone}${others}`;
}
