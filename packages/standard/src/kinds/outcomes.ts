import { areaOf, field, ownId, type RecordKind } from "../definition.ts";

/** An offence that was recorded. */
export const incidents: RecordKind = {
  name: "incidents",
  theme: "outcomes",
  title: "Incidents",
  row: "recorded offence",
  description:
    "One row for each offence of an incident, so that one with two offences has two rows and one `incident`. By NIBRS or the agency's own list.",
  key: ["id"],
  fields: [
    ownId("2026-014233-1", "offence"),
    field("incident", "string", "2026-014233", "The number of the incident that the offence is part of.", { use: "internal" }),
    field("date", "date", "2026-03-02", "When it happened; the first day where that is not known."),
    areaOf("it happened in"),
    field("offence", "string", "23H", "The offence, by its NIBRS code or the agency's own."),
    field("class", "string", "property", "The class of the offence.", { codes: "offence_class" }),
  ],
};

/** A call. */
export const calls: RecordKind = {
  name: "calls",
  theme: "outcomes",
  title: "Calls for service",
  row: "call, or work begun by an officer, that was dispatched",
  description: "Calls of the community and what officers began by themselves, told apart. Several calls of one event are one row.",
  key: ["id"],
  fields: [
    ownId("26-0301-0417", "call"),
    areaOf("it was for"),
    field("type", "string", "noise", "The type of the call, of the agency's own list."),
    field("source", "string", "community", "Who began it.", { codes: "call_source" }),
    field("priority", "string", "2", "How urgent.", { codes: "call_priority" }),
    field("received_at", "datetime", "2026-03-01T22:14:05-05:00", "When it was received, with the time zone."),
    field("dispatched_at", "datetime", "2026-03-01T22:19:40-05:00", "When somebody was sent. Empty where nobody was.", { optional: true }),
    field("arrived_at", "datetime", "2026-03-01T22:31:12-05:00", "When the first officer arrived. Empty where nobody did.", {
      optional: true,
    }),
    field("cleared_at", "datetime", "2026-03-01T22:52:00-05:00", "When it was over.", { optional: true }),
  ],
};

/** Force that was used. */
export const force: RecordKind = {
  name: "force",
  theme: "outcomes",
  title: "Use of force",
  row: "person against whom force was used in an incident",
  description: "One row for each person and incident. No officer is named or numbered. The most serious type of force stands first.",
  key: ["id"],
  fields: [
    ownId("F-2026-007-1", "row"),
    field("incident", "string", "F-2026-007", "The number of the incident: several rows may have one.", { use: "internal" }),
    field("date", "date", "2026-03-01", "When."),
    areaOf("it happened in"),
    field("types", "list", "physical", "What was used, the most serious first.", { codes: "force_type" }),
    field("officers", "integer", "2", "How many officers used force.", { minimum: 1 }),
    field("injury", "string", "none", "How badly the person was hurt.", { codes: "injury" }),
    field("race_ethnicity", "string", "unknown", "Race or ethnicity of the person, as recorded.", { codes: "race_ethnicity" }),
    field("gender", "string", "man", "Gender of the person, as recorded.", { codes: "gender" }),
    field("age_band", "string", "25_34", "Age of the person.", { codes: "age_band" }),
  ],
};

/** An allegation. */
export const complaints: RecordKind = {
  name: "complaints",
  theme: "outcomes",
  title: "Complaints",
  row: "allegation of a complaint",
  description:
    "One row for each allegation, so that a complaint of two has two rows and one `complaint`. Several complainants or officers never make several rows.",
  key: ["id"],
  fields: [
    ownId("P-2026-031-1", "allegation"),
    field("complaint", "string", "P-2026-031", "The number of the complaint.", { use: "internal" }),
    field("received_on", "date", "2026-03-05", "When it was received."),
    areaOf("it is about", { optional: true }),
    field("source", "string", "community", "Who complained.", { codes: "complaint_source" }),
    field("allegation", "string", "discourtesy", "What about.", { codes: "allegation" }),
    field("disposition", "string", "not_sustained", "How it was decided.", { codes: "disposition" }),
    field("closed_on", "date", "2026-05-20", "When it was decided. Empty while it is open.", { optional: true }),
  ],
};

/** A stop. */
export const stops: RecordKind = {
  name: "stops",
  theme: "outcomes",
  title: "Stops",
  row: "person who was stopped",
  description: "Stops of people on foot and in vehicles, one row for each person. As the officer saw them where nobody asked.",
  key: ["id"],
  fields: [
    ownId("S-2026-00912-1", "row"),
    field("date", "date", "2026-03-01", "When."),
    areaOf("it happened in"),
    field("vehicle", "boolean", "true", "Whether the person was in a vehicle."),
    field("reason", "string", "equipment", "Why.", { codes: "stop_reason" }),
    field("outcome", "string", "warning", "The most serious thing that came of it.", { codes: "stop_outcome" }),
    field("searched", "boolean", "false", "Whether the person or the vehicle was searched."),
    field("race_ethnicity", "string", "unknown", "Race or ethnicity.", { codes: "race_ethnicity" }),
    field("gender", "string", "woman", "Gender.", { codes: "gender" }),
    field("age_band", "string", "35_44", "Age.", { codes: "age_band" }),
  ],
};
