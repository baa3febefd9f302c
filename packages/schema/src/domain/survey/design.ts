/** How the people of a wave were chosen. What its precision may be called follows from it. @see AAPOR Code of Professional Ethics and Practices (2021), III. */
export const sampleDesigns = ["probability", "nonprobability_quota", "opt_in", "census_of_contacts"] as const;
export type SampleDesign = (typeof sampleDesigns)[number];

/** How a question is answered. */
export const scaleKinds = ["likert4", "likert5", "likert7", "rating0to10", "yesno", "multiple"] as const;
export type ScaleKind = (typeof scaleKinds)[number];

/** How many answers a scale of each kind has; null where the question itself says. */
export const answersOf: Readonly<Record<ScaleKind, number | null>> = {
  likert4: 4,
  likert5: 5,
  likert7: 7,
  rating0to10: 11,
  yesno: 2,
  multiple: null,
};

/** What questions of a trust survey measure, by the field's names. @see Jackson & Bradford (2019), Public Safety Canada 2019-R003. */
export const constructKinds = [
  "voice",
  "neutrality",
  "respect",
  "trustworthy_motives",
  "procedural_justice",
  "distributive_justice",
  "bounded_authority",
  "effectiveness",
  "legitimacy",
  "confidence",
  "engagement",
  "cooperation",
  "perceived_safety",
  "contact_satisfaction",
] as const;
export type ConstructKind = (typeof constructKinds)[number];
