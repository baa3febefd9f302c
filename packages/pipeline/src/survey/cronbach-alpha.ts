import { PipelineError } from "../errors.ts";

/**
 * Cronbach's α of a scale: how much of the variance of the sum of its items they share. Below 0 where items contradict one another.
 * @param covariances Of the items, two or more, among those who answered all; reverse-coded items reversed before.
 * @throws {PipelineError} `ESTIMATE_INVALID` if the matrix is not square, symmetric and complete, has fewer than two items, or the sum does not vary.
 * @see Cronbach (1951), Coefficient alpha and the internal structure of tests, Psychometrika 16(3).
 */
export function cronbachAlpha(covariances: readonly (readonly number[])[]): number {
  const items = covariances.length;
  const complete = covariances.every(
    (row, i) =>
      row.length === items && row.every((value, j) => Math.abs(value - (covariances[j]?.[i] as number)) <= 1e-9 * Math.abs(value)),
  );
  const ofItems = covariances.reduce((sum, row, item) => sum + (row[item] as number), 0);
  const ofSum = covariances.reduce((sum, row) => sum + row.reduce((part, value) => part + value, 0), 0);
  if (!(complete && items >= 2 && ofSum > 0 && ofSum < Infinity && covariances.every((row, item) => (row[item] as number) >= 0)))
    throw new PipelineError(
      "ESTIMATE_INVALID",
      "The covariances of a scale's items are incomplete, of fewer than two items, or of items that do not vary.",
    );
  return (items / (items - 1)) * (1 - ofItems / ofSum);
}
