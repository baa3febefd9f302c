import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createEmbedded } from "../../test/support/databases.ts";

const index = fileURLToPath(new URL("../src/index.ts", import.meta.url));

describe("the embedded database's folder", () => {
  it("belongs to one process at a time, and is free again after that process was killed", async () => {
    const database = await createEmbedded();
    const script = `const { openDatabase } = await import(${JSON.stringify(index)}); await openDatabase(${JSON.stringify(database.url)}); console.log("open"); setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
    await once(holder.stdout, "data");
    await expect(database.open("reader")).rejects.toMatchObject({
      code: "DATABASE_BUSY",
      message: expect.stringContaining(String(holder.pid)),
    });
    holder.kill("SIGKILL");
    await once(holder, "exit");
    const reader = await database.open("reader");
    expect(await reader.query("SELECT count(*)::int AS releases FROM release")).toEqual([{ releases: 0 }]);
    await reader.close();
    await database.drop();
  });
});
