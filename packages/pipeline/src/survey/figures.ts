import type { ObservationFlag, ObservationStatus, SurveyScale } from "@openbeat/schema/domain";
import type { Geography } from "../geography/areas.ts";
import type { Interval } from "../release/observations.ts";
import { cellKey, type ProtectedBases } from "./bases.ts";
import { type Evidence, intervalLevel, mean, proportion } from "./evidence.ts";
import { groupsOf } from "./groups.ts";
import type { PlannedItem, PlannedPeriod, SurveyPlan } from "./plan.ts";
import { answerColumns } from "./read-answers.ts";
import { type DomainSums, domainKey, everyone, type SummedColumn, type SurveySums } from "./sums.ts";

/** A figure as it is published. Where there is none, there is nothing but the reason. */
export type Figure =
  | {
      readonly status: "AVAILABLE";
      readonly value: number;
      readonly interval: Interval;
      readonly n: number;
      readonly nEffective: number;
      readonly flags: readonly ObservationFlag[];
    }
  | { readonly status: Exclude<ObservationStatus, "AVAILABLE">; readonly flags: readonly ObservationFlag[] };

/** The figures of an item, or of one option of a multiple choice, in one cell: what the answers say, and which of it must be hidden. */
interface ItemCell {
  readonly shares: readonly Evidence[];
  readonly favourable: Evidence | null;
  readonly unfavourable: Evidence | null;
  readonly index: Evidence | null;
  readonly nonAnswer: Evidence | null;
  /** Few gave one of the answers, or all but few: the answers are shown together or not at all. */
  hideShares: boolean;
  hideFavourable: boolean;
  hideIndex: boolean;
  hideNonAnswer: boolean;
}

/** A cell of the published tables of a survey. */
export interface SurveyCell {
  readonly area: string;
  readonly period: string;
  /** Name of the grouping, or `everyone`. */
  readonly grouping: string;
  readonly group: string;
}

const keyOf = ({ area, period, group }: SurveyCell) => cellKey(area, period, group);

/** Everything that is published of a survey's answers. */
export interface SurveyFigures {
  /** @param answer Place of the answer on the scale, whichever wave has most of them. */
  readonly share: (cell: SurveyCell, item: number, answer: string) => Figure;
  readonly favourable: (cell: SurveyCell, item: number) => Figure;
  readonly unfavourable: (cell: SurveyCell, item: number) => Figure;
  readonly index: (cell: SurveyCell, item: number) => Figure;
  readonly nonAnswer: (cell: SurveyCell, item: number) => Figure;
  readonly construct: (cell: SurveyCell, construct: string) => Figure;
}

/** Where a whole is the sum of parts: what is hidden of one part alone could be worked out from the rest. */
interface Partition {
  readonly whole: string;
  readonly parts: readonly string[];
}

/** Every cell of the published tables, once. */
export function cellsOf(plan: SurveyPlan, geography: Geography, folded: ReadonlySet<string>): readonly SurveyCell[] {
  const cells = new Map<string, SurveyCell>();
  for (const { area: levels, groups } of plan.tables) {
    const groupNodes = [everyone, ...groups].flatMap((grouping) =>
      grouping === everyone
        ? [{ grouping, group: everyone }]
        : groupsOf(plan, grouping, folded).published.map(({ code }) => ({ grouping, group: code })),
    );
    for (const { code: area } of levels.flatMap((level) => geography.atLevel(level)))
      for (const { code: period } of plan.periods)
        for (const group of groupNodes) {
          const cell = { area, period, ...group };
          cells.set(keyOf(cell), cell);
        }
  }
  return [...cells.values()];
}

function partitionsOf(
  plan: SurveyPlan,
  geography: Geography,
  cells: readonly SurveyCell[],
  folded: ReadonlySet<string>,
): readonly Partition[] {
  const published = new Set(cells.map(keyOf));
  const levels = [...new Set(plan.tables.flatMap(({ area }) => area))];
  const partitions: Partition[] = [];
  const add = (cell: SurveyCell, parts: readonly SurveyCell[]) => {
    const keys = parts.map(keyOf).filter((key) => published.has(key));
    if (keys.length > 1 && keys.length === parts.length) partitions.push({ whole: keyOf(cell), parts: keys });
  };
  for (const cell of cells) {
    for (const level of levels) {
      const inside = geography
        .atLevel(level)
        .filter(({ code }) => code !== cell.area && geography.ancestor(code, geography.areas.get(cell.area)?.level ?? "") === cell.area);
      add(
        cell,
        inside.map(({ code }) => ({ ...cell, area: code })),
      );
    }
    if (cell.grouping === everyone)
      for (const { name } of plan.groupings)
        add(
          cell,
          groupsOf(plan, name, folded).published.map(({ code }) => ({ ...cell, grouping: name, group: code })),
        );
    const waves = plan.periods.find(({ code }) => code === cell.period)?.waves ?? [];
    if (waves.length > 1)
      add(
        cell,
        waves.map((wave) => ({ ...cell, period: plan.waves[wave]?.code ?? "" })),
      );
  }
  return partitions;
}

