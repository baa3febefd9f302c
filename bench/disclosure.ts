import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import {
  complementarySuppression,
  type DifferentialPrivacyPolicy,
  DisclosureError,
  type Grouping,
  protect,
  type Suppressed,
  type SuppressionPolicy,
  verify,
} from "@openbeat/disclosure";
import { benchCubes, cellsOf, makeCube, noiseCube } from "./cubes.ts";

/** What one task in one child process gave: numbers to print, and the peak of its memory. */
type Result = Readonly<Record<string, number | string | null>>;

const threshold = 5;
const defaultSizes = ["8k", "28k", "28k-sparse", "100k"];
const million = 1_000_000;

/**
 * R's GaussSuppression at these sizes, as measured once while the engine was designed: R 4.2.2, two cores of the same kind of machine, a cube of
 * as many cells. Not measured side by side with this run, and on other counts: the ratio, to our processor time, is an order of magnitude, no more.
 */
const quotedSeconds: Readonly<Record<string, number>> = { "8k": 18.9, "28k": 473 };

const tasks: Readonly<Record<string, (size: string, seconds: number) => Result | Promise<Result>>> = {
  eliminate,
  prove: (size, seconds) => prove(size, seconds, 0),
  "prove-insiders": (size, seconds) => prove(size, seconds, 1),
  noise,
};

export async function run(words: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      sizes: { type: "string", default: defaultSizes.join() },
      large: { type: "boolean", default: false },
      seconds: { type: "string", default: "300" },
      tasks: { type: "string", default: Object.keys(tasks).join() },
      task: { type: "string" },
      size: { type: "string", default: "" },
    },
  });
  const seconds = Number(values.seconds);
  if (!(seconds > 0)) throw new Error("--seconds is not a number > 0.");
  if (values.task !== undefined) {
    const result = await tasks[values.task]?.(values.size, seconds);
    console.log(JSON.stringify({ ...result, peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024) }));
    return;
  }
  const sizes = [...values.sizes.split(","), ...(values.large ? ["500k"] : [])];
  const results: Result[] = [];
  for (const task of values.tasks.split(","))
    for (const size of task === "noise" ? ["1M"] : sizes) {
      const result = { task, size, ...child(task, size, seconds) };
      results.push(result);
      console.log(sentence(result));
    }
  const folder = join(import.meta.dirname, "results");
  mkdirSync(folder, { recursive: true });
  const machine = { node: process.version, cores: availableParallelism(), processor: cpus()[0]?.model ?? "unknown" };
  writeFileSync(join(folder, "disclosure.json"), `${JSON.stringify({ machine, results }, null, 2)}\n`);
  console.log("\nWritten to bench/results/disclosure.json.");
}

function child(task: string, size: string, seconds: number): Result {
  const words = [join(import.meta.dirname, "bench.ts"), "disclosure", "--task", task, "--size", size, "--seconds", String(seconds)];
  try {
    return JSON.parse(execFileSync(process.execPath, words, { encoding: "utf8", timeout: (3 * seconds + 120) * 1000 }));
  } catch (error) {
    return { failed: error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error) };
  }
}

/** Complementary suppression alone: cells in the order of their counts, the largest first; small ones are primary. */
function eliminate(size: string): Result {
  const { atomCount, columns, values } = cellsOf(makeCube(cubeOf(size)));
  const primary = [...values.keys()].filter((cell) => isSmall(values[cell] as number));
  const candidates = [...values.keys()].sort((a, b) => (values[b] as number) - (values[a] as number) || a - b);
  const start = performance.now();
  const processor = process.cpuUsage();
  const secondary = complementarySuppression({ atomCount, columns, candidates, primary });
  const seconds = since(start);
  const processorSeconds = spent(processor);
  const quoted = quotedSeconds[size];
  return {
    cells: columns.length,
    primary: primary.length,
    secondary: secondary.length,
    hiddenShare: share(primary.length + secondary.length, columns.length),
    seconds,
    processorSeconds,
    quotedSecondsOfR: quoted ?? null,
    ratioToQuoted: quoted === undefined ? null : Math.round(quoted / processorSeconds),
  };
}

/**
 * The whole way: hide, prove, verify; or a refusal, and then whether its proposal passes. Then the speed of the verifier on what came out.
 * @param knownCells 1 guards against whoever is alone in a hidden cell, too.
 */
