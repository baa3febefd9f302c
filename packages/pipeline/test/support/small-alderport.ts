import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { parse } from "yaml";
import type { TestDatabase } from "../../../../test/support/databases.ts";
import { publish } from "../../src/publish.ts";
import { makeWhole, sample } from "../synthetic/made.ts";

/** The tables that are kept, by dataset: the whole of the sample takes three times as long. */
const kept: Readonly<Record<string, readonly string[]>> = {
  calls: ["calls-by-priority-and-response-time"],
  complaints: ["complaints-by-decision"],
  incidents: ["incidents-by-district"],
};
/** Two waves around an open survey among random samples, and the latest two. */
const waves = ["2025-Q3", "2025-Q4", "2026-Q2", "2026-Q3"];
const items = ["confidence", "respect", "voice"];

// biome-ignore lint/suspicious/noExplicitAny: YAML as it stands
const rewrite = (path: string, change: (yaml: any) => void): void => {
  const yaml = parse(readFileSync(path, "utf8"));
  change(yaml);
  writeFileSync(path, JSON.stringify(yaml)); // JSON is YAML.
};

/** Publishes a part of the sample city, with its own codes, words, records and questions, into a database. */
export async function publishSmallAlderport(database: TestDatabase, progress: (message: string) => void = () => {}): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "openbeat-alderport-"));
  try {
    for (const part of [
      "hub.yaml",
      "population.csv",
      "survey-targets.csv",
      "codes",
      "datasets",
      "geography",
      "records",
      "surveys/resident-survey.yaml",
    ])
      cpSync(join(sample, part), join(folder, part), { recursive: true });
    const whole = await makeWhole();
    for (const part of [...Object.keys(kept), "surveys/resident-survey"])
      cpSync(join(whole.folder, part), join(folder, part), { recursive: true });
    rewrite(join(folder, "hub.yaml"), (hub) => {
      delete hub.geography.crosswalks;
    });
    for (const path of globSync(join(folder, "datasets/*.yaml"))) {
      const tables = kept[basename(path, ".yaml")];
      if (tables === undefined) rmSync(path);
      else
        rewrite(path, (dataset) => {
          dataset.tables = dataset.tables.filter(({ name }: { name: string }) => tables.includes(name));
          for (const { dimensions } of dataset.tables)
            if (dimensions.offence !== undefined) Object.assign(dimensions, { period: ["month", "quarter", "year"], offence: ["all"] });
        });
    }
    for (const path of globSync(join(folder, "surveys/resident-survey/*.csv.gz")))
      if (!waves.includes(basename(path, ".csv.gz"))) rmSync(path);
    rewrite(join(folder, "surveys/resident-survey.yaml"), (survey) => {
      survey.waves = survey.waves.filter(({ wave }: { wave: string }) => waves.includes(wave));
      survey.items = survey.items.filter(({ code }: { code: string }) => items.includes(code));
      const measured = survey.items.map(({ construct }: { construct: string }) => construct);
      survey.constructs = survey.constructs.filter(({ code }: { code: string }) => measured.includes(code));
      survey.tables = survey.tables.filter(({ name }: { name: string }) => name !== "trust-by-group");
    });
    await publish(folder, {
      openStore: () => database.open("publisher"),
      now: () => new Date("2026-11-20T09:00:00Z"),
      progress,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
