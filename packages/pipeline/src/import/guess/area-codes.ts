import type { Geography } from "../../geography/areas.ts";
import { literal, quoted } from "../../read/workbench.ts";

/** A way in which a file may write the code of an area. */
export interface AreaForm {
  readonly name: string;
  readonly sql: (column: string) => string;
}

const trimmed = (column: string) => `trim(${quoted(column)})`;

/** The forms that are tried for the areas of a level, the plainest first. */
export function areaForms(codes: readonly string[]): readonly AreaForm[] {
  const width = Math.max(...codes.map((code) => code.length));
  const [first = ""] = codes;
  const prefix = /^[^0-9]*/.exec(first)?.[0] ?? "";
  const isPrefixed = prefix !== "" && codes.every((code) => code.startsWith(prefix) && code.length > prefix.length);
  const prefixed = (sql: string) => `${literal(prefix)} || ${sql}`;
  return [
    { name: "as it stands", sql: trimmed },
    { name: "in capitals", sql: (column) => `upper(${trimmed(column)})` },
    { name: "without its signs", sql: (column) => `regexp_replace(upper(${quoted(column)}), '[^A-Z0-9]+', '', 'g')` },
    {
      name: "with noughts before it",
      sql: (column) => `lpad(${trimmed(column)}, greatest(${width}, length(${trimmed(column)}))::INT, '0')`,
    },
    { name: "without the noughts before it", sql: (column) => `ltrim(${trimmed(column)}, '0')` },
    { name: "without its decimals", sql: (column) => `regexp_replace(${trimmed(column)}, '[.]0+$', '')` },
    { name: "its words with dashes", sql: (column) => wordsAsCode(column) },
    ...(isPrefixed
      ? [
          { name: `with ${prefix} before it`, sql: (column: string) => prefixed(trimmed(column)) },
          { name: `with ${prefix} before it, without noughts`, sql: (column: string) => prefixed(`ltrim(${trimmed(column)}, '0')`) },
        ]
      : []),
  ];
}

/** SQL: a code out of words, in capitals and with dashes. */
export const wordsAsCode = (column: string): string => `trim(regexp_replace(upper(${quoted(column)}), '[^A-Z0-9]+', '-', 'g'), '-')`;

/** Levels whose codes a file may name: those with several areas, the finest first. */
export const levelsToMatch = ({ levels, atLevel, chain }: Geography): readonly string[] =>
  levels
    .map(({ code }) => code)
    .filter((code) => atLevel(code).length > 1)
    .sort((a, b) => chain(b).length - chain(a).length);
