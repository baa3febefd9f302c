import type { ChartConfiguration, ChartDataset, Scale } from "chart.js";
import { dashes } from "./dashes.ts";
import type { ChartData, ChartPoint } from "./data.ts";
import { answerSpans } from "./diverging.ts";
import {
  amountOf,
  answerThickness,
  barThickness,
  fontSize,
  isAcross,
  isHidden,
  isRightToLeft,
  isSoftPoint,
  type Look,
  pointsAt,
} from "./look.ts";
import { marksOf } from "./marks.ts";

const barPitch = 46;
const dotPitch = 42;
const answerPitch = 74;

/** How high a chart of a width should be, in pixels. */
export function chartHeight({ kind, labels, series }: Pick<ChartData, "kind" | "labels" | "series">, width: number): number {
  if (kind === "diverging") return labels.length * answerPitch + 8;
  if (kind === "dots") return labels.length * dotPitch + 40;
  if (kind === "bars") return labels.length * (barPitch + (series.length - 1) * barThickness) + 14;
  return width < 500 ? 250 : 320;
}

/** The lowest and highest numbers that are drawn, intervals included. Charts of amounts begin at zero. */
function extent({ series, survey }: ChartData): readonly [number, number] {
  if (survey !== undefined) return survey.span;
  const numbers = series.flatMap(({ points }) =>
    points.flatMap((point) => ("value" in point ? [point.value, point.upper ?? point.value, point.lower ?? point.value] : [])),
  );
  return [Math.min(0, ...numbers), Math.max(1, ...numbers)];
}

/** Whether the line runs on from the place before: not over a break, and never from or to what was asked in another way. */
function isJoined({ survey }: Pick<ChartData, "survey">, points: readonly ChartPoint[], index: number): boolean {
  if (survey === undefined) {
    const point = points[index];
    return point === undefined || !("value" in point) || point.broken !== true;
  }
  return !survey.breaks.some(({ before }) => before === index) && !survey.apart.includes(index) && !survey.apart.includes(index - 1);
}

const lineDataset = (data: ChartData, at: number, look: Look): ChartDataset<"line"> => {
  const points = data.series[at]?.points ?? [];
  const colour = look.series[at % look.series.length] ?? look.ink;
  // What Chart.js is given as a function or a list, it works out for every point and piece: only where they differ.
  const differs = points.some(isSoftPoint) || points.some((_, index) => !isJoined(data, points, index));
  return {
    label: data.series[at]?.label ?? "",
    data: points.map(amountOf),
    borderColor: colour,
    borderWidth: 2.5,
    borderDash: [...(dashes[at % dashes.length] ?? [])],
    borderCapStyle: "round",
    borderJoinStyle: "round",
    // Nothing lies beyond the axes but the edges of lines and dots on them, which stay whole.
    clip: false,
    // The dots are drawn apart.
    pointRadius: 0,
    pointHoverRadius: 6,
    pointHitRadius: 12,
    pointHoverBackgroundColor: points.map((point) => (isSoftPoint(point) ? look.paper : colour)),
    pointHoverBorderColor: colour,
    pointHoverBorderWidth: 2,
    ...(differs
      ? {
          segment: {
            borderDash: ({ p1DataIndex }) => (isSoftPoint(points[p1DataIndex]) ? [3, 4] : undefined),
            borderColor: ({ p1DataIndex }) => (isJoined(data, points, p1DataIndex) ? undefined : "transparent"),
          },
        }
      : {}),
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
    ...(kind === "bars" ? { barThickness } : { maxBarThickness: 56, categoryPercentage: 0.78, barPercentage: 0.95 }),
  };
};

/** The dots are drawn over these bars, which have a place but no colour. */
const dotDataset = ({ series }: ChartData, at: number): ChartDataset<"bar"> => ({
  label: series[at]?.label ?? "",
  data: (series[at]?.points ?? []).map(amountOf),
  backgroundColor: "transparent",
  hoverBackgroundColor: "transparent",
  barThickness,
});

/** The pieces are drawn over these bars, which have a place but no colour. */
const answerDataset = (data: ChartData, at: number): ChartDataset<"bar"> => {
  const { series, survey } = data;
  const sides = survey?.sides ?? [];
  return {
    label: series[at]?.label ?? "",
    data: (series[at]?.points ?? []).map((point, index): [number, number] | null => {
      const span = answerSpans(pointsAt(data, index), sides)[at];
      return isHidden(point) || span === undefined ? null : [span[0], span[1]];
    }),
    backgroundColor: "transparent",
    hoverBackgroundColor: "transparent",
    grouped: false,
    barThickness: answerThickness,
  };
};

