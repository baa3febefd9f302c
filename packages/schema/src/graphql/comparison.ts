import {
  breaksBehind,
  breaksOf,
  type ComparedFigure,
  compareFigures,
  eventsOf,
  type FigureComparison,
  type FigureReason,
  figureSentence,
} from "../domain/index.ts";
import { QueryError } from "../errors.ts";
import type { Catalogue, PlacedCell, Store } from "../store/index.ts";
import { builder } from "./builder.ts";
import { CellRef } from "./cell.ts";
import { IntervalRef, printed } from "./estimate.ts";
import { limits } from "./limits.ts";
import { requirePageSize } from "./page.ts";
import { periodWords } from "./period.ts";
import { openingCost, ReleaseRef } from "./release.ts";
import { AdjustmentRef, VerdictRef } from "./survey-comparison.ts";
import { languageArgument, words } from "./words.ts";

const ReasonRef = builder.enumType("FigureNotComparableReason", {
  description: "Why two figures cannot be compared.",
  values: {
    HIDDEN: { description: "One of them or both are not shown. Which, and why, is not told here." },
    MEASURE_DIFFERS: { description: "They are of different measures, or of different categories." },
    LENGTH_DIFFERS: { description: "One is of a longer period than the other." },
    OVERLAPPING: { description: "Some of the same events may be in both: their areas and their periods overlap." },
    BREAK_IN_SERIES: {
      description: "What is recorded, or how, changed between them: of what is counted, or of the calls or stops that it is divided by.",
    },
    PARTIAL_COVERAGE: { description: "The records cover only a part of one of them or both." },
    PROVISIONAL: { description: "One of them or both may still change." },
    NOT_EXACT: { description: "One of them or both are estimated, or rounded or changed to protect people." },
    NO_METHOD: {
      description:
        "They are neither counts nor rates of events that come one by one: there is no exact method here for shares, sums of people or hours, or how things stand today.",
    },
  } satisfies Record<FigureReason, { readonly description: string }>,
});

const PairRef = builder.inputType("FigurePairInput", {
  description: "Two cells of one measure: of two areas, or of two periods. Their keys may be written by hand.",
  fields: (t) => ({
    first: t.id({
      required: true,
      description:
        "What is compared with: the `key` of a cell, such as `incidents/OUT.01/area.district=D1;period.year=2024`. A dimension that is left out is taken at its total.",
    }),
    second: t.id({ required: true, description: "What is compared: the `key` of a cell." }),
  }),
});

type Pair = readonly [first: PlacedCell, second: PlacedCell];
interface Compared {
  readonly pair: Pair;
  readonly comparison: FigureComparison;
}

function nameOf({ cell }: PlacedCell, language: string): string {
  return `${words(cell.area, cell.area.name, language)}, ${periodWords(cell.period, language)}`;
}

const FigureComparisonRef = builder.objectRef<Compared>("FigureComparison").implement({
  description:
    "What two published counts or rates say of each other. A difference is never told without its verdict, which holds as far as events come independently of each other: where one brings others, chance makes larger differences.",
  fields: (t) => ({
    first: t.field({ type: CellRef, description: "What is compared with.", resolve: ({ pair }) => pair[0] }),
    second: t.field({ type: CellRef, description: "What is compared.", resolve: ({ pair }) => pair[1] }),
    verdict: t.field({ type: VerdictRef, description: "What may be said.", resolve: ({ comparison }) => comparison.verdict }),
    reason: t.field({
      type: ReasonRef,
      nullable: true,
      description: "Why they cannot be compared; null where they can.",
      resolve: ({ comparison }) => comparison.reason,
    }),
    difference: t.float({
      nullable: true,
      description:
        "The second value minus the first, before rounding. Null where their periods are not of as many days, as February and March, because the verdict is then of what there is a day: `sentence` tells it. Null, too, where they cannot be compared.",
      resolve: ({ comparison }) => comparison.difference,
    }),
    ratio: t.float({
      nullable: true,
      description:
        "How many times as high the second is, for as many days and residents (or another base): the verdict is of this. Null where the first is zero, or they cannot be compared.",
      resolve: ({ comparison }) => comparison.ratio,
    }),
    interval: t.field({
      type: IntervalRef,
      nullable: true,
      description: "Between which values the ratio lies, taken by itself; null where it has no upper end, or they cannot be compared.",
      resolve: ({ comparison }) => comparison.interval,
    }),
    pValue: t.float({
      nullable: true,
      description: "How often chance alone makes a ratio at least as far from 1, from 0 to 1, taken by itself.",
      resolve: ({ comparison }) => comparison.pValue,
    }),
    adjustedPValue: t.float({
      nullable: true,
      description: "The same, allowing for all comparisons of this field as `adjustment` says: the verdict is made by it, at 0.05.",
      resolve: ({ comparison }) => comparison.adjustedPValue,
    }),
    sentence: t.string({
      description: "What may be said of the two, in plain words.",
      args: languageArgument(),
      complexity: 5,
      resolve({ pair: [first, second], comparison }, { language }) {
        const spoken = language ?? first.selection.catalogue.language;
        const compared = {
          first: nameOf(first, spoken),
          second: nameOf(second, spoken),
          firstValue: printed(first.cell, spoken),
          secondValue: printed(second.cell, spoken),
          decimals: first.cell.measure.decimals,
        };
        return figureSentence(comparison, compared, spoken);
      },
    }),
  }),
});

