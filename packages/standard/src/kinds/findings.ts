import { type Field, type FieldType, field, type RecordKind } from "../definition.ts";

/** A column that every finding of its kind has. */
const told = (name: string, type: FieldType, example: string, description: string, more: Pick<Field, "codes" | "refersTo"> | object = {}) =>
  field(name, type, example, description, { use: "published", ...more });

/** A column that is empty where there is nothing to tell. */
const maybe = (name: string, type: FieldType, example: string, description: string, more: object = {}) =>
  field(name, type, example, description, { use: "published", optional: true, ...more });

const measure = told("measure", "string", "OUT.01", "The measure, by its code.");
const category = told("category", "string", "burglary", "The category of the measure; `all` for the whole of it.");
const method = told("method", "text", "", "How it was worked out, and what was assumed.");
const sentence = told("sentence", "text", "", "The finding in one plain sentence.");
const level = maybe(
  "level",
  "number",
  "0.95",
  "The level of the range: in that share of all cases like it the range holds the true value.",
);
const notComputed = maybe("reason", "string", "hidden", "Why nothing could be worked out. Empty where it was.", {
  codes: "finding_reason",
});

const roles = [
  ["response", "where the response was"],
  ["comparison", "of the comparison"],
  ["buffer", "next door"],
  ["buffer_comparison", "like those next door"],
] as const;

/** What published counts say of a response. */
export const evaluations: RecordKind = {
  name: "evaluations",
  theme: "problem-solving",
  title: "Evaluations",
  row: "assessment of a problem, worked out",
  description:
    "Whether a response to a problem worked, as far as the published counts can tell. Worked out for every assessment from published figures alone: where one of them is not shown, nothing is told.",
  key: ["problem", "measure"],
  fields: [
    told("problem", "string", "mill-road-speeding", "The problem.", { refersTo: "problems" }),
    measure,
    maybe("category", "string", "burglary", "The category of the measure, where the assessment names one."),
    told("design", "string", "comparison_buffer", "How strong the comparison is.", { codes: "assessment_design" }),
    told("verdict", "string", "improved", "What the counts say.", { codes: "assessment_verdict" }),
    maybe("reason", "string", "hidden", "Why it cannot be assessed. Empty where it can.", { codes: "not_assessable_reason" }),
    ...roles.flatMap(([role, words]) => [
      maybe(`${role}_before`, "integer", "240", `How many were counted before in the areas ${words}.`),
      maybe(`${role}_after`, "integer", "180", `How many were counted after in the areas ${words}.`),
    ]),
    maybe("gross_effect", "integer", "60", "How many fewer were counted after, whatever else changed. Only of times of the same length."),
    maybe("net_effect", "number", "0.21", "By how much the response area did better than its comparison (Rb/Cb − Ra/Ca): above 0 is good."),
    maybe(
      "displacement_quotient",
      "number",
      "0.4",
      "The weighted displacement quotient: above 0 the benefit spread next door, below 0 some of the problem moved there.",
    ),
    maybe("displacement", "string", "diffusion", "What the displacement quotient says.", { codes: "displacement" }),
    maybe("total_net_effect", "number", "52.5", "How many fewer than expected, in the response area and next door together."),
    maybe("difference", "number", "-48", "The weighted displacement difference: below 0, fewer than the comparison leads to expect."),
    maybe("difference_error", "number", "26.4", "The standard error of the difference."),
    maybe("difference_lower", "number", "-99.7", "The lower end of the range of the difference."),
    maybe("difference_upper", "number", "3.7", "The upper end of the range of the difference."),
    maybe("relative_effect", "number", "1.31", "How the change compares with the one of the comparison: above 1 is good."),
    maybe("relative_lower", "number", "1.02", "The lower end of the range of the relative effect."),
    maybe("relative_upper", "number", "1.68", "The upper end of the range of the relative effect."),
    maybe("estimate", "number", "-48", "The change that the verdict is read from: below 0, fewer than expected."),
    maybe("estimate_unit", "string", "events", "What the estimate is counted in.", { codes: "estimate_unit" }),
    maybe("estimate_lower", "number", "-99.7", "The lower end of the range of the estimate."),
    maybe("estimate_upper", "number", "3.7", "The upper end of the range of the estimate."),
    level,
    sentence,
    told("cannot_show", "text", "", "What an assessment of this design cannot show."),
    maybe("limitations", "text", "Another road nearby was closed for a month.", "What else may have changed the counts, by the agency."),
    method,
  ],
};

