import type { Chart, Plugin, Scale } from "chart.js";
import type { ChartData, ChartPoint } from "./data.ts";
import { answerPaints, answerSpans } from "./diverging.ts";
import { amountOf, answerThickness, barThickness, fontSize, isAcross, isHidden, isRightToLeft, type Look, pointsAt } from "./look.ts";

// What is drawn on a chart beside its lines and bars: what is not shown, ranges, values, names, breaks.

const columnHatch = 26;

const letters = (look: Look, weight = 400) => `${weight} ${fontSize}px ${look.family}`;

/** Diagonal lines over the periods of a line that are not shown, with their mark. */
const hiddenBands = (data: ChartData, look: Look): Plugin => ({
  id: "hiddenBands",
  beforeDatasetsDraw({ ctx, scales, chartArea }) {
    const points = data.series[0]?.points ?? [];
    const x = scales.x;
    if (x === undefined) return;
    const step = points.length > 1 ? Math.abs(x.getPixelForValue(1) - x.getPixelForValue(0)) : chartArea.right - chartArea.left;
    for (let from = 0; from < points.length; from += 1) {
      if (!isHidden(points[from])) continue;
      let to = from;
      while (isHidden(points[to + 1])) to += 1;
      const left = Math.max(chartArea.left, Math.min(x.getPixelForValue(from), x.getPixelForValue(to)) - step / 2);
      const right = Math.min(chartArea.right, Math.max(x.getPixelForValue(from), x.getPixelForValue(to)) + step / 2);
      ctx.save();
      ctx.fillStyle = look.hatch(ctx);
      ctx.fillRect(left, chartArea.top, right - left, chartArea.bottom - chartArea.top);
      ctx.restore();
      const first = points[from];
      if (first !== undefined && "mark" in first && right - left >= 14) write(ctx, look, first.mark, (left + right) / 2, chartArea.top - 8);
      from = to;
    }
  },
});

function write(
  ctx: CanvasRenderingContext2D,
  look: Look,
  text: string,
  x: number,
  y: number,
  align: CanvasTextAlign = "center",
  weight = 400,
) {
  ctx.save();
  ctx.font = letters(look, weight);
  ctx.fillStyle = weight > 400 ? look.ink : look.muted;
  ctx.textAlign = align;
  ctx.textBaseline = "middle";
  ctx.fillText(text, x, y);
  ctx.restore();
}

/** A dashed line from above to below. */
function upright(
  ctx: CanvasRenderingContext2D,
  x: number,
  [top, bottom]: readonly [number, number],
  { colour, width, dash }: { readonly colour: string; readonly width: number; readonly dash: number[] },
) {
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.setLineDash(dash);
  ctx.beginPath();
  ctx.moveTo(x, top);
  ctx.lineTo(x, bottom);
  ctx.stroke();
  ctx.restore();
}

/** The range around a value: a band along a line, a whisker on a bar. */
const intervals = (data: ChartData, look: Look): Plugin => ({
  id: "intervals",
  afterDatasetsDraw(chart) {
    data.series.forEach(({ points }, at) => {
      const meta = chart.getDatasetMeta(at);
      const { ctx, scales } = chart;
      const across = isAcross(data.kind);
      const values = scales[across ? "x" : "y"];
      ctx.save();
      ctx.strokeStyle = data.kind === "line" ? (look.series[at % look.series.length] ?? look.ink) : look.ink;
      ctx.lineWidth = 1.5;
      ctx.beginPath();
      points.forEach((point, index) => {
        const element = meta.data[index];
        if (values === undefined || element === undefined || !("value" in point) || point.lower === null || point.upper === null) return;
        const lower = values.getPixelForValue(point.lower);
        const upper = values.getPixelForValue(point.upper);
        if (across) whisker(ctx, [lower, element.y], [upper, element.y], 4);
        else whisker(ctx, [element.x, lower], [element.x, upper], 4);
      });
      ctx.stroke();
      ctx.restore();
    });
  },
});

function whisker(ctx: CanvasRenderingContext2D, [ax, ay]: readonly [number, number], [bx, by]: readonly [number, number], arm: number) {
  const [dx, dy] = ax === bx ? [arm, 0] : [0, arm];
  ctx.moveTo(ax, ay);
  ctx.lineTo(bx, by);
  for (const [x, y] of [
    [ax, ay],
    [bx, by],
  ] as const) {
    ctx.moveTo(x - dx, y - dy);
    ctx.lineTo(x + dx, y + dy);
  }
}

