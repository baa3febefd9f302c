import { type Code, codeLists } from "../codes.ts";
import type { Field, FieldUse, RecordKind } from "../definition.ts";
import { recordKinds, themes, version } from "../index.ts";

const uses: Readonly<Record<FieldUse, string>> = { internal: "stays inside", counted: "counted", published: "may be shown" };
const files = `../../packages/standard/${version}`;
const inTable = (text: string) => text.replaceAll("|", "\\|");

function typeOf({ type, codes, refersTo }: Field): string {
  const what = type === "text" ? "sentences" : type === "string" ? "text" : type === "datetime" ? "date and time" : type;
  const of = codes !== undefined ? `: [${codes}](#${codes})` : refersTo !== undefined ? ` of [${refersTo}](${refersTo}.md)` : "";
  return `${what}${of}`;
}

/** The page of documentation of a kind, in Markdown: every column, and every code of its lists. */
export function page(kind: RecordKind): string {
  const lists = [...new Set(kind.fields.flatMap(({ codes }) => codes ?? []))];
  return [
    `# ${kind.title}`,
    `One row for each ${kind.row}. ${kind.description}`,
    `Theme: ${themes[kind.theme].toLowerCase()}. A row is told from others by ${kind.key.map((name) => `\`${name}\``).join(", ")}.`,
    `[CSV template](${files}/${kind.name}.csv) · [Table Schema](${files}/${kind.name}.table.json) · [JSON Schema](${files}/${kind.name}.schema.json)`,
    [
      "| column | required | type | what it is | use |",
      "|---|---|---|---|---|",
      ...kind.fields.map(
        (field) =>
          `| \`${field.name}\` | ${field.required ? "yes" : ""} | ${typeOf(field)} | ${inTable(field.description)} | ${uses[field.use]} |`,
      ),
    ].join("\n"),
    ...lists.map((name) =>
      [
        `## ${name}`,
        "",
        "| code | |",
        "|---|---|",
        ...codeLists[name].map(
          ({ code, label, description }: Code) =>
            `| \`${code}\` | ${inTable([label, description].filter((part) => part !== undefined).join(": "))} |`,
        ),
      ].join("\n"),
    ),
    `<!-- Generated from packages/standard/src: change it there. -->`,
  ].join("\n\n");
}

/** The first page of the documentation: what the standard is, and every kind. */
export const frontPage = (): string =>
  [
    "# The Openbeat standard for community policing",
    `Version ${version}. How to write down what community policing does, so that it can be counted, compared and published: one CSV file (or JSON records) for each kind of
record, the same columns and codes in every agency. It needs nothing of Openbeat: any tool that reads Table Schema (Frictionless Data) or JSON Schema checks records against it.`,
    ...Object.entries(themes).map(([theme, title]) =>
      [
        `## ${title}`,
        "",
        "| kind | one row for each | columns |",
        "|---|---|---:|",
        ...recordKinds
          .filter((kind) => kind.theme === theme)
          .map(({ name, title: kindTitle, row, fields }) => `| [${kindTitle}](${name}.md) | ${row} | ${fields.length} |`),
      ].join("\n"),
    ),
    `## How files are written

- CSV as in RFC 4180, in UTF-8, with a header; or one JSON object a record, in which what is not there is left out.
- Dates are \`2026-03-02\`; times have their zone, \`2026-03-02T18:40:00-05:00\`. Codes are lower case. A list has semicolons between its values.
- An empty value is one that is not known or does not apply, and never zero. Each column says which.
- Sentences may be given in several languages: \`title\` has them in the agency's own, \`title_es\` in Spanish, and so on by the language's code (ISO 639).
- Columns of an agency's own begin with \`x_\`. Nothing is read into them.

## What may become of a column

- **stays inside**: the agency's own numbers, by which its records belong together. Never published.
- **counted**: enters counts, sums and rates, which are protected before anybody sees them ([methodology](../methodology.md)).
- **may be shown**: written for the public, or about what the agency itself did. No names of persons, no addresses, no words of residents.

## Checking a file

The folder [\`packages/standard/${version}\`](${files}) has it all: [\`datapackage.json\`](${files}/datapackage.json) describes a folder with a file of every kind (Data Package version 2);
each kind has a Table Schema, a JSON Schema of one record, and a CSV template with one made-up record.

The version's first number grows when a file that conformed may no longer do; the second when columns or codes are added. Both stay beside each other.`,
    `<!-- Generated from packages/standard/src: change it there. -->`,
  ].join("\n\n");
