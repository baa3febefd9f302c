import { accessSync, constants, existsSync, statfsSync } from "node:fs";
import { tmpdir, totalmem } from "node:os";
import { delimiter, join } from "node:path";
import { Workbench } from "../read/workbench.ts";
import { type Finding, fine, toKnow, wrong } from "./finding.ts";

/** What is asked of a machine. A test passes one that is not its own. */
export interface Machine {
  readonly nodeVersion: string;
  readonly memoryBytes: number;
  /** Where DuckDB puts what does not fit in memory. */
  readonly overflow: string;
  readonly freeBytes: (folder: string) => number;
  readonly isWritable: (folder: string) => boolean;
  readonly hasProgram: (names: readonly string[]) => boolean;
  /** Reads and counts by DuckDB. */
  readonly opensWorkbench: () => Promise<boolean>;
  readonly now: () => Date;
}

const gibibyte = 2 ** 30;

/** The machine that this runs on. */
export const thisMachine = (now: () => Date): Machine => ({
  nodeVersion: process.versions.node,
  memoryBytes: totalmem(),
  overflow: tmpdir(),
  freeBytes: (folder) => {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  },
  isWritable: (folder) => {
    try {
      accessSync(folder, constants.W_OK);
      return true;
    } catch {
      return false;
    }
  },
  hasProgram: (names) => (process.env.PATH ?? "").split(delimiter).some((folder) => names.some((name) => existsSync(join(folder, name)))),
  opensWorkbench: async () => {
    try {
      const workbench = await Workbench.open([], "UTC");
      const [row] = await workbench.rows("SELECT 1 AS one");
      workbench.close();
      return Number(row?.one) === 1;
    } catch {
      return false;
    }
  },
  now,
});

/** Node's version as the first that runs TypeScript without a flag counts it. */
const isNodeNew = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 22 || (major === 22 && minor >= 18);
};

const inGibibytes = (bytes: number) => `${(bytes / gibibyte).toFixed(1)} GiB`;

/** What is wrong with a machine. @param folder Where the hub stands, or what is worked in. */
export async function examineMachine(machine: Machine, folder: string): Promise<readonly Finding[]> {
  const { nodeVersion, memoryBytes, overflow, freeBytes, isWritable, hasProgram } = machine;
  const space = (what: string, place: string, least: number): Finding => {
    const free = freeBytes(place);
    return free >= least
      ? fine(what, `${inGibibytes(free)} are free.`)
      : wrong(
          what,
          `Only ${inGibibytes(free)} are free, and a publication may need ${inGibibytes(least)}.`,
          "Free some, or move it to a larger disk.",
        );
  };
  return [
    isNodeNew(nodeVersion)
      ? fine("Node", `${nodeVersion} runs Openbeat.`)
      : wrong(
          "Node",
          `${nodeVersion} is too old.`,
          "Install Node 22.18 or later, or run Openbeat by its own: npx -y pnpm@12.21.0 openbeat.",
        ),
    memoryBytes >= 2 * gibibyte
      ? fine("Memory", `${inGibibytes(memoryBytes)}.`)
      : toKnow(
          "Memory",
          `${inGibibytes(memoryBytes)}: large hubs need 2 GiB.`,
          "Publish on a larger machine where it stops for lack of memory.",
        ),
    (await machine.opensWorkbench())
      ? fine("DuckDB", "It reads and counts.")
      : wrong("DuckDB", "It cannot be opened.", "Install the packages anew, on the machine that runs them: npx -y pnpm@12.21.0 install."),
    isWritable(overflow)
      ? space("Disk for what does not fit in memory", overflow, gibibyte)
      : wrong(
          "Disk for what does not fit in memory",
          "Nothing can be written there.",
          "Point TMPDIR at a private folder that can be written to.",
        ),
    existsSync(folder)
      ? space("Disk of the hub", folder, gibibyte)
      : toKnow("Disk of the hub", "There is no such folder yet.", "openbeat init makes one."),
    hasProgram(["chromium", "chromium-browser", "google-chrome"])
      ? fine("Chromium", "It is there, for the tests of the pages.")
      : toKnow(
          "Chromium",
          "It is not there. Publishing and building the site need none; the tests of the pages skip.",
          "Install it to run those tests.",
        ),
    machine.now().getUTCFullYear() >= 2025
      ? fine("Clock", `It is ${machine.now().toISOString().slice(0, 16).replace("T", " ")} UTC.`)
      : wrong("Clock", "It lies years behind.", "Set it, best by NTP: releases and embargoes go by it."),
  ];
}
