import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { todosOfText } from "./todo.ts";

/** How many lines of a file are named one by one. */
const namedAtMost = 6;

function todosIn(folder: string, path: string): string | undefined {
  const found = [...new Set(todosOfText(readFileSync(join(folder, path), "utf8")).map(({ line }) => line))];
  if (found.length === 0) return undefined;
  const more = found.length - namedAtMost;
  const named = found.slice(0, namedAtMost).join(", ") + (more > 0 ? ` and ${more} more` : "");
  return `Write what is right in the place of TODO in ${path}: line${found.length === 1 ? "" : "s"} ${named}.`;
}

/** The levels of a hub.yaml that was not checked: what it has of them. */
function levelsOf(folder: string): readonly unknown[] {
  const levels = parseDocument(readFileSync(join(folder, "hub.yaml"), "utf8")).getIn(["geography", "levels"]) as
    | { items?: unknown[] }
    | undefined;
  return levels?.items ?? [];
}

/**
 * What a steward does next with a hub folder, in order: sentences with the command to run. By what stands in the folder alone; nothing of the
 * records is read.
 */
export function nextSteps(folder: string): readonly string[] {
  if (!existsSync(join(folder, "hub.yaml"))) return [`Make a hub folder: openbeat init ${folder}`];
  const yaml = globSync(["datasets/*.yaml", "surveys/*.yaml"], { cwd: folder }).sort();
  const steps = ["hub.yaml", ...yaml].flatMap((path) => todosIn(folder, path) ?? []);
  if (levelsOf(folder).length < 2)
    steps.push(`Bring in the areas, from boundaries in GeoJSON: openbeat import geography FILE --hub ${folder} --level district`);
  if (yaml.length === 0)
    steps.push(
      `Bring in records, such as incidents, stops or concerns: openbeat import incidents FILE… --hub ${folder}`,
      `Or a survey: openbeat import survey FILE --codebook FILE --hub ${folder}`,
    );
  return steps;
}
