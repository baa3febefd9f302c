import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { toldOf } from "../../src/commands/terminal.ts";
import { writeWhole } from "../../src/private/write-whole.ts";

describe("writeWhole(file, content, mode)", () => {
  const folder = () => mkdtempSync(join(tmpdir(), "openbeat-whole-"));

  it("puts a file in the place of another, for its owner alone", () => {
    const file = join(folder(), "key");
    writeWhole(file, "first");
    writeWhole(file, "second");
    expect(readFileSync(file, "utf8")).toBe("second");
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("leaves a file alone that was to be new", () => {
    const file = join(folder(), "key");
    writeWhole(file, "first", "new");
    expect(() => writeWhole(file, "second", "new")).toThrow(expect.objectContaining({ code: "EEXIST" }));
    expect(readFileSync(file, "utf8")).toBe("first");
  });

  it("leaves nothing behind where it fails", () => {
    const own = folder();
    mkdirSync(join(own, "key"));
    expect(() => writeWhole(join(own, "key"), "content")).toThrow();
    expect(readdirSync(own)).toEqual(["key"]);
    expect(() => writeWhole(join(own, "missing", "key"), "content")).toThrow();
    expect(existsSync(join(own, "missing"))).toBe(false);
  });
});

describe("toldOf(error, command)", () => {
  it.each([{ code: "ENOSPC" }, { code: "EDQUOT" }, { code: "53100" }, { code: "ERR_SQLITE_ERROR", errcode: 13 }])(
    "tells a disk without room (%s) as a refusal, by no word of the error",
    (of) => {
      const told = toldOf(Object.assign(new Error("a value of the data"), of), "publish", "my-hub");
      expect(told).toMatchObject({ exitCode: 1, code: "DISK_FULL", next: "openbeat publish my-hub" });
      expect(JSON.stringify(told)).not.toContain("a value");
    },
  );
});
