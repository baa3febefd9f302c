/** What came of one check of a built site. */
export interface Finding {
  /** Names the check: pages that tell of it find it by this. */
  readonly id: string;
  /** What of the site it is about, as a heading. */
  readonly subject: string;
  /** What is aimed at, in words, with its limit and unit. */
  readonly target: string;
  /** What was measured, in words, with its unit. */
  readonly measured: string;
  /** How many things were looked at. A check that has seen nothing has not held. */
  readonly looked: number;
  /** Each place where the target is missed. */
  readonly faults: readonly string[];
}

/** Whether the target is met: something was looked at, and nothing of it is at fault. */
export const holds = ({ looked, faults }: Finding): boolean => looked > 0 && faults.length === 0;

/** A number for people, with at most so many digits after the point. */
export const digits = (value: number, after = 0): string =>
  value.toLocaleString("en", { minimumFractionDigits: after, maximumFractionDigits: after });

/** Bytes as KB of 1,000. */
export const kilobytes = (bytes: number): string => `${digits(bytes / 1000, 1)} KB`;

/** A value of the sorted list below which that share lies (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
