import { spawn } from "node:child_process";
import { once } from "node:events";
import { delimiter, join } from "node:path";
import { root } from "./stamp.ts";

/** Runs a program of the project and waits for it. Its output is shown, or kept and shown only when it fails. */
export async function run(
  folder: string,
  program: string,
  words: readonly string[],
  options: { readonly quiet?: boolean; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<void> {
  // The project's own Node and programs first, whoever called.
  const path = [join(root, folder, "node_modules/.bin"), join(root, "node_modules/.bin"), process.env.PATH].join(delimiter);
  const child = spawn(program, [...words], {
    cwd: join(root, folder),
    stdio: options.quiet === true ? ["ignore", "pipe", "pipe"] : "inherit",
    env: { ...process.env, PATH: path, ASTRO_TELEMETRY_DISABLED: "1", ...options.env },
  });
  const said: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => said.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => said.push(chunk));
  const [code] = (await once(child, "close")) as [number | null];
  if (code === 0) return;
  process.stderr.write(Buffer.concat(said));
  throw new Error(`${[program, ...words].join(" ")} (in ${folder}) ended with code ${code}.`);
}

/** A program that a package of the workspace depends on. */
export const bin = (folder: string, name: string) => join(root, folder, "node_modules/.bin", name);
