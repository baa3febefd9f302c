import { areaOf, field, ownId, type RecordKind } from "../definition.ts";

/** A problem that police and partners work on. */
export const problems: RecordKind = {
  name: "problems",
  theme: "problem-solving",
  title: "Problems",
  row: "recurring problem that is worked on by SARA",
  description:
    "A recurring problem, from finding it to learning whether it went away: scanning, analysis, response, assessment. Written by the agency for the public, about places and conditions and never about a person.",
  key: ["id"],
  fields: [
    field("id", "string", "mill-road-speeding", "The public name of the problem in its address, the same for ever.", { use: "published" }),
    field("title", "text", "Speeding on Mill Road", "What it is called.", { use: "published" }),
    field("type", "string", "traffic", "What kind of problem.", { codes: "problem_type", use: "published" }),
    field("source", "string", "residents", "Who brought it up.", { codes: "problem_source", use: "published" }),
    field("areas", "list", "B12;B13", "Codes of the areas that have it.", { use: "published" }),
    field("opened_on", "date", "2025-02-01", "When work began.", { use: "published" }),
    field("closed_on", "date", "2026-02-28", "When work ended. Empty while it goes on.", { optional: true, use: "published" }),
    field("harm", "text", "Two children were hurt in a year.", "What it does to people, in one sentence.", {
      optional: true,
      use: "published",
    }),
    field("lead", "string", "District 1 community office", "The unit that leads. Not a person.", { optional: true, use: "published" }),
  ],
};

/** What a stage of a problem found or did. */
export const problemStages: RecordKind = {
  name: "problem-stages",
  theme: "problem-solving",
  title: "Stages of problems",
  row: "stage of a problem",
  description: "What was found or done in each of the four stages of SARA, with its evidence. A stage that was not reached has no row.",
  key: ["problem", "stage"],
  fields: [
    field("problem", "string", "mill-road-speeding", "The problem.", { refersTo: "problems", use: "published" }),
    field("stage", "string", "analysis", "The stage.", { codes: "sara_stage", use: "published" }),
    field("from", "date", "2025-03-01", "When it began.", { use: "published" }),
    field("to", "date", "2025-05-15", "When it ended. Empty while it goes on.", { optional: true, use: "published" }),
    field("summary", "text", "Speeds are highest before eight, where the road is widest.", "What was found or done, in a few sentences.", {
      use: "published",
    }),
    field("evidence", "uri", "https://city.example/mill-road-speeds", "Where it can be read.", { optional: true, use: "published" }),
  ],
};

/** What was done about a problem. */
export const responses: RecordKind = {
  name: "responses",
  theme: "problem-solving",
  title: "Responses to problems",
  row: "thing that was done about a problem",
  description: "What was done, by whom, how much of it, from when to when: without it nobody can say why a problem went away.",
  key: ["problem", "title"],
  fields: [
    field("problem", "string", "mill-road-speeding", "The problem.", { refersTo: "problems", use: "published" }),
    field("title", "text", "Raised crossing at the school", "What was done.", { use: "published" }),
    field("type", "string", "environmental", "What kind of response.", { codes: "response_type", use: "published" }),
    field("partners", "list", "alderport-streets", "Who did it, besides the police.", {
      refersTo: "partners",
      optional: true,
      use: "published",
    }),
    field("from", "date", "2025-06-01", "When it began.", { use: "published" }),
    field("to", "date", "2025-08-20", "When it ended. Empty while it goes on.", { optional: true, use: "published" }),
    field("dosage", "text", "One crossing; speed checks on 24 mornings.", "How much of it was done.", { optional: true, use: "published" }),
    field("officer_hours", "number", "96", "Hours of officers.", { optional: true, minimum: 0, use: "published" }),
  ],
};

/** How a problem was judged. */
export const assessments: RecordKind = {
  name: "assessments",
  theme: "problem-solving",
  title: "Assessments of problems",
  row: "comparison by which a problem is judged",
  description:
    "Which counts of which areas and periods are compared, so that anybody can work out the result. The counts themselves come from the published tables: this record holds none.",
  key: ["problem", "measure"],
  fields: [
    field("problem", "string", "mill-road-speeding", "The problem.", { refersTo: "problems", use: "published" }),
    field("measure", "string", "OUT.02", "The measure that is compared.", { use: "published" }),
    field("category", "string", "speeding", "The category of it, where it has categories.", { optional: true, use: "published" }),
    field("design", "string", "comparison_buffer", "How strong the comparison is.", { codes: "assessment_design", use: "published" }),
    field("response_areas", "list", "B12;B13", "Areas where the response was.", { use: "published" }),
    field("comparison_areas", "list", "B31;B32", "Like areas without it.", { optional: true, use: "published" }),
    field("buffer_areas", "list", "B11;B14", "Areas next door, where the problem may have moved, or the benefit have spread.", {
      optional: true,
      use: "published",
    }),
    field("buffer_comparison_areas", "list", "B33;B34", "Areas like those next door.", { optional: true, use: "published" }),
    field("before_from", "date", "2024-06-01", "First day of the time before.", { use: "published" }),
    field("before_to", "date", "2025-05-31", "Last day of the time before.", { use: "published" }),
    field("after_from", "date", "2025-09-01", "First day of the time after: as long as the time before, and of the same seasons.", {
      use: "published",
    }),
    field("after_to", "date", "2026-08-31", "Last day of the time after.", { use: "published" }),
    field("carried_out", "text", "All but two of the 24 mornings.", "Whether the response was carried out as planned.", {
      optional: true,
      use: "published",
    }),
    field("limitations", "text", "Another road nearby was closed for a month.", "What else may have changed the counts.", {
      optional: true,
      use: "published",
    }),
  ],
};

/** Where officers' time went. */
export const deployment: RecordKind = {
  name: "deployment",
  theme: "problem-solving",
  title: "Deployment",
  row: "area, period and activity that hours went to",
  description: "Hours of officers by area and activity, added up by the agency: whether effort goes where concerns are.",
  key: ["id"],
  fields: [
    ownId("B12-2026-03-community", "row"),
    areaOf("the hours went to"),
    field("date", "date", "2026-03-01", "First day of the period."),
    field("activity", "string", "community_contact", "What the hours went to.", { codes: "deployment_activity" }),
    field("hours", "number", "118.5", "Hours of all officers together.", { minimum: 0 }),
  ],
};
