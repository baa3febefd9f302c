import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * Installs a folder with its own lockfile that is no part of a plain install, unless that was done before, with the pnpm of the project.
 * @param folder Where its package.json stands. @param what It is, for whoever waits.
 */
export function installApart(folder: string, what: string): void {
  if (existsSync(join(folder, "node_modules/.modules.yaml"))) return;
  console.error(`Installing ${what} into ${folder} …`);
  // What runs a script says where it is: as a script for Node, or, from npx, as a program.
  const pnpm = process.env.npm_execpath ?? "";
  const words = ["install", "--frozen-lockfile"];
  const [command, all] = !pnpm.includes("pnpm")
    ? ["npx", ["-y", "pnpm@12.21.0", ...words]]
    : /\.[cm]?js$/.test(pnpm)
      ? [process.execPath, [pnpm, ...words]]
      : [pnpm, words];
  execFileSync(command, all, { cwd: folder, stdio: ["ignore", 2, "inherit"] });
}