/** The value beside each bar, or a short hatched bar and its mark; beside the last point of a line. */
const directLabels = (data: ChartData, look: Look): Plugin => ({
  id: "directLabels",
  afterDatasetsDraw(chart) {
    data.series.forEach(({ points }, at) => {
      if (data.kind === "line") labelLastPoint(chart, data, at, look);
      else
        points.forEach((point, index) => {
          labelBar(chart, data, at, index, point, look);
        });
    });
  },
});

function labelLastPoint(chart: Chart, data: ChartData, at: number, look: Look) {
  const points = data.series[at]?.points ?? [];
  const last = points.findLastIndex((point) => "value" in point);
  const point = points[last];
  const element = chart.getDatasetMeta(at).data[last];
  if (element === undefined || point === undefined || !("value" in point)) return;
  const isHighest = data.series.every(
    (other, index) => index === at || (amountOf(other.points[last]) ?? Number.NEGATIVE_INFINITY) <= point.value,
  );
  // Where the line comes from above, the room is below.
  const falls = (amountOf(points[last - 1]) ?? Number.NEGATIVE_INFINITY) > point.value;
  const above = data.series.length > 1 ? isHighest : !falls || element.y + 26 > chart.chartArea.bottom;
  const room = chart.width - element.x;
  const isAtLeft = element.x < 24;
  if (data.survey !== undefined) {
    // Its range stands above and below it: the room is beside it.
    const away = isRightToLeft(data.locale) ? -1 : 1;
    write(chart.ctx, look, point.text, element.x + 10 * away, element.y, away > 0 ? "left" : "right", 600);
    return;
  }
  // Beyond its range, whose line would go through the letters.
  const edge = above ? point.upper : point.lower;
  const from = edge === null ? element.y : (chart.scales.y?.getPixelForValue(edge) ?? element.y);
  const y = Math.max(8, above ? Math.min(element.y - 14, from - 9) : Math.max(element.y + 16, from + 12));
  const [x, align] =
    room < 24 ? [element.x + 6, "right" as const] : isAtLeft ? [element.x - 6, "left" as const] : [element.x, "center" as const];
  write(chart.ctx, look, point.text, x, y, align, 600);
}

function labelBar(chart: Chart, data: ChartData, at: number, index: number, point: ChartPoint, look: Look) {
  const element = chart.getDatasetMeta(at).data[index];
  const { ctx, scales } = chart;
  if (element === undefined) return;
  const bars = isAcross(data.kind);
  const zero = scales[bars ? "x" : "y"]?.getPixelForValue(0) ?? 0;
  if ("value" in point) {
    if (bars) {
      const end = point.upper === null ? element.x : (scales.x?.getPixelForValue(point.upper) ?? element.x);
      const away = isRightToLeft(data.locale) ? -1 : 1;
      write(ctx, look, point.text, besideLine(data, scales.x, end + 6 * away, point.text), element.y, away > 0 ? "left" : "right", 600);
    } else {
      // Beyond its range, whose line would go through the letters.
      const end = point.upper === null ? element.y : (scales.y?.getPixelForValue(point.upper) ?? element.y);
      write(ctx, look, point.text, element.x, Math.min(end, element.y, zero) - 9, "center", 600);
    }
    return;
  }
  // Without a value there is no bar, and so no element to ask for its place across the axis.
  const place = scales[bars ? "y" : "x"]?.getPixelForValue(index) ?? 0;
  const offset = (at - (data.series.length - 1) / 2) * barThickness;
  const away = isRightToLeft(data.locale) ? -1 : 1;
  ctx.save();
  ctx.fillStyle = look.hatch(ctx);
  if (bars) ctx.fillRect(Math.min(zero, zero + 2 * columnHatch * away), place + offset - barThickness / 2, 2 * columnHatch, barThickness);
  else ctx.fillRect(place + offset - 14, zero - columnHatch, 28, columnHatch);
  ctx.restore();
  if (bars) write(ctx, look, point.mark, zero + (2 * columnHatch + 6) * away, place + offset, away > 0 ? "left" : "right");
  else write(ctx, look, point.mark, place + offset, zero - columnHatch - 9);
}

