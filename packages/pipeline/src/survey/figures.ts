import { type ObservationFlag, type ObservationStatus, rollingYearOf, type SurveyScale } from "@openbeat/schema/domain";
import type { Geography } from "../geography/areas.ts";
import type { SurveyPolicy } from "../hub/survey-schema.ts";
import type { Interval } from "../release/observations.ts";
import { complements, type Relation } from "./complements.ts";
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

/** Kinds of figures of one item: what is hidden of one kind is hidden of all its figures. */
const families = ["shares", "favourable", "index", "nonAnswer"] as const;
type Family = (typeof families)[number];

/** What the answers to an item, or to one option of a multiple choice, say in one cell. */
interface ItemCell {
  readonly shares: readonly Evidence[];
  readonly favourable: Evidence | null;
  readonly unfavourable: Evidence | null;
  readonly index: Evidence | null;
  readonly nonAnswer: Evidence | null;
  /** Families that tell of few people, or of nearly all: by this cell alone. */
  readonly sensitive: ReadonlySet<Family>;
}

/** A cell of the published tables of a survey. */
export interface SurveyCell {
  readonly area: string;
  readonly period: string;
  /** Name of the grouping, or `everyone`. */
  readonly grouping: string;
  readonly group: string;
}

/** The name of a cell. */
export const cellKey = ({ area, period, group }: SurveyCell): string => `${area} ${period} ${group}`;
export const periodOfKey = (key: string): string => key.split(" ")[1] ?? "";

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
          cells.set(cellKey(cell), cell);
        }
  }
  return [...cells.values()];
}

