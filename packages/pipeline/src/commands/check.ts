import { parseArgs } from "node:util";
import { PipelineError } from "../errors.ts";
import { readPasts } from "../history/past.ts";
import { nextSteps } from "../hub/next-steps.ts";
import { prepare } from "../publish.ts";
import { reportLines, type Terminal, tellError } from "./terminal.ts";

/** `openbeat check HUB`: everything that `publish` does but the writing. */
export async function check(words: readonly string[], terminal: Terminal): Promise<number> {
  const { positionals } = parseArgs({ args: [...words], allowPositionals: true, options: {} });
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) throw new PipelineError("COMMAND_INVALID", "Name one hub folder: openbeat check HUB");
  const prepared = await prepare(folder, terminal.progress, readPasts(folder)).catch((error: unknown) => {
    const exit = tellError(error, terminal);
    const steps = nextSteps(folder);
    if (steps.length > 0) for (const line of ["Next:", ...steps.map((step) => `  - ${step}`)]) terminal.out(line);
    return exit;
  });
  if (typeof prepared === "number") return prepared;
  for (const line of reportLines(prepared)) terminal.out(line);
  terminal.out("The hub can be published.");
  return 0;
}
