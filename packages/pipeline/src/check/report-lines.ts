import type { CheckReport } from "./check-hub.ts";
import type { TableRisk } from "./risk.ts";

/** A number as people write it. */
export const many = (value: number): string => value.toLocaleString("en-US");

/** What protection did to a measure of a table, in one sentence. */
export function riskSentence({ threshold, cells, small, hidden, narrowest, method }: TableRisk): string {
  if (method === "none") return `${many(cells)} figures of nobody, shown as they are`;
  if (threshold === null) return `${many(cells)} figures, changed by ${method}`;
  const all = hidden.small + hidden.contributors + hidden.beside;
  const others = hidden.contributors === 0 ? "" : `, ${many(hidden.contributors)} because one contributor stands out`;
  const width = narrowest === null ? "" : `; nobody can place a hidden count more closely than ${many(narrowest)} apart`;
  return all === 0
    ? `${many(cells)} figures, none of them of fewer than ${threshold}: nothing is hidden`
    : `${many(cells)} figures, ${many(small)} of them of fewer than ${threshold}; ${many(all)} hidden: ${many(hidden.small)} for that${others}, ${many(hidden.beside)} beside them, so that they cannot be worked out${width}`;
}

/** What a check found besides what publishing would tell: totals, gaps, what may stand for persons, risks. */
export function checkLines({ totals, risks }: CheckReport): readonly string[] {
  const lines: string[] = [];
  const agreeing = totals.filter(({ expected, found }) => expected === found).length;
  if (totals.length > 0) lines.push(`Control totals: ${many(agreeing)} of ${many(totals.length)} agree with the records.`);
  if (risks.length > 0) lines.push("What is hidden, and why (for your eyes: never told in public):");
  for (const risk of risks) lines.push(`  ${risk.table}, ${risk.measure}: ${riskSentence(risk)}.`);
  return lines;
}
