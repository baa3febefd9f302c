import { lastDay, utcOffset } from "../calendar.ts";
import { beats } from "../places.ts";
import { type ActivityWords, activityWords, decisions, monthAfter, nextSteps, type Words } from "./activity-words.ts";
import { partnerOf } from "./partner-choice.ts";
import { drawFor, pick } from "./pick.ts";
import { publicPlaces } from "./public-places.ts";

/** An activity as the records of engagement have it, without what is counted. */
export interface Activity {
  readonly id: string;
  /** Like 2026-05-04. */
  readonly date: string;
  /** Like 18:30. */
  readonly startTime: string;
  readonly hours: number;
  readonly beat: string;
  readonly type: string;
  readonly status: "planned" | "held" | "cancelled";
  readonly mode: string;
  readonly iap2Level: string;
  /** Codes with semicolons between them, as of the sectors. */
  readonly languages: string;
  readonly interpretation: boolean;
  readonly hosts: string;
  readonly partners: string;
  readonly noticeDays: number;
  readonly hasNextSteps: boolean;
}

export const activityColumns = [
  ...["id", "title", "title_es", "type", "status", "area", "start", "end", "announced_on", "place", "mode", "iap2_level"],
  ...["objective", "objective_es", "languages", "access", "hosts", "partners"],
  ...["decisions", "decisions_es", "next_steps", "next_steps_es"],
] as const;

/** What is public of an activity: nothing that is counted, and words that were chosen for it. */
export function publicActivity(activity: Activity): Readonly<Record<string, string>> {
  const { id, date, beat, type, status, mode } = activity;
  const said = wordsOf(type);
  const name = beats.find(({ code }) => code === beat)?.name ?? beat;
  const objective = pick(said.objectives, drawFor(id, 1));
  const { hosts, partners } = organisations(activity);
  const places = publicPlaces[beat];
  const agreed = status === "held" && activity.hasNextSteps ? agreement(activity, said) : undefined;
  return {
    id,
    title: `${said.title.en}, ${name}`,
    title_es: `${said.title.es}, ${name}`,
    type,
    status,
    area: beat,
    start: moment(date, activity.startTime, 0),
    end: moment(date, activity.startTime, activity.hours),
    announced_on: announced(activity),
    place: mode === "online" || places === undefined ? "" : places[said.where],
    mode,
    iap2_level: activity.iap2Level,
    objective: objective.en,
    objective_es: objective.es,
    languages: activity.languages,
    access: access(activity, said).join(";"),
    hosts: hosts.join(";"),
    partners: partners.join(";"),
    decisions: agreed?.decision.en ?? "",
    decisions_es: agreed?.decision.es ?? "",
    next_steps: agreed?.step.en ?? "",
    next_steps_es: agreed?.step.es ?? "",
  };
}

function wordsOf(type: string): ActivityWords {
  const said = activityWords[type];
  if (said === undefined) throw new Error("A type of activity has no words.");
  return said;
}

/** Organisations that hold an activity, and those that take part, by the sectors that the record names. No organisation is both. */
export function organisations({ id, beat, hosts, partners }: Pick<Activity, "id" | "beat" | "hosts" | "partners">): {
  readonly hosts: readonly string[];
  readonly partners: readonly string[];
} {
  const named = (sectors: readonly string[], what: number) =>
    sectors.flatMap((sector, place) => partnerOf(sector, beat, drawFor(id, what + place)) ?? []);
  const sectors = partners === "" ? [] : partners.split(";");
  const holding =
    hosts === "police"
      ? []
      : hosts === "joint"
        ? named(sectors.length === 0 ? ["community_org"] : sectors.slice(0, 1), 10)
        : named([hosts], 10);
  return { hosts: holding, partners: [...new Set(named(sectors, 20))].filter((partner) => !holding.includes(partner)) };
}

function moment(date: string, startTime: string, hoursLater: number): string {
  const at = new Date(`${date}T${startTime}:00Z`);
  at.setUTCMinutes(at.getUTCMinutes() + Math.round(60 * hoursLater));
  return `${at.toISOString().slice(0, 19)}${utcOffset(date)}`;
}

/** Nothing is announced after the last day that the records know of. */
function announced({ date, noticeDays }: Activity): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - noticeDays);
  const text = day.toISOString().slice(0, 10);
  return [text, lastDay].sort()[0] ?? lastDay;
}

function access({ id, mode, interpretation, startTime }: Activity, { where, kind }: ActivityWords): readonly string[] {
  const features: readonly (readonly [feature: string, offered: boolean])[] = [
    ["step_free", mode !== "online" && (where !== "outdoors" || drawFor(id, 30) < 0.6)],
    ["interpretation", interpretation],
    ["childcare", kind === "meetings" && mode !== "online" && startTime >= "17" && drawFor(id, 31) < 0.35],
    ["sign_language", kind === "meetings" && drawFor(id, 32) < 0.08],
    ["captions", mode !== "in_person"],
  ];
  return features.filter(([, offered]) => offered).map(([feature]) => feature);
}

function agreement({ id, date }: Activity, { kind }: ActivityWords): { readonly decision: Words; readonly step: Words } {
  const step = pick(nextSteps, drawFor(id, 3));
  const later = 1 + Math.floor(2 * drawFor(id, 4));
  return {
    decision: pick(decisions[kind], drawFor(id, 2)),
    step: { en: step.en.replace("MONTH", monthAfter(date, later, "en")), es: step.es.replace("MONTH", monthAfter(date, later, "es")) },
  };
}
