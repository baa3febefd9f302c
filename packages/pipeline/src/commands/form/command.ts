import { type ParseArgsConfig, parseArgs } from "node:util";
import { PipelineError } from "../../errors.ts";
import type { Terminal } from "../terminal.ts";

/** What a command takes by its place. */
export interface Argument {
  /** In capitals, as help shows it. */
  readonly name: string;
  readonly does: string;
  /** What a shell offers in its place. */
  readonly kind: "folder" | "file" | "text";
  readonly choices?: readonly string[];
  readonly optional?: true;
  /** Whether it may be several words. Only the last one can be. */
  readonly several?: true;
}

/** What a command takes by name. Without `value` it is a switch. */
export interface Option {
  readonly does: string;
  /** What follows it, in capitals. */
  readonly value?: string;
  /** What it is where it is left out. */
  readonly fallback?: string;
  readonly repeated?: true;
  /** Without it the command is refused. */
  readonly needed?: true;
  readonly choices?: readonly string[];
}

/** A line that works, and what it does. */
export interface Example {
  readonly line: string;
  readonly does: string;
}

/** How a command ended: its exit code, and what it found or did as one object, whose keys are stable. */
export interface Outcome {
  readonly exitCode: number;
  readonly result: Readonly<Record<string, unknown>>;
}

/** What help, the reference and the completion of shells know of a command. */
export interface CommandForm {
  /** One word, or two: `publish`, `import calendar`. */
  readonly name: string;
  /** One sentence. */
  readonly purpose: string;
  /** What else must be known, in sentences. */
  readonly details?: string;
  readonly arguments: readonly Argument[];
  readonly options: Readonly<Record<string, Option>>;
  readonly examples: readonly Example[];
  /** What exit code 1 means, where it is more than a refusal. */
  readonly failure?: string;
}

/** A command of `openbeat`. */
export interface Command extends CommandForm {
  /**
   * Reads the words after the command's name, and does what they say.
   * @param now The clock.
   * @throws {PipelineError} `COMMAND_INVALID` where the words are not as declared.
   */
  run(words: readonly string[], terminal: Terminal, now?: () => Date): Promise<Outcome>;
}

type ValueOf<Own extends Option> = Own extends { readonly value: string }
  ? Own extends { readonly repeated: true }
    ? readonly string[]
    : Own extends { readonly fallback: string } | { readonly needed: true }
      ? string
      : string | undefined
  : boolean;

/** What was said, by the names that the command declares. */
export interface Call<Arguments extends readonly Argument[], Options extends Readonly<Record<string, Option>>> {
  readonly given: {
    readonly [Own in Arguments[number] as Own["name"]]: Own extends { readonly several: true }
      ? readonly string[]
      : Own extends { readonly optional: true }
        ? string | undefined
        : string;
  };
  readonly values: { readonly [Name in keyof Options]: ValueOf<Options[Name]> };
}

/** The switches that every command has. */
export const commonOptions = {
  json: { does: "Print one JSON object on stdout; everything else goes to stderr." },
  help: { does: "Show this help." },
} as const satisfies Readonly<Record<string, Option>>;

/** The option of commands that use the public store. */
export const databaseOption = {
  database: {
    value: "URL",
    does: "The public store: postgresql://… or file:FOLDER. Without it DATABASE_URL, else the embedded database in .openbeat/database.",
  },
} as const satisfies Readonly<Record<string, Option>>;

/** How a command is called, in one line. */
export function usageOf({ name, arguments: taken, options }: CommandForm): string {
  const words = taken.map(({ name: own, optional, several }) => `${optional ? `[${own}]` : own}${several ? "…" : ""}`);
  const named = Object.entries(options).map(([own, { value, repeated, needed }]) => {
    const said = `--${own}${value === undefined ? "" : ` ${value}`}`;
    return needed ? said : `[${said}]${repeated ? "…" : ""}`;
  });
  return ["openbeat", name, ...words, ...named].join(" ");
}

/** Declares a command once: what it is called with, and what it does with that. */
export function command<const Arguments extends readonly Argument[], const Options extends Readonly<Record<string, Option>>>(
  form: CommandForm & { readonly arguments: Arguments; readonly options: Options },
  work: (call: Call<Arguments, Options>, terminal: Terminal, now: () => Date) => Promise<Outcome>,
): Command {
  return {
    ...form,
    // The one place where the declaration becomes the types of what was said.
    run: async (words, terminal, now = () => new Date()) => work(readCall(form, words) as Call<Arguments, Options>, terminal, now),
  };
}

const invalid = (form: CommandForm, message: string) => new PipelineError("COMMAND_INVALID", `${message} Usage: ${usageOf(form)}`);

function readCall(form: CommandForm, words: readonly string[]): Call<readonly Argument[], Readonly<Record<string, Option>>> {
  const options: NonNullable<ParseArgsConfig["options"]> = {};
  for (const [name, { value, repeated = false, fallback }] of Object.entries({
    ...form.options,
    ...commonOptions,
  } as CommandForm["options"]))
    options[name] =
      value === undefined
        ? { type: "boolean", default: false }
        : { type: "string", multiple: repeated, ...(repeated ? { default: [] } : fallback === undefined ? {} : { default: fallback }) };
  const { values, positionals } = parsed(form, words, options);
  const needed = form.arguments.filter(({ optional }) => !optional).length;
  const last = form.arguments.at(-1);
  if (positionals.length < needed || (positionals.length > form.arguments.length && !last?.several))
    throw invalid(form, positionals.length < needed ? `Name ${form.arguments[positionals.length]?.name}.` : "Too many words.");
  const given = Object.fromEntries(
    form.arguments.map(({ name, several }, place) => [name, several ? positionals.slice(place) : positionals[place]]),
  );
  for (const { name, choices } of form.arguments)
    if (choices !== undefined && given[name] !== undefined && !choices.includes(String(given[name])))
      throw invalid(form, `${name} is one of: ${choices.join(", ")}.`);
  for (const [name, { needed: mustBe, value }] of Object.entries(form.options))
    if (mustBe && (values[name] === undefined || String(values[name]).trim() === "")) throw invalid(form, `Say it: --${name} ${value}.`);
  for (const [name, { choices }] of Object.entries(form.options))
    if (choices !== undefined && values[name] !== undefined && !choices.includes(String(values[name])))
      throw invalid(form, `--${name} is one of: ${choices.join(", ")}.`);
  return { given, values } as Call<readonly Argument[], Readonly<Record<string, Option>>>;
}

function parsed(form: CommandForm, words: readonly string[], options: NonNullable<ParseArgsConfig["options"]>) {
  try {
    return parseArgs({ args: [...words], allowPositionals: true, options });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Its message repeats the word, which the caller has just typed.
    throw invalid(form, `${error.message.split(". ")[0]?.replace(/\.$/, "")}.`);
  }
}

/** Whether the words ask for something by this switch, before a `--` that ends options. */
export function has(words: readonly string[], name: keyof typeof commonOptions): boolean {
  const end = words.indexOf("--");
  return (end === -1 ? words : words.slice(0, end)).includes(`--${name}`);
}
