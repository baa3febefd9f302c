import type { PublicRecord } from "./record.ts";

/** Columns of a kind whose days must not run backwards, the earlier first. Of those that are not given nothing is said. */
const orders: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  engagement: [
    ["announced_on", "start"],
    ["start", "end"],
  ],
  commitments: [
    ["made_on", "due"],
    ["made_on", "status_on"],
  ],
  priorities: [
    ["adopted_on", "reviewed_on"],
    ["adopted_on", "ended_on"],
  ],
  goals: [["set_on", "due"]],
  questions: [["asked_on", "answered_on"]],
  "report-statements": [["from", "to"]],
  contacts: [["since", "until"]],
  problems: [["opened_on", "closed_on"]],
  "problem-stages": [["from", "to"]],
  responses: [["from", "to"]],
  assessments: [
    ["before_from", "before_to"],
    ["before_to", "after_from"],
    ["after_from", "after_to"],
  ],
  partners: [["since", "until"]],
};

const day = (value: unknown): string | undefined => (typeof value === "string" ? value.slice(0, 10) : undefined);
const time = (value: unknown): number | undefined => (typeof value === "string" && value.includes("T") ? Date.parse(value) : undefined);

/** The columns of a record that come before another and should not: the later of each pair. */
export const backwards = ({ kind, values }: PublicRecord): readonly { readonly earlier: string; readonly later: string }[] =>
  (orders[kind] ?? []).flatMap(([earlier, later]) => {
    const [first, second] = [values[earlier], values[later]];
    const [from, to] = [time(first), time(second)];
    if (from !== undefined && to !== undefined) return from > to ? [{ earlier, later }] : [];
    const [a, b] = [day(first), day(second)];
    return a !== undefined && b !== undefined && a > b ? [{ earlier, later }] : [];
  });

/** What happened cannot lie ahead: columns of a kind that tell the past. */
const past: Readonly<Record<string, readonly string[]>> = {
  commitments: ["made_on", "status_on"],
  priorities: ["adopted_on", "reviewed_on", "ended_on"],
  goals: ["set_on"],
  questions: ["asked_on", "answered_on"],
  "report-statements": ["from"],
  problems: ["opened_on", "closed_on"],
  "problem-stages": ["from", "to"],
  responses: ["from"],
  contributions: ["date"],
};

/** Columns of a record that tell of what has not come yet. @param today ISO 8601 day. */
export function notYet({ kind, values }: PublicRecord, today: string): readonly string[] {
  const columns = [...(past[kind] ?? []), ...(kind === "engagement" && values.status === "held" ? ["start"] : [])];
  return columns.filter((column) => (day(values[column]) ?? "") > today);
}
