import { type Comparison, compareEstimates, type comparisonAdjustments, type notComparableReasons } from "../domain/index.ts";
import { QueryError } from "../errors.ts";
import type { FoundPair } from "../store/index.ts";
import { roundingOf } from "../store/survey-comparison.ts";
import { builder } from "./builder.ts";
import { IntervalRef } from "./estimate.ts";
import { limits } from "./limits.ts";
import { requirePageSize } from "./page.ts";
import { SurveyRef } from "./survey.ts";
import { SurveyMeasureRef } from "./survey-enums.ts";
import { SurveyEstimateRef } from "./survey-estimate.ts";
import { comparedSentence } from "./survey-sentence.ts";
import { languageArgument } from "./words.ts";

export const VerdictRef = builder.enumType("ComparisonVerdict", {
  description: "What may be said of the second of two figures against the first. It is never more than they bear.",
  values: {
    UP: { description: "The second is higher, by more than chance explains." },
    DOWN: { description: "The second is lower, by more than chance explains." },
    NO_CLEAR_CHANGE: { description: "They may be the same: chance alone can make such a difference." },
    NOT_COMPARABLE: { description: "They cannot be compared: `reason` says why." },
  },
});

const ReasonRef = builder.enumType("NotComparableReason", {
  description: "Why two figures cannot be compared.",
  values: {
    HIDDEN: { description: "One of them or both are not shown. Which, and why, is not told here." },
    BREAK_IN_SERIES: { description: "The question, its answers or the way it was asked changed between them, or within one of them." },
    DESIGN_DIFFERS: { description: "People were chosen otherwise for one than for the other." },
    MEASURE_DIFFERS: { description: "They are of different measures." },
    OVERLAP_UNKNOWN: { description: "Some of the same answers may be in both, and how many is not known." },
  } satisfies Record<(typeof notComparableReasons)[number], { readonly description: string }>,
});

export const AdjustmentRef = builder.enumType("ComparisonAdjustment", {
  description: "How the verdicts allow for several comparisons at once: among twenty, one seems clear by chance alone.",
  values: {
    HOLM: { description: "So that not even one clear difference among them is likely to be chance (Holm). The strictest." },
    BENJAMINI_HOCHBERG: {
      description: "So that few of the clear differences are chance (Benjamini and Hochberg). For many areas at once.",
    },
    NONE: { description: "Not at all. Only for a comparison that was chosen before anybody saw the figures." },
  } satisfies Record<(typeof comparisonAdjustments)[number], { readonly description: string }>,
});

const SideRef = builder.inputType("SurveyPairSide", {
  description: "One of two figures to be compared. What is left out: the whole of the hub's area, the latest wave, everyone.",
  fields: (t) => ({
    area: t.string({ description: "Code of the area." }),
    period: t.string({ description: "Period of a wave, such as 2026-Q3, or twelve months, such as 2026-Q3-12M." }),
    group: t.string({ description: "Code of the group, such as `age.18_34`." }),
  }),
});

const PairRef = builder.inputType("SurveyPairInput", {
  description: "Two figures of the same item or construct. Write either `item` or `construct`.",
  fields: (t) => ({
    item: t.string({ description: "Code of the item." }),
    answer: t.string({ description: "Code of one of its answers, for the share of that answer alone." }),
    construct: t.string({ description: "Code of the construct." }),
    first: t.field({
      type: SideRef,
      required: true,
      description: "What is compared with: the earlier wave, the wider area, the other group.",
    }),
    second: t.field({ type: SideRef, required: true, description: "What is compared." }),
  }),
});

/** A comparison with the figures that it is of. */
export interface ComparedPair {
  readonly pair: FoundPair;
  readonly comparison: Comparison;
}

export const SurveyComparisonRef = builder.objectRef<ComparedPair>("SurveyComparison").implement({
  description:
    "What two figures of a survey say of each other, worked out from what is published of them alone. A difference is never told without its range and its verdict.",
  fields: (t) => ({
    first: t.field({ type: SurveyEstimateRef, description: "What is compared with.", resolve: ({ pair }) => pair.found[0] }),
    second: t.field({ type: SurveyEstimateRef, description: "What is compared.", resolve: ({ pair }) => pair.found[1] }),
    verdict: t.field({ type: VerdictRef, description: "What may be said.", resolve: ({ comparison }) => comparison.verdict }),
    reason: t.field({
      type: ReasonRef,
      nullable: true,
      description: "Why they cannot be compared; null where they can.",
      resolve: ({ comparison }) => comparison.reason,
    }),
    difference: t.float({
      nullable: true,
      description: "The second minus the first, in points; null where they cannot be compared.",
      resolve: ({ comparison }) => comparison.difference,
    }),
    interval: t.field({
      type: IntervalRef,
      nullable: true,
      description: "Between which values the difference lies, taken by itself; null where they cannot be compared.",
      resolve: ({ comparison }) => comparison.interval,
    }),
    pValue: t.float({
      nullable: true,
      description: "How often chance alone makes a difference at least as large, from 0 to 1, taken by itself.",
      resolve: ({ comparison }) => comparison.pValue,
    }),
    adjustedPValue: t.float({
      nullable: true,
      description: "The same, allowing for all comparisons of this question: the verdict is made by it, at 0.05.",
      resolve: ({ comparison }) => comparison.adjustedPValue,
    }),
    overlapping: t.boolean({
      nullable: true,
      description: "Whether some of the same answers are in both, which is allowed for; null where they cannot be compared.",
      resolve: ({ comparison }) => (comparison.verdict === "NOT_COMPARABLE" ? null : comparison.overlapping),
    }),
    sentence: t.string({
      description: "What may be said of the two, in plain words.",
      args: languageArgument(),
      complexity: 5,
      resolve: (compared, { language }) => comparedSentence(compared, language ?? compared.pair.found[0].survey.catalogue.language),
    }),
  }),
});

builder.objectField(SurveyRef, "compare", (t) =>
  t.field({
    type: [SurveyComparisonRef],
    description:
      "Compares figures two by two: waves, areas or groups. The verdicts allow for how many pairs are asked at once, so ask at once what belongs together.",
    args: {
      pairs: t.arg({ type: [PairRef], required: true, description: `The pairs, at most ${limits.maxPairs}.` }),
      measure: t.arg({
        type: SurveyMeasureRef,
        description: "What is compared. Left out: FAVOURABLE of items, INDEX of constructs, SHARE of answers.",
      }),
      adjustment: t.arg({
        type: AdjustmentRef,
        required: true,
        defaultValue: "HOLM",
        description: "How the verdicts allow for several comparisons at once.",
      }),
    },
    complexity: ({ pairs }) => ({ field: 100 + 20 * pairs.length, multiplier: Math.max(pairs.length, 1) }),
    async resolve(survey, { pairs, measure, adjustment }, { store }) {
      if (pairs.length === 0) throw new QueryError("BAD_USER_INPUT", "There is no pair to be compared.");
      requirePageSize(pairs.length, limits.maxPairs, "pairs");
      const found = await store.pairs(survey, pairs, measure);
      const comparisons = compareEstimates(found, { adjustment, roundedTo: roundingOf(survey) });
      return found.flatMap((pair, at): readonly ComparedPair[] => {
        const comparison = comparisons[at];
        return comparison === undefined ? [] : [{ pair, comparison }];
      });
    },
  }),
);
