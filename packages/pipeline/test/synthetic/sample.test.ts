import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { datasetSchema } from "../../src/hub/dataset-schema.ts";
import { hubSchema } from "../../src/hub/hub-schema.ts";
import { surveySchema } from "../../src/hub/survey-schema.ts";

const folder = fileURLToPath(new URL("../../../../samples/alderport/", import.meta.url));
const yaml = (path: string): unknown => parse(readFileSync(folder + path, "utf8"));
const hub = hubSchema.parse(yaml("hub.yaml"));
const datasets = globSync("datasets/*.yaml", { cwd: folder }).map((path) => datasetSchema.parse(yaml(path)));
const survey = surveySchema.parse(yaml("surveys/resident-survey.yaml"));

/** Every text of the hub: the objects whose keys are languages. */
function* texts(value: unknown): Generator<Readonly<Record<string, string>>> {
  if (typeof value !== "object" || value === null) return;
  if ("en" in value || "es" in value) yield value as Readonly<Record<string, string>>;
  else for (const inner of Object.values(value)) yield* texts(inner);
}

describe("the hub folder of Alderport", () => {
  it("says that it is fictional, in every language", () => {
    expect(hub.fictional).toBe(true);
    expect(hub.description).toEqual({ en: expect.stringContaining("fictional"), es: expect.stringContaining("ficticia") });
  });
  it("has every text in English and in Spanish", () => {
    const all = [...texts(hub), ...datasets.flatMap((dataset) => [...texts(dataset)]), ...texts(survey)];
    expect(all.length).toBeGreaterThan(30);
    for (const text of all) expect(Object.keys(text)).toEqual(["en", "es"]);
  });
  it("has a dataset of every kind of record that is counted, for the same three years but those that were written down otherwise before", () => {
    expect(Object.fromEntries(datasets.map(({ dataset, coverage }) => [dataset, coverage.from]).sort())).toEqual({
      "attendee-groups": "2023-11-01",
      calls: "2023-11-01",
      complaints: "2024-01-01",
      concerns: "2023-11-01",
      coverage: "2023-10-01",
      deployment: "2023-11-01",
      engagement: "2023-11-01",
      force: "2024-01-01",
      incidents: "2023-11-01",
      stops: "2023-11-01",
    });
    for (const { coverage } of datasets) expect(coverage.to).toBe("2026-10-31");
  });
  it("protects everything that counts people, and says why where nothing is protected", () => {
    const agencys = ["DQ.01", "DQ.01.N", "ENG.01", "ENG.04", "ENG.05", "ENG.08", "ENG.11", "ENG.12", "ENG.13", "RES.03"];
    for (const { policy, measures } of datasets.flatMap(({ tables }) => tables))
      expect(policy.method === "none").toBe(measures.every((measure) => agencys.includes(measure)));
  });
  it("shows groups of people who were stopped for the whole city and a year only", () => {
    const byGroup = datasets.flatMap(({ tables }) => tables).filter(({ dimensions }) => "race_ethnicity" in dimensions);
    expect(byGroup.map(({ dimensions: { area, period } }) => ({ area, period }))).toEqual([{ area: ["city"], period: ["year"] }]);
  });
  it.each(datasets.flatMap(({ codes }) => Object.entries(codes).filter(([, { standard }]) => standard === undefined)))(
    "has a complete code list of each %s",
    (_, { levels = [], file, codes }) => {
      const [header, ...lines] =
        file === undefined
          ? []
          : readFileSync(folder + file, "utf8")
              .trim()
              .split("\n");
      if (file !== undefined) expect(header).toBe("code,level,parent,label_en,label_es");
      const stated = (codes ?? []).map(({ code, level, parent, label }) => [code, level, parent ?? "", ...Object.values(label)]);
      const all: readonly (readonly string[])[] = file === undefined ? stated : lines.map((line) => line.split(","));
      expect(all.length).toBeGreaterThan(1);
      const levelOf = new Map(all.map(([code, level]) => [code, level ?? ""]));
      expect(levelOf.size).toBe(all.length);
      for (const [, level = "", parent = "", ...labels] of all) {
        expect(levelOf.get(parent)).toBe(levels[levels.indexOf(level) + 1]);
        expect(labels.filter((label) => label !== "")).toHaveLength(2);
      }
    },
  );
});
