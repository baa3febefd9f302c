import { breaksBehind, breaksOf, compareFigures, eventsOf, type LocalisedText, parsePeriod, periodsBetween } from "@openbeat/schema/domain";
import type { PublicRecord, PublicRecords } from "../records/record.ts";
import type { ReadyDataset } from "../release/content.ts";
import type { Observation } from "../release/observations.ts";
import { categoriesIn, categoryNames, everything } from "./published-figures.ts";
import { dayOf, numberOf, recordsOf, wordOf } from "./record-values.ts";

type Verdict = "met" | "on_the_way" | "not_on_the_way" | "not_met" | "cannot_tell";
type Reason = "no_baseline" | "no_later_figure" | "hidden" | "break" | "not_exact" | "provisional" | "range" | "no_method";
type Period = NonNullable<ReturnType<typeof parsePeriod>>;

/** A published figure, its period, and between which values the truth lies: both ends are the value where it is exact, and there are none where that is not told. */
interface GoalFigure {
  readonly period: Period;
  readonly observation: Observation;
  readonly range: readonly [lower: number, upper: number] | null;
}

/** The figures of a goal by period, and the first days of changes in what is recorded. */
interface Series {
  readonly figures: readonly GoalFigure[];
  readonly breaks: readonly string[];
}

/** Flags of figures that are no exact counts: without a range nobody knows how far they are from the truth. */
const inexact = ["ROUNDED", "PERTURBED", "ESTIMATED", "IMPUTED"] as const;

/**
 * Judges every goal by the published figures alone, whole ranges included. What is not shown, is provisional or was counted otherwise gives no verdict, and no
 * clock is asked: a goal is due when the last period before its day is published.
 * @returns One finding of the kind `goal-findings` for each record of the kind `goals`, of the same code.
 */
export const goalFindings = (datasets: readonly ReadyDataset[], records: PublicRecords): readonly PublicRecord[] =>
  recordsOf(records, "goals").map((goal) => findingOf(goal, seriesOf(goal, datasets)));

function rangeOf({ value, interval, flags }: Observation): GoalFigure["range"] {
  if (interval !== null) return [interval.lower, interval.upper];
  return value === null || inexact.some((flag) => flags.includes(flag)) ? null : [value, value];
}

/** The figures that a goal is judged by. The same cell may stand in two tables: the first that shows it is taken. */
function seriesOf(goal: PublicRecord, datasets: readonly ReadyDataset[]): Series {
  const [measure, area, given] = [wordOf(goal, "measure"), wordOf(goal, "area"), wordOf(goal, "category")];
  const found = new Map<string, GoalFigure>();
  const breaks: string[] = [];
  const changes = datasets.map(({ code, source }) => ({ code, breaks: breaksOf(source) }));
  for (const dataset of datasets) {
    const categories = categoriesIn(dataset.codeLists);
    const isWhole = given === null || [...categories.whole.values()].some((codes) => codes.has(given));
    const before = found.size;
    for (const table of dataset.tables) {
      const place = table.measures.findIndex(({ code }) => code === measure);
      if (place < 0) continue;
      const nameOf = categoryNames(table, categories);
      for (const observation of table.observations()) {
        if (observation.measure !== place || observation.area !== area) continue;
        if (nameOf(observation.codes) !== (isWhole ? everything : given)) continue;
        const period = parsePeriod(observation.period);
        const known = found.get(observation.period);
        if (period !== undefined && (known === undefined || known.observation.status !== "AVAILABLE"))
          found.set(observation.period, { period, observation, range: rangeOf(observation) });
      }
    }
    if (found.size > before) breaks.push(...breaksBehind(measure ?? "", dataset.code, changes));
  }
  return { figures: [...found.values()].sort((a, b) => (a.period.start < b.period.start ? -1 : 1)), breaks };
}

interface Judged {
  readonly verdict: Verdict;
  readonly reason: Reason | null;
}
const unknown = (reason: Reason): Judged => ({ verdict: "cannot_tell", reason });

