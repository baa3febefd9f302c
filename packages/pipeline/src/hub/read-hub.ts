import { existsSync, globSync } from "node:fs";
import { join } from "node:path";
import type { Problem } from "../errors.ts";
import { type DatasetSpec, datasetSchema } from "./dataset-schema.ts";
import { type HubSpec, hubSchema } from "./hub-schema.ts";
import { type LineOf, readYaml } from "./read-yaml.ts";
import { type SurveySpec, surveySchema } from "./survey-schema.ts";

/** A dataset as the steward wrote it, and the file it stands in. */
export interface DatasetFile {
  readonly path: string;
  readonly spec: DatasetSpec;
  /** Where its parts stand in the file. */
  readonly lineOf: LineOf;
}

/** A survey as the steward wrote it, and the file it stands in. */
export interface SurveyFile {
  readonly path: string;
  readonly spec: SurveySpec;
}

/** A hub folder's own YAML, each file valid by itself. */
export interface HubFolder {
  readonly folder: string;
  readonly spec: HubSpec;
  readonly datasets: readonly DatasetFile[];
  readonly surveys: readonly SurveyFile[];
}

/** Reads hub.yaml, every datasets/*.yaml and every surveys/*.yaml. */
export function readHub(
  folder: string,
): { readonly hub: HubFolder; readonly problems: readonly [] } | { readonly hub: undefined; readonly problems: readonly Problem[] } {
  if (!existsSync(folder)) {
    return {
      hub: undefined,
      problems: [{ code: "FILE_MISSING", file: folder, message: "The hub folder does not exist. Check its path." }],
    };
  }
  const { value: spec, problems: hubProblems } = readYaml(folder, "hub.yaml", hubSchema);
  const problems: Problem[] = [...hubProblems];
  const datasets: DatasetFile[] = [];
  for (const path of globSync("datasets/*.yaml", { cwd: folder }).sort()) {
    const read = readYaml(folder, path.replaceAll("\\", "/"), datasetSchema);
    problems.push(...read.problems);
    if (read.value !== undefined) datasets.push({ path, spec: read.value, lineOf: read.lineOf });
  }
  const surveys: SurveyFile[] = [];
  const surveyFiles = globSync("surveys/*.yaml", { cwd: folder }).sort();
  for (const path of surveyFiles) {
    const read = readYaml(folder, path.replaceAll("\\", "/"), surveySchema);
    problems.push(...read.problems);
    if (read.value !== undefined) surveys.push({ path, spec: read.value });
  }
  if (surveyFiles.length === 0 && !existsSync(join(folder, "datasets"))) {
    problems.push({
      code: "FILE_MISSING",
      file: "datasets",
      message: "The hub has no datasets folder. Put a YAML file for each dataset there, or for each survey into surveys.",
    });
  }
  return spec === undefined || problems.length > 0
    ? { hub: undefined, problems }
    : { hub: { folder, spec, datasets, surveys }, problems: [] };
}
