import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PipelineError, prepare } from "@openbeat/pipeline";
import { publicKinds, recordKinds } from "@openbeat/standard";
import { describe, expect, it } from "vitest";
import { check } from "../../src/commands/check.ts";
import { answersOf, init } from "../../src/commands/init.ts";
import { nextSteps } from "../../src/hub/next-steps.ts";
import type { HubAnswers } from "../../src/init/answers.ts";
import { makeHub } from "../../src/init/make-hub.ts";
import { townHub } from "../support/town-hub.ts";

const answers: HubAnswers = {
  ...{ title: "Smallville Hub: who's there", code: "smallville", agency: "Smallville Police", place: "Smallville" },
  ...{ languages: ["en", "es"], timezone: "America/Chicago", contact: "data@smallville.example" },
};
const fresh = () => join(mkdtempSync(join(tmpdir(), "openbeat-init-")), "hub");
const problemsOf = async (folder: string) => {
  const error: unknown = await prepare(folder, () => {}).catch((thrown: unknown) => thrown);
  return error instanceof PipelineError ? error : undefined;
};

describe("makeHub(folder, answers)", () => {
  it("makes a folder in which everything that was not said is a TODO, named by its line and by nothing else", async () => {
    const folder = fresh();
    makeHub(folder, answers);
    const lines = readFileSync(join(folder, "hub.yaml"), "utf8").split("\n");
    const left = lines.flatMap((line, at) => (!line.startsWith("#") && line.includes("TODO") ? [at + 1] : []));
    expect(left.length).toBeGreaterThan(3);
    const refused = await problemsOf(folder);
    expect(refused?.problems.map(({ code, file, row }) => [code, file, row])).toEqual(left.map((row) => ["TODO_LEFT", "hub.yaml", row]));
    expect(refused?.problems[0]?.message).toContain("what the hub is called, in es");
  });

  it("lacks nothing but records once the TODOs are written", async () => {
    const folder = fresh();
    makeHub(folder, answers);
    const path = join(folder, "hub.yaml");
    writeFileSync(path, readFileSync(path, "utf8").replaceAll(/"TODO[^"]*"/g, "Words"));
    await expect(prepare(folder, () => {})).rejects.toMatchObject({ code: "NOTHING_TO_PUBLISH" });
    expect(nextSteps(folder).map((step) => /openbeat import \w+/.exec(step)?.[0])).toEqual([
      "openbeat import geography",
      "openbeat import incidents",
      "openbeat import survey",
    ]);
    // Public records are something to publish by themselves.
    writeFileSync(join(folder, "records/engagement.csv"), townHub().get("records/engagement.csv")?.replace(",1,", ",WHOLE,") ?? "");
    const { content } = await prepare(
      folder,
      () => {},
      [],
      () => new Date("2026-04-01T09:00:00Z"),
    );
    expect(content.records.map(({ kind, records }) => [kind, records.length])).toContainEqual(["engagement", 1]);
  });

  it("has a template for each kind of record", () => {
    const folder = fresh();
    const files = makeHub(folder, answers);
    expect(recordKinds.filter(({ name }) => !files.includes(`templates/${name}.csv`))).toEqual([]);
    const header = readFileSync(join(folder, "templates/engagement.csv"), "utf8").split("\n")[0]?.split(",");
    expect(header).toEqual(publicKinds.find(({ name }) => name === "engagement")?.fields.map(({ name }) => name));
  });

  it("writes nothing into a folder that holds anything", () => {
    const folder = mkdtempSync(join(tmpdir(), "openbeat-init-"));
    writeFileSync(join(folder, "mine.txt"), "mine");
    expect(() => makeHub(folder, answers)).toThrow(PipelineError);
    expect(existsSync(join(folder, "hub.yaml"))).toBe(false);
  });
});

describe("answersOf(given, ask, timezone)", () => {
  it("asks what no flag says, and takes what is usual where nothing is answered", async () => {
    const asked: string[] = [];
    const found = await answersOf(
      { agency: "Smallville Police" },
      async (question) => {
        asked.push(question);
        return question.startsWith("Which place") ? "Smallville" : "";
      },
      "America/Chicago",
    );
    expect(found).toEqual({
      ...{ place: "Smallville", title: "Smallville Policing Hub", code: "smallville-policing-hub", agency: "Smallville Police" },
      ...{ languages: ["en"], timezone: "America/Chicago", contact: undefined },
    });
    expect(asked.some((question) => question.includes("agency publishes"))).toBe(false);
  });
  it("guesses nothing where there is nobody to ask", async () => {
    expect(await answersOf({}, undefined, "America/Chicago")).toMatchObject({ place: undefined, timezone: undefined, languages: ["en"] });
  });
  it.each([{ timezone: "Chicago time" }, { code: "no spaces" }, { languages: "english!" }])("refuses %s", async (wrong) => {
    await expect(answersOf(wrong, undefined, "UTC")).rejects.toMatchObject({ code: "COMMAND_INVALID" });
  });
});

describe("openbeat init FOLDER, openbeat check FOLDER", () => {
  it("says what comes next, in the order in which it is done", async () => {
    const terminal = { out: () => {}, err: () => {}, progress: () => {} };
    const folder = fresh();
    const { result } = await init.run([folder, "--place", "Smallville", "--title", "Hub"], terminal);
    const refused: unknown = await check.run([folder], terminal).catch((error: unknown) => error);
    const steps = refused instanceof PipelineError ? refused.steps : [];
    expect(steps.map((step) => step.split(" ").slice(0, 3).join(" "))).toEqual([
      "Write what is",
      "Bring in the",
      "Bring in records,",
      "Or a survey:",
    ]);
    expect(steps[0]).toMatch(/ in hub\.yaml: lines (\d+, ){5}\d+ and \d+ more\.$/);
    expect(result.steps).toEqual([...steps, `See what is missing, at any time: openbeat check ${folder}`]);
  });
});
