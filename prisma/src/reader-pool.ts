import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import type { SealedRelease } from "./database.ts";
import { DatabaseError } from "./errors.ts";

/** How often another connection is tried for one that is not behind, and how long is waited before, in milliseconds. */
const attempts = 3;
const pause = 100;

type Given = (error: Error | undefined, client: pg.PoolClient | undefined, release: (broken?: boolean | Error) => void) => void;

/**
 * Connections of which none is behind what was already read. One address may lead to several servers, and a replica lags: a list of
 * releases from one and cells from another, which has them not yet, would tell emptiness as truth. A release and all that it owns come
 * to a replica in one piece, and a connection stays with its server: so it is enough that each has seen the newest release once.
 */
export class ReaderPool extends pg.Pool {
  #newest: SealedRelease | undefined;
  readonly #holds = new WeakMap<pg.PoolClient, SealedRelease>();

  /** From now on gives only connections to servers that hold this release. */
  keepUpWith(release: SealedRelease): void {
    if (this.#newest === undefined || release.id > this.#newest.id) this.#newest = release;
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(given: Given): void;
  override connect(given?: Given): Promise<pg.PoolClient> | undefined {
    const connecting = this.#connectToDate();
    if (given === undefined) return connecting;
    connecting.then(
      (client) => given(undefined, client, client.release),
      (error: Error) => given(error, undefined, () => {}),
    );
    return undefined;
  }

  async #connectToDate(): Promise<pg.PoolClient> {
    for (let attempt = 1; ; attempt++) {
      const client = await super.connect();
      if (await this.#isToDate(client)) return client;
      // It may lead elsewhere the next time.
      client.release(true);
      if (attempt === attempts) {
        throw new DatabaseError(
          "DATABASE_BEHIND",
          "The database server lacks a release that was already read: it lags behind, or was put back to an earlier state. Wait until it has caught up; after it was put back, restart what reads it.",
        );
      }
      await wait(pause);
    }
  }

  async #isToDate(client: pg.PoolClient): Promise<boolean> {
    const newest = this.#newest;
    if (newest === undefined || this.#holds.get(client) === newest) return true;
    try {
      const { rows } = await client.query("SELECT 1 FROM release WHERE id = $1 AND sha256 = $2", [newest.id, newest.sha256]);
      if (rows.length === 0) return false;
    } catch (error) {
      client.release(true);
      throw error;
    }
    this.#holds.set(client, newest);
    return true;
  }
}
