import type { Grouping } from "./cube.ts";

/** Permanent names, explained in `docs/errors.md`. */
export type DisclosureErrorCode =
  | "COUNT_NOT_WHOLE"
  | "POLICY_INVALID"
  | "CUBE_INVALID"
  | "RECORDS_INVALID"
  | "SOLVER_FAILED"
  | "AUDIT_FAILED"
  | "BUDGET_EXCEEDED"
  | "UNPROTECTABLE";

export interface DisclosureErrorOptions extends ErrorOptions {
  /** Only with `UNPROTECTABLE`: the coarser groupings that were protected with success, or null when none was found in time. */
  readonly proposal?: readonly Grouping[] | null;
}

/** Thrown when a table cannot be shown to be safe. Nothing may be released after it. Its message never repeats a count. */
export class DisclosureError extends Error {
  override readonly name = "DisclosureError";
  readonly code: DisclosureErrorCode;
  readonly proposal: readonly Grouping[] | null;
  constructor(code: DisclosureErrorCode, message: string, options?: DisclosureErrorOptions) {
    super(message, options);
    this.code = code;
    this.proposal = options?.proposal ?? null;
  }
}
