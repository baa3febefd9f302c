import { rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Prepared, prepare } from "@openbeat/pipeline";
import { hasPhiladelphia, makePhiladelphiaHub } from "../packages/pipeline/test/real/philadelphia-hub.ts";

// What each method costs a reader, side by side, on the real incidents of Philadelphia: district × month × category with quarter, year, class and
// city, from the files to what would be published. Where these records are not beside the checkout it says so and measures nothing.

const suppress = { method: "suppress", threshold: 5, width: 5, timeLimitSeconds: 240 };
const methods: readonly (readonly [string, object])[] = [
  ["suppress, knownCells: 0", { ...suppress, knownCells: 0 }],
  ["suppress, knownCells: 1", { ...suppress, knownCells: 1 }],
  ["suppress, coarsened where it fails", { ...suppress, knownCells: 1, onUnprotectable: "coarsen" }],
  ["smallCountRounding, base 5", { method: "smallCountRounding", base: 5 }],
  ["cellKey, D 5, V 3, js 2", { method: "cellKey", mostRecovered: 1 }],
  ["differentialPrivacy, ρ 1/50 a level", { method: "differentialPrivacy", rho: "1/50", budgetPerYear: "1/1" }],
];

const cubeOf = (policy: object) => [
  {
    name: "cube",
    title: { en: "Incidents by district, month and category" },
    dimensions: { area: ["district", "city"], period: ["month", "quarter", "year"], offence: ["category", "class", "all"] },
    measures: ["OUT.01"],
    policy,
  },
];

/** Every cell by name: its published figure, or null. */
const figuresOf = ({ content }: Prepared) =>
  new Map(
    content.datasets
      .slice(0, 1)
      .flatMap(({ tables }) =>
        tables.flatMap(({ observations }) =>
          [...observations()].map(({ area, period, codes, value }) => [`${area} ${period} ${codes.join()}`, value] as const),
        ),
      ),
  );

async function prepared(policy: object): Promise<Prepared> {
  const folder = makePhiladelphiaHub(cubeOf(policy));
  try {
    return await prepare(folder, () => {});
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `pnpm bench methods [--method NAME]` */
export async function run(words: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...words], options: { method: { type: "string", default: "" } } });
  if (!hasPhiladelphia) return;
  const truth = figuresOf(await prepared({ method: "none", reason: { en: "Only to compare with; nothing of it is published." } }));
  const leaf = [...truth].filter(([key, count]) => isLeaf(key) && (count ?? 0) > 0);
  const small = leaf.filter(([, count]) => (count ?? 0) < 5).length;
  console.log(`${truth.size} cells; ${leaf.length} non-empty cells of district × month × category, ${small} of them below 5.`);
  for (const [name, policy] of methods) {
    if (!name.includes(values.method)) continue;
    const start = process.cpuUsage();
    const began = performance.now();
    try {
      const result = await prepared(policy);
      const seconds = (performance.now() - began) / 1000;
      const { user, system } = process.cpuUsage(start);
      console.log(
        `${name}: ${compare(truth, figuresOf(result))}; ${seconds.toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} s of processor`,
      );
      for (const { certificate } of result.content.datasets[0]?.certificates ?? [])
        console.log(`  certificate: ${JSON.stringify(certificate)}`);
      for (const note of result.datasets[0]?.protection ?? []) console.log(`  ${note}`);
    } catch (error) {
      console.log(
        `${name}: refused after ${((performance.now() - began) / 1000).toFixed(1)} s. ${error instanceof Error ? error.message : ""}`,
      );
    }
  }
}

const isLeaf = (key: string) => /^\d\d \d{4}-\d\d /.test(key) && !/ (ALL|VIOLENT|PROPERTY|OTHER)$/.test(key);

/** How much of the truth is shown, and how far off what is changed. */
function compare(truth: ReadonlyMap<string, number | null>, published: ReadonlyMap<string, number | null>): string {
  let [hidden, missing, changed, error, most, total] = [0, 0, 0, 0, 0, 0];
  for (const [key, count] of truth) {
    const figure = published.get(key);
    if (figure === undefined) missing++;
    else if (figure === null) hidden++;
    else {
      const off = Math.abs(figure - (count ?? 0));
      if (off > 0) changed++;
      error += off;
      total++;
      most = Math.max(most, off);
    }
  }
  const percent = (part: number) => `${((100 * part) / truth.size).toFixed(1)} %`;
  return `${percent(hidden)} without a figure, ${percent(missing)} not published at all, ${percent(changed)} changed, by ${(error / Math.max(1, total)).toFixed(2)} on average over all shown and ${most} at most`;
}
