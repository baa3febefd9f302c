import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { installApart } from "../../scripts/install-apart.ts";
import { processorTimeOf } from "./processor-time.ts";

/** A server in a process of its own. */
export interface BenchServer {
  readonly name: string;
  /** Where it answers. */
  readonly url: string;
  /** Processor time of all its threads so far, in milliseconds. */
  processorTime(): number;
  /** Memory that it holds, in bytes. */
  memory(): number;
  stop(): Promise<void>;
}

const place = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Installs the other servers, which are no part of a plain install, with their own lockfile. */
export function installPeers(): void {
  installApart(place("../peers/"), "the other servers (320 MB)");
}

const memoryOf = (pid: number) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1024;

const running = new Set<ChildProcess>();
const stopAll = () => {
  for (const child of running) child.kill();
};
process.once("exit", stopAll);
// Without its servers what is being measured fails, and what was made for it is taken away.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stopAll);

/** Starts a server that says where it answers on its first line. @throws {Error} Where it ends before it says so. */
export async function startServer(name: string, file: string, environment: Readonly<Record<string, string>>): Promise<BenchServer> {
  const child = spawn(process.execPath, [place(file)], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_ENV: "production", GRAPHILE_ENV: "production", ...environment },
  });
  running.add(child);
  const lines = createInterface({ input: child.stdout });
  const [url] = await Promise.race([once(lines, "line"), once(child, "exit").then(() => [undefined])]);
  const { pid } = child;
  if (typeof url !== "string" || pid === undefined) throw new Error(`The server ${name} did not start.`);
  return {
    name,
    url,
    processorTime: () => processorTimeOf(pid),
    memory: () => memoryOf(pid),
    async stop() {
      running.delete(child);
      if (child.exitCode !== null) return;
      child.kill();
      await once(child, "exit");
    },
  };
}