/** What the waves of a period asked: the wording, where all asked the same. */
function askedIn(
  { wordings }: PlannedItem,
  { waves }: PlannedPeriod,
): { readonly scale: SurveyScale } | "NOT_COLLECTED" | "NOT_APPLICABLE" {
  if (waves.length === 0) return "NOT_APPLICABLE";
  const asked = waves.map((wave) => wordings[wave] ?? null);
  const [first] = asked;
  if (asked.every((wording) => wording === null)) return "NOT_COLLECTED";
  if (first == null || !asked.every((wording) => wording !== null && wording.series === first.series)) return "NOT_APPLICABLE";
  return first;
}

/** Whether the first wave of a new wording or way of collecting is in this single wave. */
function isBreak(plan: SurveyPlan, items: readonly PlannedItem[], { waves, level }: PlannedPeriod): boolean {
  const [wave = 0] = waves;
  if (level === "rolling_year" || wave === 0) return false;
  const before = plan.waves[wave - 1];
  return (
    before?.series !== plan.waves[wave]?.series ||
    items.some(({ wordings }) => {
      const [then, now] = [wordings[wave - 1], wordings[wave]];
      return then != null && now != null && then.series !== now.series;
    })
  );
}

const padded = (scores: readonly number[], places: number) => [
  ...scores,
  ...new Array<number>(Math.max(0, places - scores.length)).fill(Number.NaN),
];

function itemCell(domain: DomainSums, scale: SurveyScale, option: number | null, places: number, smallest: number): ItemCell {
  const { answers, nonAnswers } = scale;
  if (option !== null) {
    const chosen = [0, 1];
    const shares = [proportion(domain, padded(chosen, places))];
    const asked = padded([...chosen.map(() => 0), 1], places);
    return marked(
      { shares, favourable: null, unfavourable: null, index: null, nonAnswer: nonAnswers.length === 0 ? null : proportion(domain, asked) },
      smallest,
    );
  }
  const of = (counts: (place: number) => boolean) =>
    padded(
      answers.map((_, place) => (counts(place) ? 1 : 0)),
      places,
    );
  const shares = answers.map((_, answer) =>
    proportion(
      domain,
      of((place) => place === answer),
    ),
  );
  const isFavourable = (place: number) => answers[place]?.favourable === true;
  const hasFavourable = answers.some(({ favourable }) => favourable);
  const asked = padded([...answers.map(() => 0), ...nonAnswers.map(() => 1)], places);
  return marked(
    {
      shares,
      favourable: hasFavourable ? proportion(domain, of(isFavourable)) : null,
      unfavourable: hasFavourable
        ? proportion(
            domain,
            of((place) => !isFavourable(place)),
          )
        : null,
      index: answers.some(({ score }) => score === null)
        ? null
        : mean(
            domain,
            padded(
              answers.map(({ score }) => score ?? Number.NaN),
              places,
            ),
          ),
      nonAnswer: nonAnswers.length === 0 ? null : proportion(domain, asked),
    },
    smallest,
  );
}

/** Marks what few answers, or all but few, make unsafe. Of a share and what is left of it both are looked at. */
function marked(cell: Pick<ItemCell, "shares" | "favourable" | "unfavourable" | "index" | "nonAnswer">, smallest: number): ItemCell {
  const { shares, favourable, nonAnswer } = cell;
  const isFew = ({ n, x }: Evidence) => n > 0 && ((x > 0 && x < smallest) || n - x < smallest);
  const isOneSided = ({ n, x }: Evidence) => n > 0 && (x < smallest || n - x < smallest);
  const hideFavourable = favourable !== null && isOneSided(favourable);
  return {
    ...cell,
    hideShares: hideFavourable || shares.some(isFew),
    hideFavourable,
    // Where nearly all answered alike, the mean tells how.
    hideIndex: shares.some(({ n, x }) => n > 0 && n - x < smallest),
    hideNonAnswer: nonAnswer !== null && isFew(nonAnswer),
  };
}

type Family = "hideShares" | "hideFavourable" | "hideNonAnswer";
const evidenceOf = (cell: ItemCell, family: Family): Evidence | null | undefined =>
  family === "hideShares" ? cell.shares[0] : family === "hideFavourable" ? cell.favourable : cell.nonAnswer;

/**
 * Hides more where what is hidden in one part could be worked out from the whole and the other parts: percentages are rounded, so that many people
 * hide it, and few do not.
 */
