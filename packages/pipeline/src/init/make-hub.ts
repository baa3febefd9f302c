import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { recordKinds, template } from "@openbeat/standard";
import { PipelineError } from "../errors.ts";
import type { HubAnswers } from "./answers.ts";
import { hubYaml } from "./hub-yaml.ts";
import { hubReadme } from "./readme.ts";

const folders = ["geography", "population", "datasets", "surveys", "codes", "records", "control", "templates"];

/**
 * Makes a hub folder: hub.yaml with comments, a README, a template for each kind of record. The folder can be read by its owner only.
 * @returns The files written, from the folder.
 * @throws {PipelineError} `COMMAND_INVALID` where the folder holds anything: nothing of somebody's is written over.
 */
export function makeHub(folder: string, answers: HubAnswers): readonly string[] {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new PipelineError(
      "COMMAND_INVALID",
      "The folder is not empty, and nothing was written. Name one that does not exist yet: openbeat init my-hub",
    );
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o700); // It may have stood there, open to others.
  for (const name of folders) mkdirSync(join(folder, name), { recursive: true });
  const files = new Map([
    ["hub.yaml", hubYaml(answers)],
    ["README.md", hubReadme(answers.title ?? "A hub of Openbeat")],
    // The records stay out of a repository, should the folder stand in one.
    [".gitignore", "# Records, and what releases were made of, never leave the agency.\n*\n!*/\n!*.yaml\n!README.md\n.openbeat/\n"],
    ...recordKinds.map((kind) => [`templates/${kind.name}.csv`, template(kind)] as const),
  ]);
  for (const [path, text] of files) writeFileSync(join(folder, path), text);
  return [...files.keys()];
}
