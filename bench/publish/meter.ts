import { readFileSync, writeFileSync } from "node:fs";

/** What a stage took: seconds of the wall and of this process, and the most memory that the process had meanwhile, in megabytes. */
export interface StageCost {
  wall: number;
  processor: number;
  memory: number;
}

/** The most memory that this process had since the last look. Linux only. */
function peakSinceLast(): number {
  const peak = Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? Number.NaN) / 1000;
  // 5 makes the kernel begin anew to look for a peak.
  writeFileSync("/proc/self/clear_refs", "5");
  return peak;
}

/** Books what a process does on the stage that it is in. */
export function meter() {
  const costs = new Map<string, StageCost>();
  let stage = "start";
  let [wall, processor] = [performance.now(), process.cpuUsage()];
  peakSinceLast();
  const book = () => {
    const cost = costs.get(stage) ?? { wall: 0, processor: 0, memory: 0 };
    const { user, system } = process.cpuUsage(processor);
    cost.wall += (performance.now() - wall) / 1000;
    cost.processor += (user + system) / 1e6;
    cost.memory = Math.max(cost.memory, peakSinceLast());
    costs.set(stage, cost);
    [wall, processor] = [performance.now(), process.cpuUsage()];
  };
  return {
    enter(next: string) {
      if (next === stage) return;
      book();
      stage = next;
    },
    end(): Readonly<Record<string, StageCost>> {
      book();
      return Object.fromEntries(costs);
    },
  };
}
