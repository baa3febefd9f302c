import { readdirSync, readFileSync } from "node:fs";

/** The processor time of all threads of a process in milliseconds, from Linux's own book-keeping, which is exact to the nanosecond. */
export function processorTimeOf(pid: number): number {
  let nanoseconds = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    nanoseconds += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0]);
  }
  return nanoseconds / 1e6;
}
