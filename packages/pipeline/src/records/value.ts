import { parsePeriod } from "@openbeat/schema/domain";
import { codeLists, type Field } from "@openbeat/standard";
import type { ProblemCode } from "../errors.ts";
import { personalData } from "./personal-data.ts";
import type { RecordValue } from "./record.ts";

/** What a column's text was read as, or what is wrong with it. */
export type ReadValue = { readonly value: RecordValue } | { readonly code: ProblemCode; readonly message: string };

const wrong = (code: ProblemCode, message: string): ReadValue => ({ code, message });

/** What stands in addresses, and what codes are made of. */
const name = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** Whether a text is a day of the calendar, as ISO 8601 writes it. */
const isDay = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
};
const instant = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/;

function isAddress(text: string): boolean {
  try {
    return ["http:", "https:"].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}

function codeProblem({ codes }: Field, values: readonly string[]): ReadValue | undefined {
  if (codes === undefined) return undefined;
  const known = new Set(codeLists[codes].map(({ code }) => code as string));
  return values.every((value) => known.has(value))
    ? undefined
    : wrong("UNKNOWN_CODE", `The standard's list ${codes} does not have this code. Take one of those in docs/standard.`);
}

/** What has no list of codes in the standard is still no place for words: they would be published unread. */
function plainProblem({ name: column, codes, refersTo }: Field, text: string): ReadValue | undefined {
  if (/^(baseline_)?period$/.test(column) && parsePeriod(text) === undefined)
    return wrong("VALUE_INVALID", "This is no period. Write it as 2026-03, 2026-Q1 or 2026.");
  const isPlain = codes !== undefined || refersTo !== undefined || name.test(text);
  return isPlain ? undefined : wrong("VALUE_INVALID", "This is no code: letters, digits, dots, dashes and underscores.");
}

/** Whether a column holds words, and not a code, or the name of an area or a record. */
const isWords = ({ name: column, codes, refersTo }: Field) =>
  codes === undefined && refersTo === undefined && !/(^id|area|areas|period|kind|measure)$/.test(column);

function textProblem(text: string): ReadValue | undefined {
  const found = personalData(text);
  return found === undefined
    ? undefined
    : wrong("PERSON_IN_TEXT", `It holds what may be ${found}. Public records are about places and organisations: write it without.`);
}

/**
 * Reads the text of a column of a public record.
 * @param text Not empty.
 */
export function readValue(field: Field, text: string): ReadValue {
  const { type, minimum } = field;
  switch (type) {
    case "string":
      if (field.name === "id" && !name.test(text))
        return wrong("VALUE_INVALID", "The name of a record is letters, digits, dots, dashes and underscores: it stands in addresses.");
      return (isWords(field) ? textProblem(text) : (codeProblem(field, [text]) ?? plainProblem(field, text))) ?? { value: text };
    case "text":
      return textProblem(text) ?? { value: text };
    case "uri":
      return isAddress(text) ? { value: text } : wrong("VALUE_INVALID", "This is no address of a page. Write it with https:// before it.");
    case "boolean":
      return text === "true" || text === "false" ? { value: text === "true" } : wrong("VALUE_INVALID", "Write true or false.");
    case "date":
      return isDay(text) ? { value: text } : wrong("DATE_INVALID", "This is no day. Write it as 2026-03-02.");
    case "datetime": {
      const day = instant.exec(text)?.[1];
      return day !== undefined && isDay(day)
        ? { value: text }
        : wrong("DATE_INVALID", "This is no day and time with its time zone. Write it as 2026-03-02T18:40:00-05:00.");
    }
    case "integer":
    case "number": {
      const value = Number(text);
      if (!/^-?\d+(\.\d+)?$/.test(text) || (type === "integer" && !Number.isSafeInteger(value)))
        return wrong("VALUE_INVALID", `This is no ${type === "integer" ? "whole number" : "number"}. Write digits alone.`);
      if (minimum !== undefined && value < minimum) return wrong("VALUE_INVALID", `The number is less than ${minimum}.`);
      return { value };
    }
    case "list": {
      const values = text.split(";").map((one) => one.trim());
      if (values.includes("") || new Set(values).size < values.length)
        return wrong("VALUE_INVALID", "An entry of the list is empty, or stands in it twice. Write them as a;b;c.");
      return (isWords(field) ? textProblem(values.join(" ; ")) : codeProblem(field, values)) ?? { value: values };
    }
  }
}
