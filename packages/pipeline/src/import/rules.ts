import { codeLists } from "@openbeat/standard";
import * as z from "zod";
import { code } from "../hub/hub-schema.ts";

const codesOf = (list: keyof typeof codeLists) => z.enum(codeLists[list].map((entry) => entry.code));
const part = z.string().min(1);

const condition = z
  .strictObject({ title: part.optional(), place: part.optional(), source: part.optional(), area: part.optional() })
  .refine((parts) => Object.keys(parts).length > 0, "A rule says where it holds: title, place, source or area.")
  .describe("Parts of the entry's words, in capitals or not. All of them must be there.");

/** What becomes of the entries of a calendar: a YAML file. */
export const calendarRulesSchema = z.strictObject({
  columns: z
    .partialRecord(z.enum(["id", "title", "start", "end", "place", "source", "area", "status"]), part)
    .default({})
    .describe("Columns of a CSV file, where they are named otherwise."),
  rules: z
    .array(
      z.strictObject({
        where: condition,
        leave_out: z.literal(true).optional(),
        area: code.optional(),
        type: codesOf("activity_type").optional(),
        mode: codesOf("mode").optional(),
        place: part.describe("The name of the public place, as it may be shown.").optional(),
      }),
    )
    .default([])
    .describe("For each thing that is to be known of an entry, the first rule that holds and says it decides."),
});
export type CalendarRules = z.infer<typeof calendarRulesSchema>;
type CalendarRule = CalendarRules["rules"][number];
type Condition = CalendarRule["where"];

/** Whether each part of a condition is in the words it is about. */
export const holdsFor =
  (words: Readonly<Record<string, string | undefined>>) =>
  ({ where }: { readonly where: Readonly<Record<string, string | undefined>> }): boolean =>
    Object.entries(where).every(([name, part = ""]) => (words[name] ?? "").toLowerCase().includes(part.toLowerCase()));

/** What the rules say of an entry. */
export function decide(
  rules: CalendarRules["rules"],
  words: Required<{ readonly [Name in keyof Condition]-?: string }>,
): Omit<CalendarRule, "where"> {
  const holding = rules.filter(holdsFor(words));
  const first = <Key extends keyof CalendarRule>(key: Key) => holding.find((rule) => rule[key] !== undefined)?.[key];
  return { leave_out: first("leave_out"), area: first("area"), type: first("type"), mode: first("mode"), place: first("place") };
}

const requestCondition = z
  .strictObject({ code: part.optional(), name: part.optional() })
  .refine((parts) => Object.keys(parts).length > 0, "A rule says where it holds: code or name.")
  .describe("The service's whole code, or a part of its name, in capitals or not.");

/** What becomes of service requests: a YAML file. */
export const requestRulesSchema = z.strictObject({
  channel: codesOf("channel").optional().describe("How the requests were raised, which Open311 does not say."),
  rules: z
    .array(
      z.strictObject({
        where: requestCondition,
        leave_out: z.literal(true).optional(),
        theme: codesOf("concern_theme").optional(),
        channel: codesOf("channel").optional(),
      }),
    )
    .default([])
    .describe("For each thing that is to be known of a request, the first rule that holds and says it decides."),
});
export type RequestRules = z.infer<typeof requestRulesSchema>;
