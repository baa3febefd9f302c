import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Workbench } from "../src/read/workbench.ts";

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
});
