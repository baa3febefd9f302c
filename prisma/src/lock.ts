import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { basename, dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { DatabaseError } from "./errors.ts";

/** SQLite's code for a file that somebody else has locked. */
const sqliteBusy = 5;
/** SQLite's code for a disk without room. */
const sqliteFull = 13;

/** Locks that this process holds, kept from the garbage collector, which would give them back. */
const held = new Set<DatabaseSync>();

/** Who holds a folder, in the words of the note that the holder left; for people only, nothing is decided by it. */
function holderNamedIn(note: string): string {
  try {
    const holder: unknown = JSON.parse(readFileSync(note, "utf8"));
    const { pid, command, host } = holder as { readonly pid?: unknown; readonly command?: unknown; readonly host?: unknown };
    if (typeof pid !== "number") return "another process";
    return `process ${pid} (${String(command)})${host === hostname() ? "" : ` on ${String(host)}`}`;
  } catch {
    return "another process";
  }
}

function writeNote(note: string): void {
  const command = process.argv
    .slice(1, 3)
    .map((part) => basename(part))
    .join(" ");
  writeFileSync(`${note}.${process.pid}`, JSON.stringify({ pid: process.pid, command, host: hostname() }));
  renameSync(`${note}.${process.pid}`, note);
}

/**
 * Takes the one lock of an embedded database's folder: the embedded engine takes none itself, and two processes on one folder ruin it.
 *
 * The lock is the operating system's, on an empty file beside the folder that is never removed. It ends with its process, however that
 * ends, so there is no dead holder to tell from a living one: process ids, which are used again and mean nothing in the next container,
 * decide nothing. Node cannot ask for such a lock, but its SQLite does, to begin an exclusive transaction. (Nothing else in this process
 * may open that file: POSIX gives the lock back when any descriptor of it is closed.)
 * @returns A function that gives the lock back.
 * @throws {DatabaseError} `DATABASE_BUSY`, naming the process that holds it; also where the file system cannot lock. SQLite's own error where the
 * disk has no room.
 */
export function lockFolder(folder: string): () => void {
  const note = `${folder}.lock`;
  const path = `${note}.sqlite`;
  mkdirSync(dirname(path), { recursive: true });
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(path);
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock?.close();
    const { errcode, message } = error as { readonly errcode?: number; readonly message: string };
    // That is nothing about a lock.
    if (errcode === sqliteFull) throw error;
    throw new DatabaseError(
      "DATABASE_BUSY",
      errcode === sqliteBusy
        ? `The embedded database in ${folder} is in use by ${holderNamedIn(note)}. Stop that process, or give this one another folder or a PostgreSQL URL.`
        : `Whether another process uses the embedded database in ${folder} cannot be found out: ${path} cannot be locked (${message}). Put the folder on a local disk where this user may write, or use a PostgreSQL URL.`,
      { cause: error },
    );
  }
  const taken = lock;
  const release = () => {
    if (!held.delete(taken)) return;
    rmSync(note, { force: true });
    taken.close();
  };
  held.add(taken);
  try {
    writeNote(note);
  } catch (error) {
    release();
    throw error;
  }
  return release;
}
