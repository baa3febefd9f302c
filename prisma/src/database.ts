import type { PrismaClient } from "../generated/client/client.ts";

/** Who is asking: the owner migrates, the publisher adds releases, the reader may only read. */
export type DatabaseRole = "owner" | "publisher" | "reader";

/** A row as the driver gave it. Ask for dates and enums as text (`::text`, `::text[]`): the two drivers differ in those. */
export type Row = Readonly<Record<string, unknown>>;

/** What can be run, inside a transaction or outside one. */
export interface Queryable {
  query(sql: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
}

/** One transaction: all of it or nothing. */
export interface Transaction extends Queryable {
  /** Adds rows in PostgreSQL's COPY text format (see `copyLine`), one line a row. */
  copy(table: string, columns: readonly string[], lines: Iterable<string>): Promise<void>;
}

/** Connections to the server: how many are open, how many of these are idle, and how many statements wait for one. */
export interface PoolUse {
  readonly open: number;
  readonly idle: number;
  readonly waiting: number;
}

/** A release by its own row, which is written last and seals it. */
export interface SealedRelease {
  readonly id: number;
  readonly sha256: string;
}

/** Hears of new releases until it is closed. */
export interface ReleaseListener {
  /** False while the connection is broken, and on a replica, which cannot listen: then the database must be asked. */
  readonly isListening: boolean;
  close(): Promise<void>;
}

/** The public store, on PostgreSQL or embedded, behind one type. */
export interface Database extends Queryable {
  readonly kind: "postgresql" | "embedded";
  readonly role: DatabaseRole;
  readonly prisma: PrismaClient;
  /** On PostgreSQL: what its connections are doing. */
  readonly pool?: () => PoolUse;
  /** Runs `work` in one transaction: commits what it did, or undoes all of it when it throws. */
  transaction<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result>;
  /**
   * From now on reads only from servers that hold this release: one that lags behind what was already read is refused, and what was
   * asked of it fails with `DATABASE_BEHIND`.
   */
  keepUpWith(release: SealedRelease): void;
  /** Calls `heard` when a release was added, or may have been. Left out where the database tells nothing by itself: then it must be asked. */
  listen?(heard: () => void): ReleaseListener;
  close(): Promise<void>;
}
