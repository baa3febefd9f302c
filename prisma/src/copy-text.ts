type CopyValue = string | number | boolean | null | readonly string[];

const escapes: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
  "\b": "\\b",
  "\f": "\\f",
  "\v": "\\v",
};
const escaped = (text: string) => text.replace(/[\\\t\n\r\b\f\v]/g, (character) => escapes[character] ?? character);
const arrayElement = (text: string) => `"${text.replace(/["\\]/g, "\\$&")}"`;

const field = (value: CopyValue): string => {
  if (value === null) return "\\N";
  if (typeof value === "object") return escaped(`{${value.map(arrayElement).join(",")}}`);
  return escaped(String(value));
};

/**
 * One row in PostgreSQL's COPY text format, without its line end.
 * @see PostgreSQL documentation, COPY, "Text Format"; arrays as in "Array Input and Output Syntax".
 */
export const copyLine = (values: readonly CopyValue[]): string => values.map(field).join("\t");
