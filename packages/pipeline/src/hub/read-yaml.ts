import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isNode, LineCounter, parseDocument } from "yaml";
import type * as z from "zod";
import type { Problem } from "../errors.ts";

/**
 * Reads a YAML file of the hub folder and checks it.
 * @returns What it says, or its problems, each with its line. An unknown key is a problem: it may be a misspelt one.
 */
export function readYaml<Schema extends z.ZodType>(
  folder: string,
  path: string,
  schema: Schema,
):
  | { readonly value: z.output<Schema>; readonly problems: readonly [] }
  | { readonly value: undefined; readonly problems: readonly Problem[] } {
  const file = join(folder, path);
  if (!existsSync(file)) {
    return { value: undefined, problems: [{ code: "FILE_MISSING", file: path, message: "The file does not exist." }] };
  }
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(file, "utf8"), { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    const problems = document.errors.map(
      (error): Problem => ({
        code: "YAML_INVALID",
        file: path,
        row: lines.linePos(error.pos[0]).line,
        message: `This is not YAML: ${error.message}.`,
      }),
    );
    return { value: undefined, problems };
  }
  const result = schema.safeParse(document.toJS());
  if (result.success) return { value: result.data, problems: [] };
  const problems = result.error.issues.map((issue): Problem => {
    // The nearest part of the file that exists: a missing key is reported at what should hold it.
    for (let length = issue.path.length; ; length--) {
      const node = length === 0 ? document.contents : document.getIn(issue.path.slice(0, length), true);
      const start = isNode(node) ? node.range?.[0] : undefined;
      if (start === undefined && length > 0) continue;
      const place = issue.path.length === 0 ? "" : `${issue.path.join(".")}: `;
      return { code: "YAML_INVALID", file: path, row: lines.linePos(start ?? 0).line, message: `${place}${issue.message}` };
    }
  });
  return { value: undefined, problems };
}
