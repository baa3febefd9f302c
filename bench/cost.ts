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

const secondsOf = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1e6;

/** Measures some work that runs in child processes. */
export async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  let memory = 0;
  // To look at the memory of large processes takes time of the kernel, which is not the work's.
  let looking = 0;
  const look = setInterval(() => {
    const before = process.cpuUsage();
    memory = Math.max(memory, memoryBelow(String(process.pid)));
    looking += secondsOf(process.cpuUsage(before));
  }, 250);
  const [began, own, children] = [performance.now(), process.cpuUsage(), childrenSeconds()];
  try {
    await work();
  } finally {
    clearInterval(look);
  }
  const processor = secondsOf(process.cpuUsage(own)) + childrenSeconds() - children - looking;
  return {
    wall: (performance.now() - began) / 1000,
    processor,
    memory,
  };
}
