/** A figure as the files of surveys tell it. */
export interface EstimateNode {
  readonly kind: string;
  readonly item: { readonly code: string; readonly title: string } | null;
  readonly answer: { readonly code: string; readonly label: string } | null;
  readonly construct: { readonly code: string; readonly title: string } | null;
  readonly area: { readonly code: string; readonly name: string };
  readonly period: { readonly code: string };
  readonly group: { readonly code: string; readonly label: string };
  readonly estimate: {
    readonly value: number | null;
    readonly status: string;
    readonly flags: readonly string[];
    readonly n: number | null;
    readonly nEffective: number | null;
    readonly interval: { readonly lower: number; readonly upper: number; readonly level: number } | null;
  };
  readonly precision: string;
  readonly sentence: string;
  readonly release: string;
}

/** Everything of a `SurveyEstimate` that `estimateRow` tells, in the words of `$language`. */
export const estimateFragment = `fragment EstimateRow on SurveyEstimate {
  kind
  item { code title(language: $language) }
  answer { code label(language: $language) }
  construct { code title(language: $language) }
  area { code name(language: $language) }
  period { code }
  group { code label(language: $language) }
  estimate { value status flags n nEffective interval { lower upper level } }
  precision(language: $language)
  sentence(language: $language)
  release
}`;

/** What a file tells, column by column. A figure that is not shown is null in every column of numbers, and `status` says why. */
export type Columns<Node> = Readonly<Record<string, (node: Node) => string | number | null>>;

const what: Columns<EstimateNode> = {
  kind: ({ kind }) => kind,
  item: ({ item }) => item?.code ?? null,
  item_label: ({ item }) => item?.title ?? null,
  answer: ({ answer }) => answer?.code ?? null,
  answer_label: ({ answer }) => answer?.label ?? null,
  construct: ({ construct }) => construct?.code ?? null,
  construct_label: ({ construct }) => construct?.title ?? null,
};

const figure: Columns<EstimateNode> = {
  area: ({ area }) => area.code,
  area_label: ({ area }) => area.name,
  period: ({ period }) => period.code,
  group: ({ group }) => group.code,
  group_label: ({ group }) => group.label,
  value: ({ estimate }) => estimate.value,
  status: ({ estimate }) => estimate.status,
  flags: ({ estimate }) => estimate.flags.join(";"),
  n: ({ estimate }) => estimate.n,
  n_effective: ({ estimate }) => estimate.nEffective,
  lower: ({ estimate }) => estimate.interval?.lower ?? null,
  upper: ({ estimate }) => estimate.interval?.upper ?? null,
  level: ({ estimate }) => estimate.interval?.level ?? null,
};

/** One figure: what was asked, of whom, the value with its range, and what may be said of it. */
export const estimateColumns: Columns<EstimateNode> = {
  ...what,
  ...figure,
  precision: ({ precision }) => precision,
  sentence: ({ sentence }) => sentence,
  release: ({ release }) => release,
};

/** Two figures and what they say of each other. */
export interface ComparisonNode {
  readonly first: EstimateNode;
  readonly second: EstimateNode;
  readonly verdict: string;
  readonly reason: string | null;
  readonly difference: number | null;
  readonly interval: { readonly lower: number; readonly upper: number } | null;
  readonly adjustedPValue: number | null;
  readonly overlapping: boolean | null;
  readonly sentence: string;
}

/** Everything of a `SurveyComparison` that `comparisonColumns` tells. */
export const comparisonFields = `first { ...EstimateRow } second { ...EstimateRow }
  verdict reason difference interval { lower upper } adjustedPValue overlapping sentence(language: $language)`;

const ofSide = (columns: Columns<EstimateNode>, side: "first" | "second", prefix = ""): Columns<ComparisonNode> =>
  Object.fromEntries(Object.entries(columns).map(([name, read]) => [`${prefix}${name}`, (node) => read(node[side])]));

/** Two figures: both with their ranges, whether they differ by more than chance, and what may be said of that. */
export const comparisonColumns: Columns<ComparisonNode> = {
  ...ofSide(what, "second"),
  ...ofSide(figure, "first", "first_"),
  ...ofSide(figure, "second", "second_"),
  verdict: ({ verdict }) => verdict,
  reason: ({ reason }) => reason,
  difference: ({ difference }) => difference,
  lower: ({ interval }) => interval?.lower ?? null,
  upper: ({ interval }) => interval?.upper ?? null,
  adjusted_p_value: ({ adjustedPValue }) => adjustedPValue,
  overlapping: ({ overlapping }) => (overlapping === null ? null : String(overlapping)),
  sentence: ({ sentence }) => sentence,
  release: ({ second }) => second.release,
};
