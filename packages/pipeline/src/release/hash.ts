import { createHash } from "node:crypto";

const sorted = (_key: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** Hash of a value, whatever the order of its keys. */
export const hashOf = (value: unknown): string => createHash("sha256").update(JSON.stringify(value, sorted)).digest("hex");
