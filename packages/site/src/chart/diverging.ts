import type { ChartPoint, SurveyNote } from "./data.ts";
import type { Side } from "./spec.ts";

/** How an answer is painted: the CSS variables, without their dashes, of its fill and of the letters on it. */
export interface AnswerPaint {
  readonly fill: string;
  readonly letters: string;
}

/** Which of five shades the answers of a side have, from the middle outwards, by how many there are. */
const shadesOf: readonly (readonly number[])[] = [[], [4], [2, 4], [1, 3, 5], [1, 2, 4, 5], [1, 2, 3, 4, 5]];

/** A colour for each answer, the stronger the farther from the middle: sides differ in hue, answers of a side in lightness. */
export function answerPaints(sides: readonly Side[]): readonly AnswerPaint[] {
  const count = (side: Side) => sides.filter((one) => one === side).length;
  return sides.map((side, at) => {
    const before = sides.slice(0, at).filter((one) => one === side).length;
    if (side === "middle") return { fill: "a-middle", letters: "ink" };
    const rank = side === "favourable" ? before : count(side) - before - 1;
    const shade = shadesOf[count(side)]?.[rank] ?? 1 + Math.round((rank / (count(side) - 1)) * 4);
    const name = side === "favourable" ? "good" : "poor";
    return { fill: `a-${name}-${shade}`, letters: `a-on-${shade}` };
  });
}

/** How wide an answer is drawn that is not shown: always the same, so that it tells nothing. */
export const hiddenWidth = 7;

/** Where each answer of one bar begins and ends on the axis of values, with the middle at 0. */
export function answerSpans(points: readonly (ChartPoint | undefined)[], sides: readonly Side[]): readonly (readonly [number, number])[] {
  const widths = points.map((point) => (point === undefined ? 0 : "value" in point ? point.value : hiddenWidth));
  const sum = (side: Side) => widths.reduce((total, width, at) => total + (sides[at] === side ? width : 0), 0);
  let from = -sum("unfavourable") - sum("middle") / 2;
  return widths.map((width) => {
    const start = from;
    from += width;
    return [start, from];
  });
}

/** The ends that bars need: the farthest to either side. */
export function answersExtent(
  series: readonly { readonly points: readonly ChartPoint[] }[],
  { sides }: Pick<SurveyNote, "sides">,
): readonly [number, number] {
  const bars = (series[0]?.points ?? []).map((_, at) =>
    answerSpans(
      series.map(({ points }) => points[at]),
      sides,
    ),
  );
  return [Math.min(0, ...bars.map((spans) => spans[0]?.[0] ?? 0)), Math.max(0, ...bars.map((spans) => spans.at(-1)?.[1] ?? 0))];
}
