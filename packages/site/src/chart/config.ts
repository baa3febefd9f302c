import type { Chart, ChartConfiguration, ChartDataset, Plugin } from "chart.js";
import type { ChartData, ChartPoint } from "./data.ts";

/** The colours and letters of a chart: CSS variables at build time, computed colours in the browser. */
export interface Look {
  readonly ink: string;
  readonly muted: string;
  readonly rule: string;
  readonly paper: string;
  readonly series: readonly string[];
  readonly family: string;
  /** A fill of diagonal lines for what is not shown. */
  readonly hatch: (context: CanvasRenderingContext2D) => CanvasPattern | string;
}

/** Languages that are written from right to left: their charts are read that way too. */
const isRightToLeft = (locale: string) => /^(ar|fa|he|ps|ur)\b/.test(locale);

const fontSize = 12;
const barThickness = 14;
const barPitch = 46;
const columnHatch = 26;
const dashes: readonly (readonly number[])[] = [[], [6, 4], [2, 3], [9, 3, 2, 3]];

/** How high a chart of a width should be, in pixels. */
export function chartHeight({ kind, labels, series }: Pick<ChartData, "kind" | "labels" | "series">, width: number): number {
  if (kind === "bars") return labels.length * (barPitch + (series.length - 1) * barThickness) + 14;
  return width < 500 ? 250 : 320;
}

const amountOf = (point: ChartPoint | undefined) => (point !== undefined && "value" in point ? point.value : null);
const isHidden = (point: ChartPoint | undefined) => point !== undefined && !("value" in point);

/** The lowest and highest numbers that are drawn, intervals included. Charts of amounts begin at zero. */
function extent({ series }: ChartData): readonly [number, number] {
  const numbers = series.flatMap(({ points }) =>
    points.flatMap((point) => ("value" in point ? [point.value, point.upper ?? point.value, point.lower ?? point.value] : [])),
  );
  return [Math.min(0, ...numbers), Math.max(1, ...numbers)];
}

const lineDataset = ({ series }: ChartData, at: number, look: Look): ChartDataset<"line"> => {
  const points = series[at]?.points ?? [];
  const colour = look.series[at % look.series.length] ?? look.ink;
  const soft = (index: number) => {
    const point = points[index];
    return point !== undefined && "value" in point && point.soft;
  };
  const alone = (index: number) => amountOf(points[index - 1]) === null && amountOf(points[index + 1]) === null;
  const last = points.findLastIndex((point) => "value" in point);
  return {
    label: series[at]?.label ?? "",
    data: points.map(amountOf),
    borderColor: colour,
    borderWidth: 2.5,
    borderDash: [...(dashes[at % dashes.length] ?? [])],
    borderCapStyle: "round",
    borderJoinStyle: "round",
    pointBackgroundColor: points.map((_, index) => (soft(index) ? look.paper : colour)),
    pointBorderColor: colour,
    pointBorderWidth: 2,
    pointRadius: points.map((_, index) => (points.length <= 12 || index === last || soft(index) || alone(index) ? 3.5 : 0)),
    pointHoverRadius: 6,
    pointHitRadius: 12,
    segment: { borderDash: ({ p1DataIndex }) => (soft(p1DataIndex) ? [3, 4] : undefined) },
  };
};

const barDataset = ({ series, kind }: ChartData, at: number, look: Look): ChartDataset<"bar"> => {
  const colour = look.series[at % look.series.length] ?? look.ink;
  const points = series[at]?.points ?? [];
  const fills = points.map((point) => ("value" in point && point.soft ? look.paper : colour));
  return {
    label: series[at]?.label ?? "",
    data: points.map(amountOf),
    backgroundColor: fills,
    hoverBackgroundColor: fills,
    borderColor: colour,
    borderWidth: points.map((point) => ("value" in point && point.soft ? 2 : 0)),
    borderRadius: 1,
    ...(kind === "bars" ? { barThickness } : { maxBarThickness: 56, categoryPercentage: 0.78, barPercentage: 0.95 }),
  };
};

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