/** How a goal stands. */
export const goalFindings: RecordKind = {
  name: "goal-findings",
  theme: "communication",
  title: "How goals stand",
  row: "goal, judged by published figures",
  description:
    "Whether a goal is met, or the figure on its way there: by the latest published figure of as long a period as the baseline, until the day that the goal is due. Where a figure has a range, the whole range must reach the target; a move since the baseline counts where chance does not explain it.",
  key: ["goal"],
  fields: [
    told("goal", "string", "goal-2026-burglary", "The goal.", { refersTo: "goals" }),
    told("verdict", "string", "on_the_way", "How it stands.", { codes: "goal_verdict" }),
    maybe("reason", "string", "hidden", "Why it cannot be told. Empty where it can.", { codes: "goal_reason" }),
    maybe("baseline", "number", "112", "The published figure of the baseline, where it is shown."),
    maybe("baseline_lower", "number", "98", "The lower end of its range, where it has one."),
    maybe("baseline_upper", "number", "126", "The upper end of its range, where it has one."),
    maybe("latest_period", "string", "2026-Q3", "The latest whole period of as long as the baseline, until the goal is due."),
    maybe("latest", "number", "91", "The published figure of that period, where it is shown."),
    maybe("latest_lower", "number", "80", "The lower end of its range, where it has one."),
    maybe("latest_upper", "number", "102", "The upper end of its range, where it has one."),
    method,
  ],
};

/** Whether counts rise or fall. */
export const trendFindings: RecordKind = {
  name: "trend-findings",
  theme: "outcomes",
  title: "Trends",
  row: "count of an area and category over the months",
  description:
    "Whether a count rises or falls over the months, the season taken out, and how its latest period compares with a year before. Not told across a break, of months that are partly covered, or where a month is not shown.",
  key: ["measure", "area", "category"],
  fields: [
    measure,
    told("area", "string", "D1", "Code of the area."),
    category,
    maybe("from", "date", "2023-11-01", "First day of the months that were looked at."),
    maybe("to", "date", "2026-10-31", "Last day of them."),
    told("months", "integer", "36", "How many months were looked at."),
    told("verdict", "string", "falling", "What the months say.", { codes: "trend_verdict" }),
    notComputed,
    maybe("percent_a_year", "number", "-6.2", "By how many percent it changes in a year."),
    maybe("lower", "number", "-9.8", "The lower end of the range of that."),
    maybe("upper", "number", "-2.4", "The upper end of the range of that."),
    level,
    maybe("p_value", "number", "0.002", "How likely months would differ so much from no trend by chance."),
    maybe("adjusted_p_value", "number", "0.01", "The same, adjusted to all trends of the measure (Benjamini and Hochberg)."),
    maybe("family", "string", "poisson", "How the months were taken to vary.", { codes: "trend_family" }),
    maybe("dispersion", "number", "1.1", "How much the months vary, where 1 is what chance alone gives a count."),
    maybe("autocorrelation", "number", "0.08", "How alike a month is to the next, from −1 to 1, trend and season taken out."),
    maybe("latest_period", "string", "2026-Q3", "The latest period that is compared with a year before."),
    maybe("latest_count", "integer", "410", "Its count."),
    maybe("earlier_period", "string", "2025-Q3", "The same period of the year before."),
    maybe("earlier_count", "integer", "480", "Its count."),
    maybe("z", "number", "-3.3", "How far the two lie apart, 2(√latest − √earlier)."),
    maybe("notable", "boolean", "true", "Whether they lie at least 3 apart by that: worth a look, and no proof."),
    maybe("percent_change", "number", "-14.6", "The change in percent, where the earlier count is 50 or more."),
    sentence,
    method,
  ],
};

