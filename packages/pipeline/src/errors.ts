/** What can be wrong with a hub folder or a publication; permanent, explained in docs/errors.md. */
export const problemCodes = [
  "YAML_INVALID",
  "TODO_LEFT",
  "HUB_INVALID",
  "FILE_MISSING",
  "FILE_UNREADABLE",
  "FILE_OUTSIDE_HUB",
  "FILE_WITHOUT_ROWS",
  "COLUMN_MISSING",
  "SELECT_INVALID",
  "SELECT_FORBIDDEN",
  "ID_MISSING",
  "ID_DUPLICATE",
  "DATE_INVALID",
  "OUTSIDE_COVERAGE",
  "RECORD_NOT_REPORTED",
  "UNKNOWN_AREA",
  "NO_LOCATION",
  "OUTSIDE_EVERY_AREA",
  "UNKNOWN_CODE",
  "PERSON_MISSING",
  "VALUE_INVALID",
  "DATASET_EMPTY",
  "PERIOD_WITHOUT_RECORDS",
  "GEOGRAPHY_INVALID",
  "POPULATION_INVALID",
  "CROSSWALK_INVALID",
  "UNKNOWN_WAVE",
  "UNKNOWN_ANSWER",
  "WEIGHT_INVALID",
  "WAVE_METHOD_MISSING",
  "WAVE_WITHOUT_ANSWERS",
  "MARGIN_INVALID",
  "RECORD_KIND_UNKNOWN",
  "RECORD_DUPLICATE",
  "RECORD_UNKNOWN",
  "COLUMN_UNKNOWN",
  "COLUMN_NOT_PUBLIC",
  "PERSON_IN_TEXT",
  "CONTROL_INVALID",
  "CONTROL_DIFFERS",
  "AREA_WITHOUT_RECORDS",
  "GAP_SUSPECTED",
  "MONTH_UNUSUAL",
  "PERSON_IN_COLUMN",
] as const;
export type ProblemCode = (typeof problemCodes)[number];

/** Problems that a dataset may tolerate a number of: records that are left out, files without any, periods without any. */
export const toleratedCodes = [
  "ID_MISSING",
  "ID_DUPLICATE",
  "DATE_INVALID",
  "OUTSIDE_COVERAGE",
  "UNKNOWN_AREA",
  "NO_LOCATION",
  "OUTSIDE_EVERY_AREA",
  "UNKNOWN_CODE",
  "PERSON_MISSING",
  "VALUE_INVALID",
  "UNKNOWN_WAVE",
  "UNKNOWN_ANSWER",
  "FILE_WITHOUT_ROWS",
  "PERIOD_WITHOUT_RECORDS",
] as const satisfies readonly ProblemCode[];
export type ToleratedCode = (typeof toleratedCodes)[number];

/** One thing that is wrong, and where. The message never repeats a value from the data. */
export interface Problem {
  readonly code: ProblemCode;
  readonly message: string;
  /** Path of the file, from the hub folder. */
  readonly file?: string;
  /** Line of a YAML file, or row of a data file where its header is row 1. */
  readonly row?: number;
  readonly column?: string;
  /** Dataset it concerns. */
  readonly dataset?: string;
}

export type PipelineErrorCode =
  | "HUB_HAS_PROBLEMS"
  | "UNPROTECTABLE"
  | "HISTORY_MISSING"
  | "HISTORY_UNUSABLE"
  | "METHOD_CHANGED"
  | "WAVE_CHANGED"
  | "RELEASE_MEANWHILE"
  | "STORE_DIFFERS"
  | "LOG_ALTERED"
  | "NOTICE_INVALID"
  | "ARCHIVE_INVALID"
  | "STORE_NOT_EMPTY"
  | "DISK_FULL"
  | "KEY_MISSING"
  | "APPROVAL_INVALID"
  | "APPROVAL_MISSING"
  | "EMBARGOED"
  | "NOTHING_TO_PUBLISH"
  | "COMMAND_INVALID"
  | "IMPORT_INVALID"
  | "IMPORT_EMPTY"
  | "SITE_UNREACHABLE"
  | "PUBLIC_FILE_MISSING"
  | "PUBLIC_FILE_INVALID"
  | "ESTIMATE_INVALID"
  | "STRATUM_WITH_ONE_UNIT"
  | "WEIGHT_INVALID"
  | "MARGIN_EMPTY"
  | "MARGIN_WITHOUT_PEOPLE"
  | "RAKING_DIVERGED";

/** A refusal: nothing was published. Carries every problem that was found. */
export class PipelineError extends Error {
  override readonly name = "PipelineError";
  readonly code: PipelineErrorCode;
  readonly problems: readonly Problem[];
  /** What the steward does next, in sentences, where more is known than the code says. */
  readonly steps: readonly string[];
  constructor(
    code: PipelineErrorCode,
    message: string,
    options: ErrorOptions & { readonly problems?: readonly Problem[]; readonly steps?: readonly string[] } = {},
  ) {
    super(message, options);
    this.code = code;
    this.problems = options.problems ?? [];
    this.steps = options.steps ?? [];
  }
}
