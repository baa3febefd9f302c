import { chmodSync, mkdirSync, mkdtempSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publish } from "@openbeat/pipeline";
import { describe, expect, it } from "vitest";
import { createEmbedded } from "../../../../test/support/databases.ts";
import { doctor } from "../../src/commands/doctor.ts";
import { examineDatabase } from "../../src/doctor/database.ts";
import { examineHub } from "../../src/doctor/hub.ts";
import { examineMachine, type Machine } from "../../src/doctor/machine.ts";
import { writeSmallHub } from "../support/small-hub.ts";

const now = () => new Date("2026-04-01T09:00:00Z");
const machine: Machine = {
  ...{ nodeVersion: "24.1.0", memoryBytes: 8 * 2 ** 30, overflow: "/overflow", freeBytes: () => 20 * 2 ** 30, isWritable: () => true },
  ...{ hasProgram: () => true, opensWorkbench: async () => true, now },
};
const ill = (findings: readonly { readonly what: string; readonly state: string; readonly mend: string | null }[]) =>
  findings.filter(({ state }) => state !== "fine").map(({ what, state }) => [what, state]);

describe("examineMachine(machine, folder)", () => {
  it("finds nothing wrong with a good machine", async () => {
    expect(ill(await examineMachine(machine, tmpdir()))).toEqual([]);
  });
  it.each<readonly [string, Partial<Machine>, string, string]>([
    ["an old Node", { nodeVersion: "22.17.1" }, "Node", "wrong"],
    ["little memory", { memoryBytes: 2 ** 30 }, "Memory", "to know"],
    ["a DuckDB that does not open", { opensWorkbench: async () => false }, "DuckDB", "wrong"],
    [
      "a full disk",
      { freeBytes: (folder) => (folder === "/overflow" ? 2 ** 20 : 2 ** 40) },
      "Disk for what does not fit in memory",
      "wrong",
    ],
    ["a disk that cannot be written to", { isWritable: () => false }, "Disk for what does not fit in memory", "wrong"],
    ["no Chromium", { hasProgram: () => false }, "Chromium", "to know"],
    ["a clock at its beginning", { now: () => new Date(0) }, "Clock", "wrong"],
  ])("tells %s, and how to mend it", async (_, change, what, state) => {
    const findings = await examineMachine({ ...machine, ...change }, tmpdir());
    expect(ill(findings)).toEqual([[what, state]]);
    expect(findings.find((one) => one.what === what)?.mend).not.toBeNull();
  });
});

describe("examineHub(folder, now)", () => {
  it("tells who can read what they should not, files from the future and YAML that cannot be read", () => {
    const hub = writeSmallHub();
    chmodSync(hub, 0o700);
    utimesSync(join(hub, "hub.yaml"), now(), now());
    for (const path of ["datasets/incidents.yaml", "population.csv", "incidents/2026.csv"]) utimesSync(join(hub, path), now(), now());
    expect(ill(examineHub(hub, now()))).toEqual([]);
    mkdirSync(join(hub, ".openbeat"));
    writeFileSync(join(hub, ".openbeat/key.pem"), "", { mode: 0o644 });
    chmodSync(hub, 0o755);
    utimesSync(join(hub, "population.csv"), new Date("2026-05-01"), new Date("2026-05-01"));
    writeFileSync(join(hub, "datasets/incidents.yaml"), "dataset: [");
    utimesSync(join(hub, "datasets/incidents.yaml"), now(), now());
    expect(ill(examineHub(hub, now()))).toEqual([
      ["Who can read the records", "to know"],
      [".openbeat/key.pem", "wrong"],
      ["Clock", "to know"],
      ["YAML", "wrong"],
    ]);
    expect(ill(examineHub(join(hub, "none"), now()))).toEqual([["Hub folder", "wrong"]]);
  });
});

describe("examineDatabase(url, hub, now)", () => {
  it("tells a server that does not answer, an address that is none, and makes no database", async () => {
    expect(ill(await examineDatabase("postgresql://nobody@127.0.0.1:1/none", undefined, now))).toEqual([["Database", "wrong"]]);
    expect(ill(await examineDatabase("mysql://nowhere", undefined, now))).toEqual([["Database", "wrong"]]);
    const none = join(mkdtempSync(join(tmpdir(), "openbeat-doctor-")), "none");
    expect(ill(await examineDatabase(`file:${none}`, undefined, now))).toEqual([["Database", "to know"]]);
  });
  it("finds a release sound whose making the hub holds, and tells where it does not, and a clock that lies behind", async () => {
    const database = await createEmbedded();
    const hub = writeSmallHub();
    await publish(hub, { openStore: () => database.open("publisher"), now: () => new Date(), progress: () => {} });
    expect(ill(await examineDatabase(database.url, hub, () => new Date()))).toEqual([]);
    expect(ill(await examineDatabase(database.url, writeSmallHub(), now))).toEqual([
      ["Clock", "wrong"],
      ["Clock", "wrong"],
      ["What releases were made of", "wrong"],
    ]);
    const told: string[] = [];
    const terminal = { out: (line: string) => told.push(line), err: () => {}, progress: () => {} };
    const { exitCode } = await doctor.run([writeSmallHub(), "--database", database.url], terminal, () => new Date());
    expect([exitCode, told.at(-1)]).toEqual([1, "One thing is wrong."]);
    await database.drop();
  });
});