/** How the cells of the published tables add up: areas, groups, the waves of twelve months, and two rolling years that share all waves but two. */
export function relationsOf(
  plan: SurveyPlan,
  geography: Geography,
  cells: readonly SurveyCell[],
  folded: ReadonlySet<string>,
): readonly Relation[] {
  const placeOf = new Map(cells.map((cell, place) => [cellKey(cell), place]));
  const levels = [...new Set(plan.tables.flatMap(({ area }) => area))];
  const relations: Relation[] = [];
  const add = (...sides: readonly [readonly SurveyCell[], readonly SurveyCell[]]) => {
    const [left, right] = sides.map((own) => own.flatMap((cell) => placeOf.get(cellKey(cell)) ?? [])) as [number[], number[]];
    if (right.length > 0 && left.length === sides[0].length && right.length === sides[1].length) relations.push({ left, right });
  };
  const groups = plan.groupings.map(({ name }) =>
    groupsOf(plan, name, folded).published.map(({ code }) => ({ grouping: name, group: code })),
  );
  const periods = new Map(plan.periods.map((period) => [period.code, period]));
  const next = new Map(plan.waves.map(({ code }, place) => [rollingYearOf(code), rollingYearOf(plan.waves[place + 1]?.code ?? "")]));
  for (const cell of cells) {
    const own = geography.areas.get(cell.area)?.level ?? "";
    for (const level of levels) {
      if (level === own) continue;
      const inside = geography.atLevel(level).filter(({ code }) => geography.ancestor(code, own) === cell.area);
      add(
        [cell],
        inside.map(({ code }) => ({ ...cell, area: code })),
      );
    }
    if (cell.grouping === everyone)
      for (const parts of groups)
        add(
          [cell],
          parts.map((part) => ({ ...cell, ...part })),
        );
    const waves = periods.get(cell.period)?.waves ?? [];
    if (waves.length < 2) continue;
    const at = (wave: number | undefined) => ({ ...cell, period: plan.waves[wave ?? -1]?.code ?? "" });
    add([cell], waves.map(at));
    const after = periods.get(next.get(cell.period) ?? "");
    if (after !== undefined && after.waves.length > 0) add([cell, at(after.waves.at(-1))], [{ ...cell, period: after.code }, at(waves[0])]);
  }
  return relations;
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

/** Without what the order of adding up makes of the last digits: half a unit is rounded the same way each time. */
const steady = (value: number) => Math.round(value * 1e9) / 1e9;

const padded = (scores: readonly number[], places: number) => [
  ...scores,
  ...new Array<number>(Math.max(0, places - scores.length)).fill(Number.NaN),
];

function itemCell(domain: DomainSums, scale: SurveyScale, option: number | null, places: number, policy: SurveyPolicy): ItemCell {
  const { answers, nonAnswers } = scale;
  if (option !== null) {
    const chosen = [0, 1];
    const shares = [proportion(domain, padded(chosen, places))];
    const asked = padded([...chosen.map(() => 0), 1], places);
    return marked(
      { shares, favourable: null, unfavourable: null, index: null, nonAnswer: nonAnswers.length === 0 ? null : proportion(domain, asked) },
      policy,
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
    policy,
  );
}

/**
 * Marks what tells of few people: every figure of a small base; the answers, where few gave one of them or all but few; a share of which the same is
 * so, or of what is left of it; and a mean where nearly all answered alike.
 */
function marked(
  cell: Pick<ItemCell, "shares" | "favourable" | "unfavourable" | "index" | "nonAnswer">,
  { smallestAnswer, smallestBase }: Pick<SurveyPolicy, "smallestAnswer" | "smallestBase">,
): ItemCell {
  const { shares, favourable, nonAnswer } = cell;
  const isFew = ({ n, x }: Evidence) => n > 0 && ((x > 0 && x < smallestAnswer) || n - x < smallestAnswer);
  const isOneSided = ({ n, x }: Evidence) => n > 0 && (x < smallestAnswer || n - x < smallestAnswer);
  const sensitive = new Set<Family>();
  if (favourable !== null && isOneSided(favourable)) sensitive.add("favourable").add("shares");
  if (shares.some(isFew)) sensitive.add("shares");
  if (shares.some(({ n, x }) => n > 0 && n - x < smallestAnswer)) sensitive.add("index");
  if (nonAnswer !== null && isFew(nonAnswer)) sensitive.add("nonAnswer");
  if ((shares[0]?.n ?? 0) < smallestBase) for (const family of families) sensitive.add(family);
  return { ...cell, sensitive };
}

/** How many people each figure of a kind counts; and those that it does not, where it is of one answer against all others. */
function countsOf(cell: ItemCell, family: Family): readonly number[] {
  if (family === "index") return [];
  if (family === "shares" && cell.shares.length > 1) return cell.shares.map(({ x }) => x);
  const evidence = evidenceOf(cell, family);
  return evidence === null ? [] : [evidence.x, evidence.n - evidence.x];
}

const evidenceOf = (cell: ItemCell, family: Family): Evidence | null => (family === "shares" ? (cell.shares[0] ?? null) : cell[family]);

/** The name of a column of answers that stays the same whatever is added to the survey: of its item, and of its option. */
export function nameOfColumn(item: PlannedItem | undefined, option: number | null): string {
  const offered = item?.wordings.findLast((wording) => wording?.scale.answers[option ?? -1] !== undefined);
  return option === null ? (item?.code ?? "") : `${item?.code ?? ""}.${offered?.scale.answers[option]?.code ?? ""}`;
}

/** What a release shows of a kind of figure, what it hides because it tells of few people, and what only to protect that: names of cells. */
interface ToldKind {
  readonly shown: readonly string[];
  readonly primary: readonly string[];
  readonly secondary: readonly string[];
}

/** What releases show and hide, by kind of figure. */
export type ToldFigures = Readonly<Record<string, ToldKind>>;

/** What earlier releases told of the same answers. What one of them showed is known, whatever another hid. */
export type EarlierFigures = (kind: string, cell: string) => keyof ToldKind | undefined;

/** What some earlier releases told, taken together. */
export function earlierFigures(releases: readonly ToldFigures[]): EarlierFigures {
  const told = new Map<string, Map<string, keyof ToldKind>>();
  for (const how of ["secondary", "primary", "shown"] as const)
    for (const release of releases)
      for (const [kind, cells] of Object.entries(release)) {
        const own = told.get(kind) ?? new Map<string, keyof ToldKind>();
        told.set(kind, own);
        for (const cell of cells[how]) own.set(cell, how);
      }
  return (kind, cell) => told.get(kind)?.get(cell);
}

/** One kind of figure in every cell, whether it is sensitive by itself, and how many people gave each answer; null where there is none. */
type KindOfFigure = readonly ({
  readonly evidence: Evidence;
  readonly isSensitive: boolean;
  readonly counts: readonly number[];
} | null)[];

/** Places of the cells of which a kind of figure may not be shown: because it tells of few people, or to protect those. */
function hiddenOf(
  kind: string,
  names: readonly string[],
  figures: KindOfFigure,
  relations: readonly Relation[],
  policy: SurveyPolicy,
  earlier: EarlierFigures,
): { readonly primary: ReadonlySet<number>; readonly secondary: ReadonlySet<number> } {
  const told = names.map((name) => earlier(kind, name));
  const n = figures.map((own) => own?.evidence.n ?? 0);
  const isSensitive = figures.map((own, place) => own !== null && (own.isSensitive || told[place] === "primary"));
  const isKept = figures.map((own, place) => own !== null && told[place] === "secondary" && isSensitive[place] !== true);
  const added = complements({
    n,
    x: Array.from({ length: Math.max(0, ...figures.map((own) => own?.counts.length ?? 0)) }, (_, answer) =>
      figures.map((own) => own?.counts[answer] ?? 0),
    ),
    isFew(place, answer) {
      const [base, count] = [n[place] ?? 0, figures[place]?.counts[answer] ?? 0];
      return base < policy.smallestBase || count < policy.smallestAnswer || base - count < policy.smallestAnswer;
    },
    isShown: figures.map((own, place) => own?.evidence.isLarge === true && isSensitive[place] !== true && isKept[place] !== true),
    isSensitive,
    wasShown: (place) => told[place] === "shown",
    relations,
    roundedTo: policy.roundPercentTo,
    width: policy.width,
  });
  const where = (isIn: readonly boolean[]) => isIn.flatMap((one, place) => (one ? [place] : []));
  return { primary: new Set(where(isSensitive)), secondary: new Set([...where(isKept), ...added]) };
}

/** Everything that is published of a survey, and what of it is hidden to protect people: for the next release. */
export interface Estimated {
  readonly figures: SurveyFigures;
  readonly told: ToldFigures;
}

/** Estimates everything that a survey publishes, and decides what of it may be shown. @throws {PipelineError} `UNPROTECTABLE` */
export function estimate(
  plan: SurveyPlan,
  geography: Geography,
  sums: SurveySums,
  folded: ReadonlySet<string>,
  earlier: EarlierFigures,
): Estimated {
  const { policy } = plan.file.spec;
  const cells = cellsOf(plan, geography, folded);
  const placeOf = new Map(cells.map((cell, place) => [cellKey(cell), place]));
  const relations = relationsOf(plan, geography, cells, folded);
  const periodOf = new Map(plan.periods.map((period) => [period.code, period]));
  const columns = answerColumns(plan.items);
  const pooled = ({ domains }: SummedColumn, { area, grouping, group }: SurveyCell, { waves }: PlannedPeriod): DomainSums =>
    waves.flatMap((wave) => domains.get(domainKey(wave, area, grouping, group)) ?? []);
  const names = cells.map(cellKey);
  const told: Record<string, ToldKind> = {};
  const protect = (kind: string, figures: KindOfFigure): ReadonlySet<number> => {
    const { primary, secondary } = hiddenOf(kind, names, figures, relations, policy, earlier);
    const hidden = primary.union(secondary);
    const namesOf = (places: ReadonlySet<number>) => names.filter((_, place) => places.has(place));
    const shown = names.filter((_, place) => figures[place]?.evidence.isLarge === true && !hidden.has(place));
    told[kind] = { shown, primary: namesOf(primary), secondary: namesOf(secondary) };
    return hidden;
  };

  const byColumn = columns.map(({ column, item, option }) => {
    const own = plan.items[item];
    const summed = sums.items.get(column);
    const found = cells.map((cell): ItemCell | null => {
      const period = periodOf.get(cell.period);
      const asked = period === undefined || own === undefined ? "NOT_APPLICABLE" : askedIn(own, period);
      if (typeof asked === "string" || period === undefined || summed === undefined) return null;
      if (option !== null && asked.scale.answers[option] === undefined) return null;
      return itemCell(pooled(summed, cell, period), asked.scale, option, summed.places, policy);
    });
    const hidden = new Map(
      families.map((family) => {
        const figures = found.map((cell) => {
          const evidence = cell === null ? null : evidenceOf(cell, family);
          return cell === null || evidence === null
            ? null
            : { evidence, isSensitive: cell.sensitive.has(family), counts: countsOf(cell, family) };
        });
        return [family, protect(`${nameOfColumn(own, option)} ${family}`, figures)];
      }),
    );
    return { found, hidden };
  });
  const firstColumn = (item: number) => columns.findIndex((column) => column.item === item);
  const constructs = new Map(
    plan.file.spec.constructs.map(({ code }) => {
      const summed = sums.constructs.get(code);
      const places = plan.items.flatMap((item, place) => (item.construct === code ? [place] : []));
      const found = cells.map((cell, at) => {
        const period = periodOf.get(cell.period);
        if (
          summed === undefined ||
          period === undefined ||
          places.some((place) => askedIn(plan.items[place] as PlannedItem, period) === "NOT_APPLICABLE")
        )
          return null;
        const evidence = mean(pooled(summed, cell, period), summed.scores ?? []);
        // Of one item the score is the item's index, and tells what that tells.
        const isSensitive =
          evidence.n < policy.smallestBase || places.some((place) => byColumn[firstColumn(place)]?.hidden.get("index")?.has(at) === true);
        return { evidence, isSensitive, counts: [] };
      });
      return [code, { found, hidden: protect(`construct ${code}`, found) }] as const;
    }),
  );

  const unit = policy.roundPercentTo;
  const people = (count: number) => Math.max(policy.roundBaseTo, Math.round(count / policy.roundBaseTo) * policy.roundBaseTo);
  const show = (evidence: Evidence, flags: readonly ObservationFlag[], method: string): Figure => {
    const n = people(evidence.n);
    return {
      status: "AVAILABLE",
      value: Math.round(steady(evidence.value / unit)) * unit,
      interval: {
        lower: Math.floor(steady(evidence.lower / unit)) * unit,
        upper: Math.ceil(steady(evidence.upper / unit)) * unit,
        level: intervalLevel,
        method,
      },
      n,
      nEffective: Math.min(
        n,
        Math.max(policy.roundBaseTo, Math.floor(steady(evidence.nEffective / policy.roundBaseTo)) * policy.roundBaseTo),
      ),
      flags: [
        ...flags,
        ...(evidence.isForReview ? (["LOW_RELIABILITY"] as const) : []),
        ...(evidence.isComplementUnreliable ? (["COMPLEMENT_UNRELIABLE"] as const) : []),
      ],
    };
  };
  const judged = (evidence: Evidence | null | undefined, isHidden: boolean, flags: readonly ObservationFlag[], method: string): Figure => {
    if (evidence == null) return { status: "NOT_APPLICABLE", flags };
    // A base of few people says no more than that; of others it is told whether they are too few to be precise, or hidden.
    if (evidence.n < policy.smallestBase) return { status: "SUPPRESSED", flags };
    if (!evidence.isLarge) return { status: "UNRELIABLE", flags };
    if (isHidden) return { status: "SUPPRESSED", flags };
    return evidence.isReliable ? show(evidence, flags, method) : { status: "UNRELIABLE", flags };
  };
  const flagsOf = (items: readonly PlannedItem[], period: PlannedPeriod): readonly ObservationFlag[] =>
    isBreak(plan, items, period) ? ["ESTIMATED", "BREAK_IN_SERIES"] : ["ESTIMATED"];
  const periodOfCell = (cell: SurveyCell): PlannedPeriod => {
    const period = periodOf.get(cell.period);
    if (period === undefined) throw new Error("A figure is of no period.");
    return period;
  };

  const figure = (
    cell: SurveyCell,
    column: number,
    family: Family,
    method: string,
    evidence: (own: ItemCell) => Evidence | null | undefined,
  ): Figure => {
    const period = periodOfCell(cell);
    const item = plan.items[columns[column]?.item ?? -1];
    if (item === undefined) throw new Error("A figure is of no item.");
    const flags = flagsOf([item], period);
    const asked = askedIn(item, period);
    if (typeof asked === "string") return { status: asked, flags };
    const place = placeOf.get(cellKey(cell)) ?? -1;
    const own = byColumn[column]?.found[place];
    if (own == null) return { status: "NOT_COLLECTED", flags };
    return judged(evidence(own), byColumn[column]?.hidden.get(family)?.has(place) === true, flags, method);
  };
  const percent = "Korn-Graubard";
  const linearised = "linearised, Student's t";
  const figures: SurveyFigures = {
    share(cell, item, answer) {
      const own = plan.items[item];
      const asked = own === undefined ? "NOT_COLLECTED" : askedIn(own, periodOfCell(cell));
      const place = typeof asked === "string" ? 0 : asked.scale.answers.findIndex(({ code }) => code === answer);
      if (place === -1) return { status: "NOT_COLLECTED", flags: ["ESTIMATED"] };
      const first = firstColumn(item);
      if (columns[first]?.option !== null) return figure(cell, first + place, "shares", percent, ({ shares }) => shares[0]);
      return figure(cell, first, "shares", percent, ({ shares }) => shares[place]);
    },
    favourable: (cell, item) => figure(cell, firstColumn(item), "favourable", percent, (own) => own.favourable),
    unfavourable: (cell, item) => figure(cell, firstColumn(item), "favourable", percent, (own) => own.unfavourable),
    index: (cell, item) => figure(cell, firstColumn(item), "index", linearised, (own) => own.index),
    nonAnswer: (cell, item) => figure(cell, firstColumn(item), "nonAnswer", percent, (own) => own.nonAnswer),
    construct(cell, construct) {
      const period = periodOfCell(cell);
      const items = plan.items.filter((item) => item.construct === construct);
      const flags = flagsOf(items, period);
      const asked = items.map((item) => askedIn(item, period));
      if (asked.length === 0 || asked.includes("NOT_APPLICABLE")) return { status: "NOT_APPLICABLE", flags };
      if (asked.every((one) => one === "NOT_COLLECTED")) return { status: "NOT_COLLECTED", flags };
      const place = placeOf.get(cellKey(cell)) ?? -1;
      const own = constructs.get(construct);
      return judged(own?.found[place]?.evidence, own?.hidden.has(place) === true, flags, linearised);
    },
  };
  return { figures, told };
}
