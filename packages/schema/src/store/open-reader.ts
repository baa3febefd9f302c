import { type Database, openDatabase } from "@openbeat/database";

/**
 * Opens the public store for reading, as who may do nothing else.
 * @param url `postgresql://…` or `file:FOLDER`; left out, the embedded database in `.openbeat/database`.
 * @throws {DatabaseError} As `openDatabase`.
 */
export const openReader = (url?: string): Promise<Database> => openDatabase(url, { role: "reader" });
