import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** The API as it ships, in a process of its own. */
export interface ApiProcess {
  readonly url: string;
  /** Seconds of processor that it has taken, and bytes of memory that it holds. */
  use(): Promise<{ readonly seconds: number; readonly bytes: number }>;
  /** What a metric says, summed over its labels. */
  metric(name: string): Promise<number>;
  /** Tells it to stop. @returns Its exit code. */
  stop(): Promise<number | null>;
}

const serve = fileURLToPath(new URL("../../packages/api/src/bin/serve.ts", import.meta.url));

/** Megabytes of objects that the process may hold: where it held on to what it should let go, it would end. */
const heap = 256;

/** Starts it on any free port, with metrics. @param options Further words of the command. */
export async function startApiProcess(database: string, options: readonly string[] = []): Promise<ApiProcess> {
  const words = [serve, "--database", database, "--port", "0", "--metrics-port", "0", ...options];
  const child = spawn(process.execPath, [`--max-old-space-size=${heap}`, ...words], { stdio: ["ignore", "pipe", "inherit"] });
  const urls: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    urls.push(/http:\S+/.exec(line)?.[0] ?? "");
    if (urls.length === 2) break;
  }
  const [api = "", metrics = ""] = urls;
  if (metrics === "") throw new Error("The API did not start.");
  child.stdout.resume();
  const metric = async (name: string) => {
    const lines = (await (await fetch(metrics)).text()).split("\n");
    return lines.filter((line) => line.startsWith(name)).reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
  };
  return {
    url: api.replace(/\/graphql$/, ""),
    metric,
    use: async () => ({ seconds: await metric("process_cpu_seconds_total"), bytes: await metric("process_resident_memory_bytes") }),
    async stop() {
      if (child.exitCode !== null) return child.exitCode;
      child.kill("SIGTERM");
      const [code] = (await once(child, "exit")) as [number | null];
      return code;
    },
  };
}
