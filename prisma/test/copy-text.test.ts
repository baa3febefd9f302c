import { copyLine } from "@openbeat/database";
import { describe, expect, it } from "vitest";

describe("copyLine(values)", () => {
  it("separates fields by tabs and writes a missing value as \\N", () => {
    expect(copyLine([1, null, "a", true])).toBe("1\t\\N\ta\ttrue");
  });
  it("escapes what would end a field or a line", () => {
    expect(copyLine(["a\tb\nc\\d"])).toBe("a\\tb\\nc\\\\d");
  });
  it("writes an array as PostgreSQL reads it, then as COPY reads that", () => {
    expect(copyLine([["a", 'b"c', "d\\e", "NULL", ""]])).toBe('{"a","b\\\\"c","d\\\\\\\\e","NULL",""}');
  });
});
