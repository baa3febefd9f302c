import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { calculate } from "./sheet.ts";

const run = promisify(execFile);
const docs = new URL("../../../../docs/", import.meta.url);
const client = new URL("../packages/client/src/index.ts", docs).href;

/** A piece of a document that can be run. */
export interface Snippet {
  /** The heading that it stands under. */
  readonly section: string;
  readonly language: string;
  readonly text: string;
}

/** The fenced pieces of a document, in its order. @param document Its path from docs/. */
export function snippetsOf(document: string): readonly Snippet[] {
  const text = readFileSync(new URL(document, docs), "utf8");
  const found: Snippet[] = [];
  let section = "";
  for (const [, heading, language = "", body = ""] of text.matchAll(/^##+ (.*)$|^```(\w*)\n([\s\S]*?)^```$/gm)) {
    if (heading === undefined) found.push({ section, language, text: body });
    else section = heading;
  }
  return found;
}

const has = (program: string) =>
  run(program, ["--version"]).then(
    () => true,
    () => {
      console.warn(`SKIPPED: the machine has no ${program}, so its snippets in docs/ are not run.`);
      return false;
    },
  );
const [hasCurl, hasPython, hasR] = await Promise.all(["curl", "python3", "Rscript"].map(has));
export const canRun: Readonly<Record<string, boolean>> = {
  sh: hasCurl === true,
  python: hasPython === true,
  r: hasR === true,
  js: true,
  "": true,
};

/** What a snippet prints when the API is at `url`. A formula of a spreadsheet gives its cells, with tabs and lines between them. */
export async function outputOf({ language, text }: Snippet, url: string): Promise<string> {
  const here = text.replaceAll("http://localhost:4000", url).replaceAll("https://api.example.org", url);
  const printed = async (program: string, args: readonly string[]) => (await run(program, args)).stdout;
  switch (language) {
    case "sh":
      return printed("sh", ["-euc", here]);
    case "python":
      return printed("python3", ["-c", here]);
    case "r":
      return printed("Rscript", ["-e", here]);
    case "js":
      return printed(process.execPath, ["--input-type=module", "-e", here]);
    case "ts":
      return printed(process.execPath, [
        "--input-type=module-typescript",
        "-e",
        here.replace('"@openbeat/client"', JSON.stringify(client)),
      ]);
    case "":
      return (await calculate(here.trim())).map((row) => row.join("\t")).join("\n");
    default:
      throw new Error(`Nothing runs ${language}.`);
  }
}
