import { type Document, isScalar, LineCounter, parseDocument, visit } from "yaml";

/** What a steward, or an import, left to be decided: the word TODO in a value. In a comment it is only a comment. */
export interface Todo {
  /** Line of the file, from 1. */
  readonly line: number;
  /** What is to be decided, as it stands after the word; may be empty. */
  readonly what: string;
}

const mark = /\bTODO\b:?[ \t]*(\/\*[^\n]*?\*\/(?: AS \w+)?|[^\n"']{0,160})/g;

/** What is to be decided; in SQL a comment says it, and the column that it is for stands after it. */
function wordsOf(text: string): string {
  const [, comment, name] = /^\/\* (.*?) \*\/(?: AS (\w+))?/.exec(text.trim()) ?? [];
  return comment === undefined ? text.trim() : name === undefined ? comment : `${name}: ${comment}`;
}

/** Every TODO in the values of a YAML document, also those inside the SQL of a select. */
export function todosOf(document: Document, text: string, lineAt: (offset: number) => number): readonly Todo[] {
  const found: Todo[] = [];
  visit(document, {
    Scalar(_, node) {
      if (!isScalar(node) || typeof node.value !== "string" || !node.value.includes("TODO") || node.range == null) return;
      const [start, end] = node.range;
      for (const match of text.slice(start, end).matchAll(mark))
        found.push({ line: lineAt(start + match.index), what: wordsOf(match[1] ?? "") });
    },
  });
  return found;
}

/** The TODOs of a YAML text, by their lines. */
export function todosOfText(text: string): readonly Todo[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  return todosOf(document, text, (offset) => lines.linePos(offset).line);
}
