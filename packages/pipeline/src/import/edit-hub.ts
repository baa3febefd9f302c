import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isSeq, parseDocument, stringify, type YAMLSeq } from "yaml";
import { PipelineError } from "../errors.ts";
import { writeWhole } from "./files.ts";

/**
 * Adds an entry to a list of hub.yaml, whose comments stay.
 * @param yaml The entry as YAML, with its own comments and without a dash.
 */
export function addToHub(hub: string, path: readonly string[], yaml: string): void {
  const file = join(hub, "hub.yaml");
  const document = parseDocument(readFileSync(file, "utf8"));
  const entry = parseDocument(yaml).contents;
  const list = document.getIn(path) as YAMLSeq | undefined;
  if (list !== undefined && !isSeq(list))
    throw new PipelineError("IMPORT_INVALID", `hub.yaml has no list ${path.join(".")}. Mend it first.`);
  if (list === undefined) document.setIn(path, document.createNode([]));
  const target = document.getIn(path) as YAMLSeq;
  target.flow = false;
  target.add(entry);
  writeWhole(file, document.toString({ lineWidth: 0, flowCollectionPadding: true }));
}

/** A value as YAML, on one line. */
export const inYaml = (value: unknown): string => stringify(value, { lineWidth: 0 }).trimEnd();

/** Words in each language of a hub, on one line: those given are of its own, the others are left to do. */
export const wordsInYaml = (languages: readonly string[], text: string): string =>
  stringify(
    Object.fromEntries(
      languages.map((language, at) => [language, at === 0 ? text : `TODO: ${text.replace(/^TODO: /, "")}, in ${language}`]),
    ),
    {
      ...{ lineWidth: 0, collectionStyle: "flow" },
    },
  ).trimEnd();
