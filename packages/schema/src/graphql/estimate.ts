import { printedValue, sdmxObsStatus } from "../domain/index.ts";
import type { Cell, Selection } from "../store/index.ts";
import { wavesBehind } from "../store/survey-estimates.ts";
import { isOfAnswers, type Survey } from "../store/surveys.ts";
import { builder } from "./builder.ts";
import type { Context } from "./context.ts";
import { ObservationFlagRef, ObservationStatusRef, UncertaintyKindRef } from "./enums.ts";
import { languageArgument, words } from "./words.ts";

/** A cell with the question that it answers. */
export interface CellNode {
  readonly selection: Selection;
  readonly cell: Cell;
}

type Uncertainty = (typeof UncertaintyKindRef)["$inferType"];

const fullCounts = ["COUNT", "SUM", "RATE", "PROPORTION", "RATIO"];

/** What makes a value uncertain. Told from the measure and the flags alone, so that it says nothing about a hidden cell. */
export function uncertaintyOf({ measure, flags, intervalMethod, numerator }: Cell): Uncertainty {
  if (flags.includes("ESTIMATED") || flags.includes("IMPUTED")) return "MODEL";
  if (flags.includes("PERTURBED") || flags.includes("ROUNDED")) return "ROUNDING";
  if (intervalMethod !== null) return numerator === null ? "SAMPLING" : "SMALL_COUNT";
  return fullCounts.includes(measure.kind) ? "FULL_COUNT" : "NOT_ASSESSED";
}

/**
 * What makes a value of a table uncertain. Of a survey it is told from how its waves were held: only who was drawn at random has an error of
 * sampling; everything else holds as far as its assumptions do.
 */
function uncertaintyIn(node: CellNode, { store }: Context): Uncertainty | Promise<Uncertainty> {
  const { catalogue, table } = node.selection;
  return isOfAnswers(table) ? store.surveys(catalogue).then((surveys) => uncertaintyOfAnswers(node, surveys)) : uncertaintyOf(node.cell);
}

function uncertaintyOfAnswers({ cell, selection }: CellNode, surveys: readonly Survey[]): Uncertainty {
  const survey = surveys.find(({ dataset }) => dataset.id === selection.table.dataset.id);
  const waves = survey === undefined ? [] : wavesBehind({ survey, cell });
  return waves.length > 0 && waves.every(({ design }) => design === "probability") ? "SAMPLING" : "MODEL";
}

export const printed = ({ value, status, measure }: Cell, language: string): string =>
  printedValue(value, status, measure.decimals, language);

interface ShownInterval {
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  readonly method: string;
}
export const IntervalRef = builder.objectRef<ShownInterval>("Interval").implement({
  description: "Between which values the truth lies, and how sure that is.",
  fields: (t) => ({
    lower: t.exposeFloat("lower", { description: "The lower end." }),
    upper: t.exposeFloat("upper", { description: "The upper end." }),
    level: t.exposeFloat("level", { description: "How sure, between 0 and 1: 0.95 is 95 %." }),
    method: t.exposeString("method", { description: "How it was computed." }),
  }),
});

export const EstimateRef = builder.objectRef<CellNode>("Estimate").implement({
  description: "A value with everything that must be known to use it. All its figures are null unless the status is AVAILABLE.",
  fields: (t) => ({
    value: t.float({
      nullable: true,
      description:
        "The value, unrounded. Null if and only if the status is not AVAILABLE; zero is a true zero, unless a flag says that it is rounded or perturbed.",
      resolve: ({ cell }) => cell.value,
    }),
    text: t.string({
      description:
        "The value as it is printed, or a mark and the plain words that stand in its place, such as `[c] not shown, to protect people's identity`.",
      args: languageArgument(),
      resolve: ({ cell, selection }, { language }) => printed(cell, language ?? selection.catalogue.language),
    }),
    unit: t.string({
      description: "What the value is counted in.",
      args: languageArgument(),
      resolve: ({ cell: { measure } }, { language }) => words(measure, measure.unit, language),
    }),
    status: t.field({
      type: ObservationStatusRef,
      description: "Whether there is a value, and if not, why.",
      resolve: ({ cell }) => cell.status,
    }),
    flags: t.field({
      type: [ObservationFlagRef],
      description: "What must be known about the value.",
      complexity: 1,
      resolve: ({ cell }) => [...cell.flags],
    }),
    obsStatus: t.string({
      description: "Status and flags as the one letter of the SDMX code list OBS_STATUS.",
      resolve: ({ cell }) => sdmxObsStatus(cell.status, cell.flags),
    }),
    interval: t.field({
      type: IntervalRef,
      nullable: true,
      description: "Between which values the truth lies; null where that was not computed or nothing may be said.",
      resolve: ({ cell: { lower, upper, intervalLevel, intervalMethod } }) =>
        lower === null || upper === null || intervalLevel === null || intervalMethod === null
          ? null
          : { lower, upper, level: intervalLevel, method: intervalMethod },
    }),
    uncertainty: t.field({
      type: UncertaintyKindRef,
      description: "Why the value may differ from the truth it stands for.",
      resolve: (node, _, context) => uncertaintyIn(node, context),
    }),
    numerator: t.float({
      nullable: true,
      description: "For a rate, proportion or ratio: what was divided; else null.",
      resolve: ({ cell }) => cell.numerator,
    }),
    denominator: t.float({
      nullable: true,
      description: "For a rate, proportion or ratio: what it was divided by; else null.",
      resolve: ({ cell }) => cell.denominator,
    }),
    n: t.int({
      nullable: true,
      description: "For a survey: how many answers it rests on, rounded; else null.",
      resolve: ({ cell }) => cell.n,
    }),
    nEffective: t.int({
      nullable: true,
      description: "For a survey: how many answers a simple sample of the same precision would need, rounded; else null.",
      resolve: ({ cell }) => cell.nEffective,
    }),
  }),
});
