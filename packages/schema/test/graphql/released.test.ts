import { readFileSync } from "node:fs";
import { CriticalityLevel, diff } from "@graphql-inspector/core";
import { buildSchema } from "graphql";
import { describe, expect, it } from "vitest";
import packageJson from "../../package.json" with { type: "json" };

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");
const released = read("schema.released.graphql");
const current = read("schema.graphql");

const version = /^# The contract of release (?<version>\d+\.\d+\.\d+)\.$/m.exec(released)?.groups?.version ?? "";

/** What a version promises not to break: its major number; before 1.0 its minor one. */
const promise = (text: string) => text.split(".").slice(0, text.startsWith("0.") ? 2 : 1);

/** What the next schema breaks for whoever asked the last one. */
async function broken(before: string, after: string): Promise<readonly string[]> {
  const changes = await diff(buildSchema(before), buildSchema(after));
  return changes.filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking).map(({ message }) => message);
}

describe("the contract beside that of the last release", () => {
  it("breaks nothing, unless the version says so", async () => {
    const found = await broken(released, current);
    const mayBreak = promise(packageJson.version).join() !== promise(version).join();
    expect(mayBreak ? [] : found, "See CONTRIBUTING.md, A breaking change of the API").toEqual([]);
  });

  const small = "type Query { area(code: String!): Area } type Area { code: String! status: Status! } enum Status { SHOWN HIDDEN }";
  it.each([
    ["a field that is gone", "code: String! status", "status", "Field 'code' was removed from object type 'Area'"],
    ["a value that may be null now", "status: Status!", "status: Status", "Field 'Area.status' changed type from 'Status!' to 'Status'"],
    [
      "an argument that must be given now",
      "code: String!)",
      "code: String! year: Int!)",
      "Argument 'year: Int!' added to field 'Query.area'",
    ],
    ["a code that is gone", "SHOWN HIDDEN", "SHOWN", "Enum value 'HIDDEN' was removed from enum 'Status'"],
  ])("would tell %s", async (_, was, becomes, message) => {
    expect(await broken(small, small.replace(was, becomes))).toEqual([message]);
  });

  it("would not mind a new field, code or argument that may be left out", async () => {
    const more = small.replace("code: String! status", "code: String! name: String status").replace("HIDDEN", "HIDDEN LATE");
    expect(await broken(small, more.replace("code: String!)", "code: String! year: Int = 2026)"))).toEqual([]);
  });
});
