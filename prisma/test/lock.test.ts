import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockFolder } from "../src/lock.ts";

const racer = fileURLToPath(new URL("support/lock-racer.ts", import.meta.url));
const lockModule = JSON.stringify(new URL("../src/lock.ts", import.meta.url).href);
const racers = 3;
const rounds = 30;

describe("lockFolder(folder)", () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "openbeat-lock-"));
  });
  afterEach(() => rmSync(home, { recursive: true }));

  /** A process that takes the locks of these folders and keeps them until it is killed. */
  async function holderOf(folders: readonly string[]) {
    const script = `const { lockFolder } = await import(${lockModule}); for (const folder of ${JSON.stringify(folders)}) lockFolder(folder); console.log("held"); setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
    await once(holder.stdout, "data");
    return {
      pid: holder.pid,
      async kill() {
        holder.kill("SIGKILL");
        await once(holder, "exit");
      },
    };
  }

  /** By round, how many of the racers held the folder's lock at the same time. */
  async function race(): Promise<readonly number[]> {
    const runs = await Promise.all(
      Array.from({ length: racers }, (_, me) =>
        promisify(execFile)(process.execPath, [racer, home, String(rounds), String(racers), String(me)]),
      ),
    );
    const won = runs.flatMap(({ stdout }) => JSON.parse(stdout) as number[]);
    return Array.from({ length: rounds }, (_, round) => won.filter((one) => one === round).length);
  }
  const folders = Array.from({ length: rounds }, (_, round) => round);
  const oneWinnerEach = folders.map(() => 1);

  it("gives a fresh folder to exactly one of several processes", async () => {
    expect(await race()).toEqual(oneWinnerEach);
  }, 30_000);

  it("gives the folder of a process that was killed to exactly one of several processes", async () => {
    const holder = await holderOf(folders.map((round) => join(home, `database-${round}`)));
    await holder.kill();
    expect(await race()).toEqual(oneWinnerEach);
  }, 30_000);

  it("refuses a folder that another process holds, and names it", async () => {
    const folder = join(home, "database");
    const holder = await holderOf([folder]);
    const busy = { code: "DATABASE_BUSY", message: expect.stringContaining(`process ${holder.pid} `) };
    expect(() => lockFolder(folder)).toThrow(expect.objectContaining(busy));
    await holder.kill();
    lockFolder(folder)();
  });

  it("refuses a folder that this process holds already", () => {
    const folder = join(home, "database");
    const release = lockFolder(folder);
    const busy = expect.objectContaining({ code: "DATABASE_BUSY", message: expect.stringContaining(`process ${process.pid} `) });
    expect(() => lockFolder(folder)).toThrow(busy);
    expect(() => lockFolder(join(home, ".", "database"))).toThrow(busy);
    release();
    lockFolder(folder)();
  });

  it.each([
    ["this process's own id, as after a restart of its container", { pid: process.pid, command: "openbeat", host: hostname() }],
    ["the id of a process that lives, used again", { pid: 1, command: "openbeat", host: hostname() }],
    ["another machine", { pid: 7, command: "openbeat", host: "elsewhere" }],
    ["nothing", undefined],
  ])("takes a folder that nobody holds, whoever its note names: %s", (_, note) => {
    const folder = join(home, "database");
    writeFileSync(`${folder}.lock`, note === undefined ? "" : JSON.stringify(note));
    lockFolder(folder)();
  });

  it("holds against a note that is empty or gone: the note decides nothing", async () => {
    const folder = join(home, "database");
    const holder = await holderOf([folder]);
    writeFileSync(`${folder}.lock`, "");
    expect(() => lockFolder(folder)).toThrow(/in use by another process/);
    rmSync(`${folder}.lock`);
    expect(() => lockFolder(folder)).toThrow(/in use by another process/);
    await holder.kill();
  });

  it("refuses where the lock cannot be taken at all", () => {
    const folder = join(home, "database");
    writeFileSync(`${folder}.lock.sqlite`, "This is no file of ours.");
    expect(() => lockFolder(folder)).toThrow(
      expect.objectContaining({ code: "DATABASE_BUSY", message: expect.stringContaining("cannot be locked") }),
    );
  });
});
