export { cancellable, uncancellable } from "./cancellation.ts";
export { copyLine } from "./copy-text.ts";
export type { Database, DatabaseRole, PoolUse, Queryable, ReleaseListener, Row, SealedRelease, Transaction } from "./database.ts";
export { openInMemory } from "./embedded.ts";
export { DatabaseError, type DatabaseErrorCode } from "./errors.ts";
export { migrate } from "./migrate.ts";
export { defaultFolder, openDatabase } from "./open-database.ts";
