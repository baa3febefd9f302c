import { recordKey } from "@openbeat/disclosure";
import { describe, expect, it } from "vitest";
import { literal, Workbench } from "../src/read/workbench.ts";
import { recordKeySql } from "../src/tabulate/record-key.ts";

describe("recordKeySql(secret, dataset)", () => {
  it("gives each record the key that the engine gives it", async () => {
    const workbench = await Workbench.open([], "UTC");
    try {
      const secret = Uint8Array.from({ length: 32 }, (_, place) => (place * 37 + 11) % 256);
      const ids = ["1", "007", 'a "quoted" id', "back\\slash", "it's", "naïve", ""];
      await workbench.run(`CREATE TABLE records AS SELECT unnest([${ids.map(literal).join(", ")}]) AS id`);
      const rows = await workbench.rows(`SELECT id, ${recordKeySql(secret, "incidents")} AS key FROM records`);
      expect(rows.map(({ key }) => Number(key))).toEqual(ids.map((id) => recordKey(secret, "incidents", id)));
    } finally {
      workbench.close();
    }
  });
});