/** Where a label begins that would stand on the line of what the others are compared with: behind it. */
function besideLine(data: ChartData, scale: Scale | undefined, from: number, text: string): number {
  const value = amountOf(data.series[0]?.points[data.reference ?? -1]);
  if (value === null || scale === undefined) return from;
  const away = isRightToLeft(data.locale) ? -1 : 1;
  const ahead = (scale.getPixelForValue(value) - from) * away;
  return ahead > -2 && ahead < text.length * 8 ? from + (ahead + 5) * away : from;
}

/** A dot at each value, over its range, and a line through the one that the others are compared with. */
const dots = (data: ChartData, look: Look): Plugin => ({
  id: "dots",
  beforeDatasetsDraw({ ctx, scales, chartArea }) {
    const value = amountOf(data.series[0]?.points[data.reference ?? -1]);
    if (value === null || scales.x === undefined) return;
    const x = scales.x.getPixelForValue(value);
    upright(ctx, x, [chartArea.top, chartArea.bottom], { colour: look.muted, width: 1, dash: [4, 4] });
  },
  afterDatasetsDraw(chart) {
    const { ctx } = chart;
    data.series[0]?.points.forEach((point, index) => {
      const element = chart.getDatasetMeta(0).data[index];
      if (element === undefined || !("value" in point)) return;
      const colour = look.series[0] ?? look.ink;
      ctx.save();
      ctx.fillStyle = point.soft ? look.paper : colour;
      ctx.strokeStyle = colour;
      ctx.lineWidth = 2;
      ctx.beginPath();
      ctx.arc(element.x, element.y, 5, 0, 2 * Math.PI);
      ctx.fill();
      ctx.stroke();
      ctx.restore();
    });
  },
});

/** Where the series breaks: a dashed line across it, with its word. */
const breakMarks = (data: ChartData, look: Look): Plugin => ({
  id: "breakMarks",
  beforeDatasetsDraw({ ctx, scales, chartArea }) {
    for (const { before, label } of data.survey?.breaks ?? []) {
      const [left, right] = [scales.x?.getPixelForValue(before - 1), scales.x?.getPixelForValue(before)];
      if (left === undefined || right === undefined) continue;
      const x = (left + right) / 2;
      upright(ctx, x, [chartArea.top, chartArea.bottom], { colour: look.ink, width: 1.5, dash: [2, 3] });
      write(ctx, look, label, x, chartArea.top - 9);
    }
  },
});

/** The values in their pieces where there is room, a hatched piece for each answer that is not shown, and a line through the middle. */
const answerPieces = (data: ChartData, look: Look): Plugin => ({
  id: "answerPieces",
  beforeDatasetsDraw({ ctx, scales }) {
    const middle = scales.x?.getPixelForValue(0);
    if (middle === undefined) return;
    // Above the bar stands its name, below it the marks of what is not shown.
    const reach = answerThickness / 2 + 3;
    ctx.save();
    ctx.strokeStyle = look.muted;
    ctx.lineWidth = 1;
    ctx.beginPath();
    for (const index of data.labels.keys()) {
      const centre = scales.y?.getPixelForValue(index) ?? 0;
      ctx.moveTo(middle, centre - reach);
      ctx.lineTo(middle, centre + reach);
    }
    ctx.stroke();
    ctx.restore();
  },
  afterDatasetsDraw({ ctx, scales }) {
    const { x, y } = scales;
    const sides = data.survey?.sides ?? [];
    if (x === undefined || y === undefined) return;
    const paints = answerPaints(sides);
    const bars = [...data.labels.keys()].map((index) => {
      const points = pointsAt(data, index);
      const pieces = answerSpans(points, sides).map(([from, to]) => [x.getPixelForValue(from), x.getPixelForValue(to)] as const);
      return { points, pieces, centre: y.getPixelForValue(index) };
    });
    const piece = ([from, to]: readonly [number, number], centre: number) =>
      ctx.fillRect(Math.min(from, to) + 0.5, centre - answerThickness / 2, Math.max(0.5, Math.abs(to - from) - 1), answerThickness);
    // One answer after the other: those of one colour are one shape of the picture.
    for (const [at, { fill }] of paints.entries()) {
      for (const { points, pieces, centre } of bars) {
        const [point, span] = [points[at], pieces[at]];
        if (point === undefined || span === undefined) continue;
        ctx.fillStyle = "value" in point ? look.colour(fill) : look.hatch(ctx);
        piece(span, centre);
      }
    }
    for (const { points, pieces, centre } of bars) {
      for (const [at, span] of pieces.entries()) {
        const point = points[at];
        if (point === undefined) continue;
        const [from, to] = span;
        const width = Math.abs(to - from);
        if (!("value" in point)) {
          // Pieces beside each other have one mark.
          if (isHidden(points[at - 1])) continue;
          let last = at;
          while (isHidden(points[last + 1])) last += 1;
          const end = pieces[last]?.[1] ?? to;
          write(ctx, look, point.mark, (from + end) / 2, centre + answerThickness / 2 + 9);
        } else if (width >= point.text.length * 7 + 8) {
          ctx.save();
          ctx.font = letters(look, 600);
          ctx.fillStyle = look.colour(paints[at]?.letters ?? "ink");
          ctx.textAlign = "center";
          ctx.textBaseline = "middle";
          ctx.fillText(point.text, (from + to) / 2, centre);
          ctx.restore();
        }
      }
    }
  },
});

