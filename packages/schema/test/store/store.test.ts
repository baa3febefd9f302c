import type { Database } from "@openbeat/database";
import { describe, expect, it } from "vitest";
import type { QueryError } from "../../src/errors.ts";
import { didYouMean, quoted, suggestions } from "../../src/store/did-you-mean.ts";
import { compareVersions } from "../../src/store/releases.ts";
import { databaseProblem, Store } from "../../src/store/store.ts";

describe("suggestions(given, options)", () => {
  const codes = ["incidents", "engagement", "concerns", "D1", "D2A"];
  it.each([
    ["incident", ["incidents"]],
    ["ENGAGMENT", ["engagement"]],
    ["conecrns", ["concerns"]],
    ["zzzzzz", []],
    ["", []],
  ])("takes %j for %j", (given, meant) => {
    expect(suggestions(given, codes)).toEqual(meant);
  });
  it("lists what there is where nothing is near and the list is short", () => {
    expect(didYouMean("zzzzzz", codes).hint).toContain('"incidents"');
    expect(didYouMean("zzzzzz", [...Array(100).keys()].map(String)).hint).toBeUndefined();
  });
  it("repeats what was asked only in short and without control characters", () => {
    expect(quoted(`a"\u0007${"x".repeat(500)}`)).toBe(`"a${"x".repeat(59)}"`);
  });
  it("does not compare texts that are far too long to be meant", () => {
    const many = Array.from({ length: 5000 }, (_, at) => `member-${at}`);
    expect(suggestions("m".repeat(100_000), many)).toEqual([]);
  });
});

describe("compareVersions(a, b)", () => {
  it("orders by number, not by letter", () => {
    expect(["1.10.0", "1.9.0", "2.0.0", "1.9.10"].toSorted(compareVersions)).toEqual(["1.9.0", "1.9.10", "1.10.0", "2.0.0"]);
  });
});

describe("databaseProblem(error)", () => {
  it.each([
    [{ code: "57014" }, "TIMEOUT"],
    [{ code: "P2010", meta: { driverAdapterError: { cause: { originalCode: "57014" } } } }, "TIMEOUT"],
    [{ code: "ECONNREFUSED" }, "DATABASE_UNAVAILABLE"],
    [{ code: "57P01" }, "DATABASE_UNAVAILABLE"],
    [{ code: "DATABASE_BEHIND" }, "DATABASE_UNAVAILABLE"],
    [new Error("timeout exceeded when trying to connect"), "DATABASE_UNAVAILABLE"],
  ])("tells a database that is slow or gone: %j", (error, code) => {
    expect((databaseProblem(error) as QueryError).code).toBe(code);
  });
  it("leaves a bug as it is", () => {
    const bug = new TypeError("x is not a function");
    expect(databaseProblem(bug)).toBe(bug);
  });
});

describe("Store", () => {
  const failing = (error: unknown) =>
    ({ query: () => Promise.reject(error), prisma: { release: { findMany: () => Promise.reject(error) } } }) as unknown as Database;
  it("says whether the database answers", async () => {
    expect(await new Store(failing(new Error())).ready()).toBe(false);
  });
  it("turns a stopped query into a refusal that says what to do", async () => {
    await expect(new Store(failing({ code: "57014" })).releases()).rejects.toMatchObject({
      code: "TIMEOUT",
      extensions: { hint: expect.any(String) },
    });
  });
});
