/** What can be wrong with the public store, as it is told to people; permanent, explained in docs/errors.md. */
export type DatabaseErrorCode =
  | "DATABASE_UNREACHABLE"
  | "DATABASE_BEHIND"
  | "DATABASE_BUSY"
  | "DATABASE_NOT_MIGRATED"
  | "DATABASE_NEWER"
  | "DATABASE_URL_INVALID"
  | "MIGRATION_EDITED";

/** Thrown when the public store cannot be used. The message says what to do next. */
export class DatabaseError extends Error {
  override readonly name = "DatabaseError";
  readonly code: DatabaseErrorCode;
  constructor(code: DatabaseErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
