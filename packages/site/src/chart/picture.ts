import { BarController, BarElement, CategoryScale, Chart, LinearScale, LineController, LineElement, PointElement } from "chart.js";
import { chartConfig, chartHeight } from "./config.ts";
import type { ChartData } from "./data.ts";
import type { Look } from "./look.ts";
import { RecordingCanvas, type RecordingContext } from "./recording-canvas.ts";

Chart.register(BarController, BarElement, LineController, LineElement, PointElement, LinearScale, CategoryScale);

// Chart.js takes colours apart only to make hover colours, which a picture has not: CSS variables go through it untouched.
const look: Look = {
  ink: "var(--ink)",
  muted: "var(--muted)",
  rule: "var(--rule)",
  paper: "var(--paper)",
  series: ["var(--c1)", "var(--c2)", "var(--c3)", "var(--c4)"],
  family: "sans-serif",
  colour: (name) => `var(--${name})`,
  hatch: (context) => (context as unknown as RecordingContext).hatch("var(--hatch)") as unknown as CanvasPattern,
};

/** A drawing of a chart at one width. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** The inside of an `<svg>`. */
  readonly drawing: string;
}

/**
 * Ends a chart, and takes from its parts what they hold. Chart.js gives each of them contexts that are prototypes of each other, and V8 lets go of what once
 * was a prototype only when it looks through all memory: with the contexts, of every chart that was drawn since.
 */
function takeApart(chart: Chart): void {
  const controllers = chart.getSortedVisibleDatasetMetas().map(({ controller }) => controller);
  const parts = [chart, ...Object.values(chart.scales), ...controllers];
  chart.destroy();
  for (const part of parts) for (const name of Object.keys(part)) Reflect.set(part, name, undefined);
}

/**
 * Draws a chart with Chart.js, without a browser.
 * @param id Begins the ids inside the drawing: unique within a page.
 */
export function drawPicture(data: ChartData, id: string, width: number): Picture {
  const height = chartHeight(data, width);
  const canvas = new RecordingCanvas(id, width, height);
  const config = chartConfig(data, look);
  // The recording context has the methods that are drawn with, not all of a browser's.
  const chart = new Chart(canvas as unknown as HTMLCanvasElement, {
    ...config,
    options: { ...config.options, devicePixelRatio: 1, events: [] },
  });
  const drawing = canvas.getContext().drawing();
  takeApart(chart);
  return { width, height, drawing };
}
