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

/** The public store, on PostgreSQL or embedded, behind one type. */
export interface Database extends Queryable {
  readonly kind: "postgresql" | "embedded";
  readonly role: DatabaseRole;
  readonly prisma: PrismaClient;
  /** On PostgreSQL: what its connections are doing. */
  readonly pool?: () => PoolUse;
  /** Runs `work` in one transaction: commits what it did, or undoes all of it when it throws. */
  transaction<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}