/** The name of each bar, above it: no room is lost to long names, on any width. */
const barNames = (data: ChartData, look: Look): Plugin => ({
  id: "barNames",
  afterDatasetsDraw({ ctx, scales, chartArea }) {
    data.labels.forEach((label, index) => {
      const centre = scales.y?.getPixelForValue(index) ?? 0;
      const y = centre - (data.kind === "diverging" ? answerThickness : data.series.length * barThickness) / 2 - 10;
      ctx.save();
      ctx.font = letters(look);
      ctx.fillStyle = look.ink;
      const rightToLeft = isRightToLeft(data.locale);
      ctx.textAlign = rightToLeft ? "right" : "left";
      ctx.textBaseline = "middle";
      ctx.fillText(label, rightToLeft ? chartArea.right : chartArea.left, y);
      ctx.restore();
    });
  },
});

/** The dots on a line: on all of a short one; on a long one where it ends, and where it would not be seen or is not sure. */
const lineDots = (data: ChartData, look: Look): Plugin => ({
  id: "lineDots",
  afterDatasetDraw({ ctx }, { index: at, meta }) {
    const points = data.series[at]?.points ?? [];
    const colour = look.series[at % look.series.length] ?? look.ink;
    const alone = (index: number) => amountOf(points[index - 1]) === null && amountOf(points[index + 1]) === null;
    const last = points.findLastIndex((point) => "value" in point);
    ctx.save();
    ctx.strokeStyle = colour;
    ctx.lineWidth = 2;
    for (const [index, point] of points.entries()) {
      const element = meta.data[index];
      // A dot that is pointed at is larger, and drawn with the line.
      if (element === undefined || element.active || !("value" in point)) continue;
      if (points.length > 12 && index !== last && !point.soft && !alone(index)) continue;
      ctx.fillStyle = point.soft ? look.paper : colour;
      ctx.beginPath();
      ctx.arc(element.x, element.y, 3.5, 0, 2 * Math.PI);
      ctx.fill();
      // A full dot needs no edge, which a page of many series would carry for nothing.
      if (data.survey === undefined || point.soft || data.survey.apart.includes(index)) ctx.stroke();
    }
    ctx.restore();
  },
});

/** All that is drawn on a chart beside its lines and bars, in the order in which it is drawn. */
export function marksOf(data: ChartData, look: Look): readonly Plugin[] {
  const bars = isAcross(data.kind);
  return [
    ...(data.kind === "line" ? [hiddenBands(data, look), breakMarks(data, look), lineDots(data, look)] : []),
    ...(data.kind === "diverging" ? [answerPieces(data, look)] : [intervals(data, look)]),
    ...(data.kind === "dots" ? [dots(data, look)] : []),
    ...(data.kind === "diverging" ? [] : [directLabels(data, look)]),
    ...(bars ? [barNames(data, look)] : []),
  ];
}
