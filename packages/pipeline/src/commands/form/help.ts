import { styleText } from "node:util";
import { type Command, type CommandForm, commonOptions, type Option, usageOf } from "./command.ts";

const exits = (form: CommandForm): readonly (readonly [string, string])[] => [
  ["0", "Done."],
  ["1", form.failure ?? "Refused: the message says why and what to do next. Nothing was changed."],
  ["2", "A bug stopped the run."],
];

/** The names of what a command takes, each with what it does, as pairs. */
function partsOf(form: CommandForm): readonly { readonly title: string; readonly rows: readonly (readonly [string, string])[] }[] {
  const choice = (choices: readonly string[] | undefined) => (choices === undefined ? "" : ` One of: ${choices.join(", ")}.`);
  const option = ([name, { value, does, fallback, choices, repeated }]: [string, Option]): readonly [string, string] => [
    `--${name}${value === undefined ? "" : ` ${value}`}`,
    `${does}${choice(choices)}${repeated ? " Can be given several times." : ""}${fallback === undefined ? "" : ` Left out: ${fallback}.`}`,
  ];
  return [
    { title: "Arguments", rows: form.arguments.map(({ name, does, choices }) => [name, `${does}${choice(choices)}`]) },
    { title: "Options", rows: Object.entries({ ...form.options, ...commonOptions } as CommandForm["options"]).map(option) },
    { title: "Exit codes", rows: exits(form) },
  ];
}

function wrapped(text: string, width: number, indent: string): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + word.length >= width - indent.length) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join(`\n${indent}`);
}

/** How wide help is where nothing says how wide the terminal is. */
const usualWidth = 100;
// Whether there is colour at all is decided from the stream: NO_COLOR, and whether it is a terminal.
const strong = (text: string) => styleText("bold", text, { stream: process.stdout });

/** The help of one command, for a terminal. */
export function helpOf(form: CommandForm, width = usualWidth): string {
  const parts = partsOf(form).filter(({ rows }) => rows.length > 0);
  const column = Math.min(26, Math.max(...parts.flatMap(({ rows }) => rows.map(([name]) => name.length))) + 4);
  const indent = " ".repeat(column);
  const row = ([name, does]: readonly [string, string]) =>
    name.length + 4 > column
      ? `  ${name}\n${indent}${wrapped(does, width, indent)}`
      : `  ${name}`.padEnd(column) + wrapped(does, width, indent);
  return [
    wrapped(form.purpose, width, ""),
    `${strong("Usage")}\n  ${wrapped(usageOf(form), width, "    ")}`,
    ...(form.details === undefined ? [] : [wrapped(form.details, width, "")]),
    `${strong("Examples")}\n${form.examples.map(({ line, does }) => `  ${line}\n      ${wrapped(does, width, "      ")}`).join("\n")}`,
    ...parts.map(({ title, rows }) => `${strong(title)}\n${rows.map(row).join("\n")}`),
  ].join("\n\n");
}

/** The help of all commands. */
export function overview(commands: readonly CommandForm[], width = usualWidth): string {
  const column = Math.max(...commands.map(({ name }) => name.length)) + 4;
  const rows = commands.map(({ name, purpose }) => `  ${name.padEnd(column - 2)}${wrapped(purpose, width, " ".repeat(column))}`);
  return [
    "openbeat: from an agency's records to a public release.",
    `${strong("Commands")}\n${rows.join("\n")}`,
    "Run openbeat COMMAND --help for what a command takes, with examples. --json gives every command's result as one object.",
  ].join("\n\n");
}

const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("<", "&lt;");

/** docs/cli.md: the reference of every command, from the same declarations as the help. */
export function reference(commands: readonly Command[]): string {
  const section = (form: Command) =>
    [
      `## openbeat ${form.name}`,
      form.purpose,
      `\`\`\`sh\n${usageOf(form)}\n\`\`\``,
      ...(form.details === undefined ? [] : [form.details]),
      form.examples.map(({ line, does }) => `\`\`\`sh\n# ${does}\n${line}\n\`\`\``).join("\n\n"),
      ...partsOf(form)
        .filter(({ rows }) => rows.length > 0)
        .map(
          ({ title, rows }) =>
            `| ${title} | |\n|---|---|\n${rows.map(([name, does]) => `| \`${name.replaceAll("|", "\\|")}\` | ${cell(does)} |`).join("\n")}`,
        ),
    ].join("\n\n");
  const list = commands
    .map(({ name, purpose }) => `- [\`openbeat ${name}\`](#openbeat-${name.replaceAll(" ", "-")}): ${purpose}`)
    .join("\n");
  return [
    "# The command line",
    "Made from the commands' own declarations by `node scripts/generate.ts`: change those, not this page.",
    list,
    "Every command takes `--json`: then stdout has one object, `{ command, ok, result }` or `{ command, ok, error: { code, message, next, problems } }`, and everything else goes to stderr. Colours appear on a terminal only, and never where `NO_COLOR` is set.",
    ...commands.map(section),
    "",
  ]
    .join("\n\n")
    .replace(/\n+$/, "\n");
}
