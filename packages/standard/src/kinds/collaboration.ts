import { field, type RecordKind } from "../definition.ts";

/** Who the police work with. */
export const partners: RecordKind = {
  name: "partners",
  theme: "collaboration",
  title: "Partners",
  row: "organisation that works with the police",
  description: "Organisations only. A person is no partner, also not one who runs an organisation alone.",
  key: ["id"],
  fields: [
    field("id", "string", "mill-road-association", "The public name of the partner in its address, the same for ever.", {
      use: "published",
    }),
    field("name", "string", "Mill Road Residents' Association", "What it is called.", { use: "published" }),
    field("sector", "string", "community_organisation", "What kind of organisation.", { codes: "partner_sector", use: "published" }),
    field("areas", "list", "B12;B13", "Codes of the areas it works in; empty where it works everywhere.", {
      optional: true,
      use: "published",
    }),
    field("website", "uri", "https://mill-road.example", "Where it can be read about.", { optional: true, use: "published" }),
    field("since", "date", "2021-04-01", "When working together began.", { optional: true, use: "published" }),
    field("until", "date", "", "When it ended. Empty while it goes on.", { optional: true, use: "published" }),
    field("purpose", "text", "Monthly walks and the yearly street festival.", "What for, in one sentence.", {
      optional: true,
      use: "published",
    }),
    field("agreement", "uri", "https://city.example/agreements/mill-road", "Where the agreement can be read.", {
      optional: true,
      use: "published",
    }),
  ],
};

/** What partners brought. */
export const contributions: RecordKind = {
  name: "contributions",
  theme: "collaboration",
  title: "Contributions of partners",
  row: "contribution of a partner",
  description: "What a partner brought to an activity or a problem: hours, money, space, goods, data, training. Money is told in bands.",
  key: ["id"],
  fields: [
    field("id", "string", "K-2026-012", "The public number of the contribution, the same for ever.", { use: "published" }),
    field("partner", "string", "mill-road-association", "Who brought it.", { refersTo: "partners", use: "published" }),
    field("date", "date", "2026-03-02", "When, or the first day of it.", { use: "published" }),
    field("type", "string", "hours", "What was brought.", { codes: "contribution_type", use: "published" }),
    field("hours", "number", "12", "How many hours of work, where it is hours.", { optional: true, minimum: 0, use: "published" }),
    field("money_band", "string", "", "How much money, where it is money.", { codes: "money_band", optional: true, use: "published" }),
    field("problem", "string", "mill-road-speeding", "The problem it was for.", { refersTo: "problems", optional: true, use: "published" }),
    field("activity", "string", "E-2026-031", "The activity it was for.", { refersTo: "engagement", optional: true, use: "published" }),
  ],
};
