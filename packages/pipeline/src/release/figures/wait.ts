import { type BandedFigure, endedWithin, type WaitOf, waitQuantile } from "@openbeat/schema/domain";
import { bandsOf } from "../../hub/check-parts.ts";
import { type Counted, type Figure, type FigureOf, intervalLevel, nothing, whyNot } from "./figure.ts";
import { countsOf, type Grouping, isWhole } from "./grouping.ts";
import { percent, smallestWhole } from "./share.ts";

const method = "Kaplan-Meier, log-log";

/**
 * How a figure of waits is made in a grouping, from published counts by bands of time. Hidden where a count that it needs is: the number of all, and those of the
 * bands up to where it lies.
 */
export function waitIn(grouping: Grouping, wait: WaitOf): FigureOf {
  const list = grouping.plan.categories.get(wait.category);
  if (!isWhole(grouping, wait.category) || list === undefined) return () => nothing("NOT_APPLICABLE");
  const bands = bandsOf(list, wait).map(({ code, upTo, ended }) => ({
    upTo: upTo ?? null,
    ended: ended === true,
    countAt: countsOf(grouping, wait.category, code),
  }));
  const whole = countsOf(grouping, wait.category, wait.outOf);
  return ({ at }) => {
    const total = whole(at);
    if (total.status !== "published") return whyNot(total);
    if (total.count === 0) return nothing("NOT_APPLICABLE");
    const counts = bands.map((band) => ({ ...band, cell: band.countAt(at) }));
    const waits = {
      total: total.count,
      bands: counts.map(({ cell, ...band }) => ({ ...band, count: cell.status === "published" ? cell.count : null })),
    };
    const { tell } = wait;
    const found =
      "quantile" in tell ? waitQuantile(waits, tell.quantile, tell.by, intervalLevel) : endedWithin(waits, tell.endedWithin, intervalLevel);
    return figureOf(
      found,
      total.count,
      counts.map(({ cell }) => cell),
      "quantile" in tell ? (value) => value : percent,
    );
  };
}

function figureOf(found: BandedFigure, total: number, cells: readonly Counted[], scaled: (value: number) => number): Figure {
  if (found.status === "not reached") return nothing("NOT_APPLICABLE", ["NOT_REACHED"]);
  if (found.status === "unknown") {
    const [hidden] = cells.flatMap((cell) => (cell.status === "published" ? [] : [cell]));
    if (hidden === undefined) throw new Error("A figure of waits is not known though all of its counts are.");
    return whyNot(hidden);
  }
  const { value, interval, ended } = found;
  return {
    status: "AVAILABLE",
    value: scaled(value),
    numerator: ended,
    denominator: total,
    interval: interval && { lower: scaled(interval.lower), upper: scaled(interval.upper), level: intervalLevel, method },
    flags: total < smallestWhole ? ["LOW_RELIABILITY"] : [],
  };
}
