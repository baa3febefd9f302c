import { areaOf, field, ownId, type RecordKind } from "../definition.ts";

/** A concern, without what became of it step by step. */
export const concerns: RecordKind = {
  name: "concerns",
  theme: "communication",
  title: "Concerns",
  row: "concern that residents raised",
  description:
    "What residents asked the police to deal with, and what came of it. Service requests of a 311 system (Open311 GeoReport v2) fit: `requested_datetime` is `raised_at`, `service_code` is `theme`. The words of residents are not part of a record.",
  key: ["id"],
  fields: [
    ownId("C-2026-0417", "concern"),
    field("theme", "string", "traffic", "What it is about.", { codes: "concern_theme" }),
    areaOf("it is about"),
    field("channel", "string", "meeting", "How it was raised.", { codes: "channel" }),
    field(
      "activity",
      "string",
      "E-2026-031",
      "The meeting or other activity that it was raised at. Left empty where there was none, or it is not known.",
      {
        refersTo: "engagement",
        optional: true,
        use: "internal",
      },
    ),
    field("raised_at", "datetime", "2026-03-02T18:40:00-05:00", "When it was raised, with the time zone."),
    field("acknowledged_at", "datetime", "2026-03-03T09:05:00-05:00", "When its receipt was confirmed. Empty where it was not.", {
      optional: true,
    }),
    field(
      "responded_at",
      "datetime",
      "2026-03-04T14:00:00-05:00",
      "When a person told whoever raised it what is known and what will be done: a receipt is no response. Empty while there was none.",
      { optional: true },
    ),
    field("action_started_at", "datetime", "2026-03-09T08:00:00-05:00", "When work on it began. Empty while it has not.", {
      optional: true,
    }),
    field("closed_at", "datetime", "2026-04-01T10:00:00-05:00", "When it was closed. Empty while it is open.", { optional: true }),
    field("outcome", "string", "resolved", "How it was closed. Empty while it is open, and where a closed one states none.", {
      codes: "concern_outcome",
      optional: true,
    }),
    field("answered_in_public_at", "date", "2026-04-07", "Day on which residents were told in public what came of it.", { optional: true }),
  ],
};

/** Each step of a concern, for agencies that keep them all. */
export const concernEvents: RecordKind = {
  name: "concern-events",
  theme: "communication",
  title: "Steps of concerns",
  row: "step that a concern took",
  description:
    "Every step of every concern with its time, also those that came twice. Where it is kept, the dates of a concern follow from it.",
  key: ["concern", "at", "event"],
  fields: [
    field("concern", "string", "C-2026-0417", "The concern that took the step.", { refersTo: "concerns", use: "internal" }),
    field("at", "datetime", "2026-03-04T14:00:00-05:00", "When, with the time zone."),
    field("event", "string", "responded", "Which step.", { codes: "concern_event" }),
  ],
};

/** What the police promised. */
export const commitments: RecordKind = {
  name: "commitments",
  theme: "communication",
  title: "Commitments",
  row: "promise that the police made in public",
  description: "You said, we did, what changed. Written by the agency for the public: no words of a resident, no name, no address.",
  key: ["id"],
  fields: [
    field("id", "string", "commitment-2026-04", "The public number of the commitment, the same for ever.", { use: "published" }),
    field("area", "string", "D1", "Code of the area that it is for.", { use: "published" }),
    field("you_said", "text", "Cars speed past the school on Mill Road.", "What residents raised, in one neutral sentence.", {
      use: "published",
    }),
    field("we_will", "text", "We will measure speeds and ask the city for a crossing.", "What was promised, in one sentence.", {
      use: "published",
    }),
    field("what_changed", "text", "A crossing was built in August.", "What changed since. Empty until something did.", {
      optional: true,
      use: "published",
    }),
    field("owner", "string", "District 1 community office", "The unit that answers for it. Not a person.", { use: "published" }),
    field("made_on", "date", "2026-03-10", "When it was promised.", { use: "published" }),
    field("due", "date", "2026-09-30", "Until when.", { use: "published" }),
    field("status", "string", "kept", "How it stands.", { codes: "commitment_status", use: "published" }),
    field("status_on", "date", "2026-08-20", "When it came to stand so.", { use: "published" }),
    field("evidence", "uri", "https://city.example/mill-road-crossing", "Where the public can see it.", {
      optional: true,
      use: "published",
    }),
  ],
};