const dayOf = (date: Date) => date.toISOString().slice(0, 10);

const figureOf = ({ cell }: PlacedCell): ComparedFigure => ({
  status: cell.status,
  flags: cell.flags,
  value: cell.value,
  events: eventsOf({ ...cell, measure: cell.measure.code, start: cell.period.start, end: cell.period.end }),
  start: dayOf(cell.period.start),
  end: dayOf(cell.period.end),
  grain: cell.period.grain,
});

const pairOf = ([first, second]: Pair) => ({
  first: figureOf(first),
  second: figureOf(second),
  sameMeasure:
    first.selection.table.dataset.id === second.selection.table.dataset.id &&
    first.cell.measure.id === second.cell.measure.id &&
    first.cell.codes.join() === second.cell.codes.join(),
  apart: first.cell.area.id !== second.cell.area.id && first.cell.area.levelId === second.cell.area.levelId,
  breaks: breaksBehind(
    first.cell.measure.code,
    first.selection.table.dataset.code,
    first.selection.catalogue.datasets.map(({ code, source }) => ({ code, breaks: breaksOf(source) })),
  ),
});

async function cellAt(store: Store, catalogue: Catalogue, key: string): Promise<PlacedCell> {
  const found = await store.cellOfKey(catalogue, key);
  if (found !== undefined) return found;
  throw new QueryError("UNKNOWN_MEMBER", `Release ${catalogue.release.version} does not hold a cell that is to be compared.`, {
    hint: "Take the `key` of a cell from an answer of this release.",
  });
}

builder.prismaObjectField(ReleaseRef, "compare", (t) =>
  t.field({
    type: [FigureComparisonRef],
    description:
      "Compares published counts and rates two by two: areas or periods. Ask at once what belongs together, because the verdicts allow for how many pairs there are. For surveys, see `survey { compare }`.",
    args: {
      pairs: t.arg({ type: [PairRef], required: true, description: `The pairs, at most ${limits.maxPairs}.` }),
      adjustment: t.arg({
        type: AdjustmentRef,
        required: true,
        defaultValue: "HOLM",
        description: "How the verdicts allow for several comparisons at once.",
      }),
    },
    complexity: ({ pairs }) => ({ field: openingCost + 40 * pairs.length, multiplier: Math.max(pairs.length, 1) }),
    async resolve(release, { pairs, adjustment }, context) {
      if (pairs.length === 0) throw new QueryError("BAD_USER_INPUT", "There is no pair to be compared.");
      requirePageSize(pairs.length, limits.maxPairs, "pairs");
      const catalogue = await context.catalogue(release);
      const found: Pair[] = [];
      for (const { first, second } of pairs) {
        found.push([await cellAt(context.store, catalogue, first), await cellAt(context.store, catalogue, second)]);
      }
      const comparisons = compareFigures(found.map(pairOf), adjustment);
      return found.flatMap((pair, at): readonly Compared[] => {
        const comparison = comparisons[at];
        return comparison === undefined ? [] : [{ pair, comparison }];
      });
    },
  }),
);
