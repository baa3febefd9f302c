import { rmSync } from "node:fs";
import { prepare } from "@openbeat/pipeline";
import { hasKansasCity, makeKansasCityHub } from "../packages/pipeline/test/real/kansas-city-hub.ts";

// What becomes of 1,033 real answers: how much weighting costs, and how many figures are precise enough to be shown. Where the answers of Kansas City
// are not beside the checkout it says so and measures nothing.

/** `pnpm bench kansas-city` */
export async function run(): Promise<void> {
  if (!hasKansasCity) return;
  const folder = makeKansasCityHub();
  try {
    const began = performance.now();
    const { content, datasets } = await prepare(folder, () => {});
    const seconds = (performance.now() - began) / 1000;
    const [dataset] = content.datasets;
    for (const { code, weighting, method, reliability } of dataset?.survey?.waves ?? []) {
      const { designEffect, nEffective, iterations, margins } = weighting;
      console.log(
        `${code}: ${method.completes} answers, design effect ${designEffect}, effective ${nEffective}, raked in ${iterations} iterations`,
      );
      for (const { name, largestDifference, categories } of margins)
        console.log(
          `  margin ${name}: ${categories.length} categories, ${categories.filter(({ mergedInto }) => mergedInto !== null).length} merged, ${(100 * largestDifference).toFixed(3)} points off at most`,
        );
      for (const { code: construct, items, alpha, n } of reliability.constructs)
        console.log(`  ${construct}: alpha ${alpha} over ${items.length} items, of about ${n} people`);
    }
    console.log(datasets[0]?.protection.at(-1));
    const all: Record<string, number> = {};
    for (const { code, observations } of dataset?.tables ?? []) {
      const counts: Record<string, number> = {};
      for (const { status } of observations()) {
        counts[status] = (counts[status] ?? 0) + 1;
        all[status] = (all[status] ?? 0) + 1;
      }
      console.log(`  ${code.padEnd(32)} ${said(counts)}`);
    }
    console.log(`  ${"all tables".padEnd(32)} ${said(all)}`);
    console.log(`${seconds.toFixed(1)} s from the files to what would be published`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const statuses = ["AVAILABLE", "UNRELIABLE", "SUPPRESSED"];

function said(counts: Readonly<Record<string, number>>): string {
  const cells = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const other = Object.entries(counts).reduce((sum, [status, count]) => sum + (statuses.includes(status) ? 0 : count), 0);
  const parts = statuses.map((status) => `${status} ${String(counts[status] ?? 0).padStart(4)}`);
  return `${String(cells).padStart(5)} cells: ${parts.join("  ")}  other ${other}`;
}
