import { PipelineError } from "../errors.ts";
import { nextSteps } from "../hub/next-steps.ts";
import { command } from "./form/command.ts";
import { reportLines } from "./terminal.ts";

export const check = command(
  {
    name: "check",
    purpose: "Read, validate, tabulate and protect a hub folder, and write nothing.",
    details: "Does everything that publish does but the writing, so what it says would be published.",
    arguments: [{ name: "HUB", does: "The hub folder.", kind: "folder" }],
    options: {},
    examples: [{ line: "openbeat check my-hub", does: "Tell what would be published, or every problem found." }],
  },
  async ({ given: { HUB: folder } }, terminal) => {
    const { readPasts } = await import("../history/past.ts");
    const { prepare } = await import("../publish.ts");
    const prepared = await prepare(folder, terminal.progress, readPasts(folder)).catch((error: unknown) => {
      if (!(error instanceof PipelineError)) throw error;
      const { code, message, problems } = error;
      throw new PipelineError(code, message, { cause: error, problems, steps: nextSteps(folder) });
    });
    for (const line of reportLines(prepared)) terminal.out(line);
    terminal.out("The hub can be published.");
    return { exitCode: 0, result: { datasets: prepared.datasets, warnings: prepared.warnings, sha256: prepared.content.sha256 } };
  },
);
