import { areaOf, field, ownId, type RecordKind } from "../definition.ts";

/** What the police and residents do together that is not enforcement. */
export const engagement: RecordKind = {
  name: "engagement",
  theme: "trust",
  title: "Engagement",
  row: "activity that is not enforcement",
  description:
    "Meetings, events, outreach, programmes, visits: planned, held and cancelled ones. Planned ones make the public calendar; held ones make the measures.",
  key: ["id"],
  fields: [
    field("id", "string", "E-2026-031", "The agency's own number of the activity, the same for ever.", { use: "published" }),
    field("title", "text", "Beat 12 meeting", "What it is called in public. No name of a person.", { optional: true, use: "published" }),
    field("type", "string", "beat_meeting", "What kind of activity.", { codes: "activity_type", use: "published" }),
    field("status", "string", "held", "Whether it is planned, was held or was cancelled.", { codes: "activity_status", use: "published" }),
    areaOf("it is held in, and for", { use: "published" }),
    field("start", "datetime", "2026-03-02T18:30:00-05:00", "When it begins, with the time zone.", { use: "published" }),
    field("end", "datetime", "2026-03-02T20:00:00-05:00", "When it ends.", { optional: true, use: "published" }),
    field("announced_on", "date", "2026-02-16", "When it was announced in public.", { optional: true, use: "published" }),
    field("place", "string", "Mill Road Library", "Where it is held, by the name of a public place.", { optional: true, use: "published" }),
    field("mode", "string", "in_person", "How one takes part.", { codes: "mode", optional: true, use: "published" }),
    field("iap2_level", "string", "involve", "How much say residents have, on the spectrum of public participation of IAP2.", {
      codes: "iap2_level",
      optional: true,
      use: "published",
    }),
    field("objective", "text", "Agree on the beat's priorities for spring.", "What it is for, in one sentence.", {
      optional: true,
      use: "published",
    }),
    field("languages", "list", "en;es", "Languages in which one can take part, by their codes (BCP 47).", {
      optional: true,
      use: "published",
    }),
    field("access", "list", "step_free;interpretation", "What makes it easier to come.", {
      codes: "access_feature",
      optional: true,
      use: "published",
    }),
    field("hosts", "list", "mill-road-association", "Organisations that hold it, the police apart.", {
      refersTo: "partners",
      optional: true,
      use: "published",
    }),
    field("partners", "list", "alderport-schools", "Organisations that take part.", {
      refersTo: "partners",
      optional: true,
      use: "published",
    }),
    field("officers", "integer", "3", "Officers who took part. Empty until it was held.", { optional: true, minimum: 0 }),
    field("officer_hours", "number", "6.5", "Hours of all officers together. Empty until it was held.", { optional: true, minimum: 0 }),
    field("attendance", "integer", "24", "Residents who came. Empty until it was held, and where nobody counted.", {
      optional: true,
      minimum: 0,
    }),
    field("decisions", "text", "Speed checks on school mornings.", "What was agreed, in one sentence.", {
      optional: true,
      use: "published",
    }),
    field("next_steps", "text", "Report back at the May meeting.", "Who does what until when. Empty where nothing was agreed.", {
      optional: true,
      use: "published",
    }),
    field("minutes", "uri", "https://city.example/beat-12/2026-03", "Where the minutes can be read.", { optional: true, use: "published" }),
  ],
};

/** Who came to activities, added up by the agency. */
export const attendeeGroups: RecordKind = {
  name: "attendee-groups",
  theme: "trust",
  title: "Attendees by group",
  row: "group of residents at an activity",
  description:
    "How many of a group came, where people were asked and could decline. Added up before it is written down: no list of who came. Groups by one question at a time.",
  key: ["activity", "grouping", "group"],
  fields: [
    field("activity", "string", "E-2026-031", "The activity.", { refersTo: "engagement", use: "internal" }),
    field("grouping", "string", "age_band", "What the group is by: age_band, gender, race_ethnicity, or the agency's own."),
    field("group", "string", "65_plus", "The group. Those who did not say are a group too: unknown."),
    field("attendees", "integer", "9", "How many of it came.", { minimum: 0 }),
  ],
};

/** One person's answers. */
export const surveyResponses: RecordKind = {
  name: "survey-responses",
  theme: "trust",
  title: "Survey responses",
  row: "person who answered a wave of a survey",
  description:
    "The columns that every survey has. Besides them comes one column for each question, by its code, and one for each grouping. The questions, scales and waves themselves are described in the survey's own file.",
  key: ["id"],
  fields: [
    ownId("R-88214", "response"),
    field("wave", "string", "2026-Q1", "The wave, named by its month, quarter or year."),
    areaOf("the person lives in", { optional: true }),
    field("weight", "number", "1.214", "The weight of the answers, where they are weighted already.", { optional: true, minimum: 0 }),
    field("stratum", "string", "north", "The stratum that the person was drawn in.", { optional: true, use: "internal" }),
    field("cluster", "string", "block-2041", "The cluster that was drawn first.", { optional: true, use: "internal" }),
  ],
};
