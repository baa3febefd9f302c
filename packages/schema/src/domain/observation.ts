/**
 * Whether there is a value, and if not, why. Presence only: what a reader must know about a value that is there is a flag.
 * A hidden cell never says which rule hid it.
 */
export const observationStatuses = {
  AVAILABLE: { sdmx: "A", mark: "", meaning: "The value is published." },
  SUPPRESSED: { sdmx: "Q", mark: "[c]", meaning: "Not shown, so that nobody can be identified." },
  UNRELIABLE: { sdmx: "U", mark: "[u]", meaning: "Not shown: too few answers to be reliable." },
  NOT_REPORTED: { sdmx: "O", mark: "[x]", meaning: "The agency did not report this period." },
  NOT_COLLECTED: { sdmx: "L", mark: "[x]", meaning: "Exists, but the agency does not collect it." },
  NOT_APPLICABLE: { sdmx: "M", mark: "[z]", meaning: "Cannot exist." },
  NOT_YET_PUBLISHED: { sdmx: "O", mark: "[x]", meaning: "Will be published later." },
  WITHDRAWN: { sdmx: "O", mark: "[x]", meaning: "Was published and has been withdrawn." },
} as const;

export type ObservationStatus = keyof typeof observationStatuses;

/** What a reader must know about a value that is there. `sdmx` is the code of OBS_STATUS where that list has one. */
export const observationFlags = {
  PROVISIONAL: { sdmx: "P", mark: "[p]", meaning: "May still change." },
  REVISED: { sdmx: undefined, mark: "[r]", meaning: "Changed since an earlier release." },
  ESTIMATED: { sdmx: "E", mark: "[e]", meaning: "Estimated, not counted." },
  IMPUTED: { sdmx: "I", mark: "[e]", meaning: "Filled in by a stated method." },
  ROUNDED: { sdmx: undefined, mark: "", meaning: "Rounded to protect people." },
  PERTURBED: { sdmx: undefined, mark: "", meaning: "Changed slightly at random to protect people." },
  LOW_RELIABILITY: { sdmx: "U", mark: "[u]", meaning: "Based on few answers or records: use with caution." },
  BREAK_IN_SERIES: { sdmx: "B", mark: "[b]", meaning: "Not comparable with earlier periods." },
  PARTIAL_COVERAGE: { sdmx: undefined, mark: "[p]", meaning: "The records cover only a part of this period." },
  COMPLEMENT_UNRELIABLE: {
    sdmx: undefined,
    mark: "",
    meaning: "Reliable itself; the share of all others, worked out from it, is not.",
  },
  NOT_REACHED: {
    sdmx: undefined,
    mark: ">",
    meaning: "Not known yet: it lies beyond what the waits known so far tell. Too many still wait.",
  },
  DEFINITION_DIFFERS: { sdmx: "D", mark: "", meaning: "Defined differently from the rest of the series." },
} as const;

export type ObservationFlag = keyof typeof observationFlags;

/** The SDMX OBS_STATUS of an observation: one letter. A flag with a code of its own qualifies a value that is there. */
export function sdmxObsStatus(status: ObservationStatus, flags: readonly ObservationFlag[]): string {
  if (status !== "AVAILABLE") return observationStatuses[status].sdmx;
  return flags.map((flag) => observationFlags[flag].sdmx).find((code) => code !== undefined) ?? observationStatuses.AVAILABLE.sdmx;
}