function hideComplements(
  cells: ReadonlyMap<string, ItemCell>,
  partitions: readonly Partition[],
  isHidden: (key: string) => boolean,
  plan: SurveyPlan,
): void {
  const { width, roundPercentTo } = plan.file.spec.policy;
  const families: readonly Family[] = ["hideShares", "hideFavourable", "hideNonAnswer"];
  for (let changed = true; changed; ) {
    changed = false;
    for (const { whole, parts } of partitions) {
      const all = cells.get(whole);
      if (all === undefined || isHidden(whole)) continue;
      const open = parts.filter((key) => !isHidden(key));
      if (open.length < parts.length) continue;
      for (const family of families) {
        const ofAll = evidenceOf(all, family);
        if (all[family] || ofAll == null || !ofAll.isLarge) continue;
        const known = parts.flatMap((key) => {
          const part = cells.get(key);
          const evidence = part === undefined ? undefined : evidenceOf(part, family);
          return part === undefined || evidence == null ? [] : [{ part, evidence, isShown: !part[family] && evidence.isLarge }];
        });
        const hidden = known.filter(({ isShown }) => !isShown);
        const [only] = hidden;
        if (hidden.length !== 1 || only === undefined || !only.part[family]) continue;
        const shown = known.filter(({ isShown }) => isShown);
        const uncertain = (roundPercentTo / 100) * (ofAll.n + shown.reduce((sum, { evidence }) => sum + evidence.n, 0));
        if (uncertain >= width) continue;
        const [next] = shown.sort((a, b) => a.evidence.n - b.evidence.n);
        if (next === undefined) all[family] = true;
        else next.part[family] = true;
        changed = true;
      }
    }
  }
}

/**
 * Estimates everything that a survey publishes, and decides what of it may be shown.
 * @param sums The answers added up.
 * @param bases Which bases are hidden.
 */
