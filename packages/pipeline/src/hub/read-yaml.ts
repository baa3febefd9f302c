import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isMap, isNode, isScalar, LineCounter, parseDocument } from "yaml";
import type * as z from "zod";
import type { Problem } from "../errors.ts";
import { todosOf } from "./todo.ts";

/** The line of the nearest part of a YAML file that exists: a key that is missing stands, as it were, at what should hold it. */
export type LineOf = (path: readonly PropertyKey[]) => number;

/**
 * Reads a YAML file of the hub folder and checks it.
 * @returns What it says, or its problems, each with its line. An unknown key is a problem: it may be a misspelt one. So is a value that is left to do.
 */
export function readYaml<Schema extends z.ZodType>(
  folder: string,
  path: string,
  schema: Schema,
):
  | { readonly value: z.output<Schema>; readonly problems: readonly []; readonly lineOf: LineOf }
  | { readonly value: undefined; readonly problems: readonly Problem[] } {
  const file = join(folder, path);
  if (!existsSync(file)) {
    return { value: undefined, problems: [{ code: "FILE_MISSING", file: path, message: "The file does not exist." }] };
  }
  const lines = new LineCounter();
  const text = readFileSync(file, "utf8");
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
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
  const lineOf: LineOf = (path) => {
    for (let length = path.length; ; length--) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      const start = isNode(node) ? node.range?.[0] : undefined;
      if (start !== undefined || length === 0) return lines.linePos(start ?? 0).line;
    }
  };
  const todos = todosOf(document, text, (offset) => lines.linePos(offset).line);
  const left = todos.map(
    ({ line, what }): Problem => ({
      code: "TODO_LEFT",
      file: path,
      row: line,
      message: `This is left to do${what === "" ? "" : `: ${what}`}. Write what is right in the place of TODO.`,
    }),
  );
  const result = schema.safeParse(document.toJS());
  if (result.success && left.length === 0) return { value: result.data, problems: [], lineOf };
  const undecided = new Set(todos.map(({ line }) => line));
  const problems = (result.error?.issues ?? [])
    .map((issue): Problem => {
      const place = issue.path.length === 0 ? "" : `${issue.path.join(".")}: `;
      const key =
        issue.code === "unrecognized_keys" ? keyOffset(document.getIn(issue.path, true) ?? document.contents, issue.keys[0]) : undefined;
      const row = key === undefined ? lineOf(issue.path) : lines.linePos(key).line;
      return { code: "YAML_INVALID", file: path, row, message: `${place}${issue.message}` };
    })
    .filter(({ row }) => row === undefined || !undecided.has(row));
  return { value: undefined, problems: [...left, ...problems] };
}

/** Where a key of a map stands in the text. */
function keyOffset(map: unknown, name: string | undefined): number | undefined {
  const pair = isMap(map) ? map.items.find(({ key }) => isScalar(key) && key.value === name) : undefined;
  return isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
}