/** What an area and its police agreed to work on. */
export const priorities: RecordKind = {
  name: "priorities",
  theme: "communication",
  title: "Priorities",
  row: "priority that an area's residents and police agreed on",
  description: "What a neighbourhood and its officers agreed to work on, and what was done. Reviewed at least every three months.",
  key: ["id"],
  fields: [
    field("id", "string", "priority-b12-2026-1", "The public number of the priority, the same for ever.", { use: "published" }),
    field("area", "string", "B12", "Code of the area.", { use: "published" }),
    field("statement", "text", "Speeding near schools", "What it is, in one sentence.", { use: "published" }),
    field("theme", "string", "traffic", "What it is about.", { codes: "concern_theme", use: "published" }),
    field("adopted_on", "date", "2026-01-15", "When it was agreed.", { use: "published" }),
    field("reviewed_on", "date", "2026-04-12", "When it was last looked at together.", { optional: true, use: "published" }),
    field("ended_on", "date", "", "When it ceased to be one. Empty while it is one.", { optional: true, use: "published" }),
    field("action", "text", "Speed checks on twelve mornings; a crossing was asked for.", "What was done since.", {
      optional: true,
      use: "published",
    }),
  ],
};

/** What an agency says itself of what stood in the way, and of what should be done. */
export const reportStatements: RecordKind = {
  name: "report-statements",
  theme: "communication",
  title: "Obstacles and recommendations",
  row: "obstacle or recommendation that the agency states of an area and a time",
  description:
    "What stood in the way of working with residents, and what the agency recommends, in its own words: for the reports of districts. It names no person.",
  key: ["id"],
  fields: [
    field("id", "string", "statement-b12-2026-q2-1", "The public number of the statement, the same for ever.", { use: "published" }),
    field("type", "string", "obstacle", "Whether it tells of an obstacle or recommends something.", {
      codes: "statement_type",
      use: "published",
    }),
    field("area", "string", "B12", "Code of the area that it is about.", { use: "published" }),
    field("from", "date", "2026-04-01", "The first day of the time that it is about.", { use: "published" }),
    field("to", "date", "2026-06-30", "The last day of the time that it is about.", { use: "published" }),
    field("statement", "text", "Two meetings were called off because no interpreter could be found.", "What it is, in a sentence or two.", {
      use: "published",
    }),
    field("addressed_to", "text", "The City Council", "Of a recommendation: who would have to act. Not a person.", {
      optional: true,
      use: "published",
    }),
    field("answer", "text", "The Council voted for the money in July.", "What has come of it.", { optional: true, use: "published" }),
  ],
};

/** What the public asked, and what it was told. */
export const questions: RecordKind = {
  name: "questions",
  theme: "communication",
  title: "Questions and answers",
  row: "question that was put to the agency in public, with its answer",
  description:
    "What the public asked of the police or of these figures, in one neutral sentence that the agency wrote, and what it was told. It names nobody: neither who asked nor who answered.",
  key: ["id"],
  fields: [
    field("id", "string", "question-2026-07", "The public number of the question, the same for ever.", { use: "published" }),
    field("area", "string", "D1", "Code of the area that it is about; that of the whole place where it is about no smaller one.", {
      use: "published",
    }),
    field("theme", "string", "traffic", "What it is about.", { codes: "concern_theme", use: "published" }),
    field("question", "text", "Why were there no speed checks on Mill Road in May?", "What was asked, in one neutral sentence.", {
      use: "published",
    }),
    field("asked_on", "date", "2026-06-03", "When it was asked.", { use: "published" }),
    field("status", "string", "answered", "How it stands.", { codes: "question_status", use: "published" }),
    field("answered_on", "date", "2026-06-10", "When it was answered, or declined. Empty while it is open.", {
      optional: true,
      use: "published",
    }),
    field(
      "answer",
      "text",
      "The device was being repaired. There were nine checks in June.",
      "The answer, or why there is none. Empty while it is open.",
      {
        optional: true,
        use: "published",
      },
    ),
    field("answered_by", "string", "Traffic unit", "The unit that answered. Not a person.", { optional: true, use: "published" }),
    field("source", "uri", "https://city.example/questions/7", "Where the public can read more.", { optional: true, use: "published" }),
  ],
};

