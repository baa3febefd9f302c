import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const serve = fileURLToPath(new URL("../../src/bin/serve.ts", import.meta.url));

/** The API as a process of its own, as it is run. */
export interface ApiProcess {
  readonly url: string;
  readonly process: ChildProcess;
  /** What it wrote so far, on both streams. */
  said(): string;
}

/** Starts the API at a free port and waits until it says where it answers. */
export async function startProcess(...options: readonly string[]): Promise<ApiProcess> {
  const child = spawn(process.execPath, [serve, "--port", "0", ...options], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += String(chunk);
      const found = /http:\S+(?=\/graphql)/.exec(said)?.[0];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    once(child, "exit").then(() => reject(new Error(`The API did not start: ${said}`)), reject);
  });
  return { url, process: child, said: () => said };
}
