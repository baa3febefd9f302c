import { describe, expect, it } from "vitest";
import { buildProgress, filesWritten, pagesToWrite, pagesWritten } from "../src/build-progress.ts";

describe("buildProgress(tell, now)", () => {
  it("tells once a second how many pages are done and how long the others take", () => {
    const told: string[] = [];
    let time = 0;
    const follow = buildProgress(
      (what) => told.push(what),
      () => time,
    );
    follow(pagesToWrite(400));
    for (let page = 1; page <= 300; page += 1) {
      time += 20;
      follow(pagesWritten(page));
    }
    follow(filesWritten(31, 2));
    expect(told[0]).toBe("The hub is read: 400 pages to render.");
    expect(told.slice(1, -1)).toHaveLength(6);
    expect(told.at(-2)).toBe("251 of 400 pages, about 3 s left");
    expect(told.at(-1)).toBe("31 files written; 2 addresses that ended lead on.");
  });
});