/** An analysis of hot spots. */
export const hotspotAnalyses: RecordKind = {
  name: "hotspot-analyses",
  theme: "outcomes",
  title: "Analyses of hot spots",
  row: "measure, level of areas and category that was looked at for hot spots",
  description: "Which areas of a level have more or fewer than chance explains in the latest whole year, or why that cannot be told.",
  key: ["measure", "level", "category"],
  fields: [
    measure,
    told("level", "string", "beat", "The level of the areas."),
    category,
    told("period", "string", "2025", "The year."),
    told("areas", "integer", "24", "How many areas the level has."),
    maybe("basis", "string", "rate", "What was compared: counts per 1,000 residents, or counts where residents are not known.", {
      codes: "hotspot_basis",
    }),
    told("verdict", "string", "computed", "Whether it could be worked out.", { codes: "computed" }),
    notComputed,
    maybe("hot", "list", "B12;B13", "Codes of the areas that are hot spots."),
    maybe("cold", "list", "", "Codes of the areas that are cold spots."),
    told("false_discovery_rate", "number", "0.05", "Which share of all that is found may be chance."),
    method,
    told("cannot_show", "text", "", "What it cannot show."),
  ],
};

/** An area in an analysis of hot spots. */
export const hotspotFindings: RecordKind = {
  name: "hotspot-findings",
  theme: "outcomes",
  title: "Hot spots",
  row: "area of an analysis of hot spots",
  description: "Whether an area and its neighbours together have more or fewer than chance would put there.",
  key: ["measure", "level", "category", "area"],
  fields: [
    measure,
    told("level", "string", "beat", "The level of the areas."),
    category,
    told("area", "string", "B12", "Code of the area."),
    told("period", "string", "2025", "The year."),
    told("value", "number", "31.2", "What was compared: the count per 1,000 residents, or the count."),
    told("basis", "string", "rate", "Which of the two.", { codes: "hotspot_basis" }),
    told("neighbours", "list", "B11;B13", "Codes of the areas that share a border or a corner with it."),
    told("z", "number", "3.4", "Gi*, in standard deviations: above 0 where there are more than elsewhere."),
    told("p_value", "number", "0.0007", "How likely chance alone would put so many or so few there."),
    told("adjusted_p_value", "number", "0.01", "The same, adjusted to the number of areas (Benjamini and Hochberg)."),
    told("verdict", "string", "hot", "What it says.", { codes: "hotspot_verdict" }),
    sentence,
  ],
};

/** Where nothing was held. */
export const areasNotReached: RecordKind = {
  name: "areas-not-reached",
  theme: "trust",
  title: "Areas not reached",
  row: "quarter and level of areas",
  description: "Which areas had no community activity in the latest whole quarter.",
  key: ["period", "level"],
  fields: [
    told("period", "string", "2026-Q3", "The quarter."),
    told("level", "string", "beat", "The level of the areas."),
    told("verdict", "string", "computed", "Whether it could be worked out.", { codes: "computed" }),
    notComputed,
    maybe("areas_not_reached", "list", "B31", "Codes of the areas without an activity."),
    told("areas", "integer", "24", "How many areas the level has."),
    sentence,
  ],
};

/** Who works with whom. */
export const partnerLinks: RecordKind = {
  name: "partner-links",
  theme: "collaboration",
  title: "Links between partners",
  row: "pair of partners that worked on the same problem or activity",
  description:
    "Which organisations work together: by the problems that both responded or contributed to, and the activities that both took part in.",
  key: ["a", "b"],
  fields: [
    told("a", "string", "alderport-streets", "The one partner.", { refersTo: "partners" }),
    told("b", "string", "mill-road-association", "The other partner.", { refersTo: "partners" }),
    maybe("problems", "list", "mill-road-speeding", "The problems that both worked on.", { refersTo: "problems" }),
    told("activities", "integer", "3", "How many activities that were held both held, took part in or contributed to."),
  ],
};
