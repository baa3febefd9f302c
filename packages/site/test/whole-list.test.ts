import { describe, expect, it } from "vitest";
import { type ListPage, wholeList } from "../src/data/whole-list.ts";

const page = (nodes: readonly number[], endCursor: string | null, hasNextPage = endCursor !== null): ListPage<number> => ({
  nodes,
  pageInfo: { hasNextPage, endCursor },
});

describe("wholeList(page)", () => {
  it("goes on to the last page", async () => {
    const pages: Readonly<Record<string, ListPage<number>>> = { "": page([1, 2], "a"), a: page([3], "b"), b: page([], null) };
    expect(await wholeList(async (after) => pages[after ?? ""])).toEqual([1, 2, 3]);
  });
  it("refuses a list that is not there, and one that breaks off", async () => {
    await expect(wholeList(async () => null)).rejects.toThrow(/gave no answer/);
    await expect(wholeList(async (after) => (after === null ? page([1], "a") : undefined))).rejects.toThrow(/gave no answer/);
    await expect(wholeList(async () => page([1], null, true))).rejects.toThrow(/broke off/);
  });
});
