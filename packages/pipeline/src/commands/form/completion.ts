import { type Argument, type CommandForm, commonOptions, type Option } from "./command.ts";

/** The shells that completion is made for. */
export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

const optionsOf = ({ options }: CommandForm): readonly (readonly [string, Option])[] => Object.entries({ ...options, ...commonOptions });

/** What follows each beginning of a command: its own words, and the second words of commands that have two. */
function wordsAfter(commands: readonly CommandForm[]): ReadonlyMap<string, readonly string[]> {
  const after = new Map<string, string[]>();
  for (const { name } of commands) {
    const words = name.split(" ");
    for (const [place, word] of words.entries()) {
      const before = words.slice(0, place).join(" ");
      const known = after.get(before) ?? [];
      if (!known.includes(word)) after.set(before, [...known, word]);
    }
  }
  return after;
}

const choicesOf = ({ arguments: taken }: CommandForm) => taken.flatMap(({ choices = [] }) => choices);
const takesPlaces = (taken: readonly Argument[]) => taken.some(({ kind }) => kind !== "text");

function bash(commands: readonly CommandForm[]): string {
  const begins = [...wordsAfter(commands)].map(([before, words]) => `    "${before}") offered="${words.join(" ")}" ;;`);
  const cases = commands.map((form) => {
    const offered = [...optionsOf(form).map(([name]) => `--${name}`), ...choicesOf(form)].join(" ");
    return `    "${form.name}") offered="${offered}"; places=${takesPlaces(form.arguments) ? 1 : 0} ;;`;
  });
  const choices = commands.flatMap((form) =>
    optionsOf(form).flatMap(([name, { choices: own }]) =>
      own === undefined ? [] : [`    "${form.name} --${name}") COMPREPLY=($(compgen -W "${own.join(" ")}" -- "$word")); return ;;`],
    ),
  );
  const valued = [
    ...new Set(commands.flatMap((form) => optionsOf(form).flatMap(([name, { value }]) => (value === undefined ? [] : [`--${name}`])))),
  ];
  return [
    "_openbeat() {",
    `  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" offered="" places=0 name="" said`,
    `  for said in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do`,
    '    case "$name $said" in',
    ...commands.map(({ name }) => {
      const [first = "", second] = name.split(" ");
      return second === undefined
        ? `      " ${first}") name="${first}" ;;`
        : `      " ${first}") name="${first}" ;;\n      "${first} ${second}") name="${name}" ;;`;
    }),
    "    esac",
    "  done",
    '  case "$name $before" in',
    ...choices,
    "  esac",
    `  case "$before" in ${valued.join("|")}) COMPREPLY=($(compgen -f -- "$word")); return ;; esac`,
    '  case "$name" in',
    ...begins,
    ...cases,
    "  esac",
    '  COMPREPLY=($(compgen -W "$offered" -- "$word"))',
    `  if [ "$places" = 1 ] && [ "\${word#-}" = "$word" ]; then COMPREPLY+=($(compgen -f -- "$word")); fi`,
    "}",
    "complete -o filenames -F _openbeat openbeat",
    "",
  ].join("\n");
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

function zsh(commands: readonly CommandForm[]): string {
  const spec = (text: string) => text.replaceAll(/[[\]:]/g, "\\$&");
  const line = ([name, { does, value, choices, repeated }]: readonly [string, Option]) =>
    quoted(
      `${repeated ? "*" : ""}--${name}[${spec(does)}]${value === undefined ? "" : `:${value}:${choices === undefined ? "_files" : `(${choices.join(" ")})`}`}`,
    );
  const place = ({ name, kind, choices, optional }: Argument) =>
    quoted(
      `${optional ? ":" : ""}:${name}:${choices !== undefined ? `(${choices.join(" ")})` : kind === "folder" ? "_files -/" : kind === "file" ? "_files" : ""}`,
    );
  const begins = [...wordsAfter(commands)].map(
    ([before, words]) =>
      `  ${quoted(before)}) _values 'command' ${words
        .map((word) => {
          const form = commands.find(({ name }) => name === `${before} ${word}`.trim());
          return quoted(`${word}[${spec(form?.purpose ?? "")}]`);
        })
        .join(" ")} ;;`,
  );
  const cases = commands.map(
    (form) => `  ${quoted(form.name)}) _arguments ${[...optionsOf(form).map(line), ...form.arguments.map(place)].join(" ")} ;;`,
  );
  const two = commands.filter(({ name }) => name.includes(" ")).map(({ name }) => quoted(name));
  const firsts = [...new Set(two.map((name) => quoted(name.slice(1).split(" ")[0] ?? "")))];
  return [
    "#compdef openbeat",
    "_openbeat() {",
    '  local name=""',
    "  if (( CURRENT > 2 )); then",
    "    name=$words[2]",
    `    case $name in ${firsts.join("|") || "''"}) if (( CURRENT > 3 )); then name="$words[2] $words[3]"; shift words; (( CURRENT-- )); fi ;; esac`,
    "    shift words; (( CURRENT-- ))",
    "  fi",
    "  case $name in",
    ...begins,
    ...cases,
    "  esac",
    "}",
    "compdef _openbeat openbeat",
    "",
  ].join("\n");
}

function fish(commands: readonly CommandForm[]): string {
  const lines: string[] = ["complete -c openbeat -f"];
  for (const form of commands) {
    const words = form.name.split(" ");
    const [first = "", second] = words;
    const at =
      second === undefined
        ? `__fish_seen_subcommand_from ${first}`
        : `__fish_seen_subcommand_from ${first}; and __fish_seen_subcommand_from ${second}`;
    const begin =
      second === undefined
        ? "__fish_use_subcommand"
        : `__fish_seen_subcommand_from ${first}; and not __fish_seen_subcommand_from ${second}`;
    if (second !== undefined) lines.push(`complete -c openbeat -n __fish_use_subcommand -a ${first}`);
    lines.push(`complete -c openbeat -n ${quoted(begin)} -a ${second ?? first} -d ${quoted(form.purpose)}`);
    if (takesPlaces(form.arguments)) lines.push(`complete -c openbeat -n ${quoted(at)} -F`);
    const choices = choicesOf(form);
    if (choices.length > 0) lines.push(`complete -c openbeat -n ${quoted(at)} -a ${quoted(choices.join(" "))}`);
    for (const [name, { does, value, choices: own }] of optionsOf(form))
      lines.push(
        `complete -c openbeat -n ${quoted(at)} -l ${name}${value === undefined ? "" : own === undefined ? " -r -F" : ` -x -a ${quoted(own.join(" "))}`} -d ${quoted(does)}`,
      );
  }
  return `${[...new Set(lines)].join("\n")}\n`;
}

/** The completion of a shell for every command, as the script that the shell reads. */
export const completionFor = (shell: Shell, commands: readonly CommandForm[]): string => ({ bash, zsh, fish })[shell](commands);
