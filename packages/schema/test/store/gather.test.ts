import { describe, expect, it } from "vitest";
import { gather } from "../../src/store/gather.ts";

describe("gather(read)", () => {
  it("reads at once what is asked for in the same moment, and gives everybody their own part", async () => {
    const readings: (readonly number[])[] = [];
    const ask = gather(async (keys: readonly number[]) => {
      readings.push(keys);
      return keys.map((key) => key * 10);
    });
    expect(await Promise.all([ask([1, 2]), ask([]), ask([3]), ask([2])])).toEqual([[10, 20], [], [30], [20]]);
    expect(await ask([4])).toEqual([40]);
    expect(readings).toEqual([[1, 2, 3, 2], [4]]);
  });

  it("tells a failure to all who asked, and reads again for who asks later", async () => {
    let isDown = true;
    const ask = gather(async (keys: readonly number[]) => {
      if (isDown) throw new Error("down");
      return keys;
    });
    const [first, second] = await Promise.allSettled([ask([1]), ask([2])]);
    expect([first?.status, second?.status]).toEqual(["rejected", "rejected"]);
    isDown = false;
    expect(await ask([3])).toEqual([3]);
  });
});
