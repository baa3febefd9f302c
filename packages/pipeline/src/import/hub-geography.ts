import { PipelineError, type Problem } from "../errors.ts";
import { type Geography, readGeography } from "../geography/areas.ts";
import { type HubSpec, hubSchema } from "../hub/hub-schema.ts";
import { readYaml } from "../hub/read-yaml.ts";

/** What an import must know of a hub: its time zone and its areas. Its datasets may be anything yet. */
export async function readHubGeography(folder: string): Promise<{ readonly spec: HubSpec; readonly geography: Geography }> {
  const refuse = (problems: readonly Problem[]) =>
    new PipelineError("HUB_HAS_PROBLEMS", "The hub has problems. Nothing was imported.", { problems });
  const { value: spec, problems } = readYaml(folder, "hub.yaml", hubSchema);
  if (spec === undefined) throw refuse(problems);
  const read = await readGeography(folder, spec);
  if (read.problems.length > 0) throw refuse(read.problems);
  return { spec, geography: read.geography };
}