export function estimate(
  plan: SurveyPlan,
  geography: Geography,
  sums: SurveySums,
  bases: ProtectedBases,
  folded: ReadonlySet<string>,
): SurveyFigures {
  const { policy } = plan.file.spec;
  const cells = cellsOf(plan, geography, folded);
  const partitions = partitionsOf(plan, geography, cells, folded);
  const periodOf = new Map(plan.periods.map((period) => [period.code, period]));
  const columns = answerColumns(plan.items);
  const hiddenBase = columns.map(
    (column) => bases.bases.find(({ base }) => base.columns.some((own) => own.column === column.column))?.hidden ?? new Set(),
  );
  const pooled = ({ domains }: SummedColumn, { area, grouping, group }: SurveyCell, { waves }: PlannedPeriod): DomainSums =>
    waves.flatMap((wave) => domains.get(domainKey(wave, area, grouping, group)) ?? []);

  const byColumn = columns.map(({ column, item, option }, place) => {
    const own = plan.items[item];
    const summed = sums.items.get(column);
    const found = new Map<string, ItemCell>();
    if (own === undefined || summed === undefined) return found;
    for (const cell of cells) {
      const period = periodOf.get(cell.period);
      const asked = period === undefined ? "NOT_APPLICABLE" : askedIn(own, period);
      if (typeof asked === "string" || period === undefined || (option !== null && asked.scale.answers[option] === undefined)) continue;
      found.set(keyOf(cell), itemCell(pooled(summed, cell, period), asked.scale, option, summed.places, policy.smallestAnswer));
    }
    hideComplements(found, partitions, (key) => hiddenBase[place]?.has(key) === true, plan);
    return found;
  });
  const constructs = new Map(
    plan.file.spec.constructs.map(({ code }) => {
      const summed = sums.constructs.get(code);
      const own = plan.items.flatMap((item, place) => (item.construct === code ? [{ item, place }] : []));
      const found = new Map<string, Evidence>();
      for (const cell of summed === undefined ? [] : cells) {
        const period = periodOf.get(cell.period);
        if (summed === undefined || period === undefined || own.some(({ item }) => askedIn(item, period) === "NOT_APPLICABLE")) continue;
        found.set(keyOf(cell), mean(pooled(summed, cell, period), summed.scores ?? []));
      }
      return [code, found] as const;
    }),
  );

  const unit = policy.roundPercentTo;
  const people = (count: number) => Math.max(policy.roundBaseTo, Math.round(count / policy.roundBaseTo) * policy.roundBaseTo);
  const show = (evidence: Evidence, flags: readonly ObservationFlag[], method: string): Figure => {
    const n = people(evidence.n);
    return {
      status: "AVAILABLE",
      value: Math.round(evidence.value / unit) * unit,
      interval: {
        lower: Math.floor(evidence.lower / unit) * unit,
        upper: Math.ceil(evidence.upper / unit) * unit,
        level: intervalLevel,
        method,
      },
      n,
      nEffective: Math.min(n, Math.max(policy.roundBaseTo, Math.floor(evidence.nEffective / policy.roundBaseTo) * policy.roundBaseTo)),
      flags: [
        ...flags,
        ...(evidence.isForReview ? (["LOW_RELIABILITY"] as const) : []),
        ...(evidence.isComplementUnreliable ? (["COMPLEMENT_UNRELIABLE"] as const) : []),
      ],
    };
  };
  const judged = (evidence: Evidence | null | undefined, isHidden: boolean, flags: readonly ObservationFlag[], method: string): Figure => {
    if (evidence == null) return { status: "NOT_APPLICABLE", flags };
    if (!evidence.isLarge) return { status: "UNRELIABLE", flags };
    if (isHidden) return { status: "SUPPRESSED", flags };
    return evidence.isReliable ? show(evidence, flags, method) : { status: "UNRELIABLE", flags };
  };
  const flagsOf = (items: readonly PlannedItem[], period: PlannedPeriod): readonly ObservationFlag[] =>
    isBreak(plan, items, period) ? ["ESTIMATED", "BREAK_IN_SERIES"] : ["ESTIMATED"];

  /** A figure of a column: what the period asked, then whether its base is hidden, then what the answers say. */
  const figure = (cell: SurveyCell, column: number, judge: (own: ItemCell, flags: readonly ObservationFlag[]) => Figure): Figure => {
    const period = periodOf.get(cell.period);
    const item = plan.items[columns[column]?.item ?? -1];
    if (period === undefined || item === undefined) throw new Error("A figure is of no period or no item.");
    const flags = flagsOf([item], period);
    const asked = askedIn(item, period);
    if (typeof asked === "string") return { status: asked, flags };
    const key = keyOf(cell);
    const own = byColumn[column]?.get(key);
    if (own === undefined) return { status: "NOT_COLLECTED", flags };
    if (hiddenBase[column]?.has(key) === true) return { status: "SUPPRESSED", flags };
    return judge(own, flags);
  };
  const firstColumn = (item: number) => columns.findIndex((column) => column.item === item);
  const isMultiple = (item: number) => columns[firstColumn(item)]?.option !== null;
  const percent = "Korn-Graubard";
  return {
    share(cell, item, answer) {
      const period = periodOf.get(cell.period);
      const own = plan.items[item];
      const asked = period === undefined || own === undefined ? "NOT_COLLECTED" : askedIn(own, period);
      const place = typeof asked === "string" ? 0 : asked.scale.answers.findIndex(({ code }) => code === answer);
      const first = firstColumn(item);
      if (place === -1) return { status: "NOT_COLLECTED", flags: ["ESTIMATED"] };
      if (isMultiple(item)) return figure(cell, first + place, (one, flags) => judged(one.shares[0], one.hideShares, flags, percent));
      return figure(cell, first, (one, flags) => judged(one.shares[place], one.hideShares, flags, percent));
    },
    favourable: (cell, item) => figure(cell, firstColumn(item), (own, flags) => judged(own.favourable, own.hideFavourable, flags, percent)),
    unfavourable: (cell, item) =>
      figure(cell, firstColumn(item), (own, flags) => judged(own.unfavourable, own.hideFavourable, flags, percent)),
    index: (cell, item) =>
      figure(cell, firstColumn(item), (own, flags) => judged(own.index, own.hideIndex, flags, "Student's t, linearised")),
    nonAnswer: (cell, item) => figure(cell, firstColumn(item), (own, flags) => judged(own.nonAnswer, own.hideNonAnswer, flags, percent)),
    construct(cell, construct) {
      const period = periodOf.get(cell.period);
      const places = plan.items.flatMap((item, place) => (item.construct === construct ? [place] : []));
      const items = places.flatMap((place) => plan.items[place] ?? []);
      if (period === undefined || items.length === 0) return { status: "NOT_APPLICABLE", flags: ["ESTIMATED"] };
      const flags = flagsOf(items, period);
      const asked = items.map((item) => askedIn(item, period));
      if (asked.includes("NOT_APPLICABLE")) return { status: "NOT_APPLICABLE", flags };
      if (asked.every((one) => one === "NOT_COLLECTED")) return { status: "NOT_COLLECTED", flags };
      const key = keyOf(cell);
      const columnsOf = places.map(firstColumn);
      const isHidden = columnsOf.some((column) => hiddenBase[column]?.has(key) === true);
      const evidence = constructs.get(construct)?.get(key);
      if (isHidden) return { status: "SUPPRESSED", flags };
      // Of one item the score is the item's index, and hidden with it.
      const hide = columnsOf.some((column) => byColumn[column]?.get(key)?.hideIndex === true);
      return judged(evidence, hide, flags, "Student's t, linearised");
    },
  };
}