/** The range around a value: a band along a line, a whisker on a bar. */
const intervals = (data: ChartData, look: Look): Plugin => ({
  id: "intervals",
  afterDatasetsDraw(chart) {
    data.series.forEach(({ points }, at) => {
      const meta = chart.getDatasetMeta(at);
      const { ctx, scales } = chart;
      const across = data.kind === "bars";
      const values = scales[across ? "x" : "y"];
      points.forEach((point, index) => {
        const element = meta.data[index];
        if (values === undefined || element === undefined || !("value" in point) || point.lower === null || point.upper === null) return;
        const lower = values.getPixelForValue(point.lower);
        const upper = values.getPixelForValue(point.upper);
        ctx.save();
        ctx.strokeStyle = look.ink;
        ctx.lineWidth = 1.5;
        ctx.beginPath();
        if (across) whisker(ctx, [lower, element.y], [upper, element.y], 4);
        else whisker(ctx, [element.x, lower], [element.x, upper], 4);
        ctx.stroke();
        ctx.restore();
      });
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
  const y = Math.max(8, element.y + (above ? -14 : 16));
  const [x, align] =
    room < 24 ? [element.x + 6, "right" as const] : isAtLeft ? [element.x - 6, "left" as const] : [element.x, "center" as const];
  write(chart.ctx, look, point.text, x, y, align, 600);
}

function labelBar(chart: Chart, data: ChartData, at: number, index: number, point: ChartPoint, look: Look) {
  const element = chart.getDatasetMeta(at).data[index];
  const { ctx, scales } = chart;
  if (element === undefined) return;
  const bars = data.kind === "bars";
  const zero = scales[bars ? "x" : "y"]?.getPixelForValue(0) ?? 0;
  if ("value" in point) {
    if (bars) {
      const end = point.upper === null ? element.x : (scales.x?.getPixelForValue(point.upper) ?? element.x);
      const away = isRightToLeft(data.locale) ? -1 : 1;
      write(ctx, look, point.text, end + 6 * away, element.y, away > 0 ? "left" : "right", 600);
    } else write(ctx, look, point.text, element.x, Math.min(element.y, zero) - 9, "center", 600);
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

/** The name of each bar, above it: no room is lost to long names, on any width. */
const barNames = (data: ChartData, look: Look): Plugin => ({
  id: "barNames",
  afterDatasetsDraw({ ctx, scales, chartArea }) {
    data.labels.forEach((label, index) => {
      const centre = scales.y?.getPixelForValue(index) ?? 0;
      const y = centre - (data.series.length * barThickness) / 2 - 10;
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

/** The Chart.js configuration of a chart: the same for the picture drawn at build time and for the canvas in the browser. */
export function chartConfig(data: ChartData, look: Look): ChartConfiguration<"line" | "bar"> {
  const number = new Intl.NumberFormat(data.locale, { maximumFractionDigits: Math.max(data.decimals, 0), useGrouping: true });
  const bars = data.kind === "bars";
  const [min, max] = extent(data);
  const ticks = { color: look.muted, font: { size: fontSize, family: look.family }, maxRotation: 0, minRotation: 0, autoSkip: false };
  const rightToLeft = isRightToLeft(data.locale);
  const amounts = {
    reverse: bars && rightToLeft,
    position: rightToLeft ? ("right" as const) : ("left" as const),
    min,
    suggestedMax: max,
    border: { display: false },
    grid: { color: look.rule, drawTicks: false, lineWidth: 1 },
    ticks: {
      ...ticks,
      maxTicksLimit: 5,
      padding: 8,
      ...(data.decimals === 0 ? { precision: 0 } : {}),
      callback: (value: number | string) => number.format(Number(value)),
    },
  };
  const places = {
    offset: true,
    reverse: rightToLeft,
    border: { color: look.ink },
    grid: { display: false },
    ticks: { ...ticks, padding: 4, callback: (_: unknown, index: number) => [...(data.ticks[index] ?? [])] },
  };
  const widest = Math.max(...data.series.flatMap(({ points }) => points.map((point) => ("value" in point ? point.text.length : 3))), 1);
  return {
    type: data.kind === "line" ? "line" : "bar",
    data: {
      labels: [...data.labels],
      datasets: data.series.map((_, at) => (data.kind === "line" ? lineDataset(data, at, look) : barDataset(data, at, look))),
    },
    options: {
      animation: false,
      responsive: false,
      maintainAspectRatio: false,
      indexAxis: bars ? "y" : "x",
      events: ["mousemove", "mouseout", "click", "touchstart", "touchmove"],
      interaction: { mode: "index", intersect: false, axis: bars ? "y" : "x" },
      layout: {
        padding: bars ? { top: 6, [rightToLeft ? "left" : "right"]: 12 + widest * 7 } : { top: 22, right: data.kind === "line" ? 16 : 4 },
      },
      scales: bars ? { x: { ...amounts, position: "bottom", display: false }, y: { display: false } } : { x: places, y: amounts },
      plugins: { legend: { display: false }, tooltip: { enabled: false } },
    },
    plugins: [
      ...(data.kind === "line" ? [hiddenBands(data, look)] : []),
      intervals(data, look),
      directLabels(data, look),
      ...(bars ? [barNames(data, look)] : []),
    ],
  };
}