/** What the police set out to reach, to be judged by a published figure. */
export const goals: RecordKind = {
  name: "goals",
  theme: "communication",
  title: "Goals",
  row: "goal that the agency set in public, to be judged by a published figure",
  description:
    "What is to be reached, by which figure of this hub, from where and until when. How it stands is not filled in: the hub works it out of its published figures (goal-findings). The owner is a role or unit, never a person.",
  key: ["id"],
  fields: [
    field("id", "string", "goal-2026-burglary", "The public number of the goal, the same for ever.", { use: "published" }),
    field("statement", "text", "Fewer burglaries in District 1 than in 2025.", "What is to be reached, in one sentence.", {
      use: "published",
    }),
    field("area", "string", "D1", "Code of the area; that of the whole place for a goal of the city.", { use: "published" }),
    field("measure", "string", "OUT.01", "The measure that it is judged by, by its code.", { use: "published" }),
    field("category", "string", "burglary", "The category of the measure. Empty for the whole of it.", {
      optional: true,
      use: "published",
    }),
    field(
      "baseline_period",
      "string",
      "2025-Q2",
      "The period that it starts from, as published: 2025-03, 2025-Q1 or 2025. Its figure is looked up, and later ones of as long are compared with it.",
      { use: "published" },
    ),
    field("aim", "string", "at_most", "Whether the figure is to be at least the target, or at most.", {
      codes: "goal_aim",
      use: "published",
    }),
    field("target", "number", "80", "The figure that is to be reached, in the unit of the measure.", { use: "published" }),
    field("set_on", "date", "2026-01-15", "When it was set.", { use: "published" }),
    field("due", "date", "2026-12-31", "By when: the last day of the last period that counts.", { use: "published" }),
    field("owner", "string", "District 1 community office", "The role or unit that answers for it. Not a person.", { use: "published" }),
    field("set_with", "text", "The residents' advisory board", "With whom it was set: a body, not a person.", {
      optional: true,
      use: "published",
    }),
    field("strategy", "text", "Visits to homes near each burglary within a week.", "How it is to be reached.", {
      optional: true,
      use: "published",
    }),
  ],
};

/** Whom the residents of an area can turn to. */
export const contacts: RecordKind = {
  name: "contacts",
  theme: "communication",
  title: "Contacts",
  row: "team that residents of an area can turn to",
  description:
    "Which team answers for an area, and where the public can read how to reach it. The record names no officer: whether a named officer is published, and where, is what it says.",
  key: ["area", "team"],
  fields: [
    field("area", "string", "B12", "Code of the area.", { use: "published" }),
    field("team", "text", "Beat 12 community team", "What the team is called.", { use: "published" }),
    field("page", "uri", "https://city.example/beat-12", "Where the public can read how to reach it.", { use: "published" }),
    field("named", "boolean", "true", "Whether that page names an officer whom residents can reach.", { use: "published" }),
    field("since", "date", "2025-01-01", "Since when.", { optional: true, use: "published" }),
    field("until", "date", "", "Until when. Empty while it goes on.", { optional: true, use: "published" }),
  ],
};
