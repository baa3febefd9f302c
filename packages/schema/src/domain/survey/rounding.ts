/** Steps that percentages and indices of a survey are rounded to, in points: the finest that tells no number of people too closely. */
export const roundingSteps = [1, 2, 5, 10] as const;

/** How figures of a survey are rounded. */
export interface RoundingRule {
  /** People whom a step must be worth, of those that the figure is worth: a whole number ≥ 1. */
  readonly width: number;
  /** The finest step, in points. */
  readonly least: number;
}

/**
 * The step that a figure of some people is rounded to, in points: the finest one that is worth at least the width in people. So a rounded share says no
 * more closely how many people it counts.
 * @param nEffective How many people the figure's base is worth, as published.
 * @returns `null` where even the coarsest step is worth fewer: then the figure is not shown.
 */
export const roundingStep = (nEffective: number, { width, least }: RoundingRule): number | null =>
  roundingSteps.find((step) => step >= least && step * nEffective >= 100 * width) ?? null;