/** How amounts on an axis are written, made once for each language and number of decimals: to make it costs a tenth of a drawing. */
const writers = new Map<string, (value: number) => string>();
function amountsOf({ locale, decimals, survey }: ChartData): (value: number) => string {
  const key = `${locale} ${survey?.percent ? "%" : decimals}`;
  const known = writers.get(key);
  if (known !== undefined) return known;
  const number = new Intl.NumberFormat(
    locale,
    survey?.percent ? { style: "percent" } : { maximumFractionDigits: Math.max(decimals, 0), useGrouping: true },
  );
  const written = (value: number) => number.format(survey?.percent ? value / 100 : value);
  writers.set(key, written);
  return written;
}

/** The Chart.js configuration of a chart: the same for the picture drawn at build time and for the canvas in the browser. */
export function chartConfig(data: ChartData, look: Look): ChartConfiguration<"line" | "bar"> {
  const written = amountsOf(data);
  const bars = isAcross(data.kind);
  const [min, max] = extent(data);
  const ticks = { color: look.muted, font: { size: fontSize, family: look.family }, maxRotation: 0, minRotation: 0, autoSkip: false };
  const rightToLeft = isRightToLeft(data.locale);
  const amounts = {
    reverse: bars && rightToLeft,
    position: rightToLeft ? ("right" as const) : ("left" as const),
    min,
    ...(data.survey === undefined ? { suggestedMax: max } : { max }),
    border: { display: false },
    grid: { color: look.rule, drawTicks: false, lineWidth: 1 },
    ticks: {
      ...ticks,
      maxTicksLimit: 5,
      padding: 8,
      ...(data.decimals === 0 ? { precision: 0 } : {}),
      ...(data.survey === undefined ? {} : { stepSize: 25 }),
      callback: (value: number | string) => written(Number(value)),
    },
  };
  const places = {
    offset: true,
    reverse: rightToLeft,
    border: { color: look.ink },
    grid: { display: false },
    // Most places of a long line have no words of their own.
    afterBuildTicks: (scale: Scale) => {
      scale.ticks = scale.ticks.filter(({ value }) => (data.ticks[value] ?? []).length > 0);
    },
    ticks: { ...ticks, padding: 4, callback: (value: number | string) => [...(data.ticks[Number(value)] ?? [])] },
  };
  const widest = Math.max(...data.series.flatMap(({ points }) => points.map((point) => ("value" in point ? point.text.length : 3))), 1);
  return {
    type: data.kind === "line" ? "line" : "bar",
    data: {
      labels: [...data.labels],
      datasets: data.series.map((_, at) => {
        if (data.kind === "line") return lineDataset(data, at, look);
        if (data.kind === "dots") return dotDataset(data, at);
        return data.kind === "diverging" ? answerDataset(data, at) : barDataset(data, at, look);
      }),
    },
    options: {
      animation: false,
      responsive: false,
      maintainAspectRatio: false,
      indexAxis: bars ? "y" : "x",
      events: ["mousemove", "mouseout", "click", "touchstart", "touchmove"],
      interaction: { mode: "index", intersect: false, axis: bars ? "y" : "x" },
      layout: {
        // What reaches over an edge has its room below.
        autoPadding: false,
        padding:
          data.kind === "diverging"
            ? { top: 22, bottom: 2 }
            : bars
              ? { top: data.kind === "dots" ? 14 : 6, [rightToLeft ? "left" : "right"]: 12 + widest * 7 }
              : data.survey !== undefined
                ? { top: 22, [rightToLeft ? "left" : "right"]: 34 }
                : { top: 22, right: data.kind === "line" ? 16 : 4, left: data.kind === "line" && rightToLeft ? 8 : 0 },
      },
      scales: bars
        ? { x: { ...amounts, position: "bottom", display: data.kind === "dots" }, y: { display: false } }
        : { x: places, y: amounts },
      plugins: { legend: { display: false }, tooltip: { enabled: false } },
    },
    plugins: [...marksOf(data, look)],
  };
}
