import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { readSource } from "../src/read/source.ts";
import { Workbench } from "../src/read/workbench.ts";
import { smallDisk } from "./support/small-disk.ts";

const overflows = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`openbeat-overflow-${process.pid}-`));

describe("Workbench", () => {
  it("goes on on disk when memory is full, in files that cannot be read as they are, and removes them", async () => {
    const before = overflows();
    const workbench = await Workbench.open([], "UTC", "60MB");
    const [own = ""] = overflows().filter((name) => !before.includes(name));
    await workbench.run("CREATE TABLE large AS SELECT i, 'a resident of ' || md5(i::VARCHAR) AS text FROM range(1500000) t(i)");
    const files = readdirSync(join(tmpdir(), own));
    expect(files.length).toBeGreaterThan(0);
    const bytes = files.map((file) => readFileSync(join(tmpdir(), own, file), "latin1")).join("");
    expect(bytes.length).toBeGreaterThan(1_000_000);
    expect(bytes).not.toContain("a resident of");
    const [row] = await workbench.rows("SELECT count(*)::INT AS records, count(DISTINCT text)::INT AS texts FROM large");
    expect(row).toEqual({ records: 1_500_000, texts: 1_500_000 });
    workbench.close();
    expect(overflows()).toEqual(before);
  });

  const disk = smallDisk("8m");
  it.skipIf(disk === undefined)("tells a disk that cannot take what memory cannot hold, as no fault of a file", async () => {
    const usual = process.env.TMPDIR;
    const absolute = join(mkdtempSync(join(tmpdir(), "openbeat-records-")), "a.csv");
    writeFileSync(
      absolute,
      `a,b\n${Array.from({ length: 400_000 }, (_, row) => `${row},${Math.random()} ${"x".repeat(100)}`).join("\n")}\n`,
    );
    try {
      process.env.TMPDIR = disk?.folder;
      const workbench = await Workbench.open([absolute], "UTC", "60MB");
      await expect(readSource(workbench, [{ absolute, path: "a.csv" }], { format: "csv" }, [])).rejects.toMatchObject({ code: "ENOSPC" });
      workbench.close();
    } finally {
      if (usual === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = usual;
      disk?.remove();
      rmSync(dirname(absolute), { recursive: true });
    }
  });
});
