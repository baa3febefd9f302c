import { createHash } from "node:crypto";

const sorted = (_key: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** Hash of a value, whatever the order of its keys. */
export const hashOf = (value: unknown): string => createHash("sha256").update(JSON.stringify(value, sorted)).digest("hex");

/** Hash of a table: of the canonical lines of its observations. */
export function hashOfLines(lines: Iterable<string>): string {
  const hash = hashByLine();
  for (const line of lines) hash.add(line);
  return hash.digest();
}

/** The same, line by line as they come. */
export function hashByLine(): { readonly add: (line: string) => void; readonly digest: () => string } {
  const hash = createHash("sha256");
  let waiting: string[] = [];
  const flush = () => {
    hash.update(`${waiting.join("\n")}\n`);
    waiting = [];
  };
  return {
    add(line) {
      waiting.push(line);
      if (waiting.length === 10_000) flush();
    },
    digest() {
      flush();
      return hash.digest("hex");
    },
  };
}