async function prove(size: string, seconds: number, knownCells: 0 | 1): Promise<Result> {
  let cube = makeCube(cubeOf(size));
  const policy: SuppressionPolicy = { method: "suppress", threshold, width: 5, zeros: "safe", knownCells, timeLimitSeconds: seconds };
  const stages = new Map<string, number>();
  let stage = "tabulate";
  let stageStart = performance.now();
  const progress = (_done: number, _total: number, next: string) => {
    stages.set(stage, (stages.get(stage) ?? 0) + performance.now() - stageStart);
    stageStart = performance.now();
    stage = next;
  };
  const start = performance.now();
  const processor = process.cpuUsage();
  let refusalSeconds: number | null = null;
  let result: Suppressed;
  try {
    result = await protect(cube, policy, { progress });
  } catch (error) {
    if (!(error instanceof DisclosureError) || error.code !== "UNPROTECTABLE") throw error;
    refusalSeconds = since(start);
    if (!error.proposal) return { outcome: "refused, without a proposal", seconds: refusalSeconds };
    cube = { ...cube, groupings: error.proposal };
    result = await protect(cube, policy);
  }
  progress(0, 0, "");
  const elapsed = refusalSeconds ?? since(start);
  const processorSeconds = refusalSeconds === null ? spent(processor) : null;
  const { certificate, groupings, proof } = result;
  const small = cellsOf(cube).values.filter(isSmall).length;
  const claim = { cube, policy, groupings, proof };
  const verifyStart = performance.now();
  const { entries } = verify(claim);
  const verifySeconds = since(verifyStart);
  const copies = Math.ceil(million / Math.max(entries, 1));
  const many = { ...claim, proof: { ...proof, tables: Array.from({ length: copies }, () => proof.tables).flat() } };
  const manyStart = process.cpuUsage();
  const manyEntries = verify(many).entries;
  const manySeconds = spent(manyStart);
  return {
    outcome: refusalSeconds === null ? "published" : "refused, the proposal passes",
    seconds: elapsed,
    processorSeconds,
    stages: [...stages].map(([name, milliseconds]) => `${name} ${(milliseconds / 1000).toFixed(1)}`).join(", "),
    cells: certificate.cells,
    small,
    hidden: certificate.suppressed,
    hiddenShare: share(certificate.suppressed, certificate.cells),
    provedShare: share(certificate.provedByTables, certificate.attacked),
    programmes: certificate.programmes,
    worstWidth: certificate.worstWidth,
    witnessEntries: entries,
    verifySeconds,
    verifiedEntriesPerSecond: Math.round(manyEntries / manySeconds),
  };
}

/** A cube of a million cells with discrete Gaussian noise of variance 100, made whole, non-negative and to add up; and how far off it then is. */
async function noise(_size: string, seconds: number): Promise<Result> {
  const cube = makeCube(noiseCube);
  const policy: DifferentialPrivacyPolicy = {
    method: "differentialPrivacy",
    unit: "record",
    contributions: 1,
    rho: { numerator: 1, denominator: 200 },
    delta: 1e-9,
    timeLimitSeconds: seconds,
  };
  const stages = new Map<string, number>();
  let stage = "tabulate";
  let stageStart = process.cpuUsage();
  const progress = (_done: number, _total: number, next: string) => {
    if (next === stage) return;
    stages.set(stage, spent(stageStart));
    stageStart = process.cpuUsage();
    stage = next;
  };
  const start = process.cpuUsage();
  const { groupings, certificate } = await protect(cube, policy, { random: (size) => randomBytes(size), progress });
  const processorSeconds = spent(start);
  progress(0, 0, "");
  const errors = groupings.map(({ levels, cells }, g) => {
    const truth = cellsOf({ ...cube, groupings: [cube.groupings[g] as Grouping] }).values;
    const square = cells.reduce((sum, cell, i) => sum + (cell.status === "published" ? (cell.count - (truth[i] as number)) ** 2 : 0), 0);
    return { name: levels.join("×"), cells: cells.length, error: Math.sqrt(square / cells.length) };
  });
  const worst = errors.reduce((most, one) => (one.cells >= 100 && one.error > most.error ? one : most), { name: "", cells: 0, error: 0 });
  return {
    cells: certificate.cells,
    processorSeconds,
    stages: [...stages].map(([name, own]) => `${name} ${own.toFixed(1)}`).join(", "),
    errorOfTheNoise: 10,
    errorOfTheFinest: Math.round(10 * (errors.find(({ cells }) => cells === 750_000)?.error ?? Number.NaN)) / 10,
    largestErrorOfAGroupingOf100CellsOrMore: `${Math.round(10 * worst.error) / 10} (${worst.name})`,
  };
}

function cubeOf(size: string) {
  const found = benchCubes.find(({ name }) => name === size);
  if (!found) throw new Error(`There is no cube of that size. There are ${benchCubes.map(({ name }) => name).join(", ")}.`);
  return found;
}

const isSmall = (count: number) => count > 0 && count < threshold;
/** Seconds of processor time, which other programs on the machine do not lengthen as they do the wall's. */
const spent = (start: NodeJS.CpuUsage) => {
  const { user, system } = process.cpuUsage(start);
  return Math.round((user + system) / 1_000) / 1_000;
};
const since = (start: number) => Math.round(performance.now() - start) / 1000;
const share = (part: number, whole: number) => (whole === 0 ? null : Math.round((1000 * part) / whole) / 1000);
const sentence = ({ task, size, ...numbers }: Result) =>
  `${task} ${size}: ${Object.entries(numbers)
    .flatMap(([name, value]) => (value === null ? [] : [`${name} ${value}`]))
    .join(" · ")}`;
