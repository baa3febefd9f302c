import { createHash } from "node:crypto";
import { recordKinds } from "@openbeat/standard";
import { personalData } from "../records/personal-data.ts";
import { type FoundActivity, withoutCancelled } from "./activity.ts";
import type { LeftOutCode, NoteCode } from "./counted-as.ts";
import { writtenIn } from "./local-time.ts";
import { type CalendarRules, decide } from "./rules.ts";

/** The columns of an activity that may be shown, and its area, as the standard orders them. */
export const engagementColumns: readonly string[] = (recordKinds.find(({ name }) => name === "engagement")?.fields ?? [])
  .filter(({ use, required }) => use === "published" || required)
  .map(({ name }) => name);

/** A row of `records/engagement.csv`. */
export type EngagementRow = Readonly<Record<string, string>>;

/** What must be known of the hub to make rows of its activities. */
export interface ImportContext {
  readonly zone: string;
  /** Codes of the hub's areas. */
  readonly areas: ReadonlySet<string>;
  /** The area of activities that neither a rule nor the file gives one. */
  readonly area: string | undefined;
  readonly rules: CalendarRules["rules"];
  /** Milliseconds since 1970 in UTC. */
  readonly now: number;
}

/** An address on the web or of somebody's. Telephone numbers and names are found where public records are read. */
const tellsHowToReach = /@|\bhttps?:|\bwww\./i;

const same = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

interface Chosen {
  readonly activity: FoundActivity;
  readonly area: string;
  readonly decided: ReturnType<typeof decide>;
}

/**
 * Leaves out what tells of one activity twice: the same words, beginning and area, and the same place or none. A cancellation of it counts more.
 */
function withoutRepeated(chosen: readonly Chosen[]): { readonly kept: readonly Chosen[]; readonly repeated: number } {
  const groups = new Map<string, Map<string, Chosen>>();
  const placeOf = ({ activity }: Chosen) => same(activity.place);
  // Those without a place come last: they are one of the others.
  for (const one of chosen.toSorted((a, b) => Number(placeOf(a) === "") - Number(placeOf(b) === ""))) {
    const key = [same(withoutCancelled(one.activity.title)), one.activity.start, one.area].join("|");
    const group = groups.get(key) ?? new Map<string, Chosen>();
    groups.set(key, group);
    const [place = ""] = placeOf(one) === "" ? group.keys() : [placeOf(one)];
    const before = group.get(place);
    if (before === undefined) group.set(place, one);
    else if (one.activity.isCancelled) group.set(place, { ...before, activity: { ...before.activity, isCancelled: true } });
  }
  const kept = [...groups.values()].flatMap((group) => [...group.values()]);
  return { kept, repeated: chosen.length - kept.length };
}

/** The row of an activity, and what is to be told of how it was made. */
function rowOf(
  { activity, area, decided }: Chosen,
  { zone, now }: ImportContext,
): { readonly row: EngagementRow; readonly notes: NoteCode[] } {
  const { start, end, isCancelled, isWholeDay } = activity;
  const title = isCancelled ? withoutCancelled(activity.title) : activity.title;
  const isTitleFit = !tellsHowToReach.test(title) && personalData(title) === undefined;
  const notes: readonly (readonly [NoteCode, boolean])[] = [
    ["LOCAL_TIME_ASSUMED", activity.isLocalTimeAssumed],
    ["CANCELLED", isCancelled],
    ["END_EQUALS_START", end === start],
    ["WHOLE_DAY", isWholeDay],
    ["FROM_A_SERIES", activity.isOfSeries],
    ["ALREADY_OVER", (end ?? start) < now],
    ["TYPE_OTHER", decided.type === undefined],
    ["PLACE_NOT_TAKEN", decided.place === undefined && activity.place !== ""],
    ["TITLE_NOT_TAKEN", !isTitleFit],
  ];
  return {
    row: {
      id: `cal-${createHash("sha256").update(activity.key).digest("hex").slice(0, 20)}`,
      title: isTitleFit ? title : "",
      type: decided.type ?? "other",
      status: isCancelled ? "cancelled" : "planned",
      area,
      start: writtenIn(start, zone),
      end: end === undefined || end === start ? "" : writtenIn(end, zone),
      place: decided.place ?? "",
      mode: decided.mode ?? "",
    },
    notes: notes.flatMap(([code, holds]) => (holds ? [code] : [])),
  };
}

/**
 * Makes rows of the record kind `engagement` from a calendar's activities. Their types, places and areas are the rules'; a place is never taken
 * over as it is written, since it may be somebody's home.
 * @returns The rows by their beginnings, and the codes of what was left out and assumed, one for each activity that it holds for.
 */
export function engagementRows(
  activities: readonly FoundActivity[],
  context: ImportContext,
): { readonly rows: readonly EngagementRow[]; readonly leftOut: readonly LeftOutCode[]; readonly notes: readonly NoteCode[] } {
  const leftOut: LeftOutCode[] = [];
  const chosen = activities.flatMap((activity): Chosen[] => {
    const { title, place, source, area: written } = activity;
    const decided = decide(context.rules, { title, place, source, area: written });
    const area = decided.area ?? (context.areas.has(written) ? written : context.area);
    if (decided.leave_out) leftOut.push("LEFT_OUT_BY_RULE");
    else if (area === undefined) leftOut.push("AREA_UNKNOWN");
    else return [{ activity, area, decided }];
    return [];
  });
  const { kept, repeated } = withoutRepeated(chosen);
  for (let at = 0; at < repeated; at++) leftOut.push("DUPLICATE_ACTIVITY");
  const made = [...kept].sort((a, b) => a.activity.start - b.activity.start).map((one) => rowOf(one, context));
  return { rows: made.map(({ row }) => row), leftOut, notes: made.flatMap(({ notes }) => notes) };
}
