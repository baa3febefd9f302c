import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { DatabaseError } from "./errors.ts";

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
};

const holderOf = (path: string): { readonly pid: number; readonly command: string } | undefined => {
  try {
    const holder: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof holder !== "object" || holder === null) return undefined;
    const { pid, command } = holder as { pid?: unknown; command?: unknown };
    return typeof pid === "number" ? { pid, command: String(command) } : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Takes the one lock of an embedded database's folder: the embedded engine takes none itself, and two processes on one folder ruin it.
 * The lock of a process that no longer lives is taken over.
 * @returns A function that gives the lock back.
 * @throws {DatabaseError} `DATABASE_BUSY`, naming the process that holds it.
 */
export function lockFolder(folder: string): () => void {
  const path = `${folder}.lock`;
  mkdirSync(dirname(path), { recursive: true });
  const mine = JSON.stringify({
    pid: process.pid,
    command: process.argv
      .slice(1, 3)
      .map((part) => basename(part))
      .join(" "),
  });
  for (;;) {
    try {
      writeFileSync(path, mine, { flag: "wx" });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const holder = holderOf(path);
    if (holder !== undefined && (holder.pid === process.pid || isAlive(holder.pid))) {
      throw new DatabaseError(
        "DATABASE_BUSY",
        `The embedded database in ${folder} is in use by process ${holder.pid} (${holder.command}). Stop that process, or give this one another folder or a PostgreSQL URL.`,
      );
    }
    // Of several processes that find the same dead lock, the rename succeeds for one only.
    const dead = join(dirname(path), `.${basename(path)}.${process.pid}`);
    try {
      renameSync(path, dead);
      rmSync(dead, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
}
