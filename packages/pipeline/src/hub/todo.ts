import { type Document, isScalar, visit } from "yaml";

/** What a steward, or an import, left to be decided: the word TODO in a value. In a comment it is only a comment. */
export interface Todo {
  /** Line of the file, from 1. */
  readonly line: number;
  /** What is to be decided, as it stands after the word; may be empty. */
  readonly what: string;
}

const mark = /\bTODO\b:?[ \t]*([^\n"']{0,160})/g;

/** Every TODO in the values of a YAML document, also those inside the SQL of a select. */
export function todosOf(document: Document, text: string, lineAt: (offset: number) => number): readonly Todo[] {
  const found: Todo[] = [];
  visit(document, {
    Scalar(_, node) {
      if (!isScalar(node) || typeof node.value !== "string" || !node.value.includes("TODO") || node.range == null) return;
      const [start, end] = node.range;
      for (const match of text.slice(start, end).matchAll(mark))
        found.push({ line: lineAt(start + match.index), what: (match[1] ?? "").trim() });
    },
  });
  return found;
}
