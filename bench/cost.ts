import { readFileSync } from "node:fs";

/** What some work took: seconds of the wall and of processor, its children's among them, and the most memory that it had at once. */
export interface Cost {
  readonly wall: number;
  readonly processor: number;
  /** Megabytes of all child processes together, what they share counted once (PSS), looked at four times a second. */
  readonly memory: number;
}

const ticksPerSecond = 100;
/** Seconds of processor of the children that have ended, from `/proc`: Linux only. */
function childrenSeconds(): number {
  const fields = readFileSync("/proc/self/stat", "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[13]) + Number(fields[14])) / ticksPerSecond;
}

const readOr = (file: string) => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // It ended while it was looked at.
    return "";
  }
};
function memoryBelow(pid: string): number {
  const children = readOr(`/proc/${pid}/task/${pid}/children`).trim().split(" ").filter(Boolean);
  return children.reduce((sum, child) => {
    // What processes share is counted once: one that is just being started still shares all of its parent's.
    const own = Number(/^Pss:\s+(\d+) kB/m.exec(readOr(`/proc/${child}/smaps_rollup`))?.[1] ?? 0) / 1000;
    return sum + own + memoryBelow(child);
  }, 0);
}

/** Measures some work that runs in child processes. */
export async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  let memory = 0;
  const look = setInterval(() => {
    memory = Math.max(memory, memoryBelow(String(process.pid)));
  }, 250);
  const [began, own, children] = [performance.now(), process.cpuUsage(), childrenSeconds()];
  try {
    await work();
  } finally {
    clearInterval(look);
  }
  const { user, system } = process.cpuUsage(own);
  return {
    wall: (performance.now() - began) / 1000,
    processor: (user + system) / 1e6 + childrenSeconds() - children,
    memory,
  };
}