function findingOf(goal: PublicRecord, series: Series): PublicRecord {
  const start = parsePeriod(wordOf(goal, "baseline_period") ?? "");
  const due = dayOf(goal, "due") ?? "";
  const baseline = series.figures.find(({ period }) => period.code === start?.code);
  const latest = series.figures.findLast(
    ({ period, observation }) =>
      period.grain === start?.grain && period.start > start.end && period.end <= due && !observation.flags.includes("PARTIAL_COVERAGE"),
  );
  const { verdict, reason } = judge(goal, series, baseline, latest);
  const ends = (name: string, figure: GoalFigure | undefined) => {
    const shown = figure?.observation.status === "AVAILABLE" ? figure.observation : undefined;
    return {
      [name]: shown?.value ?? null,
      [`${name}_lower`]: shown?.interval?.lower ?? null,
      [`${name}_upper`]: shown?.interval?.upper ?? null,
    };
  };
  return {
    ...{ kind: "goal-findings", code: goal.code, areas: [] },
    values: {
      ...{ goal: goal.code, verdict, reason, ...ends("baseline", baseline) },
      ...{ latest_period: latest?.period.code ?? null, ...ends("latest", latest), method },
    },
  };
}

function judge(goal: PublicRecord, series: Series, baseline: GoalFigure | undefined, latest: GoalFigure | undefined): Judged {
  const target = numberOf(goal, "target");
  if (baseline === undefined || target === null) return unknown("no_baseline");
  if (latest === undefined) return unknown("no_later_figure");
  const both = [baseline, latest];
  if (both.some(({ observation }) => observation.status !== "AVAILABLE")) return unknown("hidden");
  const isBroken = series.figures.some(
    ({ period, observation }) =>
      period.start > baseline.period.start && period.start <= latest.period.start && observation.flags.includes("BREAK_IN_SERIES"),
  );
  if (isBroken || series.breaks.some((day) => day > baseline.period.start && day <= latest.period.end)) return unknown("break");
  if (both.some(({ observation }) => observation.flags.includes("PROVISIONAL"))) return unknown("provisional");
  if (baseline.range === null || latest.range === null) return unknown("not_exact");
  const sign = wordOf(goal, "aim") === "at_most" ? -1 : 1;
  const [worst, best] = [sign * latest.range[0], sign * latest.range[1]].toSorted((a, b) => a - b) as [number, number];
  if (worst >= sign * target) return { verdict: "met", reason: null };
  if (best >= sign * target) return unknown("range");
  if (isDue(latest.period, dayOf(goal, "due") ?? "")) return { verdict: "not_met", reason: null };
  const moved = movement(goal, baseline, latest);
  if (moved === undefined) return unknown("no_method");
  return { verdict: moved === sign ? "on_the_way" : "not_on_the_way", reason: null };
}

/** Whether no later period of as long ends by the day that a goal is due. */
function isDue({ grain, end }: Period, due: string): boolean {
  // Years that roll end with every month.
  const next = periodsBetween(end, due, grain === "rolling_year" ? "month" : grain);
  return !next.some((period) => period.end > end && period.end <= due);
}

/** Which way a figure clearly moved: 1, −1, or 0 where chance explains it; undefined where that cannot be told of such figures. */
function movement(goal: PublicRecord, baseline: GoalFigure, latest: GoalFigure): 1 | -1 | 0 | undefined {
  const measure = wordOf(goal, "measure") ?? "";
  if (baseline.observation.interval !== null && latest.observation.interval !== null && baseline.range !== null && latest.range !== null) {
    // Ranges that do not touch: stricter than a test of the difference.
    if (latest.range[0] > baseline.range[1]) return 1;
    return latest.range[1] < baseline.range[0] ? -1 : 0;
  }
  const compared = ({ period, observation }: GoalFigure) => ({
    ...{ status: observation.status, flags: observation.flags, value: observation.value },
    events: eventsOf({ ...observation, measure, start: new Date(period.start), end: new Date(period.end) }),
    ...{ start: period.start, end: period.end, grain: period.grain },
  });
  const [comparison] = compareFigures(
    [{ first: compared(baseline), second: compared(latest), sameMeasure: true, apart: false, breaks: [] }],
    "NONE",
  );
  if (comparison === undefined || comparison.verdict === "NOT_COMPARABLE") return undefined;
  return comparison.verdict === "UP" ? 1 : comparison.verdict === "DOWN" ? -1 : 0;
}

const method: LocalisedText = {
  en: "By published figures alone, of whole periods as long as the baseline, until the day that the goal is due. Where a figure has a range, all of it must reach the target. A move counts where an exact test of two counts, or two ranges that do not touch, say that chance does not explain it.",
  es: "Solo por cifras publicadas, de períodos completos tan largos como el de partida, hasta el día en que vence la meta. Si una cifra tiene un intervalo, todo él debe alcanzar el objetivo. Un cambio cuenta si una prueba exacta de dos recuentos, o dos intervalos que no se tocan, dicen que el azar no lo explica.",
};
